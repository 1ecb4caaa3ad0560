"""Asking devices on demand: probe, discover, record, ping, log in."""
