"""Asking devices over SSH: sessions, host keys, and what the platforms print. Importing it loads no SSH library."""
