"""Patterns of vendor files: the dangerous ones are refused, and those in force are quick on any text."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.patterns import SCANNED, PatternError, compiled
from probes.vendors.loading import load
from probes.vendors.rules import Pattern

BOOK = load([files("probes.vendors")], check=True)


def patterns() -> list[Pattern]:
    found = []
    for vendor in (*BOOK.vendors, BOOK.fallback):
        found += [*vendor.ignored_ports, *(system.sys_descr for system in vendor.systems)]
        tables = [vendor.sources, *(system.sources for system in vendor.systems)]
        lists = [*(sources for table in tables for sources in table.values()), vendor.signs, vendor.vendor_sources]
        found += [source.pattern for sources in lists for source in sources]
    return list({pattern.text: pattern for pattern in found if pattern}.values())


PATTERNS = patterns()
HOSTILE = [
    "a" * SCANNED,
    " " * SCANNED,
    "0" * SCANNED,
    "1." * SCANNED,
    "(" * SCANNED,
    "A-" * SCANNED,
    "Version " * SCANNED,
    "Version 1.2, " * SCANNED,
    "Cisco IOS Software [Fuji], Version" * SCANNED,
    "VENDOR: ;SW_REV: ;" * SCANNED,
    "Copyright (c) 2000-" * SCANNED,
    ", " * SCANNED,
    "\n\r" * SCANNED,
    "x" * (SCANNED - 1) + "\x00",
]
LONGEST_S = 0.05
"""For one pattern on one text: a sweep of a thousand hostile devices would still end."""


@pytest.mark.parametrize(
    "text",
    [
        r"(a+)+$",
        r"(\w+\.)*x",
        r"(?:a|ab)*c",
        r"(?:aa?)*b",
        r"(?:a{1,9}){1,9}b",
        r".*a.*b.*c.*d",
        r"a.*b.*c.*d",
        r"^.*?\s+.*?\d+.*?,.*?x",
        r"(a)\1",
        r"(",
        r"[z-a]",
        "(" * 2000 + ")" * 2000,
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(PatternError):
        compiled(text)


@pytest.mark.parametrize(
    "text",
    [
        r"^Cisco NX-OS.*?Version (?P<version>[^\s,]+)",
        r"^(?P<model>\S+) (?P<version>\S+) (?P<serial>\S+) \S+ \S+$",
        r"(?:[0-9A-F]{2}:){5}[0-9A-F]{2}",
        r"HW_REV: ?[^;]*; ?VENDOR: ?(?P<vendor>[^;]+); ?MODEL: ?(?P<model>[^;]+)>",
        r"^a\s+b\s+(?P<version>\d+)\s+\w+",
    ],
)
def test_allowed(text: str) -> None:
    assert compiled(text)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:14]) for text in HOSTILE])
def test_no_pattern_is_slow_on_a_hostile_text(text: str) -> None:
    for pattern in PATTERNS:
        started = time.process_time()
        pattern.search(text)
        assert time.process_time() - started < LONGEST_S, pattern.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=2 * SCANNED), st.data())
def test_no_pattern_is_slow_on_any_text(text: str, data: st.DataObject) -> None:
    # Repeating a part of what a pattern looks for is what makes it try again and again.
    part = data.draw(st.sampled_from(PATTERNS)).text
    for hostile in (text, (part[1:24] + text[:8]) * 40):
        for pattern in PATTERNS:
            started = time.process_time()
            pattern.search(hostile)
            assert time.process_time() - started < LONGEST_S, pattern.text


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"[ab.*+?(){},0-9|\\ws^$]{1,24}", fullmatch=True))
def test_what_is_allowed_ends_soon(text: str) -> None:
    try:
        pattern = compiled(text)
    except PatternError:
        return
    for hostile in ("a" * SCANNED, "ab" * (SCANNED // 2), "a1 " * (SCANNED // 3)):
        started = time.process_time()
        pattern.search(hostile)
        assert time.process_time() - started < 2, text


def test_only_the_beginning_is_looked_at() -> None:
    assert Pattern("x$").search("a" * SCANNED + "x") is None
    assert Pattern("x").search(None) is None
