"""Recordings without what they would give away: the same thing is masked by the same thing, in all recordings."""
