"""Alerts on their way out: whom to tell what (pure), the message, and one sender for each kind of channel."""
