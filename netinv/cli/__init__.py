"""The command line: parse, call one use case, render. Importing this loads no heavy library."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """The entry point of the ``netinv`` command."""
    try:
        # Imported here, so that Ctrl-C while it loads shows no traceback either.
        from netinv.cli import quick

        opened = quick.opening(sys.argv[1:])
        if opened:
            code = quick.run(opened)
        else:
            from netinv.cli.program import run

            code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)
