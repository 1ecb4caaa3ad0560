"""Tables that are clustered by their primary key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer
from sqlmodel import Field

CLUSTERED = {"sqlite_with_rowid": False}


def key(target: str | None = None) -> Any:
    """A part of a clustered primary key; SQLite must not number it itself."""
    references = [ForeignKey(target, ondelete="CASCADE")] if target else []
    return Field(sa_column=Column(Integer, *references, primary_key=True, autoincrement=False))
