"""The tables. History is intervals: a row held from ``valid_from`` until ``valid_to`` (None: it still does).

Times are epoch milliseconds, UTC; dates of sites are ISO 8601 text. Interval tables are clustered by device
(WITHOUT ROWID), so that one device's facts lie together and need no second index.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_CLUSTERED = {"sqlite_with_rowid": False}


def _key(target: str | None = None) -> Any:
    """A part of a clustered primary key; SQLite must not number it itself."""
    references = [ForeignKey(target, ondelete="CASCADE")] if target else []
    return Field(sa_column=Column(Integer, *references, primary_key=True, autoincrement=False))


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


class DeviceState(SQLModel, table=True):
    """What a device was taken for, and how each way of asking it ended. ``last_seen``: once it is silent."""

    __tablename__: ClassVar[Any] = "device_state"
    __table_args__ = (Index("device_state_now", "device_id", sqlite_where=text("valid_to IS NULL")), _CLUSTERED)
    device_id: int = _key("device.id")
    valid_from: int = _key()
    valid_to: int | None = None
    state: str
    cause: str | None = None
    icmp: str | None = None
    snmp: str | None = None
    ssh: str | None = None
    last_seen: int | None = None


class System(SQLModel, table=True):
    """What a device said of itself (see :class:`netinv.model.System`)."""

    __table_args__ = (_CLUSTERED,)
    device_id: int = _key("device.id")
    valid_from: int = _key()
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

    __table_args__ = (_CLUSTERED,)
    device_id: int = _key("device.id")
    name: str = Field(primary_key=True)
    valid_from: int = _key()
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

    __table_args__ = (_CLUSTERED,)
    device_id: int = _key("device.id")
    address: str = Field(primary_key=True)
    valid_from: int = _key()
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
    __table_args__ = (_CLUSTERED,)
    link_id: int = _key("link.id")
    valid_from: int = _key()
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
    __table_args__ = (_CLUSTERED,)
    link_id: int = _key("link.id")
    source: str = Field(primary_key=True)
    side: str = Field(primary_key=True)
    said: str = Field(primary_key=True)
    valid_from: int = _key()
    valid_to: int | None = None
    last_seen: int | None = None


class Poll(SQLModel, table=True):
    """The last sweep's small change per device: dense, written over each time."""

    device_id: int = _key("device.id")
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
    """All port counters of a device at one time (``netinv.store.packing``), empty where none were read.

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
    __table_args__ = (Index("problem_device_of_device", "device_id", "valid_from"), _CLUSTERED)
    problem_id: int = _key("problem.id")
    device_id: int = _key("device.id")
    valid_from: int = _key()
    valid_to: int | None = None
    failed: bool = False


class HostKey(SQLModel, table=True):
    """An SSH host key trusted on first use."""

    __tablename__: ClassVar[Any] = "host_key"
    address: str = Field(primary_key=True)
    port: int = Field(primary_key=True)
    key_type: str
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    first_seen: int


class Reorganisation(SQLModel, table=True):
    """A file of ``netinv geo apply``. As JSON: ``steps``, its days; ``ended`` and ``born``, ids of sites."""

    id: int | None = Field(default=None, primary_key=True)
    applied_at: int
    applied_by: str
    file: str
    digest: str
    steps: str
    ended: str
    born: str
    undone_at: int | None = None


class Succession(SQLModel, table=True):
    """That what stood at one unit stands at another from a day on."""

    __table_args__ = (_CLUSTERED,)
    old_site_id: int = _key("site.id")
    new_site_id: int = _key("site.id")
    date: str
    action: str
    basis: str | None = None
    reorganisation_id: int = Field(foreign_key="reorganisation.id")


class Relocation(SQLModel, table=True):
    """That a device or a service left a site on a day: by a reorganisation, or because the inventory says so."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="CASCADE", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id", ondelete="CASCADE")
    date: str
    from_site_id: int = Field(foreign_key="site.id")
    reorganisation_id: int | None = Field(default=None, foreign_key="reorganisation.id")


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
