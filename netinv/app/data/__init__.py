"""The files: importing, starting, backing up, pruning."""
