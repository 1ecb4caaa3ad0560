"""What a run says on stderr as JSON lines: each by itself, with fields, and nothing else between them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from netinv.lab.faults import Faults
from tests.interface.running import Laboratory, Place, Ran
from tests.interface.test_cli_json import check

JSON = ("--log-format", "json")


def lines(ran: Ran) -> list[dict[str, Any]]:
    """Every line of stderr, which must be an object of the promised shape."""
    told = [json.loads(line) for line in ran.err.splitlines()]
    for line in told:
        check(line, "log")
        assert list(line)[:4] == ["time", "level", "logger", "message"]
    return told


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_sweep_with_failing_devices(laboratory: Laboratory, imported: Place, as_json: tuple[str, ...]) -> None:
    laboratory.lab.set_faults("tichson-r1", Faults(gen_err=True))
    began = datetime.now(UTC)
    try:
        ran = imported.run(*JSON, "sweep", *as_json)
    finally:
        laboratory.lab.set_faults("tichson-r1", Faults())
    first, *rest = lines(ran)
    assert (ran.code, first["exit_code"]) == (1, 1)
    assert (first["level"], first["logger"], first["sweep"], first["targets"]) == ("info", "netinv.run", 1, 14)
    assert first["message"] == f"sweep 1: {first['answered']} of 14 devices answered"
    assert {line["sweep"] for line in rest} == {1}
    at = datetime.fromisoformat(first["time"])
    assert at.utcoffset() is not None
    assert began.timestamp() - 1 < at.timestamp() < datetime.now(UTC).timestamp() + 1
    failed = {line["device"]: line for line in rest if line["level"] == "warning"}
    assert failed["tichson-r1"]["what"]
    assert failed["tichson-r1"]["error"] in failed["tichson-r1"]["message"]
    causes = {line["name"]: line for line in rest if line["level"] == "error"}
    assert causes["dinhtrung-r1"]["state"] == "down"
    assert causes["dinhtrung-r1"]["since"].endswith("Z")
    if as_json:
        check(ran.json, "sweep")
        told = [(each["device"], each["error"]) for each in ran.json["errors"]]
        assert told == [(line["device"], line["error"]) for line in rest if line["level"] == "warning"]
    else:
        assert f"{first['answered']} of 14 devices answered" in ran.out


def test_words_stay_the_default_and_say_the_same(imported: Place) -> None:
    ran = imported.run("sweep")
    assert "{" not in ran.err
    assert imported.run("--log-format", "text", "sweep").err == ran.err


def test_a_quiet_sweep_is_quiet_in_json_too(laboratory: Laboratory, imported: Place) -> None:
    assert imported.run(*JSON, "sweep", "--quiet", "--only", "core1").code == 0  # first seen: a change
    ran = imported.run(*JSON, "sweep", "--quiet", "--only", "core1")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("status",), 3, "run netinv init"),
        (("sweep", "--bogus"), 2, "--bogus"),
        (("list", "clouds"), 2, "clouds"),
        (("schema", "none"), 2, "no schema"),
        (("--config", "absent.toml", "sweep"), 2, "absent.toml"),
    ],
)
def test_why_a_run_failed(place: Place, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = place.run(*JSON, *arguments)
    (line,) = lines(ran)
    assert (ran.code, ran.out) == (code, "")
    assert (line["level"], line["exit_code"]) == ("error", code)
    assert words in line["message"]
    assert not line["message"].startswith("netinv:")


def test_many_faults_of_a_file_are_one_line(place: Place) -> None:
    (place.folder / "sites.csv").write_text("code,name,level\n1,\x1b[31mA,nowhere\n2,B,nowhere\n")
    ran = place.run(*JSON, "import", "sites.csv")
    (line,) = lines(ran)
    assert ran.code == 2
    assert "sites.csv:2" in line["message"]
    assert "sites.csv:3" in line["message"]
    assert "\x1b" not in line["message"]


def test_the_variable_and_a_narrow_stderr(imported: Place) -> None:
    place = Place(imported.folder, {"NETINV_LOG_FORMAT": "json", "NETINV_LANG": "vi", "PYTHONIOENCODING": "ascii"})
    (line,) = lines(place.run("show", "chẳng-có"))
    assert "chẳng-có" in line["message"]
    spoken = Place(imported.folder, {"NETINV_LOG_FORMAT": "json", "NETINV_LANG": "vi"}).run("show", "chẳng-có")
    assert "chẳng-có" in spoken.err
    wrong = Place(imported.folder, {"NETINV_LOG_FORMAT": "xml"}).run("status")
    assert (wrong.code, "NETINV_LOG_FORMAT" in wrong.err) == (2, True)


def test_alerts_that_cannot_be_sent(imported: Place) -> None:
    with (imported.folder / "netinv.toml").open("a") as file:
        file.write('[[channels]]\nname = "hook"\nkind = "webhook"\ncredential = "hook"\n')
        file.write('[[alerts]]\nchannels = ["hook"]\n')
    with (imported.folder / "secrets.toml").open("a") as file:
        file.write('[hook]\nkind = "webhook"\nurl = "http://127.0.0.1:9/in"\ntoken = "zq7marker"\n')
    ran = imported.run(*JSON, "sweep")
    (told,) = [line for line in lines(ran) if line.get("channel") == "hook"]
    assert (told["level"], "netinv alerts" in told["message"]) == ("warning", True)
    assert "zq7marker" not in ran.err
