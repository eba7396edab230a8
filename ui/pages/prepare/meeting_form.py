"""Planning or changing a meeting where one is, without a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.errors import UserError
from app.model.people import Counterpart, PersonName
from app.model.records import Meeting
from app.model.texts import _
from app.services.planning import plan, read_planned_time, when_typed
from ui import theme
from ui.bridge import Bridge
from ui.pages.prepare.people_field import PeopleField
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import FieldRow


class MeetingForm(Card):
    """Who, what, when, how long, where; `saved` carries the meeting, `left` says it was closed."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan a meeting"), parent)
        self._bridge = bridge
        self._meeting: Meeting | None = None
        self.who = PeopleField()
        self.title = _line(_("What it is about"))
        self.when = _line(_("Friday 10:00, 23 Nov, or next week"))
        self.minutes = _line(_("45 min"))
        self.place = _line(_("A room, an address or a link"))
        self._reading = FieldRow(_("When"), self.when)
        self._trouble = WrapLabel("", "body", "against_text")
        self._save = PrimaryButton(_("Plan it"))
        self._leave = QuietButton(_("Cancel"))
        self._lay_out()
        self.who.unknown.connect(self._add_person)
        self.when.textChanged.connect(self._read)
        self._save.clicked.connect(self.save)
        self._leave.clicked.connect(self.leave)
        self.hide()

    def _lay_out(self) -> None:
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for row in (
            FieldRow(_("Who"), self.who),
            FieldRow(_("What"), self.title),
            self._reading,
            FieldRow(_("How long"), self.minutes),
            FieldRow(_("Where"), self.place),
        ):
            column.addWidget(row)
        self.add(fields)
        self.add(self._trouble)
        foot = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        foot.setSizePolicy(policy)
        flow = FlowLayout(foot, gap=10)
        flow.addWidget(self._save)
        flow.addWidget(self._leave)
        self.add(foot)

    def begin(self, meeting: Meeting | None = None, people: tuple[int, ...] = ()) -> None:
        """Ask for a new meeting with these people, or show a planned one to be changed."""
        self._meeting = meeting
        self.who.load(self._bridge.workspace, meeting.people if meeting else people)
        self.title.setText(meeting.title if meeting else "")
        self.when.setText(when_typed(meeting) if meeting else "")
        self.minutes.setText(str(meeting.minutes or "") if meeting else "")
        self.place.setText(meeting.place if meeting else "")
        self.set_label(_("Change the meeting") if meeting else _("Plan a meeting"))
        self._save.set_label(_("Save") if meeting else _("Plan it"))
        self._say("")
        self._read(self.when.text())
        self.show()
        first = self.title if self.who.people() else self.who.line
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_again(self, meeting: Meeting | None, people: Sequence[int]) -> None:
        """Ask again for what was being planned or changed, with who was chosen then."""
        self.begin(meeting)
        self.who.load(self._bridge.workspace, people)

    def meeting_id(self) -> int | None:
        """Which meeting is being changed; None for a new one."""
        return self._meeting.id if self._meeting is not None else None

    def _read(self, text: str) -> None:
        unchanged = self._meeting is not None and text.strip() == when_typed(self._meeting)
        read = read_planned_time(text, self._bridge.workspace.clock.now())
        self._reading.set_note("" if unchanged and not read.fine else read.told)

    def _say(self, words: str) -> None:
        self._trouble.set_content(words)
        self._trouble.setVisible(bool(words))

    def save(self) -> None:
        """Plan or change the meeting; what cannot be meant is said below the fields."""
        if self.who.pending() and not self.who.take_first():
            self._say(
                _("Nobody is called “{name}”. Add that person first.").format(
                    name=self.who.pending()[:60]
                )
            )
            return
        try:
            meeting = plan(
                self._bridge.workspace,
                self.who.people(),
                self.title.text(),
                self.when.text(),
                self.minutes.text(),
                self.place.text(),
                self._meeting,
                origin=self,
            )
        except UserError as error:
            self._say(str(error))
            return
        words = _("The meeting is changed.") if self._meeting else _("The meeting is planned.")
        self.hide()
        self._bridge.say(words, undoable=True)
        self.saved.emit(meeting)

    def leave(self) -> None:
        """Close without saving."""
        self.hide()
        self.left.emit()

    def _add_person(self, name: str) -> None:
        with self._bridge.guard():
            label = _("Add {name}").format(name=name[:60])
            with self._bridge.workspace.change(label, origin=self) as edit:
                person = edit.add(Counterpart, name=name)
            chosen = self.who.people()
            self.who.load(self._bridge.workspace, chosen)
            self.who.choose(PersonName(person.id, person.name))
            self._bridge.say(_("{name} is in the journal.").format(name=name[:60]), undoable=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Escape leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


def _line(placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    return line
