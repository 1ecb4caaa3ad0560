"""Checks of services, information systems reached over the network: TCP, HTTP(S), TLS, DNS."""
