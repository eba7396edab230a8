"""After a planned meeting: what was said, and whether there was anything beyond the agenda."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from app.model.values import Clock
from app.services.log_form.form import NotedItem, NotedKind
from app.services.log_form.save import Closing as ClosingWords
from ui import theme
from ui.pages.log.noted import Editor
from ui.pages.log.rows import Answers
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Section
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import FieldRow, InlineNote


class ClosingQuestions(Section):
    """Three questions, all optional; promises get fields of their own when they are wanted."""

    changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(_("Before you close it"), parent=parent)
        self._clock = clock
        self._editors: list[Editor] = []
        self.people: list[tuple[int, str]] = []
        self.said = InlineNote(
            "", _("What was said that is not in the note yet"), lines=2, name=_("What was said?")
        )
        self.beyond = Answers(
            ((True, _("Yes")), (False, _("Only the agenda"))), _("Anything beyond the agenda?")
        )
        self._promises = QWidget()
        self._list = QVBoxLayout(self._promises)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(8))
        self._list.addWidget(self._links())
        self.card.add_row(FieldRow(_("What was said?"), self.said))
        self.card.add_row(FieldRow(_("What was promised?"), self._promises))
        self.card.add_row(FieldRow(_("Anything beyond the agenda?"), self.beyond))
        self.card.add(WrapLabel(_("Done once more closes the meeting as held."), "note", "second"))
        self.said.textChanged.connect(self.changed)
        self.beyond.changed.connect(self.changed)

    def _links(self) -> QWidget:
        links = QWidget()
        flow = FlowLayout(links, gap=14)
        for kind, words in (
            (NotedKind.PROMISE_MINE, _("I promised something")),
            (NotedKind.PROMISE_THEIRS, _("They promised something")),
        ):
            link = LinkButton(words)
            link.clicked.connect(lambda _on=False, at=kind: self.add_promise(at))
            flow.addWidget(link)
        return links

    def add_promise(self, kind: NotedKind) -> None:
        """Open fields for one more promise."""
        editor = Editor(NotedItem(kind), self.people, self._clock)
        editor.changed.connect(self.changed)
        editor.done.connect(self.beyond.setFocus)
        self._list.insertWidget(self._list.count() - 1, editor)
        self._editors.append(editor)
        editor.line.setFocus(Qt.FocusReason.TabFocusReason)

    def items(self) -> tuple[NotedItem, ...]:
        """The promises noted here."""
        return tuple(editor.item() for editor in self._editors)

    def values(self) -> dict[str, object]:
        """What is typed and chosen, for the draft."""
        return {"said": self.said.value(), "beyond": self.beyond.value()}

    def words(self) -> ClosingWords:
        """What is typed and chosen, to be stored."""
        beyond = self.beyond.value()
        return ClosingWords(self.said.value(), beyond if isinstance(beyond, bool) else None)

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show what a draft holds, or nothing."""
        self.said.flush()
        self.said.set_value(str(values.get("said") or ""))
        self.beyond.set_value(values.get("beyond"))
        for editor in self._editors:  # promises of a draft stand among what is noted
            self._list.removeWidget(editor)
            editor.deleteLater()
        self._editors = []

    def begin(self) -> None:
        """Go to the first question."""
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)
