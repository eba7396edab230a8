"""The detail pane: one entry whole, its note edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.model.records import Interaction, Promise, PromiseState
from app.model.texts import _
from app.services import attachments
from app.services.entry import EntryDetail, Fact
from app.services.words import PROMISE_WORDS
from ui import theme
from ui.bridge import Bridge
from ui.file_list import FileCard
from ui.widgets.buttons import Button, LinkButton, PlainButton
from ui.widgets.cards import Card, Row
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import InlineNote


class DetailPane(QScrollArea):
    """Shows an entry; `note_edited` and `promise_settled` carry what the user changed."""

    edit_wanted = Signal()
    delete_wanted = Signal()
    note_edited = Signal(str)
    promise_settled = Signal(object)
    person_wanted = Signal(int)
    back_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._card = Card()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        self.back = LinkButton(_("Back to the list"))
        self.back.setVisible(False)
        self.back.clicked.connect(self.back_wanted)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.back)
        layout.addWidget(self._card)
        layout.addStretch(1)
        self.setWidget(inside)
        self.note: InlineNote | None = None
        self.files: FileCard | None = None

    def show_nothing(self) -> None:
        """No entry is chosen."""
        self._empty_card()
        self._card.add(EmptyState(_("Choose an entry to see it whole."), ""))

    def flush(self) -> None:
        """Hand over what was typed last."""
        if self.note is not None:
            self.note.flush()

    def _empty_card(self) -> None:
        self.flush()
        self.note = self.files = None
        self._card.clear()

    def show_detail(self, detail: EntryDetail) -> None:
        """Show one entry."""
        self._empty_card()
        self._card.add(self._top(detail))
        self._card.add(WrapLabel(detail.when, "note", "second"))
        self.note = InlineNote(detail.note, _("Write what was said"), kind="inline", lines=2)
        self.note.edited.connect(self.note_edited)
        self._card.add(self.note)
        if detail.agenda:
            self._block(_("Agenda"), WrapLabel(detail.agenda))
        if detail.tones:
            self._block(
                _("Tone") if not isinstance(detail.record, Promise) else "", _chips(detail.tones)
            )
        if detail.more:
            self._block("", WrapLabel(" · ".join(detail.more), "note", "second"))
        if isinstance(detail.record, Promise):
            self._block(_("How did it end?"), self._endings())
        if detail.came_out:
            self._card.add(WrapLabel(_("Came out of it"), "section", "second"))
            for fact in detail.came_out:
                after = Chip(fact.chip, fact.state.value) if fact.chip else None
                self._card.add_row(Row(fact.text, "", None, after))
        if isinstance(detail.record, Interaction):
            self._card.add(self._files(detail.record))
        self._card.add(self._people(detail))

    def _files(self, entry: Interaction) -> QWidget:
        made = self.files = FileCard(self._bridge, quiet=True)
        made.show_files(entry, attachments.of_entry(self._bridge.workspace, entry.id))
        return made

    def _top(self, detail: EntryDetail) -> QWidget:
        top = QWidget()
        layout = QHBoxLayout(top)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(WrapLabel(detail.title, "strong"), 1)
        edit = PlainButton(_("Edit"))
        edit.setToolTip(_("Open every field of this entry (Enter)"))
        edit.clicked.connect(self.edit_wanted)
        layout.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        return top

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def _people(self, detail: EntryDetail) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=8)
        for person in detail.people:
            button = Button(person.name, "quiet")
            button.setToolTip(_("Open the profile of {name}").format(name=person.name))
            button.clicked.connect(lambda _on=False, n=person.id: self.person_wanted.emit(n))
            flow.addWidget(button)
        delete = Button(_("Delete"), "quiet")
        delete.setToolTip(_("Delete this entry (Del); undo brings it back"))
        delete.clicked.connect(self.delete_wanted)
        flow.addWidget(delete)
        return box

    def _endings(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=8)
        for state in PromiseState:
            button = PlainButton(PROMISE_WORDS[state].capitalize())
            button.clicked.connect(lambda _on=False, s=state: self.promise_settled.emit(s))
            flow.addWidget(button)
        return box

    def _block(self, heading: str, content: QWidget) -> None:
        if heading:
            self._card.add(WrapLabel(heading, "section", "second"))
        self._card.add(content)


def _chips(facts: tuple[Fact, ...]) -> QWidget:
    box = QWidget()
    flow = FlowLayout(box, gap=theme.px(8))
    for fact in facts:
        flow.addWidget(Chip(fact.chip, fact.state.value))
    return box
