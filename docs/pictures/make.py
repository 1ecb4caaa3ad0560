"""Make the pictures of the documentation: the terminal interface over a simulated province, swept twice.

Run it with the project's Python: ``.venv/bin/python docs/pictures/make.py``. Needs no device and no root.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from typing import TYPE_CHECKING

from netinv import i18n
from netinv.app import demonstrating
from netinv.app.maintenance import maintaining
from netinv.app.views.pages import Views
from netinv.store.reading.reader import Reader
from netinv.tui.app import NetinvApp, now_ms
from tests.history import DAY_MS, simulate
from tests.measured import Device, sweeps

if TYPE_CHECKING:
    from netinv.config import Settings

FOLDER = Path(__file__).parent
SIZE = (112, 32)
UNITS = 169
PICTURES: dict[str, tuple[str, ...]] = {
    "overview": (),
    "site": ("down", "down", "down", "enter"),
    "topology": ("6", "down", "down", "space"),
    "province": ("7",),
    "lit": ("slash", *"lapthach-r1", "enter", "I", "7"),
    "neighbours": ("2", "N", "enter"),
    "device": ("slash", *"core1", "enter"),
    "interfaces": ("3",),
    "links": ("4",),
    "events": ("5", "w"),
    "problems": ("8",),
    "problem": ("8", "enter"),
    "services": ("9",),
    "impact": ("slash", *"lapthach-r1", "enter", "i"),
    "plan": ("slash", *"lapthach-r1", "enter", "m", *"tomorrow 22:00 +4h new power supply"),
    "planned-work": ("W",),
    "search": ("slash", *"vt lt"),
    "keys": ("question_mark",),
}
"""The keys that lead to each picture from the first screen."""
WITH_HISTORY: dict[str, tuple[str, ...]] = {"last-days": ("b", "tab", "down")}
"""The same over two months of made-up history."""

WORK = (
    ("core2", "now", "+2h", "second power supply", None),
    ("VNPT-0121", "tomorrow 23:00", "+4h", "the carrier moves the fibre", None),
    ("Huyện Tam Đảo", "tomorrow 22:00", "+3h", "backup batteries", "FREQ=WEEKLY"),
)
"""Planned work: on what, from, to, words, again."""

_WEB_FONTS = re.compile(r"@font-face\s*\{[^}]*\}")


def plain(svg: str) -> str:
    """The picture without the fonts that Rich would load from the web: it must be seen without any network."""
    svg = _WEB_FONTS.sub("", svg).replace("Fira Code, monospace", "monospace").replace("Fira Code", "monospace")
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


async def picture(app: NetinvApp, keys: tuple[str, ...]) -> str:
    """The screen that the keys lead to."""
    async with app.run_test(size=SIZE) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.5)  # pages read on a thread of their own
        return plain(app.export_screenshot(title="netinv tui"))


def main() -> None:
    """Write one file for each picture."""
    i18n.use("en")
    os.environ["TZ"] = "Asia/Ho_Chi_Minh"
    time.tzset()
    with demonstrating.province(UNITS, None) as settings:
        for _sweep in range(2):  # twice, so that ports have rates
            list(demonstrating.sweep_and_tell(settings))
        for thing, begins, ends, words, repeat in WORK:
            maintaining.add(settings, thing, begins, ends, note=words, repeat=repeat)
        measure(settings.db, "core1")
        for name, keys in PICTURES.items():
            draw(settings, name, keys)
        simulate(settings.db, now_ms() - 60 * DAY_MS, now_ms())
        for name, keys in WITH_HISTORY.items():
            draw(settings, name, keys)


def measure(db: Path, name: str) -> None:
    """A made-up day of a device's rates and loads, in place of those of two sweeps."""
    with Reader(db) as reader:
        device = next(row for row in reader.devices() if row.name == name)
        ports = [row.name for row in reader.interfaces(device.id)]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM counter_chunk WHERE device_id = ?", (device.id,))
    start = now_ms() - DAY_MS
    sweeps(db, [Device(device.id, len(ports), start, most_bps=900_000_000, names=ports)], start, now_ms())


def draw(settings: Settings, name: str, keys: tuple[str, ...]) -> None:
    """Write the picture of that name."""
    views = Views(settings.db)
    app = NetinvApp(settings, views, views.snapshot(now_ms()))
    (FOLDER / f"{name}.svg").write_text(asyncio.run(picture(app, keys)), "utf-8")


main()
