"""What was being written when the window closed, or was thrown away a moment ago."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.model.records import Draft
from app.model.texts import _
from app.services.day_words import short_date
from app.services.log_form.form import DRAFTS, LogForm
from app.services.workspace import Workspace
from ui import theme
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.elide import WrapLabel


def new_key() -> str:
    """A key for a form that has none yet."""
    return f"{DRAFTS}{os.urandom(6).hex()}"


def kept_forms(workspace: Workspace, but: str) -> Iterator[tuple[Draft, LogForm]]:
    """Every form that was being written, the latest first, except the one on the screen."""
    for draft in workspace.drafts():
        if draft.key.startswith(DRAFTS) and draft.key != but:
            form = LogForm.from_json(draft.body)
            if form is not None and not form.is_blank:
                yield draft, form


class OfferStrip(QFrame):
    """One sentence with one or two ways to go: take up a text again, or let it go."""

    taken = Signal()
    thrown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "strip")
        self.words = WrapLabel("")
        self.take = PlainButton("")
        self.throw = QuietButton(_("Throw away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self.words, 1)
        row.addWidget(self.take)
        row.addWidget(self.throw)
        self.take.clicked.connect(self.taken)
        self.throw.clicked.connect(self.thrown)
        self.hide()

    def offer_draft(self, draft: Draft, form: LogForm, now: datetime) -> None:
        """Ask whether to go on with what was being written."""
        saved = datetime.fromisoformat(draft.saved_at)
        at = f"{saved:%H:%M}"
        if saved.date() != now.date():
            at = f"{short_date(saved.date(), now.date())}, {at}"
        opening = _(" “{words}”").format(words=form.opening) if form.opening else ""
        told = _("You were writing this at {time}.").format(time=at)
        self._offer(told + opening, _("Go on"), True)

    def offer_back(self, opening: str) -> None:
        """Say that something was thrown away, and offer it back."""
        told = _("Thrown away: “{words}”").format(words=opening) if opening else _("Thrown away.")
        self._offer(told, _("Bring it back"), False)

    def _offer(self, words: str, take: str, throw: bool) -> None:
        self.words.set_content(words)
        self.take.set_label(take)
        self.throw.setVisible(throw)
        self.setAccessibleName(words)
        self.show()
