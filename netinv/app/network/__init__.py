"""Questions to the graph: what fails with what, which way, declared against found."""
