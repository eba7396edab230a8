"""The answers: kinds, rhythms, address only, leave out, later; each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.model.people import Kind, Rhythm
from app.model.texts import _
from app.services import words
from app.services.sorting import Facts
from ui.pages.sorting.keys import KeyButton
from ui.widgets.cards import Card, SectionLabel
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout

KINDS: tuple[tuple[Qt.Key, Kind], ...] = (
    (Qt.Key.Key_1, Kind.FRIEND),
    (Qt.Key.Key_2, Kind.FAMILY),
    (Qt.Key.Key_3, Kind.CLIENT),
    (Qt.Key.Key_4, Kind.COLLEAGUE),
    (Qt.Key.Key_5, Kind.LEAD),
    (Qt.Key.Key_6, Kind.PITCH),
    (Qt.Key.Key_7, Kind.OTHER),
)
RHYTHMS: tuple[tuple[Qt.Key, Rhythm | None], ...] = (
    (Qt.Key.Key_W, Rhythm.WEEKLY),
    (Qt.Key.Key_M, Rhythm.MONTHLY),
    (Qt.Key.Key_Q, Rhythm.QUARTERLY),
    (Qt.Key.Key_T, Rhythm.TWICE_A_YEAR),
    (Qt.Key.Key_Y, Rhythm.YEARLY),
    (Qt.Key.Key_N, None),
)


class Answers(QWidget):
    """Two cards of buttons. `kind_chosen` carries a Kind, `kept` a Rhythm or None.

    The second, `other`, stands where the page puts it: below the person, so that it is in sight
    where text is large. `agreed` takes what is proposed; `address`, `out`, `later` and `back` are
    the other answers.
    """

    kind_chosen = Signal(object)
    kept = Signal(object)
    agreed = Signal()
    address = Signal()
    out = Signal()
    later = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = {kind: KeyButton(chr(key), words.KIND_WORDS[kind]) for key, kind in KINDS}
        self.rhythms = {
            rhythm: KeyButton(chr(key), words.RHYTHM_WORDS[rhythm] if rhythm else _("No rhythm"))
            for key, rhythm in RHYTHMS
        }
        self.agree = KeyButton(_("Enter"), "").make_primary()
        self.reason = WrapLabel("", "note", "second")
        self.address_only = KeyButton("A", _("Address only"))
        self.leave_out = KeyButton("O", _("Leave out"))
        self.put_off = KeyButton("S", _("Later"))
        self.go_back = KeyButton("←", _("Back"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        keep = Card(_("Keep up with"))
        keep.add(_flow(tuple(self.kinds.values())))
        keep.add(SectionLabel(_("How often")))
        keep.add(_flow(tuple(self.rhythms.values())))
        keep.add(_flow((self.agree,)))
        keep.add(self.reason)
        self.other = Card(_("Or"))
        self.other.add(_flow((self.address_only, self.leave_out, self.put_off, self.go_back)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(keep)

    def _connect(self) -> None:
        for kind, button in self.kinds.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, kind=kind: self.kind_chosen.emit(kind))
        for rhythm, button in self.rhythms.items():
            button.clicked.connect(lambda _on=False, rhythm=rhythm: self.kept.emit(rhythm))
        self.agree.clicked.connect(self.agreed)
        self.address_only.clicked.connect(self.address)
        self.leave_out.clicked.connect(self.out)
        self.put_off.clicked.connect(self.later)
        self.go_back.clicked.connect(self.back)

    def show_facts(self, facts: Facts, kind: Kind | None, *, can_go_back: bool) -> None:
        """Show what is proposed for a person, and the kind that was chosen."""
        for known, button in self.kinds.items():
            button.setChecked(known is kind)
        told = words.kept_words(kind, facts.rhythm)
        self.agree.set_words(
            _("Keep up: {how}").format(how=told) if told else _("Keep up, without a rhythm")
        )
        self.reason.set_content(facts.reason)
        self.go_back.setEnabled(can_go_back)


def _flow(buttons: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    flow = FlowLayout(holder, gap=8, line_gap=8)
    for button in buttons:
        flow.addWidget(button)
    return holder
