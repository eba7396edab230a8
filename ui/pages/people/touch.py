"""How you keep in touch: the rhythm, the kind, the grounds of the tie, pauses and wishes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.model.people import Attention, Connection, Counterpart, Kind, Pause, Rhythm
from app.model.texts import _
from app.services import day_words, words
from app.services.dates import date_text
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import Fold, FoldRow, Records
from ui.widgets.buttons import LinkButton, ToggleChips
from ui.widgets.cards import Card, Row
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import InlineLine


class Touch(Fold):
    """Read as sentences; "Edit" turns them into fields."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._card = Card()
        self._fields: TouchForm | None = None
        self._shown: object = None
        super().__init__(_("How you keep in touch"), self._card, self._make_form)

    def _make_form(self) -> QWidget:
        self._fields = TouchForm(self._desk)
        self._fields.show_profile(self._desk.profile)
        card = Card()
        card.add(self._fields)
        card.setFocusProxy(self._fields)
        return card

    def show_profile(self, profile: Profile) -> None:
        """Show how one keeps in touch with a person."""
        if self._fields is not None:
            self._fields.show_profile(profile)
        key = (profile.person, profile.cadence, profile.log.pauses, profile.log.kind_periods)
        if key == self._shown:
            return
        if self._shown and self._shown[0].id != profile.person.id:  # type: ignore[index]
            self.open(False)
        self._shown = key
        self._card.clear()
        person = profile.person
        if person.attention is not Attention.KEEP:
            self._card.add_row(self._attention(person))
        if person.is_counted:
            self._card.add_row(self._rhythm(profile))
            if profile.cadence.details:
                # Lists tell another day than the one counted from: here both stand together.
                self._card.add_row(WrapLabel(profile.cadence.sentence, "note", "second"))
        for text in (kind_words(person), *_wishes(profile)):
            self._card.add_row(WrapLabel(text))

    def _attention(self, person: Counterpart) -> QWidget:
        """How far one keeps up with them, and the way to another answer."""
        unsorted = person.attention is Attention.UNSORTED
        link = LinkButton(_("Sort this person") if unsorted else _("Keep up again"))
        link.clicked.connect(lambda: self._keep_again(person))
        return Row(_NOT_KEPT[person.attention], after=link)

    def _keep_again(self, person: Counterpart) -> None:
        if person.attention is Attention.UNSORTED:
            self._desk.bridge.go("sorting", person=person.id)
            return
        label = self._desk.label(_("Keep up with {name}"))
        self._desk.set(person, label, attention=Attention.KEEP)
        told = _("{name} is kept up with again.").format(name=person.name[:60])
        self._desk.bridge.say(told, undoable=True)

    def _rhythm(self, profile: Profile) -> QWidget:
        holder = QWidget()
        every = words.every_words(profile.person)
        left: QWidget
        if every or profile.person.no_contact:
            left = WrapLabel(every or _("No rhythm"))
        else:
            link = LinkButton(_("Say how often you mean to be in touch"))
            link.clicked.connect(lambda: self.open(True))
            left = link
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(left, 1)
        cadence = profile.cadence
        if every and cadence.word:
            row.addWidget(
                Chip(cadence.word, cadence.state.value, cadence.sentence),
                0,
                Qt.AlignmentFlag.AlignVCenter,
            )
        return holder


_NOT_KEPT = {
    Attention.UNSORTED: _("Not sorted yet. No reminder is given meanwhile."),
    Attention.ADDRESS: _("Kept as an address only. No test, no reminder."),
    Attention.OUT: _("Left out of Today, every list and every count."),
}


def kind_words(person: Counterpart) -> str:
    """ "Colleague and friend. Economic and personal connection." """
    told = f"{words.KIND_WORDS[person.kind]}." if person.kind is not Kind.OTHER else ""
    grounds = [words.CONNECTION_WORDS[c] for c in Connection if c in person.connections]
    if not grounds:
        return told or _("Kind and grounds of the tie not said.")
    listed = words.listed(grounds)
    ground = _("{grounds} connection.").format(grounds=listed[:1].upper() + listed[1:])
    return " ".join(filter(None, (told, ground)))


