"""How a run ends: exit codes, and messages instead of tracebacks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from netinv.cli import logs, streams
from netinv.errors import NetinvError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

_FAILED = 3
_INTERRUPTED = 130


def exit_code_of(command: Callable[[], object]) -> int:
    """Run a command. Nothing that a user, a device or a disk can cause shows a traceback."""
    code = _run(command)
    failure = streams.flush()
    if failure is None:
        return code
    return code if code == _FAILED else _told(failure)


def _run(command: Callable[[], object]) -> int:
    try:
        result = command()
    except NetinvError as error:
        # Written as it is: messages with file and line must not be wrapped.
        return _say(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except (BrokenPipeError, SystemExit):  # typer makes the second of the first: nobody reads on, as with | head
        return 0
    except OSError as error:
        return _told(error)
    except Exception as error:  # the last net: code 1 would tell scripts that the network has problems
        log.info("internal error", exc_info=error)
        message = _("internal error ({name}): please report it, with what netinv -v says")
        return _say(message.format(name=type(error).__name__), _FAILED)
    return result if isinstance(result, int) else 0


def _told(error: OSError) -> int:
    what = error.strerror or type(error).__name__
    where = f"{error.filename}: " if error.filename else ""
    return _say(_("{where}{what}: nothing more was done").format(where=where, what=what), _FAILED)


def _say(text: str, code: int) -> int:
    logs.fail(text, code)
    return code
