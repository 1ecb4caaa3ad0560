"""The problems and their lives: the open ones and those that ended, each with its sentence and who took it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.views.standing import standing
from netinv.app.views.viewing import site_ids
from netinv.app.words.durations import age, duration
from netinv.app.words.sentences import Places, clock, iso
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.views.standing import Standing
    from netinv.store.reading.reader import Reader


class Listed(NamedTuple):
    """A problem in the promised shape, ready to be shown too."""

    standing: Standing
    sentence: str

    @property
    def shape(self) -> dict[str, Any]:
        """As JSON."""
        row, cause = self.standing.row, self.standing.cause
        return {
            "id": row.id,
            "kind": row.kind,
            "name": row.name,
            "state": row.state,
            "severity": row.severity,
            "explains": bool(row.explains),
            "confidence": row.confidence,
            "alternative": row.alternative,
            "members": list(cause.members),
            "site": row.site,
            "since": iso(row.began),
            "opened_at": iso(row.opened_at),
            "closed_at": iso(row.closed_at),
            "duration_s": None if row.closed_at is None else round(age(row.closed_at, row.began)),
            "affected_devices": list(cause.affected_devices),
            "affected_sites": list(cause.affected_sites),
            "one_way_left": list(self.standing.one_way),
            "flaps": row.flaps,
            "acked_by": row.acked_by,
            "acked_at": iso(row.acked_at),
            "note": row.note,
            "told_cause": row.told_cause,
            "sentence": self.sentence,
        }


def listed(
    reader: Reader, now_ms: int, site: str | None = None, since: int | None = None, number: int | None = None
) -> list[Listed]:
    """The problems open at the reader's time, those that explain silence first; with ``since`` those ended since too.

    Args:
        reader: Of now or of a time.
        now_ms: That time.
        site: Only those that concern a device at or beneath this site.
        since: Also those that ended since (epoch ms), the open ones before them.
        number: Only the one of that number, open or ended.

    Raises:
        UsageError: no such site.
    """
    sites, devices = reader.sites(), reader.devices(state=None if site is not None else "degraded")
    found = standing(reader, devices, reader.bare_links(), since, number)
    if site is not None:
        inside = set(site_ids(site, sites))
        names = {device.name for device in devices if device.site_id in inside}
        codes = {row.code for row in sites if row.id in inside}
        found = [one for one in found if one.concerns & names or one.row.site in codes]
    places = Places({row.code: row for row in sites})
    found.sort(key=lambda one: (one.row.closed_at is not None, -(one.row.closed_at or 0)))
    return [Listed(one, sentence(one, now_ms, places)) for one in found]


def sentence(found: Standing, now_ms: int, places: Places) -> str:
    """What is wrong, or was and how long."""
    said, row = found.sentence(now_ms, places), found.row
    if row.closed_at is None:
        return said
    return _("{said}; ended {time} after {duration}").format(
        said=said, time=clock(row.closed_at, now_ms), duration=duration(age(row.closed_at, row.began))
    )
