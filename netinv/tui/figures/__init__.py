"""The figures of the screen of reports: each asked of the use case of its command, and drawn as a table."""
