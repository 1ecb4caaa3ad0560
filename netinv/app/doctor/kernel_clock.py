"""Whether a time service keeps this machine's clock: the kernel knows, whichever service it is."""

from __future__ import annotations

import ctypes
import sys

_LARGEST_ERROR_US = 16_000_000
"""Where the kernel's estimate stops growing: nobody has set the clock for hours. timedatectl(1) draws the same line."""


class _Timex(ctypes.Structure):
    """``struct timex`` of adjtimex(2) up to the field that is read; the rest is room for what the kernel writes."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_byte * 512),
    )


def is_kept() -> bool | None:
    """Whether it is; None: the kernel does not tell (another system, a container without the right to ask)."""
    if not sys.platform.startswith("linux"):
        return None
    asked = _Timex(modes=0)  # 0: only tell
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(asked))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else bool(asked.maxerror < _LARGEST_ERROR_US)
