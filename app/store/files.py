"""Files as a journal needs them: read beside SQLite, written whole, narrow in rights, flushed.

On POSIX, closing any handle of a file drops every lock the process holds on it, those of SQLite
as well (sqlite.org/howtocorrupt, section 2.2). So a journal's bytes are read only through `peek`,
which keeps the handle for as long as a connection of this process has the file open.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_SHARED_FIRST, _SHARED_BYTES = 0x40000002, 510  # of SQLite's file format
Identity = tuple[int, int]
_BLOCK = 1 << 20
_FRESH, _ATTEMPTS = ".new", 3
# What drives answer (some network drives do) that do not know how to flush a folder.
_NO_FLUSHING = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})
_BESIDE = ("-wal", "-shm", "-journal", "")

_guard = threading.Lock()
_open: dict[Identity, int] = defaultdict(int)
_kept: dict[Identity, list[int]] = defaultdict(list)


def identity(path: Path) -> Identity:
    """Which file lies under a name: device and number; another file in its place has another."""
    found = path.stat()
    return found.st_dev, found.st_ino


def hold(path: Path) -> Identity:
    """Count one more connection to this file."""
    which = identity(path)
    with _guard:
        _open[which] += 1
    return which


def in_use(path: Path) -> bool:
    """Whether someone has a journal open, this process or another one.

    SQLite keeps a shared lock on these bytes of its file format for as long as it is open in WAL
    mode. Windows is not asked: there the answer is always yes.
    """
    if sys.platform == "win32":
        return True
    # Guarded to the end: the lock is the process's, so a thread that opened the file meanwhile
    # would keep it, and everybody else be shut out.
    with _guard:
        if _open.get(identity(path)):
            return True
        handle = os.open(path, os.O_RDWR)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except OSError:
            return True
        finally:
            os.close(handle)
    return False


def release(which: Identity) -> None:
    """Count one connection less; with the last one, handles that were kept for it are closed."""
    with _guard:
        _open[which] -= 1
        if _open[which] <= 0:
            _open.pop(which, None)
            for handle in _kept.pop(which, ()):
                os.close(handle)


def peek(path: Path, size: int, start: int = 0) -> bytes:
    """Some bytes of a file, without disturbing the locks of open connections.

    Raises:
        OSError: it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        os.lseek(handle, start, os.SEEK_SET)
        return os.read(handle, size)
    finally:
        let_go(handle)


def let_go(handle: int) -> None:
    """Close a handle now, or when the last connection to its file is closed."""
    found = os.fstat(handle)
    which = found.st_dev, found.st_ino
    with _guard:
        if _open.get(which):
            _kept[which].append(handle)
            return
    os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Put a whole new file in place of the old one, for the owner's eyes only.

    A crash leaves one of the two, never a part.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{_FRESH}")
    for left in reversed(range(_ATTEMPTS)):
        handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                _sync(file.fileno())
            fresh.replace(path)
            break
        except FileNotFoundError:  # somebody took it for what a crash had left
            if not left:
                raise
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    flush_folder(path.parent)


def clear_broken_off(path: Path) -> None:
    """Take away what was about to take a file's place when its writer was killed."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.*{_FRESH}"):
        with contextlib.suppress(OSError):
            left.unlink()


def flush(path: Path) -> None:
    """Bring what was written into a file onto the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _sync(handle)
    finally:
        let_go(handle)


def _sync(handle: int) -> None:
    """Onto the disk itself: on macOS a plain flush ends in the cache of the disk."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a network drive that does not know this
            os.fsync(handle)
    else:
        os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """Bring a folder's names onto the disk; systems without this keep them in order themselves."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FLUSHING:
            raise
    finally:
        os.close(handle)


def overwrite(handle: int, keep_on: Callable[[], bool] = lambda: True) -> None:
    """Fill a file with zeros, so that its old bytes are not left in freed blocks.

    Disks that write elsewhere each time (flash, copying file systems) may keep them all the same.
    """
    size = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while size > 0 and keep_on():
        size -= os.write(handle, bytes(min(size, _BLOCK)))
    os.fsync(handle)


def shred(path: Path) -> None:
    """Overwrite a database file that nobody has open, with what SQLite keeps beside it.

    Raises:
        OSError: it cannot be written.
    """
    for ending in _BESIDE:
        try:
            handle = os.open(
                path.with_name(path.name + ending), os.O_RDWR | getattr(os, "O_BINARY", 0)
            )
        except FileNotFoundError:
            continue
        try:
            overwrite(handle)
        finally:
            os.close(handle)


def temporary(journal: Path) -> Path:
    """Where a conversion is prepared; what lies there when a journal opens was broken off."""
    return journal.with_name(f"{journal.name}.converting")


def remove(path: Path) -> None:
    """Delete a database file with what SQLite keeps beside it; the file itself goes last."""
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
