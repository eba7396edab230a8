"""The rows on the pages of a journal, cell by cell: what is damaged is passed over, and said.

Format: sqlite.org, "Database File Format", sections 1.6 (b-tree pages) and 2.1 (records).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.store.paged import Page, PagedFile

INDEX_INNER, TABLE_INNER, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
_DEEPEST = 20
_LONGEST = 1 << 28
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Value = int | float | str | bytes | None


class GarbledError(Exception):
    """These bytes are no record."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its row id (0 in an index) and its values; `sound` as its page is."""

    rowid: int
    values: tuple[Value, ...]
    sound: bool


@dataclass(slots=True)
class Tree:
    """What was found from a root page down."""

    records: list[Record] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    lost: int = 0
    branches_lost: int = 0
    garbled: int = 0


def walk(file: PagedFile, root: int, *, index: bool = False) -> Tree:
    """Every record of a table or index that can still be reached from its root."""
    tree = Tree()
    _walk(file, root, index, tree, _Branch())
    return tree


@dataclass(frozen=True, slots=True)
class _Branch:
    """Where in a tree one is: how deep, and between which row ids a table's rows must lie."""

    depth: int = 0
    low: int = -(2**63)
    high: int = 2**63 - 1


def _walk(file: PagedFile, number: int, index: bool, tree: Tree, branch: _Branch) -> None:
    known = 0 < number <= file.count and number not in tree.pages and branch.depth <= _DEEPEST
    page = file.page(number) if known else None
    kind = _kind(page, index) if page is not None else 0
    inner = kind in (INDEX_INNER, TABLE_INNER)
    if page is None or not kind or (inner and not page.sound):
        # A garbled branch leads anywhere; whose leaves they are is found out otherwise.
        tree.lost += 1
        tree.branches_lost += 1
        return
    tree.pages.add(number)
    before = len(tree.records)
    low = branch.low
    for place, child in _cells(page, kind, file.usable, tree):
        high = _key(page, place) if kind == TABLE_INNER and place else branch.high
        if child:
            _walk(file, child, index, tree, _Branch(branch.depth + 1, low, high))
        if kind == TABLE_INNER:
            low = high
        elif place:
            _take(file, page, place, kind, tree, branch)
    if kind == TABLE_LEAF and len(tree.records) == before:
        tree.pages.discard(number)  # none of it belongs here


def _take(file: PagedFile, page: Page, place: int, kind: int, tree: Tree, branch: _Branch) -> None:
    try:
        record = _record(file, page, place, kind, tree.pages)
    except (GarbledError, IndexError, struct.error):
        tree.garbled += 1
        return
    if kind == TABLE_LEAF and not branch.low < record.rowid <= branch.high:
        tree.garbled += 1  # another tree's page, or a garbled number
        return
    tree.records.append(record)


def _key(page: Page, place: int) -> int:
    """The greatest row id a branch leads to."""
    try:
        return _varint(page.data, place)[0]
    except (GarbledError, IndexError):
        return 2**63 - 1


def leaf(file: PagedFile, page: Page, pages: set[int]) -> list[Record]:
    """The rows of one table leaf that no branch leads to any more."""
    found = []
    for place, _child in _cells(page, TABLE_LEAF, file.usable, Tree()):
        try:
            found.append(_record(file, page, place, TABLE_LEAF, pages))
        except (GarbledError, IndexError, struct.error):
            continue
    return found


def page_kind(page: Page) -> int:
    """Which of the four kinds of page it says it is; 0 for none."""
    kind = page.data[_start(page)]
    return kind if kind in (INDEX_INNER, TABLE_INNER, INDEX_LEAF, TABLE_LEAF) else 0


