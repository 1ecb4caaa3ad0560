"""Textual's scrollbar, drawn without its general way through styles: that would be a fifth of a cursor key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region


class PlainScrollBar(ScrollBar):
    """The same to the eye and to the mouse; a vertical one, without border or opacity."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of it."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        assert not isinstance(bar.style, str)
        assert bar.style.bgcolor
        assert bar.style.color
        drawn = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=self.size.width,
            back_color=bar.style.bgcolor,
            bar_color=bar.style.color,
        )
        background = self.background_colors[1]
        lines = [Strip([segment], self.size.width) for segment in drawn.segments[crop.y : crop.bottom]]
        for line_filter in self.get_line_filters():
            lines = [line.apply_filter(line_filter, background) for line in lines]
        return lines if crop.column_span == (0, self.size.width) else [line.crop(*crop.column_span) for line in lines]
