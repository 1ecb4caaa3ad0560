"""The table of measurements that are older than what is kept of every sweep."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


class MeasuredDay(SQLModel, table=True):
    """What was measured of a device on one day (days since the epoch, UTC), in steps (``netinv.store.measured``).

    A day is in one row or in the chunks of its sweeps; with its age the steps grow, and the row is written over.
    """

    __tablename__: ClassVar[Any] = "measured_day"
    __table_args__ = (
        Index("measured_day_of_device", "device_id", "day", unique=True),
        Index("measured_day_by_step", "step_s", "day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    day: int
    device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    step_s: int
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
