"""The tables of planned work, restless things and broken rules. Times are epoch milliseconds, UTC."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Flap(SQLModel, table=True):
    """How restless a thing is: the score as it was at its last change, and the changes that it stands for."""

    __table_args__ = ({"sqlite_with_rowid": False},)
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    score: float
    changed_at: int
    changes: int
    since: int
    flapping: bool = False


class Breach(SQLModel, table=True):
    """A broken rule, from when to when (see :mod:`netinv.rules`)."""

    __table_args__ = ({"sqlite_with_rowid": False},)
    rule: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    valid_from: int = Field(primary_key=True)
    valid_to: int | None = None
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="CASCADE", index=True)
    said: str


class Maintenance(SQLModel, table=True):
    """A window of planned work (see :class:`netinv.maintenance.Window`)."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="CASCADE")
    starts_at: int
    ends_at: int
    zone: str
    local_from: str
    local_to: str
    repeat: str | None = None
    note: str | None = None
    added_by: str
    added_at: int
    ended_by: str | None = None
    ended_at: int | None = None
