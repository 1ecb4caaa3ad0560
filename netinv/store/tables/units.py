"""Reorganisations: who follows whom, and what was moved."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from netinv.store.tables.clustered import CLUSTERED, key


class Reorganisation(SQLModel, table=True):
    """A file of ``netinv geo apply``. As JSON: ``steps``, its days; ``ended`` and ``born``, ids of sites."""

    id: int | None = Field(default=None, primary_key=True)
    applied_at: int
    applied_by: str
    file: str
    digest: str
    steps: str
    ended: str
    born: str
    undone_at: int | None = None


class Succession(SQLModel, table=True):
    """That what stood at one unit stands at another from a day on."""

    __table_args__ = (CLUSTERED,)
    old_site_id: int = key("site.id")
    new_site_id: int = key("site.id")
    date: str
    action: str
    basis: str | None = None
    reorganisation_id: int = Field(foreign_key="reorganisation.id")


class Relocation(SQLModel, table=True):
    """That a device or a service left a site on a day: by a reorganisation, or because the inventory says so."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="CASCADE", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id", ondelete="CASCADE")
    date: str
    from_site_id: int = Field(foreign_key="site.id")
    reorganisation_id: int | None = Field(default=None, foreign_key="reorganisation.id")
