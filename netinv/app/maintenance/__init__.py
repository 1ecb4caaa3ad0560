"""What people say of the network's troubles: planned work, and taking a problem on."""
