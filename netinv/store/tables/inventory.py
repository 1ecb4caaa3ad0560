"""What inventory files declare. Dates of sites are ISO 8601 text."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Site(SQLModel, table=True):
    """A unit of the network as it stood within its validity dates. Its id is its identity, code and name are not."""

    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str
    name: str
    level: str
    kind: str | None = None
    parent_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    lat: float | None = None
    lon: float | None = None
    status: str | None = None
    connected_since: str | None = None
    valid_from: str = ""
    valid_to: str | None = None
    search: str


class Device(SQLModel, table=True):
    """A managed endpoint at a site, as the inventory declares it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    address: str
    port: int = 161
    role: str | None = None
    snmp: str | None = None
    ssh: str | None = None
    ssh_port: int = 22
    platform: str | None = None
    timeout_s: float | None = None
    max_repetitions: int | None = None
    notes: str | None = None
    added_at: int
    search: str


class DeclaredLink(SQLModel, table=True):
    """A link as the inventory declares it. An empty interface is an empty text, so that the key holds."""

    __tablename__: ClassVar[Any] = "declared_link"
    __table_args__ = (UniqueConstraint("a_device_id", "a_interface", "b_device_id", "b_interface"),)
    id: int | None = Field(default=None, primary_key=True)
    a_device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    a_interface: str = ""
    b_device_id: int = Field(foreign_key="device.id", ondelete="CASCADE")
    b_interface: str = ""
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None


class Service(SQLModel, table=True):
    """An information system reached over the network, as the inventory declares it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    site_id: int = Field(foreign_key="site.id")
    url: str
    expect: str | None = None
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="SET NULL")


class DeclaredFigure(SQLModel, table=True):
    """What ``indicators.csv`` says of a unit on a date: ``value`` of ``total``; without a total 1 for yes, 0 for no."""

    __tablename__: ClassVar[Any] = "declared_figure"
    __table_args__ = (UniqueConstraint("site_id", "indicator", "date"),)
    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    indicator: str
    date: str
    value: float
    total: float | None = None
    source: str | None = None
