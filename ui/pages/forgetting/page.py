"""Forget this person: what goes, what is asked first, the name to type, and then no way back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import NotFoundError
from app.model.forgetting import Forgettable, Forgotten
from app.model.texts import _
from app.services import forget, forget_words
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.pages.forgetting.parts import Confirming, Offers, Places
from ui.task import Task
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Page, Section
from ui.widgets.elide import WrapLabel
from ui.widgets.keyboard import take_keyboard
from ui.widgets.spans import Span
from ui.widgets.working_bar import WorkingBar


class ForgetPage(Page):
    """Nothing is written before the name is typed and the last button pressed."""

    USES: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._bridge = bridge
        self._back = actions["go.back"]
        self._person = 0
        self._task: Task | None = None
        self.found: Forgettable | None = None
        self._lay_out()
        self.cancel.clicked.connect(self.leave)
        self.working.stopped.connect(self._stop)
        self.confirming.confirmed.connect(self.forget)

    def _lay_out(self) -> None:
        self.cancel = PlainButton(_("Cancel"))
        self.header.add_button(self.cancel)
        self.what = Section(_("What goes"))
        self.sentences = WrapLabel("")
        self.what.card.add(self.sentences)
        self.offers = Offers()
        self.places = Places()
        self.outside = WrapLabel(forget_words.outside(), "note", "second")
        self.confirming = Confirming()
        self.working = WorkingBar()
        for part in (self.what, self.offers, self.places, self.confirming):
            self.add(part)
        self.add(self.outside)
        self.add(self.working)
        self.add_stretch()

    # --- what the window asks ------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """What was looked up stays until the page is shown again."""

    def show_route(self, route: Route) -> None:
        """Look up what forgetting the person would take away."""
        if self._task is not None and not self.found:
            self._stop()
        if self._task is not None:
            return  # it is being done
        self._person = route.person or self._person
        self.found = None
        self._title(_("Forget this person"))
        self._show(working=True)
        self.working.begin(_("Looking through the journal and its copies"))
        person = self._person

        def job(workspace: Workspace, task: Task) -> Forgettable:
            return forget.preview(workspace, person, task.progress, task.cancelled)

        self._start(job, self._looked)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _title(self, words: str) -> None:
        """The page's title, and below it the sentence that matters most."""
        self.header.set_title(words, forget_words.warning())
        self.header.subtitle.set_content([Span(forget_words.warning(), bold=True)])

    def _start(self, job: object, done: object, *, kept: bool = False) -> None:
        self._task = self._bridge.run(job, done, self._failed, kept=kept)  # type: ignore[arg-type]
        self._task.progressed.connect(self.working.show_progress)

    def _looked(self, found: Forgettable) -> None:
        if self.sender() is not self._task:
            return
        self._task, self.found = None, found
        self._title(_("Forget {name}").format(name=found.name[:80]))
        told = (
            forget_words.going(found),
            forget_words.sharing(found),
            forget_words.shared_files(found),
            forget_words.remembering(found),
            forget_words.kept(found),
        )
        self.sentences.set_content("\n".join(filter(None, told)))
        self.offers.show_found(found)
        self.places.show_found(found)
        self.confirming.ask_for(found.name)
        stops = [self.cancel, *self.offers.ticks.values(), self.confirming.field]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)  # the ticks are younger than what stands below them
        self._show()
        take_keyboard(self.cancel)

    def _failed(self, error: BaseException | None) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        if self.found is not None:  # it was stopped, or failed: nothing was written
            self._show()
            take_keyboard(self.cancel)
        elif isinstance(error, NotFoundError) and self.isVisible():
            self._bridge.go("people")
        self._bridge.report(error)

    # --- forgetting ----------------------------------------------------------------------

    def forget(self) -> None:
        """Do it."""
        found = self.found
        if found is None or self._task is not None:
            return
        self._show(working=True)
        self.working.begin(_("Forgetting"))
        wishes = self.offers.wishes()
        firms = [n for n, _name in found.organisations] if wishes.organisations else []

        def job(workspace: Workspace, task: Task) -> tuple[Forgotten, list[Changes]]:
            heard: list[Changes] = []
            workspace.listen(heard.append)
            done = forget.forget(
                workspace,
                found.person,
                scrub_texts=wishes.texts,
                parts=wishes.parts,
                organisations=firms,
                backups=wishes.backups,
                delete_unread=wishes.unread,
                progress=task.progress,
                cancelled=task.cancelled,
            )
            return done, heard

        self._start(job, self._forgotten, kept=True)

    def _forgotten(self, result: tuple[Forgotten, list[Changes]]) -> None:
        self._task, self.found = None, None
        self.confirming.ask_for("")
        done, heard = result
        if self._bridge.opened_files is not None:  # a file of theirs may be among the copies
            self._bridge.opened_files.clear()
        for changes in heard:  # written on the worker's connection: the window hears of it here
            self._bridge.workspace.announce(changes)
        if self.isVisible():  # else one is at something else already
            self._bridge.go("people")
        self._bridge.say(" ".join(forget_words.done(done)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def leave(self) -> None:
        """Go back without having done anything."""
        if self._task is not None:
            self._stop()
            if self.found is not None:
                return  # it says by itself that it has stopped
            self._task = None
        if self._back.isEnabled():
            self._back.trigger()
        else:
            self._bridge.go("people", person=self._person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, and so does Enter on Cancel, which is where the keyboard begins."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and self.cancel.hasFocus()):
            self.leave()
            return
        super().keyPressEvent(event)

    def _show(self, *, working: bool = False) -> None:
        for part in (self.what, self.offers, self.places, self.confirming, self.outside):
            part.setVisible(not working)
        if not working and self.found is not None:
            self.places.setVisible(bool(self.found.places or self.found.part_places))
            self.offers.setVisible(self.offers.has_any())
        self.cancel.setVisible(not working or self.found is None)
        self.working.setVisible(working)
