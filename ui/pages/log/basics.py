"""Who it was with, how, when and how long, as fields for those who do not use the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.errors import UserError
from app.model.records import Channel
from app.model.texts import _
from app.model.values import Clock
from app.services.dates import check_date
from app.services.find_people import resolve
from app.services.log_form import typed
from app.services.words import CHANNEL_WORDS
from ui import theme
from ui.pages.log.rows import Answers, RowKeys
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, empty_layout
from ui.widgets.chips import FilterChip
from ui.widgets.completer import CompletionList
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import DateField, FieldRow, InlineLine
from ui.widgets.line_reading import LineReader

_CHANNELS = tuple((channel.value, CHANNEL_WORDS[channel].capitalize()) for channel in Channel)


class PeopleField(QWidget):
    """People as chips, and a field for one more; an unknown name is asked about, never guessed.

    `added` carries a person's id, `created` a name for someone new, `removed` an id or a name.
    """

    added = Signal(int)
    created = Signal(str)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader: LineReader | None = None
        self._chips_of: list[tuple[object, str]] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=8)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Add someone by any part of the name"))
        self.line.setAccessibleName(_("Add someone"))
        self.line.setMaxLength(600)
        self._offer = Button("", "plain")
        self._trouble = WrapLabel("", "note", "against_text")
        self.popup = CompletionList(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for part in (self._chips, self.line, self._trouble, self._offer):
            layout.addWidget(part)
        for part in (self._chips, self._trouble, self._offer):
            part.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.popup.chosen.connect(lambda _s, _e, name: self._take(name))
        self._offer.clicked.connect(self._create)

    def set_reader(self, reader: LineReader | None) -> None:
        """Complete names with this."""
        self._reader = reader

    def show_people(self, people: Sequence[tuple[object, str]]) -> None:
        """Show these chips: an id or a new name each, and its words."""
        if list(people) == self._chips_of:
            return
        self._chips_of = list(people)
        empty_layout(self._flow)
        for key, words in people:
            chip = FilterChip(words, "accent")
            chip.setAccessibleName(_("{name}, press to take out").format(name=words))
            chip.setToolTip(_("Take {name} out").format(name=words))
            chip.removed.connect(lambda at=key: self.removed.emit(at))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(people))
        self.updateGeometry()

    def _typed(self, text: str) -> None:
        self._trouble.hide()
        self._offer.hide()
        found = (
            self._reader.completions(text[:1].upper() + text[1:], len(text)) if self._reader else []
        )
        self.popup.offer(found, QPoint(0, self.line.height()))

    def _take(self, name: str) -> None:
        index = getattr(self._reader, "index", None)
        if index is None or not name.strip():
            return
        self.popup.hide()
        try:
            person = resolve(name, index)
        except UserError as error:
            self._trouble.set_content(str(error))
            self._trouble.show()
            self._ask(name)
            return
        self.line.clear()
        self.added.emit(person.id)

    def _ask(self, name: str) -> None:
        try:
            clean = typed.name(name)
        except UserError as error:
            self._trouble.set_content(str(error))
            return
        self._offer.set_label(_("Create {name}").format(name=clean[:60]))
        self._offer.show()
        self._offer.setFocus(Qt.FocusReason.TabFocusReason)

    def _create(self) -> None:
        name = typed.name(self.line.text())
        self.line.clear()
        self._offer.hide()
        self._trouble.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.created.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Tab choose from the list, Enter takes the name."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self.popup.take_key(event):
                return True
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._take(self.line.text())
                return True
        if event.type() == QEvent.Type.FocusOut:
            self.popup.hide()
        return super().eventFilter(watched, event)


class Basics(Card):
    """Who, how, when, how long; `said` carries a field and what was typed into it."""

    said = Signal(str, object)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.people = PeopleField()
        self.channel = Answers(_CHANNELS, _("How?"))
        self.day = DateField("", lambda text: check_date(text, clock), _("Today"), _("Day"))
        self.time = InlineLine("", _("Time, such as 14:30"), name=_("Time of day"))
        self.zone = InlineLine("", _("Zone, such as Europe/Lisbon"), name=_("Time zone"))
        self.minutes = InlineLine("", _("30m, 1h15"), name=_("How long"))
        self.trouble = WrapLabel("", "note", "against_text")
        self.trouble.hide()
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("With"), self.people),
            (_("How?"), self.channel),
            (_("Which day?"), _narrow((self.day, 260))),
            (_("What time?"), _narrow((self.time, 160), (self.zone, 240))),
            (_("How long?"), _narrow((self.minutes, 160))),
        )
        for words, field in rows:
            self.add_row(FieldRow(words, field))
        self.add(self.trouble)
        self.keys = RowKeys([self.channel], self)
        self.channel.changed.connect(lambda value: self.said.emit("channel", value))
        date_line = self.day.findChild(InlineLine)
        assert date_line is not None
        for name, line in (
            ("date", date_line),
            ("time", self.time),
            ("zone", self.zone),
            ("minutes", self.minutes),
        ):
            line.textChanged.connect(lambda text, at=name: self.said.emit(at, text))

    def show_values(self, raw: Mapping[str, object], problems: Mapping[str, str]) -> None:
        """Show what is said so far, without emitting anything."""
        self.channel.set_value(raw.get("channel"))
        self.day.set_value(str(raw.get("date") or ""))
        for name in ("time", "zone", "minutes"):
            line: InlineLine = getattr(self, name)
            line.set_value(str(raw.get(name) or ""))
            theme.set_role(line, "wrong", "true" if name in problems else "false")
        wrong = [problems[n] for n in ("time", "zone", "minutes", "date") if n in problems]
        self.trouble.set_content(wrong[0] if wrong else "")
        self.trouble.setVisible(bool(wrong))


def _narrow(*parts: tuple[QWidget, int]) -> QWidget:
    """Fields side by side, no wider than what is typed into them."""
    box = QWidget()
    flow = FlowLayout(box, gap=10)
    for part, width in parts:
        part.setFixedWidth(theme.px(width))
        flow.addWidget(part)
    box.setFocusProxy(parts[0][0])
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box
