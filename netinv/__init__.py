"""netinv: inventory, health sweeps and topology of a network. Importing it imports no library."""

__version__ = "0.1.0"
