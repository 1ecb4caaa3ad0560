"""``netinv history``."""

from __future__ import annotations

import csv
import sys
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.app.words import durations
from netinv.app.words.sentences import local
from netinv.cli import context, options, streams
from netinv.cli.output import emit_json, note, say, table
from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.app.views.histories import Over
    from netinv.app.views.trends import Trend, Trends
    from netinv.store.measured.points import DevicePoint, PortPoint

_WIDTH = 48


class Step(StrEnum):
    """How much time a row stands for."""

    FIVE_MINUTES = "5m"
    HOUR = "1h"
    DAY = "1d"


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("history", help=_("What was measured of a device or one of its interfaces over time."))
    def history(
        run: typer.Context,
        device: Annotated[str, typer.Argument(help=_("A device."))],
        interface: Annotated[str | None, typer.Argument(help=_("One of its interfaces."))] = None,
        since: options.Since = None,
        until: options.Until = None,
        step: Annotated[Step | None, typer.Option("--step", help=_("How much time a row stands for."))] = None,
        as_json: options.Json = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=_("Print CSV."))] = False,
    ) -> None:
        from netinv.app.views import histories, trends
        from netinv.app.views.history_shapes import device_point, port_point
        from netinv.app.views.history_shapes import history as shape
        from netinv.cli.times import moment

        if as_json and as_csv:
            raise UsageError(_("--json and --csv do not go together"))
        now_ms = round(time.time() * 1000)
        chosen = step.value if step else None
        asked = histories.over(moment(since, "--since"), moment(until, "--until"), chosen, now_ms)
        with context.of(run).reader() as reader:
            row = histories.named_device(reader, device)
            port = histories.named_port(reader, row, interface, asked) if interface is not None else None
            if port is not None:
                port_rows = histories.of_port(histories.days(reader, row.id, asked, [port]), port, asked)
                shapes = [port_point(point) for point in port_rows]
            else:  # a row of JSON or CSV is the device's own, so nothing is read of its ports
                ports = () if as_json or as_csv else None
                drawn = trends.of_device(histories.days(reader, row.id, asked, ports), asked)
                shapes = [device_point(point) for point in drawn.points]
        if as_json:
            emit_json(shape(row.name, port, asked, shapes))
        elif as_csv:
            _print_csv(shapes)
        elif not shapes and (port is not None or not drawn.ports):
            note(_("nothing is known of that time: sweeps measure"))
        elif port is not None:
            _print_port(port_rows, asked)
        else:
            _print_device(drawn)


def _print_csv(shapes: Sequence[dict[str, object]]) -> None:
    streams.write_utf8()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if shapes:
        writer.writerow(shapes[0])
    writer.writerows(shape.values() for shape in shapes)


def _print_port(points: Sequence[PortPoint], asked: Over) -> None:
    from netinv.app.views import trends

    drawn = trends.of_port(points, asked)
    rows = (_("in"), drawn.into), (_("out"), drawn.out)
    table(("", "", _("mean"), _("highest")), [_summary(name, trend, durations.rate) for name, trend in rows])
    say()
    header = (
        *(_("time"), _("in"), _("out"), _("highest in"), _("highest out")),
        *(_("errors in"), _("errors out"), _("discards in"), _("discards out")),
    )
    rates = [[durations.rate(each) for each in point[2:6]] for point in points]
    table(header, [(local(point.at_ms), *row, *point[6:]) for point, row in zip(points, rates, strict=True)])


def _print_device(drawn: Trends) -> None:
    gauges = (_("round trip"), drawn.rtt_us, _ms), (_("CPU"), drawn.cpu, _load), (_("memory"), drawn.memory, _load)
    known = [_summary(name, trend, words) for name, trend, words in gauges if trend.highest is not None]
    table(("", "", _("mean"), _("highest")), known)
    rows = [
        (port, into.line(_WIDTH // 2), _rate(into.mean), out.line(_WIDTH // 2), _rate(out.mean))
        for port, (into, out) in drawn.ports.items()
    ]
    if rows:
        say()
        table((_("interface"), _("in"), _("mean"), _("out"), _("mean")), rows)
    if drawn.points:
        say()
        header = (_("time"), _("round trip"), _("highest"), _("CPU"), _("memory"), _("running for"))
        table(header, map(_device_cells, drawn.points))


def _summary(name: str, trend: Trend, words: Callable[[int | None], str]) -> tuple[str, ...]:
    mean = None if trend.mean is None else round(trend.mean)
    return name, trend.line(_WIDTH), words(mean), words(trend.highest)


def _device_cells(point: DevicePoint) -> tuple[object, ...]:
    uptime = "" if point.uptime_s is None else durations.duration(point.uptime_s)
    return (
        local(point.at_ms),
        _ms(point.rtt_us),
        _ms(point.rtt_peak_us),
        _load(point.cpu),
        _load(point.memory),
        uptime,
    )


def _rate(bps: float | None) -> str:
    return durations.rate(None if bps is None else round(bps))


def _ms(microseconds: int | None) -> str:
    return durations.milliseconds(None if microseconds is None else microseconds / 1000)


def _load(thousandths: int | None) -> str:
    return durations.per_cent(None if thousandths is None else thousandths / 1000)
