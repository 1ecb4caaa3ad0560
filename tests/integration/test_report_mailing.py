"""Reports as files through the channels of alerts: to a real mail server, to a service, and what carries none."""

from __future__ import annotations

import json
from base64 import b64decode
from email.header import decode_header, make_header
from email.message import Message as Mail
from pathlib import Path

import pytest

from tests.history import simulate
from tests.integration.receivers import http_server, smtp_server
from tests.interface.running import Place
from tests.interface.test_report_availability import ms
from tests.interface.test_report_pdf import texts
from tests.ports import free_port

QUIET = "error,ignore:'imghdr' is deprecated:DeprecationWarning"
"""Apprise's mail loads it."""

OCTOBER = ("--lang", "vi", "report", "availability", "--month", "2025-10")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("mailing"), {"TZ": "UTC", "PYTHONWARNINGS": QUIET})
    (place.folder / "sites.csv").write_text("code,name,level,parent\n26,Tỉnh,province,\n001,Xã Đồng Văn,commune,26\n")
    (place.folder / "devices.csv").write_text("name,site,address\nr0,26,192.0.2.1\nr1,001,192.0.2.2\n")
    assert place.run("import", ".").code == 0
    simulate(place.db, ms("2025-09-01T00:00Z"), ms("2025-11-10T00:00Z"), outages=60)
    return place


def with_channel(place: Place, folder: Path, url: str) -> Place:
    """The same with two channels, one of which carries files."""
    copy = place.copy(folder / "place")
    copy.settings(
        'letterhead = ["UBND TỈNH VĨNH PHÚC"]\n[[channels]]\nname = "office"\nkind = "apprise"\ncredential = "mail"\n'
        '[[channels]]\nname = "portal"\nkind = "webhook"\nurl = "http://127.0.0.1:1/"\n'
    )
    secrets = copy.folder / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text(f'[mail]\nkind = "apprise"\nurl = "{url}"\n')
    return copy


def mailto(port: int) -> str:
    return f"mailto://127.0.0.1:{port}?mode=insecure&from=netinv@noc.example&to=office@noc.example"


def attached(mail: Mail) -> Mail:
    (file,) = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    return file


def content(part: Mail) -> bytes:
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def test_last_months_report_is_mailed_as_pdf(measured: Place, tmp_path: Path) -> None:
    port = free_port()
    place = with_channel(measured, tmp_path, mailto(port))
    with smtp_server(port) as mails:
        ran = place.run(*OCTOBER, "--send", "office", "-o", "kept.pdf")
    assert (ran.code, ran.out) == (0, "")
    assert "office" in ran.err
    (mail,) = mails
    subject = str(make_header(decode_header(mail["Subject"])))
    assert subject == "Báo cáo mức độ sẵn sàng của mạng: 01/10/2025 – 31/10/2025"
    assert mail["To"] == "office@noc.example"
    words = next(content(part).decode() for part in mail.walk() if part.get_content_type() == "text/plain")
    assert "UBND TỈNH VĨNH PHÚC" in words
    assert "availability-2025-10.pdf" in words
    file = attached(mail)
    assert (file.get_filename(), file.get_content_type()) == ("availability-2025-10.pdf", "application/pdf")
    data = content(file)
    assert data == (place.folder / "kept.pdf").read_bytes()
    units = place.run(*OCTOBER, "--json").json["units"]
    shown = texts(data)
    for unit in units:
        assert f"{round(unit['up_share'] * 100, 3):g} %".replace(".", ",") in shown


def test_each_form_and_each_report_has_its_name(measured: Place, tmp_path: Path) -> None:
    port = free_port()
    place = with_channel(measured, tmp_path, mailto(port))
    with smtp_server(port) as mails:
        assert place.run("report", "coverage", "--at", "2025-11-01", "--format", "xlsx", "--send", "office").code == 0
        assert place.run("rollout", "--at", "2025-11-01", "--json", "--send", "office").code == 0
        words = ("report", "availability", "--from", "2025-10-01", "--to", "2025-10-15", "--format", "csv")
        assert place.run(*words, "--send", "office", "--send", "office").code == 0
    workbook, rollout, rows = map(attached, mails)
    assert workbook.get_filename() == "coverage-2025-11-01.xlsx"
    assert content(workbook).startswith(b"PK")
    assert (rollout.get_filename(), rollout.get_content_type()) == ("rollout-2025-11-01.json", "application/json")
    assert json.loads(content(rollout))["report"] == "rollout"
    assert rows.get_filename() == "availability-2025-10-01_2025-10-14.csv"
    assert content(rows).decode("utf-8-sig").startswith("code,name,")


def test_a_dead_mail_server_is_told_and_the_next_run_sends(measured: Place, tmp_path: Path) -> None:
    port = free_port()
    place = with_channel(measured, tmp_path, mailto(port))
    ran = place.run(*OCTOBER, "--send", "office", "-o", "kept.pdf")
    assert ran.code == 3
    assert "office" in ran.err
    assert "Connection refused" in ran.err
    assert (place.folder / "kept.pdf").is_file(), "the file is there all the same"
    with smtp_server(port) as mails:
        assert place.run(*OCTOBER, "--send", "office").code == 0
    assert content(attached(mails[0])).startswith(b"%PDF-")


def test_a_service_that_takes_files_gets_it(measured: Place, tmp_path: Path) -> None:
    """As Telegram and its like take one: apprise's own JSON service stands for them."""
    with http_server() as (port, posted):
        place = with_channel(measured, tmp_path, f"json://127.0.0.1:{port}/s3cret-t0ken")
        ran = place.run(*OCTOBER, "--send", "office")
    assert ran.code == 0, ran.err
    (file,) = posted[0].body["attachments"]
    assert file["filename"] == "availability-2025-10.pdf"
    assert "Xã Đồng Văn" in texts(b64decode(file["base64"]))


@pytest.mark.parametrize(
    ("name", "url", "code", "message"),
    [
        ("portal", "json://127.0.0.1:1", 2, "--send portal: a channel of kind webhook takes no files"),
        ("nobody", "json://127.0.0.1:1", 2, "no channel is named “nobody”"),
        ("office", "kodi://127.0.0.1:1", 3, "takes no files: choose a channel for mail, Telegram or the like"),
        ("office", "s3cret", 3, "apprise does not understand its URL"),
    ],
)
def test_what_carries_no_file_says_so(
    measured: Place, tmp_path: Path, name: str, url: str, code: int, message: str
) -> None:
    ran = with_channel(measured, tmp_path, url).run("report", "availability", "--month", "2025-10", "--send", name)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert "s3cret" not in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--month", "2025-13"], "--month: '2025-13' is no month: write year-month, as 2026-10, or last"),
        (["--month", "0000-00"], "is no month"),
        (["--month", "2999-01"], "--month: the month lies in the future"),
        (["--month", "last", "--from", "2025-10-01"], "leave --from and --to out, or --month"),
    ],
)
def test_a_month_that_is_none(measured: Place, words: list[str], message: str) -> None:
    ran = measured.run("report", "availability", *words)
    assert ran.code == 2
    assert message in ran.err


def test_the_last_month_is_what_is_told_without_words(measured: Place) -> None:
    words = ("report", "availability", "--json")
    last, unsaid = (measured.run(*words, *more).json for more in (("--month", "last"), ()))
    assert (last["from"], last["to"]) == (unsaid["from"], unsaid["to"])
    december = measured.run(*words, "--month", "2025-12").json
    assert (december["from"], december["to"]) == ("2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z")
