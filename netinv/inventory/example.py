"""Where the example provinces lie: inside an installed package, or beside it in the repository."""

from __future__ import annotations

from pathlib import Path

from netinv.errors import UsageError
from netinv.i18n import _


def _folders() -> tuple[Path, ...]:
    package = Path(__file__).parents[1]
    return (package / "examples", package.parent / "examples")


def example_names() -> list[str]:
    """The examples there are, by name."""
    return sorted({path.parent.name for folder in _folders() for path in folder.glob("*/sites.csv")})


def example_dir(name: str) -> Path:
    """The folder of the example of that name, with its CSV files.

    Raises:
        UsageError: there is no such example; the message names those there are.
    """
    if name in example_names():
        return next(folder / name for folder in _folders() if (folder / name / "sites.csv").is_file())
    message = _("there is no example “{name}”: use one of {names}")
    raise UsageError(message.format(name=name, names=", ".join(example_names())))
