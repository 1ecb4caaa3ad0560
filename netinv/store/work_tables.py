"""The tables of planned work and of restless things. Times are epoch milliseconds, UTC."""

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
