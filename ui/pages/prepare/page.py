"""The Prepare page: the chooser, a prepared meeting, and its briefing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.model.changes import Changes
from app.model.records import Meeting
from ui.bridge import Bridge, Route
from ui.pages.prepare.briefing import Briefing
from ui.pages.prepare.chooser import Chooser
from ui.pages.prepare.meeting_form import MeetingForm
from ui.pages.prepare.prepared import Prepared


class PreparePage(QStackedWidget):
    """Get ready for a meeting: whom, what for, what the journal says, and on paper."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting",
            "attendee",
            "counterpart",
            "organisation",
            "contact_point",
            "commonality",
            "mention",
            "interest",
            "interest_act",
            "interaction",
            "participant",
            "question",
            "promise",
            "deal",
            "outcome",
            "verdict",
            "kind_period",
            "pause",
            "tagging",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._actions = actions
        self._person = 0
        self._meeting: int | None = None
        self._chooser_stale = True
        self.chooser = Chooser(bridge)
        self.prepared = Prepared(bridge, actions)
        self.briefing: Briefing | None = None
        self.addWidget(self.chooser)
        self.addWidget(self.prepared)
        self._connect()

    def _connect(self) -> None:
        go = self._bridge.go
        self.chooser.person_chosen.connect(lambda n: go("prepare", person=n))
        self.chooser.meeting_chosen.connect(self._go_to_meeting)
        self.prepared.brief_wanted.connect(self._go_to_briefing)
        self.prepared.lost.connect(self._show_chooser)
        self._bridge.standings_changed.connect(self._people_changed)
        self._actions["brief.export"].triggered.connect(self._export)
        self._actions["brief.preview"].triggered.connect(self._preview)

    # --- what the window asks ------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now."""
        if changes is not None and changes.origin is self.prepared:
            self._chooser_stale = True
            self.prepared.follow(changes)
            return
        self._chooser_stale = True
        if self.currentWidget() is self.chooser:
            self._fill_chooser()
        elif self._person:
            if self.currentWidget() is self.briefing and self.briefing is not None:
                self.briefing.reload()
            elif self.currentWidget() is self.prepared:
                self.prepared.reload(quiet=True)

    def show_route(self, route: Route) -> None:
        """Show the meeting or person a route names, its briefing, or the chooser."""
        person = route.person
        if person is None and route.meeting is not None:
            meeting = self._bridge.workspace.get(Meeting, route.meeting)
            if not meeting.people:
                self._show_chooser()
                self.chooser.form.begin(meeting)
                return
            person = meeting.people[0]
        if person is None:
            self._show_chooser(route.text)
            return
        self._person, self._meeting = person, route.meeting
        self._allow_paper(True)
        if route.tab == "briefing":
            self._show_briefing()
            return
        self.setCurrentWidget(self.prepared)
        self.prepared.show_meeting(person, route.meeting)
        if self._person and not self.prepared.goal_card.goal.text():
            self.prepared.goal_card.goal.setFocus(Qt.FocusReason.OtherFocusReason)

    def whereabouts(self) -> Route:
        """Whom it is for, and which of the three views."""
        tab = "briefing" if self.currentWidget() is self.briefing else ""
        return Route("prepare", person=self._person or None, meeting=self._meeting, tab=tab)

    def standing(self) -> dict[str, object]:
        """The meeting that is being planned or changed."""
        form = self._form()
        if form is None or not form.isVisibleTo(self):
            return {}
        return {"meeting": form.meeting_id(), "people": list(form.who.people())}

    def stand_again(self, standing: Mapping[str, Any]) -> None:
        """Open the form for the meeting again."""
        form, number = self._form(), standing["meeting"]
        if form is not None:
            meeting = self._bridge.workspace.get(Meeting, number) if number else None
            if form is self.prepared.form:
                self.prepared.goal_card.hide()
            form.stand_again(meeting, standing["people"])

    def _form(self) -> MeetingForm | None:
        view = self.currentWidget()
        return view.form if isinstance(view, Chooser | Prepared) else None

    def flush(self) -> None:
        """Save what was typed last."""
        self.prepared.flush()

    # --- the three views -----------------------------------------------------------------

    def _show_chooser(self, text: str = "") -> None:
        self._person, self._meeting = 0, None
        self._allow_paper(False)
        self.setCurrentWidget(self.chooser)
        if self._chooser_stale:
            self._fill_chooser()
        self.chooser.begin(text)

    def _fill_chooser(self) -> None:
        self._chooser_stale = False
        with self._bridge.guard():
            self.chooser.refresh()

    def _people_changed(self) -> None:
        """Last contacts are known better now."""
        self._chooser_stale = True
        if self.isVisible() and self.currentWidget() is self.chooser:
            self._fill_chooser()

    def _show_briefing(self) -> None:
        if self.briefing is None:
            self.briefing = Briefing(self._bridge, self._actions)
            self.briefing.back_wanted.connect(self._go_back)
            self.briefing.lost.connect(self._show_chooser)
            self.addWidget(self.briefing)
        self.prepared.flush()
        self.setCurrentWidget(self.briefing)
        self.briefing.show_meeting(self._person, self._meeting)

    def _allow_paper(self, on: bool) -> None:
        for name in ("brief.export", "brief.preview"):
            self._actions[name].setEnabled(on)

    def _go_to_meeting(self, meeting: Meeting) -> None:
        person = meeting.people[0] if meeting.people else None
        if person is not None:
            self._bridge.go("prepare", person=person, meeting=meeting.id)

    def _go_to_briefing(self) -> None:
        meeting = self.prepared.meeting_id()
        self._bridge.go("prepare", person=self._person, meeting=meeting, tab="briefing")

    def _go_back(self) -> None:
        self._bridge.go("prepare", person=self._person, meeting=self._meeting)

    def _export(self) -> None:
        """Ctrl+E shows the pages first; once they are shown, it saves them."""
        if not self.isVisible() or not self._person:
            return
        if self.briefing is not None and self.currentWidget() is self.briefing:
            self.briefing.ask_where()
        else:
            self._go_to_briefing()

    def _preview(self) -> None:
        if self.isVisible() and self._person and self.currentWidget() is not self.briefing:
            self._go_to_briefing()
