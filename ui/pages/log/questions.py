"""The questions about one entry, in the order people think; nothing is chosen at first."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.model.records import Depth, Opener, Tone
from app.model.texts import _
from app.services.log_form.form import UNSURE
from app.services.words import DEPTH_WORDS, TONE_WORDS
from ui import theme
from ui.pages.log.rows import Answers, AskRow, Marks, RowKeys, TwoSides
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card
from ui.widgets.forms import FieldRow, InlineLine

OPENERS = (
    (Opener.ME.value, _("I did")),
    (Opener.THEM.value, _("They did")),
    (Opener.TOGETHER.value, _("Arranged together")),
    (UNSURE, _("Not sure")),
    (Opener.GROUP.value, _("A group")),
)
_TONES = tuple((tone.value, TONE_WORDS[tone].capitalize()) for tone in Tone)
_DEPTHS = tuple((int(depth), DEPTH_WORDS[depth]) for depth in Depth)
_ALSO = (
    ("small_talk", _("small talk"), _("no small talk")),
    ("i_asked", _("I asked about them"), _("I did not ask about them")),
    ("they_asked", _("They asked about me"), _("They did not ask about me")),
    ("logistics", _("Only logistics"), _("Not only logistics")),
)
_REST = (
    ("joint_benefit", _("It was for both of us"), _("It was not for both of us")),
    ("two_way", _("It went both ways"), _("It went one way")),
    ("answered", _("They answered"), _("They did not answer")),
    ("one_to_one", _("One to one, aside"), _("Not one to one")),
)


class Questions(Card):
    """Every question; `said` carries the field and its value as soon as it is answered."""

    said = Signal(str, object)
    more_shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.opener = Answers(OPENERS, _("Who opened it?"), show_keys=True)
        self.ask_mine = AskRow(_("Did you ask?"))
        self.ask_theirs = AskRow(_("Did they?"))
        self.how_deep = Answers(_DEPTHS, _("How deep?"))
        self.tone = TwoSides(_TONES, _("Tone"))
        self.small_talk = InlineLine("", _("min"), "inline", _("Minutes of small talk"))
        self.small_talk.setFixedWidth(theme.px(56))
        self.also = Marks(_ALSO, _("Also"), {"small_talk": self.small_talk})
        self.more = LinkButton(_("More"), kind="note")
        self.also.add(self.more)
        self.give_mine = AskRow(_("Did you give?"))
        self.give_theirs = AskRow(_("Did they give?"))
        self.rest = Marks(_REST, _("And"))
        self.present = InlineLine("", _("How many, with you"), name=_("How many were there"))
        self.credit = InlineLine("", _("What you thanked or credited them for"))
        self.tags = InlineLine("", _("Words to find it by"), name=_("Tags"))
        self._rest_rows: list[QWidget] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Who opened it?"), self.opener),
            (_("Did you ask?"), self.ask_mine),
            (_("Did they?"), self.ask_theirs),
            (_("How deep?"), self.how_deep),
            (_("Tone"), self.tone),
            (_("Also"), self.also),
        )
        for words, field in rows:
            self.add_row(FieldRow(words, field))
        before = self.body.count()
        rare: tuple[tuple[str, QWidget], ...] = (
            (_("Did you give?"), self.give_mine),
            (_("Did they give?"), self.give_theirs),
            (_("And"), self.rest),
            (_("How many were there?"), self.present),
            (_("Credit given"), self.credit),
            (_("Tags"), self.tags),
        )
        for words, field in rare:
            self.add_row(FieldRow(words, field))
        for place in range(before, self.body.count()):
            item = self.body.itemAt(place)
            widget = item.widget() if item else None
            if widget is not None:
                self._rest_rows.append(widget)
                widget.hide()
        self.keys = RowKeys(
            [
                self.opener,
                self.ask_mine,
                self.ask_theirs,
                self.how_deep,
                self.tone,
                self.also,
                self.give_mine,
                self.give_theirs,
                self.rest,
            ],
            self,
        )

    def _connect(self) -> None:
        answered: dict[str, Answers | AskRow] = {
            "opener": self.opener,
            "depth": self.how_deep,
            "ask_mine": self.ask_mine,
            "ask_theirs": self.ask_theirs,
            "give_mine": self.give_mine,
            "give_theirs": self.give_theirs,
        }
        for name, row in answered.items():
            row.changed.connect(lambda value, field=name: self.said.emit(field, value))
        self.tone.mine.connect(lambda value: self.said.emit("tone_mine", value))
        self.tone.theirs.connect(lambda value: self.said.emit("tone_theirs", value))
        self.also.changed.connect(self.said)
        self.rest.changed.connect(self.said)
        self.also.changed.connect(self._small_talk_said)
        for field, line in self._lines().items():
            line.textChanged.connect(lambda text, at=field: self.said.emit(at, text))
        self.more.clicked.connect(lambda: self.show_more(not self.shows_more()))
        shortcuts: tuple[tuple[str, QWidget], ...] = (
            ("Alt+O", self.opener),
            ("Alt+A", self.ask_mine),
            ("Alt+T", self.ask_theirs),
            ("Alt+D", self.how_deep),
        )
        if sys.platform == "darwin":
            return  # there these keys type letters
        for key, target in shortcuts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(
                lambda to=target: to.setFocus(Qt.FocusReason.ShortcutFocusReason)
            )
            target.setToolTip(_("{keys} goes here").format(keys=key))

    def _lines(self) -> Mapping[str, InlineLine]:
        return {
            "small_talk_minutes": self.small_talk,
            "present": self.present,
            "credit": self.credit,
            "tags": self.tags,
        }

    def _small_talk_said(self, field: str, value: object) -> None:
        if field == "small_talk":
            self.small_talk.setVisible(value is True)

    def shows_more(self) -> bool:
        """Whether the rarer questions are shown."""
        return not self._rest_rows[0].isHidden()

    def show_more(self, on: bool) -> None:
        """Show the rarer questions, or put them away."""
        for part in self._rest_rows:
            part.setVisible(on)
        self.more.set_label(_("Less") if on else _("More"))
        self.more_shown.emit(on)

    def show_values(self, raw: Mapping[str, object], problems: Mapping[str, str]) -> None:
        """Show what is said so far, without emitting anything."""
        self.opener.set_value(raw.get("opener"))
        self.how_deep.set_value(raw.get("depth"))
        for name in ("ask_mine", "ask_theirs", "give_mine", "give_theirs"):
            getattr(self, name).set_value(raw.get(name))
        for side, answers in self.tone.sides.items():
            answers.set_value(raw.get(f"tone_{side}"))
        for marks, choices in ((self.also, _ALSO), (self.rest, _REST)):
            for field, _yes, _no in choices:
                marks.set_value(field, raw.get(field))
        self._small_talk_said("small_talk", raw.get("small_talk"))
        for field, line in self._lines().items():
            text = str(raw.get(field) or "")
            if field == "small_talk_minutes" and text.isdigit() and not line.hasFocus():
                text = _("{n} min").format(n=text)
            line.set_value(text)
            theme.set_role(line, "wrong", "true" if field in problems else "false")
        rare = ("give_mine", "give_theirs", "present", "credit", "tags", *(f for f, *_w in _REST))
        if not self.shows_more() and any(raw.get(name) not in (None, "") for name in rare):
            self.show_more(True)

    def focus_first(self) -> None:
        """Begin at the first question."""
        self.opener.setFocus(Qt.FocusReason.OtherFocusReason)
