"""Sending what is in the outbox: each channel in a thread of its own, no longer than allowed, no lock held."""

from __future__ import annotations

import threading
import time
import uuid
from typing import TYPE_CHECKING, NamedTuple

from netinv import i18n
from netinv.alerts.message import ChannelError, Message
from netinv.app.alerts import alert_texts
from netinv.app.alerts.sending import LONGEST_QUESTION_S, channel_named, open_channel, send_at_once
from netinv.errors import NetinvError
from netinv.i18n import _
from netinv.store.writing import outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.alerts.senders import Sender
    from netinv.config import Settings
    from netinv.recipients import Channel
    from netinv.store.writing.outbox import OutboxRow

_BATCH = 250
_LONGEST_TEST_S = 20.0
_GRACE_S = 0.2


class Delivered(NamedTuple):
    """What became of a channel's alerts. ``error``: the last one, None if all went well."""

    channel: str
    sent: int
    failed: int
    error: str | None


def deliver(settings: Settings, deadline_s: float | None = None) -> list[Delivered]:
    """Send what is due. A channel that takes longer is left behind with what it has not sent.

    Args:
        settings: All settings.
        deadline_s: Seconds it may take at most; None: ``alert_deadline_s``.
    """
    if not settings.channels:
        return []
    deadline_s = settings.alert_deadline_s if deadline_s is None else deadline_s
    until = time.monotonic() + deadline_s
    waiting = set(outbox.due(settings.db, _now_ms()))
    rounds = [_Round(settings, channel, until, deadline_s) for channel in settings.channels if channel.name in waiting]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join(max(0.0, until - time.monotonic()) + _GRACE_S)
    return [one.result() for one in rounds]


def send_test(settings: Settings, name: str) -> None:
    """Send one alert that means nothing, at once and past the outbox.

    Raises:
        UsageError: no such channel.
        NetinvError: it could not be sent.
    """
    channel = channel_named(settings, name)
    uid, lang = uuid.uuid4().hex, i18n.language()
    body = alert_texts.trial(name, _now_ms(), uid, lang)
    message = Message(uid, "test", "info", body["title"], body["text"], body)
    send_at_once(settings, channel, message, _LONGEST_TEST_S)


class _Round(threading.Thread):
    """One channel's turn: batch after batch until nothing is due, it fails, or its time is over."""

    def __init__(self, settings: Settings, channel: Channel, until: float, deadline_s: float) -> None:
        super().__init__(daemon=True, name=f"alerts {channel.name}")
        self._settings = settings
        self._channel = channel
        self._until = until
        self._timeout_s = min(LONGEST_QUESTION_S, deadline_s)
        self._lease_ms = round(1000 * (2 * deadline_s + self._timeout_s))
        self._sent = self._failed = 0
        self._error: str | None = None
        self._taken: list[OutboxRow] = []

    def result(self) -> Delivered:
        """How far it came; a thread that still waits for its receiver has not answered in time."""
        if self.is_alive():
            self._settle(self._taken, {}, _("no answer in time"))
        return Delivered(self._channel.name, self._sent, self._failed, self._error)

    def run(self) -> None:
        """Send."""
        try:
            self._run()
        except NetinvError as error:  # of the database: what was claimed comes due again
            self._error = str(error)

    def _run(self) -> None:
        sender: Sender | None = None
        while time.monotonic() < self._until:
            rows = outbox.claim(self._settings.db, self._channel.name, _now_ms(), self._lease_ms, _BATCH)
            if not rows:
                return
            self._taken = rows
            tried: dict[int, str | None] = {}
            broken: str | None = None
            try:
                sender = sender or open_channel(self._settings, self._channel, self._timeout_s)
                tried.update(self._each(sender, rows))
            except ChannelError as error:
                broken = str(error)
            except Exception as error:  # noqa: BLE001  # a mistake of ours costs this channel's turn, not the sweep
                broken = _("internal error ({name})").format(name=type(error).__name__)
            self._taken = []
            self._settle(rows, tried, broken)
            if broken is not None:
                return

    def _each(self, sender: Sender, rows: list[OutboxRow]) -> Iterator[tuple[int, str | None]]:
        by_uid = {row.uid: row.id for row in rows}
        for message, why in sender.send([_message(row) for row in rows]):
            yield by_uid[message.id], why
            if time.monotonic() >= self._until:
                return

    def _settle(self, rows: list[OutboxRow], tried: dict[int, str | None], broken: str | None) -> None:
        sent = [row for row in rows if row.id in tried and tried[row.id] is None]
        failed = {row_id: why for row_id, why in tried.items() if why is not None}
        left = [row for row in rows if row.id not in tried]
        if broken is not None:
            failed |= {row.id: broken for row in left}
            left = []
        outbox.settle(self._settings.db, _now_ms(), sent, failed, left)
        self._sent += len(sent)
        self._failed += len(failed)
        self._error = next(reversed(failed.values()), self._error)


def _message(row: OutboxRow) -> Message:
    return Message(row.uid, row.action, row.severity, row.title, row.text, row.body)


def _now_ms() -> int:
    return round(time.time() * 1000)
