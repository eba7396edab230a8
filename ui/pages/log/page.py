"""Log an interaction: one line, every field below it, and what helps beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.records import (
    Draft,
    Interaction,
    Meeting,
    Promise,
    PromiseState,
    Question,
    QuestionState,
)
from app.model.texts import _
from app.model.values import PartialDate
from app.services.log_form import (
    Entry,
    LogForm,
    beside,
    entry_of,
    of_entry,
    of_meeting,
    of_person,
    save,
)
from app.services.quick_log import QuickLine as Line
from ui.bridge import Bridge, Route
from ui.pages.log.keeper import Keeper
from ui.pages.log.layout import LogParts
from ui.quick_reading import prepare
from ui.widgets.cards import Page
from ui.widgets.line_reading import Reading
from ui.widgets.saving import in_lines

_SECOND = 1000
_PAUSE_MS = 120


class LogPage(Page):
    """Logs a new entry, changes one that is there, or closes a planned meeting."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {
            "interaction",
            "participant",
            "counterpart",
            "organisation",
            "promise",
            "question",
            "commonality",
            "mention",
            "meeting",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._bridge, self._actions = bridge, actions
        self._workspace = bridge.workspace
        self.keeper = Keeper(self._workspace, self._collect, self)
        self._thrown: LogForm | None = None
        self._undone: tuple[str, LogForm] | None = None
        self._beside: tuple[int, ...] | None = None
        self._entry: Entry | None = None
        self._showing = False
        self._closing_open = False
        self._offered: tuple[Draft, LogForm] | None = None
        self.header.hide()
        self.parts = LogParts(bridge)
        self.add(self.parts)
        self.add_stretch()
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._show_later)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._tell_saved)
        self._connect()
        prepare(bridge)
        self._reader_ready()

    def _connect(self) -> None:
        parts = self.parts
        self._bridge.line_reader_ready.connect(self._reader_ready)
        parts.line.changed.connect(self._line_changed)
        parts.line.was_read.connect(lambda _reading: self._show())
        parts.line.submitted.connect(lambda _reading: self.done())
        parts.line.overflowed.connect(self._overflowed)
        parts.line.enough = self._enough
        parts.questions.said.connect(self._said)
        parts.basics.said.connect(self._said)
        parts.basics.people.added.connect(self._person_added)
        parts.basics.people.created.connect(self._person_created)
        parts.basics.people.removed.connect(self._person_removed)
        parts.questions.more_shown.connect(self._more_shown)
        parts.fields_link.clicked.connect(lambda: self._show_basics(True, focus=True))
        parts.note.textChanged.connect(self._touched)
        parts.noted.changed.connect(self._noted_changed)
        parts.noted.done.connect(parts.note.setFocus)
        parts.noted.credit_wanted.connect(self._credit)
        parts.aside.kept.connect(self._keep)
        parts.aside.asked.connect(self._asked)
        parts.aside.mentioned.connect(self._mentioned)
        parts.closing.changed.connect(self._touched)
        parts.offer.taken.connect(self._take_offer)
        parts.offer.thrown.connect(self._throw_offer)
        parts.discard.clicked.connect(self.discard)
        parts.delete.clicked.connect(self.delete)
        parts.finish.clicked.connect(self.done)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # the second one is on the number pad
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.done)
        self.keeper.saved.connect(self._saved)
        self.keeper.failed.connect(self._not_saved)

    # --- what the window asks ------------------------------------------------------------

    def show_route(self, route: Route) -> None:
        """Begin what the route names; what was being written is kept and offered again."""
        with self._bridge.guard():
            self._begin(route)
        with self._bridge.guard():
            self._offer()
        if route.extra.get("form") or route.entry is not None or route.meeting is not None:
            self._show_basics(True, focus=not self._entry or not self._entry.names_someone)
            if self._entry and self._entry.names_someone:
                self.parts.questions.focus_first()
        else:
            self.parts.line.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self, route: Route) -> None:
        now = self.keeper.now()
        here = (now.entry, now.meeting)
        wanted = (route.entry, route.meeting)
        if here != wanted or (route.person is not None and now.people != (route.person,)):
            self._take(self._form_for(route))
        if route.text:
            if self.keeper.now().line.strip() not in ("", route.text.strip()):
                self._take(LogForm())
            self.parts.line.set_text(route.text)
            self._line_changed()
        if route.extra.get("note"):
            self._overflowed(str(route.extra["note"]))

    def _form_for(self, route: Route) -> LogForm:
        if route.entry is not None:
            return of_entry(self._workspace, route.entry)
        if route.meeting is not None:
            return of_meeting(self._workspace, route.meeting, route.person)
        return of_person(self._workspace, route.person) if route.person else LogForm()

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now; nothing typed is touched."""
        if changes is not None and changes.origin is self:
            return
        if changes is not None and changes.kind == "undo":
            self._bring_back(changes.label)
        self._beside = None
        self._show()

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
        parts.line.set_text(form.line, frozenset(form.create))
        parts.note.flush()
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
        self._showing = False
        self._tell_fields()
        self._show()
        self._tell_saved()

    def _title(self, form: LogForm) -> str:
        if form.entry is not None:
            return _("Change an entry")
        if form.meeting is not None:
            title = self._workspace.get(Meeting, form.meeting).title
            return _("Log the meeting: {title}").format(title=title or _("untitled"))
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
            self._later.start()
        self._showing = False

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

    def _person_added(self, number: int) -> None:
        form = self.keeper.form
        without = tuple(n for n in form.without if n != number)
        people = tuple(dict.fromkeys((*form.people, number)))
        self.keeper.touch(replace(form, people=people, without=without))
        self._show()

    def _person_created(self, name: str) -> None:
        form = self.keeper.form
        names = tuple(dict.fromkeys((*form.new_people, name)))
        self.keeper.touch(replace(form, new_people=names))
        self._show()

    def _person_removed(self, who: object) -> None:
        form = self.keeper.form
        if isinstance(who, int):
            people = tuple(n for n in form.people if n != who)
            line = self._entry.line_people if self._entry else ()
            without = (*form.without, who) if who in line else form.without
            form = replace(form, people=people, without=without)
        else:
            form = replace(form, new_people=tuple(n for n in form.new_people if n != who))
        self.keeper.touch(form)
        self._show()

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

    # --- promises and questions beside the form ------------------------------------------

    def _keep(self, promise: Promise) -> None:
        today = self._workspace.today
        late = promise.due is not None and promise.due.last < today
        state = PromiseState.LATE if late else PromiseState.KEPT
        label = _("Keep the promise “{text}”").format(text=promise.text[:40])
        with self._bridge.guard():
            with self._workspace.change(label) as edit:
                edit.set(promise, state=state, settled_on=PartialDate.of(today))
            self._bridge.say(_("Marked as kept."), undoable=True)

    def _asked(self, question: Question) -> None:
        label = _("Ask “{text}”").format(text=question.text[:40])
        with self._bridge.guard():
            with self._workspace.change(label) as edit:
                day = PartialDate.of(self._workspace.today)
                edit.set(question, state=QuestionState.ASKED, settled_on=day)
            self._bridge.say(_("Marked as asked."), undoable=True)

    # --- done, discarded, deleted --------------------------------------------------------

    def _enough(self, reading: Reading) -> bool:
        entry = self._worked_out()
        return entry.names_someone and "line" not in entry.problems and not reading.offers

    def done(self) -> None:
        """Write everything as one step; after a planned meeting, ask three things first."""
        if not self.parts.top.isHidden() and self._line_waits():
            return
        entry = self._worked_out()
        if not entry.names_someone or entry.problems:
            self._cannot(entry)
            return
        form = self.keeper.form
        if form.meeting is not None and not self._closing_open:
            self._ask_closing()
            return
        closing = self.parts.closing.words() if form.meeting is not None else None
        try:
            stored = save(
                self._workspace, form, entry, self, closing=closing, draft=self.keeper.key
            )
        except UserError as error:
            self._not_saved(error)
            return
        self._finished(form, stored)

    def _line_waits(self) -> bool:
        """Whether the line needs a decision first; then that is where the keyboard goes."""
        line = self.parts.line
        if not line.text().strip() or (line.edit.is_ready() and self._enough(line.reading())):
            return False
        line.submit()
        return True

    def _cannot(self, entry: Entry) -> None:
        told = next(iter(entry.problems.values()), "")
        if not told:
            told = _("Nobody is named yet. Name someone, and it can be logged.")
        self.parts.status.set_content(told, "against_text")
        if {"date", "time", "zone", "minutes"} & entry.problems.keys():
            self._show_basics(True)
        elif not entry.names_someone and self.parts.top.isHidden():
            self._show_basics(True, focus=True)
        elif not entry.names_someone:
            self.parts.line.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_closing(self) -> None:
        self._closing_open = True
        self.parts.closing.show()
        self.parts.closing.begin()
        self.keeper.touch()
        QTimer.singleShot(0, self, self._scroll_to_closing)

    def _scroll_to_closing(self) -> None:
        self.scroller.ensureWidgetVisible(self.parts.finish)
        self.scroller.ensureWidgetVisible(self.parts.closing)

    def _finished(self, form: LogForm, stored: Interaction) -> None:
        step = self._workspace.can_undo() or ""
        self._undone = (step, form)
        people = self._workspace.names_of(stored.people)
        names = ", ".join(people[n].name for n in stored.people if n in people)
        told = _("Changed.") if form.entry else _("Logged with {people}.").format(people=names)
        self.keeper.done(LogForm())
        self._fill()
        self._bridge.say(told, undoable=True)
        self._leave(form)

    def _leave(self, form: LogForm) -> None:
        """Go back to where an entry or a meeting was opened; a new line waits for the next."""
        back = self._actions["go.back"]
        if (form.entry is not None or form.meeting is not None) and back.isEnabled():
            back.trigger()
            return
        self._show_basics(False)
        self.parts.line.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self, label: str) -> None:
        """When what was just logged is taken back, the form stands again as it was."""
        if self._undone is None or self._undone[0] != label or not self.keeper.now().is_blank:
            return
        form = self._undone[1]
        self._undone = None
        self._take(form)
        self.keeper.touch()

    def discard(self) -> None:
        """Throw away what was typed, and offer it back."""
        form = self.keeper.now()
        if form.is_blank:
            self._leave(form)
            return
        with self._bridge.guard():
            fresh = of_entry(self._workspace, form.entry) if form.entry else LogForm()
            self._thrown = self.keeper.drop(fresh)
            self._fill()
            self.parts.offer.offer_back(form.opening)
            self.parts.offer.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def delete(self) -> None:
        """Delete the entry being changed; undo brings it back."""
        form = self.keeper.form
        if form.entry is None:
            return
        with self._bridge.guard():
            with self._workspace.change(_("Delete an entry"), self) as edit:
                edit.remove(self._workspace.get(Interaction, form.entry))
            self.keeper.drop(LogForm())
            self._fill()
            self._bridge.say(_("The entry was deleted."), undoable=True)
            self._leave(form)

    # --- what was being written before ---------------------------------------------------

    def _offer(self) -> None:
        if self.parts.offer.isVisible() and self._thrown is not None:
            return
        found = self.keeper.offer() if self.keeper.now().is_blank else None
        self._thrown = None
        self._offered = found
        if found is None:
            self.parts.offer.hide()
        else:
            self.parts.offer.offer_draft(*found, self._workspace.clock.now())

    def _take_offer(self) -> None:
        thrown, found = self._thrown, self._offered
        self._thrown = None
        with self._bridge.guard():
            if thrown is not None:
                self._take(thrown)
                self.keeper.touch()
            elif found is not None:
                self._check_still_there(found[1])
                self.keeper.go_on(*found)
                self._fill()
        self.parts.offer.hide()
        self._focus_text()

    def _check_still_there(self, form: LogForm) -> None:
        """An entry or meeting deleted meanwhile cannot be changed any more."""
        if form.entry is not None:
            self._workspace.get(Interaction, form.entry)
        if form.meeting is not None:
            self._workspace.get(Meeting, form.meeting)

    def _throw_offer(self) -> None:
        if self._offered is None:
            return
        with self._bridge.guard():
            draft, self._thrown = self._offered
            self._workspace.drop_draft(draft.key)
            self.parts.offer.offer_back(self._thrown.opening)

    def _focus_text(self) -> None:
        to = self.parts.note if self.parts.top.isHidden() else self.parts.line.edit
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- saved, or not -------------------------------------------------------------------

    def _saved(self) -> None:
        self.parts.status.set_content(self.parts.hint, "second")
        self._tell_saved()

    def _not_saved(self, error: UserError) -> None:
        self.parts.status.set_content(
            _("{problem} What you typed is still here.").format(problem=error), "against_text"
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
