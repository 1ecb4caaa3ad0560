"""Fixtures of the tests on the small province of real agents. Test modules name this as a plugin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.integration.network import inventory
from tests.integration.network.network import Network
from tests.integration.network.poller import Poller
from tests.integration.network.province import PLAN, UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def network() -> Iterator[Network]:
    with Network(PLAN) as network:
        network.wait_for_lldp()
        yield network


@pytest.fixture(scope="session")
def swept(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Poller:
    """A poller that has imported the inventory and swept once."""
    folder = tmp_path_factory.mktemp("poller")
    inventory.write(PLAN, folder, undeclared=UNDECLARED)
    poller = Poller(network, folder)
    poller.netinv("import", ".")
    (folder / "first.json").write_text(json.dumps(poller.sweep(expect=0)))
    return poller


@pytest.fixture
def poller(swept: Poller, tmp_path: Path) -> Iterator[Poller]:
    """A poller of this test's own that knows the first sweep; the network is whole before and after."""
    yield swept.twin(tmp_path / "poller")
    swept.network.wait_for_lldp()
