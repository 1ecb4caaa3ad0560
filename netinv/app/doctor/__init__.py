"""What on this machine keeps netinv from working fully."""
