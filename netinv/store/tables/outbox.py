"""The table of alerts on their way out."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class Outbox(SQLModel, table=True):
    """An alert for one channel. ``uid`` is the id that the receiver sees; ``body`` is the JSON of schema ``alert``.

    ``standing``: the last one of a problem whose end this channel has not been told. ``status``: ``pending`` until it
    is ``sent``, or ``abandoned`` after days without success; a sender at work has pushed ``next_try_at`` ahead.
    """

    __table_args__ = (
        Index("outbox_standing", "channel", "problem_id", sqlite_where=text("standing")),
        Index("outbox_undelivered", "channel", "problem_id", "id", sqlite_where=text("sent_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    channel: str
    problem_id: int = Field(foreign_key="problem.id", ondelete="CASCADE", index=True)
    action: str
    severity: str
    lang: str
    title: str
    text: str
    body: str
    created_at: int
    standing: bool
    status: str
    attempts: int
    next_try_at: int
    sent_at: int | None = Field(default=None, index=True)
    error: str | None = None
