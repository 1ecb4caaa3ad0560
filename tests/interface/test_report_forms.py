"""One report in all its forms: the same figures, nothing that a spreadsheet would compute, a head from the settings."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.history import simulate
from tests.interface.running import Place
from tests.interface.test_report_availability import ms

PERIOD = ("--from", "2025-10-01T00:00Z", "--to", "2025-11-01T00:00Z")
EVIL = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("forms"), {"TZ": "UTC"})
    folder = place.folder
    (folder / "sites.csv").write_text(
        "code,name,level,parent,lat,lon\n26,Tỉnh Vĩnh Phúc,province,,21.3,105.5\n"
        f"001,'{EVIL},commune,26,21.2,105.6\n002,Xã <b>Đồng</b> | Văn,commune,26,21.4,105.4\n"
    )
    (folder / "devices.csv").write_text("name,site,address\nr0,26,192.0.2.1\nr1,001,192.0.2.2\nr2,002,192.0.2.3\n")
    (folder / "links.csv").write_text(
        "a_device,a_interface,b_device,carrier,circuit\nr1,e1,r0,VNPT,V-1\nr2,e1,r0,VNPT,V-2\n"
    )
    assert place.run("import", ".").code == 0
    simulate(place.db, ms("2025-09-01T00:00Z"), ms("2025-11-10T00:00Z"), outages=60)
    place.settings(
        'letterhead = ["UBND TỈNH VĨNH PHÚC", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"]\nletterhead_place = "Vĩnh Yên"\n'
    )
    return place


def made(place: Place, name: str, *more: str) -> Path:
    ran = place.run(*more, "report", "availability", *PERIOD, "-o", name)
    assert ran.code == 0, ran.err
    return place.folder / name


def figures(place: Place) -> list[dict[str, Any]]:
    units: list[dict[str, Any]] = json.loads(made(place, "a.json").read_text("utf-8"))["units"]
    assert len(units) == 3
    assert any(unit["down_s"] for unit in units)
    return units


def test_csv_has_them_and_is_safe(place: Place) -> None:
    data = made(place, "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "so that a spreadsheet reads Vietnamese"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    units = figures(place)
    assert [float(row["share of time up (%)"]) for row in rows] == [round(unit["up_share"] * 100, 3) for unit in units]
    assert [float(row["down (minutes)"]) for row in rows] == [round(unit["down_s"] / 60, 2) for unit in units]
    assert [int(row["outages"]) for row in rows] == [unit["outages"] for unit in units]
    assert f"'{EVIL}" in {row["name"] for row in rows}


def test_a_workbook_has_real_numbers_and_no_formula(place: Place) -> None:
    book = openpyxl.load_workbook(made(place, "a.xlsx"))
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    head = next(n for n, row in enumerate(rows) if row[0].value == "code")
    titles = {cell.value: place for place, cell in enumerate(rows[head])}
    cells = rows[head + 1 : head + 4]
    units = figures(place)
    shares = [row[titles["share of time up"]] for row in cells]
    assert [round(float(str(cell.value)), 6) for cell in shares] == [unit["up_share"] for unit in units]
    assert {cell.number_format for cell in shares} == {"0.000%"}
    downs = [row[titles["down"]].value for row in cells]
    assert [down if isinstance(down, timedelta) else None for down in downs] == [
        timedelta(seconds=unit["down_s"]) for unit in units
    ]
    assert [row[titles["outages"]].value for row in cells] == [unit["outages"] for unit in units]
    assert {row[titles["code"]].value for row in cells} == {"26", "001", "002"}
    everything = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in everything} <= {"s", "n", "d"}
    assert EVIL in {cell.value for cell in everything}
    assert len(book.worksheets) == 6
    assert rows[0][0].value == "UBND TỈNH VĨNH PHÚC"


def test_markdown_html_and_the_terminal_show_the_same(place: Place) -> None:
    units = figures(place)
    shares = [f"{round(unit['up_share'] * 100, 3):g} %" for unit in units]
    markdown = made(place, "a.md").read_text("utf-8")
    lines = [line.split(" | ") for line in markdown.splitlines() if line.startswith(("| 0", "| 26"))]
    assert [line[4] for line in lines[:3]] == shares
    page = made(place, "a.html").read_text("utf-8")
    first = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in first.split("</tr>") if "<td" in row]
    assert [re.sub(r"<.*", "", row[4]) for row in rows] == shares
    assert "Xã &lt;b&gt;Đồng&lt;/b&gt; | Văn" in page
    assert html.unescape(EVIL) in page
    assert not re.findall(r"(?:src|href)=|url\(|@import", page), "nothing from elsewhere"
    terminal = place.run("report", "availability", *PERIOD).out
    assert [share for share in shares if share not in terminal] == []
    assert page.count("<circle") == 3


def test_an_official_paper_has_its_head_in_vietnamese(place: Place) -> None:
    page = made(place, "vi.html", "--lang", "vi").read_text("utf-8")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in page
    assert re.search(r"Vĩnh Yên, ngày \d\d tháng \d\d năm \d{4}", page)
    assert '<html lang="vi">' in page
    assert "99,5 %" in page
    english = made(place, "en.html").read_text("utf-8")
    assert "CỘNG HÒA" not in english


def test_a_part_alone_and_to_a_pipe(place: Place) -> None:
    ran = place.run("report", "availability", *PERIOD, "--format", "csv", "--table", "circuits")
    assert ran.out.startswith("carrier,circuit,links,")
    assert len(ran.out.splitlines()) == 3
    with closing(sqlite3.connect(place.db)) as connection:
        assert connection.execute("SELECT count(*) FROM link").fetchone() == (2,)
