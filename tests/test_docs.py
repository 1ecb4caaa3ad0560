"""The documents say what is true of the program: commands, settings, columns, keys; links lead on; the tour runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer

from netinv import config
from netinv.cli.program import _program
from netinv.inventory.columns import COLUMNS
from netinv.tui.actions import ACTIONS
from netinv.tui.keys import key_name

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
SCHEMAS = sorted((ROOT / "netinv" / "schemas").glob("*.json"))
ON_THE_NETWORK = {"sweep", "probe", "discover", "demo", "tui"}
PATHS_ONLY = {"db", "secrets", "config"}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_CALL = re.compile(r"(?:sudo -u netinv )?(?:\S*/)?netinv (.*)")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def section(text: str, heading: str) -> str:
    """What stands under a heading, until the next of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.M | re.S)
    assert found, f"no heading {heading!r}"
    return found[1]


def reference(heading: str) -> str:
    """A section of the reference."""
    return section(REFERENCE.read_text("utf-8"), heading)


@cache
def _group() -> Any:
    return typer.main.get_command(_program())


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """All commands by their full name."""
    for word, command in group.commands.items():
        if getattr(command, "invoke_without_command", False):
            yield f"{name}{word}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{name}{word} ")
        else:
            yield f"{name}{word}", command


COMMANDS = dict(commands(_group()))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_and_its_options_stand_in_the_reference(name: str) -> None:
    text = reference(f"### netinv {name}")
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("-") and option not in ("-h", "--help"):
                assert f"`{option}" in text or f"[{option}" in text, f"{name}: {option}"


def test_the_reference_has_no_command_that_is_not_there() -> None:
    headings = re.findall(r"^### netinv (.+)$", REFERENCE.read_text("utf-8"), re.M)
    assert sorted(headings) == sorted(COMMANDS)


def test_each_global_option_stands_in_the_reference() -> None:
    text = reference("## Options before the command")
    options = [option for parameter in _group().params for option in parameter.opts if option.startswith("-")]
    assert options
    assert [option for option in options if f"`{option}" not in text] == []


@pytest.mark.parametrize("name", [field.name for field in fields(config.Settings)])
def test_each_setting_stands_in_the_reference_with_its_variable(name: str) -> None:
    assert f"\n| `{name}` |" in reference("## Settings")
    if name not in ("placement", "keys", "channels", "alerts"):  # tables: only in the file
        assert f"`NETINV_{name.upper()}`" in reference("## Environment variables")


def test_the_defaults_and_bounds_in_the_reference_are_the_programs() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+? \| .+?) \|", reference("## Settings"), re.M))
    for name, (low, high) in config._BOUNDS.items():
        default = getattr(config.Settings(), name)
        assert rows[name] == f"{default} | {low:.10g} to {high:.10g}"


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_column_and_its_choices_stand_in_the_reference(kind: Any) -> None:
    text = reference("## Inventory files")
    start = text.index(f"`{kind}.csv`")
    table = re.search(r"(?:^\|.*\n)+", text[start:], re.M)
    assert table
    for column in COLUMNS[kind]:
        row = re.search(rf"^\|[^|]*`{column.name}`[^|]*\| (yes)? ?\|.*$", table[0], re.M)
        assert row, f"{kind}.csv: {column.name}"
        assert bool(row[1]) is column.required, f"{kind}.csv: {column.name}"
        assert [choice for choice in column.choices if f"`{choice}`" not in row[0]] == []


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_each_key_of_the_json_stands_in_the_reference(schema: Path) -> None:
    shape = json.loads(schema.read_text("utf-8"))
    keys = shape.get("properties") or shape["items"]["properties"]
    text = reference("## JSON") + reference("### netinv doctor").replace('"', "`")
    if schema.stem == "discover":
        text += reference("### netinv discover")
    assert keys
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_each_key_of_the_terminal_interface_stands_in_the_reference() -> None:
    text = reference("## Keys of the terminal interface")
    keys = {key_name(key) for action in ACTIONS.values() for key in action.keys.split(",")}
    assert sorted(key for key in keys if f"`{key}`" not in text) == []


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [one for extra in project["project"].get("optional-dependencies", {}).values() for one in extra]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    names = {re.split(r"[<>=;\[ ]", one)[0] for one in wanted}
    assert sorted(name for name in names if f"\n| {name} | " not in text) == []
    rows = re.findall(r"^\| ([a-z][\w-]*) \| ", text, re.M)
    assert sorted({*rows} - names - {"package"}) == []


