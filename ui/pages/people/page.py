"""People: everyone on the left, one person on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.errors import NotFoundError
from app.model.texts import _
from app.services.profile import profile
from ui.bridge import Bridge, Route
from ui.pages.people.desk import Desk
from ui.pages.people.forms import PickLine
from ui.pages.people.past_view import PastVisit
from ui.pages.people.people_list import PeopleList
from ui.pages.people.profile_view import ProfileView
from ui.pages.people.sides import Sides
from ui.widgets.empty import EmptyState
from ui.widgets.forms import InlineLine, InlineNote, Saver
from ui.widgets.saving import unsaved

_LIST_TABLES = frozenset(
    {"counterpart", "organisation", "interaction", "participant", "tag", "tagging", "pause"}
)


class PeoplePage(QWidget):
    """The list of people and the profile of the one who is marked."""

    USES: ClassVar[frozenset[str]] = _LIST_TABLES | frozenset(
        {
            "contact_point",
            "relation",
            "special_date",
            "kind_period",
            "commonality",
            "mention",
            "interest",
            "interest_act",
            "question",
            "promise",
            "deal",
            "outcome",
            "verdict",
            "meeting",
            "attendee",
            "attachment",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bridge = bridge
        self._actions = actions
        self.desk = Desk(bridge, self)
        self.people = PeopleList(bridge)
        self.profile = ProfileView(self.desk)
        self.nobody = EmptyState("", _("Add a person"))
        self.right = QStackedWidget()
        self.visit = PastVisit(bridge, self.right, self)
        # Standings arrive in bursts from the worker: one look at the list answers all of them.
        self._later = QTimer(self, singleShot=True, interval=200)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addStretch(1)
        column.addWidget(self.nobody)
        column.addStretch(2)
        self.right.addWidget(self.profile)
        self.right.addWidget(holder)
        self.sides = Sides(self.people, self.visit.bar, self.right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sides)

    def _connect(self) -> None:
        self.people.chosen.connect(lambda person: self.show_person(person))
        self.people.opened.connect(self._open)
        self.people.added.connect(self._open_new)
        self.people.view.clicked.connect(lambda _index: self.sides.read(True))
        self.desk.saved.connect(self._saved)
        self.profile.deleting.connect(self.delete_person)
        self.profile.forgetting.connect(self.forget_person)
        self.profile.asking.connect(lambda: self._bridge.go("held", person=self.desk.person.id))
        self.profile.exporting.connect(
            lambda: self._bridge.go("export", person=self.desk.person.id)
        )
        self.profile.past_wanted.connect(self._ask_day)
        self.nobody.pressed.connect(self.people.add_person)
        self._bridge.standings_changed.connect(self._later.start)
        self._later.timeout.connect(self._fresh_standings)
        for name, act in self._acts().items():
            if name in self._actions:
                self._actions[name].triggered.connect(lambda _on=False, act=act: self._act(act))

    def _acts(self) -> dict[str, Callable[[], object]]:
        """What this page does with the person shown, by the action that asks for it."""
        return {
            "person.delete": self.delete_person,
            "person.merge": partial(self._go_with_them, "duplicates"),
            "person.export": partial(self._go_with_them, "export"),
            "person.held": partial(self._go_with_them, "held"),
            "person.forget": self.forget_person,
            "person.past": self._ask_day,
            "person.prepare": lambda: self._go_prepare(""),
            "brief.export": lambda: self._go_prepare("briefing"),
            "brief.preview": lambda: self._go_prepare("briefing"),
            "entry.edit": self.profile.toggle_details,
            "person.paste": self.profile.dropped.paste,
        }

    def _act(self, act: Callable[[], object]) -> None:
        # Other pages connect the same actions; whoever is looked at answers.
        if self.isVisible() and self.desk.shown is not None:
            if act != self._ask_day:
                self.visit.leave()
            act()

    def _ask_day(self) -> None:
        """Show the person as they were on a day that is asked for."""
        self.flush()
        self.visit.ask(self.desk.person, self.profile.strip.current())

    def _go_prepare(self, tab: str) -> None:
        self._bridge.go("prepare", person=self.desk.person.id, tab=tab)

    # --- what the window asks ------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now."""
        if changes is not None and changes.origin in (self.desk, self.people):
            return
        if changes is None or changes.tables & _LIST_TABLES:
            self.people.refresh()
        shown = self.desk.shown
        if shown is None:
            somebody = self.people.model.person_at(0) is not None
            if not somebody or changes is not None or self.isVisible():
                self._choose()  # else the route that follows says whom to show
        elif changes is None or not changes.people or shown.person.id in changes.people:
            self._reload()

    def show_route(self, route: Route) -> None:
        """Show a person, begin to find one, or add one."""
        self.sides.read(route.person is not None)
        if route.person is not None:
            self.show_person(route.person, route.tab)
            self.people.reveal(route.person)
        elif self.desk.shown is None:
            self._choose()
        elif route.tab:
            self.profile.show_tab(route.tab)
        if route.extra.get("new"):
            self.people.add_person(route.text)
        elif route.extra.get("find"):
            self.people.begin_to_find(route.text)
        self._enable(True)

    def whereabouts(self) -> Route:
        """The person shown, and the tab."""
        shown = self.desk.shown
        tab = self.profile.strip.current()
        return Route("people", person=shown.person.id, tab=tab) if shown else Route("people")

    def standing(self) -> dict[str, bool]:
        """Which of the small forms are open."""
        details = self.profile.details
        return {
            "details": details is not None and details.isVisibleTo(self),
            "adding": self.people.adding.isVisibleTo(self),
        }

    def stand_again(self, standing: Mapping[str, bool]) -> None:
        """Open the same forms again."""
        if standing.get("details"):
            self.profile.show_details(True)
        if standing.get("adding"):
            self.people.add_person()

    def _enable(self, on: bool) -> None:
        on = on and self.desk.shown is not None
        for name in self._acts():
            if name in self._actions:
                self._actions[name].setEnabled(on)

    def flush(self) -> None:
        """Save everything typed and not yet saved."""
        for field in self.profile.findChildren(InlineLine):
            field.flush()
        for note in self.profile.findChildren(InlineNote):
            note.flush()
        for pick in self.profile.findChildren(PickLine):
            pick.flush()

    def _drop_typed(self) -> None:
        """Forget what was typed of someone who is gone; it belongs to nobody else."""
        for saver in self.profile.findChildren(Saver):
            saver.drop()
        for pick in self.profile.findChildren(PickLine):
            pick.drop()

    # --- one person ----------------------------------------------------------------------

    def show_person(self, person: int, tab: str = "") -> None:
        """Show a person's profile, as it is today."""
        self.visit.leave()
        if self.desk.shown is not None:
            self.flush()
            if self.desk.shown.person.id != person and unsaved(self.profile):
                return  # the text stays with the person it belongs to
            if self.desk.shown.person.id == person and self.right.currentIndex() == 0:
                # Every step refreshes who is shown: another tab needs no second reading.
                self.profile.show_tab(tab or self.profile.strip.current() or "overview")
                self._enable(self.isVisible())
                return
            self.profile.show_details(False)
        with self._bridge.guard():
            self.desk.shown = profile(self._bridge.workspace, person)
            self.right.setCurrentIndex(0)
            self.profile.show_profile(self.desk.profile, tab)
        self._enable(self.isVisible())

    def _open(self, person: int) -> None:
        self.sides.read(True)
        self.show_person(person)
        button = self.profile.strip.buttons[self.profile.strip.current()]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_new(self, person: int) -> None:
        """Ask for what else is known of someone whose name has just been typed."""
        self._open(person)
        if not self.desk.profile.count and not self.desk.person.role:
            self.profile.show_details(True)

    def _choose(self) -> None:
        """Show whoever stands first, or say that nobody is here."""
        first = self.people.model.person_at(0)
        if first is None:
            self.desk.shown = None
            self.nobody.sentence.set_content(
                _("People you add or import appear here, with all that you share.")
            )
            self.right.setCurrentIndex(1)
        else:
            self.show_person(first)
            self.people.mark(first)

    def _reload(self) -> None:
        shown = self.desk.shown
        if shown is None:
            return
        try:
            self.desk.shown = profile(self._bridge.workspace, shown.person.id)
        except NotFoundError:
            self._drop_typed()
            self.desk.shown = None
            self._choose()
            return
        self.profile.show_profile(self.desk.profile)

    def _saved(self, changes: Changes | None) -> None:
        """Show what a step of this page changed."""
        self._reload()
        shown = self.desk.shown
        if shown is None:
            return
        place = shown.organisation.name if shown.organisation else ""
        # A note that is being typed changes nothing in the list; a name does.
        if not self.people.knows(shown.person, place):
            self.people.refresh()
        elif changes is not None and changes.tables & {"tagging", "tag"}:
            self.people.refresh_quietly()

    def _fresh_standings(self) -> None:
        if self.isVisible():
            self.people.refresh_quietly()

    def _go_with_them(self, page: str) -> None:
        self.flush()
        self._bridge.go(page, person=self.desk.person.id)

    def forget_person(self) -> None:
        """Look at what forgetting the person shown would take away."""
        self.flush()
        self._bridge.go("forget", person=self.desk.person.id)

    def delete_person(self) -> None:
        """Remove the person shown; the undo beside the message brings everything back."""
        self.flush()  # what was typed last belongs to nobody else
        person = self.desk.person
        self.profile.show_details(False)
        gone = person.id
        row = self.people.model.row_of(gone)
        self.desk.shown = None
        with self._bridge.guard():
            label = _("Delete {name}").format(name=person.name[:60])
            with self._bridge.workspace.change(label, self.desk) as edit:
                edit.remove(person)
            self._bridge.say(
                _("{name} is deleted, with what was logged with them alone.").format(
                    name=person.name[:60]
                ),
                undoable=True,
            )
        self.people.refresh()
        following = self.people.model.person_at(min(row, self.people.model.rowCount() - 1))
        if following is None:
            self._choose()
        else:
            self.show_person(following)
            self.people.mark(following)
