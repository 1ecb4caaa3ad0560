"""A table of 10,000 rows that draws only those in sight, with a search field over them: ``W``."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Header, Input

ROWS = 10_000
_PLAIN, _CURSOR = Style(), Style(reverse=True)


class Rows(ScrollView, can_focus=True):
    """The window."""

    BINDINGS = [("down", "move(1)"), ("up", "move(-1)"), ("pagedown", "page(1)"), ("pageup", "page(-1)")]  # noqa: RUF012  # Textual's

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self.every = self.shown = rows
        self.at = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(90, len(self.shown))

    def narrow(self, text: str) -> None:
        self.shown = [row for row in self.every if text in row.lower()]
        self.at = 0
        self.virtual_size = Size(90, len(self.shown))
        self.refresh()

    def action_page(self, by: int) -> None:
        self.action_move(by * (self.size.height - 1))

    def action_move(self, by: int) -> None:
        old, self.at = self.at, max(0, min(len(self.shown) - 1, self.at + by))
        top, height = self.scroll_offset.y, self.size.height
        if top <= self.at < top + height:
            for line in (old, self.at):
                self.refresh(Region(0, line - top, self.size.width, 1))
        else:
            self.scroll_to(y=self.at if self.at < top else self.at - height + 1, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        place, width = self.scroll_offset.y + y, self.size.width
        text = self.shown[place] if place < len(self.shown) else ""
        return Strip([Segment(text.ljust(width)[:width], _CURSOR if place == self.at else _PLAIN)], width)


class Devices(App[None]):
    """The window, a field, a header, a footer."""

    BINDINGS = [("q", "quit", "Quit"), ("slash", "search", "Search")]  # noqa: RUF012  # Textual's
    CSS = "Rows { height: 1fr } Input { display: none; height: 1; border: none } Input.on { display: block }"

    def compose(self) -> ComposeResult:
        yield Header()
        yield Rows(
            [
                f"● up   sw-{n:05}  Commune {n // 60:03}  10.{n >> 8}.{n & 255}.1".ljust(52) + f"S5735  SN{n:08}"
                for n in range(ROWS)
            ]
        )
        yield Input()
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    def action_search(self) -> None:
        field = self.query_one(Input)
        field.add_class("on")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Rows).narrow(event.value.lower())


if __name__ == "__main__":
    Devices().run()
