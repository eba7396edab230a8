"""Asking for a file so that neither Qt nor the desktop keeps a list of what was chosen.

On Linux, Qt's own dialog is shown: those of the desktops enter every file into a list of recent
ones that other programs read. Qt's would keep the folders in a file of its own; it is given a
place where nothing can be written. Windows and macOS show their own dialogs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6 import QtCore, QtWidgets  # a start has no use for what is looked up in them
from PySide6.QtWidgets import QWidget

from app.model.texts import _

JOURNALS = _("Kith journals (*.kith);;All files (*)")


def _quietly(options: QtWidgets.QFileDialog.Option | None = None) -> QtWidgets.QFileDialog.Option:
    kinds = QtWidgets.QFileDialog.Option
    chosen = options or kinds(0)
    if not sys.platform.startswith("linux"):
        return chosen
    settings = QtCore.QSettings
    settings.setPath(settings.Format.NativeFormat, settings.Scope.UserScope, os.devnull)
    return chosen | kinds.DontUseNativeDialog


def ask_open(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """One file to read, None when the user thought better of it."""
    ask, quietly = QtWidgets.QFileDialog.getOpenFileName, _quietly()
    name, _kind = ask(parent, title, str(folder), kinds, options=quietly)
    return Path(name) if name else None


def ask_open_several(parent: QWidget, title: str, folder: Path, kinds: str) -> list[Path]:
    """Files to read, none when the user thought better of it."""
    ask, quietly = QtWidgets.QFileDialog.getOpenFileNames, _quietly()
    names, _kind = ask(parent, title, str(folder), kinds, options=quietly)
    return [Path(name) for name in names]


def ask_save(
    parent: QWidget, title: str, proposed: Path, kinds: str, *, asks_itself: bool = False
) -> Path | None:
    """Where to write a file; with `asks_itself` the page asks before it replaces one."""
    own = QtWidgets.QFileDialog.Option.DontConfirmOverwrite if asks_itself else None
    ask, quietly = QtWidgets.QFileDialog.getSaveFileName, _quietly(own)
    name, _kind = ask(parent, title, str(proposed), kinds, options=quietly)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """A folder, None when the user thought better of it."""
    quietly = _quietly(QtWidgets.QFileDialog.Option.ShowDirsOnly)
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, str(folder), quietly)
    return Path(name) if name else None
