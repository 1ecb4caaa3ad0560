"""Sweeps, and what changes with each of them and has no history: the last poll, counters."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from netinv.store.tables.clustered import key


class Sweep(SQLModel, table=True):
    """One pass over the devices. A row with status ``running`` is the lock against a second sweep."""

    id: int | None = Field(default=None, primary_key=True)
    status: str
    started_at: int
    finished_at: int | None = None
    deadline_at: int
    pid: int
    process_started: str
    host: str
    targets: int = 0
    answered: int = 0
    changes: int = 0
    whole: bool = True
    report: str | None = None


class Poll(SQLModel, table=True):
    """The last sweep's small change per device: dense, written over each time."""

    device_id: int = key("device.id")
    asked_at: int
    last_seen: int | None = None
    rtt_us: int | None = None
    uptime_ticks: int | None = None
    max_repetitions: int | None = None
    platform: str | None = None
    interfaces_total: int | None = None
    interfaces_up: int | None = None
    counters_at: int | None = None
    keyframe_at: int | None = None


class CounterChunk(SQLModel, table=True):
    """All port counters of a device at one time (``netinv.store.file.packing``), empty where none were read.

    With them goes what else was measured: round-trip time in µs, shares of CPU and memory in thousandths. Appended by
    row number, not clustered: SQLite fills the pages of such a table to the brim, so few are written.
    """

    __tablename__: ClassVar[Any] = "counter_chunk"
    __table_args__ = (Index("counter_chunk_of_device", "device_id", "taken_at", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    taken_at: int
    device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    keyframe_at: int | None = None
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    rtt_us: int | None = None
    cpu: int | None = None
    memory: int | None = None
