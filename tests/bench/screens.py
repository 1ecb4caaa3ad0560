"""The terminal interface on a real pseudo-terminal, against bare Textual programs: ``T`` a tree, ``W`` a window."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from netinv.inventory.example import example_dir
from netinv.lab.province import build
from tests.bench.measure import Figure, command, folder, lab, netinv
from tests.bench.terminal import Cost, Terminal
from tests.history import DAY_MS, simulate

ROUNDS, KEYS = 5, 60
_TREE = [sys.executable, "-m", "tests.bench.bare_textual.tree"]
_WINDOW = [sys.executable, "-m", "tests.bench.bare_textual.window"]
_LARGE = 10_000
_READ_S = 1.0  # of silence after a screen was opened: it may be read meanwhile
_ALL_SCREENS = (
    *("2", "N", "2", "i", "2", "I", "2", "e", "escape", "m", "escape", "E", "2", "enter"),  # of a device
    *("3", "4", "5", "6", "7", "8", "enter", "9", "W", "?", "escape"),
    *("/", *"xa van", "enter"),  # of a site, by the search
    *("[", "n", "b", "\t", "\t", "1"),  # the past and back; the three reports
)
_PAUSE_S = 0.03  # of silence after a key; sweeps without a pause bring news of their own at any moment

Measured = TypeVar("Measured")


class Moved(NamedTuple):
    """What one process was measured at, after its start."""

    keys: list[Cost]
    pages: list[Cost]
    letters: list[Cost]
    resized: list[Cost]
    idle: float
    rss_mb: float


def bench_screen() -> Iterator[Figure]:
    """All of it on one province of 169 units and one of 10,000, the bare programs in the same run."""
    with folder() as small, folder() as large:
        _sweep(small, 169)
        _sweep(large, _LARGE)
        ours, theirs = command(small, "tui"), command(large, "tui")
        yield from _starts(ours, theirs)
        with Terminal(_WINDOW) as window, Terminal(ours) as few, Terminal(theirs) as many:
            window.start("sw-00003")
            for screen in (few, many):
                screen.start("quit")
                screen.key("2", "core1")
            bare, at_small, at_large = _moved({window: "sw-077", few: "xa van", many: "xa van"})
            seen_small, seen_large = _all_seen(few), _all_seen(many)
        yield from _keys(bare, at_small, at_large)
        yield Figure("memory at 169 devices, after use", at_small.rss_mb, 60, "MB")
        yield Figure(f"memory at {_LARGE:,} devices, after use", at_large.rss_mb, 90, "MB")
        yield Figure("memory at 169 devices, after all screens", seen_small, 60, "MB")
        yield Figure(f"memory at {_LARGE:,} devices, after all screens", seen_large, 90, "MB")


def _all_seen(screen: Terminal) -> float:
    """The memory in MB once every screen was opened, and with it what each has read and reckoned."""
    for key in _ALL_SCREENS:
        screen.key(key, quiet_s=_READ_S)
    return screen.rss_mb()


def bench_live() -> Iterator[Figure]:
    """Cursor keys while sweep after sweep writes."""
    with folder() as where, lab(str(where), "--sites", "169"):
        netinv(where, "import", str(where))
        netinv(where, "sweep")
        with Terminal(command(where, "tui")) as screen, _sweeping(where):
            screen.start("quit")
            screen.key("2", "core1")
            keys = ["down", "down", "up"] * KEYS
            took = sorted(screen.key(key, quiet_s=_PAUSE_S).settled_s * 1000 for key in keys)
    what = "cursor key to the settled screen while sweeps write"
    yield Figure(f"{what}, median", median(took), 12, "ms")
    yield Figure(f"{what}, 95 %", took[len(took) * 95 // 100], 40, "ms")
    yield Figure(f"{what}, worst of {len(took)}", took[-1], 100, "ms")


def bench_topology() -> Iterator[Figure]:
    """Cursor keys on tree, map, neighbourhood, a device and interfaces, at 169 and at 10,000 devices."""
    with folder() as small, folder() as large:
        _sweep(small, 169)
        _sweep(large, _LARGE)
        for what, opened, keys in (
            ("tree of the network", ("6", "x"), ("down", "down", "up")),
            ("map", ("7",), ("right", "down", "left", "up")),
            ("neighbourhood", ("2", "N", "enter"), ("down", "down", "up")),
            ("page of a device", ("2", "enter"), ("down", "down", "up")),
            ("list of interfaces", ("3",), ("down", "down", "up")),
        ):
            bare, few, many = _side_by_side(small, large, opened, keys)
            yield Figure(f"cursor key on the {what}, CPU", few / bare, 2, "W")
            yield Figure(f"the same at {_LARGE:,} devices against 169", many / few, 1.2, "x")


def _side_by_side(small: Path, large: Path, opened: Sequence[str], keys: Sequence[str]) -> list[float]:
    """The CPU of a cursor key in the bare window, and on a screen at 169 and at 10,000 devices."""
    with Terminal(_WINDOW) as bare, Terminal(command(small, "tui")) as few, Terminal(command(large, "tui")) as many:
        bare.start("sw-00003")
        for screen in (few, many):
            screen.start("quit")
            for key in opened:
                screen.key(key, quiet_s=_READ_S)
        rounds = [
            (bare.key("down").cpu_s, few.key(key).cpu_s, many.key(key).cpu_s) for key in [*keys] * (KEYS // len(keys))
        ]
    return [median(costs) for costs in zip(*rounds, strict=True)]


def bench_figures() -> Iterator[Figure]:
    """The screen of reports over two months of made-up history: its keys, and how long keys wait while it reckons."""
    with folder() as small, folder() as large:
        for where, sites in ((small, 169), (large, _LARGE)):
            build(example_dir("vinh-phuc"), sites=sites, port=1, ssh_port=1).write_inventory(where)
            netinv(where, "import", str(where))
            now_ms = round(time.time() * 1000)
            simulate(where / "inventory.db", now_ms - 60 * DAY_MS, now_ms)
        (at_small, _waited), (at_large, waited) = _figures(small), _figures(large)
    for (what, few), many in zip(at_small.items(), at_large.values(), strict=True):
        yield Figure(f"cursor key on the {what}, {_LARGE:,} devices against 169, CPU", many / few, 1.2, "x")
    what = f"a key while {_LARGE:,} devices are reckoned"
    yield Figure(f"{what}, median", median(waited) * 1000, 40, "ms")
    yield Figure(f"{what}, worst of {len(waited)}", max(waited) * 1000, 100, "ms")


def _figures(where: Path) -> tuple[dict[str, float], list[float]]:
    """The cost of a cursor key on each figure; how long keys waited that nothing is bound to, which is said at once."""
    found: dict[str, float] = {}
    waited: list[float] = []
    with Terminal(command(where, "tui")) as screen:
        screen.start("quit")
        for what, opened, moved, there in (
            ("bars of coverage", "b", "down", "observed"),
            ("days of availability", "\t", "down", "of the time up"),
            ("roll-out", "\t", "up", "connected by level"),
        ):
            screen.key(opened, quiet_s=_PAUSE_S)
            waited += [screen.answered_s(key, f"{key} does nothing here") for key in "zu" * 5]
            screen.key(moved, there)
            found[what] = _steps(screen, "up", "down", "up")
    return found, waited


def _steps(screen: Terminal, *keys: str) -> float:
    return median(screen.key(key).cpu_s for key in keys * (KEYS // len(keys)))


def _sweep(where: Path, sites: int) -> None:
    with lab(str(where), "--sites", str(sites)):
        netinv(where, "import", str(where))
        netinv(where, "sweep")
        netinv(where, "sweep")


@contextmanager
def _sweeping(where: Path) -> Iterator[None]:
    ended = threading.Event()

    def again() -> None:
        while not ended.is_set():
            subprocess.run(command(where, "sweep", "--quiet"), capture_output=True, check=False, timeout=60)

    worker = threading.Thread(target=again)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def _starts(small: list[str], large: list[str]) -> Iterator[Figure]:
    costs: dict[str, list[Cost]] = {"T": [], "small": [], "large": []}
    for _round in range(ROUNDS):  # side by side, so that the machine's mood is everyone's
        for name, words, expect in (("T", _TREE, "000-05"), ("small", small, "quit"), ("large", large, "quit")):
            with Terminal(words) as screen:
                costs[name].append(screen.start(expect))
                screen.quit()
    floor = median(cost.cpu_s for cost in costs["T"])
    for name, devices, most, wall in (("small", "169", 1.5, 0.6), ("large", f"{_LARGE:,}", 1.8, 0.8)):
        ratio = median(cost.cpu_s for cost in costs[name]) / floor
        yield Figure(f"start to the settled first screen, {devices} devices, CPU", ratio, most, "T")
        seconds = median(cost.settled_s for cost in costs[name])
        yield Figure(f"the same, wall, {devices} devices", seconds, wall, "s")


def _keys(bare: Moved, small: Moved, large: Moved) -> Iterator[Figure]:
    def cpu(costs: list[Cost]) -> float:
        return median(cost.cpu_s for cost in costs)

    yield Figure("cursor key, CPU, with the detail following", cpu(small.keys) / cpu(bare.keys), 2, "W")
    yield Figure(f"the same at {_LARGE:,} devices against 169", cpu(large.keys) / cpu(small.keys), 1.2, "x")
    settled = median(cost.settled_s for cost in large.pages) * 1000
    yield Figure(f"page down to the settled screen, {_LARGE:,} devices", settled, 20, "ms")
    settled = median(cost.settled_s for cost in large.letters) * 1000
    yield Figure(f"search, a letter to the results, {_LARGE:,} devices", settled, 50, "ms")
    yield Figure(
        "the same, CPU, against a scan of 10,000 lines in Python", cpu(large.letters) / cpu(bare.letters), 1.5, "W"
    )
    yield Figure("resize to the settled screen, CPU", cpu(large.resized) / cpu(bare.resized), 3, "W")
    yield Figure(f"idle at {_LARGE:,} devices, looking for changes every 2 s", large.idle * 100, 0.3, "%")


def _moved(screens: dict[Terminal, str]) -> list[Moved]:
    """What each is measured at, with what is searched on it; in turns, so that the machine's mood is everyone's."""

    def in_turns(times: int, do: Callable[[Terminal, int], Measured]) -> list[list[Measured]]:
        rounds = [[do(screen, time) for screen in screens] for time in range(times)]
        return [list(of_one) for of_one in zip(*rounds, strict=True)]

    keys = in_turns(KEYS, lambda screen, _time: screen.key("down"))
    pages = in_turns(10, lambda screen, _time: screen.key("pagedown"))
    resized = in_turns(4, lambda screen, time: screen.resized((140, 120)[time % 2], 40))
    in_turns(1, lambda screen, _time: screen.key("/"))
    letters = in_turns(6, lambda screen, time: screen.key(screens[screen][time]))
    in_turns(1, lambda screen, _time: screen.key("escape"))
    in_turns(1, lambda screen, _time: screen.idle(5))  # what leaving the search has begun comes to its end
    idle = in_turns(5, lambda screen, _time: screen.idle(4))
    memory = in_turns(1, lambda screen, _time: screen.rss_mb())
    return [
        Moved(keys[n], pages[n], letters[n], resized[n], sum(idle[n]) / len(idle[n]), memory[n][0])
        for n in range(len(screens))
    ]


BENCHES = (bench_screen, bench_live, bench_topology, bench_figures)
