"""Identification, ports and neighbours of hundreds of recorded devices: no less right than when this was written."""

from __future__ import annotations

import importlib.util
import json
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netinv.app.views import shapes
from netinv.model import Kind
from netinv.reconcile import merge
from tests.unit.recordings import read_snmprec, visited

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the recordings of real devices are not on this machine"),
]

FIELDS = ("vendor", "os_version", "model", "serial")
AT_LEAST = {
    "core": {"vendor": 0.99, "os_version": 0.97, "model": 0.96, "serial": 0.87},
    "all": {"vendor": 0.94, "os_version": 0.85, "model": 0.85, "serial": 0.78},
}
RIGHT_WHEN_ANSWERED = {"vendor": 0.98, "os_version": 0.96, "model": 0.97, "serial": 0.99}


@cache
def evaluate() -> Any:
    """The scoring of the recordings' own script."""
    spec = importlib.util.spec_from_file_location("evaluate", CORPUS / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


def answer(path: Path) -> dict[str, Any]:
    seen, readings = visited(read_snmprec(path))
    facts, _covered = merge(readings)
    return {
        **{name: getattr(seen.system, name) for name in (*FIELDS, "sys_name", "sys_object_id")},
        "interfaces": [shapes.interface(fact) for fact in facts.get(Kind.INTERFACE, {}).values()],  # type: ignore[arg-type]
        "neighbors": [shapes.neighbor(fact) for fact in facts.get(Kind.NEIGHBOR, {}).values()],  # type: ignore[arg-type]
    }


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, Any]]:
    results: dict[str, list[dict[str, Any]]] = {"core": [], "tail": [], "all": []}
    for file in sorted((CORPUS / "cases").glob("*.expected.json")):
        expected = json.loads(file.read_text("utf-8"))
        path = file.with_name(f"{expected['name']}.snmprec")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the script leaves closing its files to Python
            scored = evaluate().score(expected, answer(path), str(path)) | {"seconds": 0, "failed": ""}
        results[expected["tier"]].append(scored)
        results["all"].append(scored)
    return {tier: evaluate().summarise(scored) for tier, scored in results.items()}


@pytest.mark.parametrize("tier", AT_LEAST)
@pytest.mark.parametrize("field", FIELDS)
def test_facts_found(scores: dict[str, Any], tier: str, field: str) -> None:
    assert scores[tier]["fields"][field]["accuracy"] >= AT_LEAST[tier][field]


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_not_sure_stays_empty(scores: dict[str, Any], field: str) -> None:
    assert scores["all"]["fields"][field]["right_when_answered"] >= RIGHT_WHEN_ANSWERED[field]


@pytest.mark.parametrize("tier", AT_LEAST)
def test_ports(scores: dict[str, Any], tier: str) -> None:
    ports = scores[tier]["interfaces"]
    assert ports["recall"] >= 0.999
    assert ports["precision"] >= 0.999
    assert ports["oper_status"] >= 0.999


@pytest.mark.parametrize("tier", AT_LEAST)
def test_neighbors(scores: dict[str, Any], tier: str) -> None:
    neighbors = scores[tier]["neighbors"]
    assert neighbors["recall"] >= 0.99
    assert neighbors["remote_port"] >= 0.98
