"""What is written, within a write transaction. The only place that loads SQLAlchemy."""
