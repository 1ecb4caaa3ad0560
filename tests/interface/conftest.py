"""A small simulated province that answers as long as the tests run, and places to run the program in."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netinv.inventory.example import example_dir
from netinv.lab.province import build
from netinv.lab.server import Lab
from tests.interface.running import QUICK, Laboratory, Place
from tests.interface.steady import write_inventory
from tests.interface.wheels import made_by
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES = 12


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """Agents of a dozen units on loopback; two of them are silent."""
    folder = tmp_path_factory.mktemp("laboratory")
    ports = free_port(), free_port()
    province = build(example_dir("vinh-phuc"), sites=SITES, port=ports[0], ssh_port=ports[1])
    write_inventory(province, folder)
    with (folder / "netinv.toml").open("a") as file:
        file.write(QUICK)
    with Lab(province) as lab:
        yield Laboratory(lab, Place(folder))


@pytest.fixture(scope="session")
def swept_once(laboratory: Laboratory, tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = laboratory.place.copy(tmp_path_factory.mktemp("swept"))
    assert place.run("import", ".").code == 0
    assert place.run("sweep").code == 1
    time.sleep(1.1)  # a second time, so that ports have rates: within a second there is none
    assert place.run("sweep").code == 1
    return place


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make wheelhouse`` makes; built once."""
    folder = tmp_path_factory.mktemp("carried") / "wheelhouse"
    made_by("make", "wheelhouse", f"WHEELHOUSE={folder}", f"PYTHON={sys.executable}")
    return folder


@pytest.fixture
def place(laboratory: Laboratory, tmp_path: Path) -> Place:
    """A folder with inventory, secrets and settings of the laboratory; no database yet."""
    return laboratory.place.copy(tmp_path / "place")


@pytest.fixture
def imported(place: Place) -> Place:
    """The same with the inventory imported."""
    assert place.run("import", ".").code == 0
    return place


@pytest.fixture
def swept(swept_once: Place, tmp_path: Path) -> Place:
    """The same after two sweeps; a copy of its own for each test."""
    return swept_once.copy(tmp_path / "swept")
