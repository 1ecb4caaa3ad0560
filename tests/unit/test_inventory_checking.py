"""What rows say together: keys that stand once, references that lead somewhere, one tree."""

from pathlib import Path

import pytest

from netinv.declaration import Known, KnownSite, SiteIndex, SiteKey
from netinv.inventory import InventoryError, read
from netinv.inventory.checking import check

TODAY = "2026-03-01"
SITES = "code,name,level,parent,valid_from,valid_to\n"
PROVINCE = "26,Vĩnh Phúc,province,,,\n"
DEVICES = "name,site,address\n"
LINKS = "a_device,a_interface,b_device,b_interface\n"
SERVICES = "name,site,url,device\n"
TWO = DEVICES + "core1,26,10.0.0.1\ncore2,26,10.0.0.2\n"


def checked(folder: Path, known: Known | None = None, /, **files: str) -> None:
    for kind, text in files.items():
        (folder / f"{kind}.csv").write_text(text)
    check(read([folder]), known or Known(), TODAY)


def faults(folder: Path, known: Known | None = None, /, **files: str) -> list[str]:
    with pytest.raises(InventoryError) as caught:
        checked(folder, known, **files)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.errors]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"sites": SITES + PROVINCE + "243,A,district,26,,\n243,B,district,26,,\n"},
            "sites.csv:4: column code: “243” stands already in {folder}/sites.csv:3: take one of the two out",
        ),
        (
            {"sites": SITES + PROVINCE + "243,A,district,27,,\n"},
            "sites.csv:3: column parent: no site has the code “27”: mend it, or add it to sites.csv",
        ),
        (
            {"sites": SITES + "1,A,district,3,,\n2,B,district,1,,\n3,C,district,2,,\n4,D,commune,1,,\n"},
            "sites.csv:2: column parent: the parents go in a circle (1 → 3 → 2 → 1): give one of them another parent",
        ),
        (
            {"sites": SITES + "4,D,commune,1,,\n1,A,district,1,,\n"},
            "sites.csv:3: column parent: the parents go in a circle (1 → 1): give one of them another parent",
        ),
        (
            {"sites": SITES + "1,A,commune,,2020-01-01,2020-01-01\n"},
            "sites.csv:2: column valid_to: the end 2020-01-01 is not after valid_from 2020-01-01: mend one of them",
        ),
        (
            {"sites": SITES + "1,A,commune,,2020-01-01,2025-07-02\n1,B,commune,,2025-07-01,\n"},
            (
                "sites.csv:2: column code: “1” is another unit’s code from 2025-07-01 on:"
                " give both valid_from and valid_to that do not overlap"
            ),
        ),
        (
            {"sites": SITES + PROVINCE, "devices": DEVICES + "core1,62,10.0.0.1\n"},
            "devices.csv:2: column site: no site has the code “62”: mend it, or add it to sites.csv",
        ),
        (
            {"sites": SITES + PROVINCE, "devices": TWO + "core1,26,10.0.0.3\n"},
            "devices.csv:4: column name: “core1” stands already in {folder}/devices.csv:2: take one of the two out",
        ),
        (
            {"sites": SITES + PROVINCE, "devices": TWO, "links": LINKS + "core1,,corex,\n"},
            (
                "links.csv:2: column b_device: no device has the name “corex” (did you mean “core2”?):"
                " mend it, or add it to devices.csv"
            ),
        ),
        (
            {"sites": SITES + PROVINCE, "devices": TWO, "links": LINKS + "core1,a,core1,b\n"},
            "links.csv:2: column b_device: the link leads from “core1” to itself: name the device at its other end",
        ),
        (
            {"sites": SITES + PROVINCE, "devices": TWO, "links": LINKS + "core1,a,core2,b\ncore2,b,core1,a\n"},
            (
                "links.csv:3: column a_device: “core1:a--core2:b” stands already in {folder}/links.csv:2:"
                " take one of the two out"
            ),
        ),
        (
            {"sites": SITES + PROVINCE, "services": SERVICES + "s,26,dns://a,\ns,26,dns://b,\n"},
            "services.csv:3: column name: “s” stands already in {folder}/services.csv:2: take one of the two out",
        ),
        (
            {"sites": SITES + PROVINCE, "services": SERVICES + "s,27,dns://a,\n"},
            "services.csv:2: column site: no site has the code “27”: mend it, or add it to sites.csv",
        ),
        (
            {"sites": SITES + PROVINCE, "services": SERVICES + "s,26,dns://a,core9\n"},
            "services.csv:2: column device: no device has the name “core9”: mend it, or add it to devices.csv",
        ),
    ],
)
def test_faults(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    assert faults(tmp_path, None, **files) == [expected.format(folder=tmp_path)]


def test_what_the_store_has_counts(tmp_path: Path) -> None:
    known = Known((KnownSite(SiteKey("26")),), frozenset({"core2"}))
    checked(
        tmp_path,
        known,
        sites=SITES + "243,A,district,26,,\n",
        devices=DEVICES + "core1,26,10.0.0.1\n",
        links=LINKS + "core1,,core2,\n",
        services=SERVICES + "s,26,dns://a,core2\n",
    )


def test_a_circle_through_the_store_is_seen(tmp_path: Path) -> None:
    known = Known((KnownSite(SiteKey("1")), KnownSite(SiteKey("2"), parent=SiteKey("1"))))
    (fault,) = faults(tmp_path, known, sites=SITES + "1,A,district,2,,\n")
    assert "(1 → 2 → 1)" in fault


def test_an_absent_parent_column_keeps_the_stored_parent(tmp_path: Path) -> None:
    known = Known((KnownSite(SiteKey("1")), KnownSite(SiteKey("2"), parent=SiteKey("1"))))
    checked(tmp_path, known, sites="code,name,level\n2,B,commune\n")


def test_a_long_circle_is_named_shortly(tmp_path: Path) -> None:
    rows = "".join(f"{n},A,commune,{(n + 1) % 100},,\n" for n in range(100))
    (fault,) = faults(tmp_path, sites=SITES + rows)
    assert "(0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … → 99 → 0)" in fault


def test_one_code_twice_in_turn(tmp_path: Path) -> None:
    rows = "8815,Old,commune,26,,2025-07-01\n8815,New,commune,26,2025-07-01,\n"
    checked(tmp_path, sites=SITES + PROVINCE + rows)


def test_a_code_of_the_store_that_still_holds_is_not_given_again(tmp_path: Path) -> None:
    known = Known((KnownSite(SiteKey("8815", "2020-01-01"), "2027-01-01"),))
    (fault,) = faults(tmp_path, known, sites=SITES + "8815,New,commune,,2025-07-01,\n")
    assert "“8815” is another unit’s code from 2020-01-01 until 2027-01-01" in fault


def test_which_unit_a_code_means() -> None:
    old, new = SiteKey("1", ""), SiteKey("1", "2025-07-01")
    index = SiteIndex([(old, "2025-07-01"), (new, None)])
    assert index.find("1", "2025-06-30") == old
    assert index.find("1", "2025-07-01") == new
    assert index.find("2", TODAY) is None
    gone = SiteIndex([(SiteKey("1", ""), "2010-01-01"), (SiteKey("1", "2012-01-01"), "2014-01-01")])
    assert gone.find("1", TODAY) == SiteKey("1", "2012-01-01")
    child = SiteKey("9", "")
    index.add(child, "2020-01-01")
    assert index.find_parent("1", child, TODAY) == old
    future = SiteKey("9", "2027-01-01")
    index.add(future, None)
    assert index.find_parent("1", future, "2025-01-01") == new


def test_a_row_without_valid_from_means_the_only_unit_of_its_code() -> None:
    index = SiteIndex([(SiteKey("1", "2020-01-01"), None)])
    assert index.key_of({"code": "1"}) == SiteKey("1", "2020-01-01")
    assert index.key_of({"code": "1", "valid_from": None}) == SiteKey("1", "")
    assert index.key_of({"code": "2"}) == SiteKey("2", "")
    index.add(SiteKey("1", "2025-01-01"), None)
    assert index.key_of({"code": "1"}) == SiteKey("1", "")