def free_pages(file: PagedFile) -> set[int]:
    """The pages that are in no use."""
    first = file.page(1)
    found: set[int] = set()
    number = struct.unpack(">I", first.data[32:36])[0] if first is not None else 0
    while 0 < number <= file.count and number not in found:
        found.add(number)
        trunk = file.page(number)
        if trunk is None:
            break
        number, count = struct.unpack(">II", trunk.data[:8])
        count = min(count, file.usable // 4 - 2)
        found.update(struct.unpack(f">{count}I", trunk.data[8 : 8 + 4 * count]))
    return found


def _start(page: Page) -> int:
    return 100 if page.number == 1 else 0


def _kind(page: Page, index: bool) -> int:
    """The kind of a page, guessed from its shape where the byte that tells is damaged."""
    kind = page_kind(page)
    fitting = (INDEX_INNER, INDEX_LEAF) if index else (TABLE_INNER, TABLE_LEAF)
    if kind in fitting:
        return kind
    start = _start(page)
    fragments = page.data[start + 7]
    # A leaf's cell pointers begin where a branch keeps its last child.
    content = struct.unpack(">H", page.data[start + 5 : start + 7])[0]
    pointer = struct.unpack(">H", page.data[start + 8 : start + 10])[0]
    if fragments <= 60 and content <= pointer < len(page.data):
        return fitting[1]
    return fitting[0] if fragments <= 60 else 0


def _cells(page: Page, kind: int, usable: int, tree: Tree) -> Iterator[tuple[int, int]]:
    """Where each cell's record begins, with the page that comes before it (0 for none)."""
    start = _start(page)
    data = page.data
    inner = kind in (INDEX_INNER, TABLE_INNER)
    head = start + (12 if inner else 8)
    count = struct.unpack(">H", data[start + 3 : start + 5])[0]
    most = (usable - head) // 2
    if count > most:
        tree.garbled += 1
        count = most
    for at in range(head, head + 2 * count, 2):
        place = struct.unpack(">H", data[at : at + 2])[0]
        if not head + 2 * count <= place < usable - 3:
            tree.garbled += 1
            continue
        if inner:
            yield place + 4, struct.unpack(">I", data[place : place + 4])[0]
        else:
            yield place, 0
    if inner:
        yield 0, struct.unpack(">I", data[start + 8 : start + 12])[0]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return _signed(value << 8 | byte), at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    raise GarbledError


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _record(file: PagedFile, page: Page, place: int, kind: int, pages: set[int]) -> Record:
    size, at = _varint(page.data, place)
    rowid = 0
    if kind == TABLE_LEAF:
        rowid, at = _varint(page.data, at)
    if not 0 < size < _LONGEST:
        raise GarbledError
    payload, sound = _payload(file, page, at, size, kind, pages)
    return Record(rowid, _values(payload), sound and page.sound)


def _payload(
    file: PagedFile, page: Page, at: int, size: int, kind: int, pages: set[int]
) -> tuple[bytes, bool]:
    """A record's bytes, followed over the pages it runs on to."""
    usable = file.usable
    longest = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
    if size <= longest:
        return _piece(page.data, at, size, usable), True
    least = (usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (usable - 4)
    local = local if local <= longest else least
    parts = [_piece(page.data, at, local, usable)]
    number = struct.unpack(">I", page.data[at + local : at + local + 4])[0]
    left, sound = size - local, True
    while left > 0:
        if not 0 < number <= file.count:
            raise GarbledError
        more = file.page(number)
        if more is None:
            raise GarbledError
        pages.add(number)
        sound = sound and more.sound
        parts.append(more.data[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
        number = struct.unpack(">I", more.data[:4])[0]
    return b"".join(parts), sound


def _piece(data: bytes, at: int, size: int, usable: int) -> bytes:
    if at + size > usable:
        raise GarbledError
    return data[at : at + size]


def _values(payload: bytes) -> tuple[Value, ...]:
    length, at = _varint(payload, 0)
    if not at <= length <= len(payload):
        raise GarbledError
    kinds = []
    while at < length:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != length:
        raise GarbledError
    values = []
    for kind in kinds:
        size = _size(kind)
        if at + size > len(payload):
            raise GarbledError
        values.append(_value(kind, payload[at : at + size]))
        at += size
    if at != len(payload):
        raise GarbledError
    return tuple(values)


def _size(kind: int) -> int:
    if kind in _INTEGERS:
        return _INTEGERS[kind]
    if kind == 7:
        return 8
    if kind in (0, 8, 9):
        return 0
    if kind < 12:
        raise GarbledError
    return (kind - 12) // 2


def _value(kind: int, raw: bytes) -> Value:
    if kind in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    if kind in (8, 9):
        return kind - 8
    if kind == 0:
        return None
    if kind % 2 == 0:
        return raw
    return raw.decode("utf-8", "replace")
