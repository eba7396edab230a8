"""Sort people: one after another, most contact first; one or two keys answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from app.model.changes import Changes
from app.model.errors import NotFoundError
from app.model.people import Attention, Counterpart, Kind, Rhythm
from app.model.texts import _
from app.services import sorting, words
from app.services.sorting import Facts
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.pages.sorting.answers import KINDS, RHYTHMS, Answers
from ui.pages.sorting.many import ManyAtOnce
from ui.pages.sorting.person_card import PersonCard
from ui.task import Task
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Columns, Page
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.keyboard import take_keyboard

_TRAIL = 500
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class _TwoSides(Columns):
    """Who it is beside the answers; in one column, the answers come right below who it is."""

    def __init__(self, card: PersonCard, answers: Answers) -> None:
        super().__init__((1, 1), narrowest=330)
        self._lately = card.lately
        for column, part in ((0, card), (0, card.lately), (1, answers), (1, answers.other)):
            self.add(column, part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move what was lately with the room there is."""
        super().resizeEvent(event)
        side = 0 if self.shown_columns() > 1 else 1
        if self.columns[side].indexOf(self._lately) < 0:
            self.columns[1 - side].removeWidget(self._lately)
            self.add(side, self._lately)


class SortingPage(Page):
    """Whoever waits, one at a time. What is answered is kept at once; who waits comes again."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {"counterpart", "organisation", "participant", "interaction", "contact_point"}
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Sort people"), " ", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bridge = bridge
        self._back_action = actions["go.back"]
        self.shown: Facts | None = None
        self._kind: Kind | None = None
        self._waiting: list[int] | None = None  # who waits, as read last; None asks anew
        self._before: list[int] = []  # who was looked at before, to go back to
        self._last = ""
        self.stop = PlainButton(_("Stop (Esc)"))
        self.bar = QProgressBar()
        self.card = PersonCard(bridge.workspace, bridge.portraits)
        self.answers = Answers()
        self.last = WrapLabel("", "note", "second")
        self.many = ManyAtOnce()
        self.empty = EmptyState(
            _("Everyone has an answer. People whom an import brings wait here to be sorted."),
            _("To the people"),
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.header.add_button(self.stop)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How many are sorted"))
        self._columns = _TwoSides(self.card, self.answers)
        for part in (self.bar, self._columns, self.last, self.many, self.empty):
            self.add(part)
        self.add_stretch()

    def _connect(self) -> None:
        self.stop.clicked.connect(self.leave)
        self.empty.pressed.connect(lambda: self._bridge.go("people"))
        self.many.wanted.connect(self._answer_many)
        answers = self.answers
        answers.kind_chosen.connect(self.choose_kind)
        answers.kept.connect(self.keep)
        answers.agreed.connect(self.agree)
        answers.address.connect(lambda: self.answer(Attention.ADDRESS))
        answers.out.connect(lambda: self.answer(Attention.OUT))
        answers.later.connect(self.put_off)
        answers.back.connect(self.back)

    # --- what the window asks ------------------------------------------------------------

    def show_route(self, route: Route) -> None:
        """Go on where one stopped, or with the person the route names."""
        if route.person is not None:
            self._show(route.person)
        elif self.shown is None or self.shown.person.attention is not Attention.UNSORTED:
            self._next()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes | None) -> None:
        """Follow what was changed elsewhere; an answer taken back brings its person again."""
        if changes is not None and changes.origin is self:
            return
        self._waiting = None
        turned = changes is not None and changes.kind in ("undo", "redo")
        self._last = ""
        if changes is not None and turned and len(changes.people) == 1:
            person = next(iter(changes.people))
            self._before = [number for number in self._before if number != person]
            if self._waits(person):
                self._show(person)
                return
        shown = self.shown.person.id if self.shown is not None else None
        if shown is not None and self._waits(shown):
            kind = self._kind
            self._show(shown)
            self._kind = kind  # what was chosen already outlives what others change
            self._show_answers()
        else:
            self._next()

    def whereabouts(self) -> Route:
        """The person whose turn it is."""
        return Route("sorting", person=self.shown.person.id if self.shown else None)

    def _waits(self, person: int) -> bool:
        known = self._bridge.workspace.names_of((person,))
        return person in known and known[person].attention is Attention.UNSORTED

    # --- whose turn it is ----------------------------------------------------------------

    def _next(self) -> None:
        with self._bridge.guard():
            if self._waiting is None:
                self._waiting = sorting.queue(self._bridge.workspace)
            if self._waiting:
                self._show(self._waiting[0])
            else:
                self.shown = None
                self._tell()

    def _show(self, person: int) -> None:
        """Show a person; the next one, where they are gone."""
        try:
            self.shown = sorting.facts(self._bridge.workspace, person)
        except NotFoundError:
            self._waiting = None
            self._next()
            return
        self._kind = None
        self.card.show_facts(self.shown)
        self._show_answers()
        self._tell()

    def _show_answers(self) -> None:
        if self.shown is not None:
            self.answers.show_facts(self.shown, self._kind, can_go_back=bool(self._before))

    def _tell(self) -> None:
        progress = sorting.progress(self._bridge.workspace)
        told = sorting.progress_words(progress) if progress.people else ""
        self.header.set_title(_("Sort people"), told)
        self.bar.setRange(0, max(1, progress.people))
        self.bar.setValue(progress.sorted)
        here = self.shown is not None
        self.bar.setVisible(progress.people > 0)
        self._columns.setVisible(here)
        self.stop.setVisible(here)
        self.empty.setVisible(not here)
        self.many.show_progress(progress)
        if self._bridge.workspace.read_only:  # one may look, and nothing seems to be pressable
            self.many.hide()
            self.answers.setEnabled(False)
            self.answers.other.setEnabled(False)
        self.last.set_content(self._last)
        self.last.setVisible(bool(self._last))

    # --- the answers ---------------------------------------------------------------------

    def choose_kind(self, kind: Kind) -> None:
        """Take note of the kind; the rhythm, or Enter, completes the answer."""
        self._kind = None if kind is self._kind else kind
        self._show_answers()

    def keep(self, rhythm: Rhythm | None) -> None:
        """Keep up with the person, in this rhythm or without one."""
        if self.shown is None:
            return
        person, kind = self.shown.person, self._kind
        with self._bridge.guard():
            sorting.keep(self._bridge.workspace, person, kind, rhythm, self)
            told = words.kept_words(kind, rhythm)
            self._answered(person, told or words.ATTENTION_WORDS[Attention.KEEP])

    def agree(self) -> None:
        """Keep up with the person in the rhythm that is proposed."""
        if self.shown is not None:
            self.keep(self.shown.rhythm)

    def answer(self, attention: Attention) -> None:
        """Keep the person as an address, or leave them out."""
        if self.shown is None:
            return
        person = self.shown.person
        with self._bridge.guard():
            sorting.answer(self._bridge.workspace, person, attention, self)
            self._answered(person, words.ATTENTION_WORDS[attention])

    def put_off(self) -> None:
        """Let the person wait until all others have been looked at."""
        if self.shown is None:
            return
        with self._bridge.guard():
            person = self.shown.person
            sorting.put_off(self._bridge.workspace, person.id)
            self._waiting = None  # their order is another now
            self._answered(person, _("later"))

    def _answered(self, person: Counterpart, told: str) -> None:
        self._before = [*self._before, person.id][-_TRAIL:]
        if self._waiting is not None:
            self._waiting = [number for number in self._waiting if number != person.id]
        self._last = _("{name}: {answer}. Backspace goes back to them, Ctrl+Z undoes it.").format(
            name=person.name, answer=told[:1].lower() + told[1:]
        )
        self._next()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_many(self, silent: bool, attention: Attention) -> None:
        """Answer beside the screen: an import can have brought thousands."""

        def job(workspace: Workspace, _task: Task) -> Changes:
            people = sorting.silent_ones(workspace) if silent else sorting.queue(workspace)
            return sorting.answer_many(workspace, people, attention)

        def done(changes: Changes) -> None:
            self.many.setEnabled(True)
            if changes.tables:
                self._bridge.workspace.announce(changes)
            told = _("Done: {step}").format(step=changes.label)
            self._bridge.say(told, undoable=self._bridge.is_latest(changes))
            take_keyboard(self)

        def failed(error: BaseException | None) -> None:
            self.many.setEnabled(True)
            self._bridge.report(error)

        self.many.setEnabled(False)
        self._bridge.run(job, done, failed)

    def back(self) -> None:
        """Take a chosen kind back, else show the person before once more."""
        if self._kind is not None:
            self._kind = None
            self._show_answers()
        elif self._before:
            person = self._before.pop()
            self._last = ""
            self._show(person)

    def leave(self) -> None:
        """Stop; who was not answered waits."""
        if self._back_action.isEnabled():
            self._back_action.trigger()
        else:
            self._bridge.go("people")

    # --- keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every answer has its key; held down, it answers once: the next person is another."""
        if event.isAutoRepeat() and event.modifiers() in _PLAIN and event.key() in _ANSWERS:
            return
        if event.modifiers() not in _PLAIN or not self._take(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key) -> bool:
        """Do what a key stands for; whether it stands for anything."""
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.back()
        elif self.shown is None:
            return False
        elif key in _KIND_OF:
            self.choose_kind(_KIND_OF[key])
        elif key in _RHYTHM_OF:
            self.keep(_RHYTHM_OF[key])
        elif key in _ENTER:
            self.agree()
        elif key in _OTHER:
            self.answer(_OTHER[key])
        elif key == Qt.Key.Key_S:
            self.put_off()
        else:
            return False
        return True


_KIND_OF = dict(KINDS)
_RHYTHM_OF = dict(RHYTHMS)
_OTHER = {Qt.Key.Key_A: Attention.ADDRESS, Qt.Key.Key_O: Attention.OUT}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ANSWERS = frozenset((*_KIND_OF, *_RHYTHM_OF, *_OTHER, *_ENTER, Qt.Key.Key_S))
