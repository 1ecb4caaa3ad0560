"""Search over sites and devices: without marks, by initials (``vt lt``: Vân Trục, Lập Thạch), ranked, at once.

Everything is folded once, when the index is made; a letter typed costs one scan over those texts.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from netinv.store.views import SiteRow
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netinv.app.viewing import SiteView
    from netinv.store.views import DeviceRow

SHOWN = 200
_EXACT, _START, _INITIALS, _WORD, _INSIDE, _ABOVE, _ELSEWHERE = range(7)


class Hit(NamedTuple):
    """A site or device that was found, and the names above it, nearest first."""

    row: SiteRow | DeviceRow
    within: str


class _Entry(NamedTuple):
    """One thing to find: its own name and initials, those of the sites above it, its other texts; all folded."""

    name: str
    initials: str
    above: str
    above_initials: str
    other: str
    hit: Hit


class Index:
    """All that can be found, made from one snapshot."""

    def __init__(self, tree: Sequence[SiteView], devices: Iterable[DeviceRow]) -> None:
        """Fold every text once."""
        self._entries: list[_Entry] = []
        chain: list[tuple[str, str, str]] = []
        above: dict[int, Sequence[tuple[str, str, str]]] = {}
        for view in tree:
            del chain[view.depth :]
            row, name = view.row, fold(view.row.name)
            self._add(row, name, chain, fold(f"{row.code} {row.kind or ''}"))
            chain.append((row.name, name, _initials(name)))
            above[row.id] = tuple(chain)
        for device in devices:
            self._add(device, fold(device.name), above.get(device.site_id, ()), _other(device))
        # One text each to reject by, since nearly all are rejected.
        self._all = ["\n".join(entry[:5]) for entry in self._entries]

    def _add(self, row: SiteRow | DeviceRow, name: str, chain: Sequence[tuple[str, str, str]], other: str) -> None:
        within = ", ".join(original for original, _, _ in reversed(chain))
        above, initials = (" ".join(part) for part in ([c[1] for c in chain], [c[2] for c in chain]))
        self._entries.append(_Entry(name, _initials(name), above, initials, other, Hit(row, within)))

    def search(self, query: str, limit: int = SHOWN) -> tuple[list[Hit], int]:
        """The best hits, every word of the query matching, and how many there are in all."""
        whole = " ".join(fold(query).split())
        words = whole.split()
        if not words:
            return [], 0
        found = [
            place for place, text in enumerate(self._all) if words[0] in text and all(word in text for word in words)
        ]
        entries = self._entries
        best = heapq.nsmallest(limit, found, key=lambda place: _rank(entries[place], whole, words))
        return [entries[place].hit for place in best], len(found)


def _other(device: DeviceRow) -> str:
    parts = (device.address, device.model, device.serial, device.vendor, device.sys_name, device.notes)
    return fold(" ".join(part for part in parts if part))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _rank(entry: _Entry, whole: str, words: Sequence[str]) -> tuple[int, int, str]:
    """Sorts hits: how well the whole query fits the name, else how well its words fit in sum; then shorter names."""
    name = entry.name
    if whole == name or name.endswith(f" {whole}"):
        return _EXACT, len(name), name
    if whole in name:
        return _START, name.find(whole), name
    own, *rest = (_fit(entry, word) for word in words)
    return 2 + own * 2 + sum(rest), len(name), name


def _fit(entry: _Entry, word: str) -> int:
    name = entry.name
    if name.startswith(word):
        return _START
    if entry.initials.endswith(word) or entry.initials == word:
        return _INITIALS
    if f" {word}" in name:
        return _WORD
    if word in name:
        return _INSIDE
    if f" {word}" in f" {entry.above}" or any(initials.endswith(word) for initials in entry.above_initials.split()):
        return _ABOVE
    return _ELSEWHERE


def is_site(hit: Hit) -> bool:
    """Whether a site was found, and not a device."""
    return isinstance(hit.row, SiteRow)
