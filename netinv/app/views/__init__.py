"""What is shown of the network, read from the store: as rows, as pages, as the promised JSON."""
