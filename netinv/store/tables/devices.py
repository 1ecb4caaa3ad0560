"""What devices are and say, as intervals, and their SSH host keys."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from netinv.store.tables.clustered import CLUSTERED, key


class DeviceState(SQLModel, table=True):
    """What a device was taken for, and how each way of asking it ended. ``last_seen``: once it is silent."""

    __tablename__: ClassVar[Any] = "device_state"
    __table_args__ = (Index("device_state_now", "device_id", sqlite_where=text("valid_to IS NULL")), CLUSTERED)
    device_id: int = key("device.id")
    valid_from: int = key()
    valid_to: int | None = None
    state: str
    cause: str | None = None
    icmp: str | None = None
    snmp: str | None = None
    ssh: str | None = None
    last_seen: int | None = None


class System(SQLModel, table=True):
    """What a device said of itself (see :class:`netinv.model.System`)."""

    __table_args__ = (CLUSTERED,)
    device_id: int = key("device.id")
    valid_from: int = key()
    valid_to: int | None = None
    sys_name: str | None = None
    sys_descr: str | None = None
    sys_object_id: str | None = None
    location: str | None = None
    contact: str | None = None
    vendor: str | None = None
    os: str | None = None
    os_version: str | None = None
    model: str | None = None
    serial: str | None = None
    chassis_id: str | None = None
    sources: str | None = None
    engine_id: str | None = None


class Interface(SQLModel, table=True):
    """A port and what held for it (see :class:`netinv.model.Interface`)."""

    __table_args__ = (CLUSTERED,)
    device_id: int = key("device.id")
    name: str = Field(primary_key=True)
    valid_from: int = key()
    valid_to: int | None = None
    if_index: int | None = None
    descr: str | None = None
    alias: str | None = None
    type: int | None = None
    mac: str | None = None
    admin_status: int | None = None
    oper_status: int | None = None
    speed_bps: int | None = None
    mtu: int | None = None
    aggregate: str | None = None
    duplex: int | None = None


class Address(SQLModel, table=True):
    """An IP address configured on a device."""

    __table_args__ = (CLUSTERED,)
    device_id: int = key("device.id")
    address: str = Field(primary_key=True)
    valid_from: int = key()
    valid_to: int | None = None
    prefix_length: int | None = None
    interface: str | None = None


class Neighbor(SQLModel, table=True):
    """A neighbour claim as the device made it: raw, resolved into links when read."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", ondelete="CASCADE", index=True)
    valid_from: int
    valid_to: int | None = None
    protocol: str
    local_port: str
    remote_chassis: str | None = None
    remote_port: str | None = None
    remote_port_description: str | None = None
    remote_name: str | None = None
    remote_address: str | None = None
    remote_platform: str | None = None


class HostKey(SQLModel, table=True):
    """An SSH host key trusted on first use."""

    __tablename__: ClassVar[Any] = "host_key"
    address: str = Field(primary_key=True)
    port: int = Field(primary_key=True)
    key_type: str
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    first_seen: int
