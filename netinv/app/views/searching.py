"""Search over sites and devices: without marks, by initials (``vt lt``: Vân Trục, Lập Thạch), ranked, at once.

Everything is folded once, when the index is made; a letter typed costs one scan over those texts. What only the
store knows, as hardware addresses and circuits, :func:`stored` finds there.
"""

from __future__ import annotations

import heapq
import re
from array import array
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import link_name
from netinv.store.reading.views import DeviceRow, InterfaceRow, LinkRow, ServiceRow, SiteRow
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.finding import FoundPort
    from netinv.store.reading.reader import Reader

    Row = SiteRow | DeviceRow | LinkRow | InterfaceRow | ServiceRow

SHOWN = 200
_LOOKED_AT, _RANKED = 5000, 1000  # of more hits nobody looks at a page; the next letter leaves fewer
_LEAST_OF_ADDRESS, _LEAST_OF_CIRCUIT, _LEAST_OF_PORT = 4, 2, 3
_HEX = re.compile(r"[0-9a-f]+")
_IP = re.compile(r"[0-9a-fA-F.:]+")


class Hit(NamedTuple):
    """What was found, the names above it, nearest first, and the address by which a port was found."""

    row: Row
    within: str
    address: str | None = None

    @property
    def key(self) -> tuple[str, int | tuple[int, str]]:
        """What it is and its id."""
        if isinstance(self.row, InterfaceRow):
            return "interface", (self.row.device_id, self.row.name)
        kind = {SiteRow: "site", DeviceRow: "device", LinkRow: "link", ServiceRow: "service"}[type(self.row)]
        return kind, self.row.id

    @property
    def name(self) -> str:
        """What it is called."""
        return link_name(self.row) if isinstance(self.row, LinkRow) else self.row.name


class _Entry(NamedTuple):
    """One thing to find. ``inside``: found anywhere in."""

    row: SiteRow | DeviceRow
    inside: str
    length: int
    named: int
    text: str
    """The words to search in, a space before each: of the name (as long as ``length``), its initials (until
    ``named``), of the sites above."""


class Index:
    """All that can be found, made from one snapshot."""

    def __init__(self, tree: Sequence[SiteView], devices: Iterable[DeviceRow]) -> None:
        """Fold every text once."""
        entries: list[_Entry] = []
        above: dict[int | None, str] = {}  # of each site the words to search in, from it up to the root
        for view in tree:
            row, name = view.row, fold(view.row.name)
            beneath = above.get(row.parent_id, "")
            own = f" {name}{_initials(name)}{_joined(name)}"
            entries.append(_Entry(row, "", len(name), len(own), f"{own}{beneath} {fold(row.code)}"))
            above[row.id] = f" {name}{_initials(name)}{beneath}"
        for device in devices:
            name = fold(device.name)
            text = f" {name}{above.get(device.site_id, '')}"
            entries.append(_Entry(device, _inside(device), len(name), len(name) + 1, text))
        self._sites = {view.row.id: view.row for view in tree}
        # In the order of equals, so that a search need not sort what it finds.
        entries.sort(key=lambda entry: (entry.length, entry.text))
        self._entries = entries
        self._last: tuple[list[str], Sequence[_Entry]] = ([], entries)

    def search(self, query: str, limit: int = SHOWN) -> tuple[list[Hit], int]:
        """The best hits, every word of the query matching, and how many there are in all."""
        whole = " ".join(fold(query).split())
        words = whole.split()
        if not words:
            return [], 0
        found = self._matching(words)
        best = _best(found, whole, words, limit)
        return [Hit(entry.row, self._within(entry.row)) for entry in best], len(found)

    def _within(self, row: SiteRow | DeviceRow) -> str:
        """The names of the sites above, nearest first."""
        names = []
        site = self._sites.get((row.parent_id if isinstance(row, SiteRow) else row.site_id) or 0)
        while site:
            names.append(site.name)
            site = self._sites.get(site.parent_id or 0)
        return ", ".join(names)

    def _matching(self, words: list[str]) -> Sequence[_Entry]:
        """The entries that have all words. Words that only grew are looked for in what was found the last time."""
        before, found = self._last
        if len(before) > len(words) or not all(map(str.startswith, words, before)):
            before, found = [], self._entries
        for word in (word for word, old in zip_longest(words, before) if word != old):
            start = f" {word}"
            found = [entry for entry in found if start in entry.text or word in entry.inside]
        self._last = words, found
        return found


def _best(found: Sequence[_Entry], whole: str, words: Sequence[str], limit: int) -> list[_Entry]:
    """Those whose name has the whole query: at its end, as words, as a beginning; then by how well its words fit."""
    at_end: list[_Entry] = []
    as_words: list[_Entry] = []
    beginning: list[_Entry] = []
    others: list[_Entry] = []
    start = f" {whole}"
    for entry in found[:_LOOKED_AT]:
        at = entry.text.find(start)
        if not 0 <= at < entry.length:
            others.append(entry)
        elif entry.text.startswith(start, entry.length + 1 - len(start)):
            at_end.append(entry)
        else:
            (as_words if entry.text[at + len(start)] == " " else beginning).append(entry)
    best = [*at_end, *as_words, *beginning][:limit]
    if len(best) < limit:
        best += heapq.nsmallest(limit - len(best), others[:_RANKED], key=lambda entry: _fit_of_all(entry, words))
    return best


