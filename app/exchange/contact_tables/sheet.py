"""The rows of a table, whatever stands between their cells and above them."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from app.exchange.contact_tables.headers import known_words
from app.exchange.contact_tables.safe_cells import without_first

DELIMITERS = ",;\t|"
_WINDOW = 40  # rows within which the header stands
_SAMPLE_ROWS = 60
_MOST_LINES = 200_000  # of one cell; a quotation mark that opens more was never closed
_FEWEST_LINES = 20
_USUAL_LINES = 2000  # a cell of more has to be written without a flaw
MOST_CHARACTERS = 8_000_000
csv.field_size_limit(MOST_CHARACTERS)  # of one cell; the library would stop at 131,072
_MOST_CELLS = 2000
_SEP = re.compile(r"sep=(.)", re.IGNORECASE)
_REACH = re.compile(r"\S+@\S+\.\S+|https?://|www\.")
_VALUE = re.compile(r"\S+@\S+\.\S+|https?://|www\.|[+(]?\d[\d\s()./-]*$")
_NOTHING = DELIMITERS + " \r\n\xa0"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins in, the line it ends in, its cells."""

    line: int
    last: int
    cells: tuple[str, ...]
    unclosed: bool = False
    too_long: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip(_NOTHING) for cell in self.cells)


class _Lines:
    """Hands out lines, and can go back as far as the record that is being read."""

    def __init__(self, lines: Iterable[str], start: int) -> None:
        self._lines = islice(lines, start, None)
        self._kept: deque[str] = deque()
        self._begun = start
        self.at = start
        self.end = start

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.is_over:
            raise StopIteration
        self.at += 1
        return self._kept[self.at - 1 - self._begun]

    def begin(self, most: int) -> bool:
        """A record begins here and has so many lines at most; whether there are lines left."""
        for _line in range(self.at - self._begun):
            self._kept.popleft()
        self._begun, self.end = self.at, self.at + most
        return not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the record may have no further line."""
        return self.at >= self.end or self.is_last

    @property
    def is_last(self) -> bool:
        """Whether there is no further line."""
        if self.at - self._begun == len(self._kept):
            self._kept.extend(islice(self._lines, 1))
        return self.at - self._begun == len(self._kept)

    def record(self) -> list[str]:
        """The lines of the record so far."""
        return list(islice(self._kept, self.at - self._begun))


def lines_of(text: str) -> list[str]:
    """The lines with their ends, of any of the three kinds."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text.replace("\0", ""))


def lines_in(pieces: Iterable[bytes], encoding: str, mark: int = 0) -> Iterator[str]:
    """The same lines of a file that is read piece by piece; one without end is cut.

    `mark` is the length of what tells its encoding at its beginning.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    for piece in chain(pieces, (b"",)):
        cut = piece[mark:]
        mark -= len(piece) - len(cut)
        lines = lines_of(rest + decoder.decode(cut, final=not piece))
        # The other half of what ends a line may still come.
        goes_on = piece and lines and not lines[-1].endswith("\n")
        rest = lines.pop() if goes_on and len(lines[-1]) <= MOST_CHARACTERS else ""
        yield from lines


def rows(
    lines: Iterable[str], delimiter: str, start: int = 0, *, whole: bool = True
) -> Iterator[Row]:
    """Every record; a quotation mark that is never closed costs its own line alone.

    Of the beginning of a file, which is not `whole`, a record that goes on beyond it is left out.
    """
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter)
    most = _MOST_LINES
    while source.begin(most):
        begun = source.at
        cut, too_long = False, False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells, too_long = [], True
        if not too_long and source.at - begun > 1:
            if not whole and source.is_last and _open(source):
                return
            cut = _is_runaway(source, delimiter)
        if cut or too_long:
            source.at = begun + 1
            most = max(most // 2, _FEWEST_LINES)
            cells = _without_quotes(source.record()[0], delimiter)
        cells = list(map(without_first, cells[:_MOST_CELLS]))
        yield Row(begun + 1, source.at, tuple(cells), cut, too_long)


def _is_runaway(source: _Lines, delimiter: str) -> bool:
    """Whether a record of several lines began with a quotation mark that was never closed."""
    if source.is_over and _open(source):
        return True
    record = source.record()
    if len(record) <= _USUAL_LINES:
        return False
    # One that is closed by the mark of another cell far below leaves something behind that mark.
    block = csv.reader(record, delimiter=delimiter, strict=True)
    try:
        return len(list(block)) != 1
    except csv.Error:
        return True


def _without_quotes(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").replace('"', "").split(delimiter)


def _open(source: _Lines) -> bool:
    return sum(line.count('"') for line in source.record()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: what parts its cells, where it begins, what heads its columns.

    `start` is the number of lines before the first record. A table without a header has empty
    headers.
    """

    delimiter: str
    start: int
    header: tuple[str, ...]
    known: int
    width: int


