"""The records of an import as a table: what each is, and what will happen or has happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.model.imports import Fate, ReadPerson, RecordReport
from app.model.texts import _
from app.services.transfer import PlanRow
from ui import cover

Index = QModelIndex | QPersistentModelIndex
RECORD = Qt.ItemDataRole.UserRole
CHECK, NAME, ORGANISATION, REACH, FATE = range(5)
_TITLES = (
    "",
    _("Person or subject"),
    _("Organisation or people"),
    _("Reach or time"),
    _("What will happen"),
)


_OF_PEOPLE = ("", _("Person"), _("Organisation"), _("Reach"), _("What will happen"))


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
# The word on the chip of what an import brought, once it was taken back.
_TAKEN_BACK: Mapping[Outlook, str] = {
    Outlook.ADD: _("Added, taken back"),
    Outlook.MERGE: _("Merged, taken back"),
}
_OF_FATE = {
    Fate.ADDED: Outlook.ADD,
    Fate.MERGED: Outlook.MERGE,
    Fate.SKIPPED: Outlook.SKIP,
    Fate.FAILED: Outlook.FAIL,
}


def chip_state(outlook: Outlook, *, taken_back: bool = False) -> str:
    """The colour of a record's chip."""
    return "neutral" if taken_back and outlook in _TAKEN_BACK else CHIPS[outlook][0]


def chip_word(outlook: Outlook, *, done: bool = False, taken_back: bool = False) -> str:
    """The word on a record's chip, before an import, after it, and after it was taken back."""
    word = CHIPS[outlook][2 if done else 1]
    return _TAKEN_BACK.get(outlook, word) if taken_back else word


class Choice(StrEnum):
    """What can be pressed in a record's own line."""

    MERGE = "merge"
    ADD = "add"
    SKIP = "skip"
    SHOW = "show"
    FILE = "file"
    OURS = "ours"


