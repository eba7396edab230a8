"""Remembers what opens a journal in the system's own keyring, only when the user asks for it.

The library is loaded when it is first needed: it costs a tenth of a second, and most people never
use it. Call everything here in a worker: a keyring may ask its own questions first.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

from app.model.errors import JournalError, UserError
from app.model.texts import _
from app.services import vault
from app.services.computer import Computer
from app.store.keys import Key, salt_of

_SERVICE = "kith"
_LEAST_TRUSTED = 1  # keyrings below this priority keep passwords in plain files, or nowhere


def entry_of(journal: Path) -> str:
    """What a journal is called in the keyring: its salt, which says nothing about it.

    Raises:
        JournalError: the file cannot be read.
    """
    try:
        return salt_of(journal).hex()
    except OSError as error:
        raise JournalError(
            _("{name} cannot be read: {why}.").format(name=journal.name, why=error.strerror),
            _("Check the rights of the file."),
        ) from error


def is_remembered(computer: Computer, journal: Path) -> bool:
    """Whether this computer remembers it, told without asking the keyring."""
    try:
        return entry_of(journal) in computer.remembered
    except JournalError:
        return False


def recall(journal: Path) -> Key | None:
    """The key of a remembered journal; None where the keyring has nothing that fits.

    Raises:
        UserError: there is no keyring, or it does not answer.
    """
    code = _ask("get_password", entry_of(journal))
    if code is None:
        return None
    try:
        return vault.unlock(journal, code)
    except UserError:
        return None


def remember(computer: Computer, journal: Path, key: Key) -> None:
    """Put the recovery code into the keyring, under the journal's salt.

    Raises:
        UserError: there is no keyring, or it refuses.
    """
    entry = entry_of(journal)
    _ask("set_password", entry, vault.recovery_code(key))
    computer.remembered = computer.remembered | {entry}


def forget(computer: Computer, entry: str) -> None:
    """Take a journal out of the keyring.

    Raises:
        UserError: there is no keyring, or it refuses.
    """
    _ask("delete_password", entry)
    computer.remembered = computer.remembered - {entry}


def forget_quietly(computer: Computer, entry: str) -> None:
    """Take a journal out of the keyring; where it refuses, what it holds opens nothing any more."""
    if entry in computer.remembered:
        with contextlib.suppress(UserError):
            forget(computer, entry)


def follow(computer: Computer, before: str, journal: Path, key: Key) -> None:
    """Remember a journal under its new key, if it was remembered under the old one."""
    if before in computer.remembered:
        forget_quietly(computer, before)
        with contextlib.suppress(UserError):
            remember(computer, journal, key)


_Request = Literal["get_password", "set_password", "delete_password"]


def _ask(what: _Request, *words: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415 - see above
        from keyring import errors  # noqa: PLC0415
    except ImportError as error:
        raise _none() from error
    if keyring.get_keyring().priority < _LEAST_TRUSTED:
        raise _none()
    try:
        found: str | None = getattr(keyring, what)(_SERVICE, *words)
    except errors.PasswordDeleteError:
        return None  # it was not there any more
    except errors.NoKeyringError as error:
        raise _none() from error
    except errors.KeyringError as error:
        raise UserError(
            _("The keyring of this computer did not answer."),
            _("Unlock it, or type the passphrase; nothing was changed."),
        ) from error
    return found


def _none() -> UserError:
    return UserError(
        _("This computer has no keyring that Kith could use."),
        _("Type the passphrase each time; it is the safer way."),
    )
