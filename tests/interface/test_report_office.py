"""Workbooks in LibreOffice, pages in Chromium, papers as pictures: what others make of our files."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from netinv.app.views.seen import as_csv
from netinv.reports.forms import render
from netinv.reports.model import Column, Kind, Letterhead, Report, Table
from tests.history import simulate
from tests.interface.browser import Browser, missing
from tests.interface.running import Place
from tests.interface.test_report_availability import EXAMPLE, OCTOBER, ms
from tests.interface.test_report_pdf import texts

pytestmark = pytest.mark.slow

REPORTS = {
    "availability": ("report", "availability", *OCTOBER),
    "coverage": ("report", "coverage"),
    "inventory": ("report", "inventory"),
    "handover": ("report", "handover"),
    "rollout": ("rollout",),
}
LONGEST_S = 180
SHEETS_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def needs(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: apt-get install {package}")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("office"), {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    simulate(place.db, ms("2025-09-01T00:00Z"), ms("2025-11-10T00:00Z"))
    place.settings('letterhead = ["UBND TỈNH VĨNH PHÚC"]\nletterhead_place = "Vĩnh Yên"\n')
    return place


def made(place: Place, name: str, form: str, lang: str) -> Path:
    path = place.folder / f"{name}-{lang}.{form}"
    ran = place.run("--lang", lang, *REPORTS[name], "-o", path.name)
    assert ran.code == 0, ran.err
    return path


def converted(path: Path, to: str, folder: Path) -> list[Path]:
    words = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", to]
    subprocess.run([*words, "--outdir", folder, path], check=True, capture_output=True, timeout=LONGEST_S)
    return sorted(folder.glob(f"{path.stem}*.{to.partition(':')[0]}"))


@pytest.mark.parametrize("name", list(REPORTS))
def test_libreoffice_reads_the_same_figures(province: Place, tmp_path: Path, name: str) -> None:
    needs("soffice", "libreoffice-calc-nogui")
    book = made(province, name, "xlsx", "vi")
    tables = province.run("--lang", "vi", *REPORTS[name], "--json").json
    keys = [key for key, value in tables.items() if isinstance(value, list) and key != "notes"]
    sheets = [
        list(csv.reader(io.StringIO(path.read_text("utf-8")))) for path in converted(book, SHEETS_AS_CSV, tmp_path)
    ]
    assert len(sheets) == len(keys)
    cells = [{cell for row in sheet for cell in row} for sheet in sheets]
    assert not [cell for sheet in cells for cell in sheet if cell.startswith(("#", "Err:"))]
    for key in keys:
        named = {str(row[one]) for row in tables[key] for one in ("code", "circuit", "name") if row.get(one)}
        assert any(named <= sheet for sheet in cells), key
    if name == "availability":
        shown = {row[0]: row for sheet in sheets for row in sheet if any(cell.endswith("%") for cell in row)}
        for unit in tables["units"]:
            share = next(cell for cell in shown[unit["code"]] if cell.endswith("%"))
            assert float(share[:-1]) == pytest.approx(unit["up_share"] * 100, abs=0.0006)


@pytest.mark.parametrize("name", list(REPORTS))
def test_libreoffice_prints_a_workbook_on_a4(province: Place, tmp_path: Path, name: str) -> None:
    needs("soffice", "libreoffice-calc-nogui")
    (paper,) = converted(made(province, name, "xlsx", "en"), "pdf", tmp_path)
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper.read_bytes()))
    assert {tuple(sorted(round(float(side)) for side in box)) for box in boxes} <= {(595, 842)}
    assert paper.stat().st_size > 10_000


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("name", list(REPORTS))
def test_each_paper_is_drawn(province: Place, tmp_path: Path, name: str, lang: str) -> None:
    needs("pdftoppm", "poppler-utils")
    paper = made(province, name, "pdf", lang)
    ran = subprocess.run(
        ["pdftoppm", "-r", "30", "-gray", paper, tmp_path / "page"], capture_output=True, text=True, timeout=LONGEST_S
    )
    assert (ran.returncode, ran.stderr) == (0, ""), "no fault in it"
    pictures = sorted(tmp_path.glob("page*.pgm"))
    assert pictures
    for picture in pictures:
        _magic, size, _white, dots = picture.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        assert sorted((width, height)) == pytest.approx([248, 351], abs=2), "A4"
        dark = sum(dot < 128 for dot in dots) / len(dots)
        assert 0.001 < dark < 0.3, picture.name
        edge = width // 50
        assert not [n for n in range(height) if min(dots[n * width : n * width + edge]) < 128], (
            "nothing beyond the margin"
        )
    assert ("UBND TỈNH VĨNH PHÚC" in texts(paper.read_bytes())) is True


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_each_page_is_shown_by_a_browser_that_asks_for_nothing_else(province: Place, tmp_path: Path) -> None:
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        for name in REPORTS:
            page = made(province, name, "html", "vi")
            browser.requests()
            browser.go(page.as_uri())
            assert browser.messages() == []
            assert {address for address in browser.requests() if address.startswith("http")} == set()
            script = "return [document.documentElement.scrollWidth, innerWidth, document.querySelectorAll('tr').length]"
            wide, window, rows = browser.run(script)
            assert wide <= window, f"{name}: wide tables scroll by themselves"
            assert rows == page.read_text("utf-8").count("<tr>")
            assert browser.run("return document.querySelector('h1').innerText").isupper()


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\n=1+1",
    "\r=1+1",
    "x\r=1+1",
    "＝1+1",
    "'=1+1",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_spreadsheet_computes_no_text_and_reads_negative_numbers(form: str, tmp_path: Path) -> None:
    needs("soffice", "libreoffice-calc-nogui")
    columns = (Column("text", "text"), Column("n", "n", Kind.NUMBER), Column("p", "p", Kind.POINTS))
    report = Report("r", "R", (), (Table("t", "T", columns, tuple((text, -5, -0.25) for text in FORMULAS)),))
    (tmp_path / f"ours.{form}").write_bytes(render(report, form, Letterhead(), 0))
    (tmp_path / "theirs.csv").write_text("text,n\n=1+1,-5\n")
    (ours,) = converted(tmp_path / f"ours.{form}", "fods", tmp_path)
    (theirs,) = converted(tmp_path / "theirs.csv", "fods", tmp_path)
    assert "table:formula" in theirs.read_text("utf-8"), "this is what is guarded against"
    sheet = ours.read_text("utf-8")
    assert "table:formula" not in sheet
    assert len(re.findall(r'office:value-type="float" office:value="-5"', sheet)) == len(FORMULAS)
    assert len(re.findall(r'office:value-type="float" office:value="-25"', sheet)) == len(FORMULAS)


def test_a_listing_opened_in_a_spreadsheet_computes_nothing(tmp_path: Path) -> None:
    needs("soffice", "libreoffice-calc-nogui")
    shapes: list[dict[str, object]] = [{"name": text, "n": -5, "all": [text, "b"]} for text in FORMULAS]
    (tmp_path / "seen.csv").write_bytes(as_csv(shapes))
    (sheet,) = converted(tmp_path / "seen.csv", "fods", tmp_path)
    assert "table:formula" not in sheet.read_text("utf-8")
    assert len(re.findall(r'office:value="-5"', sheet.read_text("utf-8"))) == len(FORMULAS)
