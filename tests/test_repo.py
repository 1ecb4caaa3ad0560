"""The repository itself: layers, lazy imports, file sizes, migrations, what the wheel holds, words that must not be."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from netinv.inventory.example import example_dir
from netinv.store.writing.engine import Store

ROOT = Path(__file__).parent.parent
PACKAGES = ("netinv", "probes", "topology")
MOST_LINES = 400
HEAVY = {
    *("alembic", "apprise", "gufo", "icmplib", "netmiko", "networkx", "ntc_templates", "paramiko", "pysnmp"),
    *("sqlalchemy", "sqlmodel", "textfsm", "textual", "openpyxl", "fpdf", "fontTools", "PIL"),
}
OF_EVERY_MACHINE = {"//", "/usr/", "/usr/local/", "/root/", "/opt/", "/tmp/", "/var/lib/netinv/"}
# Its name and path differ from machine to machine: that is why it must stand in no file.
OF_THIS_MACHINE = sorted({f"{ROOT}/", f"{Path.home()}/", f"{Path(sys.base_prefix)}/"} - OF_EVERY_MACHINE)


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project, as git knows them."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git repository here")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    """The top-level modules that a command has loaded when it ends."""
    code = (
        "import json, sys; from netinv.cli.program import run; run(sys.argv[1:]);"
        "sys.stderr.write('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    words = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_the_layers_are_kept() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    if not tool.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


def test_no_modules_import_each_other_in_a_circle() -> None:
    grimp = pytest.importorskip("grimp", reason="import-linter is not installed")
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)  # imports for types alone and within functions are in it
    arrows: nx.DiGraph[str] = nx.DiGraph(
        (one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)
    )
    assert len(arrows) > 100
    assert not [sorted(circle) for circle in nx.strongly_connected_components(arrows) if len(circle) > 1]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["sweep", "--help"], ["topology", "--help"], ["report", "--help"], ["schema"]],
)
def test_help_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert loaded_by(*arguments, folder=tmp_path) & HEAVY == set()


def test_readers_load_no_object_mapper(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "netinv", "import", str(example_dir("vinh-phuc"))]
    subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=True)
    for arguments in (
        ["list", "devices"],
        ["list", "interfaces", "--json"],
        ["list", "sites", "--csv"],
        ["show", "core1"],
        ["status"],
        ["events"],
        ["alerts", "--json"],
    ):
        assert loaded_by(*arguments, folder=tmp_path) & HEAVY == set(), arguments


def test_importing_the_package_loads_only_itself(tmp_path: Path) -> None:
    code = "import sys; before = set(sys.modules); import netinv; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["netinv"]


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine
    from sqlmodel import SQLModel

    from netinv.store import migrations
    from netinv.store.file.connection import REVISIONS

    Store(tmp_path / "inventory.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'inventory.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()
    assert differences == []
    assert migrations.__file__ is not None
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [REVISIONS[-1]]


def test_files_stay_small() -> None:
    lines = {
        path: len(path.read_text("utf-8").splitlines())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "versions" not in path.parts
    }
    assert len(lines) > 100
    assert {str(path.relative_to(ROOT)): n for path, n in lines.items() if n > MOST_LINES} == {}


def test_no_folder_of_tests_hides_a_package() -> None:
    folders = {path.name for path in (ROOT / "tests").rglob("*") if path.is_dir() and path.name != "__pycache__"}
    hidden = {name for name in folders if name.isidentifier() and importlib.util.find_spec(name) is not None}
    assert hidden == set()


def test_no_file_names_this_machine() -> None:
    for path in tracked():
        octets = path.read_bytes()
        named = [place for place in OF_THIS_MACHINE if place.encode() in octets]
        assert named == [], path


def test_no_file_is_huge_or_generated() -> None:
    for path in tracked():
        assert path.stat().st_size < 2_000_000, path
        assert not {"__pycache__", ".venv", "build", "dist"} & set(path.relative_to(ROOT).parts), path


def test_the_wheel_has_everything(tmp_path: Path) -> None:
    if shutil.which("uv"):
        words = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(tmp_path)]
    elif importlib.util.find_spec("pip"):
        words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path)]
    else:
        pytest.skip("neither uv nor pip is here to build with")
    done = subprocess.run([*words, str(ROOT)], capture_output=True, text=True, timeout=120, check=False)
    if "hatchling" in done.stderr and done.returncode:
        pytest.skip("the build backend cannot be had here: no network")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {path.relative_to(ROOT).as_posix() for path in tracked() if path.relative_to(ROOT).parts[0] in PACKAGES}
    wanted |= {f"netinv/{path.relative_to(ROOT).as_posix()}" for path in tracked() if ROOT / "examples" in path.parents}
    assert wanted - held == set()
    for part in (".mo", ".tcss", "netinv/schemas/device.json", "probes/vendors/", "migrations/versions/r0001"):
        assert any(part in name for name in held), part
    assert not [name for name in held if name.startswith(("tests/", "docs/"))]
