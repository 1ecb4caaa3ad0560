"""What is read: plain SQL into typed rows, without SQLAlchemy."""
