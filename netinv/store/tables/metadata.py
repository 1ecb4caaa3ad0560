"""All tables at once: importing this module makes them known to SQLModel's metadata."""

from __future__ import annotations

from sqlmodel import SQLModel

from netinv.store.tables import (  # noqa: F401  # each adds its own
    devices,
    inventory,
    links,
    measured,
    outbox,
    problems,
    services,
    sweeps,
    units,
    work,
)

METADATA = SQLModel.metadata
