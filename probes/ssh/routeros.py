"""RouterOS prints ``key=value`` under numbered records with flags.

Read as such: the templates know the flags of some releases only, and lose ports that have no MAC address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from probes.ssh.templates import Row

_START = re.compile(r"^\s{0,4}(\d+)((?:\s{1,3}[A-Z]{1,4}){0,4})\s+(.*)$")
_PAIR = re.compile(r'([a-z][a-z0-9-]*)=("(?:[^"\\]|\\.)*"|\S*)')


def records(text: str) -> list[Row]:
    """The records of ``print detail``, ``-`` in keys as ``_``; ``status`` is R, X or empty by the flags."""
    rows: list[Row] = []
    for line in text.splitlines():
        if line.startswith(("Flags:", "Columns:")):
            continue
        start = _START.match(line)
        if start:
            flags = start[2]
            rows.append({"id": start[1], "status": "X" if "X" in flags else "R" if "R" in flags else ""})
            line = start[3]  # noqa: PLW2901  # the rest of it goes on as any other line
        if rows:
            _add(rows[-1], line.strip())
    return rows


def _add(row: Row, line: str) -> None:
    if line.startswith(";;;"):
        row["description"] = [line.removeprefix(";;;").strip()]
    else:
        row |= {key.replace("-", "_"): value.strip('"') for key, value in _PAIR.findall(line)}