def _inside(device: DeviceRow) -> str:
    parts = (device.name, device.address, device.model, device.serial, device.vendor, device.sys_name, device.notes)
    return fold(" ".join(filter(None, parts)))


def _initials(name: str) -> str:
    """What a name may be called for short, as words: “xa van truc” is ``xvt`` and ``vt``."""
    letters = "".join(word[0] for word in name.split())
    return "".join(f" {letters[start:]}" for start in range(len(letters) - 1))


def _joined(name: str) -> str:
    """A name as devices are called and many type it: “huyen lap thach” is ``huyenlapthach`` and ``lapthach``."""
    words = name.split()
    return "".join(f" {''.join(words[start:])}" for start in range(len(words) - 1))


def _fit_of_all(entry: _Entry, words: Sequence[str]) -> int:
    """How well the words fit in sum, the first above all."""
    first, *rest = (_fit(entry, word) for word in words)
    return first * 2 + sum(rest)


def _fit(entry: _Entry, word: str) -> int:
    """How one word fits: 0 where a word of the name begins with it, up to 4 where only another text has it."""
    at = entry.text.find(f" {word}")
    if 0 <= at < entry.named:
        return 0 if at <= entry.length else 1
    if entry.inside and word in entry.text[: entry.length + 1]:
        return 2
    return 4 if at < 0 else 3


class Circuits:
    """What links are found by, folded once: a letter typed costs one scan over it."""

    def __init__(self, reader: Reader) -> None:
        """Read what holds now, or held at the reader's time."""
        named = reader.finding().circuits()
        self._said = [fold(f"{circuit or ''} {carrier or ''}") for _number, circuit, carrier in named]
        self._numbers = array("q", (number for number, _circuit, _carrier in named))

    def links(self, reader: Reader, words: Sequence[str]) -> list[LinkRow]:
        """Links that have all words, at least one of them, no single letter, in circuit or carrier."""
        found = [(word, self._having(word)) for word in words]
        telling = any(numbers and len(word) >= _LEAST_OF_CIRCUIT for word, numbers in found)
        return reader.finding().links(found, SHOWN) if telling else []

    def _having(self, word: str) -> list[int]:
        return [number for said, number in zip(self._said, self._numbers, strict=True) if word in said]


def stored(
    reader: Reader,
    services: Iterable[ServiceRow],
    query: str,
    *,
    circuits: Circuits | None = None,
    alone: bool = False,
) -> list[Hit]:
    """Services by name or URL; links by circuit or carrier; ports by an address of theirs in any of its spellings.

    ``circuits``: those that were read before; ``alone``: nothing else was found, so that ports may be meant by name or
    alias. What is too short finds none.
    """
    text, finding, hits = query.strip(), reader.finding(), list[Hit]()
    if len(text) >= _LEAST_OF_CIRCUIT:
        words = fold(text).split()
        folded = ((row, fold(f"{row.name} {row.url}")) for row in services)
        hits += [Hit(row, row.url) for row, said in folded if all(word in said for word in words)]
        over = (circuits or Circuits(reader)).links(reader, words)
        hits += [Hit(row, ", ".join(filter(None, (row.carrier, row.circuit)))) for row in over]
    digits = _digits(text)
    if len(digits) >= _LEAST_OF_ADDRESS and _HEX.fullmatch(digits):
        hits += map(_of_port, finding.ports_with_mac(digits, SHOWN))
        if _IP.fullmatch(text):
            hits += map(_of_port, finding.ports_with_ip(text.lower(), SHOWN))
    if alone and not hits and len(text) >= _LEAST_OF_PORT:
        hits += map(_of_port, finding.ports_called(text, SHOWN))
    return list({hit.key: hit for hit in hits}.values())


def _of_port(found: FoundPort) -> Hit:
    return Hit(found.port, ", ".join(filter(None, (found.port.device, found.port.alias))), found.address)


def narrows(before: str, after: str) -> bool:
    """Whether the second query can find in the store only what the first does.

    Not if it has one more word: a carrier's name says something where the place alone said nothing.
    """
    digits = _digits(before)
    return (
        after.startswith(before)
        and len(after.split()) == len(before.split())
        and len(before.strip()) >= _LEAST_OF_PORT
        and all(len(word) >= _LEAST_OF_CIRCUIT for word in before.split())
        and (len(digits) >= _LEAST_OF_ADDRESS or not _HEX.fullmatch(digits))
    )


def _digits(query: str) -> str:
    """What may be an address, without what stands between its digits."""
    return re.sub(r"[-:. ]", "", query.lower())


def is_site(hit: Hit) -> bool:
    """Whether a site was found, and not a device."""
    return isinstance(hit.row, SiteRow)
