"""Every fault of an inventory file has its words, with file, line, column and the mend."""

import os
from pathlib import Path

import pytest

from netinv.inventory import InventoryError, read

SITES = "code,name,level,parent,lat,lon,connected_since,valid_from\n"
DEVICES = "name,site,address,role,timeout_s,max_repetitions,notes\n"
SERVICES = "name,site,url\n"

FAULTS: list[tuple[str, str | bytes, str | None, str, str]] = [
    # (file, content, what stands before the message, a part of the message, the mend)
    ("sites.csv", "code,nam,level,name\n", "1: column nam", "it is not known", "or take it out"),
    ("sites.csv", "code,naem,level\n", "1: column naem", "did you mean “name”?", "name it as one of code, name"),
    ("sites.csv", "code,name\n26,A\n", "1: column level", "it is missing", "add it to the header"),
    ("sites.csv", "code,name,level,code\n", "1: column code", "it stands twice", "take one out"),
    ("sites.csv", "code,name,level,\n", "1", "column number 4 has no name", "take it out"),
    ("sites.csv", "code;name;level\n26;A;province\n", "1", "separated by semicolons", "save the file with commas"),
    ("sites.csv", "code\tname\tlevel\n", "1", "separated by tabs", "save the file with commas"),
    ("sites.csv", "", None, "the file is empty", "must name the columns, as code,name,level"),
    ("sites.csv", "\n\n \n", None, "the file is empty", "must name the columns"),
    ("sites.csv", SITES + "26,A,provinz,,,,,\n", "2: column level", "“provinz” is none of", "did you mean “province”?"),
    ("sites.csv", SITES + ",A,province,,,,,\n", "2: column code", "it is empty", "every line needs it"),
    ("sites.csv", SITES + '26,A,province,,"21,3",,,\n', "2: column lat", "“21,3” is not a number", "with a point"),
    ("sites.csv", SITES + "26,A,province,,nan,,,\n", "2: column lat", "is not a number", "as 21.5"),
    ("sites.csv", SITES + "26,A,province,,90.1,,,\n", "2: column lat", "out of range", "between -90 and 90"),
    ("sites.csv", SITES + "26,A,province,,,-181,,\n", "2: column lon", "out of range", "between -180 and 180"),
    ("sites.csv", SITES + "26,A,province,,,,31/12/2024,\n", "2: column connected_since", "not a date", "as 2024-12-31"),
    ("sites.csv", SITES + "26,A,province,,,,,2023-02-29\n", "2: column valid_from", "not a date", "year-month-day"),
    ("sites.csv", SITES + "26,A,province,,,,,20230201\n", "2: column valid_from", "not a date", "year-month-day"),
    ("sites.csv", SITES + "26,A,province,,,,,0001-01-01\n", "2: column valid_from", "too long ago", "mend the year"),
    ("sites.csv", SITES + "26,A,province\n", "2", "has 3 cells, the header 8", "leave cells empty"),
    ("sites.csv", SITES + "26,A, B,province,,,,,\n", "2", "has 9 cells, the header 8", "in quotes"),
    ("sites.csv", SITES + '26,"A,province,,,,,\n27,B,province,,,,,\n', "2", "a quote that opens", "close it"),
    ("sites.csv", SITES + '26,"A,province,,,,,\n27,"B",province,,,,,\n', "2", "a quote that opens", "close it"),
    ("sites.csv", SITES + '26,"A,province,,,,,\n27,B",province,,,,,\n', "2: column name", "a line end in it", "close"),
    ("sites.csv", SITES + '26,"7" rack",province,,,,,\n', "2", "a quote", "close it"),
    ("sites.csv", SITES + '26,"7" x "rack",province,,,,,\n', "2", "middle of a cell", "double the quote"),
    ("sites.csv", SITES + "26,A\x1b[2J,province,,,,,\n", "2: column name", "control character U+001B", "take it out"),
    ("sites.csv", SITES + "26,A\u202eB,province,,,,,\n", "2: column name", "control character U+202E", "take it out"),
    ("sites.csv", SITES + "26,A\tB,province,,,,,\n", "2: column name", "control character U+0009", "take it out"),
    ("sites.csv", SITES + '26,"A\nB",province,,,,,\n', "2: column name", "a line end in it", "on one line"),
    ("sites.csv", SITES + f"26,{'A' * 20_000},province,,,,,\n", "2: column name", "20,000 characters", "to at most"),
    ("sites.csv", SITES + f"26,{'A' * 5_000_000},province,,,,,\n", "2: column name", "5,000,018", "may have 10,000"),
    ("sites.csv", "A" * 5_000_000, "1", "5,000,000 characters", "shorten it, or add the line ends"),
    ("sites.csv", (SITES + "26,Xã Hòa,commune\n").encode("latin-1"), "2", "byte 5 of the", "save the file as UTF-8"),
    ("sites.csv", SITES.encode() + b"26,A,province\n27,\xe9,commune\n", "3", "byte 4 of the line (0xE9)", "UTF-8"),
    ("sites.csv", SITES.encode("utf-16"), "1", "is in UTF-16", "save the file as UTF-8"),
    ("sites.csv", SITES.encode("utf-16-le"), "1", "a NUL byte", "save the file as UTF-8"),
    ("sites.csv", SITES + "26,A\x00,province,,,,,\n", "2", "a NUL byte", "save the file as UTF-8"),
    ("devices.csv", DEVICES + "r,26,10.0.0.300,,,,\n", "2: column address", "“10.0.0.300” is not", "write an IPv4"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1/24,,,,\n", "2: column address", "is not an address", "as 10.0.0.1"),
    ("devices.csv", DEVICES + "r,26,010.0.0.1,,,,\n", "2: column address", "is not an address", "as 10.0.0.1"),
    ("devices.csv", DEVICES + "r,26,a b,,,,\n", "2: column address", "is not an address", "a host name"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1:70000,,,,\n", "2: column address", "bad port", "between 1 and 65535"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1:,,,,\n", "2: column address", "bad port", "between 1 and 65535"),
    ("devices.csv", DEVICES + "r,26,[2001:db8::1,,,,\n", "2: column address", "is not an address", "[2001:db8::1]:161"),
    ("devices.csv", DEVICES + "r,26,0.0.0.0,,,,\n", "2: column address", "no device can have", "it answers on"),
    ("devices.csv", DEVICES + "r,26,224.0.0.1,,,,\n", "2: column address", "no device can have", "it answers on"),
    ("devices.csv", DEVICES + "r,26,fe80::1%a/b,,,,\n", "2: column address", "is not an address", "as 10.0.0.1"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1,Router,,,\n", "2: column role", "is none of", "mean “router”?"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1,,0,,\n", "2: column timeout_s", "out of range", "between 0.05 and 60"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1,,,2.5,\n", "2: column max_repetitions", "not a whole", "digits only"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1,,,1_0,\n", "2: column max_repetitions", "not a whole", "digits only"),
    ("devices.csv", DEVICES + "r,26,10.0.0.1,,,١,\n", "2: column max_repetitions", "not a whole", "digits only"),
    ("services.csv", SERVICES + "s,26,portal.example\n", "2: column url", "has no scheme", "https://portal.example"),
    ("services.csv", SERVICES + "s,26,htps://a\n", "2: column url", "“htps” is not known", "did you mean “https”"),
    ("services.csv", SERVICES + "s,26,tcp://a\n", "2: column url", "needs a host and a port", "tcp://portal.example:443"),
    ("services.csv", SERVICES + "s,26,tls://a:443/x\n", "2: column url", "needs a host and a port", "as tls://"),
    ("services.csv", SERVICES + "s,26,tls://a:443443\n", "2: column url", "bad port", "between 1 and 65535"),
    ("services.csv", SERVICES + "s,26,https://\n", "2: column url", "has no host", "write it after ://"),
    ("services.csv", SERVICES + "s,26,dns://a/b\n", "2: column url", "needs a name", "as dns://portal.example"),
    ("services.csv", SERVICES + "s,26,https://a/b c\n", "2: column url", "has a blank in it", "write %20"),
    ("services.csv", SERVICES + "s,26,https://u:hush@a/\n", "2: column url", "has a login in it", "take it out"),
]  # fmt: skip


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(("name", "content", "where", "what", "mend"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_has_its_words(
    tmp_path: Path, name: str, content: str | bytes, where: str | None, what: str, mend: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(InventoryError) as caught:
        read([path])
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{path}:{where}: " if where else f"{path}: ")
    assert what in first
    assert mend in first
    assert "hush" not in first
    assert len(first) < 600
    assert caught.value.exit_code == 2


def test_each_fault_is_told_once(tmp_path: Path) -> None:
    for name, content, where, what, _mend in FAULTS:
        with pytest.raises(InventoryError) as caught:
            read([written(tmp_path, name, content)])
        told = [(problem.line, problem.error) for problem in caught.value.errors]
        assert len(told) == len(set(told)), (where, what)


def test_the_line_is_right_far_down_after_quoted_line_ends(tmp_path: Path) -> None:
    rows = [f'd{n},26,10.0.0.1,,,,"two\nlines"\n' for n in range(2354)]
    path = written(tmp_path, "devices.csv", DEVICES + "".join(rows) + "\nbad,26,10.0.0,,,,\n")
    with pytest.raises(InventoryError) as caught:
        read([path])
    assert [(problem.line, problem.column) for problem in caught.value.errors] == [(4711, "address")]


def test_at_most_twenty_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "devices.csv", DEVICES + "d,26,,bad,,,\n" * 30)
    with pytest.raises(InventoryError) as caught:
        read([path])
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 40 more errors"
    assert len(caught.value.errors) == 20
    assert caught.value.as_json()["errors"][0] == {  # type: ignore[index]  # an object, for JSON
        "file": str(path),
        "line": 2,
        "column": "address",
        "error": "it is empty: every line needs it",
    }


def test_faults_of_several_files_are_told_together(tmp_path: Path) -> None:
    written(tmp_path, "sites.csv", "code,name\n")
    written(tmp_path, "devices.csv", "")
    with pytest.raises(InventoryError) as caught:
        read([tmp_path, tmp_path / "absent"])
    assert [Path(problem.file).name for problem in caught.value.errors] == ["sites.csv", "devices.csv", "absent"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("absent.csv", "there is no such file or folder: check the path"),
        ("x" * 300, "File name too long"),
        ("empty", "the folder has none of sites.csv, devices.csv, links.csv, services.csv"),
        ("site.csv", "(did you mean “sites.csv”?): call it one of"),
    ],
)
def test_paths_that_cannot_be_taken(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "site.csv").touch()
    with pytest.raises(InventoryError) as caught:
        read([tmp_path / name])
    assert what in str(caught.value)


def test_an_unreadable_file(tmp_path: Path) -> None:
    path = written(tmp_path, "sites.csv", SITES)
    path.chmod(0)
    if os.access(path, os.R_OK):
        # The superuser reads everything: a folder by that name cannot be read by anybody.
        path.unlink()
        path.mkdir()
    with pytest.raises(InventoryError) as caught:
        read([path] if path.is_file() else [tmp_path])
    assert str(caught.value).startswith(f"{path}: it cannot be read (")


def test_a_folder_gives_its_known_files_once_and_leaves_others(tmp_path: Path) -> None:
    path = written(tmp_path, "sites.csv", SITES + "26,A,province,,,,,\n")
    written(tmp_path, "README.md", "# not ours")
    inventory = read([tmp_path, path, tmp_path / "." / "sites.csv"])
    assert len(inventory.sites) == 1
    assert inventory.devices == ()


def test_only_a_header_is_nothing_and_fine(tmp_path: Path) -> None:
    assert read([written(tmp_path, "sites.csv", SITES)]).sites == ()


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_ways_spreadsheets_write(tmp_path: Path, before: str, line_end: str) -> None:
    text = before + SITES + "\n26, Vi\u0303nh Phúc ,province,,21.3,,2013-06-01,\n,,,,,,,\n"
    (row,) = read([written(tmp_path, "sites.csv", text.replace("\n", line_end))]).sites
    assert row.line == 3
    assert row.values == {
        "code": "26",
        "name": "Vĩnh Phúc",
        "level": "province",
        "parent": None,
        "lat": 21.3,
        "lon": None,
        "connected_since": "2013-06-01",
        "valid_from": None,
    }


def test_absent_columns_are_absent(tmp_path: Path) -> None:
    (row,) = read([written(tmp_path, "devices.csv", "address,site,name\nHost.Example:1161,26,r1\n")]).devices
    assert row.values == {"address": "host.example", "port": 1161, "site": "26", "name": "r1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1", ("10.0.0.1", 161)),
        ("10.0.0.1:1161", ("10.0.0.1", 1161)),
        ("2001:DB8:0::1", ("2001:db8::1", 161)),
        ("[2001:db8::1]:1161", ("2001:db8::1", 1161)),
        ("[2001:db8::1]", ("2001:db8::1", 161)),
        ("fe80::1%eth0", ("fe80::1%eth0", 161)),
        ("core_1.vinh-phuc.example.", ("core_1.vinh-phuc.example.", 161)),
    ],
)
def test_addresses(tmp_path: Path, text: str, expected: tuple[str, int]) -> None:
    (row,) = read([written(tmp_path, "devices.csv", f"name,site,address\nr1,26,{text}\n")]).devices
    assert (row.values["address"], row.values["port"]) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=1#z",
        "http://[2001:db8::1]:8080/",
        "tcp://10.0.0.1:22",
        "tls://[2001:db8::1]:443",
        "dns://a.example",
    ],
)
def test_urls(tmp_path: Path, url: str) -> None:
    (row,) = read([written(tmp_path, "services.csv", f"name,site,url\ns,26,{url}\n")]).services
    assert row.values["url"] == url


def test_formula_marks_come_off(tmp_path: Path) -> None:
    text = DEVICES + "'-r1,26,10.0.0.1,,,,'=1+1\n"
    (row,) = read([written(tmp_path, "devices.csv", text)]).devices
    assert (row.values["name"], row.values["notes"]) == ("-r1", "=1+1")
