"""Asking for a file so that neither Qt nor the desktop keeps a list of what was chosen.

On Linux, Qt's own dialog is shown: those of the desktops enter every file into a list of recent
ones that other programs read. Qt's would keep the folders in a file of its own; it is given a
place where nothing can be written. Windows and macOS show their own dialogs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.texts import _

JOURNALS = _("Kith journals (*.kith);;All files (*)")


def _quietly(options: QFileDialog.Option | None = None) -> QFileDialog.Option:
    chosen = options or QFileDialog.Option(0)
    if not sys.platform.startswith("linux"):
        return chosen
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    return chosen | QFileDialog.Option.DontUseNativeDialog


def ask_open(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """One file to read, None when the user thought better of it."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), kinds, options=_quietly())
    return Path(name) if name else None


def ask_open_several(parent: QWidget, title: str, folder: Path, kinds: str) -> list[Path]:
    """Files to read, none when the user thought better of it."""
    names, _kind = QFileDialog.getOpenFileNames(
        parent, title, str(folder), kinds, options=_quietly()
    )
    return [Path(name) for name in names]


def ask_save(
    parent: QWidget, title: str, proposed: Path, kinds: str, *, asks_itself: bool = False
) -> Path | None:
    """Where to write a file; with `asks_itself` the page asks before it replaces one."""
    own = QFileDialog.Option.DontConfirmOverwrite if asks_itself else None
    name, _kind = QFileDialog.getSaveFileName(
        parent, title, str(proposed), kinds, options=_quietly(own)
    )
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """A folder, None when the user thought better of it."""
    name = QFileDialog.getExistingDirectory(
        parent, title, str(folder), _quietly(QFileDialog.Option.ShowDirsOnly)
    )
    return Path(name) if name else None
