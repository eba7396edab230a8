"""Settings, backups: the copies in both places, what each holds, and the way back to one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.texts import _
from app.services import backups, copy_words
from app.services.backups import Copy
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.copy_list import CopyList
from ui.copy_list.copies import show_folder
from ui.pages.settings.panel import Panel
from ui.task import Task
from ui.widgets.buttons import PlainButton
from ui.widgets.elide import WrapLabel
from ui.widgets.file_dialogs import ask_folder
from ui.widgets.flow import FlowLayout


class BackupsPanel(Panel):
    """Back up now, a second folder, and every copy with what it holds."""

    NAME: ClassVar[str] = "backups"
    KEYS: ClassVar[tuple[str, ...]] = ("backup_folder",)

    def __init__(self, bridge: Bridge, _actions: Mapping[str, QAction]) -> None:
        super().__init__(_("Backups"))
        self._bridge = bridge
        self._task: Task | None = None
        self._asked = 0
        self._lay_out()
        bridge.copies_changed.connect(self.refresh)

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
        self.open.clicked.connect(lambda: show_folder(backups.folder(self._path)))
        self.stop = PlainButton(_("Stop"))
        self.stop.clicked.connect(self._stop)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.now, self.stop, self.choose, self.open):
            flow.addWidget(button)
        self.stop.hide()
        workspace = self._bridge.workspace
        self.list = CopyList(workspace.path, workspace.key, workspace.clock)
        self.list.work_wanted.connect(self._bridge.closed_work)
        self.list.said.connect(self._bridge.say)
        self.list.failed.connect(self._bridge.failed)
        for part in (self._words, self._second, buttons, self.list):
            self.card.add(part)

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

    def _show(self, asked: int, found: tuple[Path | None, list[Copy], str]) -> None:
        if asked != self._asked:
            return  # asked again meanwhile
        second, copies, self.list.mine = found
        self._tell_second(second, copies)
        self.open.setEnabled(backups.folder(self._path).is_dir())
        self.list.show_copies(copies)

    def _tell_second(self, second: Path | None, copies: list[Copy]) -> None:
        """Where the copies lie."""
        first = _("They lie in {folder}.").format(folder=backups.folder(self._path))
        if second is None:
            words = _("A second folder, on a stick or carried elsewhere, outlives this disk.")
        elif there := [one for one in copies if one.second and one.journal == self.list.mine]:
            newest = max(copy.at for copy in there)
            when = copy_words.when_inside(newest, backups.now(self._bridge.workspace))
            words = _("The newest in {folder} is of {when}.").format(folder=second, when=when)
        else:
            words = _("There is none in {folder} yet, or it is not there just now.").format(
                folder=second
            )
        self._second.set_content(f"{first} {words}", "second")

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
        folder = ask_folder(self, _("A second folder for the copies"), Path.home())
        if folder is not None:
            self._set_second(folder)

    def _set_second(self, chosen: Path) -> None:
        with self._bridge.guard():
            backups.choose_second(self._bridge.workspace, chosen)
            self._bridge.run(lambda workspace, _task: backups.catch_up(workspace), self._caught)
        self.refresh()

    def _caught(self, copy: Copy | None) -> None:
        if copy is not None:
            self._bridge.say(_("The newest copy lies there now as well."))
        self.refresh()


def _read(workspace: Workspace, _task: Task) -> tuple[Path | None, list[Copy], str]:
    second = backups.second_folder(workspace)
    return second, backups.copies(workspace.path, second), backups.journal_of(workspace)


def _make(workspace: Workspace, task: Task) -> tuple[backups.Made, tuple[str, str]]:
    made = backups.make(workspace, backups.Reason.BY_HAND, task.progress, task.cancelled)
    return made, copy_words.told(workspace)
