"""The log of events, and the problems with their lives."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from netinv.store.tables.clustered import CLUSTERED, key


class Event(SQLModel, table=True):
    """A change, for the log. ``subject`` is the name at that time."""

    id: int | None = Field(default=None, primary_key=True)
    time: int = Field(index=True)
    kind: str
    subject: str
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="SET NULL")
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="SET NULL")
    old: str | None = None
    new: str | None = None
    severity: str
    cause: str | None = None
    acked_by: str | None = None
    acked_at: int | None = None
    note: str | None = None
    problem_id: int | None = Field(default=None, foreign_key="problem.id", ondelete="SET NULL", index=True)


class Problem(SQLModel, table=True):
    """Something wrong, from its opening to its confirmed end: one life, however often it flips meanwhile.

    ``explains``: it is a cause of silence. ``members``, ``affected_sites``: JSON lists, the widest that it grew to.
    ``since``: where it was so before it opened; ``flaps``: its changes; ``told_cause``: what somebody told that it was.
    """

    __table_args__ = (Index("problem_open", "kind", "name", sqlite_where=text("closed_at IS NULL")),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    explains: bool
    state: str
    severity: str
    confidence: str = "sure"
    alternative: str | None = None
    members: str = "[]"
    affected_sites: str = "[]"
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="SET NULL")
    opened_at: int = Field(index=True)
    closed_at: int | None = Field(default=None, index=True)
    acked_by: str | None = None
    acked_at: int | None = None
    note: str | None = None
    since: int | None = None
    flaps: int | None = None
    told_cause: str | None = None


class ProblemDevice(SQLModel, table=True):
    """A device that a problem silenced, and how long; ``failed``: the device is the problem itself."""

    __tablename__: ClassVar[Any] = "problem_device"
    __table_args__ = (Index("problem_device_of_device", "device_id", "valid_from"), CLUSTERED)
    problem_id: int = key("problem.id")
    device_id: int = key("device.id")
    valid_from: int = key()
    valid_to: int | None = None
    failed: bool = False
