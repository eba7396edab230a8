"""Beside the form: the last time, open promises, what to ask, and what is shared."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.people import Commonality
from app.model.records import Promise, PromiseState, Question, QuestionState, Side
from app.model.texts import _
from app.model.values import PartialDate
from app.services.day_words import due_words
from app.services.log_form.beside import Beside
from app.services.words import first_name
from ui import theme
from ui.bridge import Bridge
from ui.widgets.buttons import Button, PlainButton
from ui.widgets.cards import Row, Section, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span

_LONGEST = 220  # characters shown of the last note
_MOST = 4  # promises, questions and shared things shown of each


class Aside(QWidget):
    """What helps while logging; `mentioned` carries the ids of what came up again."""

    mentioned = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._mentioned: frozenset[int] = frozenset()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(18))

    def show_people(self, found: Sequence[Beside], mentioned: frozenset[int]) -> None:
        """Show what the journal holds about these people."""
        self._mentioned = mentioned
        empty_layout(self._layout)
        several = len(found) > 1
        for one in found:
            name = first_name(one.person)
            if one.last is not None:
                title = _("Last time with {name}").format(name=name) if several else _("Last time")
                self._layout.addWidget(self._last(title, one))
            if one.promises:
                title = _("Open promises, {name}").format(name=name)
                self._layout.addWidget(
                    self._section(title if several else _("Open promises"), one.promises)
                )
            if one.questions:
                title = _("To ask {name}").format(name=name)
                self._layout.addWidget(self._section(title, one.questions))
            if one.shared:
                title = _("Came up again, {name}").format(name=name)
                self._layout.addWidget(
                    self._section(title if several else _("Came up again"), one.shared)
                )

    @staticmethod
    def _last(title: str, one: Beside) -> Section:
        section = Section(title)
        section.card.add(WrapLabel(one.lead, "note", "second"))
        text = one.last.headline if one.last else ""
        short = shorten(text, _LONGEST, placeholder="…") or text[:_LONGEST]
        section.card.add(WrapLabel(short or _("No note was written.")))
        return section

    def _section(
        self, title: str, records: Sequence[Promise] | Sequence[Question] | Sequence[Commonality]
    ) -> Section:
        section = Section(title)
        for record in records[:_MOST]:
            section.card.add_row(self._row(record))
        return section

    def _row(self, record: Promise | Question | Commonality) -> Row:
        if isinstance(record, Promise):
            words, state = due_words(record.due, self._bridge.workspace.today)
            kept = PlainButton(_("Kept"))
            kept.setToolTip(_("Mark this promise as kept today"))
            kept.clicked.connect(lambda: self._keep(record))
            whose = _("yours") if record.by is Side.ME else _("theirs")
            note = [Span(f"{words} · {whose}", f"{state.value}_text")]
            return Row(record.text, note, None, kept)
        if isinstance(record, Question):
            asked = PlainButton(_("Asked"))
            asked.setToolTip(_("Mark this question as asked"))
            asked.clicked.connect(lambda: self._ask(record))
            return Row(record.text, "", None, asked)
        tick = Button(_("Yes"), "choice")
        tick.setCheckable(True)
        tick.setChecked(record.id in self._mentioned)
        tick.setToolTip(_("It came up this time too"))
        tick.clicked.connect(lambda on, at=record.id: self._tick(at, on))
        return Row(record.text, "", None, tick)

    def _tick(self, number: int, on: bool) -> None:
        self._mentioned = self._mentioned | {number} if on else self._mentioned - {number}
        self.mentioned.emit(self._mentioned)

    def _keep(self, promise: Promise) -> None:
        today = self._bridge.workspace.today
        late = promise.due is not None and promise.due.last < today
        state = PromiseState.LATE if late else PromiseState.KEPT
        label = _("Keep the promise “{text}”").format(text=promise.text[:40])
        with self._bridge.guard():
            with self._bridge.workspace.change(label) as edit:
                edit.set(promise, state=state, settled_on=PartialDate.of(today))
            self._bridge.say(_("Marked as kept."), undoable=True)

    def _ask(self, question: Question) -> None:
        label = _("Ask “{text}”").format(text=question.text[:40])
        with self._bridge.guard():
            with self._bridge.workspace.change(label) as edit:
                day = PartialDate.of(self._bridge.workspace.today)
                edit.set(question, state=QuestionState.ASKED, settled_on=day)
            self._bridge.say(_("Marked as asked."), undoable=True)
