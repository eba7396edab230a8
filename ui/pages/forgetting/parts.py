"""Parts of the page that forgets: the offers, the places in texts, the name to type, progress."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.model.forgetting import Forgettable, Place
from app.model.texts import _, ngettext
from app.services import forget_words
from ui import theme
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.cards import Row, Section, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span
from ui.widgets.ticks import TickBox

_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was ticked."""

    texts: bool
    parts: bool
    organisations: bool
    backups: bool
    unread: bool


class Offers(Section):
    """What can go besides: each a tick, shown only where there is something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What else is to go"), parent=parent)
        self.ticks: dict[str, TickBox] = {}
        self._found: Forgettable | None = None

    def show_found(self, found: Forgettable) -> None:
        """Offer what there is; texts and organisations are ticked, the rest waits."""
        self._found = found
        self.card.clear()
        self.ticks = {}
        if found.places:
            self._offer("texts", forget_words.mentions(found), True)
        if found.part_places:
            self._offer("parts", forget_words.word_mentions(found), False)
        if found.organisations:
            self._offer("organisations", forget_words.organisations(found), True)
        if found.copies_holding:
            self._offer("backups", forget_words.copies(found), False)
            self._explain(forget_words.staying_in_copies(found))
        if found.copies_unread:
            self._offer("unread", forget_words.unread(found), False)
            self._explain(forget_words.staying_in_unread(found))
        texts, parts = self.ticks.get("texts"), self.ticks.get("parts")
        if texts is not None and parts is not None:
            texts.toggled.connect(parts.setEnabled)

    def _offer(self, name: str, words: str, ticked: bool) -> None:
        tick = TickBox(words)
        tick.setChecked(ticked)
        self.ticks[name] = tick
        self.card.add_row(tick)

    def _explain(self, words: str) -> None:
        """Say below the last tick what leaving it empty means."""
        self.card.add(WrapLabel(words, "note", "second"))

    def has_any(self) -> bool:
        """Whether anything is offered."""
        return bool(self.ticks)

    def wishes(self) -> Wishes:
        """What was ticked; texts nobody is named in can as well be looked through."""

        def on(name: str, missing: bool = False) -> bool:
            tick = self.ticks.get(name)
            return missing if tick is None else tick.isChecked()

        texts = on("texts", True)
        return Wishes(
            texts, texts and on("parts"), on("organisations"), on("backups"), on("unread")
        )


class Places(Section):
    """Where others' texts name the person; a long list opens on asking."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Where your texts about others name them"), parent=parent)
        self._all: list[tuple[Place, bool]] = []

    def show_found(self, found: Forgettable) -> None:
        """Show the first of them."""
        self._all = [(place, True) for place in found.places]
        self._all += [(place, False) for place in found.part_places]
        self._fill(_MOST_SHOWN)

    def _fill(self, most: int) -> None:
        empty_layout(self.card.body)
        self.card.clear()
        for place, whole in self._all[:most]:
            who = ", ".join(place.people) or _("Nobody in particular")
            text = [
                Span(place.before),
                Span(place.named, bold=True),
                Span(place.after),
            ]
            note = who if whole else _("{who}, one word of the name").format(who=who)
            self.card.add_row(Row(text, note))
        more = len(self._all) - most
        if more > 0:
            link = LinkButton(ngettext("Show {n} more", "Show {n} more", more).format(n=more))
            link.clicked.connect(lambda: self._fill(len(self._all)))
            self.card.add_row(link)


class Confirming(Section):
    """The name to type; only then can the button be pressed. Enter in the field does nothing."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Are you sure?"), parent=parent)
        self._wanted = ""
        self._words = WrapLabel("")
        self.field = QLineEdit()
        self.button = PlainButton("")
        self.field.textChanged.connect(self._compare)
        self.button.clicked.connect(self.confirmed)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.card.add(self._words)
        self.card.add(line)
        self.ask_for("")

    def ask_for(self, name: str) -> None:
        """Ask for this name; an empty one asks for nothing."""
        self._wanted = _plain(name)
        words = _("Type {name} to confirm.").format(name=f"“{' '.join(name.split())}”")
        self._words.set_content(words)
        self.field.clear()
        self.field.setAccessibleName(words)
        self.button.set_label(_("Forget for good"))
        self._compare("")

    def _compare(self, text: str) -> None:
        self.button.setEnabled(bool(self._wanted) and _plain(text) == self._wanted)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
