"""The palette itself: a field over the dimmed window, and what it finds below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.model.people import PersonName
from app.model.reading import SearchHit
from app.model.texts import _
from app.services import search
from app.services.find_people import PeopleIndex
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.palette.listing import Listing
from ui.palette.rows import PaletteRow, action_rows, grouped, hit_rows, journal_rows, people_rows
from ui.task import Task
from ui.widgets.elide import WrapLabel
from ui.widgets.painting import with_alpha

_PAUSE_MS = 220
_NEWEST = 20
_BEST = 50


class Palette(QWidget):
    """Lies over the window while open; Enter runs what is chosen, Escape goes back.

    What was written last shows with every key; after a short pause a worker ranks everything
    that matches, and the best take its place.
    """

    def __init__(self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._actions = bridge, actions
        self._index = PeopleIndex(())
        self._people: dict[int, PersonName] = {}
        self._hits: list[SearchHit] = []
        self._task: Task | None = None
        self._before: QWidget | None = None
        self.setAccessibleName(_("Find anything"))
        self._panel = QFrame(self)
        self._panel.setProperty("part", "strip")
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A name, a word you wrote, or what you want to do"))
        self.field.setAccessibleName(_("Find anything"))
        self.field.setClearButtonEnabled(False)
        self.listing = Listing()
        self.nothing = WrapLabel("", "body", "second")
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(*(theme.px(8),) * 4)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.field)
        layout.addWidget(self.nothing)
        layout.addWidget(self.listing, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._rank)
        self.field.textChanged.connect(self._typed)
        self.listing.chosen.connect(self._run)
        self.field.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the palette, empty, with the keyboard in its field."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        names = self._bridge.workspace.names()
        self._people = {person.id: person for person in names}
        self._index = PeopleIndex(names)
        self.show()
        self.raise_()
        self.field.clear()
        self._typed("")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self, query: str) -> None:
        """Look for these words, as if they had been typed."""
        self.field.setText(query)

    def close_palette(self) -> None:
        """Go back to what was there before."""
        self._pause.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def place(self, window: QRect) -> None:
        """Cover the window, with the panel in its upper middle."""
        self.setGeometry(window)
        width = min(theme.px(680), window.width() - theme.px(48))
        height = min(theme.px(520), window.height() - theme.px(96))
        self._panel.setGeometry(
            (window.width() - width) // 2, min(theme.px(72), window.height() // 8), width, height
        )

    # --- finding -------------------------------------------------------------------------

    def _typed(self, query: str) -> None:
        self._hits = []
        self.listing.forget()
        if query.strip():
            with self._bridge.guard():
                self._hits = search.newest(self._bridge.workspace, query, _NEWEST)
            self._pause.start()
        else:
            self._pause.stop()
        self._show()

    def _rank(self) -> None:
        if self._task is not None:  # one at a time: ranking a common word takes a while
            self._pause.start()
            return
        query = self.field.text()

        def job(workspace: Workspace, _task: Task) -> tuple[str, list[SearchHit]]:
            return query, search.best(workspace, query, _BEST)

        self._task = self._bridge.run(job, self._ranked, self._not_ranked)

    def _ranked(self, found: tuple[str, list[SearchHit]]) -> None:
        self._task = None
        query, hits = found
        if query == self.field.text() and not self.isHidden():
            self._hits = hits
            self._show()

    def _not_ranked(self, error: BaseException | None) -> None:
        self._task = None
        self._bridge.report(error)

    def _show(self) -> None:
        query = self.field.text()
        people, alike = people_rows(query, self._index, self._people, self._bridge)
        deeds, similar = action_rows(query, self._actions)
        rows = grouped(
            [
                (_("People"), people),
                (_("Do"), deeds),
                (_("Journals"), journal_rows(query, self._bridge)),
                (_("Written"), hit_rows(self._hits, self._bridge, self._bridge.workspace.today)),
                (_("People with a similar name"), alike),
                (_("Perhaps"), similar),
            ]
        )
        self.listing.set_rows(rows)
        self.listing.setVisible(bool(rows))
        words = _("Nothing written holds “{query}”, and nobody and no action has this name.")
        self.nothing.set_content(words.format(query=query))
        self.nothing.setVisible(not rows)

    def _run(self, row: PaletteRow) -> None:
        self.close_palette()
        if row.run is not None:
            row.run()

    # --- keys and mouse ------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk through the list while the keyboard stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1}
            steps |= {Qt.Key.Key_Backtab: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
            if key in steps:
                self.listing.step(steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.listing.press()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_palette()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes the palette."""
        at: QPoint = event.position().toPoint()
        if not self._panel.geometry().contains(at):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        role, share = ("background", 0.7) if theme.current().dark else ("ink", 0.18)
        painter.fillRect(self.rect(), with_alpha(theme.current().colour(role), share))
