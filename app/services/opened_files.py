"""Copies of files for other programs to open: private, short-lived, and removed again.

A program can open a file only where it can read it, so for as long as the journal is open there is
a plain copy of it in a folder that only its owner may enter, under a name nobody can guess. On
Linux that is the folder for the running session, which lies in memory. The copies are overwritten
and deleted when the journal is closed or locked; what a crash leaves goes at the next start.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from app.model.belongings import Attachment
from app.model.errors import FileWriteError
from app.model.texts import _
from app.services import attachments, file_kinds, file_names, file_words
from app.services.private_files import FOLDER, narrow
from app.services.workspace import Workspace
from app.store.files import overwrite

if sys.platform != "win32":
    import fcntl

_HELD = ".held"  # locked for as long as the Kith that made the folder runs
_JUST_MADE = 60  # seconds in which a folder may not have it yet
_READ_ONLY = 0o400  # so that the other program says at once that nothing is saved there


def folder() -> Path:
    """Where the copies of every running Kith lie; it is made, and nobody else may enter it.

    Raises:
        FileWriteError: no such place can be had.
    """
    place = _place()
    try:
        with suppress(FileExistsError):
            place.mkdir(mode=FOLDER)
        if not _is_ours(place):
            raise PermissionError(_("somebody else made it"))
        narrow(place, FOLDER)
    except OSError as error:
        raise FileWriteError(
            _("No private folder can be had in {place}: {why}.").format(
                place=place.parent, why=error.strerror or error
            ),
            _("Save a copy of the file instead."),
        ) from error
    return place


def _place() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    if runtime and _is_ours(Path(runtime)):
        return Path(runtime) / "kith-opened"
    who = str(os.getuid()) if sys.platform != "win32" else "files"
    return Path(tempfile.gettempdir()) / f"kith-opened-{who}"


def _is_ours(place: Path) -> bool:
    """Whether it is a real folder of this account: in a shared one, somebody may lay a trap."""
    try:
        found = place.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return sys.platform == "win32" or found.st_uid == os.getuid()


class OpenedFiles:
    """The copies made for one open journal."""

    def __init__(self) -> None:
        self._own: Path | None = None
        self._hold = -1
        self._made: dict[str, Path] = {}
        self._lock = threading.Lock()  # several workers may ask at once

    def copy_of(self, workspace: Workspace, file: Attachment) -> Path:
        """A private copy for the system's program; the same one for as long as it is there.

        Raises:
            InputError: it may be a program, which is never opened.
            NotFoundError: the journal has lost its bytes.
            FileWriteError: it cannot be written.
        """
        if file_names.is_program(file.name):
            raise file_words.not_opened(file.name)
        with self._lock:
            return self._copy(workspace, file)

    def _copy(self, workspace: Workspace, file: Attachment) -> Path:
        known = self._made.get(file.uid)
        if known is not None and known.exists():
            return known
        data = attachments.data(workspace, file)
        if file_names.is_program(file.name, data):
            raise file_words.not_opened(file.name)
        ending = file_kinds.suffix_for(file.name, file_kinds.media_type(data, file.name))
        try:
            made = self._write(data, ending)
        except OSError as error:
            raise FileWriteError(
                _("“{name}” could not be opened: {why}.").format(
                    name=file.name, why=error.strerror or error
                ),
                _("Save a copy of the file instead."),
            ) from error
        self._made[file.uid] = made
        return made

    def _write(self, data: bytes, ending: str) -> Path:
        if self._own is None or not _is_ours(self._own):
            self._let_go()
            own = folder() / os.urandom(16).hex()
            own.mkdir(mode=FOLDER)
            narrow(own, FOLDER)
            self._own, self._hold = own, _hold(own)
        path = self._own / f"{os.urandom(8).hex()}{ending}"
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as out:
            out.write(data)
        path.chmod(_READ_ONLY)
        return path

    def clear(self) -> list[Path]:
        """Overwrite and delete every copy; returns those another program does not let go of."""
        with self._lock:  # a worker that is writing one ends first, and that one goes too
            self._made.clear()
            if self._own is None:
                return []
            self._let_go()
            left = _clear(self._own)
            if not left:
                self._own = None
            return left

    def _let_go(self) -> None:
        if self._hold >= 0:
            os.close(self._hold)
        self._hold = -1


def clear_leftovers() -> list[Path]:
    """Take away what a Kith left that no longer runs; returns what could not be deleted."""
    left: list[Path] = []
    place = _place()
    if _is_ours(place):
        with suppress(OSError):
            for own in sorted(place.iterdir()):
                if not _is_held(own):
                    left += _clear(own)
    return left


def _hold(own: Path) -> int:
    """Show that whoever made this folder still runs, however it may end."""
    handle = os.open(own / _HELD, os.O_CREAT | os.O_RDWR, 0o600)
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def _is_held(own: Path) -> bool:
    mark = own / _HELD
    if not mark.exists():
        return own.is_dir() and time.time() - own.stat().st_mtime < _JUST_MADE
    if sys.platform == "win32":
        try:
            mark.unlink()  # refused while it is open anywhere
        except OSError:
            return True
        return False
    handle = os.open(mark, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _clear(own: Path) -> list[Path]:
    """Take away a folder with everything in it, also what the other program has put there."""
    left = []
    with suppress(OSError):
        for path in sorted(own.iterdir()):
            if path.is_dir() and not path.is_symlink():
                left += _clear(path)
                continue
            try:
                _destroy(path)
            except OSError:  # on Windows, as long as the other program has it open
                left.append(path)
    with suppress(OSError):
        own.rmdir()
    return left


def _destroy(path: Path) -> None:
    """Fill a copy with zeros and delete it."""
    if not path.is_symlink() and path.is_file():
        path.chmod(0o600)
        with suppress(OSError):  # it is deleted all the same
            handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                overwrite(handle)
            finally:
                os.close(handle)
    path.unlink()
