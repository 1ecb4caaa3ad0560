"""The map of the province in terminal cells: projection, who stands where, marks, lines. Pure; widgets draw it."""
