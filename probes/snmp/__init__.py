"""SNMP: our session over exchangeable engines. Only the engine files import a network library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from probes.snmp.engine import Engine


def load_engine(name: str) -> Engine:
    """The engine of a name: gufo, pysnmp, or auto: gufo where it can be imported."""
    if name != "pysnmp":
        try:
            from probes.snmp.gufo_engine import GufoEngine
        except ImportError:
            if name == "gufo":
                raise
        else:
            return GufoEngine()
    from probes.snmp.pysnmp_engine import PysnmpEngine

    return PysnmpEngine()
