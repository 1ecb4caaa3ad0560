"""``netinv maintenance``: planned work wakes nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli import context, options
from netinv.cli.output import emit_json, note, say, table
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.views.planned_work import Planned


def register(program: typer.Typer) -> None:
    """Add the commands."""
    maintenance = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Planned work: it wakes nobody."))
    program.add_typer(maintenance, name="maintenance")
    maintenance.callback()(lambda: None)
    _register_add(maintenance)
    _register_list(maintenance)
    _register_end(maintenance)


def _register_add(maintenance: typer.Typer) -> None:
    @maintenance.command("add", help=_("Plan work; prints whom it will cut off."))
    def add(
        run: typer.Context,
        name: Annotated[str, typer.Argument(help=_("A site, a device, A--B, A:PORT--B:PORT, or a circuit."))],
        begins: Annotated[str, typer.Option("--from", metavar="T", help=_("22:00, now, +2h, 2026-11-28 22:00 …"))],
        ends: Annotated[str, typer.Option("--to", metavar="T", help=_("Likewise; +2h counts from the beginning."))],
        words: options.Message = None,
        repeat: Annotated[
            str | None, typer.Option("--repeat", metavar="RRULE", help=_("Again and again: FREQ=WEEKLY;BYDAY=SU"))
        ] = None,
        zone: Annotated[
            str | None, typer.Option("--zone", metavar="ZONE", help=_("Whose clock; without it, this machine's."))
        ] = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.maintenance import maintaining
        from netinv.app.views import planned_work, shapes
        from netinv.cli import topology_output

        this = context.of(run)
        added = maintaining.add(this.settings, name, begins, ends, note=words, repeat=repeat, zone=zone)
        for warning in planned_work.warnings(added.planned, added.overlaps):
            note(warning)
        if as_json:
            overlaps = [other.window.id for other in added.overlaps]
            shape = {"window": shapes.window(added.planned), "impact": added.impact.shape, "overlaps": overlaps}
            emit_json(shape)
            return
        say(planned_work.line(added.planned))
        with this.reader() as reader:
            words_of = topology_output.Words(reader)
        topology_output.impact({**added.impact.shape, "failed": [added.planned.window.name]}, words_of)
        topology_output.tell_apart(added.impact.apart)


def _register_list(maintenance: typer.Typer) -> None:
    @maintenance.command("list", help=_("The windows that go on or will; with --all those that are over, too."))
    def list_(
        run: typer.Context,
        everything: Annotated[bool, typer.Option("--all", help=_("Those that are over, too."))] = False,
        as_json: options.Json = False,
    ) -> None:
        import time

        from netinv.app.views import planned_work, shapes

        with context.of(run).reader() as reader:
            found = planned_work.windows(reader, round(time.time() * 1000), past=everything)
        if as_json:
            emit_json([shapes.window(one) for one in found])
            return
        if not found:
            say(_("no work is planned"))
            return
        header = (_("number"), _("state"), _("what"), _("name"), _("from"), _("to"), _("zone"), _("again"), _("words"))
        table(header, [_row(one) for one in found])


def _register_end(maintenance: typer.Typer) -> None:
    @maintenance.command("end", help=_("End a window now; one that recurs, for good."))
    def end(
        run: typer.Context,
        number: Annotated[int, typer.Argument(metavar="ID", min=1, help=_("netinv maintenance list shows it."))],
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.maintenance import maintaining
        from netinv.app.views import shapes

        ended = maintaining.end(context.of(run).settings, number)
        if as_json:
            emit_json(shapes.window(ended))
        else:
            window = ended.window
            say(_("window {number} on {name} has ended").format(number=window.id, name=window.name))


def _row(one: Planned) -> tuple[object, ...]:
    from netinv.app.views.planned_work import kind_word, local, shown, state_word

    window, time_of, state = one.window, shown(one), state_word(one.state)
    times = (local(window, time_of.starts_at), local(window, time_of.ends_at))
    return window.id, state, kind_word(window.kind), window.name, *times, window.zone, window.repeat, window.note
