"""Carries a copy to the second folder, read back and compared, whatever happens to it meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from pathlib import Path

from app.model.copies import Copy
from app.store.backup import digest_of
from app.store.copies import (
    copy_at,
    forget_notes,
    name_for,
    note,
    noted,
    notes_in,
    prepare,
    read_name,
    remove_copy,
    state_of,
    swap,
)
from app.store.files import flush, flush_folder, shred, write_whole
from app.store.keys import keys_path

_ATTEMPTS = 5
_carrying = threading.Lock()  # several workers may have the same copy to carry


def carry(copy: Copy, folder: Path) -> Copy:
    """The same copy once more in another folder.

    Who is forgotten while it is written must not come back with it: where the copy was rewritten
    meanwhile it is carried anew, even if it has its place already. Nothing that lies there is
    written over, for another journal may have left it.

    Raises:
        OSError: it cannot be written there, or what was read back differs.
    """
    prepare(folder)
    with _carrying:
        target = twin(copy, folder)
        if target is None:
            target = _carry(copy, _free_name(copy, folder))
    return copy_at(target, copy.at, copy.reason, noted(target), second=True)


def twin(copy: Copy, folder: Path) -> Path | None:
    """Where the same copy lies in another folder; None where it does not.

    It has another name there where the copy of another journal had its own.
    """
    if not (folder / copy.path.name).is_file():
        return None
    known = notes_in(folder)
    mine = [name for name, one in known.items() if one.get("journal", "") == copy.journal]
    if copy.path.name in mine:
        return folder / copy.path.name
    digest = noted(copy.path).get("digest", "")
    alike = [folder / name for name in mine if digest and known[name].get("digest") == digest]
    return next(filter(Path.is_file, alike), None)


def _free_name(copy: Copy, folder: Path) -> Path:
    """Its own name, or where another copy has that one, a later second."""
    target = folder / copy.path.name
    read = read_name(copy.path)
    if read is None or not target.exists():
        return target
    return name_for(Path(f"{read[0]}.kith"), folder, copy.reason, copy.at)


def _carry(copy: Copy, target: Path) -> Path:
    fresh = target.with_name(f".{target.name}.second.{os.getpid()}.part")
    placed = done = differs = False
    try:
        for _attempt in range(_ATTEMPTS):
            before = state_of(copy.path)
            _drop(fresh)
            _write_alike(copy.path, fresh)
            digest = digest_of(fresh)
            if before != state_of(copy.path):
                continue
            if digest != noted(copy.path).get("digest", digest):
                if differs:
                    raise OSError(errno.EIO, "what was read back differs from what was written")
                differs = True  # or it was just put there, and is noted the next moment
                continue
            _note_ahead(copy, target, digest)
            if placed:
                swap(fresh, target)
            else:
                fresh.replace(target)
                placed = True
                flush_folder(target.parent)
            if before == state_of(copy.path):
                done = True
                return target
            # else somebody was forgotten in it this moment
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
    finally:
        with contextlib.suppress(OSError):
            _drop(fresh)
        if not done:
            with contextlib.suppress(OSError):
                if placed:
                    remove_copy(target, shred=True)
                keys_path(target).unlink(missing_ok=True)
                forget_notes(target.parent, [target])


def _note_ahead(copy: Copy, target: Path, digest: str) -> None:
    """What is known of it: from its first moment on it may be rewritten, and noted otherwise."""
    lock = keys_path(copy.path)
    if lock.exists():
        write_whole(keys_path(target), lock.read_bytes())
    note(target, digest, copy.journal, copy.checked)


def _drop(fresh: Path) -> None:
    shred(fresh)
    fresh.unlink(missing_ok=True)


def _write_alike(source: Path, fresh: Path) -> None:
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as to, source.open("rb") as file:
        shutil.copyfileobj(file, to, 1 << 20)
    flush(fresh)
