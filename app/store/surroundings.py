"""What lies around a journal: rights of files, its locks, and what was broken off."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from app.store import seal
from app.store.copies import folder_of
from app.store.files import remove
from app.store.keys import Key, keys_path, lock_of

_FILE, _FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm", "-journal", ".keys")


def open_to_others(journal: Path, own_folder: Path) -> list[Path]:
    """Files and folders of a journal that other accounts of this computer may read.

    Of the folder the journal lies in only `own_folder`, which is Kith's own, counts: a folder
    the user chose has the rights the user chose.
    """
    if os.name == "nt":
        return []
    return [path for path, mode in _wanted(journal, own_folder) if _rights(path) & ~mode]


def narrow(journal: Path, own_folder: Path) -> list[Path]:
    """Take those rights away; returns what could not be changed."""
    for path, mode in _wanted(journal, own_folder):
        with contextlib.suppress(OSError):
            if _rights(path) & ~mode:
                path.chmod(_rights(path) & mode)
    return open_to_others(journal, own_folder)


def _wanted(journal: Path, own_folder: Path) -> Iterator[tuple[Path, int]]:
    for ending in _BESIDE:
        yield journal.with_name(journal.name + ending), _FILE
    copies = folder_of(journal)
    yield copies, _FOLDER
    with contextlib.suppress(OSError):
        for entry in sorted(copies.iterdir()):
            if entry.is_file():
                yield entry, _FILE
    if journal.parent == own_folder:
        yield own_folder, _FOLDER


def _rights(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def has_lock(journal: Path, key: Key) -> bool:
    """Whether the passphrase still leads to this journal: its lock lies beside it and fits."""
    return lock_of(journal, key.salt) is not None


def put_head_back(journal: Path, key: Key | None) -> bool:
    """Write the salt back to where it belongs; False where the key is not proven, or it fails."""
    try:
        return key is not None and seal.put_head_back(journal, key)
    except OSError:
        return False


def leftovers(journal: Path) -> list[Path]:
    """What lies beside a journal from work that was broken off, with nobody at it any more."""
    found = []
    marks = (f"{keys_path(journal).name}.*.new", f".{journal.stem}*.part")
    for pattern in marks:
        with contextlib.suppress(OSError):
            found += [path for path in journal.parent.glob(pattern) if not _alive(path)]
    return sorted(found)


def clear(paths: list[Path]) -> None:
    """Remove such leftovers."""
    for path in paths:
        with contextlib.suppress(OSError):
            remove(path)


def _alive(path: Path) -> bool:
    """Whether the process whose number stands in the name still runs."""
    starts = (part.split("-", 1)[0] for part in path.name.split("."))
    numbers = [int(part) for part in starts if part.isdigit()]
    for number in numbers:
        if os.name == "nt":
            return True  # asking there may end it; such files are cleared by the work itself
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            continue
        except OSError:
            return True
        return True
    return False
