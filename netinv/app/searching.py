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


class Hit(NamedTuple):
    """A site or device that was found, and the names above it, nearest first."""

    row: SiteRow | DeviceRow
    within: str


class _Entry(NamedTuple):
    """One thing to find, its texts folded.

    ``name`` and ``above`` (the sites above it) are made of words; in ``inside``
    a query is found anywhere: device names, addresses, serial numbers.
    """

    name: str
    above: str
    inside: str
    hit: Hit


class Index:
    """All that can be found, made from one snapshot."""

    def __init__(self, tree: Sequence[SiteView], devices: Iterable[DeviceRow]) -> None:
        """Fold every text once."""
        self._entries: list[_Entry] = []
        self._words: list[str] = []
        # Of each site: the names from it up to the root, as shown, and their words to search in.
        above: dict[int | None, tuple[str, str]] = {}
        for view in tree:
            row, name = view.row, fold(view.row.name)
            over = above.get(row.parent_id, ("", ""))
            words = f" {name}{_initials(name)}{over[1]}"
            self._add(row, name, over, f"{words} {fold(row.code)}", "")
            above[row.id] = f"{row.name}, {over[0]}" if over[0] else row.name, words
        for device in devices:
            name, over = fold(device.name), above.get(device.site_id, ("", ""))
            self._add(device, name, over, f" {name}{over[1]}", _inside(device))

    def _add(self, row: SiteRow | DeviceRow, name: str, over: tuple[str, str], words: str, inside: str) -> None:
        self._entries.append(_Entry(name, over[1], inside, Hit(row, over[0])))
        # One text each to reject by, since nearly all are rejected.
        self._words.append(words)

    def search(self, query: str, limit: int = SHOWN) -> tuple[list[Hit], int]:
        """The best hits, every word of the query matching, and how many there are in all."""
        whole = " ".join(fold(query).split())
        words = whole.split()
        if not words:
            return [], 0
        entries = self._entries
        found: Iterable[int] = range(len(entries))
        for word in words:
            start = f" {word}"
            found = [place for place in found if start in self._words[place] or word in entries[place].inside]
        found = list(found)
        best = heapq.nsmallest(limit, found, key=lambda place: _rank(entries[place], whole, words))
        return [entries[place].hit for place in best], len(found)


def _inside(device: DeviceRow) -> str:
    parts = (device.name, device.address, device.model, device.serial, device.vendor, device.sys_name, device.notes)
    return fold(" ".join(part for part in parts if part))


def _initials(name: str) -> str:
    """What a name may be called for short, as words: “xa van truc” is ``xvt`` and ``vt``."""
    letters = "".join(word[0] for word in name.split())
    return "".join(f" {letters[start:]}" for start in range(len(letters) - 1))


def _rank(entry: _Entry, whole: str, words: Sequence[str]) -> tuple[int, int, str]:
    """Sorts hits: how well the whole query fits the name, else how well its words do in sum; then shorter names."""
    name = entry.name
    if name == whole or name.endswith(f" {whole}"):
        return 0, len(name), name
    spaced = f" {name} "
    if f" {whole} " in spaced:
        return 1, len(name), name
    if f" {whole}" in spaced:
        return 2, len(name), name
    first, *rest = (_fit(entry, word) for word in words)
    return 3 + first * 2 + sum(rest), len(name), name


def _fit(entry: _Entry, word: str) -> int:
    """How one word fits: 0 where a word of the name begins with it, up to 4 where only another text has it."""
    name = entry.name
    if f" {word}" in f" {name}":
        return 0
    if f" {word}" in _initials(name):
        return 1
    if word in name and entry.inside:
        return 2
    return 3 if f" {word}" in entry.above else 4


def is_site(hit: Hit) -> bool:
    """Whether a site was found, and not a device."""
    return isinstance(hit.row, SiteRow)
