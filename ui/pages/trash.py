"""Trash: everything that was deleted, of every kind, newest first, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.model.changes import Changes
from app.model.texts import _
from app.services import trash
from app.services.trash import Returned, TrashItem, TrashPage
from app.services.workspace import Workspace
from app.settings import EVERYTHING
from ui.bridge import Bridge, Route
from ui.task import Task
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.cards import Page, Row
from ui.widgets.day_sections import DaySections
from ui.widgets.spans import Span

_PAGE = 50
_PAUSE_MS = 250


class TrashPageView(Page):
    """Deleted things by day; Enter or Restore brings one back with all that went with it."""

    USES: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Trash"), " ", parent=parent)
        self._bridge = bridge
        self.header.add_button(PlainButton(_("Undo")).for_action(actions["edit.undo"]))
        self.header.add_button(PlainButton(_("History")).for_action(actions["history.show"]))
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in the Trash"))
        self.field.setAccessibleName(_("Find in the Trash"))
        self.field.setClearButtonEnabled(False)
        self.more = PlainButton(_("Show what was deleted before"))
        self.more.hide()
        self.rows: list[ItemRow] = []
        self._older: int | None = None
        self._late = True
        self._task: Task | None = None
        self._focus = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.refresh(None))
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._found)
        self.more.clicked.connect(lambda: self._read(self._older))
        self.add(self.field)
        self._days = DaySections(self, lambda: bridge.workspace.today)
        self.add(self.more)
        self.add_stretch()
        bridge.changed.connect(self._changed)

    def _changed(self, _changes: Changes) -> None:
        self._late = True
        if self.isVisible():
            self.refresh(None)

    def showEvent(self, event: object) -> None:
        """Every step can have deleted something."""
        if self._late:
            self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show what is in the Trash now."""
        self._late = False
        keep = str(self._bridge.workspace.setting("history_keep"))
        told = _("What you delete waits here. Enter brings it back, with all that went with it.")
        if keep != EVERYTHING:
            told = _("What you delete waits here as long as the history is kept.")
        self.header.set_title(_("Trash"), told)
        self._read(None)

    def show_route(self, route: Route) -> None:
        """There is one list; typing narrows it."""
        if route.text:
            self.field.setText(route.text)
            self.refresh(None)

    def _read(self, before: int | None) -> None:
        if self._task is not None:
            self._task.cancel()
        text = self.field.text()

        def job(workspace: Workspace, task: Task) -> TrashPage:
            return trash.items(workspace, text, before, _PAGE, task.cancelled)

        def done(found: TrashPage) -> None:
            if self._task is task:
                self._task = None
                self._show(found, first=before is None)

        self._task = task = self._bridge.run(job, done)

    def _show(self, found: TrashPage, *, first: bool) -> None:
        at = QApplication.focusWidget() or self  # not a row left behind: one may type elsewhere
        had_focus = any(row.isAncestorOf(at) for row in self.rows)
        had_focus = had_focus or any(row.hasFocus() for row in self.rows)
        if first:
            self._days.clear()
            self.rows = []
        for item in found.items:
            row = ItemRow(item)
            row.restore_wanted.connect(self._restore)
            row.moved.connect(self._move)
            self._days.add(item.at, row)
            self.rows.append(row)
        self._older = found.older
        self.more.setVisible(found.older is not None)
        if not self.rows:
            self._days.say_nothing(self._nothing())
        elif had_focus and first:
            self._mark(self._focus)

    def _nothing(self) -> str:
        if self.field.text().strip():
            return _("Nothing in the Trash has these words.")
        return _("Nothing is in the Trash. What you delete waits here until you want it back.")

    # --- choosing and restoring ------------------------------------------------------------

    def _found(self) -> None:
        """Enter in the field goes on to what was found."""
        if self._pause.isActive():
            self._pause.stop()
            self.refresh(None)
        self._mark(0)

    def _mark(self, place: int) -> None:
        if self.rows:
            self._focus = max(0, min(place, len(self.rows) - 1))
            row = self.rows[self._focus]
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.ensureWidgetVisible(row)

    def _move(self, row: ItemRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place < 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._mark(place)

    def _restore(self, row: ItemRow) -> None:
        number = row.item.id
        self._focus = self.rows.index(row)

        def job(workspace: Workspace, _task: Task) -> Returned:
            return trash.restore(workspace, number)

        def done(found: Returned) -> None:
            # Written on the worker's connection: the window hears of it here.
            self._bridge.workspace.announce(found.changes)
            self._bridge.say(" ".join(filter(None, (found.said, found.lacking))), undoable=True)

        self._bridge.run(job, done)


class ItemRow(Row):
    """One deleted thing; `restore_wanted` on Enter or Restore, `moved` on the arrows."""

    restore_wanted = Signal(object)
    moved = Signal(object, int)

    def __init__(self, item: TrashItem, parent: QWidget | None = None) -> None:
        self.item = item
        self.back = LinkButton(_("Restore"), kind="note")
        self.back.setAccessibleName(_("Restore “{what}”").format(what=item.title))
        self.back.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter on the row does the same
        title = [Span(item.title)]
        if item.whose:
            title.append(Span(f"  {item.whose}", "second", small=True))
        super().__init__(title, _told(item), after=self.back, pressable=True, parent=parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(_("Press Enter to restore it"))
        self.back.clicked.connect(lambda: self.restore_wanted.emit(self))
        self.pressed.connect(lambda: self.restore_wanted.emit(self))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click marks the row; only Restore and Enter restore."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go to the neighbours."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(self, step)


def _told(item: TrashItem) -> str:
    """ "Promise, 14:05, “Delete a promise”. With it: 2 mentions."."""
    how = _("taken back: “{step}”") if item.taken_back else _("“{step}”")
    step = how.format(step=item.step)
    told = _("{kind}, {time}, {step}.").format(kind=item.kind, time=item.at[11:16], step=step)
    return " ".join(filter(None, (told, item.with_it)))
