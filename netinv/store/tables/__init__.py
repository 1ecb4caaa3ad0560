"""The tables, as SQLModel classes. History is intervals: a row held from ``valid_from`` until ``valid_to``.

``valid_to`` is None while it holds. Times are epoch milliseconds, UTC. Interval tables are clustered by device (WITHOUT
ROWID), so that one device's facts lie together and need no second index.
"""
