"""Looks at a journal's file before it is opened: whether it is one, whole, and to be had."""

from __future__ import annotations

import os
from pathlib import Path

from app.model.errors import DamagedError, JournalError, LockedError
from app.model.texts import _
from app.store import wal
from app.store.files import in_use, peek
from app.store.keys import HEADER, Key, has_plain_pages, is_plain, is_protected
from app.store.troubles import damaged


def is_to_be_made(path: Path, *, create: bool, key: Key | None = None) -> bool:
    """Whether the file is to be made; refuses what cannot be a journal."""
    if path.is_dir():
        raise JournalError(
            _("{name} is a folder.").format(name=path.name), _("Choose a file inside it.")
        )
    if not path.exists():
        if not create:
            raise JournalError(
                _("There is no journal at {path}.").format(path=path),
                _("Check the name, or begin a new journal."),
            )
        if not path.parent.is_dir():
            raise JournalError(
                _("The folder {folder} does not exist.").format(folder=path.parent),
                _("Make the folder first, or choose another."),
            )
        return True
    try:
        head = peek(path, len(HEADER))
    except OSError as error:
        raise JournalError(
            _("{name} cannot be read: {why}.").format(name=path.name, why=error.strerror),
            _("Check the rights of the file."),
        ) from error
    if head == b"":
        if create:
            return True
        raise JournalError(
            _("{name} is empty.").format(name=path.name),
            _("Choose another file, or restore a copy."),
        )
    if (key is None) == (head == HEADER):
        return False
    if key is None and not is_protected(path) and (is_plain(head) or has_plain_pages(path)):
        raise damaged(path)
    if key is not None:
        raise JournalError(
            _("{name} has no passphrase any more.").format(name=path.name),
            _("Open it again, without one."),
        )
    if is_protected(path):
        raise LockedError(
            _("{name} is protected by a passphrase.").format(name=path.name),
            _("Unlock it with the passphrase or with the recovery code."),
        )
    raise JournalError(
        _("{name} is not a Kith journal.").format(name=path.name),
        _("Choose a file that Kith made; nothing was changed."),
    )


def check_log(path: Path) -> None:
    """Refuse a journal whose last steps SQLite would forget because one of them is damaged.

    Only after a crash is there a -wal that nobody has open.
    """
    try:
        beside = path.with_name(f"{path.name}-wal")
        if not beside.exists() or not beside.stat().st_size or in_use(path):
            return
        if not wal.is_damaged(path):
            return
    except OSError:
        return  # opening it says what is wrong
    raise DamagedError(
        _("The last steps of {name} are damaged.").format(name=path.name),
        _("Restore a backup, or read what is still readable: opening it would lose those steps."),
    )


def lies_locked(path: Path) -> bool:
    """Whether it lies where nothing can be written beside it, such as on a disc.

    SQLite then opens it only when told that nobody else can write it either.
    """
    return not os.access(path.parent, os.W_OK) and rests(path)


def rests(path: Path) -> bool:
    """Whether all of a journal is in its one file: it is not open anywhere."""
    return not path.with_name(f"{path.name}-wal").exists()
