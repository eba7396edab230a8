"""Keeps the form as it stands: in memory at once, in the journal at most two seconds later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.model.errors import UserError
from app.model.records import Draft
from app.services.log_form.form import LogForm
from app.services.workspace import Workspace
from ui.pages.log.drafts import kept_forms, new_key
from ui.widgets.forms import Saver


class Keeper(QObject):
    """The form on the screen and the draft it is kept in.

    `collect` brings the form up to date before it is written, so that a long note is read from
    its field once for each draft and not on every key. `saved` tells that the draft was written,
    `failed` carries the sentence why it was not; the form stays in memory and is tried again
    with the next key.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(
        self, workspace: Workspace, collect: Callable[[LogForm], LogForm], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._collect = workspace, collect
        self.form = LogForm()
        self.key = new_key()
        self.saved_at: datetime | None = None
        self.saver = Saver(self)
        self.saver.due.connect(self.write)
        self._stands = False

    def touch(self, form: LogForm | None = None) -> None:
        """The form has changed; it is written soon."""
        self.form = form if form is not None else self.form
        self.saver.touch()

    def now(self) -> LogForm:
        """The form with everything typed so far."""
        self.form = self._collect(self.form)
        return self.form

    def write(self) -> None:
        """Write the draft; an empty form needs none."""
        if not self._workspace.is_open:  # its page is going: everything was written before that
            return
        form = self.now()
        blank = form.is_blank
        if blank and not self._stands:
            return
        try:
            self._workspace.save_draft(self.key, "" if blank else form.to_json())
        except UserError as error:
            self.failed.emit(error)
            return
        self._stands = not blank
        self.saved_at = self._workspace.clock.now()
        self.saved.emit()

    def begin(self, form: LogForm) -> None:
        """Put another form in place of this one, whose draft stays."""
        self.saver.flush()
        self._take(form, new_key(), stands=False)

    def go_on(self, draft: Draft, form: LogForm) -> None:
        """Take up a form that was kept."""
        self.saver.flush()
        self._take(form, draft.key, stands=True)
        if draft.key in self._workspace.unwritten:
            self.saver.touch()

    def drop(self, form: LogForm) -> LogForm:
        """Throw the form away for another; returns what it was, to bring it back."""
        before = self.now()
        self.saver.drop()
        if self._stands or self.key in self._workspace.unwritten:
            self._workspace.drop_draft(self.key)
        self._take(form, new_key(), stands=False)
        return before

    def done(self, form: LogForm) -> None:
        """The form has become an entry, and its draft went with it."""
        self.saver.drop()
        self._workspace.let_draft_go(self.key)
        self._take(form, new_key(), stands=False)

    def let_go(self) -> bool:
        """Empty the form where its draft was forgotten with the person it names."""
        if not self._stands or self._workspace.draft(self.key) is not None:
            return False
        self.done(LogForm())
        return True

    def _take(self, form: LogForm, key: str, *, stands: bool) -> None:
        self.form, self.key, self._stands = form, key, stands
        self.saved_at = None

    def offer(self) -> tuple[Draft, LogForm] | None:
        """What was being written and is not on the screen: for this entry or meeting, if one is."""
        here = (self.form.entry, self.form.meeting)
        for draft, form in kept_forms(self._workspace, self.key):
            if here == (None, None) or here == (form.entry, form.meeting):
                return draft, form
        return None
