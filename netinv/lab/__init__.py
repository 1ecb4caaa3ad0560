"""The laboratory: a simulated network on loopback, for the demo, the tests and load. The rest never imports it."""
