"""The timeline's filters: menus to add them, removable chips for what is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.model.people import Attention, Organisation, Tag
from app.model.reading import EntryKind, TimelineFilter
from app.model.records import Channel, Opener
from app.model.texts import _, ngettext
from app.model.values import DateRange
from app.services import day_words, words
from app.services.find_people import PeopleIndex
from app.services.namesakes import told_apart
from app.services.workspace import Workspace
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.chips import FilterChip
from ui.widgets.flow import FlowLayout

KIND_WORDS = {
    EntryKind.INTERACTION: _("Interactions"),
    EntryKind.MEETING: _("Meetings"),
    EntryKind.OUTCOME: _("Deal outcomes"),
    EntryKind.PROMISE: _("Promises"),
    EntryKind.VERDICT: _("Verdicts"),
}


class FilterBar(QWidget):
    """The chips of the filters that are set; `changed` carries the new filter."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted = TimelineFilter()
        self._flow = FlowLayout(self, gap=8)
        self.who = PlainButton(_("Everyone"))
        self.kinds = PlainButton(_("All kinds"))
        self.days = PlainButton(_("All years"))
        self.who.clicked.connect(self._choose_who)
        self.kinds.clicked.connect(self._choose_kinds)
        self.days.clicked.connect(self._choose_days)
        self._years: tuple[int, int] | None = None
        self.setVisible(False)

    @property
    def wanted(self) -> TimelineFilter:
        """The filter as it stands."""
        return self._wanted

    def set_wanted(self, wanted: TimelineFilter) -> None:
        """Show this filter as chips; does not tell anyone."""
        self._wanted = wanted
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for text, without in self._parts():
            chip = FilterChip(text)
            chip.removed.connect(lambda w=without: self.apply(w))
            self._flow.addWidget(chip)
        self.setVisible(self._flow.count() > 0)

    def set_years(self, first: int, last: int) -> None:
        """Name the years there are on the button that chooses among them."""
        self._years = (first, last)
        if first == last:
            self.days.set_label(str(first))
        else:
            self.days.set_label(_("{first} to {last}").format(first=first, last=last))

    def apply(self, wanted: TimelineFilter) -> None:
        """Set this filter and tell."""
        self.set_wanted(wanted)
        self.changed.emit(wanted)

    def _parts(self) -> list[tuple[str, TimelineFilter]]:
        """Each part of the filter in words, with the filter that remains without it."""
        now = self._wanted
        parts: list[tuple[str, TimelineFilter]] = []
        for number, person in self._workspace.names_of(now.people).items():
            rest = tuple(n for n in now.people if n != number)
            parts.append((person.name, replace(now, people=rest)))
        if now.organisation_id is not None:
            name = self._workspace.get(Organisation, now.organisation_id).name
            parts.append((name, replace(now, organisation_id=None)))
        for tag in now.tags:
            rest_tags = tuple(t for t in now.tags if t != tag)
            parts.append((f"#{tag}", replace(now, tags=rest_tags)))
        for kind in now.kinds:
            kinds = tuple(k for k in now.kinds if k is not kind)
            parts.append((KIND_WORDS[kind], replace(now, kinds=kinds)))
        for channel in now.channels:
            channels = tuple(c for c in now.channels if c is not channel)
            parts.append((words.CHANNEL_WORDS[channel], replace(now, channels=channels)))
        for opener in now.openers:
            openers = tuple(o for o in now.openers if o is not opener)
            text = _("Who opened it: {answer}").format(answer=words.OPENER_WORDS[opener])
            parts.append((text, replace(now, openers=openers)))
        if now.asks is not None:
            text = _("with an ask") if now.asks else _("without any ask")
            parts.append((text, replace(now, asks=None)))
        if now.interactions:
            text = ngettext(
                "the {n} entry a finding counts",
                "the {n} entries a finding counts",
                len(now.interactions),
            ).format(n=len(now.interactions))
            parts.append((text, replace(now, interactions=())))
        if now.days != DateRange():
            parts.append((_range_words(now.days), replace(now, days=DateRange())))
        return parts

    # --- choosing ------------------------------------------------------------------------

    def _choose_who(self) -> None:
        WhoPopup(self._workspace, self, self._add_who).popup(self.who)

    def _add_who(self, kind: str, value: object) -> None:
        now = self._wanted
        if kind == "person":
            self.apply(replace(now, people=(*now.people, value)))  # type: ignore[arg-type]
        elif kind == "organisation":
            self.apply(replace(now, organisation_id=value))  # type: ignore[arg-type]
        else:
            self.apply(replace(now, tags=(*now.tags, str(value))))

    def _choose_kinds(self) -> None:
        menu = QMenu(self)
        now = self._wanted
        for kind in EntryKind:
            self._toggle(menu, KIND_WORDS[kind], "kinds", kind)
        menu.addSeparator()
        for channel in Channel:
            self._toggle(menu, words.CHANNEL_WORDS[channel].capitalize(), "channels", channel)
        menu.addSeparator()
        for opener in Opener:
            text = _("Who opened it: {answer}").format(answer=words.OPENER_WORDS[opener])
            self._toggle(menu, text, "openers", opener)
        menu.addSeparator()
        for asks, text in ((True, _("With an ask")), (False, _("Without any ask"))):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(now.asks is asks)
            action.triggered.connect(
                lambda on, a=asks: self.apply(replace(self._wanted, asks=a if on else None))
            )
        menu.popup(self.kinds.mapToGlobal(QPoint(0, self.kinds.height() + 4)))

    def _toggle(self, menu: QMenu, text: str, name: str, value: object) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value in getattr(self._wanted, name))

        def flip(on: bool) -> None:
            chosen = tuple(v for v in getattr(self._wanted, name) if v is not value)
            part: dict[str, Any] = {name: (*chosen, value) if on else chosen}
            self.apply(replace(self._wanted, **part))

        action.triggered.connect(flip)

    def _choose_days(self) -> None:
        menu = QMenu(self)
        today = self._workspace.today
        choices = [
            (_("All years"), DateRange()),
            (_("The last 30 days"), DateRange(_back(today, 30), today)),
            (_("The last 12 months"), DateRange(_back(today, 365), today)),
        ]
        if self._years is not None:
            for year in range(self._years[1], max(self._years[0], self._years[1] - 11) - 1, -1):
                choices.append((str(year), DateRange(date(year, 1, 1), date(year, 12, 31))))
        for text, days in choices:
            menu.addAction(text).triggered.connect(
                lambda _on=False, d=days: self.apply(replace(self._wanted, days=d))
            )
        menu.popup(self.days.mapToGlobal(QPoint(0, self.days.height() + 4)))


