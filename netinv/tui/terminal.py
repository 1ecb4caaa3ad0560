"""The terminal that we draw on, as the system has it."""

from __future__ import annotations

import sys
import termios


def is_gone() -> bool:
    """Whether our terminal was taken away: the window closed, the line dropped."""
    try:
        termios.tcgetattr(sys.__stdin__)  # type: ignore[arg-type]  # there is one: it was looked at before we began
    except (termios.error, OSError, ValueError):
        return True
    return False
