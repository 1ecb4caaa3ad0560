"""Vendor files: what is wrong in one is said with file, key and mend; what is right is found by its prefix."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

import pytest

from probes import vendors
from probes.vendors.loading import RuleError, load

PACKAGED = files("probes.vendors")


def folder(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        tmp_path.joinpath(f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('vendor = "A', "a.toml: no TOML"),
        ('vendor = "A"\nenterprise = [1]', "a.toml: enterprise: unknown key; known are: "),
        ("enterprises = [1]", "a.toml: vendor: a text is expected"),
        ('vendor = "A"\nenterprises = 9', "a.toml: enterprises: a list is expected"),
        ('vendor = "A"\nenterprises = ["9"]', "a.toml: enterprises: a list of IANA enterprise numbers is expected"),
        ('vendor = "A"\nsys_object_ids = [".1.3.6"]', "a.toml: sys_object_ids: '.1.3.6' is no OID"),
        ('vendor = "A"\nversion = ["sysdescr"]', "a.toml: version: 'sysdescr' is no source: an OID"),
        ('vendor = "A"\nversion = "1.3.6"', "a.toml: version: a list is expected"),
        ('vendor = "A"\nserial = [{ from = "1.3.6", patern = "a" }]', "a.toml: serial.patern: unknown key"),
        ('vendor = "A"\nserial = [{ from = "1.3.6", pattern = "(" }]', "a.toml: serial.pattern: no regular expression"),
        ('vendor = "A"\nmodel = ["sys_object_id[x].1"]', "a.toml: model: 'sys_object_id[x].1' is no source"),
        ('vendor = "A"\n[[systems]]\nname = "X"', "a.toml: systems[1]: sys_descr or sys_object_ids is missing"),
        ('vendor = "A"\n[[systems]]\nsys_descr = "(a+)+"', "a.toml: systems[1].sys_descr: a repeat within a repeat"),
        ('vendor = "A"\n[[systems]]\nsys_descr = ".*a.*b.*c"', "a.toml: systems[1].sys_descr: 3 open repeats"),
        ('vendor = "A"\nsystems = [1]', "a.toml: systems[1]: a table is expected"),
        ('vendor = "A"\n[models]\n"x" = "y"', "a.toml: models.x: write it as"),
        ('vendor = "A"\nignored_ports = ["["]', "a.toml: ignored_ports: no regular expression"),
        ('vendor = "A"\n[[neighbor_tables]]\nprotocol = "lldp"\nentry = "1.3"', "either local_port"),
        ('vendor = "A"\n[[neighbor_tables]]\nprotocol = "x"\nentry = "1.3"\nlocal_port = "1"', "a whole number"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError) as error:
        load([folder(tmp_path, a=text)], check=True)
    assert said in str(error.value)
    assert "{" not in str(error.value)


def test_a_name_that_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"names\.toml: x: write it as NUMBER"):
        load([folder(tmp_path, names='x = "A"')])


def test_two_files_cannot_claim_one_prefix(tmp_path: Path) -> None:
    both = folder(tmp_path, a='vendor = "A"\nenterprises = [7]', b='vendor = "B"\nenterprises = [7]')
    with pytest.raises(RuleError, match=r"b\.toml: enterprises: 1\.3\.6\.1\.4\.1\.7 is claimed by a\.toml"):
        load([both])


def test_binary_and_missing_files(tmp_path: Path) -> None:
    tmp_path.joinpath("a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match=r"a\.toml: cannot be read"):
        load([tmp_path])


def test_the_longest_prefix_counts(tmp_path: Path) -> None:
    book = load(
        [
            folder(
                tmp_path,
                a='vendor = "A"\nenterprises = [7]',
                b='vendor = "B"\nsys_object_ids = ["1.3.6.1.4.1.7.5"]',
                names='8 = "C"',
            )
        ]
    )
    found = {oid: book.vendor_of(f"1.3.6.1.4.1.{oid}") for oid in ("7", "7.5", "7.5.1", "7.51", "77", "8.1")}
    names = {oid: vendor.name if vendor else None for oid, vendor in found.items()}
    assert names == {"7": "A", "7.5": "B", "7.5.1": "B", "7.51": "A", "77": None, "8.1": None}
    assert book.vendor_of(None) is None
    assert book.names == {8: "C"}


def test_the_packaged_files_are_all_right() -> None:
    book = load([PACKAGED], check=True)
    assert len(book.vendors) > 150
    for vendor in book.vendors:
        assert vendor.prefixes or any(system.anywhere for system in vendor.systems), vendor.name
        assert vendor.name or vendor.generic or all(system.anywhere for system in vendor.systems)
    # One GET of a vendor's objects, two of the signs: the questions stay few.
    assert len(book.signs) <= 48


def test_the_rules_load_quickly() -> None:
    spent = []
    for _ in range(5):
        started = time.process_time()
        load([PACKAGED])
        spent.append(time.process_time() - started)
    assert min(spent) < 0.05


def test_a_folder_of_ones_own_adds_and_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendors, "_own", [])
    vendors.rulebook.cache_clear()
    own = folder(
        tmp_path, mine='vendor = "Mine"\nenterprises = [99999]', arista='vendor = "Other"\nenterprises = [30065]'
    )
    vendors.use_own(own)
    try:
        found = [vendors.rulebook().vendor_of(f"1.3.6.1.4.1.{number}") for number in (99999, 30065, 9)]
        assert [vendor.name for vendor in found if vendor] == ["Mine", "Other", "Cisco"]
        with pytest.raises(RuleError):
            vendors.use_own(folder(tmp_path, bad="vendor = 1") / "bad.toml")
    finally:
        vendors._own.clear()
        vendors.rulebook.cache_clear()