class WhoPopup(QFrame):
    """A field and a list: people, organisations and tags to narrow the timeline to."""

    def __init__(
        self, workspace: Workspace, parent: QWidget, chosen: Callable[[str, object], None]
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self._workspace = workspace
        self._index = PeopleIndex(workspace.names())
        self._names = {name.id: name for name in workspace.names()}
        self._others = [("organisation", o.id, o.name) for o in workspace.find(Organisation)] + [
            ("tag", tag.name, f"#{tag.name}") for tag in workspace.find(Tag)
        ]
        layout = QVBoxLayout(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A person, an organisation or a tag"))
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setMinimumSize(theme.px(300), theme.px(320))
        self.field.textEdited.connect(self._fill)
        self.field.returnPressed.connect(lambda: self._take(self.list.currentItem()))
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self._fill("")

    def popup(self, below: QWidget) -> None:
        """Open below a widget, ready to type."""
        self.move(below.mapToGlobal(QPoint(0, below.height() + 4)))
        self.show()
        self.field.setFocus()

    def _fill(self, text: str) -> None:
        self.list.clear()
        found = [self._names[match.id] for match in self._index.rank(text)[:30]]
        words = told_apart(self._workspace, found)
        for person in found:
            if text.strip() or person.attention is not Attention.OUT:
                self._add("person", person.id, words[person.id])
        for kind, value, label in self._others:
            if text.casefold() in label.casefold():
                self._add(kind, value, label)
        self.list.setCurrentRow(0)

    def _add(self, kind: str, value: object, label: str) -> None:
        item = QListWidgetItem(label)
        item.setData(Qt.ItemDataRole.UserRole, (kind, value))
        self.list.addItem(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.close()
            self._chosen(*item.data(Qt.ItemDataRole.UserRole))


def _back(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)


def _range_words(days: DateRange) -> str:
    if days.start and days.end:
        return _("{start} to {end}").format(
            start=day_words.short_date(days.start), end=day_words.short_date(days.end)
        )
    if days.start:
        return _("from {start}").format(start=day_words.short_date(days.start))
    return _("to {end}").format(end=day_words.short_date(days.end)) if days.end else ""
