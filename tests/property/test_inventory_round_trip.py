"""Any inventory that is written is read back as it was, and taking it in a second time changes nothing."""

import io
import string
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from netinv.declaration import KINDS, ImportCounts, Inventory, Kind, Value, day_of
from netinv.inventory import InventoryError, read
from netinv.inventory.checking import check
from netinv.inventory.columns import COLUMNS, Column, Type
from netinv.inventory.writing import write
from netinv.store.writing import importing
from netinv.store.writing.engine import Store
from netinv.text import clean

NOW_MS = 1_772_323_200_000
Values = dict[str, Value]


def normal(text: str) -> str:
    """As a reader leaves it."""
    return unicodedata.normalize("NFC", clean(text)).strip() or "x"


CHARACTERS = st.characters(codec="utf-8", exclude_characters="\n\r\t")
MARKS = st.sampled_from(["=1+1", "'=1", "''", "-", "@x", '"', ',"', "a,b", "Vĩnh Phúc", "'", "+84", "x\u00a0y"])
TEXT = (st.text(CHARACTERS, min_size=1, max_size=12) | MARKS).map(normal)
PARAGRAPH = st.text(CHARACTERS | st.sampled_from("\n\t"), min_size=1, max_size=20).map(normal) | TEXT
HOST = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=10).map(lambda text: f"h{text}.example")
ADDRESS = (
    st.ip_addresses()
    .filter(lambda each: not (each.is_multicast or each.is_unspecified))
    .map(str)
    .filter(lambda text: text != "255.255.255.255")
    | HOST
)
URL = st.builds("{}://{}".format, st.sampled_from(["https", "http", "dns"]), HOST) | HOST.map("tcp://{}:1".format)


def values_of(column: Column) -> st.SearchStrategy[Value]:
    low, high = max(column.bounds[0], -1e9), min(column.bounds[1], 1e15)
    strategies: dict[Type, st.SearchStrategy[Value]] = {
        Type.TEXT: TEXT,
        Type.PARAGRAPH: PARAGRAPH,
        Type.CHOICE: st.sampled_from(column.choices or ("",)),
        Type.INTEGER: st.integers(int(low), int(high)),
        Type.NUMBER: st.floats(low, high),
        Type.DATE: st.dates(min_value=date(1900, 1, 1)).map(str),
        Type.ADDRESS: ADDRESS,
        Type.URL: URL,
    }
    return strategies[column.type]


@st.composite
def row_values(draw: st.DrawFn, /, kind: Kind, **given_values: Value) -> Values:
    values: Values = {}
    for column in COLUMNS[kind]:
        strategy = values_of(column)
        values[column.name] = draw(strategy if column.required else st.none() | strategy)
    if kind == "devices":
        values["port"] = draw(st.just(161) | st.integers(1, 65_535))
    return values | given_values


@st.composite
def inventories(draw: st.DrawFn) -> dict[Kind, list[Values]]:
    """An inventory whose references hold: sites in one tree, each name once."""
    codes = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    names = draw(st.lists(TEXT, max_size=4, unique=True))
    rows: dict[Kind, list[Values]] = {kind: [] for kind in KINDS}
    for number, code in enumerate(codes):
        parent = draw(st.none() | st.sampled_from(codes[:number])) if number else None
        rows["sites"].append(draw(row_values("sites", code=code, parent=parent, valid_from=None, valid_to=None)))
    for name in names:
        rows["devices"].append(draw(row_values("devices", name=name, site=draw(st.sampled_from(codes)))))
    for number, name in enumerate(names[1:], 1):
        ends = {"a_device": name, "b_device": draw(st.sampled_from(names[:number]))}
        rows["links"].append(draw(row_values("links", **ends)))
    for name in draw(st.lists(TEXT, max_size=2, unique=True)):
        device = draw(st.none() | st.sampled_from(names)) if names else None
        site = draw(st.sampled_from(codes))
        rows["services"].append(draw(row_values("services", name=name, site=site, device=device)))
    return rows


def written_and_read(rows: dict[Kind, list[Values]]) -> Inventory:
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            stream = io.StringIO()
            write(kind, rows[kind], stream)
            Path(folder, f"{kind}.csv").write_bytes(stream.getvalue().encode())
        return read([Path(folder)])


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder, "inventory.db"))


def stored(connection: Connection, inventory: Inventory) -> ImportCounts:
    check(inventory, importing.known(connection), day_of(NOW_MS))
    return importing.apply(connection, inventory, NOW_MS)


@given(rows=inventories())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_written_read_and_taken_in_twice(store: Store, rows: dict[Kind, list[Values]]) -> None:
    inventory = written_and_read(rows)
    assert {kind: [row.values for row in inventory.rows(kind)] for kind in KINDS} == rows
    with store.write() as connection:
        first = stored(connection, inventory)
        second = stored(connection, inventory)
        connection.rollback()
    assert first.added == {kind: len(rows[kind]) for kind in KINDS}
    assert second.unchanged == first.added
    assert second.changes == []


@given(data=st.binary(max_size=400), kind=st.sampled_from(KINDS))
@example(data=b'code,name,level\n"', kind="sites")
@example(data=b'"code', kind="sites")
@example(data=b'"co"de,name', kind="sites")
@example(data=b"code,name,level\n\r\r\n1,a,commune", kind="sites")
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_in_rows_or_in_words(data: bytes, kind: Kind) -> None:
    header = ",".join(column.name for column in COLUMNS[kind]).encode()
    for content in (data, header + b"\n" + data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{kind}.csv")
            path.write_bytes(content)
            try:
                outcome: object = read([path]).rows(kind)
            except InventoryError as error:
                outcome = str(error)
        assert outcome or outcome == ()
