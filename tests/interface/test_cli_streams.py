"""Outputs as they come: a pipe nobody reads, a full or closed stdout, a narrow character set. And wrong use."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from netinv import __version__
from netinv.cli import program
from netinv.inventory.example import example_dir
from tests.interface.running import Place, finish


@pytest.mark.parametrize("what", ["interfaces", "sites"])
@pytest.mark.parametrize("more", [["--json"], []])
def test_a_reader_that_goes_away_is_nothing_to_speak_of(swept: Place, what: str, more: list[str]) -> None:
    reading, writing = os.pipe()
    process = swept.start("list", what, *more, stdout=writing)
    os.close(writing)
    os.close(reading)
    assert finish(process) == (0, "", "")


@pytest.mark.parametrize("arguments", [["list", "interfaces"], ["list", "sites", "--json"], ["topology", "export"]])
def test_a_full_stdout_is_a_failure(swept: Place, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = finish(swept.start(*arguments, stdout=full))
    assert ran.code == 3
    assert ran.err == "netinv: No space left on device: nothing more was done\n"


def test_closed_streams(swept: Place) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&-"):
        prefix = ("sh", "-c", f'exec "$@" {closed}', "-")
        assert swept.run("list", "sites", prefix=prefix).code == 0
        assert swept.run("sweep", "--only", "core1", "--json", prefix=prefix).code == 0


def test_a_narrow_character_set(swept: Place) -> None:
    narrow = Place(swept.folder, {"PYTHONIOENCODING": "ascii"})
    assert narrow.run("list", "sites", "--json").json == swept.run("list", "sites", "--json").json
    assert narrow.run("list", "sites", "--csv") == swept.run("list", "sites", "--csv")
    assert narrow.run("list", "sites").code == 0
    assert narrow.run("status").code == 1


def test_words_in_vietnamese_keys_in_english(swept: Place) -> None:
    english = swept.run("list", "devices", "--json")
    assert swept.run("--lang", "vi", "list", "devices", "--json") == english
    assert swept.run("--lang", "xx", "list", "devices").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonesuch"],
        ["list"],
        ["list", "routers"],
        ["list", "devices", "--site", "nowhere"],
        ["list", "devices", "--state", "bogus"],
        ["list", "interfaces", "--csv"],
        ["list", "devices", "--bogus"],
        ["show"],
        ["show", "nobody"],
        ["show", ""],
        ["status", "nowhere"],
        ["import"],
        ["import", "absent.csv"],
        ["probe"],
        ["probe", "127.0.0.1"],
        ["probe", "127.0.0.1:99999", "--community", "x"],
        ["probe", "127.0.0.1", "--credential", "absent"],
        ["probe", "127.0.0.1", "--ssh-credential", "campus"],
        ["sweep", "--only", "nobody"],
        ["sweep", "--jobs", "0"],
        ["events", "--since", "yesterday-ish"],
        ["events", "--since", "99999999999d"],
        ["events", "--since", "0001-01-01"],
        ["events", "--limit", "99999999999999999999"],
        ["topology"],
        ["topology", "export", "--format", "gexf"],
        ["schema", "absent"],
        ["demo", "--sites", "0"],
        ["init", "--example", "absent"],
        ["--config", "absent.toml", "list", "sites"],
    ],
    ids=" ".join,
)
def test_wrong_use(swept_once: Place, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    files = [f"--db={swept_once.db}"]
    before = swept_once.db.read_bytes()
    assert program.run([*files, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err
    assert swept_once.db.read_bytes() == before


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["--version"]) == 0
    assert capsys.readouterr() == (f"netinv {__version__}\n", "")
    assert program.run(["--help"]) == 0
    assert program.run(["topology", "export", "-h"]) == 0
    out, err = capsys.readouterr()
    assert "sweep" in out
    assert err == ""


def test_csv_goes_in_again_unchanged(swept: Place, tmp_path: Path) -> None:
    kinds = ("sites", "devices", "links", "services")
    files = tmp_path / "files"
    files.mkdir()
    for kind in kinds:
        (files / f"{kind}.csv").write_text(swept.run("list", kind, "--csv").out)
    again = swept.run("import", str(files), "--json").json
    assert sum(again["added"].values()) + sum(again["updated"].values()) == 0
    assert all(again["unchanged"][kind] for kind in kinds)
    elsewhere = Place(tmp_path).run("import", str(files), "--json")
    assert elsewhere.json["added"] == again["unchanged"]


def test_init_with_the_example_and_its_status(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.run("init", "--example", "vinh-phuc").code == 0
    assert len(place.run("list", "devices", "--json").json) == 171
    ran = place.run("status")
    assert ran.code == 1
    assert "no sweep yet" in ran.out
    assert place.run("import", str(example_dir("vinh-phuc"))).code == 0


def test_two_that_make_the_database_at_once(place: Place) -> None:
    both = [place.start("import", "."), place.start("import", ".")]
    assert [finish(process).code for process in both] == [0, 0]
    assert len(place.run("list", "devices", "--json").json) == 14


def test_the_demo(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = Place(tmp_path).start("demo", "--once", "--sites", "12", stdin=subprocess.DEVNULL)
    ran = finish(process)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 15, (
        "what it costs, on a busy machine too"
    )
    assert ran.code == 0
    assert "Tỉnh Vĩnh Phúc" in ran.out
    assert "12 of 14 devices answered" in ran.out
    assert list(tmp_path.iterdir()) == []
