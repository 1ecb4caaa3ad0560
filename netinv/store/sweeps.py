"""The mark of a running sweep: the lock against a second one, recognised as dead when its process is gone."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from netinv.errors import SweepRunning
from netinv.i18n import _
from netinv.store.tables import Sweep

if TYPE_CHECKING:
    from sqlalchemy import Connection

_sweep = Sweep.__table__  # type: ignore[attr-defined]  # SQLModel's own attribute, unknown to the type checker
_GRACE_MS = 120_000
_DEAD = ("Z", "X")
_STARTED = 19  # field 22 of proc(5), less the two before the name's end


def begin(connection: Connection, now_ms: int, deadline_ms: int) -> int:
    """Mark a sweep as running and return its id. A mark left by a crash is closed as abandoned.

    Raises:
        SweepRunning: another process is sweeping.
    """
    for row in connection.execute(select(_sweep).where(_sweep.c.status == "running")):
        if row.deadline_at + _GRACE_MS > now_ms and _alive(row.host, row.pid, row.process_started):
            message = _("another sweep is running (process {pid} on {host}): wait for it, or end that process")
            raise SweepRunning(message.format(pid=row.pid, host=row.host))
        connection.execute(update(_sweep).where(_sweep.c.id == row.id).values(status="abandoned", finished_at=now_ms))
    mark = {
        "status": "running",
        "started_at": now_ms,
        "deadline_at": deadline_ms,
        "pid": os.getpid(),
        "process_started": process_started(os.getpid()) or "",
        "host": socket.gethostname(),
        "targets": 0,
        "answered": 0,
        "changes": 0,
        "whole": True,
    }
    return int(connection.execute(insert(_sweep), mark).inserted_primary_key[0])  # type: ignore[index]  # one row, one key


def finish(connection: Connection, sweep_id: int, status: str, now_ms: int, **counts: object) -> None:
    """Close the mark: ``done`` or ``partial``, with what the sweep found.

    Raises:
        SweepRunning: the mark is not ours any more; a later sweep took this one, long overdue, for dead.
    """
    ours = (_sweep.c.id == sweep_id) & (_sweep.c.status == "running")
    closed = connection.execute(update(_sweep).where(ours).values(status=status, finished_at=now_ms, **counts))
    if not closed.rowcount:
        raise SweepRunning(_("this sweep took so long that another one began: nothing of it was stored"))


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