def layout_of(lines: list[str], *, whole: bool = True) -> Layout | None:
    """How this table is written, or one that begins like this; None when it has no columns."""
    stated = _SEP.fullmatch(lines[0].strip()) if lines else None
    choice = stated[1] if stated else DELIMITERS
    skip = 1 if stated else 0
    found = [_layout(lines, delimiter, skip, whole=whole) for delimiter in choice]
    made = [layout for layout in found if layout is not None]
    # Known words first, then as many cells as rows agree on; of equals the comma.
    return max(made, key=lambda layout: (layout.known, layout.width), default=None)


def _layout(lines: list[str], delimiter: str, skip: int, *, whole: bool) -> Layout | None:
    seen = list(islice(rows(lines, delimiter, skip, whole=whole), _SAMPLE_ROWS))
    if not seen and not whole:
        seen = list(islice(rows(lines, delimiter, skip), _SAMPLE_ROWS))
    full = [row for row in seen if not row.empty]
    if not full:
        return None
    header = _header_of(full)
    after = [row for row in full if row is not header and (not header or row.line > header.line)]
    widths = Counter(len(row.cells) for row in after or full)
    width, agreeing = widths.most_common(1)[0]
    if agreeing * 2 < len(after):
        width = 1  # the rows do not agree: these are sentences, not cells
    if header is None:
        return Layout(delimiter, full[0].line - 1, ("",) * width, 0, width)
    cells = tuple(cell.strip() for cell in header.cells)
    known = known_words(cells)
    if not known and _is_a_person(header, after):
        return Layout(delimiter, header.line - 1, ("",) * width, 0, width)
    return Layout(delimiter, header.last, cells, known, min(width, len(cells)))


def _header_of(full: list[Row]) -> Row | None:
    """The row of words above the columns, below whatever an export says first."""
    window = full[:_WINDOW]
    for row in window:  # LinkedIn
        cells = {cell.strip().casefold() for cell in row.cells}
        if {"first name", "last name"} <= cells:
            return row
    best = max(window, key=lambda row: (known_words(row.cells), -row.line))
    if known_words(best.cells) >= 2 and not any(_REACH.match(c.strip()) for c in best.cells):
        return best
    first = full[0]
    return None if any(_VALUE.match(cell.strip()) for cell in first.cells) else first


def _is_a_person(header: Row, after: list[Row]) -> bool:
    """Whether the first row holds a name above names: then it heads nothing and is a record."""
    for place, cell in enumerate(header.cells):
        if _is_name(cell):
            below = [row.cells[place] for row in after if place < len(row.cells)]
            filled = [text for text in below if text.strip()]
            if filled and sum(map(_is_name, filled)) * 3 >= len(filled) * 2:
                return True
    return False


def _is_name(cell: str) -> bool:
    words = cell.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def sample_rows(
    lines: list[str], layout: Layout, most: int = 200, *, whole: bool = True
) -> list[Row]:
    """The first records that hold something."""
    found = rows(lines, layout.delimiter, layout.start, whole=whole)
    return list(islice((row for row in found if not row.empty), most))
