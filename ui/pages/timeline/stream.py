"""The list of the timeline: newest first at once, the rest when it has been counted."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.model.reading import MonthCount, TimelineFilter
from app.services import timeline
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.pages.timeline.delegate import TimelineDelegate, heading_height, row_height
from ui.tables.timeline import TimelineModel
from ui.task import Task
from ui.widgets.long_list import dress_long_list

_FIRST = 200
_PAINTED_WITHIN = 0.2  # seconds; a list that is not looked at is read all the same


class StreamView(QTableView):
    """Everything that passes the filter; arrows, Home, End, Enter and Delete work."""

    chosen = Signal(object)
    opened = Signal(object)
    deleted = Signal(object)
    counted = Signal(object)
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._task: Task | None = None
        self._wanted = TimelineFilter()
        self._key: int | None = None
        self._headings: list[int] = []
        self._jump: Callable[[], None] | None = None
        self._painted = threading.Event()
        self._model = TimelineModel(lambda keys: timeline.entries(bridge.workspace, keys), self)
        self.setModel(self._model)
        self.setItemDelegate(TimelineDelegate(self))
        self._dress()
        self.selectionModel().currentChanged.connect(self._chose)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())

    def _dress(self) -> None:
        self.setObjectName("stream")
        # The rows draw their own cards; around them the page shows through.
        self.setStyleSheet("#stream { background: transparent; }")
        self.viewport().setAutoFillBackground(False)
        dress_long_list(self, row_height(self.viewport().width()))

    @property
    def table(self) -> TimelineModel:
        """The model behind the list."""
        return self._model

    # --- loading -------------------------------------------------------------------------

    def load(self, wanted: TimelineFilter, key: int | None = None) -> None:
        """Show what passes the filter; the newest now, the rest from a worker.

        The worker waits for the picture of the newest: both at once would take each other's turns.
        With `key`, that entry is chosen as soon as it is there.
        """
        self._wanted = wanted
        self._key = key if key is not None else self.current_key()
        first = timeline.first_keys(self._bridge.workspace, wanted, _FIRST)
        keys = array("q", [k for k, _day in first])
        whole = len(first) < _FIRST
        self._put(keys, _months(first), whole=whole)
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if whole:
            self.counted.emit(self._model)
            return
        self._painted = painted = threading.Event()

        def read(workspace: Workspace, _task: Task) -> tuple[array[int], list[MonthCount]]:
            painted.wait(_PAINTED_WITHIN)
            return timeline.all_keys(workspace, wanted)

        self._task = self._bridge.run(read, lambda found: self._arrived(wanted, found))

    def _arrived(self, wanted: TimelineFilter, found: tuple[array[int], list[MonthCount]]) -> None:
        if wanted is not self._wanted:
            return  # an answer to what was asked before
        self._task = None
        top = self.verticalScrollBar().value()
        self._put(*found, whole=True)
        self.verticalScrollBar().setValue(top)
        if self._jump is not None:
            self._jump()
            self._jump = None
        self.counted.emit(self._model)

    def _put(self, keys: array[int], months: list[MonthCount], *, whole: bool) -> None:
        self._model.show(keys, months, whole=whole)
        self._size_rows()
        self._choose(self._key)

    def _size_rows(self) -> None:
        down = self.verticalHeader()
        usual = row_height(self.viewport().width())
        down.setDefaultSectionSize(usual)
        # A row that was a heading of the list before keeps that height unless it is told.
        for row in self._headings:
            if row < down.count():
                down.resizeSection(row, usual)
        self._headings = list(self._model.headings)
        for row in self._headings:
            down.resizeSection(row, heading_height())

    def _choose(self, key: int | None) -> None:
        row = self._model.row_of(key) if key is not None else None
        if row is None and (key is None or self._model.whole):
            row = self._latest_row()
        if row is not None:
            self.setCurrentIndex(self._model.index(row, 0))

    def _latest_row(self) -> int | None:
        """The newest entry that is not still ahead; what is planned stands above it."""
        today = self._bridge.workspace.today
        last = min(self._model.rowCount(), _FIRST)
        fallback: int | None = None
        for row in range(last):
            entry = self._model.entry(row)
            if entry is None:
                continue
            fallback = row if fallback is None else fallback
            if entry.when.date.first <= today:
                return row
        return fallback

    # --- moving --------------------------------------------------------------------------

    def current_key(self) -> int | None:
        """The key of the chosen entry."""
        return self._model.key(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def jump_to_month(self, year: int, month: int) -> None:
        """Bring a month to the top, now or as soon as it is loaded."""

        def jump() -> None:
            row = self._model.row_of_month(year, month)
            if row is not None:
                self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
                self.setCurrentIndex(self._model.index(row + 1, 0))

        jump()
        if not self._model.whole:
            self._jump = jump

    def visible_months(self) -> tuple[str, str]:
        """The months at the top and the bottom of what is seen; empty when nothing is."""
        top = self.rowAt(1)
        bottom = self.rowAt(self.viewport().height() - 1)
        if bottom < 0:
            bottom = self._model.rowCount() - 1
        return self._model.month_at(top), self._model.month_at(bottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends, Enter opens, Delete deletes."""
        key = event.key()
        rows = self._model.rowCount()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and rows > 1:
            row = 1 if key == Qt.Key.Key_Home else rows - 1
            self.setCurrentIndex(self._model.index(row, 0))
            if key == Qt.Key.Key_Home:
                self.scrollToTop()
            elif not self._model.whole:
                self._jump = lambda: self.setCurrentIndex(
                    self._model.index(self._model.rowCount() - 1, 0)
                )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit(self.opened, self.currentIndex())
        elif key == Qt.Key.Key_Delete:
            self._emit(self.deleted, self.currentIndex())
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step over month headings."""
        index = super().moveCursor(action, modifiers)
        if index.isValid() and self._model.heading(index.row()) is not None:
            up = action in (
                QAbstractItemView.CursorAction.MoveUp,
                QAbstractItemView.CursorAction.MovePageUp,
            )
            row = index.row() - 1 if up and index.row() > 0 else index.row() + 1
            return self._model.index(row, 0)
        return index

    def _chose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._model.key(index.row()) if index.isValid() else None)

    def _emit(self, signal: object, index: QModelIndex) -> None:
        key = self._model.key(index.row()) if index.isValid() else None
        if key is not None:
            signal.emit(key)  # type: ignore[attr-defined]

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_model"):
            self._size_rows()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and let the rest be read once the whole page is drawn."""
        super().paintEvent(event)
        if not self._painted.is_set():
            QTimer.singleShot(0, self._painted.set)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows take two lines where there is little width."""
        super().resizeEvent(event)
        if self.verticalHeader().defaultSectionSize() != row_height(self.viewport().width()):
            self._size_rows()
            if self.currentIndex().isValid():
                self.scrollTo(self.currentIndex())


def _months(first: list[tuple[int, str]]) -> list[MonthCount]:
    """The months of the newest entries, with as many as are known yet."""
    found: list[MonthCount] = []
    for _key, day in first:
        if found and found[-1].month == day[:7]:
            found[-1] = MonthCount(day[:7], found[-1].count + 1)
        else:
            found.append(MonthCount(day[:7], 1))
    return found
