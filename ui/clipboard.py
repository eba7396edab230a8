"""What Kith itself puts on the clipboard is taken off again: after a minute, on lock, on quit."""

from __future__ import annotations

import atexit

from PySide6 import QtCore, QtGui  # a start has no use for what is looked up in them
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_MS = 60_000
# What managers of clipboards look at, so that they keep no copy of their own: KDE's and those
# that follow it, macOS's by convention, Windows's history and its cloud.
_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}


class _Kept(QObject):
    """The text put there last, and the time it has left."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self.timer = QTimer(self, singleShot=True, interval=KEPT_MS)
        self.timer.timeout.connect(take_back)


_kept: list[_Kept] = []


def _state() -> _Kept:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    if not _kept:
        _kept.append(_Kept(app))
        app.aboutToQuit.connect(leave)
        # Also where nobody tells of quitting: Qt must not find it there when Python is gone.
        atexit.register(leave)
    return _kept[0]


def put(text: str) -> None:
    """Put a text on the clipboard for a minute."""
    state = _state()
    state.text = text
    data = QtCore.QMimeData()
    data.setText(text)
    for kind, value in _HINTS.items():
        data.setData(kind, QtCore.QByteArray(value))
    QGuiApplication.clipboard().setMimeData(data)
    state.timer.start()


def take_back() -> None:
    """Empty the clipboard if it still holds what we put there; anything else stays."""
    if not _kept or not _kept[0].text:
        return
    state = _kept[0]
    if QGuiApplication.clipboard().text() == state.text:
        QGuiApplication.clipboard().clear()
    state.text = ""
    state.timer.stop()


def leave() -> None:
    """On locking and quitting, take off whatever comes from this window, copied by hand too."""
    take_back()
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        return
    board = QGuiApplication.clipboard()
    if board.ownsClipboard():
        board.clear()
    if board.supportsSelection() and board.ownsSelection():
        board.clear(QtGui.QClipboard.Mode.Selection)