def slugs(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    text = _FENCE.sub("", path.read_text("utf-8"))
    found = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in _LINK.findall(_FENCE.sub("", document.read_text("utf-8"))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _hash, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in slugs(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "pictures").glob("*.svg")), ids=lambda path: path.name)
def test_pictures_load_nothing_from_the_web(picture: Path) -> None:
    text = picture.read_text("utf-8")
    assert "url(http" not in text
    assert "@import" not in text
    assert "href" not in text


def lines(text: str) -> list[str]:
    """The commands of all console blocks of a text."""
    blocks = [body for language, body in _FENCE.findall(text) if language == "console"]
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def words(line: str) -> list[str] | None:
    """The arguments of the call of netinv that a line of shell begins with; None: it calls something else."""
    call = _CALL.match(line)
    if call is None:
        return None
    lexer = shlex.shlex(call[1], posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    return list(takewhile(lambda word: not set(word) <= set("|&;<>"), lexer))


def parse(arguments: list[str]) -> str:
    """Parse a call as the program would and run nothing; the name of the command."""
    command, rest, name, parent = _group(), arguments, "netinv", None
    while True:
        parent = command.make_context(name, list(rest), parent=parent)
        if not hasattr(command, "commands") or (command.invoke_without_command and not parent._protected_args):
            return name
        name, command, rest = command.resolve_command(parent, [*parent._protected_args, *parent.args])


CALLS = [
    pytest.param(call, id=f"{document.relative_to(ROOT)}: {' '.join(call)}")
    for document in DOCUMENTS
    for call in map(words, lines(document.read_text("utf-8")))
    if call is not None
]


@pytest.mark.parametrize("arguments", CALLS)
def test_the_commands_of_the_documents_are_ones_that_the_program_takes(arguments: list[str]) -> None:
    assert parse(arguments)


def run_all(commands: list[str], folder: Path) -> list[str]:
    """Run those lines that need no device in an empty folder; the names of the commands that ran."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "netinv"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m netinv "$@"\n')
    program.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NETINV_", "LC_"))}
    environment |= {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    environment["PYTHONPATH"] = str(ROOT)
    here = folder / "here"
    here.mkdir()
    ran = []
    for line in commands:
        name = parse(words(line) or [])
        if name in ON_THE_NETWORK:
            continue
        done = subprocess.run(
            ["sh", "-c", line], cwd=here, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == (1 if name == "status" else 0), f"{line}: {done.returncode}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        ran.append(name)
    return ran


def test_the_tour_of_the_readme_runs(tmp_path: Path) -> None:
    tour = section((ROOT / "README.md").read_text("utf-8"), "## Five minutes on a real network")
    ran = run_all(lines(tour), tmp_path)
    assert {"init", "list", "import", "status", "export", "show"} <= set(ran)
    assert (tmp_path / "here" / "network.graphml").stat().st_size > 1000


def test_the_exports_of_the_examples_run(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "exports" / "README.md").read_text("utf-8")
    commands = lines(text)
    ran = run_all(commands, tmp_path)
    assert len(ran) == len(commands) > 10
    (code,) = (body for language, body in _FENCE.findall(text) if language == "python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "here", capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "341 nodes, 0 down\n"), done.stderr
    counts = json.loads((tmp_path / "here" / "import.json").read_text("utf-8"))
    assert set(counts["added"].values()) == set(counts["updated"].values()) == {0}
    assert all(counts["unchanged"].values())


def test_each_action_stands_in_the_reference() -> None:
    text = reference("### Keys")
    assert sorted(name for name in ACTIONS if f"`{name}`" not in text) == []
