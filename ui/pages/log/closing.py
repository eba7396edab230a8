"""After a planned meeting: what was said, and whether there was anything beyond the agenda."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.model.texts import _
from app.services.log_form import Closing as ClosingWords
from app.services.log_form import NotedKind
from ui.pages.log.rows import Answers
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Section
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import FieldRow, InlineNote


class ClosingQuestions(Section):
    """Three questions, all optional; `promise_wanted` carries whose promise to note."""

    changed = Signal()
    promise_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before you close it"), parent=parent)
        self.said = InlineNote(
            "", _("What was said that is not in the note yet"), lines=2, name=_("What was said?")
        )
        self.beyond = Answers(
            ((True, _("Yes")), (False, _("Only the agenda"))), _("Anything beyond the agenda?")
        )
        promises = QWidget()
        flow = FlowLayout(promises, gap=14)
        for kind, words in (
            (NotedKind.PROMISE_MINE, _("I promised something")),
            (NotedKind.PROMISE_THEIRS, _("They promised something")),
        ):
            link = LinkButton(words)
            link.clicked.connect(lambda _on=False, at=kind: self.promise_wanted.emit(at))
            flow.addWidget(link)
        self.card.add_row(FieldRow(_("What was said?"), self.said))
        self.card.add_row(FieldRow(_("What was promised?"), promises))
        self.card.add_row(FieldRow(_("Anything beyond the agenda?"), self.beyond))
        self.card.add(WrapLabel(_("Done once more closes the meeting as held."), "note", "second"))
        self.said.textChanged.connect(self.changed)
        self.beyond.changed.connect(self.changed)

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

    def begin(self) -> None:
        """Go to the first question."""
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)
