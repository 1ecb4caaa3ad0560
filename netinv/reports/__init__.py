"""Reports: the arithmetic behind their figures, their one form, and what it is rendered as. Pure."""
