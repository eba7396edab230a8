"""The timeline as an item model: month headings and entries, read in blocks when looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.reading import MonthCount, TimelineEntry
from app.services.day_words import month_title
from ui import cover

ENTRY_ROLE = Qt.ItemDataRole.UserRole
_BLOCK = 128
_BLOCKS_KEPT = 40
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractTableModel):
    """One column; a row is a month heading (`MonthCount`) or an entry (`TimelineEntry`).

    `fetch` turns keys into entries; keys of deleted entries may be missing from its answer.
    """

    def __init__(
        self, fetch: Callable[[Sequence[int]], list[TimelineEntry]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._keys: array[int] = array("q")
        self._months: list[MonthCount] = []
        self._starts: list[int] = []  # the row of each month's heading
        self._blocks: OrderedDict[int, dict[int, TimelineEntry]] = OrderedDict()
        self._whole = True

    def show(self, keys: array[int], months: list[MonthCount], *, whole: bool = True) -> None:
        """Show these keys, from new to old; `whole` says that no more will follow."""
        self.beginResetModel()
        self._keys, self._months, self._whole = keys, months, whole
        self._starts = []
        row = 0
        for month in months:
            self._starts.append(row)
            row += month.count + 1
        self._blocks.clear()
        self.endResetModel()

    def forget_bodies(self) -> None:
        """Read entries anew when they are next looked at; the order stays."""
        self._blocks.clear()
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    @property
    def headings(self) -> list[int]:
        """The rows that are month headings."""
        return self._starts

    @property
    def whole(self) -> bool:
        """Whether every entry that passes the filter is here."""
        return self._whole

    @property
    def entry_count(self) -> int:
        """How many entries there are."""
        return len(self._keys)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Entries and month headings together."""
        return 0 if parent.isValid() else len(self._keys) + len(self._months)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be selected."""
        if self.heading(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading or entry itself under `ENTRY_ROLE`; its words for display and readers."""
        if not index.isValid():
            return None
        heading = self.heading(index.row())
        if role == ENTRY_ROLE:
            return heading if heading is not None else self.entry(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if heading is not None:
                return month_title(heading.month)
            return cover.spoken(_spoken(self.entry(index.row())))
        if role == Qt.ItemDataRole.ToolTipRole and heading is None:
            entry = self.entry(index.row())
            return entry.text if entry else None
        return None

    def heading(self, row: int) -> MonthCount | None:
        """The month whose heading stands in this row, if one does."""
        at = bisect_right(self._starts, row) - 1
        return self._months[at] if at >= 0 and self._starts[at] == row else None

    def ends_month(self, row: int) -> bool:
        """Whether the next row is a heading, or there is none."""
        return row + 1 >= self.rowCount() or self.heading(row + 1) is not None

    def key(self, row: int) -> int | None:
        """The key of the entry in this row; None for a heading."""
        at = bisect_right(self._starts, row) - 1
        if at < 0 or self._starts[at] == row or row >= self.rowCount():
            return None
        return self._keys[row - at - 1]

    def entry(self, row: int) -> TimelineEntry | None:
        """The entry in this row; None for a heading or one deleted meanwhile."""
        key = self.key(row)
        if key is None:
            return None
        at = row - bisect_right(self._starts, row)
        block = at // _BLOCK
        if block not in self._blocks:
            keys = self._keys[block * _BLOCK : (block + 1) * _BLOCK]
            self._blocks[block] = {entry.key: entry for entry in self._fetch(keys)}
            if len(self._blocks) > _BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(block)
        return self._blocks[block].get(key)

    def row_of(self, key: int) -> int | None:
        """The row that shows this key."""
        try:
            at = self._keys.index(key)
        except ValueError:
            return None
        return at + self._month_of(at) + 1

    def row_of_month(self, year: int, month: int) -> int | None:
        """The heading of this month, or of the nearest one before it in time."""
        wanted = f"{year:04d}-{month:02d}"
        for at, found in enumerate(self._months):
            if found.month <= wanted:
                return self._starts[at]
        return self._starts[-1] if self._starts else None

    def month_at(self, row: int) -> str:
        """The month a row belongs to, as "2024-03"."""
        at = bisect_right(self._starts, row) - 1
        return self._months[at].month if at >= 0 else ""

    def _month_of(self, position: int) -> int:
        """Which month the entry at this position falls into."""
        firsts = [start - at for at, start in enumerate(self._starts)]
        return bisect_right(firsts, position) - 1


def _spoken(entry: TimelineEntry | None) -> str:
    if entry is None:
        return ""
    parts = [str(entry.when.date), entry.word, ", ".join(entry.people), entry.lead, entry.text]
    return " ".join(filter(None, [*parts, entry.chip]))
