"""Parts of the import page: what is asked, filters, deciding on many, progress, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.model.texts import _, ngettext
from ui import theme
from ui.pages.importing.records import CHIPS, Outlook, chip_state, chip_word
from ui.widgets.buttons import Button, PlainButton, QuietButton, ToggleChips
from ui.widgets.cards import Card, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import InlineLine
from ui.widgets.working_bar import WorkingBar


class AddressCard(Card):
    """Asks once which addresses are the user's own; `answered` carries them."""

    answered = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Which of these addresses are yours?"), parent)
        self._holder = QWidget()
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.choices: ToggleChips | None = None
        self.other = InlineLine("", _("Another address of yours"))
        self.done = PlainButton(_("These are mine"))
        self.done.clicked.connect(self._answer)
        self.add(
            WrapLabel(
                _("Events and mails are matched to the other people by leaving you out."),
                "note",
                "second",
            )
        )
        self.add(self._holder)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.other, 1)
        row.addWidget(self.done)
        self.add(line)
        self.hide()

    def ask(self, addresses: Sequence[str]) -> None:
        """Ask about these addresses; without any there is nothing to ask."""
        empty_layout(self._inside)
        self.setVisible(bool(addresses))
        if addresses:
            self.choices = ToggleChips([(one, one) for one in addresses], _("Your addresses"))
            self._inside.addWidget(self.choices)

    def _answer(self) -> None:
        chosen = sorted(self.choices.value()) if self.choices is not None else []
        typed = [part.strip() for part in self.other.text().split(",") if part.strip()]
        if chosen or typed:
            self.answered.emit((*chosen, *typed))


class DayOrderCard(Card):
    """Asks how a chat writes its dates; `answered` carries whether the day stands first."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("How does this chat write the 4th of March?"), parent)
        self.add(
            WrapLabel(
                _("All of its dates can be read either way, so the file does not tell."),
                "note",
                "second",
            )
        )
        self.day = PlainButton(_("04/03, the day first"))
        self.month = PlainButton(_("03/04, the month first"))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        for button, day_first in ((self.day, True), (self.month, False)):
            button.clicked.connect(lambda _on=False, first=day_first: self.answered.emit(first))
            row.addWidget(button)
        row.addStretch(1)
        self.add(line)
        self.hide()


class Narrowing(QWidget):
    """Chips with counts that narrow the table, a field that finds in it, and one choice."""

    changed = Signal(object, str)
    add_people = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Outlook | None = None
        self.chips: dict[Outlook, Button] = {}
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        for outlook in Outlook:
            chip = Button("", "chip")
            chip.setCheckable(True)
            chip.setProperty("state", CHIPS[outlook][0])
            chip.clicked.connect(lambda _on=False, outlook=outlook: self._pressed(outlook))
            flow.addWidget(chip)
            self.chips[outlook] = chip
        self.people = ToggleChips([(True, _("Also add people nobody knows"))])
        self.people.changed.connect(lambda on: self.add_people.emit(True in on))
        flow.addWidget(self.people)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in this list"))
        self.field.setAccessibleName(_("Find in this list"))
        self.field.setMinimumWidth(theme.px(150))
        self.field.setMaximumWidth(theme.px(220))
        self.field.textChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder, 1)
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)

    def set_counts(
        self,
        counts: Mapping[Outlook, int],
        done: bool,
        *,
        all_here: bool = False,
        taken_back: bool = False,
    ) -> None:
        """Say how many records bear each chip; chips of none are not shown.

        `all_here` when everything that is skipped is skipped because the journal has it,
        `taken_back` when what was brought is not there any more.
        """
        for outlook, chip in self.chips.items():
            word = chip_word(outlook, done=done, taken_back=taken_back)
            theme.set_role(chip, "state", chip_state(outlook, taken_back=taken_back))
            if outlook is Outlook.LOOK and not done:
                word = _("Look at")
            words = _("{word} {n}").format(word=word, n=f"{counts[outlook]:,}")
            if outlook is Outlook.SKIP and all_here:
                words = _("{skipped}, already here").format(skipped=words)
            chip.set_label(words)
            chip.setVisible(counts[outlook] > 0)
        if self._chosen is not None and not counts[self._chosen]:
            self._pressed(self._chosen)

    def show_all(self) -> None:
        """Narrow no more."""
        self.field.clear()
        if self._chosen is not None:
            self._pressed(self._chosen)

    def offer_people(self, offer: bool, wanted: bool) -> None:
        """Offer to make people of attendees nobody knows."""
        self.people.setVisible(offer)
        self.people.set_value({True} if wanted else set())

    def _pressed(self, outlook: Outlook) -> None:
        self._chosen = None if self._chosen is outlook else outlook
        for other, chip in self.chips.items():
            chip.setChecked(other is self._chosen)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self._chosen, self.field.text())


class Bulk(QWidget):
    """Says how many records are chosen, or shown, and what can be done to all of them at once."""

    take = Signal()
    leave_out = Signal()
    more = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_of_use = False
        self.words = WrapLabel("", "note", "second")
        self.take_all = QuietButton(_("Take"))
        self.leave_all = QuietButton(_("Leave out"))
        self.others = QuietButton(_("More"))
        self.take_all.clicked.connect(self.take)
        self.leave_all.clicked.connect(self.leave_out)
        self.others.clicked.connect(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.words, 1)
        for button in (self.take_all, self.leave_all, self.others):
            row.addWidget(button)

    def tell(self, chosen: int, shown: int, narrowed: bool) -> None:
        """Say to how many records the buttons apply; of all, the box above the table decides."""
        self.is_of_use = chosen > 1 or (narrowed and shown > 0)
        if chosen > 1:
            words = ngettext("{n} record is chosen.", "{n} records are chosen.", chosen)
            count = chosen
        else:
            words = ngettext("{n} record is shown.", "All {n} records that are shown.", shown)
            count = shown
        self.words.set_content(words.format(n=f"{count:,}"))

    def _more(self) -> None:
        self.more.emit(self.others.mapToGlobal(QPoint(0, self.others.height())))


class After(QWidget):
    """What can be done once an import is there."""

    rejected = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers: list[Button] = []
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        if "people.alike" in actions:
            action = actions["people.alike"]
            button = PlainButton(action.text().replace("&&", "&")).for_action(action)
            flow.addWidget(button)
            self.offers.append(button)
        self.save = PlainButton(_("Save what was not taken"))
        self.save.setToolTip(
            _("A table with the reasons, and the records as files to mend and import again.")
        )
        self.save.clicked.connect(self.rejected)
        flow.addWidget(self.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder, 1)

    def offer(self, people: bool, rejected: int) -> None:
        """Offer what is of use: people came in, or records did not."""
        for button in self.offers:
            button.setVisible(people)
        self.save.setVisible(rejected > 0)


class Working(WorkingBar):
    """Its button says what stopping means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, shares=(1, 1))

    def begin_with(self, what: str, stop: str) -> None:
        """Start with nobody knowing how long it takes."""
        self.stop.set_label(stop)
        self.begin(what)

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(theme.px(400), theme.px(36))
