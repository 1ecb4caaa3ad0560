"""Pages on which what is cut off with something can be lit up: the tree of the network and the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.tui.lighting import renew, told
from netinv.tui.screens.page import Page
from netinv.tui.widgets.lines import Sentence

if TYPE_CHECKING:
    from netinv.app.network.lighting import Lit


class LitPage(Page):
    """Has a line ``#lit`` that says what is lit."""

    _lit_shown: Lit | None = None

    def draw_lit(self, lit: Lit | None) -> None:
        """Show it in the drawing; None: nothing is lit."""
        raise NotImplementedError

    def show_lit(self) -> None:
        """Show what is lit, where that is another than what is shown."""
        if self._lit_shown is not self.net.lit:
            self._lit_shown = self.net.lit
            self.draw_lit(self.net.lit)
        line = self.query_one("#lit", Sentence)
        line.display = self.net.lit is not None
        line.show(told(self.net))

    def draw(self) -> None:
        """What is lit may have been put out on another page; of another network it is asked anew."""
        super().draw()
        self.show_lit()
        renew(self.net)
