"""Measurements over time: each day of a device is raw counters, or one chunk of five minutes, hours or a day."""
