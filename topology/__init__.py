"""Links from neighbour claims, the graph of the network, its exports, and why devices are silent. Pure."""
