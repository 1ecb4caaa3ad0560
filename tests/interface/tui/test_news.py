"""Whether another program has written: found however close two writes stand, and the database is not asked in vain."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from netinv.app.views.pages import Views
from netinv.store.reading.reader import Reader

_HOUR_NS = 3_600_000_000_000


@pytest.fixture
def writer(province: Path) -> Iterator[sqlite3.Connection]:
    """Another program."""
    connection = sqlite3.connect(province)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    yield connection
    connection.close()


def write(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("UPDATE site SET name = name || '.' WHERE id = (SELECT min(id) FROM site)")


def stamp(path: Path, moment_ns: int) -> None:
    """As if all of it had been written just then."""
    for one in (path, path.with_name(f"{path.name}-wal")):
        os.utime(one, ns=(moment_ns, moment_ns))


@contextmanager
def unasked() -> Iterator[None]:
    """Nobody asks the database."""
    with patch.object(Reader, "data_version", side_effect=AssertionError("asked")):
        yield


def test_what_was_written_long_ago_is_not_asked_of_the_database(province: Path, writer: sqlite3.Connection) -> None:
    write(writer)
    with Views(province) as views:
        stamp(province, time.time_ns() - _HOUR_NS)
        assert not views.changed(), "the times of the files are others, and nothing was written"
        with unasked():
            assert not any(views.changed() for _look in range(3))
        write(writer)
        assert views.changed()


def test_a_write_in_the_same_moment_as_the_one_before_is_found(province: Path, writer: sqlite3.Connection) -> None:
    moment = time.time_ns()
    write(writer)
    with Views(province) as views:
        views.changed()
        for _write in range(3):
            writer.execute("PRAGMA wal_checkpoint(RESTART)")  # the next write goes over the last: the log does not grow
            write(writer)
            stamp(province, moment)
            assert views.changed()
            assert not views.changed()


def test_where_the_clock_is_behind_the_files_each_look_asks(province: Path, writer: sqlite3.Connection) -> None:
    ahead = time.time_ns() + _HOUR_NS
    write(writer)
    with Views(province) as views:
        stamp(province, ahead)
        views.changed()
        writer.execute("PRAGMA wal_checkpoint(RESTART)")
        write(writer)
        stamp(province, ahead)
        assert views.changed()
