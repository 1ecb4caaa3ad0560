"""What stands on paper and what does not, how bars are drawn, where names lie on the map."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest

from netinv import i18n
from netinv.app.views.seen import as_csv
from netinv.reports.forms import render
from netinv.reports.forms.bars import bars, called
from netinv.reports.forms.mapping import places
from netinv.reports.model import Column, Kind, Letterhead, Point, Report, Table
from netinv.reports.values import on_paper, telling
from netinv.text import clean, csv_safe

NOBODY = Letterhead()


def shares(*found: float | None) -> Table:
    columns = (
        Column("key", "key", technical=True),
        Column("day", "day", Kind.DATE),
        Column("share", "share", Kind.SHARE),
    )
    return Table("t", "Shares", columns, tuple(("k", "2025-12-31", share) for share in found), bars="share")


@pytest.mark.parametrize(
    ("found", "begins"),
    [((0.9999, 0.991), 0.99), ((0.97, 1.0), 0.95), ((0.3, 1.0), 0.0), ((1.0, 1.0), 0.0), ((0.5, 0.6), 0.0)],
)
def test_bars_begin_where_differences_can_be_seen(found: tuple[float, ...], begins: float) -> None:
    drawn = bars(shares(*found))
    assert drawn is not None
    assert drawn.begins == begins
    assert [drawn.length(share) > 0 for share in found] == [True, True]
    assert bool(drawn.note) == bool(begins)


def test_what_has_no_shares_has_no_bars() -> None:
    assert bars(shares(None)) is None
    assert bars(shares()) is None
    assert called(shares(0.5), 0) == "2025-12-31"


def test_columns_that_say_nothing_and_words_for_programs_are_not_on_paper() -> None:
    columns = (
        Column("key", "key", technical=True),
        Column("name", "name"),
        Column("note", "note"),
        Column("down", "down", Kind.DURATION),
        Column("n", "n", Kind.NUMBER),
    )
    table = Table("t", "T", columns, (("k", "a", None, 0, 0), ("k", "b", None, 0, 0)))
    assert (telling(table), on_paper(table)) == ([0, 1, 4], [1, 4])
    assert telling(Table("t", "T", columns, ())) == [0, 1, 2, 3, 4]


def test_names_on_the_map_lie_on_nothing_else() -> None:
    points = [Point(f"Xã {n}", 21 + (n % 7) / 100, 105 + (n // 7) / 100, 0.5 + n / 200) for n in range(60)]
    width, _height, dots = places(points, 0.995, 560)
    named = [dot for dot in dots if dot.name]
    assert 3 <= len(named) <= 15
    letter = 560 / 52
    for dot in named:
        long = letter * 0.6 * len(dot.name)
        begin, end = (
            (dot.x - dot.radius - long, dot.x - dot.radius)
            if dot.left
            else (
                dot.x + dot.radius,
                dot.x + dot.radius + long,
            )
        )
        assert 0 <= begin < end <= width
        assert not [other for other in dots if abs(other.y - dot.y) < letter / 2 and begin < other.x < end]
    assert dots[-1].label.startswith("Xã 0"), "the worst lies on top"
    good = places([Point("A", 21.0, 105.0, 1.0)], 0.995, 110)[2]
    assert [dot.name for dot in good] == [""]


FORMULAS = ("=1+1", "+84 211", "-1+2", "@SUM(A1)", "＝1+1", "'=1", "\x9b=1\u202e")


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    columns = (
        *(Column("text", "=text"), Column("n", "n", Kind.NUMBER), Column("day", "day", Kind.DATE)),
        *(Column("change", "change", Kind.POINTS), Column("down", "down", Kind.DURATION)),
    )
    rows = tuple((text, -5, "2025-12-31", -0.25, 90_000) for text in (*FORMULAS, "Vĩnh Yên"))
    report = Report("r", "R", (), (Table("t", "=T", columns, rows),))
    head, *cells = csv.reader(io.StringIO(render(report, "csv", NOBODY, 0).decode("utf-8-sig")))
    assert head[0] == "'=text"
    assert [row[0] for row in cells] == [*(f"'{clean(text)}" for text in FORMULAS[:-1]), "�=1�", "Vĩnh Yên"]
    assert {tuple(row[1:]) for row in cells} == {("-5", "2025-12-31", "-25.000", "1.50")}
    sheet = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx", NOBODY, 0))).worksheets[0]
    found = [row for row in sheet.iter_rows() if row[1].value == -5]
    assert [row[0].value for row in found] == [*FORMULAS[:-1], "�=1�", "Vĩnh Yên"]
    assert {row[0].data_type for row in found} == {"s"}
    assert [row[0].quotePrefix for row in found] == [True] * 6 + [False] * 2, "a text even after it is edited"
    assert {(row[1].data_type, row[3].value, row[3].quotePrefix) for row in found} == {("n", -25, False)}


@pytest.mark.parametrize("form", ["csv", "md", "xlsx", "html", "pdf", "json"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_date_that_is_none_costs_no_report(form: str, lang: str) -> None:
    columns = (Column("name", "name"), Column("day", "day", Kind.DATE))
    report = Report("r", "R", (), (Table("t", "T", columns, (("a", "=2025\x1b31m\x9b"), ("b", "2025-12-31"))),))
    i18n.use(lang)
    try:
        made = render(report, form, NOBODY, 0)
    finally:
        i18n.use("en")
    if form == "xlsx":
        days = [row[1] for row in openpyxl.load_workbook(io.BytesIO(made)).worksheets[0].iter_rows()][-2:]
        assert [(day.data_type, str(day.value)) for day in days] == [("s", "=2025�31m�"), ("d", "2025-12-31 00:00:00")]
    elif form != "pdf":
        text = made.decode("utf-8-sig")
        assert ("2025\\u001b31m�" if form == "json" else "2025�31m�") in text
        assert clean(text) == text


def test_what_is_seen_on_a_screen_has_no_formula_either() -> None:
    shapes: list[dict[str, object]] = [
        {"name": text, "n": -5, "rate": -0.5, "up": True, "reach": {"icmp": text}, "all": [text, "b"], "none": None}
        for text in FORMULAS
    ]
    head, *cells = csv.reader(io.StringIO(as_csv(shapes).decode("utf-8-sig")))
    assert head == ["name", "n", "rate", "up", "reach.icmp", "all", "none"]
    for text, row in zip(FORMULAS, cells, strict=True):
        marked = csv_safe(text)
        assert row == [marked, "-5", "-0.5", "True", marked, f"{marked} b", ""]
        assert not [cell for cell in (row[0], row[4], row[5]) if cell[0] in "=+-@＝"]


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


def long_report(rows: int, *, fills: bool) -> Report:
    columns = (Column("what", "what"), Column("n", "n", Kind.NUMBER))
    table = Table("t", "Events", columns, tuple((f"event {n}", n) for n in range(rows)), fills=fills)
    return Report("r", "Report", (), (table,), upright=True)


def test_what_only_fills_the_page_ends_with_it() -> None:
    whole, cut = (render(long_report(500, fills=fills), "pdf", NOBODY, 0) for fills in (False, True))
    assert pages(whole) > 5
    assert pages(cut) == 1
    assert pages(render(long_report(20, fills=True), "pdf", NOBODY, 0)) == 1


def test_a_table_too_wide_for_large_letters_parts_no_word() -> None:
    from tests.interface.test_report_pdf import texts

    words = ["26-A11", "01/10/2026 10:10", "không tới được", "97,191 %", "2.023:30"]
    columns = tuple(Column(f"c{n}", f"tiêu đề rất dài {n}") for n in range(15))
    table = Table("t", "T", columns, (tuple(words[n % len(words)] for n in range(15)),))
    said = texts(render(Report("r", "R", (), (table,)), "pdf", NOBODY, 0)).replace("\u00a0", " ").splitlines()
    assert [word for word in words if said.count(word) != 3] == []
