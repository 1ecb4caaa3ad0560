"""The health sweep: planned, asked, judged, and stored in one transaction."""
