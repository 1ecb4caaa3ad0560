"""Probes: what is asked of devices, and how. Each answer becomes a Reading of facts (``netinv.model``)."""
