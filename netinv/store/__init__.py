"""The store: one SQLite file. ``Store`` writes, ``Reader`` reads by plain SQL. Nothing heavy is imported here."""
