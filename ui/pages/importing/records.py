"""The records of an import as a table: what each is, and what will happen or has happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.model.imports import Fate, RecordReport
from app.model.texts import _
from app.services.transfer import PlanRow
from ui import cover

Index = QModelIndex | QPersistentModelIndex
RECORD = Qt.ItemDataRole.UserRole
CHECK, NAME, ORGANISATION, REACH, FATE = range(5)
_TITLES = (
    "",
    _("Person, event or subject"),
    _("Organisation or people"),
    _("Reach or time"),
    _("What will happen"),
)


class Outlook(StrEnum):
    """What a record's chip says; "look" asks the user to decide."""

    ADD = "add"
    MERGE = "merge"
    LOOK = "look"
    SKIP = "skip"
    FAIL = "fail"


CHIPS: Mapping[Outlook, tuple[str, str, str]] = {
    # state, the word before the import, the word after it
    Outlook.ADD: ("for", _("Add"), _("Added")),
    Outlook.MERGE: ("neutral", _("Merge"), _("Merged")),
    Outlook.LOOK: ("open", _("Look"), _("Left out")),
    Outlook.SKIP: ("neutral", _("Skip"), _("Skipped")),
    Outlook.FAIL: ("against", _("Cannot read"), _("Could not be read")),
}
_OF_FATE = {
    Fate.ADDED: Outlook.ADD,
    Fate.MERGED: Outlook.MERGE,
    Fate.SKIPPED: Outlook.SKIP,
    Fate.FAILED: Outlook.FAIL,
}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the table. `taken` is None where there is nothing to decide."""

    index: int
    title: str
    organisation: str
    reach: str
    outlook: Outlook
    into: str
    why: str
    place: str
    taken: bool | None

    @property
    def words(self) -> str:
        """Everything written in the line, for finding it."""
        return f"{self.title} {self.organisation} {self.reach} {self.into} {self.why}".casefold()


def planned(row: PlanRow) -> Record:
    """A record before the import."""
    outlook = _OF_FATE[row.fate]
    if row.fate is Fate.SKIPPED and row.candidates:
        outlook = Outlook.LOOK
    takes = row.fate in (Fate.ADDED, Fate.MERGED)
    place = getattr(row.item, "place", "")
    return Record(
        index=row.index,
        title=row.title or _("(no name)"),
        organisation=row.organisation,
        reach=row.reach,
        outlook=outlook,
        into=row.target if row.fate is Fate.MERGED else "",
        why=row.why,
        place=", ".join(filter(None, (row.file, place))),
        taken=None if row.fate is Fate.FAILED else takes,
    )


def reported(index: int, record: RecordReport, before: Record | None) -> Record:
    """A record after the import."""
    return Record(
        index=index,
        title=record.title or _("(no name)"),
        organisation=before.organisation if before else "",
        reach=before.reach if before else "",
        outlook=_OF_FATE[record.fate],
        into=record.target if record.fate is Fate.MERGED else "",
        why=record.why,
        place=", ".join(filter(None, (record.file, record.place))),
        taken=None,
    )


class RecordsModel(QAbstractTableModel):
    """The records that fit the chip and the words looked for."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.records: list[Record] = []
        self.done = False
        self._shown: list[Record] = []
        self._outlook: Outlook | None = None
        self._query = ""

    def load(self, records: Sequence[Record], done: bool) -> None:
        """Show these records; `done` when the import has happened."""
        self.records, self.done = list(records), done
        self._narrow()

    def replace(self, record: Record) -> None:
        """Show one record as it was decided, where it stands."""
        self.records[record.index] = record
        for place, shown in enumerate(self._shown):
            if shown.index == record.index:
                self._shown[place] = record
                self.dataChanged.emit(self.index(place, 0), self.index(place, FATE))

    def narrow(self, outlook: Outlook | None, query: str) -> None:
        """Show only the records with this chip and these words."""
        self._outlook, self._query = outlook, query
        self._narrow()

    def counts(self) -> dict[Outlook, int]:
        """How many records bear each chip."""
        found = dict.fromkeys(Outlook, 0)
        for record in self.records:
            found[record.outlook] += 1
        return found

    def _narrow(self) -> None:
        self.beginResetModel()
        words = self._query.casefold().split()
        self._shown = [
            record
            for record in self.records
            if (self._outlook is None or record.outlook is self._outlook)
            and all(word in record.words for word in words)
        ]
        self.endResetModel()

    def record(self, row: int) -> Record:
        """The record in a row."""
        return self._shown[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many records are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Five columns."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The words above the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _("What happened") if section == FATE and self.done else _TITLES[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        record = self._shown[index.row()]
        if role == RECORD:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(record, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cover.spoken(self._text(record, index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (self._text(record, index.column()), record.place)))
        return None

    def _text(self, record: Record, column: int) -> str:
        if column == CHECK:
            return "" if record.taken is None else _("taken") if record.taken else _("left out")
        if column == FATE:
            return " ".join(filter(None, (self.chip(record), self.fate_words(record))))
        return {
            NAME: record.title,
            ORGANISATION: record.organisation,
            REACH: record.reach,
        }[column]

    def chip(self, record: Record) -> str:
        """The word on the record's chip."""
        return CHIPS[record.outlook][2 if self.done else 1]

    def fate_words(self, record: Record) -> str:
        """The words beside the chip."""
        into = _("into {name}.").format(name=record.into) if record.into else ""
        return " ".join(filter(None, (into, record.why)))
