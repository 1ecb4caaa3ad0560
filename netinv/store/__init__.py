"""The store: one SQLite file. ``Store`` writes, ``Reader`` reads by plain SQL, ``Watch`` notices. Nothing is imported here."""
