"""The timeline page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.people import Verdict
from app.model.reading import EntryKind, TimelineFilter
from app.model.records import Interaction, Meeting, Outcome, Promise, PromiseState
from app.model.texts import _
from app.model.values import DateRange, PartialDate
from app.services.entry import EntryDetail, entry_detail
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.timeline.detail import DetailPane
from ui.pages.timeline.filters import FilterBar
from ui.pages.timeline.stream import StreamView
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Card, Page
from ui.widgets.charts_time import DensityStrip
from ui.widgets.empty import EmptyState
from ui.widgets.saving import unsaved

_BOTH = 720  # less width than this has room for the list or for one entry
_NOTE_FIELD = {
    Interaction: "note",
    Meeting: "note",
    Outcome: "what",
    Promise: "text",
    Verdict: "reason",
}


class TimelinePage(Page):
    """One stream of interactions, meetings, deal outcomes, promises and verdicts."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {
            "interaction",
            "participant",
            "meeting",
            "attendee",
            "deal",
            "outcome",
            "promise",
            "verdict",
            "counterpart",
            "tagging",
            "commonality",
            "interest",
            "question",
            "attachment",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Timeline"), scroll=False, parent=parent)
        self._bridge = bridge
        self._actions = actions
        self._detail_of: EntryDetail | None = None
        self._reading = False
        self._build(actions)
        self._lay_out()
        self._connect()

    # --- building ------------------------------------------------------------------------

    def _build(self, actions: Mapping[str, QAction]) -> None:
        self._search = PlainButton(_("Search everything"))
        self._search.for_action(actions["palette.open"])
        self._filters = FilterBar(self._bridge.workspace)
        self._strip = DensityStrip()
        self._stream = StreamView(self._bridge)
        self._detail = DetailPane(self._bridge)
        self._empty = EmptyState("", _("Show everything"))
        self._empty.setVisible(False)
        # A key held down must not read an entry for every row it passes.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)

    def _lay_out(self) -> None:
        for button in (
            self._search,
            self._filters.who,
            self._filters.kinds,
            self._filters.days,
        ):
            self.header.add_button(button)
        card = Card()
        card.add(self._strip)
        self.add(card)
        self.add(self._filters)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(18))
        self._left = left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self._stream, 1)
        layout.addWidget(left, 5)
        layout.addWidget(self._detail, 2)
        self._detail.setMinimumWidth(theme.px(250))
        self.add(row, 1)

    def _connect(self) -> None:
        self._filters.changed.connect(self._filter)
        self._strip.jumped.connect(self._stream.jump_to_month)
        self._stream.chosen.connect(self._wait_to_show)
        self._settle.timeout.connect(self._show_chosen)
        self._stream.opened.connect(self._edit)
        self._stream.deleted.connect(lambda _key: self._delete())
        self._stream.counted.connect(lambda _model: self._counted())
        self._stream.moved.connect(self._mark_range)
        self._empty.pressed.connect(lambda: self._filters.apply(TimelineFilter()))
        self._detail.edit_wanted.connect(lambda: self._edit(self._stream.current_key()))
        self._detail.delete_wanted.connect(self._delete)
        self._detail.note_edited.connect(self._save_note)
        self._detail.promise_settled.connect(self._settle_promise)
        self._stream.clicked.connect(lambda _index: self._read(True))
        self._detail.back_wanted.connect(lambda: self._read(False))
        self._detail.person_wanted.connect(lambda n: self._bridge.go("people", person=n))
        for name, act in (
            ("entry.edit", lambda: self._edit(self._stream.current_key())),
            ("entry.delete", self._delete),
        ):
            self._actions[name].triggered.connect(lambda _on=False, act=act: self._act(act))

    def _act(self, act: Callable[[], None]) -> None:
        # Other pages connect the same actions; whoever is looked at answers.
        if self.isVisible():
            act()

    # --- where there is room for one of the two only -----------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and entry stand side by side, or in each other's place."""
        super().resizeEvent(event)
        self._arrange()

    def _read(self, on: bool) -> None:
        """Where only one has room, show the chosen entry instead of the list, or the list."""
        self._reading = on
        self._arrange()
        if not on:
            self._stream.setFocus()

    def _arrange(self) -> None:
        narrow = self.width() < theme.px(_BOTH)
        self._detail.back.setVisible(narrow)
        self._detail.setVisible(not narrow or self._reading)
        self._left.setVisible(not narrow or not self._reading)

    # --- what the window asks ------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now; the chosen entry and the place stay."""
        if changes is not None and changes.origin is self:
            self._stream.table.forget_bodies()
            return
        with self._bridge.guard():
            self._stream.load(self._filters.wanted)
            self._show_chosen()

    def show_route(self, route: Route) -> None:
        """Show the entries a route asks for."""
        wanted = route.filter
        if wanted is None and route.text == "promises":
            wanted = TimelineFilter(kinds=(EntryKind.PROMISE,))
        if wanted is None and (route.entry is not None or route.person is not None):
            wanted = TimelineFilter(people=(route.person,) if route.person else ())
        if wanted is not None:
            self._filters.set_wanted(wanted)
            self._stream.load(wanted, route.entry)
        self._stream.setFocus()
        for name in ("entry.edit", "entry.delete"):
            self._actions[name].setEnabled(True)

    def whereabouts(self) -> Route:
        """The filters, and the entry that is marked."""
        marked = self._stream.current_key()
        return Route("timeline", filter=self._filters.wanted, entry=marked)

    def flush(self) -> None:
        """Save what was typed last."""
        self._detail.flush()

    # --- following the list --------------------------------------------------------------

    def _filter(self, wanted: TimelineFilter) -> None:
        with self._bridge.guard():
            self._stream.load(wanted)

    def _counted(self) -> None:
        model = self._stream.table
        months = []
        for row in reversed(model.headings):
            found = model.heading(row)
            if found is not None and len(found.month) == 7:
                year, month = (int(part) for part in found.month.split("-"))
                months.append((year, month, found.count))
        self._strip.set_data(months)
        if months and self._filters.wanted.days == DateRange():
            self._filters.set_years(months[0][0], months[-1][0])
        self._show_emptiness()
        self._mark_range()

    def _show_emptiness(self) -> None:
        nothing = self._stream.table.entry_count == 0
        self._stream.setVisible(not nothing)
        self._empty.setVisible(nothing)
        if nothing:
            filtered = self._filters.wanted != TimelineFilter()
            self._empty.sentence.set_content(
                _("No entry passes these filters.")
                if filtered
                else _("Nothing is logged yet. Press Ctrl+L and write one line."),
                "second",
            )
            self._empty.button.setVisible(filtered)
            self._detail.show_nothing()

    def _mark_range(self) -> None:
        top, bottom = self._stream.visible_months()
        if len(top) == 7 and len(bottom) == 7:
            first, last = ((int(m[:4]), int(m[5:])) for m in (bottom, top))
            self._strip.set_range(first, last)

    def _wait_to_show(self, _key: int | None) -> None:
        self._settle.start()

    def _show_chosen(self) -> None:
        key = self._stream.current_key()
        if key is None:
            self._detail.show_nothing()
            return
        with self._bridge.guard():
            self._detail.flush()
            if unsaved(self._detail):
                return  # the text stays with the entry it belongs to
            self._detail_of = entry_detail(self._bridge.workspace, key)
            self._detail.show_detail(self._detail_of)

    # --- changing ------------------------------------------------------------------------

    def _save_note(self, text: str) -> None:
        if self._detail_of is None:
            return
        record = self._detail_of.record
        field = _NOTE_FIELD[type(record)]
        with (
            self._bridge.guard(),
            self._bridge.workspace.change(_("Edit an entry"), origin=self) as edit,
        ):
            edit.set(record, **{field: text})

    def _settle_promise(self, state: PromiseState) -> None:
        if self._detail_of is None or not isinstance(self._detail_of.record, Promise):
            return
        day = None if state is PromiseState.OPEN else PartialDate.of(self._bridge.workspace.today)
        with self._bridge.guard():
            with self._bridge.workspace.change(_("Settle a promise")) as edit:
                edit.set(self._detail_of.record, state=state, settled_on=day)
            self._bridge.say(_("Noted."), undoable=True)

    def _edit(self, key: int | None) -> None:
        if key is None:
            return
        if key % 8 == EntryKind.INTERACTION:
            self._bridge.go("log", entry=key // 8)
        elif key % 8 == EntryKind.MEETING:
            self._bridge.go("prepare", meeting=key // 8)
        elif self._detail_of is not None and self._detail_of.people:
            tab = "real" if key % 8 == EntryKind.VERDICT else "promises"
            self._bridge.go("people", person=self._detail_of.people[0].id, tab=tab)

    def _delete(self) -> None:
        key = self._stream.current_key()
        if key is None:
            return
        with self._bridge.guard():
            self._detail.flush()
            detail = entry_detail(self._bridge.workspace, key)
            row = self._stream.currentIndex().row()
            self._detail_of = None
            with self._bridge.workspace.change(
                _("Delete “{title}”").format(title=detail.title)
            ) as edit:
                edit.remove(detail.record)
            self._choose_near(row)
            self._bridge.say(_("Deleted: {title}.").format(title=detail.title), undoable=True)

    def _choose_near(self, row: int) -> None:
        model = self._stream.table
        near = min(row, model.rowCount() - 1)
        if near > 0:
            if model.heading(near) is not None:
                near = near - 1 if near > 1 else near + 1
            self._stream.setCurrentIndex(model.index(near, 0))
