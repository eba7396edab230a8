"""The next meeting with a person: when, what about, and the way to prepare for it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.records import Meeting
from app.model.texts import _
from app.services import day_words
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.parts import Heading
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Card, Row
from ui.widgets.spans import Span


class NextMeeting(QWidget):
    """One line where a meeting is planned; nothing where there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: object = None
        self.card = Card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Next meeting")))
        column.addWidget(self.card)

    def show_profile(self, profile: Profile) -> None:
        """Show the next meeting with a person, one without a day only where none has one."""
        meeting = next(iter(profile.meetings), None)
        key = (profile.person.id, profile.log.today, meeting)
        if key == self._shown:
            return
        self._shown = key
        self.card.clear()
        if meeting is not None:
            self.card.add(self._row(profile, meeting))
        self.setVisible(meeting is not None)

    def _row(self, profile: Profile, meeting: Meeting) -> Row:
        today = profile.log.today
        when = meeting.when
        told = day_words.moment(when, today) if when else meeting.vague or _("no day set yet")
        if meeting.minutes:
            told += ", " + _("{n} min").format(n=meeting.minutes)
        button = PlainButton(_("Prepare"))
        button.setAccessibleName(_("Prepare for the next meeting"))
        person = profile.person.id
        button.clicked.connect(
            lambda: self._desk.bridge.go("prepare", meeting=meeting.id, person=person)
        )
        title = meeting.title.strip() or _("A meeting without a title")
        note = " · ".join(filter(None, (told, meeting.place.strip())))
        return Row([Span(title)], note[:1].upper() + note[1:], after=button)
