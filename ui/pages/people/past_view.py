"""A person as they were: the same profile, of an earlier day, to be read and not changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.texts import _
from app.services.dates import check_date, read_date
from app.services.day_words import long_date
from app.services.past import as_it_was
from app.services.profile import Profile, profile
from app.services.words import first_name
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.pages.people.desk import Desk
from ui.pages.people.parts import AddLine, Fold, FoldRow, Heading
from ui.pages.people.profile_view import ProfileView
from ui.pages.people.real import ChangeCard
from ui.pages.people.tab_strip import TabButton
from ui.pages.people.taking_out import TakingOut
from ui.pages.people.verdicts import AskFirst
from ui.task import Task
from ui.widgets.buttons import ChoiceRow, PlainButton, QuietButton
from ui.widgets.cards import Card, Row, Separator
from ui.widgets.chips import FilterChip
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout, HeaderLayout
from ui.widgets.forms import DateField
from ui.widgets.keyboard import take_keyboard


class DayBar(QFrame):
    """Asks for a day, and says which one is shown; `chosen` carries the text of the field."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "strip")
        self.words = WrapLabel("")
        self.field = DateField(
            "", lambda text: check_date(text, workspace.clock), _("A day"), _("The day to show")
        )
        self.go = PlainButton(_("Show"))
        self.leave = QuietButton(_("Cancel"))
        side = QWidget()
        flow = FlowLayout(side, gap=10)
        for part in (self.field, self.go, self.leave):
            flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        side.setSizePolicy(policy)
        inside = QWidget()
        row = HeaderLayout(inside, readable=260)
        row.addWidget(self.words)
        row.addWidget(side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(inside)
        self._space()
        self.go.clicked.connect(lambda: self.chosen.emit(self.field.value()))
        self.leave.clicked.connect(self.left)
        self.hide()

    def _space(self) -> None:
        self._column.setContentsMargins(theme.px(14), theme.px(8), theme.px(8), theme.px(8))
        self.field.setFixedWidth(theme.px(180))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the sizes in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()

    def ask(self, name: str) -> None:
        """Ask which day to show."""
        self.words.set_content(
            _("See how things stood with {name} at the end of a day.").format(name=name)
        )
        self.leave.set_label(_("Cancel"))
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, name: str, day: str) -> None:
        """Say which day is shown."""
        self.words.set_content(
            _("How things stood with {name} on {day}. Nothing here can be changed.").format(
                name=name, day=day
            )
        )
        self.leave.set_label(_("Back to today"))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the day, Escape goes back to today."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.field.value())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field are those of the bar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)


class PastVisit(QObject):
    """Leads to an earlier day of the person shown, in the same place, and back to today."""

    def __init__(self, bridge: Bridge, stack: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._stack = bridge, stack
        self.bar = DayBar(bridge.workspace)
        self.bar.field.line.installEventFilter(self.bar)
        self.view: ProfileView | None = None
        self._inner: Bridge | None = None
        self._person: Counterpart | None = None
        self._tab = ""
        self._task: Task | None = None
        self.bar.chosen.connect(self._choose)
        self.bar.left.connect(self.leave)

    def ask(self, person: Counterpart, tab: str) -> None:
        """Ask which day of this person to show."""
        self._person, self._tab = person, tab
        self.bar.ask(first_name(person))

    def leave(self) -> None:
        """Back to today."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.bar.hide()
        if self.view is not None and self._inner is not None:
            had_focus = self.view.isAncestorOf(self.view.window().focusWidget() or self._stack)
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self._inner.close()
            self._inner.deleteLater()
            self.view = self._inner = None
            if had_focus:
                self._stack.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, text: str) -> None:
        person = self._person
        if person is None or not text.strip() or self._task is not None:
            return
        with self._bridge.guard():
            read = read_date(text, self._bridge.workspace.clock)
            day = read.last if read is not None else self._bridge.workspace.today

            def job(workspace: Workspace, _task: Task) -> tuple[Workspace, Profile]:
                past = as_it_was(workspace, person.id, day)
                return past, profile(past, person.id)

            self._task = self._bridge.run(job, self._show, self._failed)

    def _failed(self, error: BaseException | None) -> None:
        self._task = None
        if isinstance(error, UserError):
            self.bar.words.set_content(str(error), "against_text")
        else:
            self._bridge.report(error)

    def _show(self, found: tuple[Workspace, Profile]) -> None:
        past, shown = found
        if self._task is None:  # one has gone elsewhere meanwhile
            past.close()
            return
        self._bridge.destroyed.connect(past.close)  # a journal that is locked leaves nothing open
        tab = self.view.strip.current() if self.view is not None else self._tab
        self.leave()
        # A bridge of its own: what the profile asks for reaches nothing but this view.
        self._inner = Bridge(past, self, self._bridge.computer)
        desk = Desk(self._inner, self._inner)
        desk.shown = shown
        view = self.view = ProfileView(desk)
        self._stack.addWidget(view)
        view.tab_changed.connect(lambda _name: make_still(view))
        view.show_profile(shown, tab)
        self._stack.setCurrentWidget(view)
        self.bar.tell(first_name(shown.person), long_date(past.today))
        take_keyboard(view.strip.buttons[view.strip.current()])


def make_still(view: ProfileView) -> None:
    """Take away from a profile everything that changes it or leads elsewhere."""
    for part in view.findChildren(QWidget):
        if isinstance(part, AddLine):
            part.hide()
        elif isinstance(part, QLineEdit | QPlainTextEdit):
            part.setReadOnly(True)
            part.setPlaceholderText("")
        elif isinstance(part, QComboBox | ChoiceRow | FilterChip):
            part.setEnabled(False)
        elif isinstance(part, AskFirst | TakingOut):
            part.hide()
        elif isinstance(part, FoldRow | Row):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setToolTip("")
        elif isinstance(part, QAbstractButton) and not _only_reads(part):
            part.hide()
    for line in view.findChildren(AddLine):
        _hide_what_held(line)
    for card in view.findChildren(Card):
        _end_cleanly(card)


def _hide_what_held(part: QWidget) -> None:
    """Hide the parts around one that was hidden, as far as nothing else is in them."""
    above = part.parentWidget()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    while above is not None and not isinstance(above, Card):
        if any(not child.isHidden() for child in above.findChildren(QWidget, options=direct)):
            return
        above.hide()
        above = above.parentWidget()


def _end_cleanly(card: Card) -> None:
    """No line at the end of a card whose last part was taken away."""
    for place in range(card.body.count() - 1, -1, -1):
        item = card.body.itemAt(place)
        part = item.widget() if item is not None else None
        if part is None or part.isHidden():
            continue
        if isinstance(part, Separator):
            part.hide()
        return


def _only_reads(button: QAbstractButton) -> bool:
    """Whether a button only shows more of the same day."""
    above = button.parentWidget()
    if isinstance(button, TabButton) or isinstance(above, ChangeCard | FilterChip):
        return True
    if isinstance(above, ChoiceRow):
        return True  # not enabled, but it says what was chosen
    return isinstance(above, Heading) and not isinstance(above.parentWidget(), Fold)
