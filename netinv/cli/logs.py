"""How a run speaks on stderr: in words, or one JSON object a line (``--log-format json``)."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from netinv.cli import streams
from netinv.text import clean

_RUN = logging.getLogger("netinv.run")
"""What every run says, whatever the level: words for whoever started it, and why it failed."""


class LogFormat(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


class _Words(logging.Formatter):
    """What a run says stands as it is; what modules log has its level and origin before it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if record.name != _RUN.name:
            return super().format(record)
        text = clean(record.getMessage())
        return f"netinv: {text}" if record.levelno >= logging.ERROR else text


class _JsonLine(logging.Formatter):
    """Time in UTC, level, logger, message, then the fields that the record brings."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": clean(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = clean(self.formatException(record.exc_info))
        line |= getattr(record, "fields", {})
        return json.dumps(line, ensure_ascii=not streams.is_utf8(sys.stderr), default=str)


class _Stderr(logging.Handler):
    """Writes to what stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001  # as all handlers do: a line that cannot be written ends no sweep
            self.handleError(record)


_HANDLER = _Stderr()


def use(log_format: LogFormat = LogFormat.TEXT, *, verbose: bool = False) -> None:
    """From now on speak so. ``verbose``: what modules tell of their work, too."""
    structured = log_format is LogFormat.JSON
    _HANDLER.setFormatter(_JsonLine() if structured else _Words())
    logging.captureWarnings(structured)
    root = logging.getLogger()
    root.setLevel(logging.INFO if verbose else logging.WARNING if structured else logging.ERROR)
    _RUN.setLevel(logging.INFO)
    if _HANDLER not in root.handlers:
        root.addHandler(_HANDLER)


def structured() -> bool:
    """Whether programs read along: then nothing else may stand on stderr."""
    return isinstance(_HANDLER.formatter, _JsonLine)


def watched() -> bool:
    """Whether somebody sits before it: who is shown progress, and can be asked."""
    return sys.stderr.isatty() and not structured()


def tell(text: str, level: int = logging.INFO, **fields: Any) -> None:
    """A line about the run; in JSON with these fields."""
    _RUN.log(level, "%s", text, extra={"fields": fields})


def fail(text: str, exit_code: int) -> None:
    """Why it ends so."""
    tell(text, logging.ERROR, exit_code=exit_code)
