"""The use cases, shared by the command line and the terminal interface: the one place where parts are put together."""
