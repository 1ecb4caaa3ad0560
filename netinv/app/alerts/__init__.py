"""What is told to people and other systems: the texts, and getting them out."""
