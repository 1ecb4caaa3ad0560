"""Device text: whatever octets come, what leaves is safe, and what was fine stays as it was."""

from __future__ import annotations

import csv
import io
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from netinv.text import clean, csv_restore, csv_safe, decode, fold, one_line

SHOWN_CONTROLS = "\t\n\r"


@given(st.text())
@example("\x9b31m\x1b[0m\u202e\ud800\ufeff")
def test_cleaned_text_is_safe_and_stays_so(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert all(unicodedata.category(char) not in ("Cc", "Cs") or char in SHOWN_CONTROLS for char in cleaned)
    cleaned.encode()


@given(
    st.text(),
    st.sampled_from("\u00ad\u061c\u180e\u200b\u200d\u200e\u202e\u2028\u2060\u2066\u206f\ufeff\ufff9\U000e0041"),
)
def test_nothing_hides_in_a_name_or_turns_it_round(text: str, hidden: str) -> None:
    turning = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    assert hidden not in clean(text + hidden + text)
    assert not any(unicodedata.bidirectional(char) in turning for char in clean(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_people_write_is_left_alone(text: str) -> None:
    assert clean(text) == text
    assert decode(text.encode()) == text
    assert decode(text.encode() + b"\0\0") == text


@given(st.binary())
@example(b"\xff\xfe\x1b")
@example("Đống Đa".encode()[:-1])
def test_any_octets_decode(octets: bytes) -> None:
    text = decode(octets)
    assert clean(text) == text


@given(st.text(st.characters(categories=["L"]), min_size=1), st.integers(1, 3))
def test_half_a_character_at_the_end_costs_only_itself(text: str, cut: int) -> None:
    octets = text.encode()
    last = len(text[-1].encode())
    if cut < last and len(text) > 1:
        assert decode(octets[:-cut]) == text[:-1]


def test_latin_1_is_read_as_such() -> None:
    assert decode(b"Caf\xe9 du R\xe9seau") == "Café du Réseau"


@given(st.text())
def test_one_line_is_one(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())


@given(st.text())
def test_folding_is_stable_and_knows_no_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(unicodedata.combining(char) for char in fold(text))


def test_vietnamese_folds() -> None:
    assert fold("Phường Đống Đa") == fold("PHƯỜNG ĐỐNG ĐA") == "phuong dong da"


@given(st.text(st.characters()))
@example("＝1+1")
@example("\n=1+1")
@example("x\r=1+1")
@example("x\r\n=1+1")
@example("\x9b\u202e=1")
@example("=1+1")
@example("'=1+1")
@example("''x")
def test_a_csv_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = csv_safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert clean(cell) == cell
    assert csv_restore(cell) == clean(text).replace("\r\n", "\n").replace("\r", "\n")
    for line_end in ("\n", "\r\n"):
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator=line_end).writerow([cell, "end"])
        assert next(csv.reader(io.StringIO(stream.getvalue(), newline=""))) == [cell, "end"]
