"""Rows as readers get them: typed, frozen, without a link to the database. Times are epoch milliseconds, UTC."""

from __future__ import annotations

from typing import Any, NamedTuple


class SiteRow(NamedTuple):
    """A unit, with its parent's id (None at the root)."""

    id: int
    code: str
    name: str
    level: str
    kind: str | None
    parent_id: int | None
    lat: float | None
    lon: float | None
    status: str | None
    connected_since: str | None
    valid_from: str
    valid_to: str | None
    search: str


class DeviceRow(NamedTuple):
    """A device with its state, what it said of itself and how it is asked. ``site`` is a code."""

    id: int
    name: str
    site_id: int
    site: str
    address: str
    port: int
    role: str | None
    snmp_credential: str | None
    ssh_credential: str | None
    ssh_port: int
    platform: str | None
    timeout_s: float | None
    max_repetitions: int | None
    notes: str | None
    state: str
    state_since: int | None
    cause: str | None
    icmp: str | None
    snmp: str | None
    ssh: str | None
    last_seen: int | None
    vendor: str | None
    model: str | None
    serial: str | None
    os: str | None
    os_version: str | None
    sys_name: str | None
    sys_descr: str | None
    sys_object_id: str | None
    location: str | None
    contact: str | None
    uptime_ticks: int | None
    rtt_us: int | None
    interfaces_total: int | None
    interfaces_up: int | None
    search: str


class Double(NamedTuple):
    """A mark that should be one device's alone (``serial``, ``engine_id``), and the names of those who claim it."""

    mark: str
    value: str
    devices: tuple[str, ...]


class InterfaceRow(NamedTuple):
    """A port. Rates are over the last two sweeps, None where a counter was reset or is not there."""

    device_id: int
    device: str
    name: str
    if_index: int | None
    descr: str | None
    alias: str | None
    type: int | None
    mac: str | None
    admin_status: int | None
    oper_status: int | None
    speed_bps: int | None
    mtu: int | None
    since: int
    in_bps: int | None = None
    out_bps: int | None = None
    aggregate: str | None = None
    duplex: int | None = None


class EvidenceRow(NamedTuple):
    """One reason to believe a link. ``device`` gave it, None where somebody declared the link.

    ``holds`` is false for the last of a source and an end that give nothing any more.
    """

    source: str
    device: str | None
    said: str
    first_seen: int | None
    last_seen: int | None
    holds: bool


class LinkRow(NamedTuple):
    """A link and what holds for it. Empty interfaces are None; ``sources`` is sorted."""

    id: int
    a_device_id: int
    a_device: str
    a_interface: str | None
    b_device_id: int
    b_device: str
    b_interface: str | None
    state: str
    since: int
    sources: tuple[str, ...]
    confidence: str
    medium: str | None
    carrier: str | None
    circuit: str | None
    capacity_bps: int | None
    first_seen: int
    last_seen: int | None
    evidence: tuple[EvidenceRow, ...] = ()


class NeighborRow(NamedTuple):
    """A neighbour claim, raw."""

    device_id: int
    protocol: str
    local_port: str
    remote_chassis: str | None
    remote_port: str | None
    remote_port_description: str | None
    remote_name: str | None
    remote_address: str | None
    remote_platform: str | None


class ServiceRow(NamedTuple):
    """A service and what its checks found. ``site`` is a code, ``device`` a name.

    ``status`` is that of :class:`probes.services.values.Answer`; the last two are known of now only.
    """

    id: int
    name: str
    site: str
    url: str
    expect: str | None
    device: str | None
    state: str = "unknown"
    state_since: int | None = None
    cause: str | None = None
    status: str | None = None
    tls_not_after: int | None = None
    tls_days_left: int | None = None
    latency_us: int | None = None
    checked_at: int | None = None


class EventRow(NamedTuple):
    """A change. ``site`` is a code."""

    id: int
    time: int
    kind: str
    subject: str
    device_id: int | None
    site: str | None
    old: str | None
    new: str | None
    severity: str
    cause: str | None
    acked_by: str | None
    acked_at: int | None
    note: str | None
    problem_id: int | None


class ProblemRow(NamedTuple):
    """Something wrong, from opening to end (``closed_at`` None: it is open). ``site`` is a code.

    ``explains``: a cause of silence. ``members`` and ``affected_sites`` are JSON lists of names and codes.
    """

    id: int
    kind: str
    name: str
    explains: bool
    state: str
    severity: str
    confidence: str
    alternative: str | None
    members: str
    affected_sites: str
    site: str | None
    opened_at: int
    closed_at: int | None
    acked_by: str | None
    acked_at: int | None
    note: str | None
    since: int | None = None
    flaps: int | None = None
    told_cause: str | None = None

    @property
    def began(self) -> int:
        """Since when it is so: before it opened, where it was planned work at first."""
        return self.since or self.opened_at


class BreachRow(NamedTuple):
    """A rule that is broken by a port (``DEVICE:PORT``), a link, a device or a credential, and what was found."""

    rule: str
    subject: str
    since: int
    said: str


class SilencedRow(NamedTuple):
    """A device that a problem silenced, and how long; ``failed``: it is the problem itself."""

    problem_id: int
    device_id: int
    device: str
    valid_from: int
    valid_to: int | None
    failed: bool


class SweepRow(NamedTuple):
    """A sweep. ``status``: running, done, partial, abandoned. ``report`` is the JSON that the command printed."""

    id: int
    status: str
    started_at: int
    finished_at: int | None
    deadline_at: int
    pid: int
    process_started: str
    host: str
    targets: int
    answered: int
    changes: int
    whole: bool
    report: str | None


class ReorganisationRow(NamedTuple):
    """A file of ``netinv geo apply``: how many units it ended and made; ``steps`` are its days."""

    id: int
    applied_at: int
    applied_by: str
    file: str
    undone_at: int | None
    ended: int
    born: int
    steps: list[dict[str, Any]]


class SuccessionRow(NamedTuple):
    """That what stood at one unit stands at another from a day on."""

    old_id: int
    old_code: str
    old_name: str
    new_id: int
    new_code: str
    new_name: str
    date: str
    action: str
    basis: str | None
