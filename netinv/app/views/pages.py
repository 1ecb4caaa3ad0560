"""What the screens show, read in one go: the whole network as one frozen snapshot, one device, some ports."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from netinv.app.views.looking_back import open_at, travelled
from netinv.app.views.stamps import stamp
from netinv.app.views.standing import devices_of, standing
from netinv.app.views.viewing import SiteView, counted_tree
from netinv.app.words.durations import age
from netinv.app.words.sentences import Places
from netinv.errors import NetinvError
from netinv.store.reading.event_query import EventQuery
from netinv.store.reading.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from netinv.app.views.stamps import Stamp
    from netinv.app.views.standing import Standing
    from netinv.store.reading.views import DeviceRow, EventRow, InterfaceRow, LinkRow, NeighborRow, ServiceRow, SweepRow

NEWEST_EVENTS = 500


class Problem(NamedTuple):
    """What is wrong, as a sentence. ``device`` is the name to look at first; ``affected``: devices cut off by it.

    ``explains``: a cause of silence; else a problem that no cause explains. ``sites``: codes of those cut off.
    ``told_cause``: what somebody told that it was.
    """

    kind: str
    name: str
    state: str
    sentence: str
    device: str
    affected: tuple[str, ...] = ()
    id: int = 0
    since_ms: int = 0
    explains: bool = True
    sites: tuple[str, ...] = ()
    acked_by: str | None = None
    closed_ms: int | None = None
    alternative: str | None = None
    note: str | None = None
    told_cause: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """The network of one moment, but what belongs to single devices. Times are epoch ms; ``at``: of the past.

    Devices and links are read when they are first asked for, since the first screen shows none: see ``rest``.
    """

    taken_at_ms: int
    tree: tuple[SiteView, ...]
    events: tuple[EventRow, ...]
    problems: tuple[Problem, ...]
    sweep: SweepRow | None
    running: SweepRow | None
    rest: Rest
    at: int | None = None

    @cached_property
    def devices(self) -> tuple[DeviceRow, ...]:
        """All devices by name; none where the database cannot be read any more."""
        return self.rest.devices()

    @cached_property
    def links(self) -> tuple[LinkRow, ...]:
        """All links by their ends, without their evidence; none where the database cannot be read any more."""
        return self.rest.links()

    @cached_property
    def services(self) -> tuple[ServiceRow, ...]:
        """All services by name; none where the database cannot be read any more."""
        return self.rest.services()

    @cached_property
    def _by_id(self) -> dict[int, DeviceRow]:
        return {row.id: row for row in self.devices}

    def device(self, device_id: object) -> DeviceRow | None:
        """The device of an id."""
        return self._by_id.get(device_id) if isinstance(device_id, int) else None

    @cached_property
    def site_names(self) -> dict[int, str]:
        """The name of each site."""
        return {view.row.id: view.row.name for view in self.tree}

    @cached_property
    def names_by_code(self) -> dict[str, str]:
        """The same by its code."""
        return {view.row.code: view.row.name for view in self.tree}

    @cached_property
    def site_states(self) -> dict[int, str]:
        """The rolled-up state of each site."""
        return {view.row.id: view.state for view in self.tree}

    def read_like(self, other: Snapshot) -> None:
        """Read now what of the other was in use: on the thread of who makes it, not of who shows it."""
        for part in ("devices", "links", "services", "_by_id"):
            if part in vars(other):
                getattr(self, part)

    @property
    def counts(self) -> dict[str, int]:
        """Devices per state, the whole network."""
        total: dict[str, int] = {}
        for view in self.tree:
            if not view.depth:
                for state, n in view.counts.items():
                    total[state] = total.get(state, 0) + n
        return total


@dataclass(frozen=True, slots=True)
class Rest:
    """Reads what a snapshot does not hold yet, on a connection of its own, as it is when it is asked for."""

    path: Path
    at: int | None

    def devices(self) -> tuple[DeviceRow, ...]:
        """All devices by name. How many ports each had is counted of the past; it is kept for now only."""
        with suppress(NetinvError), open_at(self.path, self.at) as reader:
            devices = reader.devices()
            return tuple(devices if self.at is None else _with_ports(devices, reader.port_counts(self.at)))
        return ()

    def links(self) -> tuple[LinkRow, ...]:
        """All links by their ends."""
        with suppress(NetinvError), open_at(self.path, self.at) as reader:
            return tuple(reader.bare_links())
        return ()

    def services(self) -> tuple[ServiceRow, ...]:
        """All services by name."""
        with suppress(NetinvError), open_at(self.path, self.at) as reader:
            return tuple(reader.services())
        return ()


@dataclass(frozen=True, slots=True)
class DevicePage:
    """All that is known of one device; ``sources``: where the facts of its identification were read."""

    device: DeviceRow
    interfaces: tuple[InterfaceRow, ...]
    links: tuple[LinkRow, ...]
    neighbors: tuple[NeighborRow, ...]
    events: tuple[EventRow, ...]
    sources: Mapping[str, str]


_SETTLED_NS = 4_000_000_000


class Views:
    """The reading use cases over one database. For one thread at a time; gives values, keeps none."""

    def __init__(self, path: Path) -> None:
        """Open for reading.

        Raises:
            StoreError: no file, no netinv database, or one of another version.
        """
        self._reader = Reader(path)
        self._reader.hold_little()
        self._path, self._log = path, path.with_name(f"{path.name}-wal")
        self._written = self._stamps()
        self._file = self._written[0] and self._written[0].file
        self._version = self._reader.data_version()

    def close(self) -> None:
        """Give the file back."""
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def changed(self) -> bool:
        """Whether another program has written since the last call: look again, something may differ.

        Raises:
            StoreError: who wrote was no netinv, and what is there now cannot be read.
        """
        written = self._stamps()
        if written == self._written and _is_settled(written):
            return False  # without a word to the database: this is looked at every other second, day and night
        version = self._reader.data_version()
        changed, self._version = version != self._version, version
        if written[0] != self._written[0] and not changed:
            self._meet_anew()
        self._written = written
        return changed

    def _meet_anew(self) -> None:
        """The file was written without SQLite telling: by its own housekeeping, or by who copied over it."""
        with Reader(self._path) as fresh:
            if fresh.sweeps() != self._reader.sweeps():
                self._file = None

    def _stamps(self) -> tuple[Stamp | None, Stamp | None]:
        """Of the file and of its write-ahead log, to which all that is stored goes first."""
        return stamp(self._path), stamp(self._log)

    def replaced(self) -> bool:
        """Whether the path is another file than the one opened, or none: it wants opening anew."""
        now = stamp(self._path)
        return (now and now.file) != self._file

    @contextmanager
    def reading(self, at: int | None = None) -> Iterator[Reader]:
        """A reader of what holds now, or of what held at a time; all it reads is of one and the same moment.

        Raises:
            UsageError: nothing is known of that time.
            SchemaTooNew: a newer netinv has brought the database up to date meanwhile.
        """
        reader = self._reader if at is None else open_at(self._path, at)
        reader.snapshot()
        try:
            reader.check()
            yield reader
        finally:
            reader.release()
            reader.boundaries = None
            if reader is not self._reader:
                reader.close()

    def snapshot(self, now_ms: int, at: int | None = None) -> Snapshot:
        """The whole network, now or as it was at a time.

        Raises:
            UsageError: nothing is known of that time.
        """
        with self.reading(at) as reader:
            tree = tuple(counted_tree(reader.sites(), reader.states_by_site()))
            events = tuple(reader.events(limit=NEWEST_EVENTS))
            swept, running = reader.sweeps(), reader.sweeps(running=True)
            wrongs = standing(reader, reader.devices(state="degraded"), reader.bare_links(only_wrong=True))
        last, under_way = next(iter(swept), None), next(iter(running), None)
        places = Places({view.row.code: view.row for view in tree})
        wrong = tuple(as_problem(one, now_ms if at is None else at, places) for one in wrongs)
        return Snapshot(now_ms, tree, events, wrong, last, under_way, Rest(self._path, at), at)

    def device(self, device_id: int, at: int | None = None) -> DevicePage | None:
        """One device with its ports, links, neighbours and newest events; None: there is none any more."""
        from netinv.app.views.shapes import sources

        with self.reading(at) as reader:
            device = reader.device(device_id)
            if device is None:
                return None
            return DevicePage(
                device,
                tuple(reader.interfaces(device_id)),
                tuple(reader.links(device_id)),
                tuple(reader.neighbors(device_id)),
                tuple(reader.events(EventQuery(device_id=device_id), NEWEST_EVENTS)),
                sources(reader.sources(device_id)),
            )

    def ports(self, device_ids: Iterable[int], at: int | None = None) -> Mapping[int, tuple[InterfaceRow, ...]]:
        """The ports of some devices, those of a window on a long table: never asked for all at once."""
        with self.reading(at) as reader:
            return {device_id: tuple(reader.interfaces(device_id)) for device_id in device_ids}

    def travel(self, at: int | None, sweeps: int, days: int) -> int | None:
        """The time of the sweep that lies so many sweeps and days away (negative: before); None: that is now.

        Raises:
            UsageError: no sweep had ended by then.
        """
        return travelled(self._reader, at, sweeps, days)


def _with_ports(devices: Iterable[DeviceRow], counts: Mapping[int, tuple[int, int]]) -> Iterator[DeviceRow]:
    """How many ports each had: of the past this is counted, it is kept for now only."""
    for device in devices:
        total, up = counts.get(device.id, (None, None))
        yield device._replace(interfaces_total=total, interfaces_up=up)


def _first_device(found: Standing) -> str:
    """The device to look at first: of a service the one that it stands behind; no name where there is none."""
    if found.row.kind == "service":
        return next(iter(found.concerns), "")
    return devices_of(next(iter(found.cause.members), found.row.name))[0]


def as_problem(found: Standing, now_ms: int, places: Places, sentence: str = "") -> Problem:
    """What the screens show of a problem; the sentence is the one of an open one, where none is given."""
    row, cause = found.row, found.cause
    return Problem(
        row.kind,
        row.name,
        row.state,
        sentence or found.sentence(now_ms, places),
        _first_device(found),
        cause.affected_devices,
        row.id,
        row.opened_at,
        explains=bool(row.explains),
        sites=cause.affected_sites,
        acked_by=row.acked_by,
        closed_ms=row.closed_at,
        alternative=row.alternative,
        note=row.note,
        told_cause=row.told_cause,
    )


def _is_settled(written: Iterable[Stamp | None]) -> bool:
    """Whether the last write is so long ago that another one would have another time, however coarse the clock."""
    return max(one.written_ns if one else 0 for one in written) + _SETTLED_NS < time.time_ns()


def is_stale(sweep: SweepRow | None, now_ms: int, stale_after_s: float) -> bool:
    """Whether the last sweep is too long ago to be believed; with none at all nothing is known, so nothing is stale."""
    return sweep is not None and age(now_ms, sweep.finished_at or sweep.started_at) > stale_after_s


def is_running(running: SweepRow | None, now_ms: int) -> bool:
    """Whether a sweep is under way: a mark past its deadline was left by one that died."""
    return running is not None and now_ms <= running.deadline_at
