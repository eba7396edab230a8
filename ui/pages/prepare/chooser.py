"""Whom to prepare for: the next meetings, then everyone by last contact."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.model.people import Attention
from app.model.reading import PersonRow
from app.model.records import Meeting
from app.model.texts import _, ngettext
from app.services import day_words
from app.services.planning import Choices, call_off, choices
from app.services.today import MeetingLine
from ui.bridge import Bridge
from ui.pages.prepare.meeting_form import MeetingForm
from ui.pages.prepare.parts import Lines
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.cards import Card, Columns, Page, Row, Section
from ui.widgets.chips import Avatar
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.spans import Span, as_name

_MOST_PEOPLE = 20
_PAUSE_MS = 90


class Chooser(Page):
    """Type part of a name or a title, move with the arrows, press Enter."""

    person_chosen = Signal(int)
    meeting_chosen = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Prepare"), _("Choose a meeting or a person to get ready for."), parent=parent
        )
        self._bridge = bridge
        self._choices = Choices((), ())
        self._rows: list[Row] = []
        self._made: dict[tuple[str, int], Row] = {}
        self.field = QLineEdit()
        self.field.setPlaceholderText(
            _("Part of a name, or of what a meeting is about; Enter prepares")
        )
        self.field.setAccessibleName(_("Whom to prepare for"))
        self.field.installEventFilter(self)
        self.plan = PlainButton(_("Plan a meeting"))
        self.header.add_button(self.plan)
        self.form = MeetingForm(bridge)
        self._meetings, self._meeting_lines = _section(_("Next meetings"))
        self._people, self._people_lines = _section(_("People, by last contact"))
        self._more = WrapLabel("", "note", "second")
        self._nothing = Card()
        self._empty = EmptyState("", _("Add a person"))
        self._nothing.add(self._empty)
        columns = Columns((11, 8), narrowest=380)
        columns.add(0, self._meetings)
        columns.add(1, self._people)
        for part in (self.form, self.field, columns, self._nothing):
            self.add(part)
        self.add_stretch()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self._show)
        self.plan.clicked.connect(lambda: self.form.begin())
        self.form.saved.connect(self.meeting_chosen)
        self.form.left.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self._empty.pressed.connect(lambda: self._bridge.go("people", extra={"new": True}))

    def refresh(self) -> None:
        """Show the journal as it is now."""
        self._choices = choices(self._bridge.workspace)
        old, self._made = self._made, {}
        self._show()
        for row in old.values():
            row.hide()
            row.deleteLater()

    def begin(self, text: str = "") -> None:
        """Start over, with the keyboard in the field."""
        self.form.hide()
        self.field.setText(text)
        self._show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the rows ------------------------------------------------------------------------

    def _show(self) -> None:
        self._pause.stop()
        typed = self.field.text()
        meetings, people = self._choices.narrow(typed, _MOST_PEOPLE)
        meeting_rows = [
            self._row("meeting", line.meeting.id, partial(self._meeting, line))
            for line in meetings[:_MOST_PEOPLE]
        ]
        people_rows = [self._row("person", row.id, partial(self._person, row)) for row in people]
        self._rows = meeting_rows + people_rows
        self._meeting_lines.fill(meeting_rows, keep=True)
        self._meetings.setVisible(bool(meeting_rows))
        rows: list[QWidget] = list(people_rows)
        more = len(self._choices.people) - len(people)
        if len(people) == _MOST_PEOPLE and more > 0:
            told = ngettext(
                "{n} more person. Type part of a name to find anyone.",
                "{n} more people. Type part of a name to find anyone.",
                more,
            )
            self._more.set_content(told.format(n=more))
            rows.append(self._more)
        self._people_lines.fill(rows, keep=True)
        self._people.setVisible(bool(people_rows))
        self._show_emptiness(typed)

    def _row(self, kind: str, number: int, make: Callable[[], Row]) -> Row:
        """The row of a meeting or person, made when it is first shown."""
        row = self._made.get((kind, number))
        if row is None:
            row = self._made[kind, number] = make()
            row.installEventFilter(self)
        return row

    def _show_emptiness(self, typed: str) -> None:
        self._nothing.setVisible(not self._rows)
        self.field.setVisible(bool(self._choices.people or self._choices.meetings))
        if not self._rows:
            self._empty.sentence.set_content(
                _("Nobody and no meeting answers to “{text}”.").format(text=typed.strip()[:60])
                if typed.strip()
                else _("Nobody is in the journal yet. Add the first person you want to meet.")
            )

    def _meeting(self, line: MeetingLine) -> Row:
        meeting = line.meeting
        who = ", ".join(person.name for person in line.people) or _("Nobody named yet")
        edit = QuietButton(_("Change"))
        edit.setAccessibleName(_("Change the meeting with {who}").format(who=who))
        edit.clicked.connect(lambda: self.form.begin(meeting))
        off = QuietButton(_("Call off"))
        off.setAccessibleName(_("Call off the meeting with {who}").format(who=who))
        off.clicked.connect(lambda: self._call_off(meeting))
        title = [Span(as_name(who), "ink", True), Span(f"  {meeting.title}", "second")]
        first = meeting.people[0] if meeting.people else 0
        mark = Avatar(who, pictures=self._bridge.portraits, person=first)
        row = Row(title, self._meeting_note(line), mark, [edit, off], pressable=True)
        row.pressed.connect(partial(self._choose_meeting, meeting))
        return row

    def _meeting_note(self, line: MeetingLine) -> str:
        day, meeting = self._bridge.workspace.today, line.meeting
        when = day_words.moment(meeting.when, day) if meeting.when else meeting.vague
        parts = [when or _("no day set yet")]
        if meeting.minutes:
            parts[0] += ", " + _("{n} min").format(n=meeting.minutes)
        if meeting.place:
            parts.append(meeting.place)
        if meeting.goal:
            parts.append(_("goal: {goal}").format(goal=meeting.goal))
        return " · ".join(parts)

    def _person(self, row: PersonRow) -> Row:
        parts = [row.organisation] if row.organisation else []
        if row.attention is Attention.OUT:
            parts.append(_("left out"))
        elif row.no_contact:
            parts.append(_("no contact wished"))
        elif row.last_contact is not None:
            ago = day_words.days_ago(row.last_contact, self._bridge.workspace.today)
            parts.append(_("last contact {ago}").format(ago=ago))
        elif row.contacts is not None:  # None: not worked out yet, so nothing is said
            parts.append(_("no contact yet"))
        mark = Avatar(row.name, pictures=self._bridge.portraits, person=row.id)
        title = [Span(row.name, "ink", True)]
        made = Row(title, " · ".join(parts), mark, pressable=True)
        made.pressed.connect(lambda: self.person_chosen.emit(row.id))
        return made

    def _choose_meeting(self, meeting: Meeting) -> None:
        if meeting.people:
            self.meeting_chosen.emit(meeting)
        else:
            self.form.begin(meeting)

    def _call_off(self, meeting: Meeting) -> None:
        with self._bridge.guard():
            call_off(self._bridge.workspace, meeting)
            self._bridge.say(_("The meeting is called off."), undoable=True)

    # --- keyboard ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move between the field and the rows; Enter in the field takes the first row."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                return self._move(watched, 1 if key == Qt.Key.Key_Down else -1)
            if watched is self.field and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._show()
                if self._rows:
                    self._rows[0].pressed.emit()
                return True
            if key == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if watched is not self.field and event.text().strip() and event.text().isprintable():
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # one goes on typing
                self.field.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _move(self, watched: QObject, step: int) -> bool:
        target = next((at for at, row in enumerate(self._rows) if row is watched), -1) + step
        if target < 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target < len(self._rows):
            row = self._rows[target]
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.ensureWidgetVisible(row)
        return True


def _section(title: str) -> tuple[Section, Lines]:
    section, lines = Section(title), Lines()
    section.card.add(lines)
    return section, lines
