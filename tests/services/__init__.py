"""Services on loopback that tests check: HTTP, TLS with certificates of every kind, DNS, and those that misbehave."""
