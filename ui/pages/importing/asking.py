"""What the import page asks about records: by their own choices, by menu, whom one means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.model.texts import _
from app.services.transfer import Plan
from ui.bridge import Bridge, Offer
from ui.pages.importing.deciding import Decisions
from ui.pages.importing.records import Choice, Outlook
from ui.pages.importing.screen import ImportScreen
from ui.pages.importing.words import named


class AskingScreen(ImportScreen):
    """The screen with what is decided on it so far; a plan that was taken in can still be read."""

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, actions, parent)
        self._looked_at: Plan | None = None
        self.decisions = Decisions(bridge, self)
        self.whom.line.textChanged.connect(lambda _text: self.bring_up(self.whom))

    @property
    def plan(self) -> Plan | None:
        """The plan as it is decided so far."""
        return self.decisions.plan

    def _ask_to_read(self, files: list[Path], read: Callable[[list[Path]], None]) -> None:
        """Before other files are read: what was decided about these would be gone."""
        words = _("You have decided about some of these records.")
        advice = _("Reading {files} instead lets go of that.").format(files=named(files))
        go_on = (_("Read them all the same"), lambda: read(files))
        self._bridge.offered.emit(Offer(words, advice, (go_on,)))

    def _chosen(self) -> list[int]:
        """What the buttons for many apply to: what is chosen, else all that is shown."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else self.records.shown()

    def _tell_chosen(self) -> None:
        shown = self.records.rowCount()
        chosen = len(self.table.chosen()) if self.records.records else 0
        self.bulk.tell(chosen, shown, self.records.is_narrowed())
        self.give_room()

    def _choice(self, index: int, choice: Choice, at: QPoint) -> None:
        if choice is Choice.SHOW:
            self._show_raw(index)
        elif choice is Choice.ADD:
            self.decisions.add([index])
        elif choice is Choice.SKIP:
            self.decisions.leave_out([index])
        elif choice is Choice.FILE:
            self.decisions.follow([index])
        elif choice is Choice.OURS:
            self.decisions.as_suggested([index])
        else:
            found = self.decisions.candidates(index)
            if len(found) == 1:
                self.decisions.merge([index], found[0].id)
            else:
                self._ask([index], at)

    def menu_for(self, index: int) -> QMenu:
        """What can be decided about a record."""
        return self.decisions.menu_for([index], self)

    def _ask(self, indexes: list[int], at: QPoint) -> None:
        menu = self.decisions.menu_for(indexes, self)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)

    def _ask_whom(self, indexes: list[int]) -> None:
        self.raw.hide()
        about = set(indexes)
        records = self.records.records
        adding = (one for one in records if one.is_person and one.outlook is Outlook.ADD)
        listed = [one.title for one in adding if one.index not in about]
        self.whom.ask(indexes, self._bridge.workspace, records[indexes[0]].title, listed)
        self.give_room()
        self.bring_up(self.whom)

    def _show_raw(self, index: int) -> None:
        plan = self.plan or self._looked_at
        if plan is not None:
            row = plan.rows[index]
            self.whom.hide()
            place = ", ".join(filter(None, (row.file, row.item.place)))
            self.raw.show_record(place, row.item.raw)
            self.give_room()
            self.bring_up(self.raw)
