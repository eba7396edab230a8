"""What else is noted with an entry: in common, differences, interests, questions, promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from app.model.values import Clock, PartialDate
from app.services.dates import check_date
from app.services.day_words import due_words
from app.services.log_form.form import NotedItem, NotedKind
from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Row, Section
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import ChoiceBox, DateField, InlineLine
from ui.widgets.spans import Span

HEADINGS: Mapping[NotedKind, str] = {
    NotedKind.COMMON: _("In common"),
    NotedKind.DIFFERS: _("Different"),
    NotedKind.INTEREST: _("Matters to them"),
    NotedKind.QUESTION: _("To ask"),
    NotedKind.PROMISE_MINE: _("You promise"),
    NotedKind.PROMISE_THEIRS: _("They promise"),
}
_LINKS: Mapping[NotedKind, str] = {
    NotedKind.COMMON: _("in common"),
    NotedKind.DIFFERS: _("difference"),
    NotedKind.INTEREST: _("interest"),
    NotedKind.QUESTION: _("question"),
    NotedKind.PROMISE_MINE: _("your promise"),
    NotedKind.PROMISE_THEIRS: _("their promise"),
}
_PROMISES = (NotedKind.PROMISE_MINE, NotedKind.PROMISE_THEIRS)


class Editor(QWidget):
    """One thing being noted: its text, a day for a promise, and whose it is among several."""

    changed = Signal()
    done = Signal()

    def __init__(self, item: NotedItem, people: Sequence[tuple[int, str]], clock: Clock) -> None:
        super().__init__()
        self.kind = item.kind
        self._person = item.person
        self.line = InlineLine(item.text, _("Write it in a few words"), name=HEADINGS[item.kind])
        self.due: InlineLine | None = None
        self._who: ChoiceBox | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(5))
        layout.addWidget(WrapLabel([Span(HEADINGS[item.kind], "ink", True)]))
        layout.addWidget(self.line)
        if item.kind in _PROMISES:
            field = DateField(
                item.due,
                lambda text: check_date(text, clock, ahead=True),
                _("By when, such as Friday"),
                _("By when"),
            )
            layout.addWidget(field)
            self.due = field.findChild(InlineLine)
        if len(people) > 1:
            self._who = ChoiceBox(people[1:], _("With whom"), unset=people[0][1])
            self._who.set_value(item.person)
            self._who.changed.connect(self._chosen)
            layout.addWidget(self._who)
        self.line.textChanged.connect(self.changed)
        self.line.installEventFilter(self)
        if self.due is not None:
            self.due.textChanged.connect(self.changed)
            self.due.installEventFilter(self)

    def _chosen(self, value: object) -> None:
        self._person = value if isinstance(value, int) else None
        self.changed.emit()

    def item(self) -> NotedItem:
        """What stands in the fields."""
        due = self.due.text() if self.due else ""
        return NotedItem(self.kind, self.line.text(), self._person, due)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the day, or is done; Escape is done too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
                if watched is self.line and self.due is not None:
                    self.due.setFocus(Qt.FocusReason.TabFocusReason)
                else:
                    self.done.emit()
                return True
        return super().eventFilter(watched, event)


class Noted(Section):
    """What the line notes, what was added here, and links to add more.

    `changed` tells that `items()` are others now; `credit_wanted` asks for the field for credit.
    """

    changed = Signal()
    done = Signal()
    credit_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(_("Also noted"), parent=parent)
        self._clock = clock
        self._editors: list[Editor] = []
        self._people: list[tuple[int, str]] = []
        self._told: list[NotedItem] | None = None
        self._links = self._make_links()
        self.show_noted((), (), ())

    def _make_links(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=6, line_gap=2)
        flow.addWidget(WrapLabel(_("Add:"), "body", "second"))
        for kind, words in _LINKS.items():
            link = LinkButton(words)
            link.setAccessibleName(_("Add: {what}").format(what=words))
            link.clicked.connect(lambda _on=False, at=kind: self.add_one(at))
            flow.addWidget(link)
        credit = LinkButton(_("credit given"))
        credit.setAccessibleName(_("Add: {what}").format(what=_("credit given")))
        credit.clicked.connect(self.credit_wanted)
        flow.addWidget(credit)
        return box

    def items(self) -> tuple[NotedItem, ...]:
        """Everything noted here; what the line notes is not among it."""
        return tuple(editor.item() for editor in self._editors)

    def add_one(self, kind: NotedKind) -> None:
        """Open a field for one more."""
        self._rebuild([*self.items(), NotedItem(kind)])
        self._editors[-1].line.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def show_noted(
        self,
        told: Sequence[NotedItem],
        own: Sequence[NotedItem],
        people: Sequence[tuple[int, str]],
    ) -> None:
        """Show what the line notes and what was added; fields in use are left alone."""
        same = [*own] == [editor.item() for editor in self._editors]
        if same and self._told == [*told] and self._people == [*people]:
            return
        self._told, self._people = [*told], [*people]
        self._rebuild(own)

    def _rebuild(self, own: Sequence[NotedItem]) -> None:
        at = next((n for n, e in enumerate(self._editors) if e.isAncestorOf(_focus(self))), -1)
        in_due = at >= 0 and _focus(self) is self._editors[at].due
        self._links.setParent(None)
        self.card.clear()
        for item in self._told or ():
            self.card.add_row(self._told_row(item))
        self._editors = []
        for item in own:
            editor = Editor(item, self._people, self._clock)
            editor.changed.connect(self.changed)
            editor.done.connect(self.done)
            self.card.add_row(editor)
            self._editors.append(editor)
        self.card.add_row(self._links)
        self._links.show()
        if 0 <= at < len(self._editors):
            editor = self._editors[at]
            (editor.due if in_due and editor.due else editor.line).setFocus()

    def _told_row(self, item: NotedItem) -> Row:
        chip = None
        if item.due:
            today = self._clock.now().date()
            chip = Chip(*due_words(PartialDate.parse(item.due), today))
        return Row([Span(HEADINGS[item.kind], "ink", True), Span(f"\n{item.text}")], "", None, chip)


def _focus(widget: QWidget) -> QWidget:
    """Who has the keyboard, or the widget itself."""
    return widget.window().focusWidget() or widget
