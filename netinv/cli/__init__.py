"""The command line: parse, call one use case, render. Importing this loads no heavy library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130


def main() -> None:
    """The entry point of the ``netinv`` command."""
    try:
        # Imported here, so that Ctrl-C while it loads shows no traceback either.
        from netinv import i18n
        from netinv.cli import quick

        arguments = sys.argv[1:]
        i18n.use(language(arguments))
        opened = quick.opening(arguments)
        if opened:
            code = quick.run(opened)
        else:
            from netinv.cli.program import run

            code = run(arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def language(arguments: Sequence[str]) -> str | None:
    """``--lang`` must be known before the commands are imported, with their help; None: it is not given."""
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None
