"""Links, their states, and why they are believed."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from netinv.store.tables.clustered import CLUSTERED, key


class Link(SQLModel, table=True):
    """A link that was found or declared: its identity. What held for it stands in :class:`LinkState`."""

    __table_args__ = (UniqueConstraint("a_device_id", "a_interface", "b_device_id", "b_interface"),)
    id: int | None = Field(default=None, primary_key=True)
    a_device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    a_interface: str = ""
    b_device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    b_interface: str = ""
    first_seen: int


class LinkState(SQLModel, table=True):
    """What held for a link. ``last_seen``: when it was last claimed, once it is not any more.

    ``judged`` is what it is taken for where that is another than its ports make it: ``maintenance``.
    """

    __tablename__: ClassVar[Any] = "link_state"
    __table_args__ = (CLUSTERED,)
    link_id: int = key("link.id")
    valid_from: int = key()
    valid_to: int | None = None
    state: str
    sources: str
    confidence: str
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None
    judged: str | None = None
    last_seen: int | None = None


class LinkEvidence(SQLModel, table=True):
    """One reason to believe a link, and from when to when it was given. ``last_seen``: once it is not any more.

    ``side`` is the end that gives it: ``a``, ``b``, or ``declared`` where it is no device.
    """

    __tablename__: ClassVar[Any] = "link_evidence"
    __table_args__ = (CLUSTERED,)
    link_id: int = key("link.id")
    source: str = Field(primary_key=True)
    side: str = Field(primary_key=True)
    said: str = Field(primary_key=True)
    valid_from: int = key()
    valid_to: int | None = None
    last_seen: int | None = None
