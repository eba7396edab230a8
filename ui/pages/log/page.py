"""Log an interaction: one line, every field below it, and what helps beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import NotFoundError, UserError
from app.model.records import (
    Draft,
    Interaction,
    Meeting,
)
from app.model.texts import _
from app.services.log_form.entry import Entry
from app.services.log_form.form import LINE_DRAFT, LogForm
from app.services.log_form.save import save
from app.services.log_form.start import of_entry, of_meeting, of_person
from ui.bridge import Bridge, Route
from ui.pages.log.drafts import kept_forms
from ui.pages.log.form_page import FormPage
from ui.widgets.line_reading import Reading


class LogPage(FormPage):
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
            "tag",
            "tagging",
            "attachment",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, parent)
        self._actions = actions
        self._thrown: LogForm | None = None
        self._undone: tuple[str, LogForm] | None = None
        self._offered: tuple[Draft, LogForm] | None = None
        parts = self.parts
        parts.line.enough = self._enough
        parts.line.submitted.connect(lambda _reading: self.done())
        parts.offer.taken.connect(self._take_offer)
        parts.offer.thrown.connect(self._throw_offer)
        parts.discard.clicked.connect(self.discard)
        parts.delete.clicked.connect(self.delete)
        parts.finish.clicked.connect(self.done)
        self._bridge.changed.connect(self._heard)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # the second one is on the number pad
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.done)

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

    def whereabouts(self) -> Route:
        """The page alone: what was being written is taken up from its draft."""
        form = self.keeper.now()
        return Route("log", entry=form.entry, meeting=form.meeting)

    def standing(self) -> dict[str, object]:
        """Which draft is on the screen, and whether its fields are open."""
        return {"draft": self.keeper.key, "fields": not self.parts.basics.isHidden()}

    def stand_again(self, standing: Mapping[str, object]) -> None:
        """Take the draft up again without asking."""
        for draft, form in kept_forms(self._workspace, ""):
            if draft.key == standing.get("draft"):
                self.keeper.go_on(draft, self._still_there(form))
                self._fill()
        if standing.get("fields"):
            self._show_basics(True)

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
        self._follow_entry()
        self._show_files()
        self._beside = None
        self._show()

    def _heard(self, changes: Changes) -> None:
        """Keep nothing in mind that may name someone who was forgotten."""
        if changes.kind == "forget":
            self._undone = self._thrown = self._offered = None
            self.parts.offer.hide()
            with self._bridge.guard():
                if self.keeper.let_go():
                    self._fill()

    def _follow_entry(self) -> None:
        """An entry changed elsewhere must not be put back by what this form began with."""
        form = self.keeper.now()
        if form.entry is None:
            return
        with contextlib.suppress(NotFoundError):  # saving it will say that it is gone
            fresh = of_entry(self._workspace, form.entry)
            if fresh.base != form.base:
                self.keeper.form = form.over(fresh)
                if "note" not in form.said:
                    self.parts.note.set_value(str(fresh.base["note"]))

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
        if form.entry is None:
            self._bridge.logged.emit(stored.people)

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
        if found is not None and found[0].key == LINE_DRAFT and self.keeper.form == LogForm():
            self._take_offer()  # begun on Today a moment ago, or still standing there
        elif found is None:
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
                self.keeper.go_on(found[0], self._still_there(found[1]))
                self._fill()
        self.parts.offer.hide()
        self._focus_text()

    def _still_there(self, form: LogForm) -> LogForm:
        """The form over its entry as it is now; one deleted meanwhile cannot be changed."""
        if form.meeting is not None:
            self._workspace.get(Meeting, form.meeting)
        return form.over(of_entry(self._workspace, form.entry)) if form.entry is not None else form

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
