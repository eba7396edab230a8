"""How to reach a person: addresses, numbers, pages, the birthday; added and changed in place."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.people import ContactPoint, PointKind
from app.model.texts import _
from app.services import day_words, words
from app.services.profile import Profile
from ui import clipboard, theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import AddLine, FoldRow, Heading, ListCard, Records
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Separator
from ui.widgets.elide import WrapLabel

_PHONE = re.compile(r"[+(]?[\d\s()./-]{5,}")
_URL = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


class Reach(QWidget):
    """Contact points and the birthday."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.card = ListCard(lambda point: PointRow(desk, point))
        self._birthday = Records(lambda person: BirthdayRow(desk, person))
        self._birthday.hide()
        self.add_line = AddLine(_("Add an address, a number or a page"))
        self.add_line.added.connect(self._add)
        self._add_birthday = LinkButton(_("Add a birthday"), kind="note")
        self._add_birthday.clicked.connect(self._ask_birthday)
        foot = QWidget()
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(4))
        lines.addWidget(self.add_line)
        lines.addWidget(self._add_birthday)
        self._between = Separator()
        self.card.add(self._between)
        self.card.add(self._birthday)
        self.card.add(Separator())
        self.card.add(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Reach")))
        column.addWidget(self.card)
        self._asking = 0

    def show_profile(self, profile: Profile) -> None:
        """Show how to reach a person."""
        points = sorted(profile.points, key=lambda point: (not point.preferred, point.id))
        self.card.records.show_records(points)
        person = profile.person
        if self._asking != person.id:
            self._asking = 0
        shown = person.birthday is not None or bool(self._asking)
        self._birthday.show_records([person] if shown else [])
        self._add_birthday.setVisible(not shown)
        self._between.setVisible(shown and bool(points))

    def _ask_birthday(self) -> None:
        self._asking = self._desk.person.id
        self.show_profile(self._desk.profile)
        row = self._birthday.row(self._asking)
        assert isinstance(row, BirthdayRow)
        row.open()

    def _add(self, text: str) -> None:
        person = self._desk.person
        with self._desk.step(self._desk.label(_("Note how to reach {name}"))) as edit:
            edit.add(
                ContactPoint,
                counterpart_id=person.id,
                kind=guess_kind(text),
                value=text,
                preferred=not self._desk.profile.points,
            )
        self.add_line.clear()


def guess_kind(text: str) -> PointKind:
    """What sort of contact point a text looks like; the form can correct it."""
    if _URL.fullmatch(text):
        return PointKind.URL
    if "@" in text.strip("@") and " " not in text:
        return PointKind.EMAIL
    if _PHONE.fullmatch(text):
        return PointKind.PHONE
    return PointKind.ADDRESS if " " in text else PointKind.HANDLE


class PointRow(FoldRow):
    """One way to reach a person; pointing at it offers to copy."""

    def build(self) -> None:
        """The value, what it is, and a link to copy it."""
        self._value = WrapLabel("")
        self._note = WrapLabel("", "note", "second")
        self._copy = LinkButton(_("Copy"), kind="note")
        self._copy.clicked.connect(self._take)
        self._copy.hide()
        self.line.addWidget(self._value, 1)
        self.line.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_line(self) -> None:
        """The value and what it is."""
        point: ContactPoint = self.record
        label = point.label or words.POINT_WORDS[point.kind].lower()
        self._value.set_content(point.value)
        self._note.set_content(
            _("{label}, preferred").format(label=label) if point.preferred else label
        )
        self.setAccessibleName(f"{point.value}, {self._note.words()}")
        self._copy.setAccessibleName(_("Copy {value}").format(value=point.value))

    def make_form(self) -> QWidget:
        """Kind, value, label, preferred."""
        form = RecordForm(self.desk, _("Change how to reach {name}"))
        form.add_line("value", _("Value"), required=True)
        form.add_line("label", _("What it is"), _("work, mobile, home"))
        form.add_choice(
            "kind", _("Kind"), list(words.POINT_WORDS.items())[1:], _("E-mail"), PointKind.EMAIL
        )
        form.add_tick("preferred", "", _("The preferred way"))
        form.add_links(
            (_("Done"), lambda: self.open(False)),
            (_("Copy"), self._take),
            (_("Delete"), self._delete),
        )
        return form

    def _take(self) -> None:
        clipboard.put(self.record.value)
        self.desk.bridge.say(_("Copied {value}.").format(value=self.record.value[:60]))

    def _delete(self) -> None:
        self.desk.remove(
            self.record,
            self.desk.label(_("Delete a way to reach {name}")),
            self.desk.deleted(self.record.value),
        )

    def _offer(self, offered: bool) -> None:
        self._copy.setVisible(offered)
        self._note.setVisible(not offered)

    def enterEvent(self, event: object) -> None:
        """Offer to copy."""
        self._offer(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Show what it is again."""
        self._offer(self.hasFocus() or self._copy.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer to copy."""
        super().focusInEvent(event)
        self._offer(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what it is again, unless the keyboard went on to the link."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason):
            self._offer(self.underMouse())


class BirthdayRow(FoldRow):
    """The birthday; the year may be unknown."""

    def build(self) -> None:
        """The day, and what is not known of it."""
        self._value = WrapLabel("")
        self._note = WrapLabel("", "note", "second")
        self.line.addWidget(self._value, 1)
        self.line.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_line(self) -> None:
        """The day as far as it is known."""
        day = self.record.birthday
        if day is None:
            self._value.set_content(_("Birthday not said"), "second")
            self._note.set_content("")
            return
        # Without the weekday: on which day of the week someone was born helps nobody.
        text = day_words.long_date(day)
        if day.exact is not None:
            text = day_words.long_date(replace(day, year=None)) + f" {day.year}"
        self._value.set_content(_("Birthday {day}").format(day=text), "ink")
        self._note.set_content(_("year not known") if day.year is None else "")

    def make_form(self) -> QWidget:
        """The day as one says it."""
        form = RecordForm(self.desk, _("Note the birthday of {name}"))
        form.add_day("birthday", _("Birthday"), _("14 April, or 14 April 1980"), yearless=True)
        form.add_links(
            (_("Done"), lambda: self.open(False)),
            (_("Remove"), lambda: form.save("birthday", None)),
        )
        return form
