"""One step: its name and its time; pressed, what it did to every field, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.changes import Step
from app.model.texts import _, ngettext
from app.services.steps import FieldChange, StepDetails, Touched
from ui import theme
from ui.widgets.buttons import LinkButton, PlainButton, QuietButton
from ui.widgets.cards import Row
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span

_LONG = 60  # characters from which before and after stand on lines of their own
_MOST = 700
_DID = {"added": _("added"), "changed": _("changed"), "deleted": _("deleted")}


class StepRow(QWidget):
    """A row that opens; `load` reads the details, `back_wanted` asks to undo back to here."""

    back_wanted = Signal(int)

    def __init__(
        self, step: Step, load: Callable[[int], StepDetails], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.step, self._load = step, load
        self._body: QWidget | None = None
        self.head = Row(_title(step), _note(step), after=_chips(step), pressable=True)
        self.head.setToolTip(_("Show what it changed"))
        self.head.pressed.connect(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self.head)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def is_open(self) -> bool:
        """Whether the details are shown."""
        return self._body is not None

    def toggle(self) -> None:
        """Show the details or fold them away."""
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
            self._body = None
            return
        self._body = Details(self._load(self.step.id))
        self._body.back_wanted.connect(lambda: self.back_wanted.emit(self.step.id))
        self._column.addWidget(self._body)


class Details(QWidget):
    """Every record a step touched, field by field."""

    back_wanted = Signal()

    def __init__(self, found: StepDetails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), 0, 0, theme.px(6))
        column.setSpacing(theme.px(10))
        for one in found.touched:
            column.addWidget(_Record(one))
        for words in _remarks(found):
            column.addWidget(WrapLabel(words, "note", "second"))
        if found.step.kind == "do" and found.step.state == "done" and found.later > 0:
            column.addWidget(self._way_back(found.later))

    def _way_back(self, later: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        link = LinkButton(_("Undo back to here"), kind="note")
        words = ngettext(
            "Take back the step after this one? Redo can do it again.",
            "Take back the {n} steps after this one, latest first? Redo can do each again.",
            later,
        ).format(n=f"{later:,}")
        question = WrapLabel(words)
        yes = PlainButton(
            ngettext("Take back {n} step", "Take back {n} steps", later).format(n=f"{later:,}")
        )
        no = QuietButton(_("Leave it"))
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(question, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(yes)
        row.addWidget(no)

        def ask(on: bool) -> None:
            link.setVisible(not on)
            for part in (question, yes, no):
                part.setVisible(on)
            (yes if on else link).setFocus(Qt.FocusReason.OtherFocusReason)

        for part in (question, yes, no):
            part.hide()
        row.addStretch(1)
        link.clicked.connect(lambda: ask(True))
        no.clicked.connect(lambda: ask(False))
        yes.clicked.connect(self.back_wanted)
        return holder


class _Record(QWidget):
    """One record: what happened to it, what it is, and its fields."""

    def __init__(self, one: Touched) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        heading = [
            Span(f"{one.kind} {_DID[one.what]}  ", "second", small=True),
            Span(one.title, "ink", True),
        ]
        if one.whose:
            heading.append(Span(f"  {one.whose}", "second", small=True))
        column.addWidget(WrapLabel(heading))
        for field in one.fields:
            for spans in _field(field, one.what):
                column.addWidget(WrapLabel(spans))


def _field(field: FieldChange, what: str) -> list[list[Span]]:
    before, after = _cut(field.before), _cut(field.after)
    label = Span(f"{field.label}  ", "second", small=True)
    nothing = _("nothing")
    if what == "added":
        return [[label, Span(after)]]
    if what == "deleted":
        return [[label, Span(before)]]
    if len(before) + len(after) <= _LONG:
        return [[label, Span(before or nothing, "second"), Span("  →  "), Span(after or nothing)]]
    names = (_("{field}, before"), _("{field}, after"))
    return [
        [
            Span(name.format(field=field.label) + "  ", "second", small=True),
            Span(text or nothing, role),
        ]
        for name, text, role in zip(names, (before, after), ("second", "ink"), strict=True)
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST].rstrip() + "…"


def _remarks(found: StepDetails) -> list[str]:
    if found.step.thinned:
        return [
            _("The history of this time was thinned: what this step changed is no longer known.")
        ]
    if found.more > 0:
        more = ngettext("And {n} more record.", "And {n} more records.", found.more)
        return [more.format(n=f"{found.more:,}")]
    if not found.touched and found.step.kind == "forget":
        return [_("What was forgotten is gone for good, and nothing takes this step back.")]
    return []


def _title(step: Step) -> list[Span]:
    title = {"undo": _("Taken back: {step}"), "redo": _("Done again: {step}")}.get(step.kind)
    words = title.format(step=step.label) if title else step.label
    gone = step.kind == "do" and step.state != "done"
    role = "second" if gone or step.kind != "do" else "ink"
    return [Span(words, role)]


def _note(step: Step) -> str:
    if step.kind == "forget":
        return _("{time}, cannot be taken back").format(time=step.at[11:16])
    touched = ngettext("{n} record", "{n} records", step.rows).format(n=f"{step.rows:,}")
    return _("{time}, {records}").format(time=step.at[11:16], records=touched)


def _chips(step: Step) -> list[QWidget]:
    chips: list[QWidget] = []
    if step.kind == "do" and step.state != "done":
        chips.append(Chip(_("taken back"), "silent"))
    if step.thinned:
        chips.append(Chip(_("thinned"), "silent"))
    return chips
