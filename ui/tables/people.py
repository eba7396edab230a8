"""The list of people as an item model: filtered, ranked, with the hits of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from app.model.findings import State
from app.model.people import Attention, Kind
from app.model.reading import PersonRow
from app.model.texts import _
from app.services.day_words import days_ago
from app.services.find_people import Match
from app.services.people_list import PeopleList
from app.services.words import ATTENTION_WORDS
from ui import cover

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
MATCH = Qt.ItemDataRole.UserRole + 1
_NOBODY = PeopleList((), {}, frozenset())
_KEPT_APART = (Attention.ADDRESS, Attention.OUT)
_TOLD = {
    State.FOR: _("holds"),
    State.AGAINST: _("does not hold"),
    State.OPEN: _("open"),
    State.SILENT: _("not enough logged"),
}


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people to list; empty fields let everyone through."""

    kind: Kind | None = None
    tag: str = ""
    quiet: bool = False
    attention: Attention | None = None


class PeopleModel(QAbstractTableModel):
    """One row a person; roles ROW (PersonRow) and MATCH (Match or None) carry what is painted."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.list = _NOBODY
        self.today = date.min
        self.query = ""
        self.filter = PeopleFilter()
        self._states: dict[int, PersonRow] = {}
        self._shown: list[tuple[PersonRow, Match | None]] = []

    def load(self, people: PeopleList, today: date) -> None:
        """Take everyone as the journal holds them now."""
        self.list, self.today = people, today
        known = self._states
        # What was last found stays on screen while it is worked out anew: dots must not flicker.
        self._states = {
            row.id: row if row.states is not None else known.get(row.id, row)
            for row in (*people.rows, *people.left_out)
        }
        self._narrow()

    def narrow(self, query: str | None = None, wanted: PeopleFilter | None = None) -> None:
        """Show those who fit what is typed and the filter chosen, best first."""
        self.query = self.query if query is None else query
        self.filter = wanted or self.filter
        self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        wanted = self._wanted()
        if self.query.strip():
            by_id = {row.id: row for row in (*self.list.rows, *self.list.left_out)}
            found = self.list.index.rank(self.query)
            self._shown = [(by_id[m.id], m) for m in found if wanted is None or m.id in wanted]
        else:
            out = self.filter.attention is Attention.OUT
            rows = self.list.left_out if out else self.list.rows
            self._shown = [(row, None) for row in rows if wanted is None or row.id in wanted]
        self.endResetModel()

    def _wanted(self) -> set[int] | frozenset[int] | None:
        """Who passes the filter; None when everyone does."""
        if self.filter.quiet:
            return self.list.quiet
        if self.filter.attention is not None:
            rows = (*self.list.rows, *self.list.left_out)
            return {row.id for row in rows if row.attention is self.filter.attention}
        if self.filter.tag:
            return {n for n, tags in self.list.tags.items() if self.filter.tag in tags}
        if self.filter.kind is not None:
            return {row.id for row in self.list.rows if row.kind is self.filter.kind}
        return None

    def row_of(self, person: int) -> int:
        """Where a person stands; -1 when not shown."""
        return next((at for at, (row, _m) in enumerate(self._shown) if row.id == person), -1)

    def person_at(self, row: int) -> int | None:
        """Who stands in a row."""
        return self._shown[row][0].id if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name, the row to paint, or the whole line for those who do not see it."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, match = self._shown[index.row()]
        if role == ROW:
            states = self._states.get(row.id, row).states
            return row if row.states is not None else replace(row, states=states)
        if role == MATCH:
            return match
        if role == Qt.ItemDataRole.DisplayRole:
            return cover.spoken(row.name)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cover.spoken(self._told(row))
        return QSize() if role == Qt.ItemDataRole.SizeHintRole else None

    def _told(self, row: PersonRow) -> str:
        lines = [" · ".join(filter(None, (row.name, row.organisation, self.last_words(row))))]
        states = self._states.get(row.id, row).states
        if row.attention in _KEPT_APART:
            lines.append(ATTENTION_WORDS[row.attention])
        elif states is not None and not row.no_contact:
            titles = (_("Continues after the sale"), _("Mutual and meaningful"))
            for title, state in zip((*titles, _("Not only agenda")), states, strict=True):
                lines.append(_("{test}: {result}").format(test=title, result=_TOLD[state]))
        return "\n".join(lines)

    def last_words(self, row: PersonRow) -> str:
        """When the two were last in touch; empty while it is not worked out."""
        row = row if row.contacts is not None else self._states.get(row.id, row)
        if row.attention is Attention.OUT:
            return _("left out")
        if row.no_contact:
            return _("no contact wished")
        if row.contacts is None:
            return ""
        return days_ago(row.last_contact, self.today) if row.last_contact else _("never")


def told(model: PeopleModel) -> list[str]:
    """The list as lines of text: what a reader of the screen would hear first."""
    lines: Sequence[str] = [
        str(model.data(model.index(row, 0), Qt.ItemDataRole.ToolTipRole)).splitlines()[0]
        for row in range(model.rowCount())
    ]
    return list(lines)
