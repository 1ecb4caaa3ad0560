"""Reading one inventory file: its text, its header, its rows, with the place of each fault."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from netinv.declaration import Row
from netinv.i18n import _
from netinv.inventory.cells import LONGEST_CELL, normalise, parse
from netinv.inventory.columns import Column, Type
from netinv.inventory.endpoints import BadCell, parse_address
from netinv.inventory.problems import Problems, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.declaration import Value

LARGEST_FILE = 256 * 1024 * 1024
_LONGEST_LINE = 100_000
"""In characters; under the csv module's own limit for a cell, so that ours is the one that speaks."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileReader:
    """Reads the rows of one file; faults go to ``problems``."""

    def __init__(self, file: str, columns: Sequence[Column], problems: Problems) -> None:
        self._file = file
        self._columns = columns
        self._problems = problems
        self._header: list[Column] = []

    def rows(self, data: bytes) -> list[Row]:
        """The rows without a fault."""
        text = self._decode(data)
        if text is None:
            return []
        before = self._problems.total
        records = self._records(text)
        line, header = next(records, (0, []))
        if not header:
            if self._problems.total == before:
                names = ",".join(column.name for column in self._columns)
                message = _("the file is empty: its first line must name the columns, as {names}")
                self._fault(None, None, message.format(names=names))
            return []
        if not self._read_header(line, header):
            return []
        rows = (self._row(line, cells) for line, cells in records)
        return [row for row in rows if row is not None]

    def _fault(self, line: int | None, column: str | None, error: str) -> None:
        self._problems.add(self._file, line, column, error)

    def _decode(self, data: bytes) -> str | None:
        as_utf8 = _("save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)")
        if data.startswith(_UTF16):
            self._fault(1, None, _("the file is in UTF-16: {mend}").format(mend=as_utf8))
            return None
        nul = data.find(b"\x00")
        if nul >= 0:
            line = data.count(b"\n", 0, nul) + 1
            self._fault(line, None, _("a NUL byte, which no text file has: {mend}").format(mend=as_utf8))
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - data.rfind(b"\n", 0, error.start)
            message = _("byte {column} of the line (0x{byte:02X}) is not UTF-8: {mend}")
            self._fault(line, None, message.format(column=column, byte=data[error.start], mend=as_utf8))
            return None

    def _records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The records that are not blank, each with the line it begins on; ends at a fault that hides the rest."""
        lines = _Lines(text)
        reader = csv.reader(lines, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _LongLine as error:
                self._fault(reader.line_num + 1, self._long_cell(error.text), str(error))
                return
            except csv.Error:
                self._fault_of_quotes(line, reader.line_num, lines.last)
                return
            if any(cells) and any(cell.strip() for cell in cells):
                yield line, cells

    def _fault_of_quotes(self, first: int, last: int, text: str) -> None:
        if first == last and text.count('"') % 2 == 0:
            message = _('a quote stands in the middle of a cell: quote the whole cell and double the quote (""), as')
            self._fault(first, None, message + ' "7"" rack"')
        else:
            message = _("a quote that opens in this line is not closed where its cell ends: close it")
            self._fault(first, None, message)

    def _long_cell(self, text: str) -> str | None:
        """The column that makes a line too long, as far as one can tell."""
        cells = next(csv.reader([text[:_LONGEST_LINE]]), [])
        longest = max(range(len(cells)), key=lambda index: len(cells[index]), default=len(self._header))
        return self._header[longest].name if longest < len(self._header) else None

    def _read_header(self, line: int, cells: list[str]) -> bool:
        """Whether the header is one that rows can be read by."""
        before = self._problems.total
        names = [cell.strip() for cell in cells]
        known = {column.name: column for column in self._columns}
        if self._other_separator(line, names, known):
            return False
        for index, name in enumerate(names, 1):
            if not name:
                message = _("column number {index} has no name: name it, or take it out of every line")
                self._fault(line, None, message.format(index=index))
            elif name not in known:
                self._fault(line, _shown(name), self._unknown(name, [each for each in known if each not in names]))
            elif name in names[: index - 1]:
                self._fault(line, name, _("it stands twice in the header: take one out"))
        for column in self._columns:
            if column.required and column.name not in names:
                needed = ", ".join(each.name for each in self._columns if each.required)
                message = _("it is missing: add it to the header (needed are {needed})")
                self._fault(line, column.name, message.format(needed=needed))
        if self._problems.total > before:
            return False
        self._header = [known[name] for name in names]
        return True

    def _unknown(self, name: str, others: list[str]) -> str:
        message = _("it is not known{hint}: name it as one of {names}, or take it out")
        names = ", ".join(column.name for column in self._columns)
        return message.format(hint=nearest(name.lower(), others), names=names)

    def _other_separator(self, line: int, names: list[str], known: dict[str, Column]) -> bool:
        for separator, word in ((";", _("semicolons")), ("\t", _("tabs")), ("|", _("bars"))):
            if len(names) == 1 and any(part.strip(' "') in known for part in names[0].split(separator)[1:]):
                message = _("the columns are separated by {word}: save the file with commas between them")
                self._fault(line, None, message.format(word=word))
                return True
        return False

    def _row(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != len(self._header):
            self._fault_of_count(line, len(cells))
            return None
        values: dict[str, Value] = {}
        good = True
        for column, cell in zip(self._header, cells, strict=True):
            try:
                _read_cell(column, cell, values)
            except BadCell as error:
                self._fault(line, column.name, str(error))
                good = False
        return Row(self._file, line, values) if good else None

    def _fault_of_count(self, line: int, count: int) -> None:
        message = _("the line has {count} cells, the header {expected}: {mend}")
        if count > len(self._header):
            mend = _("put text that has a comma in it in quotes, or take the extra cells out")
        else:
            mend = _("leave cells empty rather than out, with a comma for each")
        self._fault(line, None, message.format(count=count, expected=len(self._header), mend=mend))


def _read_cell(column: Column, cell: str, values: dict[str, Value]) -> None:
    text = normalise(column, cell)
    if not text:
        if column.required:
            raise BadCell(_("it is empty: every line needs it"))
        values[column.name] = None
    elif column.type is Type.ADDRESS:
        values[column.name], values["port"] = parse_address(text)
    else:
        values[column.name] = parse(column, text)


def _shown(name: str) -> str:
    """A column's name as it stands in the file, safe and short."""
    return quoted(name).strip("“”")


class _LongLine(Exception):
    """A line that is longer than all its cells may be together."""

    def __init__(self, text: str) -> None:
        self.text = text
        message = _("the line has {length:,} characters, a cell may have {longest:,}: shorten it, or add the line ends")
        super().__init__(message.format(length=len(text), longest=LONGEST_CELL))


class _Lines:
    """The lines of a text for the csv module, none longer than it takes; remembers the last."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.last = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        if len(self.last) > _LONGEST_LINE:
            raise _LongLine(self.last)
        return self.last
