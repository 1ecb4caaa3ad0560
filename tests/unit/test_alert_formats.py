"""What goes over the wire: RFC 5424 and CEF, escaped and bounded; and what never does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from netinv.alerts.by_apprise import hidden
from netinv.alerts.message import Message
from netinv.alerts.syslog import record
from netinv.app.alerts.alert_texts import trial


def message(action: str = "open", **more: Any) -> Message:
    body = trial("x", 0, "abc123", "en") | {"problem": 3, "event": 9, "kind": "link", "state": "down", **more}
    return Message("abc123", action, "error", body["title"], body["text"], body)


def test_a_record_of_rfc5424() -> None:
    line = record(message(name='a"]\\b--c', site="243", text="Vĩnh Yên cut off\nsecond line"))
    head, _bom, words = line.partition(b"\xef\xbb\xbf")
    found = re.fullmatch(
        rb"<27>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ netinv \d+ open (\[netinv@32473 .*\]) ", head
    )
    assert found, head
    assert b'id="abc123" problem="3" event="9" kind="link" name="a\\"\\]\\\\b--c"' in found[1]
    assert b"ended" not in found[1]
    assert words.decode() == "Vĩnh Yên cut off; second line"


def test_an_end_is_a_notice() -> None:
    assert record(message("end")).startswith(b"<29>1 ")


def test_no_record_is_longer_than_receivers_take_and_no_character_broken() -> None:
    for length in range(1000, 1010):
        line = record(message(text="x" * length + "ễ" * 1000, name="n" * 5000))
        assert len(line) <= 2048
        line.partition(b"\xef\xbb\xbf")[2].decode()


def test_a_record_of_cef() -> None:
    line = record(
        message(title="a|b", text="c=d\\e", name="x=1", site=None, since="2025-11-25T21:44:07Z"), "cef"
    ).decode()
    header, _dash, event = line.partition(" - ")
    assert header.startswith("<27>1 ")
    assert re.match(r"CEF:0\|netinv\|netinv\|[^|]+\|link-open\|a\\\|b\|8\|externalId=abc123 ", event)
    assert "cs1Label=name cs1=x\\=1" in event
    assert "cs2" not in event, "no label without a value"
    assert "start=1764107047000 msg=" in event
    assert event.endswith("msg=c\\=d\\\\e")


@pytest.mark.parametrize(
    ("url", "said", "shown"),
    [
        ("mailtos://u:pa%40ss@mail.example:587?to=a@b.example", "u pa@ss at mail.example", "u *** at mail.example"),
        ("tgram://12345:AAbbCC/67890", "https://api/bot12345:AAbbCC/x 67890", "https://api/bot***:***/x ***"),
    ],
)
def test_a_reason_shows_no_part_of_the_url_that_may_be_secret(url: str, said: str, shown: str) -> None:
    assert hidden(said, url) == shown
