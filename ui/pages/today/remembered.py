"""Birthdays and other days that come round within a week."""

from __future__ import annotations

from app.model.texts import _, ngettext
from app.services import days_ahead
from app.services.today import DayLine, Today
from ui.bridge import Bridge
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Row, Section
from ui.widgets.chips import Avatar
from ui.widgets.spans import Span, as_name

_MOST = 6


class Remembered(Section):
    """The next few days to remember; a link shows the rest. Pressing one opens the person."""

    def __init__(self, bridge: Bridge, found: Today) -> None:
        super().__init__(_("Days to remember"))
        self._bridge = bridge
        self._today = found.day
        self._lines = found.remembered
        for line in self._lines[:_MOST]:
            self.card.add_row(self._row(line))
        if more := len(self._lines[_MOST:]):
            link = LinkButton(ngettext("{n} more day", "{n} more days", more).format(n=more))
            link.clicked.connect(self._show_all)
            self.card.add_row(link)

    def _show_all(self) -> None:
        self.card.clear()
        rows = [self._row(line) for line in self._lines]
        for row in rows:
            self.card.add_row(row)
        rows[_MOST].setFocus()

    def _row(self, line: DayLine) -> Row:
        what = _("Birthday") if line.what is None else line.what or _("A day to remember")
        soon = days_ahead.ahead_words(line.day, self._today)
        note = _("{soon} · {day}").format(soon=soon, day=days_ahead.day_told(line.day))
        title = [Span(as_name(line.person.name), bold=True), Span(f" {what}", "second")]
        avatar = Avatar(line.person.name, pictures=self._bridge.portraits, person=line.person.id)
        row = Row(title, note[:1].upper() + note[1:], avatar, pressable=True)
        row.pressed.connect(lambda: self._bridge.go("people", person=line.person.id))
        return row
