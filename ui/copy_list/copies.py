"""A list of copies that reads, checks and restores them off the screen thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.errors import JournalError, LockedError, UserError, WrongSecretError
from app.model.texts import _, ngettext
from app.model.values import Clock
from app.services import backups, copy_words, restoring
from app.services.backups import Copy, Holding, Key
from app.services.tries import Tries
from ui import theme
from ui.bridge import ClosedWork
from ui.copy_list.row import CopyRow
from ui.task import Task
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Separator, empty_layout
from ui.worker import run_aside, tell_bug

_SHOWN = 4
_TRIES = Tries()  # for the whole run: leaving the page does not shorten the wait
Found = tuple[Key | None, Holding, Holding | None]


class CopyList(QWidget):
    """The newest copies first; `key` opens the journal of today, None for a plain one.

    `mine` is which journal that is, None where nothing tells it: beside a journal may lie copies of
    another one that had its name before.

    `work_wanted` carries the restore, for which the journal must be closed; `said` and `failed`
    what is to be told.
    """

    work_wanted = Signal(object)
    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        journal: Path,
        key: Key | None,
        clock: Clock,
        mine: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal, self._key, self._clock = journal, key, clock
        self.mine = mine
        self._all = False
        self._copies: list[Copy] = []
        self._as_shown: list[tuple[Path, bool, str]] = []
        self._keys: dict[Path, Key | None] = {}
        self.rows: list[CopyRow] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(10))
        self.more = LinkButton("")
        self.more.clicked.connect(self._show_all)
        self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addLayout(self._list)
        column.addWidget(self.more)
        self.destroyed.connect(partial(_wipe, self._keys))

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Show these; what is unfolded stays so."""
        self._copies = list(copies)
        there = {_name(copy) for copy in copies if copy.second}
        here = {_name(copy) for copy in copies if not copy.second}
        listed = [
            copy
            for copy in backups.newest_first(copies)
            if not copy.second or _name(copy) not in here
        ]
        shown = listed if self._all else listed[:_SHOWN]
        as_shown = [
            (
                copy.path,
                not copy.second and _name(copy) in there,
                copy_words.whose(copy, self.mine, copies),
            )
            for copy in shown
        ]
        if as_shown != self._as_shown:
            self._as_shown = as_shown
            self._rebuild(shown)
        for row, copy in zip(self.rows, shown, strict=True):
            row.show_checked(copy.checked)
        hidden = len(listed) - len(shown)
        self.more.setVisible(hidden > 0)
        words = ngettext("Show {n} older copy", "Show {n} older copies", hidden)
        self.more.set_label(words.format(n=hidden))

    def _show_all(self) -> None:
        self._all = True
        self.show_copies(self._copies)
        if len(self.rows) > _SHOWN:
            self.rows[_SHOWN].row.setFocus()

    def _rebuild(self, shown: list[Copy]) -> None:
        empty_layout(self._list)
        self.rows = []
        now = self._clock.now().replace(tzinfo=None)
        for copy, (_path, also_second, whose) in zip(shown, self._as_shown, strict=True):
            row = CopyRow(copy, also_second, now, whose)
            row.opened.connect(partial(self._look, row, ""))
            row.secret_given.connect(partial(self._look, row))
            row.verify_wanted.connect(partial(self._verify, row))
            row.restore_wanted.connect(partial(self._restore, row))
            row.folder_wanted.connect(partial(show_folder, copy.path.parent))
            self._list.addWidget(Separator())
            self._list.addWidget(row)
            self.rows.append(row)

    # --- one copy ------------------------------------------------------------------------

    def _look(self, row: CopyRow, secret: str) -> None:
        """Read what a copy holds; ask for its passphrase where it needs another."""
        seconds = _TRIES.seconds() if secret else 0
        if seconds:
            wait = ngettext("Try again in {n} second.", "Try again in {n} seconds.", seconds)
            row.ask_secret(wait.format(n=seconds))
            return
        path, known = row.copy.path, self._keys.get(row.copy.path)
        own = self._key

        def job(_task: Task) -> Found:
            key = known or restoring.key_for(path, own, secret)
            return key, backups.holding(path, key), _today(self._journal, own)

        def failed(error: BaseException | None) -> None:
            if isinstance(error, WrongSecretError):
                _TRIES.wrong()
            if isinstance(error, LockedError | WrongSecretError):
                row.ask_secret(str(error))
            elif isinstance(error, UserError):
                row.show_trouble(str(error))
            else:
                tell_bug(error)

        run_aside(row, job, partial(self._looked, row, bool(secret)), failed)

    def _looked(self, row: CopyRow, by_secret: bool, found: Found) -> None:
        if by_secret:
            _TRIES.right()
        self._keys[row.copy.path] = found[0]
        row.show_holding(found[1], found[2])

    def _verify(self, row: CopyRow) -> None:
        row.verify.setEnabled(False)
        path, key, at = row.copy.path, self._keys.get(row.copy.path), self._clock.now()

        def done(problems: list[str]) -> None:
            row.verify.setEnabled(True)
            if problems:
                row.show_damaged(problems)
            else:
                row.show_checked(at.replace(tzinfo=None))
                self.said.emit(_("This copy is whole."))

        def failed(error: BaseException | None) -> None:
            row.verify.setEnabled(True)
            if isinstance(error, UserError):
                self.failed.emit(error)
            else:
                tell_bug(error)

        run_aside(row, lambda task: backups.verify(path, key, at, task.cancelled), done, failed)

    def _restore(self, row: CopyRow) -> None:
        copy, at, found = row.copy.path, self._clock.now(), self._keys.get(row.copy.path)
        copy_key = found.copy() if found is not None else None  # this list ends with its page
        when = copy_words.when_inside(row.copy.at, at.replace(tzinfo=None))

        def job(path: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
            try:
                restoring.restore(path, key, copy, copy_key, at, task.progress, task.cancelled)
            except BaseException:
                _wipe({copy: copy_key})
                raise
            return path, copy_key

        title = _("Restoring the copy: {when}").format(when=when)
        said = _("Restored: {when}. The journal of before is among the copies.").format(when=when)
        self.work_wanted.emit(ClosedWork(title, job, said))


def _name(copy: Copy) -> tuple[str, str]:
    """What the same copy has in both folders, and another journal's copy of that second has not."""
    return copy.path.name, copy.journal


def _today(journal: Path, key: Key | None) -> Holding | None:
    """What the journal holds now; None where it cannot be read any more."""
    try:
        return backups.holding(journal, key)
    except JournalError:
        return None


def show_folder(folder: Path) -> None:
    """Open a folder as the desktop does."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _wipe(keys: dict[Path, Key | None], *_gone: object) -> None:
    for key in keys.values():
        if key is not None:
            key.wipe()
