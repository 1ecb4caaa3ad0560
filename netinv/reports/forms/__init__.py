"""What a report is written as: one module for each form. All read the same values of the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.reports.forms import plain

if TYPE_CHECKING:
    from netinv.reports.model import Letterhead, Report

FORMS = ("table", "json", "csv", "md", "xlsx", "html", "pdf")
BINARY = ("xlsx", "pdf")


def render(report: Report, form: str, letterhead: Letterhead, made_ms: int, table: str | None = None) -> bytes:
    """A report as the content of a file; ``table`` names the one that CSV has, else it is the first.

    Heavy libraries are loaded only for the forms that need them.
    """
    if form == "xlsx":
        from netinv.reports.forms import xlsx

        return xlsx.render(report, letterhead, made_ms)
    if form == "pdf":
        from netinv.reports.forms import pdf

        return pdf.render(report, letterhead, made_ms)
    if form == "html":
        from netinv.reports.forms import html

        return html.render(report, letterhead, made_ms).encode()
    if form == "json":
        return plain.json_text(report).encode()
    if form == "csv":
        return plain.csv_text(report, table).encode("utf-8-sig")
    return plain.markdown(report, letterhead, made_ms).encode()
