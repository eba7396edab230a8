"""The list of people: find as one types, filter, add someone, choose with the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.model.people import Attention, Counterpart
from app.model.texts import _
from app.services.people_list import PeopleList as Everyone
from app.services.people_list import people_list
from app.services.words import waiting_words
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.pages.people.adding import AddPerson
from ui.pages.people.alike import AlikeLine
from ui.pages.people.filter_chips import FilterChips
from ui.pages.people.row_delegate import ROW_HEIGHT, PersonDelegate
from ui.tables.people import PeopleFilter, PeopleModel
from ui.task import Task
from ui.widgets.buttons import LinkButton
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.long_list import dress_long_list

_SHOW_AFTER_MS = 120
_MANY = 2000
_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


def _read(workspace: Workspace, _task: Task) -> Everyone:
    """Everyone, with the index that typing needs, on a connection of its own."""
    found = people_list(workspace)
    _made = found.index
    return found


class FindField(QLineEdit):
    """The field to type part of a name into; the count stands behind what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.count = QLabel(self)
        self.setPlaceholderText(_("Find a person   Ctrl+F"))
        self.setAccessibleName(_("Find a person"))
        self.setClearButtonEnabled(False)
        self.count.setProperty("text_role", "note")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._place)

    def tell(self, words: str) -> None:
        """Show how many were found, or nothing."""
        self.count.setText(words)
        self._place()

    def setEchoMode(self, mode: QLineEdit.EchoMode) -> None:
        """Show what is typed, or dots; the count makes room for either."""
        super().setEchoMode(mode)
        self._place()

    def setPlaceholderText(self, text: str) -> None:
        """Show this while nothing is typed; the count stands behind it."""
        super().setPlaceholderText(text)
        self._place()

    def _place(self) -> None:
        self.count.adjustSize()
        shown = self.displayText() or self.placeholderText()  # covered, the dots are wider
        after = theme.px(12) + self.fontMetrics().horizontalAdvance(shown) + theme.px(12)
        free = self.width() - self.count.width() - theme.px(10)
        self.count.setVisible(bool(self.count.text()) and after <= free)
        self.count.move(after, (self.height() - self.count.height()) // 2)

    def resizeEvent(self, event: object) -> None:
        """Keep the count behind the text."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()


class PeopleList(QWidget):
    """Everyone in the journal.

    `chosen` names who is marked, `opened` who is to be opened, and `added` who is new.
    """

    chosen = Signal(int)
    opened = Signal(int)
    added = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wanted: int | None = None
        self.field = FindField()
        self.chips = FilterChips()
        self.model = PeopleModel(self)
        self.adding = AddPerson(bridge, self, lambda: (row.name for row in self.model.list.rows))
        self.view = self._make_view()
        self.card = QFrame()
        self.card.setProperty("part", "card")
        self.hint = WrapLabel(_("Enter opens, Ctrl+N adds a person"), "note", "second")
        self.alike = AlikeLine(bridge, self)
        self.waiting = LinkButton("", kind="note")
        self.empty = EmptyState("", _("Add a person"))
        self._pause = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._lay_out()
        self._connect()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegate(PersonDelegate(self._bridge.portraits, view))
        view.setAccessibleName(_("People"))
        dress_long_list(view, theme.px(ROW_HEIGHT))
        self._bridge.portraits.changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        inside.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        top = QHBoxLayout()
        top.addWidget(self.field)
        column.addLayout(top)
        column.addWidget(self.chips)
        column.addWidget(self.waiting)
        column.addWidget(self.adding)
        column.addWidget(self.card, 100)
        column.addWidget(self.empty)
        column.addWidget(self.hint)
        column.addWidget(self.alike)
        column.addStretch(1)
        self.field.setMinimumHeight(theme.px(36))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.view.installEventFilter(self)
        self.chips.changed.connect(self._filtered)
        self.waiting.clicked.connect(lambda: self._bridge.go("sorting"))
        self.adding.added.connect(self._added)
        self.empty.pressed.connect(lambda: self.add_person(self.field.text().strip()))
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        self.view.clicked.connect(lambda index: self._show_now(index, opens=False))
        self.view.doubleClicked.connect(lambda index: self._show_now(index, opens=True))
        self._pause.timeout.connect(self._settled)

    # --- what is shown -------------------------------------------------------------------

    def refresh(self) -> None:
        """Show everyone as the journal holds them now; whoever was marked stays marked."""
        self._show(people_list(self._bridge.workspace))

    def refresh_quietly(self) -> None:
        """The same for what came in the background: very many people are read by a worker."""
        if len(self.model.list.rows) <= _MANY:
            self.refresh()
        else:
            self._bridge.run(_read, self._show)

    def knows(self, person: Counterpart, organisation: str) -> bool:
        """Whether what the list says of a person is still right."""
        everyone = (*self.model.list.rows, *self.model.list.left_out)
        row = next((row for row in everyone if row.id == person.id), None)
        return row is not None and (
            row.name,
            row.aliases,
            row.organisation,
            row.kind,
            row.no_contact,
            row.attention,
        ) == (
            person.name,
            person.aliases,
            organisation,
            person.kind,
            person.no_contact,
            person.attention,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes to look at people is told of those who look alike."""
        super().showEvent(event)
        self.alike.look()

    def _show(self, people: Everyone) -> None:
        self.model.load(people, self._bridge.workspace.today)
        self.chips.load(self.model.list, self.model.filter)
        self._tell()
        if self._wanted is not None:
            self.mark(self._wanted)

    def _tell(self) -> None:
        people, shown = self.model.list, self.model.rowCount()
        out = self.model.filter.attention is Attention.OUT
        everyone = len(people.left_out if out else people.rows)
        typed = bool(self.field.text().strip())
        narrowed = typed or (self.model.filter != PeopleFilter() and not out)
        words = _("{n} of {all}").format(n=shown, all=everyone) if narrowed else ""
        self.field.tell(words)
        somebody = bool(people.rows or people.left_out)
        self.chips.setVisible(somebody and not typed)
        count = len(people.unsorted)
        self.waiting.set_label(f"{waiting_words(count)} {_('Sort them')}")
        self.waiting.setVisible(count > 0 and not typed)
        self.card.setVisible(shown > 0)
        self.empty.setVisible(shown == 0 and not self.adding.isVisibleTo(self))
        self.hint.setVisible(shown > 0)
        if not somebody:
            self.empty.sentence.set_content(_("Nobody is in the journal yet."))
            self.empty.button.set_label(_("Add a person"))
        elif shown == 0:
            name = self.field.text().strip()
            self.empty.sentence.set_content(
                _("Nobody answers to “{name}”.").format(name=name[:60])
                if name
                else _("Nobody is left under this filter.")
            )
            self.empty.button.set_label(
                _("Add {name}").format(name=name[:24]) if name else _("Add a person")
            )
        self._fit()

    def _fit(self) -> None:
        """Make the card as tall as its rows, where there is room."""
        rows = self.view.verticalHeader()
        rows.setDefaultSectionSize(theme.px(ROW_HEIGHT))
        height = self.model.rowCount() * theme.px(ROW_HEIGHT) + 2 * theme.px(4) + 2
        self.card.setMaximumHeight(min(height, 16_000_000))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the rows in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "card"):
            self._fit()
        super().changeEvent(event)

    def mark(self, person: int | None) -> None:
        """Mark a person without opening anybody."""
        self._wanted = person
        row = self.model.row_of(person) if person is not None else -1
        marker = self.view.selectionModel()
        marker.blockSignals(True)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
        else:
            marker.clear()
        marker.blockSignals(False)
        if row >= 0:
            self.view.scrollTo(self.model.index(row, 0))
        self.view.viewport().update()

    def reveal(self, person: int) -> None:
        """Mark a person, also when what is typed or chosen would hide them."""
        if self.model.row_of(person) < 0 and any(row.id == person for row in self.model.list.rows):
            self.field.clear()
            self.model.narrow("", PeopleFilter())
            self.chips.load(self.model.list, self.model.filter)
            self._tell()
        self.mark(person)

    def person(self) -> int | None:
        """Who is marked."""
        return self.model.person_at(self.view.currentIndex().row())

    # --- finding and choosing ------------------------------------------------------------

    def begin_to_find(self, text: str = "") -> None:
        """Begin to narrow the list."""
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _typed(self, text: str) -> None:
        self.model.narrow(text)
        self._tell()
        if not text.strip():
            self.mark(self._wanted)
        elif self.model.rowCount():
            # While one types, the best hit is the one Enter opens.
            self.view.setCurrentIndex(self.model.index(0, 0))
            self.view.scrollToTop()

    def _filtered(self, wanted: PeopleFilter) -> None:
        self.model.narrow(wanted=wanted)
        self._tell()
        self.mark(self._wanted)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._pause.start()

    def _settled(self) -> None:
        person = self.person()
        if person is not None and person != self._wanted:
            self._wanted = person
            self.chosen.emit(person)

    def _show_now(self, index: QModelIndex, opens: bool) -> None:
        self._pause.stop()
        person = self.model.person_at(index.row())
        if person is None:
            return
        self._wanted = person
        (self.opened if opens else self.chosen).emit(person)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the mark while one types; Enter opens; Escape clears what was typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                index = self.view.currentIndex()
                if index.isValid():
                    self._show_now(index, opens=True)
                elif self.model.rowCount() == 0 and self.field.text().strip():
                    self.add_person(self.field.text().strip())
                return True
            if watched is self.field and key in _MOVES:
                self._move(key)
                return True
            if watched is self.field and key == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: Qt.Key) -> None:
        last = self.model.rowCount() - 1
        if last < 0:
            return
        page = max(1, self.view.viewport().height() // theme.px(ROW_HEIGHT) - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        now = self.view.currentIndex().row()
        row = min(max(0, now + steps[key]), last)
        self.view.setCurrentIndex(self.model.index(row, 0))

    # --- adding --------------------------------------------------------------------------

    def add_person(self, name: str = "") -> None:
        """Ask for the name of someone new, in place."""
        self.adding.begin(name)
        self._tell()

    def _added(self, person: int) -> None:
        if person:
            self.field.clear()
            self.chips.load(self.model.list, PeopleFilter())
            self.model.narrow("", PeopleFilter())
            self._wanted = person
            self.refresh()
            self.added.emit(person)
        else:
            self._tell()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
