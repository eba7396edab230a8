"""One person, whole: the header, the tabs, and whichever tab is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.model.records import PromiseState
from app.model.texts import _
from app.services.profile import Profile
from ui import theme
from ui.pages.people.common_ground import CommonGround
from ui.pages.people.desk import Desk
from ui.pages.people.dropped import DropStrip, is_taken
from ui.pages.people.edit_profile import EditProfile
from ui.pages.people.header import Header
from ui.pages.people.interests import Interests
from ui.pages.people.overview import Overview
from ui.pages.people.parts import Tab
from ui.pages.people.promises import Promises
from ui.pages.people.real import Real
from ui.pages.people.tab_strip import TabStrip
from ui.pages.people.timeline_tab import TimelineTab
from ui.widgets.dropping import accept_copy
from ui.widgets.fitting import FittingScroll

TABS = ("overview", "timeline", "common", "interests", "promises", "real")


class ProfileView(QWidget):
    """A tab is made when it is first looked at, and filled again only while it is."""

    deleting = Signal()
    forgetting = Signal()
    asking = Signal()
    exporting = Signal()
    past_wanted = Signal()
    tab_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.header = Header(desk)
        self.details: EditProfile | None = None
        self.dropped = DropStrip(desk)
        self.setAcceptDrops(True)
        self.strip = TabStrip([(name, "") for name in TABS])
        self.stack = QStackedWidget()
        self.tabs: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._person = 0
        self._make: dict[str, Callable[[Desk], QWidget]] = {
            "overview": self._overview,
            "timeline": TimelineTab,
            "common": CommonGround,
            "interests": Interests,
            "promises": Promises,
            "real": Real,
        }
        self._lay_out()
        self.strip.add_end(self.header.edit_link)
        self.strip.chosen.connect(self.show_tab)
        self.header.edit_link.clicked.connect(self.toggle_details)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._top = QVBoxLayout()
        self._top.addWidget(self.header)
        self._top.addWidget(self.dropped)
        self._top.addWidget(self.strip)
        self._column.addLayout(self._top)
        self._column.addWidget(self.stack, 1)
        self._space()

    def _space(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._top.setContentsMargins(0, 0, theme.px(28), 0)
        self._top.setSpacing(theme.px(14))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_top"):
            self._space()
        super().changeEvent(event)

    def _overview(self, desk: Desk) -> QWidget:
        made = Overview(desk)
        made.tab_wanted.connect(self.show_tab)
        made.past_wanted.connect(self.past_wanted)
        return made

    def show_profile(self, profile: Profile, tab: str = "") -> None:
        """Show a person; the same tab stays unless another is named."""
        if profile.person.id != self._person:
            self._person = profile.person.id
            for made in self.tabs.values():
                if isinstance(made, Tab):
                    made.to_top()
        self.dropped.follow(profile.person.id)
        self.header.show_profile(profile)
        if self.details is not None:
            self.details.show_profile(profile)
        questions = sum(1 for q in profile.questions if not q.settled_on)
        counts = {
            "common": len(profile.same),
            "interests": len(profile.interests) + questions,
            "promises": len([p for p in profile.promises if p.state is PromiseState.OPEN])
            + len(profile.deals),
        }
        for name, button in self.strip.buttons.items():
            count = counts.get(name, 0)
            button.set_words(f"{_TITLES[name]} {count}" if count else _TITLES[name])
        self._stale = set(self.tabs)
        self.show_tab(tab or self.strip.current() or "overview")

    def show_tab(self, name: str) -> None:
        """Show a tab, with what the journal holds now."""
        name = name if name in TABS else "overview"
        self.strip.mark(name)
        if name not in self.tabs:
            self.tabs[name] = self._make[name](self.desk)
            self.stack.addWidget(self.tabs[name])
            self._stale.add(name)
        if name in self._stale and self.desk.shown is not None:
            self._stale.discard(name)
            self.tabs[name].show_profile(self.desk.profile)  # type: ignore[attr-defined]
        self.stack.setCurrentWidget(self.tabs[name])
        self.tab_changed.emit(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what a profile has a use for, and say where it goes."""
        if self.desk.shown is not None and is_taken(event.mimeData()):
            accept_copy(event)
            self.dropped.hint(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It was carried elsewhere."""
        self.dropped.hint(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped, and ask in place."""
        accept_copy(event)
        self.dropped.hint(False)
        self.dropped.take_in(event.mimeData())

    def toggle_details(self) -> None:
        """Open or close the fields for name, role and organisation."""
        self.show_details(self.details is None or not self.details.isVisibleTo(self))

    def show_details(self, shown: bool) -> None:
        """Show or hide the fields for name, role and organisation."""
        if shown and self.details is None:
            self.details = EditProfile(self.desk)
            self.details.done.connect(lambda: self.show_details(False))
            self.details.deleting.connect(self.deleting)
            self.details.forgetting.connect(self.forgetting)
            self.details.asking.connect(self.asking)
            self.details.exporting.connect(self.exporting)
            self._details_frame = FittingScroll(self.details)
            self._top.insertWidget(1, self._details_frame)
        if self.details is None:
            return
        if not shown and self.details.isAncestorOf(QApplication.focusWidget() or self):
            self.header.edit_link.setFocus(Qt.FocusReason.OtherFocusReason)
        self.details.setVisible(shown)
        self._details_frame.setVisible(shown)
        if shown:
            self.details.show_profile(self.desk.profile)
            self.details.setFocus(Qt.FocusReason.OtherFocusReason)


_TITLES = {
    "overview": _("Overview"),
    "timeline": _("Timeline"),
    "common": _("Common ground"),
    "interests": _("Interests and questions"),
    "promises": _("Promises and deals"),
    "real": _("Is it real?"),
}