def _wishes(profile: Profile) -> list[str]:
    person, told = profile.person, []
    earlier = profile.log.kind_periods[:-1]
    if earlier:
        parts = [
            _("{kind} since {date}").format(
                kind=words.KIND_WORDS[period.kind].lower(), date=date_text(period.since)
            )
            for period in earlier
        ]
        told.append(_("Before: {periods}.").format(periods=", ".join(parts)))
    if person.starts_by_role:
        told.append(_("One of you always starts, by role; starts are not judged."))
    for pause in profile.log.pauses:
        if pause.end is None or pause.end.last >= profile.log.today:
            told.append(pause_words(pause))
    if person.no_contact:
        told.append(_("No contact is wished. No test, no reminder."))
    return told


def pause_words(pause: Pause) -> str:
    """From when to when, and why."""
    if pause.end is None:
        text = _("Paused since {start}").format(start=date_text(pause.start))
    else:
        text = _("Paused from {start} to {end}").format(
            start=date_text(pause.start), end=date_text(pause.end)
        )
    return f"{text}: {pause.reason}." if pause.reason else f"{text}."


class TouchForm(RecordForm):
    """Kind, rhythm, season, grounds, role, pauses, no contact."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Change how you keep in touch with {name}"))
        choices = list(words.ATTENTION_WORDS.items())
        self.add_choice("attention", _("Keeping up"), choices, choices[0][1], Attention.KEEP)
        self.add_choice("kind", _("Kind"), list(words.KIND_WORDS.items()), _("Other"), Kind.OTHER)
        self.add_choice("rhythm", _("How often"), list(words.RHYTHM_WORDS.items()))
        self._days = InlineLine("", _("Your own number of days"), name=_("Or every so many days"))
        self._days.edited.connect(self._keep_days)
        self.add(_("Or in days"), self._days)
        months = list(enumerate(day_words.month_names(), 1))
        season = ToggleChips(months, _("In which months"))
        season.changed.connect(lambda values: self.save("season_months", tuple(sorted(values))))
        self.sync(lambda record: season.set_value(record.season_months))
        self._season_row = self.add(_("Months"), season)
        self.add_set("connections", _("The tie is"), list(words.CONNECTION_WORDS.items()))
        self.add_tick("starts_by_role", _("Role"), _("One of us always starts, by role"))
        self.add_tick("no_contact", _("Wish"), _("No contact: no test, no reminder"))
        self._pauses = Records(lambda pause: PauseRow(desk, pause))
        self.column.addWidget(self._pauses)
        self.add_links((_("Pause this for a while"), self._pause))

    def show_profile(self, profile: Profile) -> None:
        """Show a person's rhythm and wishes."""
        self.show_record(profile.person)
        days = profile.person.rhythm_days
        if not self._days.hasFocus():
            self._days.set_value("" if days is None else str(days))
        self._season_row.setVisible(profile.person.rhythm is Rhythm.SEASONAL)
        self._pauses.show_records(profile.log.pauses)

    def _keep_days(self, text: str) -> None:
        number = text.strip()
        if not number:
            self.save("rhythm_days", None)
        elif number.isdigit() and 0 < int(number) <= 3650:
            self.save("rhythm_days", int(number))
        wrong = bool(number) and not (number.isdigit() and 0 < int(number) <= 3650)
        theme.set_role(self._days, "wrong", "true" if wrong else "false")

    def save(self, name: str, value: object) -> None:
        """A no-contact wish is kept with its day."""
        if name == "no_contact":
            since = self.desk.today if value else None
            label = self.desk.label(_("Note the wish about contact with {name}"))
            self.desk.set(self.record, label, no_contact=value, no_contact_since=since)
        else:
            super().save(name, value)

    def _pause(self) -> None:
        person = self.desk.person
        with self.desk.step(self.desk.label(_("Pause keeping in touch with {name}"))) as edit:
            edit.add(Pause, counterpart_id=person.id, start=self.desk.today)
        pauses = self.desk.profile.log.pauses
        row = self._pauses.row(pauses[-1].id) if pauses else None
        if isinstance(row, PauseRow):
            row.open()


class PauseRow(FoldRow):
    """One stretch off every clock."""

    def build(self) -> None:
        """Its sentence."""
        self._words = WrapLabel("")
        self.line.addWidget(self._words, 1)

    def show_line(self) -> None:
        """From when to when, and why."""
        self._words.set_content(pause_words(self.record))

    def make_form(self) -> QWidget:
        """Start, end, reason."""
        form = RecordForm(self.desk, _("Change a pause with {name}"))
        form.add_line("reason", _("Why"), _("illness, leave, mourning"))
        form.add_day("start", _("From"), required=True)
        form.add_day("end", _("To"), _("open until you say"), ahead=True)
        form.add_ending(self, _("Delete a pause with {name}"), lambda: pause_words(self.record))
        return form
