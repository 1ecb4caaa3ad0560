"""``python -m netinv`` is the ``netinv`` command."""

from netinv.cli import main

main()
