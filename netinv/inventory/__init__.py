"""Inventory files: reading, checking and writing them. Pure: no database, and no disk but the files themselves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from netinv.declaration import Inventory, Row
from netinv.i18n import _
from netinv.inventory.columns import COLUMNS, FILE_NAMES
from netinv.inventory.problems import InventoryError, Problem, Problems, nearest
from netinv.inventory.reading import LARGEST_FILE, FileReader
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netinv.declaration import Kind
    from netinv.inventory.columns import Column

__all__ = ["InventoryError", "Problem", "read", "read_table"]


def read(paths: Sequence[Path]) -> Inventory:
    """Read files, or folders holding them. References between rows are not looked at here.

    Raises:
        InventoryError: with every fault, up to a bound.
    """
    problems = Problems()
    rows: dict[Kind, list[Row]] = {kind: [] for kind in FILE_NAMES.values()}
    for path, kind in _files(paths, problems):
        data = _bytes(path, problems)
        if data is not None:
            rows[kind] += FileReader(_label(path), COLUMNS[kind], problems).rows(data)
    problems.stop_if_any()
    return Inventory(**{kind: tuple(rows[kind]) for kind in rows})


def read_table(path: Path, columns: Sequence[Column], problems: Problems) -> list[Row]:
    """The rows of one file of other columns, whatever its name; faults go to ``problems``."""
    data = _bytes(path, problems)
    return [] if data is None else FileReader(_label(path), columns, problems).rows(data)


def _files(paths: Sequence[Path], problems: Problems) -> Iterator[tuple[Path, Kind]]:
    """Each file once, though it be named twice."""
    seen: set[str] = set()
    for path in paths:
        for file in _files_of(path, problems):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file, FILE_NAMES[file.name]


def _files_of(path: Path, problems: Problems) -> list[Path]:
    names = ", ".join(FILE_NAMES)
    try:
        present = {entry.name for entry in path.iterdir()} if path.is_dir() else None
        exists = path.exists()
    except OSError as error:
        problems.add(_label(path), None, None, _unreadable(error))
        return []
    if present is not None:
        found = [path / name for name in FILE_NAMES if name in present]
        if not found:
            message = _("the folder has none of {names}: name the folder or the files that you mean")
            problems.add(_label(path), None, None, message.format(names=names))
        return found
    if exists and path.name in FILE_NAMES:
        return [path]
    if exists:
        message = _("the name of the file does not say what is in it{hint}: call it one of {names}")
        hint = nearest(path.name.lower(), list(FILE_NAMES))
        problems.add(_label(path), None, None, message.format(hint=hint, names=names))
    else:
        problems.add(_label(path), None, None, _("there is no such file or folder: check the path"))
    return []


def _bytes(path: Path, problems: Problems) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.add(_label(path), None, None, _unreadable(error))
        return None
    if len(data) > LARGEST_FILE:
        message = _("the file is larger than {size:,} bytes: split it")
        problems.add(_label(path), None, None, message.format(size=LARGEST_FILE))
        return None
    return data


def _unreadable(error: OSError) -> str:
    return _("it cannot be read ({reason}): check its rights").format(reason=error.strerror or type(error).__name__)


def _label(path: Path) -> str:
    """A path as messages show it."""
    return one_line(str(path))
