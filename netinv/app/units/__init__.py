"""Reorganisations of the units."""
