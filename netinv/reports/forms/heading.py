"""The head of an official paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import language
from netinv.reports.model import Kind
from netinv.reports.values import local, shown

if TYPE_CHECKING:
    from netinv.reports.model import Letterhead

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def motto() -> tuple[str, ...]:
    """What stands at the right of every Vietnamese official paper (Decree 30/2020/NĐ-CP)."""
    return _MOTTO if language() == "vi" else ()


def dated(letterhead: Letterhead, made_ms: int) -> str:
    """Place and day: ``Vĩnh Yên, ngày 01 tháng 11 năm 2026``."""
    at = local(made_ms)
    day = f"ngày {at:%d} tháng {at:%m} năm {at:%Y}" if language() == "vi" else shown(f"{at:%Y-%m-%d}", Kind.DATE)
    return f"{letterhead.place}, {day}" if letterhead.place else day
