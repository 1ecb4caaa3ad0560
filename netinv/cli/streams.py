"""Standard output and error as they come: closed, full, a pipe that nobody reads, of a narrow character set."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def prepare() -> None:
    """Make both streams usable: what their character set lacks is written as an escape, a closed one goes nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Takes the lowest number free, which is that of the closed one: no database can get it.
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8", closefd=False))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_utf8() -> None:
    """From now on stdout is UTF-8, whatever the terminal has: for files in the making."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def is_utf8(stream: TextIO) -> bool:
    """Whether it takes every character."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def flush() -> OSError | None:
    """Write what stdout still holds; returns why that failed. A pipe that nobody reads any more is no failure.

    Python itself would only notice at its end, and say so with words and an exit code of its own.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up()
    except OSError as error:
        _give_up()
        return error
    return None


def _give_up() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
