"""The command line: parse, call one use case, render. Importing this loads no heavy library."""

from __future__ import annotations

import sys

from netinv.cli.program import run


def main() -> None:
    """The entry point of the ``netinv`` command."""
    sys.exit(run(sys.argv[1:]))
