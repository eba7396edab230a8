"""What the import page is made of, and which of it is seen at which stage of an import."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from app.services.sorting import waiting
from ui import theme
from ui.bridge import Bridge
from ui.pages.importing.asides import RawCard, WhomCard
from ui.pages.importing.mapping import ColumnsCard
from ui.pages.importing.parts import AddressCard, After, Bulk, DayOrderCard, Narrowing, Working
from ui.pages.importing.records import RecordsModel
from ui.pages.importing.table import RecordsTable
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Card, Page
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState

EMPTY = _(
    "Choose address books (.vcf), calendars (.ics), tables of contacts (.csv), mail archives "
    "(.mbox), exported chats (.txt, .zip), what Monica exports (.json, .sql), journals of Day One "
    "and jrnl (.json, .zip) or a Kith archive (.json), or drop them on the window. You will see "
    "what they hold before anything is written."
)
_LEAST_LINES = 4


class Stage(Enum):
    """How far an import has come."""

    CHOOSING = auto()
    READING = auto()
    PART = auto()  # work goes on above records that can be looked at already
    PLAN = auto()
    REPORT = auto()


class ImportScreen(Page):
    """Everything the import page shows; what it does with it is the page's."""

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Import"), parent=parent)
        self._bridge = bridge
        self._stage = Stage.CHOOSING
        self._add_buttons()
        self._make_cards(actions)
        self._lay_out()

    def _add_buttons(self) -> None:
        self.choose = PlainButton(_("Choose files"))
        self.meaning = PlainButton(_("Columns"))
        self.cancel = PlainButton(_("Cancel"))
        self.undo = PlainButton(_("Undo the import"))
        self.sort = PrimaryButton(_("Sort these people"))
        self.go = PrimaryButton(_("Import"))
        for button in (self.choose, self.meaning, self.cancel, self.undo, self.sort, self.go):
            self.header.add_button(button)

    def _make_cards(self, actions: Mapping[str, QAction]) -> None:
        self.empty = EmptyState(EMPTY, _("Choose files"), "primary")
        self.addresses = AddressCard()
        self.columns = ColumnsCard()
        self.day_order = DayOrderCard()
        self.narrowing = Narrowing()
        self.bulk = Bulk()
        self.records = RecordsModel(self)
        self.table = RecordsTable(self.records)
        self.card = Card()
        self.card.add(self.table, 1)
        self.whom = WhomCard()
        self.raw = RawCard()
        self.after = After(actions)
        self.working = Working()
        self.foot = WrapLabel("", "note", "second")

    def _lay_out(self) -> None:
        inner = self.card.layout()
        if isinstance(inner, QVBoxLayout):  # the table takes all there is
            inner.setStretch(1, 1)
            inner.setStretch(2, 0)
        cards = (self.addresses, self.day_order, self.columns)
        for part in (self.empty, *cards, self.narrowing, self.bulk, self.whom):
            self.add(part)
        self.add(self.card, 100)
        for below in (self.raw, self.working, self.after, self.foot):
            self.add(below)
        self.add_stretch()
        self.table.selectionModel().currentRowChanged.connect(self._keep_in_sight)

    def show_stage(self, stage: Stage, *, tables: bool = False, undoable: bool = False) -> None:
        """Show what belongs to a stage; of a plan, its columns where it has tables."""
        if stage is not self._stage:  # what is new is told at the top
            self.scroller.verticalScrollBar().setValue(0)
        self._stage = stage
        working = stage in (Stage.READING, Stage.PART)
        plan, report = stage is Stage.PLAN, stage is Stage.REPORT
        self._bridge.set_importing(working or plan)
        self.empty.setVisible(stage is Stage.CHOOSING)
        self.working.setVisible(working)
        self.card.setVisible(stage in (Stage.PART, Stage.PLAN, Stage.REPORT))
        self.after.setVisible(report)
        if not plan:
            for card in (self.addresses, self.columns, self.day_order, self.whom):
                card.hide()
        if not (plan or report):
            self.raw.hide()
        self.meaning.setVisible(plan and tables)
        self.choose.setVisible(report)
        self.cancel.setVisible(plan)
        self.go.setVisible(plan)
        self.undo.setVisible(report and undoable)
        self.sort.setVisible(report and waiting(self._bridge.workspace) > 0)
        self.give_room()

    def give_room(self) -> None:
        """Show beside the table only what is of use just now."""
        asked = not (self.whom.isHidden() and self.raw.isHidden())
        self.bulk.setVisible(self._stage is Stage.PLAN and self.bulk.is_of_use and not asked)
        self.narrowing.setVisible(not self.card.isHidden() and not asked)
        decided = self._stage in (Stage.PLAN, Stage.REPORT)
        self.foot.setVisible(decided and not asked)

    def fit(self) -> None:
        """A short list leaves the rest of the page empty; a long one scrolls inside its card.

        Some lines of it are always there: in a low window the page scrolls as a whole.
        """
        edges = self.card.contentsMargins()
        frame = edges.top() + edges.bottom() + 2 * theme.px(16)
        self.table.setMinimumHeight(min(self.table.tall(), self.table.tall_with(_LEAST_LINES)))
        self.card.setMaximumHeight(max(theme.px(140), self.table.tall() + frame))

    def bring_up(self, card: QWidget) -> None:
        """Let a card that has come or grown be seen, also where the page is scrolled elsewhere."""

        def bring() -> None:
            if card.isVisible():
                self.scroller.ensureWidgetVisible(card, 0, theme.px(20))

        QTimer.singleShot(0, self, bring)  # when it has its place

    def _keep_in_sight(self, index: QModelIndex) -> None:
        """The line the keyboard is at is seen, also in the part of the table that is below."""
        if self.table.hasFocus():
            line = self.table.visualRect(index)
            at = self.table.viewport().mapTo(self._content, line.center())
            self.scroller.ensureVisible(at.x(), at.y(), 0, line.height())
