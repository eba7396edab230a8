"""The form on its page: what stands in the fields, and how it is kept while one types."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.records import Interaction, Meeting
from app.model.texts import _
from app.services import attachments
from app.services.log_form.beside import beside
from app.services.log_form.entry import Entry, entry_of
from app.services.log_form.form import LogForm
from app.services.quick_log import QuickLine as Line
from ui.bridge import Bridge
from ui.pages.log.keeper import Keeper
from ui.pages.log.layout import LogParts
from ui.quick_reading import prepare
from ui.widgets.cards import Page
from ui.widgets.forms import InlineLine
from ui.widgets.saving import in_lines

_SECOND = 1000
_PAUSE_MS = 120


class FormPage(Page):
    """Keeps the fields, the line and the draft of one form in step."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bridge = bridge
        self._workspace = bridge.workspace
        self.keeper = Keeper(self._workspace, self._collect, self)
        self._beside: tuple[int, ...] | None = None
        self._entry: Entry | None = None
        self._showing = False
        self._closing_open = False
        self.header.hide()
        self.parts = LogParts(bridge)
        self.add(self.parts)
        self.add_stretch()
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._show_later)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._tell_saved)
        self._connect_fields()
        prepare(bridge)
        self._reader_ready()

    def _connect_fields(self) -> None:
        parts = self.parts
        self._bridge.line_reader_ready.connect(self._reader_ready)
        parts.line.changed.connect(self._line_changed)
        parts.line.was_read.connect(lambda _reading: self._show())
        parts.line.overflowed.connect(self._overflowed)
        parts.questions.said.connect(self._said)
        parts.basics.said.connect(self._said)
        people = parts.basics.people
        people.added.connect(lambda n: self._named(self.keeper.form.with_person(n)))
        people.created.connect(lambda name: self._named(self.keeper.form.with_name(name)))
        people.removed.connect(self._person_removed)
        parts.questions.more_shown.connect(self._more_shown)
        parts.fields_link.clicked.connect(lambda: self._show_basics(True, focus=True))
        parts.note.textChanged.connect(self._touched)
        parts.noted.changed.connect(self._noted_changed)
        parts.noted.done.connect(parts.note.setFocus)
        parts.noted.credit_wanted.connect(self._credit)
        parts.aside.mentioned.connect(self._mentioned)
        parts.closing.changed.connect(self._touched)
        self.keeper.saved.connect(self._saved)
        self.keeper.failed.connect(self._not_saved)

    def flush(self) -> None:
        """Keep everything typed at once."""
        self.keeper.saver.flush()

    # --- the form, in and out ------------------------------------------------------------

    def _collect(self, form: LogForm) -> LogForm:
        """The form with what only its fields know: the line, the note, what is noted."""
        parts = self.parts
        note = parts.note.value()
        said = dict(form.said)
        if note != str(form.base.get("note") or "") or "note" in said:
            said["note"] = note
            if not note and not form.base.get("note"):
                del said["note"]
        return replace(
            form,
            line=parts.line.text(),
            create=tuple(parts.line.edit.agreed()),
            said=said,
            noted=(*parts.noted.items(), *parts.closing.items()),
            closing=parts.closing.values() if self._closing_open else {},
        )

    def _take(self, form: LogForm) -> None:
        """Put another form on the screen; the draft of the one before stays."""
        self.keeper.begin(form)
        self._fill()

    def _fill(self) -> None:
        """Show a form from the start."""
        form, parts = self.keeper.form, self.parts
        self._showing = True
        self._beside = None
        self._closing_open = bool(form.closing)
        for field in parts.findChildren(InlineLine):
            field.flush()  # what was being typed belongs to the form before
        parts.note.flush()
        parts.line.set_text(form.line, frozenset(form.create))
        parts.note.set_value(str({**form.base, **form.said}.get("note") or ""))
        parts.noted.show_noted((), form.noted, ())
        parts.closing.show_values(form.closing)
        parts.questions.show_more(False)
        parts.top.setVisible(form.entry is None)
        parts.basics.setVisible(form.entry is not None or form.meeting is not None)
        parts.delete.setVisible(form.entry is not None)
        parts.closing.setVisible(self._closing_open)
        parts.offer.hide()
        parts.status.set_content(parts.hint, "second")
        parts.title.set_content(self._title(form))
        self._show_files()
        self._showing = False
        self._tell_fields()
        self._show()
        self._tell_saved()

    def _show_files(self) -> None:
        """The files of an entry that is changed; one that is not saved yet can have none."""
        number = self.keeper.form.entry
        found = self._workspace.get_many(Interaction, [number] if number is not None else [])
        self.parts.files.setVisible(bool(found))
        for entry in found:
            self.parts.files.show_files(entry, attachments.of_entry(self._workspace, entry.id))

    def _title(self, form: LogForm) -> str:
        if form.entry is not None:
            return _("Change an entry")
        if form.meeting is not None:
            title = self._workspace.get(Meeting, form.meeting).title
            return _("Log the meeting: {title}").format(title=title or _("untitled"))
        named = self._workspace.names_of(form.people)
        if named:
            names = ", ".join(person.name for person in named.values())
            return _("Log an interaction with {people}").format(people=names)
        return _("Log an interaction")

    def _quick(self) -> Line | None:
        source = self.parts.line.reading().source if self.parts.line.text().strip() else None
        return source if isinstance(source, Line) else None

    def _worked_out(self) -> Entry:
        self._entry = entry_of(self.keeper.now(), self._quick(), self._workspace.clock)
        return self._entry

    def _show(self) -> None:
        """Bring every field in step with what is said so far."""
        if self._showing:
            return
        self._showing = True
        with self._bridge.guard():
            entry, parts = self._worked_out(), self.parts
            parts.questions.show_values(entry.raw, entry.problems)
            parts.basics.show_values(entry.raw, entry.problems)
            named = self._workspace.names_of(entry.people)
            people = [(n, named[n].name) for n in entry.people if n in named]
            new = [(name, _("{name} (new)").format(name=name)) for name in entry.new_people]
            parts.basics.people.show_people([*people, *new])
            parts.closing.people = people
            parts.tell_note(entry.line_note)
            self._name_in_reading(", ".join(words for _key, words in (*people, *new)))
            self._later.start()
        self._showing = False

    def _name_in_reading(self, names: str) -> None:
        """Whom the form names, the line need not: its reading says so."""
        label, nobody = self.parts.line.understood, _("nobody named yet")
        if names and nobody in label.text():
            label.set_content(label.text().replace(nobody, names))

    def _show_later(self) -> None:
        """What is noted, and what the journal holds, once nobody types for a moment."""
        entry = self._entry
        if entry is None:
            return
        with self._bridge.guard():
            form = self.keeper.form
            named = self._workspace.names_of(entry.people)
            people = tuple(number for number in entry.people if number in named)
            own = sum(bool(item.text.strip()) for item in form.noted)
            told = entry.noted[: len(entry.noted) - own]
            words = [(number, named[number].name) for number in people]
            self.parts.noted.show_noted(told, self.parts.noted.items(), words)
            if people[:2] == self._beside:
                return
            self._beside = people[:2]
            found = [beside(self._workspace, number, form.entry) for number in self._beside]
            self.parts.aside.show_people(found, frozenset(form.mentioned))

    def _more_shown(self, on: bool) -> None:
        form = self.keeper.form
        if form.entry is None and form.meeting is None and not self._showing:
            self._show_basics(on)

    def _show_basics(self, on: bool, *, focus: bool = False) -> None:
        self.parts.basics.setVisible(on)
        self._tell_fields()
        if on and focus:
            self.parts.basics.people.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what was typed or chosen --------------------------------------------------------

    def _touched(self) -> None:
        if not self._showing:
            self.keeper.touch()
            self._tell_saved()

    def _line_changed(self) -> None:
        self._touched()
        self._tell_fields()

    def _tell_fields(self) -> None:
        """An empty line says what else one can use."""
        parts = self.parts
        parts.fields_link.setVisible(parts.basics.isHidden() and not parts.line.text())

    def _said(self, field: str, value: object) -> None:
        if self._showing:
            return
        self.keeper.touch(self.keeper.form.say(field, value))
        self._show()

    def _noted_changed(self) -> None:
        self._touched()
        self._show()

    def _named(self, form: LogForm) -> None:
        """Others are named in the fields now."""
        self.parts.line.edit.forget(set(self.keeper.form.create) - set(form.create))
        self.keeper.touch(form)
        self._show()

    def _person_removed(self, who: object) -> None:
        line_people = self._entry.line_people if self._entry else ()
        self._named(self.keeper.form.without_one(who, line_people))

    def _mentioned(self, numbers: frozenset[int]) -> None:
        self.keeper.touch(replace(self.keeper.form, mentioned=tuple(sorted(numbers))))

    def _overflowed(self, text: str) -> None:
        """Put what is too long for a line into the note."""
        note = self.parts.note
        before = note.value()
        note.appendPlainText(("\n" if before else "") + in_lines(text))
        self.parts.status.set_content(
            _("That was too long for one line; it stands in the note now."), "second"
        )
        note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _credit(self) -> None:
        self.parts.questions.show_more(True)
        self.parts.questions.credit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- saved, or not -------------------------------------------------------------------

    def _saved(self) -> None:
        self.parts.status.set_content(self.parts.hint, "second")
        self._tell_saved()

    def _not_saved(self, error: UserError) -> None:
        self.parts.status.set_content(
            _("{problem} What you typed is still here.").format(problem=error.text), "against_text"
        )
        self._bridge.failed.emit(error)

    def _tell_saved(self) -> None:
        at = self.keeper.saved_at
        if at is None or self.keeper.saver.waiting():
            self.parts.saved.set_content("")
            return
        seconds = max(0, int((self._workspace.clock.now() - at).total_seconds()))
        self.parts.tell_saved(seconds, f"{at:%H:%M}")

    def _reader_ready(self) -> None:
        reader = self._bridge.line_reader
        if reader is not None:
            self.parts.line.set_reader(reader)
            self.parts.basics.people.set_reader(reader)

    def showEvent(self, event: QShowEvent) -> None:
        """Count the seconds since the last save while one can see them."""
        self._clock.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed, and count no seconds."""
        self._clock.stop()
        self.keeper.saver.flush()
        super().hideEvent(event)
