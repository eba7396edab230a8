"""What the user decides about the records of an import, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.model.imports import Fate, ReadPerson
from app.model.people import Counterpart
from app.model.texts import _, ngettext
from app.services.namesakes import told_apart, with_namesakes
from app.services.transfer import Plan, PlanRow
from ui.bridge import Bridge
from ui.pages.importing.said import How, Said, marks_of, said_of, suggestion

_MOST_OFFERED = 8


class Decisions(QObject):
    """The plan as it is decided so far; `changed` carries the rows that came out otherwise.

    `whom` asks whom these records are to be merged into, `show` wants to see one as it stood.
    While the plan is `held`, as it is being written, nothing about it can be decided.
    """

    changed = Signal(list)
    whom = Signal(list)
    show = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.plan: Plan | None = None
        self.held = False
        self._first: tuple[PlanRow, ...] = ()

    def begin(self, plan: Plan) -> None:
        """Decide on this plan."""
        self.plan, self._first = plan, plan.rows

    def end(self) -> None:
        """There is nothing left to decide."""
        self.plan, self._first = None, ()

    @property
    def made(self) -> bool:
        """Whether the user decided anything otherwise than was suggested."""
        rows = self.plan.rows if self.plan is not None else ()
        return any(now is not first for now, first in zip(rows, self._first, strict=True))

    def said(self) -> tuple[Said, ...]:
        """What the user decided, for when the files are read again."""
        rows = self.plan.rows if self.plan is not None else ()
        each = zip(self._first, rows, marks_of(self._first), strict=True)
        return tuple(one for before, now, mark in each for one in said_of(before, now, mark))

    def decide_again(self, said: Sequence[Said]) -> None:
        """Decide on the same records as before; what is suggested otherwise now is left open."""
        if self.plan is None or not said:
            return
        rows = dict(zip(marks_of(self.plan.rows), self.plan.rows, strict=True))
        found: dict[tuple[str, int], list[int]] = {}
        for one in said:
            row = rows.get(one.mark)
            holds = one.how in (How.OUT, How.WITH)
            if row is not None and (holds or suggestion(row, one.how) == one.suggested):
                found.setdefault((one.how, one.person), []).append(row.index)
        for (how, person), indexes in found.items():
            if how == How.OUT:
                self.leave_out(indexes)
            elif how == How.NEW:
                self.add(indexes)
            elif how == How.TAKE:
                self.take(indexes)
            elif how == How.FILE:
                self.follow(indexes)
            else:
                self.merge(indexes, person)

    def effects(self) -> list[tuple[object, ...]]:
        """What would become of each row, and whom it would be with."""
        return [_effect(row) for row in (self.plan.rows if self.plan is not None else ())]

    @property
    def _open(self) -> Plan | None:
        """The plan where it can be decided about."""
        return None if self.held else self.plan

    def _rows(self, indexes: Sequence[int]) -> list[PlanRow]:
        return [self.plan.rows[at] for at in indexes] if self.plan is not None else []

    def toggle(self, indexes: Sequence[int]) -> None:
        """Leave these out when all of them are taken, else take them."""
        rows = [row for row in self._rows(indexes) if row.can_be_taken]
        if any(row.fate is Fate.SKIPPED for row in rows):
            self.take(indexes)
        else:
            self.leave_out(indexes)

    def take(self, indexes: Sequence[int]) -> None:
        """Take these as was suggested, else as someone new."""
        if (plan := self._open) is not None:
            wanted = [row.index for row in self._rows(indexes) if row.fate is Fate.SKIPPED]
            self._show(plan.take_many(wanted))

    def leave_out(self, indexes: Sequence[int]) -> None:
        """Do not take these."""
        if (plan := self._open) is not None:
            self._show(plan.decide_many(indexes, Fate.SKIPPED))

    def add(self, indexes: Sequence[int]) -> None:
        """Add these as new people."""
        if (plan := self._open) is not None:
            self._show(plan.decide_many(indexes, Fate.ADDED))

    def merge(self, indexes: Sequence[int], target: int) -> None:
        """Merge these into someone of the journal; events and mails are then with them."""
        if (plan := self._open) is not None:
            with self._bridge.guard():
                name = self._bridge.workspace.get(Counterpart, target).name
                self._show(plan.decide_many(indexes, Fate.MERGED, target, name))

    def follow(self, indexes: Sequence[int]) -> None:
        """Take what the file says of these in place of what the journal says."""
        if (plan := self._open) is not None:
            taking = [row.as_file for row in self._rows(indexes) if row.as_file is not None]
            self._show(plan.put_many(taking))

    def as_suggested(self, indexes: Sequence[int]) -> None:
        """Everything about these as it was at first."""
        if (plan := self._open) is not None:
            self._show(plan.put_many([self._first[at] for at in indexes]))

    def _show(self, plan: Plan) -> None:
        """Tell every row that came out otherwise: a conversation follows its people."""
        before = self.plan.rows if self.plan is not None else ()
        self.plan = plan
        self.changed.emit(
            [new for old, new in zip(before, plan.rows, strict=True) if old is not new]
        )

    def candidates(self, index: int) -> list[Counterpart]:
        """The people a record could mean."""
        if self.plan is None:
            return []
        first = self._first[index].candidates
        return self._bridge.workspace.get_many(Counterpart, first)

    def menu_for(self, indexes: Sequence[int], parent: QWidget) -> QMenu:
        """What can be decided about these records."""
        menu = QMenu(parent)
        rows = self._rows(indexes)
        if not self.held:
            self._add_decisions(menu, rows)
        if len(rows) == 1 and rows[0].item.raw:
            menu.addAction(
                _("Show it as it stands in the file"), partial(self.show.emit, rows[0].index)
            )
        return menu

    def _add_decisions(self, menu: QMenu, rows: Sequence[PlanRow]) -> None:
        """Each entry is there for the records it can be done to."""
        many = len(rows) > 1
        for words, several, fits, do in (
            (_("Take it"), _("Take {n}"), _can_be_taken, self.take),
            (_("As suggested"), _("{n} as suggested"), self._is_changed, self.as_suggested),
            (
                _("Take what the file says"),
                _("Take what the file says of {n}"),
                _differs,
                self.follow,
            ),
            (_("Add as a new person"), _("Add {n} as new people"), _can_be_new, self.add),
        ):
            fitting = [row.index for row in rows if fits(row)]
            if fitting:
                text = several.format(n=f"{len(fitting):,}") if many else words
                menu.addAction(text, partial(do, fitting))
        self._merges(menu, [row for row in rows if _can_mean(row)])
        taken = [row.index for row in rows if row.fate in (Fate.ADDED, Fate.MERGED)]
        if taken:
            text = _("Leave {n} out").format(n=f"{len(taken):,}") if many else _("Leave out")
            menu.addAction(text, partial(self.leave_out, taken))

    def _is_changed(self, row: PlanRow) -> bool:
        first = self._first[row.index]
        was_taken = first.fate in (Fate.ADDED, Fate.MERGED) or first.as_file is not None
        return first is not row and was_taken and first != row

    def _merges(self, menu: QMenu, rows: Sequence[PlanRow]) -> None:
        if not rows:
            return
        indexes = [row.index for row in rows]
        if len(rows) == 1:
            workspace, found = self._bridge.workspace, self.candidates(indexes[0])
            offered = [person.id for person in found[:_MOST_OFFERED]]
            words = told_apart(workspace, with_namesakes(workspace.names(), offered))
            for number in offered:
                name = words[number].replace("&", "&&")
                text = _("Merge into {name}").format(name=name)
                if not isinstance(rows[0].item, ReadPerson):
                    text = _("It is with {name}").format(name=name)
                menu.addAction(text, partial(self.merge, indexes, number))
        if not self._bridge.workspace.count(Counterpart):
            return  # there is nobody yet whom one could name
        other = ngettext("Merge into someone else", "Merge {n} into someone", len(rows))
        menu.addAction(other.format(n=f"{len(rows):,}"), partial(self.whom.emit, indexes))


def _effect(row: PlanRow) -> tuple[object, ...]:
    """What would become of a row, and whom it would be with."""
    where, who = (row.path or row.file, row.key), (row.people, row.present)
    return *where, row.fate, row.action, *who, row.follows


def _can_be_taken(row: PlanRow) -> bool:
    return row.fate is Fate.SKIPPED and row.instead is not None and not row.candidates


def _differs(row: PlanRow) -> bool:
    return row.as_file is not None


def _can_be_new(row: PlanRow) -> bool:
    is_new = row.fate is Fate.ADDED
    return isinstance(row.item, ReadPerson) and bool(row.item.name) and not is_new


def _can_mean(row: PlanRow) -> bool:
    if isinstance(row.item, ReadPerson):
        return bool(row.key)
    return row.meant.value != "nothing"
