"""Textual's own Tree of 200 nodes, all open: ``T``."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Tree

DISTRICTS, COMMUNES = 10, 19


class Province(App[None]):
    """A tree, a header, a footer."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012  # Textual's

    def compose(self) -> ComposeResult:
        yield Header()
        yield Tree[None]("Vĩnh Phúc")
        yield Footer()

    def on_mount(self) -> None:
        tree = self.query_one(Tree)
        tree.root.expand()
        for d in range(DISTRICTS):
            district = tree.root.add(f"District {d:03} 18/20", expand=True)
            for c in range(COMMUNES):
                district.add_leaf(f"● Commune {d:03}-{c:02} 10.{d}.{c}.1 up")
        tree.focus()


if __name__ == "__main__":
    Province().run()
