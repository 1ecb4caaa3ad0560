"""Reports as PDF: pages with the figures of the other forms, in a font that stands in the file."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from netinv.i18n import use
from netinv.reports.forms import render
from netinv.reports.model import Column, Kind, Letterhead, Point, Report, Table
from tests.history import simulate
from tests.interface.running import Place
from tests.interface.test_report_availability import EXAMPLE, OCTOBER, ms

FONTS = Path(__file__).parents[2] / "netinv" / "reports" / "forms" / "fonts"
VIETNAMESE = "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăâđêôơưĂÂĐÊÔƠƯ–…“”◐"


def streams(data: bytes) -> list[bytes]:
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            found.append(packed)
    return found


def texts(data: bytes) -> str:
    """What the pages say, each text on a line: glyph numbers back to letters by each font's own map."""
    unpacked = streams(data)
    maps = []
    for one in unpacked:
        if b"beginbfchar" in one or b"beginbfrange" in one:
            pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", one.decode("latin-1"))
            maps.append({glyph.upper(): bytes.fromhex(letter).decode("utf-16-be") for glyph, letter in pairs})
    lines = []
    for one in unpacked:
        font = 0
        for found in re.finditer(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", one, re.S):
            if found[1]:
                font = int(found[1]) - 1
                continue
            plain = re.sub(
                rb"\\(.)", lambda m: {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(m[1], m[1]), found[2], flags=re.S
            )
            lines.append("".join(maps[font].get(plain[n : n + 2].hex().upper(), "?") for n in range(0, len(plain), 2)))
    return "\n".join(lines)


def made(rows: tuple[tuple[str, float], ...]) -> Report:
    columns = (Column("name", "tên"), Column("share", "tỷ lệ", Kind.SHARE))
    table = Table("units", "Theo đơn vị", columns, rows, bars="share")
    points = (Point("Vĩnh Yên", 21.3, 105.6, 0.99), Point("Phúc Yên", 21.2, 105.7, None))
    return Report("availability", "Báo cáo", (("target", "chỉ tiêu", 0.995, Kind.SHARE),), (table,), (), points, 0.995)


def test_the_fonts_have_vietnamese() -> None:
    from fontTools.ttLib import TTFont

    for path in sorted(FONTS.glob("*.ttf")):
        known = TTFont(path).getBestCmap()
        assert [letter for letter in VIETNAMESE if ord(letter) not in known] == []
    assert len(list(FONTS.glob("*.ttf"))) == 2
    assert (FONTS / "LICENSE_DEJAVU.txt").is_file()


def test_a_small_paper_says_what_the_report_says() -> None:
    use("vi")
    try:
        report = made((("Xã Đồng Quế", 0.98765), ("Phường Trưng Nhị", 1.0)))
        data = render(report, "pdf", Letterhead(("UBND TỈNH VĨNH PHÚC",), "Vĩnh Yên"), 1_790_000_000_000)
    finally:
        use("en")
    assert data.startswith(b"%PDF-")
    said = texts(data)
    for words in ("98,765 %", "100 %", "UBND TỈNH VĨNH PHÚC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Xã Đồng Quế"):
        assert words in said, said
    assert "?" not in said
    assert b"/FontFile2" in data


def test_a_month_of_the_province_is_the_same_paper(tmp_path: Path) -> None:
    place = Place(tmp_path, {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    simulate(place.db, ms("2025-09-01T00:00Z"), ms("2025-11-10T00:00Z"))
    ran = place.run("--lang", "vi", "report", "availability", *OCTOBER, "-o", "month.pdf")
    assert ran.code == 0, ran.err
    said = texts((tmp_path / "month.pdf").read_bytes())
    units = place.run("report", "availability", *OCTOBER, "--json").json["units"]
    shares = {f"{round(unit['up_share'] * 100, 3):g} %".replace(".", ",") for unit in units}
    assert sorted(share for share in shares if share not in said) == []
    assert {unit["code"] for unit in units if unit["code"] not in said.replace("\n", "")} == set()


@pytest.mark.parametrize("words", [["rollout"], ["report", "coverage"], ["report", "inventory"]])
def test_each_report_is_one(tmp_path: Path, words: list[str]) -> None:
    place = Place(tmp_path, {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    ran = place.run(*words, "-o", "report.pdf")
    assert ran.code == 0, ran.err
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
