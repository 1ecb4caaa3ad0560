"""What every command gets: the settings, read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netinv import config, i18n

if TYPE_CHECKING:
    import typer

    from netinv.store.reading.reader import Reader


@dataclass
class Run:
    """One run of the program: what was given on the command line before the command."""

    overrides: dict[str, Any]
    verbose: bool = False

    @cached_property
    def settings(self) -> config.Settings:
        """All settings.

        Raises:
            ConfigError: one is wrong.
        """
        return self.setting()

    def setting(self, **more: Any) -> config.Settings:
        """The settings with those of the command's own options. A language set there is spoken from now on."""
        settings = config.load({**self.overrides, **more})
        if settings.lang is not None:
            i18n.use(settings.lang)
        return settings

    def reader(self) -> Reader:
        """The database, for reading."""
        from netinv.store.reading.reader import Reader

        return Reader(self.settings.db)

    def reader_by(self, boundaries: str | None) -> Reader:
        """The same, by the units of a day that was typed; None: by those of now.

        Raises:
            UsageError: it is no day, or there were no units on it.
        """
        from netinv.app.views.looking_back import open_at
        from netinv.cli.times import day

        return open_at(self.settings.db, None, boundaries=day(boundaries, "--boundaries"))


def of(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    assert isinstance(context.obj, Run)
    return context.obj
