"""The person whose turn it is: who it is, and what the journal knows of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.people import Attention
from app.model.records import Interaction
from app.model.texts import _
from app.services import day_words, words
from app.services.sorting import Facts
from app.services.workspace import Workspace
from ui import theme
from ui.widgets.cards import Card
from ui.widgets.chips import Avatar, Chip, Pictures
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.spans import Span

_DAY_WIDTH = 66


class PersonCard(Card):
    """Mark and name, the facts as sentences, and where the person came from.

    `lately` is a card of its own with the last entries; the page says where it stands.
    """

    def __init__(self, workspace: Workspace, pictures: Pictures | None = None) -> None:
        super().__init__()
        self._workspace = workspace
        self.avatar = Avatar("", 56, pictures=pictures)
        self.name = WrapLabel("", "hero")
        self.line = WrapLabel("", "body", "second")
        self.answer = Chip("")
        self.facts = WrapLabel("", "lead")
        self.source = WrapLabel("", "note", "second")
        self.lately = Card(_("Lately"))
        self._lay_out()

    def _lay_out(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(theme.px(2))
        names.addWidget(self.name)
        names.addWidget(self.line)
        row.addLayout(names, 1)
        row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        for part in (top, self.facts, self.source):
            self.add(part)
        self.body.setSpacing(theme.px(12))

    def show_facts(self, facts: Facts) -> None:
        """Show a person."""
        person = facts.person
        self.avatar.set_name(person.name, person.id)
        self.name.set_content(person.name)
        place = ", ".join(filter(None, (person.role, facts.organisation)))
        self.line.set_content(" · ".join(filter(None, (place, facts.reach))))
        self.line.setVisible(bool(place or facts.reach))
        answered = person.attention is not Attention.UNSORTED
        self.answer.setVisible(answered)
        self.answer.set_chip(words.ATTENTION_WORDS[person.attention])
        self.facts.set_content(" ".join(facts.sentences))
        self.source.set_content(facts.source)
        self.source.setVisible(bool(facts.source))
        self.lately.setVisible(bool(facts.lately))
        self.lately.clear()
        for entry in facts.lately:
            self.lately.add_row(self._row(entry))

    def _row(self, entry: Interaction) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        day = WrapLabel(
            day_words.short_date(entry.when.date, self._workspace.today), "note", "second"
        )
        day.setFixedWidth(theme.px(_DAY_WIDTH))
        row.addWidget(day)
        if entry.channel is not None:
            row.addWidget(Chip(words.CHANNEL_WORDS[entry.channel], bold=False))
        told = [Span(entry.headline)] if entry.headline else [Span(_("No note."), "second")]
        row.addWidget(ElidedLabel(told), 1)
        return holder
