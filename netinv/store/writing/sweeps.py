"""The mark of a running sweep: the lock against a second one, recognised as dead when its process is gone.

Set over the standard library's sqlite3, so that the first question goes out before SQLAlchemy is loaded.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.errors import SweepRunning
from netinv.i18n import _
from netinv.store.file.connection import transaction

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection

_GRACE_MS = 120_000
_DEAD = ("Z", "X")
_STARTED = 19  # field 22 of proc(5), less the two before the name's end


def begin(path: Path, now_ms: int, deadline_ms: int) -> int:
    """Mark a sweep as running and return its id. A mark left by a crash is closed as abandoned.

    Raises:
        SweepRunning: another process is sweeping.
    """
    with transaction(path) as connection:
        running = "SELECT id, deadline_at, host, pid, process_started FROM sweep WHERE status = 'running'"
        for sweep_id, until, host, pid, started in connection.execute(running).fetchall():
            if until + _GRACE_MS > now_ms and _alive(host, pid, started):
                message = _("another sweep is running (process {pid} on {host}): wait for it, or end that process")
                raise SweepRunning(message.format(pid=pid, host=host))
            _abandon(connection, sweep_id, now_ms)
        mark = """INSERT INTO sweep (status, started_at, deadline_at, pid, process_started, host, targets, answered,
                  changes, whole) VALUES ('running', ?, ?, ?, ?, ?, 0, 0, 0, 1)"""
        us = (os.getpid(), process_started(os.getpid()) or "", socket.gethostname())
        return int(connection.execute(mark, (now_ms, deadline_ms, *us)).lastrowid or 0)


def abandon(path: Path, sweep_id: int, now_ms: int) -> None:
    """Close the mark of a sweep that failed."""
    with transaction(path) as connection:
        _abandon(connection, sweep_id, now_ms)


def finish(connection: Connection, sweep_id: int, status: str, now_ms: int, **counts: object) -> None:
    """Close the mark: ``done`` or ``partial``, with what the sweep found; part of the transaction that stores it.

    Raises:
        SweepRunning: the mark is not ours any more; a later sweep took this one, long overdue, for dead.
    """
    columns = "".join(f", {column} = ?" for column in counts)
    sql = f"UPDATE sweep SET status = ?, finished_at = ?{columns} WHERE id = ? AND status = 'running'"
    if not connection.exec_driver_sql(sql, (status, now_ms, *counts.values(), sweep_id)).rowcount:
        raise SweepRunning(_("this sweep took so long that another one began: nothing of it was stored"))


def _abandon(connection: sqlite3.Connection, sweep_id: int, now_ms: int) -> None:
    sql = "UPDATE sweep SET status = 'abandoned', finished_at = ? WHERE id = ? AND status = 'running'"
    connection.execute(sql, (now_ms, sweep_id))


def process_started(pid: int) -> str | None:
    """When a process started, in the kernel's ticks: a pid may be used again, a pid with its start is not."""
    fields = _kernel_says(pid)
    return fields[_STARTED] if len(fields) > _STARTED else None


def _kernel_says(pid: int) -> list[str]:
    """What proc(5) has in ``stat`` behind the process's name; empty where there is no such process or no /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _alive(host: str, pid: int, started: str) -> bool:
    if host != socket.gethostname():
        return True  # cannot be looked at from here: believe it until its deadline has passed
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    if (_kernel_says(pid) or [""])[0] in _DEAD:
        return False  # killed; only its parent has not looked yet
    now = process_started(pid)
    return now is None or not started or now == started