CHOICES: Mapping[Choice, str] = {
    Choice.MERGE: _("Merge"),
    Choice.ADD: _("Add"),
    Choice.SKIP: _("Skip"),
    Choice.SHOW: _("Show it"),
    Choice.FILE: _("Take what the file says"),
    Choice.OURS: _("Keep what the journal says"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the table. `taken` is None where there is nothing to decide.

    `words` is everything written in the line, for finding it; `choices` can be pressed in it.
    """

    index: int
    title: str
    organisation: str
    reach: str
    outlook: Outlook
    into: str
    why: str
    place: str
    taken: bool | None
    choices: tuple[Choice, ...] = ()
    words: str = ""
    is_person: bool = False

    @property
    def has_row_of_choices(self) -> bool:
        """Whether its choices stand below the reason, and not beside it."""
        return bool(self.choices) and Choice.SHOW not in self.choices


def planned(row: PlanRow) -> Record:
    """A record before the import."""
    outlook = _OF_FATE[row.fate]
    if row.fate is Fate.SKIPPED and row.candidates:
        outlook = Outlook.LOOK
    takes = row.fate in (Fate.ADDED, Fate.MERGED)
    place = getattr(row.item, "place", "")
    return _record(
        row.index,
        row.title,
        (row.organisation, row.reach, row.target if row.fate is Fate.MERGED else "", row.why),
        outlook,
        ", ".join(filter(None, (row.file, place))),
        takes if row.fate is not Fate.FAILED and (takes or row.can_be_taken) else None,
        _choices(row, outlook),
        not hasattr(row.item, "when"),
    )


def _choices(row: PlanRow, outlook: Outlook) -> tuple[Choice, ...]:
    if outlook is Outlook.LOOK:
        add = (Choice.ADD,) if isinstance(row.item, ReadPerson) and row.item.name else ()
        return (Choice.MERGE, *add, Choice.SKIP)
    if not row.out and (row.as_file is not None or row.follows):
        return (Choice.OURS if row.follows else Choice.FILE,)
    return (Choice.SHOW,) if outlook is Outlook.FAIL and row.item.raw else ()


def reported(index: int, record: RecordReport, before: Record | None) -> Record:
    """A record after the import."""
    into = record.target if record.fate is Fate.MERGED else ""
    organisation, reach = (before.organisation, before.reach) if before else ("", "")
    return _record(
        index,
        record.title,
        (organisation, reach, into, record.why),
        _OF_FATE[record.fate],
        ", ".join(filter(None, (record.file, record.place))),
        None,
        tuple(one for one in (before.choices if before else ()) if one is Choice.SHOW),
        before is not None and before.is_person,
    )


def _record(
    index: int,
    title: str,
    words: tuple[str, str, str, str],
    outlook: Outlook,
    place: str,
    taken: bool | None,
    choices: tuple[Choice, ...],
    is_person: bool,
) -> Record:
    title = title or _("(no name)")
    organisation, reach, into, why = words
    return Record(
        index,
        title,
        organisation,
        reach,
        outlook,
        into,
        why,
        place,
        taken,
        choices,
        " ".join((title, *words)).casefold(),
        is_person,
    )


class RecordsModel(QAbstractTableModel):
    """The records that fit the chip and the words looked for."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.records: list[Record] = []
        self.done = self.taken_back = False
        self._shown: list[int] = []
        self._counts: Counter[Outlook] = Counter()
        self._outlook: Outlook | None = None
        self._query = ""
        self._only_people = False
        self._folded: tuple[int, ...] = ()

    def fold(self, columns: tuple[int, ...]) -> None:
        """These columns have no room: what they say stands below the name."""
        self._folded = columns

    def below(self, record: Record) -> str:
        """What stands below the name of a record."""
        return " · ".join(filter(None, (self._text(record, column) for column in self._folded)))

    def load(self, records: Sequence[Record], done: bool) -> None:
        """Show these records; `done` when the import has happened."""
        self.records, self.done, self.taken_back = list(records), done, False
        self._counts = Counter(record.outlook for record in self.records)
        self._only_people = all(record.is_person for record in self.records)
        self._narrow()

    def replace_many(self, records: Sequence[Record]) -> None:
        """Show these records as they were decided, where they stand."""
        for record in records:
            self._counts[self.records[record.index].outlook] -= 1
            self._counts[record.outlook] += 1
            self.records[record.index] = record
        if records and self._shown:
            last = len(self._shown) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, FATE))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, CHECK, CHECK)

    def set_taken_back(self, on: bool) -> None:
        """Say that what was brought is not there any more, or is there again."""
        self.taken_back = on
        if self._shown:
            self.dataChanged.emit(self.index(0, FATE), self.index(len(self._shown) - 1, FATE))

    def narrow(self, outlook: Outlook | None, query: str) -> None:
        """Show only the records with this chip and these words."""
        self._outlook, self._query = outlook, query
        self._narrow()

    def counts(self) -> dict[Outlook, int]:
        """How many records bear each chip."""
        return {outlook: self._counts[outlook] for outlook in Outlook}

    def shown(self) -> list[int]:
        """The numbers of the records that are shown."""
        return list(self._shown)

    def is_narrowed(self) -> bool:
        """Whether some records are out of sight."""
        return len(self._shown) < len(self.records)

    def all_taken(self) -> bool | None:
        """Whether every shown record that can be is taken; None when some are, or none can."""
        states = {self.records[at].taken for at in self._shown} - {None}
        return states.pop() if len(states) == 1 else None

    def partly_taken(self) -> bool:
        """Whether some of the shown records are taken and some are left out."""
        return {True, False} <= {self.records[at].taken for at in self._shown}

    def _narrow(self) -> None:
        self.beginResetModel()
        words = self._query.casefold().split()
        self._shown = [
            record.index
            for record in self.records
            if (self._outlook is None or record.outlook is self._outlook)
            and all(word in record.words for word in words)
        ]
        self.endResetModel()

    def record(self, row: int) -> Record:
        """The record in a row."""
        return self.records[self._shown[row]]

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
        if section == FATE and self.done:
            return _("What happened")
        return (_OF_PEOPLE if self._only_people else _TITLES)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        record = self.record(index.row())
        if role == RECORD:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(record, index.column())
        below = self.below(record) if index.column() == NAME else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = (self._text(record, index.column()), below)
            return cover.spoken(", ".join(filter(None, told)))
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (self._text(record, index.column()), below, record.place)
            return "\n".join(filter(None, lines))
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
        return chip_word(record.outlook, done=self.done, taken_back=self.taken_back)

    def fate_words(self, record: Record) -> str:
        """The words beside the chip."""
        into = _("into {name}.").format(name=record.into) if record.into else ""
        return " ".join(filter(None, (into, record.why)))
