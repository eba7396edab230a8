"""Settings, backups: the copies in both places, what each holds, and the way back to one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.model.errors import LockedError, UserError, WrongSecretError
from app.model.texts import _, ngettext
from app.services import backups, copy_words, restoring
from app.services.backups import Copy, Holding, Key
from app.services.tries import Tries
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge, ClosedWork, Task
from ui.pages.settings.copy_row import CopyRow
from ui.pages.settings.panel import Panel
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.cards import Separator, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout

_SHOWN = 4
_TRIES = Tries()  # for the whole run: leaving the page does not shorten the wait


class BackupsPanel(Panel):
    """Back up now, a second folder, and every copy with what it holds."""

    NAME: ClassVar[str] = "backups"
    KEYS: ClassVar[tuple[str, ...]] = ("backup_folder",)

    def __init__(self, bridge: Bridge, _actions: Mapping[str, QAction]) -> None:
        super().__init__(_("Backups"))
        self._bridge = bridge
        self._task: Task | None = None
        self._asked = 0
        self._all = False
        self.rows: list[CopyRow] = []
        self._as_shown: list[tuple[Path, bool]] = []
        self._keys: dict[Path, Key | None] = {}
        self._lay_out()
        bridge.copies_changed.connect(self.refresh)
        self.destroyed.connect(partial(_wipe, self._keys))

    def _lay_out(self) -> None:
        self._words = WrapLabel(
            _(
                "Kith copies the journal every day, before every import and before an update, "
                "and reads each copy back. Of old copies it keeps seven days, five weeks and "
                "twelve months."
            ),
            "body",
            "second",
        )
        self._second = WrapLabel("", "note", "second")
        self.now = PlainButton(_("Back up now"))
        self.now.clicked.connect(self._back_up)
        self.choose = PlainButton(_("Choose a second folder"))
        self.choose.clicked.connect(self._choose)
        self.open = PlainButton(_("Open the folder"))
        self.open.clicked.connect(lambda: _show_folder(backups.folder(self._path)))
        self.stop = PlainButton(_("Stop"))
        self.stop.clicked.connect(self._stop)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.now, self.stop, self.choose, self.open):
            flow.addWidget(button)
        self.stop.hide()
        listing = QWidget()
        self._list = QVBoxLayout(listing)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(10))
        self.more = LinkButton("")
        self.more.clicked.connect(self._show_all)
        for part in (self._words, self._second, buttons, listing, self.more):
            self.card.add(part)
        self.more.hide()

    def begin(self) -> None:
        """Bring the keyboard to the first button."""
        self.now.setFocus()

    @property
    def _path(self) -> Path:
        return self._bridge.workspace.path

    # --- the list ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the folders anew; the second one may be slow, so a worker reads them."""
        self._asked += 1
        self.now.setEnabled(not self._bridge.workspace.read_only and self._task is None)
        self._bridge.run(_read, partial(self._show, self._asked))

    def _show(self, asked: int, found: tuple[Path | None, list[Copy]]) -> None:
        if asked != self._asked:
            return  # asked again meanwhile
        second, copies = found
        self._tell_second(second, copies)
        there = {copy.path.name for copy in copies if copy.second}
        here = {copy.path.name for copy in copies if not copy.second}
        listed = [
            copy
            for copy in backups.newest_first(copies)
            if not copy.second or copy.path.name not in here
        ]
        self.open.setEnabled(backups.folder(self._path).is_dir())
        shown = listed if self._all else listed[:_SHOWN]
        as_shown = [(copy.path, copy.path.name in there) for copy in shown]
        if as_shown != self._as_shown:
            self._as_shown = as_shown
            self._rebuild(shown, there)
        for row, copy in zip(self.rows, shown, strict=True):
            row.show_checked(copy.checked)
        hidden = len(listed) - len(shown)
        self.more.setVisible(hidden > 0)
        words = ngettext("Show {n} older copy", "Show {n} older copies", hidden)
        self.more.set_label(words.format(n=hidden))

    def _rebuild(self, shown: list[Copy], there: set[str]) -> None:
        empty_layout(self._list)
        self.rows = []
        now = backups.now(self._bridge.workspace)
        for copy in shown:
            row = CopyRow(copy, not copy.second and copy.path.name in there, now)
            row.opened.connect(partial(self._look, row, ""))
            row.secret_given.connect(partial(self._look, row))
            row.verify_wanted.connect(partial(self._verify, row))
            row.restore_wanted.connect(partial(self._restore, row))
            row.folder_wanted.connect(partial(_show_folder, copy.path.parent))
            self._list.addWidget(Separator())
            self._list.addWidget(row)
            self.rows.append(row)

    def _tell_second(self, second: Path | None, copies: list[Copy]) -> None:
        """Where the copies lie."""
        first = _("They lie in {folder}.").format(folder=backups.folder(self._path))
        if second is None:
            words = _("A second folder, on a stick or carried elsewhere, outlives this disk.")
        elif any(copy.second for copy in copies):
            newest = max(copy.at for copy in copies if copy.second)
            when = copy_words.when_inside(newest, backups.now(self._bridge.workspace))
            words = _("The newest in {folder} is of {when}.").format(folder=second, when=when)
        else:
            words = _("There is none in {folder} yet, or it is not there just now.").format(
                folder=second
            )
        self._second.set_content(f"{first} {words}", "second")

    def _show_all(self) -> None:
        self._all = True
        self.refresh()

    # --- making one, and the second folder -------------------------------------------------

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self.stop.show()
        self._task = self._bridge.run(_make, self._made, self._not_made)
        self._task.progressed.connect(self._progressed)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, part: int, whole: int) -> None:
        if whole and self._task is not None:
            words = _("Copying: {part} % done.").format(part=min(99, 100 * part // whole))
            self._second.set_content(words, "second")

    def _made(self, found: tuple[backups.Made, tuple[str, str]]) -> None:
        self._ended()
        self._bridge.say(copy_words.made(found[0]))
        self._bridge.set_copies(*found[1])

    def _not_made(self, error: BaseException | None) -> None:
        self._ended()
        self._bridge.report(error)
        self.refresh()

    def _ended(self) -> None:
        self._task = None
        self.stop.hide()

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, _("A second folder for the copies"), str(Path.home())
        )
        if name:
            self._set_second(Path(name))

    def _set_second(self, chosen: Path) -> None:
        with self._bridge.guard():
            backups.choose_second(self._bridge.workspace, chosen)
            self._bridge.run(lambda workspace, _task: backups.catch_up(workspace), self._caught)
        self.refresh()

    def _caught(self, copy: Copy | None) -> None:
        if copy is not None:
            self._bridge.say(_("The newest copy lies there now as well."))
        self.refresh()

    # --- one copy ------------------------------------------------------------------------

    def _look(self, row: CopyRow, secret: str) -> None:
        """Read in a worker what a copy holds; ask for its passphrase where it needs another."""
        seconds = _TRIES.seconds() if secret else 0
        if seconds:
            wait = ngettext("Try again in {n} second.", "Try again in {n} seconds.", seconds)
            row.ask_secret(wait.format(n=seconds))
            return

        def job(workspace: Workspace, _task: Task) -> tuple[Key | None, Holding, Holding]:
            key = self._keys.get(row.copy.path)
            if key is None:
                key = restoring.key_for(row.copy.path, workspace.key, secret)
            return key, backups.holding(row.copy.path, key), backups.holding_now(workspace)

        def done(found: tuple[Key | None, Holding, Holding]) -> None:
            if secret:
                _TRIES.right()
            self._keys[row.copy.path] = found[0]
            row.show_holding(found[1], found[2])

        def failed(error: BaseException | None) -> None:
            if isinstance(error, WrongSecretError):
                _TRIES.wrong()
            if isinstance(error, LockedError | WrongSecretError):
                row.ask_secret(str(error))
            elif isinstance(error, UserError):
                row.show_trouble(str(error))
            else:
                self._bridge.report(error)

        self._bridge.run(job, done, failed)

    def _verify(self, row: CopyRow) -> None:
        row.verify.setEnabled(False)
        at = self._bridge.workspace.clock.now()

        def job(_workspace: Workspace, task: Task) -> list[str]:
            return backups.verify(row.copy.path, self._keys.get(row.copy.path), at, task.cancelled)

        def done(problems: list[str]) -> None:
            row.verify.setEnabled(True)
            if problems:
                row.show_damaged(problems)
            else:
                row.show_checked(at.replace(tzinfo=None))
                self._bridge.say(_("This copy is whole."))

        def failed(error: BaseException | None) -> None:
            row.verify.setEnabled(True)
            self._bridge.report(error)

        self._bridge.run(job, done, failed)

    def _restore(self, row: CopyRow) -> None:
        copy, at = row.copy.path, self._bridge.workspace.clock.now()
        found = self._keys.get(copy)
        copy_key = found.copy() if found is not None else None  # this page ends with its journal
        when = copy_words.when_inside(row.copy.at, backups.now(self._bridge.workspace))

        def job(path: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
            try:
                restoring.restore(path, key, copy, copy_key, at, task.progress, task.cancelled)
            except BaseException:
                _wipe({copy: copy_key})
                raise
            return path, copy_key

        self._bridge.closed_work.emit(
            ClosedWork(
                _("Restoring the copy: {when}").format(when=when),
                job,
                _(
                    "The journal is as it was: {when}. As it was before, it is among the copies."
                ).format(when=when),
            )
        )


def _read(workspace: Workspace, _task: Task) -> tuple[Path | None, list[Copy]]:
    second = backups.second_folder(workspace)
    return second, backups.copies(workspace.path, second)


def _make(workspace: Workspace, task: Task) -> tuple[backups.Made, tuple[str, str]]:
    made = backups.make(workspace, backups.Reason.BY_HAND, task.progress, task.cancelled)
    return made, copy_words.told(workspace)


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _wipe(keys: dict[Path, Key | None], *_gone: object) -> None:
    for key in keys.values():
        if key is not None:
            key.wipe()
