"""One window for one journal: a second one raises the first, on whichever desktop it stands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from app.model.errors import JournalError
from app.model.texts import _
from app.services.occupied import Holder, holder, lock_path, since_words
from app.services.places import computer_file
from app.services.private_files import narrow, private_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_LISTEN_AFTER = 500  # milliseconds: QtNetwork takes 30 to load, and the first page comes first
_ANSWER = 1500  # milliseconds, as the next two
_PATIENCE = 4000  # a window that is just starting does not listen yet
_AGAIN = 200
_ASK, _YES = b"raise", b"raised"
_LONGEST = 512  # bytes: a request is one short line


class Found(Enum):
    """What was found where the journal lies."""

    OURS = auto()  # it is this window's now
    RAISED = auto()  # another window had it, and stands in front now
    SILENT = auto()  # another window of this computer has it, and does not answer
    ELSEWHERE = auto()  # a window on another computer has it


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of entering a journal, and who has it where that is not us."""

    found: Found
    holder: Holder | None = None


class OneWindow(QObject):
    """Holds the journal for this window; `raise_wanted` when another one was started for it."""

    raise_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._before: tuple[QLockFile, Path] | None = None
        self._taken = False  # a lock, since the last `settle`
        self._server: QLocalServer | None = None
        self._soon = QTimer(self, singleShot=True, interval=_LISTEN_AFTER)
        self._soon.timeout.connect(self._listen)

    def enter(self, journal: Path, *, take_over: bool = False) -> Entry:
        """Take the journal for this window; what was held before is kept until `settle`.

        `take_over` takes it although another computer seems to have it: that one is off, says
        the user.
        """
        path = lock_path(journal)
        if path == self._path:
            return Entry(Found.OURS)
        if take_over:
            path.unlink(missing_ok=True)
        lock = QLockFile(str(path))
        lock.setStaleLockTime(0)  # however long ago: only a process that is gone lets go
        if lock.tryLock(0):
            narrow(path)
            self._hold(lock, path)
            return Entry(Found.OURS)
        if lock.error() != QLockFile.LockError.LockFailedError:
            # Nothing can be written beside it: no one can write to the journal from here either.
            return Entry(Found.OURS)
        who = holder(journal)
        if who is None:  # gone this moment, or a lock nobody can read: Qt would have taken it
            return Entry(Found.SILENT)
        if not who.here:
            return Entry(Found.ELSEWHERE, who)
        return Entry(Found.RAISED if ask_to_raise(journal) else Found.SILENT, who)

    def _hold(self, lock: QLockFile, path: Path) -> None:
        if self._before is None and self._lock is not None and self._path is not None:
            self._before = (self._lock, self._path)
        self._lock, self._path, self._taken = lock, path, True

    def settle(self, *, opened: bool) -> None:
        """The journal entered last was opened (the one before is let go), or was not.

        Where nothing was taken for it, since it was to be read only or is ours already, what is
        held stays held.
        """
        before, self._before = self._before, None
        taken, self._taken = self._taken, False
        if not taken:
            return
        if before is None:
            if not opened:
                self.leave()
        elif opened:
            self._hush()
            before[0].unlock()
        else:
            if self._lock is not None:
                self._lock.unlock()
            self._lock, self._path = before

    def listen_soon(self) -> None:
        """Be there for a second window, once the first page stands on the screen."""
        if self._lock is not None and self._server is None:
            self._soon.start()

    def _listen(self) -> None:
        if self._path is None:
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        for name in socket_names(self._path):
            QLocalServer.removeServer(name)  # of a process that was killed: the lock is ours
            if server.listen(name):
                server.newConnection.connect(self._visited)
                self._server = server
                return
        server.deleteLater()

    def _visited(self) -> None:
        """Answer what asks to be raised, and nothing else."""
        if self._server is None or not self._server.hasPendingConnections():
            return
        socket = self._server.nextPendingConnection()

        def read() -> None:
            words = bytes(socket.read(_LONGEST).data()).split()
            if words[:1] == [_ASK]:
                if len(words) > 1:  # the desktop's word that the user wants this window in front
                    os.environ["XDG_ACTIVATION_TOKEN"] = words[1].decode("ascii", "ignore")
                socket.write(_YES)
                socket.flush()
                self.raise_wanted.emit()
            socket.disconnectFromServer()

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()

    def _hush(self) -> None:
        self._soon.stop()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def leave(self) -> None:
        """Let the journal go."""
        self._hush()
        for lock in (self._lock, self._before[0] if self._before else None):
            if lock is not None:
                lock.unlock()
        self._lock = self._path = self._before = None
        self._taken = False


def ask_to_raise(journal: Path, still_wanted: Callable[[], bool] = lambda: True) -> bool:
    """Ask the window that has the journal to come to the front; whether it answered."""
    from PySide6.QtNetwork import QLocalSocket

    names = socket_names(lock_path(journal))
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "").encode("ascii", "ignore")
    end = QtCore.QDeadlineTimer(_PATIENCE)
    while still_wanted():
        for name in names:
            socket = QLocalSocket()
            socket.connectToServer(name)
            if socket.waitForConnected(_ANSWER):
                socket.write(b" ".join((_ASK, token)).strip() + b"\n")
                if socket.waitForReadyRead(_ANSWER) and socket.readAll().data() == _YES:
                    return True
        if end.hasExpired():
            return False
        QtCore.QThread.msleep(_AGAIN)
    return False


def socket_names(lock: Path) -> list[str]:
    """Where a window listens for its journal: in the session's own folder, else in Kith's.

    On Windows, names of pipes. Nobody but the user can reach either.
    """
    import getpass

    told = f"{getpass.getuser()}\0{lock}".encode("utf-8", "surrogatepass")
    digest = QtCore.QCryptographicHash.hash(told, QtCore.QCryptographicHash.Algorithm.Sha256)
    name = "kith-" + digest.data().hex()[:24]
    if sys.platform == "win32":
        return [name]
    folders = []
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if session and Path(session).is_dir():
        folders.append(Path(session))
    folders.append(private_folder(computer_file().parent))
    return [str(folder / f"{name}.socket") for folder in folders]


def trouble(journal: Path, entry: Entry) -> JournalError:
    """What to say where the journal is another window's."""
    if entry.found is Found.ELSEWHERE and entry.holder is not None:
        return JournalError(
            _("{name} is open on {host} since {when}.").format(
                name=journal.name, host=entry.holder.host, when=since_words(entry.holder)
            ),
            _("Open it to read only, or wait until it is closed there."),
        )
    return JournalError(
        _("{name} is open in another window of Kith, which does not answer.").format(
            name=journal.name
        ),
        _("Go to that window, or end it; then open the journal again."),
    )
