"""Text that anybody may send: what drives a terminal, ends a document or breaks an encoding."""

from __future__ import annotations

from hypothesis import strategies as st

hostile = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        *("\x00", "\ud800", "<a>&\"'", "]]>", "Vĩnh Phúc Đ", "\r\n", "\ufffe", "\x1b[31m", "\t", "&#0;", "-->", "𝄞"),
        *(
            "\x9b31m",
            "\x85",
            "\x7f",
            "\u202e",
            "\u2066",
            "\u200e",
            "\u061c",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\U0001ffff",
        ),
    ]
)
