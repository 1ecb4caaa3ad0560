"""The file itself: connections, copies, what is packed into it."""
