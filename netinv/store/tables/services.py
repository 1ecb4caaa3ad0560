"""The tables of what checks of services found. Times are epoch milliseconds, UTC."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Integer
from sqlmodel import Field, SQLModel


class ServiceState(SQLModel, table=True):
    """What a service was taken for, how its checks ended, and until when its certificate was valid."""

    __tablename__: ClassVar[Any] = "service_state"
    __table_args__ = ({"sqlite_with_rowid": False},)
    service_id: int = Field(
        sa_column=Column(Integer, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    valid_from: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    valid_to: int | None = None
    state: str
    cause: str | None = None
    status: str | None = None
    not_after: int | None = None


class ServiceCheck(SQLModel, table=True):
    """When a service was last checked, and how long it took to answer: dense, written over each time."""

    __tablename__: ClassVar[Any] = "service_check"
    service_id: int = Field(
        sa_column=Column(Integer, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    checked_at: int
    latency_us: int | None = None
