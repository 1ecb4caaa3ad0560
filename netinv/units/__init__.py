"""Units of administration through time: which unit is whose successor, and what a reorganisation does. Pure."""
