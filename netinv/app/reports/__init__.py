"""The use cases of reports: what is read for each, and the tables it makes of it."""
