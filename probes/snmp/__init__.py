"""SNMP: our session over exchangeable engines. Only the engine files import a network library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from probes.snmp.engine import Engine


def load_engine(name: str) -> Engine:
    """The engine of a name: ``gufo``, ``pysnmp``, or ``auto``: gufo where it can be imported, else pysnmp.

    Raises:
        ConfigError: there is no such engine, or it is not installed.
    """
    if name in ("auto", "gufo"):
        try:
            from probes.snmp.gufo_engine import GufoEngine
        except ImportError:
            if name == "gufo":
                raise _missing(name) from None
        else:
            return GufoEngine()
    elif name != "pysnmp":
        raise _missing(name)
    try:
        from probes.snmp.pysnmp_engine import PysnmpEngine
    except ImportError:
        raise _missing("pysnmp") from None
    return PysnmpEngine()


def _missing(name: str) -> Exception:
    from netinv.errors import ConfigError
    from netinv.i18n import _

    return ConfigError(_("the SNMP engine “{name}” is not installed: set snmp_engine to auto").format(name=name))
