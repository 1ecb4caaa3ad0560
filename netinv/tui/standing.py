"""Whether a screen can be drawn on: news, answers and timers come at any moment, also before and after it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def is_standing(screen: Screen[Any]) -> bool:
    """Whether a composed screen has its widgets: it is not being taken away, nor was it composed when all ended."""
    return bool(screen.children) and screen.display and screen.is_attached
