"""One person's stream: everything dated, new to old, read in blocks as one scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.model.reading import EntryKind, MonthCount, TimelineEntry, TimelineFilter
from app.model.texts import _, ngettext
from app.services import day_words, words
from app.services.profile import Profile
from app.services.timeline import all_keys, entries
from ui import theme
from ui.pages.people.desk import Desk
from ui.tables.timeline import ENTRY_ROLE, TimelineModel
from ui.widgets.buttons import LinkButton
from ui.widgets.delegates import (
    Span,
    chip_size,
    paint_chip,
    paint_line,
    paint_row_ground,
    paint_spans,
)
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.long_list import dress_long_list

_ROW, _HEADING = 42, 38
_UNDER_MONTHS = 72  # entries from which month headings help


class TimelineTab(QWidget):
    """The stream, and a link to the whole timeline with this person as its filter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = TimelineModel(lambda keys: entries(desk.workspace, keys), self)
        self.view = self._make_view()
        self._count = WrapLabel("", "note", "second")
        self._open = LinkButton(_("Open in the timeline"), kind="note")
        self._open.clicked.connect(self._go)
        self._empty = EmptyState("", _("Log an interaction"))
        self._empty.pressed.connect(lambda: desk.bridge.go("log", person=desk.person.id))
        self._card = QFrame()
        self._card.setProperty("part", "card")
        self._lay_out()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegate(StreamDelegate(view))
        view.setAccessibleName(_("Timeline"))
        dress_long_list(view, theme.px(_ROW))
        view.doubleClicked.connect(self._pressed)
        view.installEventFilter(self)
        return view

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, theme.px(6), 1, theme.px(6))
        inside.addWidget(self.view)
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(12), theme.px(28), theme.px(20))
        column.setSpacing(theme.px(8))
        column.addLayout(top)
        column.addWidget(self._card, 100)
        column.addWidget(self._empty)
        column.addStretch(1)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's stream."""
        wanted = TimelineFilter(people=(profile.person.id,))
        keys, months = all_keys(self.desk.workspace, wanted)
        self.model.show(keys, months)
        self._size()
        count = self.model.entry_count
        self._card.setVisible(count > 0)
        self._open.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        self._count.set_content(ngettext("{n} entry", "{n} entries", count).format(n=count))
        self._empty.sentence.set_content(
            _("Nothing is logged with {name} yet.").format(name=words.first_name(profile.person))
        )

    def _size(self) -> None:
        rows = self.view.verticalHeader()
        rows.setDefaultSectionSize(theme.px(_ROW))
        for heading in self.model.headings:
            rows.resizeSection(heading, theme.px(_HEADING))
        height = self.model.entry_count * theme.px(_ROW)
        height += len(self.model.headings) * theme.px(_HEADING) + theme.px(14)
        self._card.setMaximumHeight(min(height, 16_000_000))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the rows in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_card"):
            self._size()
        super().changeEvent(event)

    def _go(self) -> None:
        wanted = TimelineFilter(people=(self.desk.person.id,))
        self.desk.bridge.go("timeline", filter=wanted)

    def _pressed(self, index: QModelIndex) -> None:
        key = self.model.key(index.row())
        if key is not None:
            self.desk.bridge.go("timeline", person=self.desk.person.id, entry=key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter shows an entry in the timeline, where it can be edited."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._pressed(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)


class StreamDelegate(QStyledItemDelegate):
    """Paints a month heading or an entry; the person's own name is left out."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Fixed heights; headings are a little lower."""
        return QSize(200, theme.px(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        shown = index.data(ENTRY_ROLE)
        box = QRectF(option.rect)
        if isinstance(shown, MonthCount):
            lower = box.adjusted(theme.px(16), theme.px(8), 0, 0)
            paint_spans(
                painter, lower, [Span(day_words.month_title(shown.month), "second")], "section"
            )
            return
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(painter, box.adjusted(4, 0, -4, -1), selected, False, hovered, 6)
        model = index.model()
        assert isinstance(model, TimelineModel)
        if not model.ends_month(index.row()):
            paint_line(painter, box)
        if isinstance(shown, TimelineEntry):
            _paint_entry(painter, box, shown)


def _paint_entry(painter: QPainter, box: QRectF, entry: TimelineEntry) -> None:
    left, right = box.left() + theme.px(16), box.right() - theme.px(16)
    day = QRectF(left, box.top(), theme.px(56), box.height())
    paint_spans(painter, day, [Span(day_words.day_in_month(entry.when.date), "second")], "note")
    at = left + theme.px(60)
    size = chip_size(entry.word, "note")
    place = QRectF(at, box.top(), size.width(), box.height())
    paint_chip(painter, place, entry.word, "neutral", "note")
    at = place.right() + theme.px(10)
    if entry.chip:
        size = chip_size(entry.chip)
        place = QRectF(right - size.width(), box.top(), size.width(), box.height())
        paint_chip(painter, place, entry.chip, entry.chip_state.value)
        right = place.left() - theme.px(10)
    spans = []
    if len(entry.people) > 1 and entry.kind is EntryKind.INTERACTION:
        spans.append(Span(", ".join(entry.people) + " ", "ink", True))
    if entry.lead:
        spans.append(Span(entry.lead[:1].upper() + entry.lead[1:] + " "))
    if entry.text:
        spans.append(Span(entry.text, "second"))
    paint_spans(painter, QRectF(at, box.top(), max(0.0, right - at), box.height()), spans)
