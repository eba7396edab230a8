"""Chips that narrow the list of people: everyone, a kind, a tag, those gone quiet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.people import Attention
from app.model.texts import _
from app.services.people_list import PeopleList
from app.services.words import KIND_PLURALS
from ui.tables.people import PeopleFilter
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout

_FEW, _FEWEST = 4, 2
_MOST_TAGS = 20


def _apart(people: PeopleList) -> list[tuple[PeopleFilter, str]]:
    """Filters for those kept as addresses and those left out, while there are any."""
    found = []
    if people.addresses:
        found.append((PeopleFilter(attention=Attention.ADDRESS), _("Addresses")))
    if people.left_out:
        found.append((PeopleFilter(attention=Attention.OUT), _("Left out")))
    return found


class FilterChips(QWidget):
    """A row of filters of which one is on; `changed` carries it."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=6, line_gap=6)
        self._shown: list[tuple[PeopleFilter, str]] = []
        self._buttons: list[tuple[PeopleFilter, Button]] = []
        self._more = Button("", "chip", self)
        self._more.clicked.connect(self._toggle)
        self._all = False
        self._list: PeopleList | None = None
        self._on = PeopleFilter()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def load(self, people: PeopleList, on: PeopleFilter) -> None:
        """Offer what is in use; `on` is the filter that is on."""
        self._list, self._on = people, on
        choices = [(PeopleFilter(), _("All {n}").format(n=len(people.rows)))]
        kinds = [(PeopleFilter(kind=kind), KIND_PLURALS[kind]) for kind, _n in people.kinds]
        tags = [(PeopleFilter(tag=tag), f"#{tag}") for tag, _n in people.tag_counts[:_MOST_TAGS]]
        quiet = [(PeopleFilter(quiet=True), _("Quiet"))] if people.quiet else []
        quiet += _apart(people)
        few = kinds[: max(_FEWEST, _FEW - len(quiet))] + quiet
        rest = [choice for choice in kinds + tags if choice not in few]
        if not self._all:
            few += [choice for choice in rest if choice[0] == on]
        choices += few + rest if self._all else few
        self._more.set_label(_("Fewer") if self._all else _("More"))
        self._more.setVisible(bool(rest))
        if choices != self._shown:
            self._rebuild(choices)
        for wanted, button in self._buttons:
            button.setChecked(wanted == on)

    def _rebuild(self, choices: list[tuple[PeopleFilter, str]]) -> None:
        while self._flow.count():
            self._flow.takeAt(0)
        for _wanted, button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._shown = choices
        for wanted, words in choices:
            button = Button(words, "chip", self)
            button.setCheckable(True)
            button.clicked.connect(lambda _on, wanted=wanted: self._press(wanted))
            self._flow.addWidget(button)
            self._buttons.append((wanted, button))
            button.show()
        self._flow.addWidget(self._more)
        self.updateGeometry()

    def _press(self, wanted: PeopleFilter) -> None:
        """Put a filter on; pressing it again takes it off."""
        self._on = PeopleFilter() if wanted == self._on else wanted
        for known, button in self._buttons:
            button.setChecked(known == self._on)
        self.changed.emit(self._on)

    def _toggle(self) -> None:
        self._all = not self._all
        if self._list is not None:
            self.load(self._list, self._on)
