"""Encryption at rest: the secrets that lead to a journal's data key, and the way in and out of it.

The pages of a protected journal are encrypted by SQLCipher with a random data key. That key is
drawn from a random seed and the file's salt (HKDF, Krawczyk and Eronen 2010, RFC 5869). The
recovery code is the seed itself, written in letters. The passphrase wraps the seed: AES-256-GCM
under a key that scrypt (Percival and Josefsson 2016, RFC 7914) makes of it, kept in a small file
beside the journal. So either secret opens the same data key, a new passphrase rewrites a few
hundred bytes, and the recovery code opens the journal even when that small file is lost.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.model.copies import Copy
from app.model.errors import InputError, JournalError, WrongSecretError
from app.model.texts import _
from app.store.conversion import Progress, alone, never, nowhere, rewrite, spoken
from app.store.copies import copies_in, folder_of
from app.store.database import Database
from app.store.keys import (
    SALT,
    Key,
    add_locks,
    is_protected,
    keys_path,
    read_locks,
    salt_of,
    write_locks,
)
from app.store.paged import fits

LEAST_LETTERS = 8
_SEED = 20  # bytes: 160 bits make 32 letters of a recovery code without a rest
_COST = {"name": "scrypt", "n": 2**16, "r": 8, "p": 1}  # 64 MiB, about 0.2 s
_MOST_MEMORY = 2**20  # n * r a lock may ask for: 1 GiB, so that a forged one cannot choke us
_CHECKED = 4  # letters that tell a slip of the pen in a recovery code

# --- secrets and keys ----------------------------------------------------------------------


def new_key() -> Key:
    """A fresh random key for a file with a fresh salt."""
    return _key(secrets.token_bytes(_SEED), secrets.token_bytes(SALT))


def _key(seed: bytes, salt: bytes) -> Key:
    from app.store import ciphers

    return Key(seed, salt, ciphers.derive(seed, salt, b"kith data key"))


def recovery_code(key: Key) -> str:
    """The seed in letters: eight groups of four, and one that tells slips of the pen."""
    letters = base64.b32encode(key.seed).decode()
    letters += _check_letters(key.seed)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _check_letters(seed: bytes) -> str:
    digest = hashlib.sha256(b"kith recovery" + seed).digest()
    return base64.b32encode(digest[:5]).decode()[:_CHECKED]


def seed_of(code: str) -> bytes | None:
    """The seed a recovery code stands for; None for anything else."""
    letters = re.sub(r"[\s\-–—]", "", code).upper().replace("0", "O").replace("1", "I")
    if len(letters) != _SEED * 8 // 5 + _CHECKED or not letters.isascii():
        return None
    try:
        seed = base64.b32decode(letters[:-_CHECKED])
    except ValueError:
        return None
    return seed if _check_letters(seed) == letters[-_CHECKED:] else None


def _wrap(key: Key, passphrase: str) -> dict[str, Any]:
    from app.store import ciphers

    cost = {**_COST, "salt": secrets.token_bytes(16).hex()}
    nonce = secrets.token_bytes(12)
    wrapping, bound = _stretch(passphrase, cost), _bound(key.salt, cost)
    sealed = ciphers.wrap(wrapping, nonce, key.seed, bound)
    return {"salt": key.salt.hex(), "kdf": cost, "nonce": nonce.hex(), "sealed": sealed.hex()}


def _unwrap(lock: dict[str, Any], passphrase: str) -> Key | None:
    """The key this passphrase opens; None where it is another one or the lock is damaged."""
    from app.store import ciphers

    try:
        salt, cost = bytes.fromhex(lock["salt"]), lock["kdf"]
        nonce, sealed = bytes.fromhex(lock["nonce"]), bytes.fromhex(lock["sealed"])
        seed = ciphers.unwrap(_stretch(passphrase, cost), nonce, sealed, _bound(salt, cost))
    except (KeyError, TypeError, ValueError):
        return None
    return _key(seed, salt) if seed is not None else None


def _stretch(passphrase: str, cost: dict[str, Any]) -> bytes:
    from app.store import ciphers

    n, r, p = int(cost["n"]), int(cost["r"]), int(cost["p"])
    if cost["name"] != "scrypt" or n * r > _MOST_MEMORY or p > 16:
        raise ValueError("a lock of another kind")
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return ciphers.stretch(typed, bytes.fromhex(cost["salt"]), n, r, p)


def _bound(salt: bytes, cost: dict[str, Any]) -> bytes:
    return b"kith lock 1" + salt + json.dumps(cost, sort_keys=True).encode()


# --- the file with the locks ---------------------------------------------------------------


def _keep_one(journal: Path, salt: bytes) -> None:
    write_locks(journal, [lock for lock in read_locks(journal) if lock["salt"] == salt.hex()])


# --- opening -------------------------------------------------------------------------------


def unlock(journal: Path, secret: str) -> Key:
    """The key that the passphrase or the recovery code leads to; takes about 0.2 s.

    Raises:
        WrongSecretError: it is neither.
        JournalError: the file with the locks is missing or unreadable, or the journal is.
    """
    try:
        salt = salt_of(journal)
    except OSError as error:
        raise JournalError(
            _("{name} cannot be read: {why}.").format(name=journal.name, why=error.strerror),
            _("Check the rights of the file."),
        ) from error
    legible = [one for one in read_locks(journal) if _is_legible(one)]
    fitting = [one for one in legible if one["salt"] == salt.hex()]
    # Where none fits, the file's own first bytes may be damaged: then the salt of a lock is right.
    locks = fitting[:1] or legible
    seed = seed_of(secret)
    if seed is not None:
        for known in _salts(journal, salt, locks):
            key = _key(seed, known)
            if _opens(journal, key) or fits(journal, key):
                return key
    if not locks:
        raise _no_lock(journal, salt) if seed is None else _no_salt(journal)
    found = next((own for one in locks if (own := _unwrap(one, secret))), None)
    if found is not None and not fitting and not fits(journal, found):
        raise _no_lock(journal, salt)
    if found is None:
        raise WrongSecretError(
            _("This is not the passphrase of {name}.").format(name=journal.name),
            _("Mind capital letters and spaces; the recovery code works here as well."),
        )
    return found


def _is_legible(lock: dict[str, Any]) -> bool:
    """Whether a lock is written as one, whatever passphrase it may fit."""
    try:
        parts = (lock["salt"], lock["nonce"], lock["sealed"], lock["kdf"]["salt"])
        return all(bytes.fromhex(part) for part in parts)
    except (KeyError, TypeError, ValueError):
        return False


def _salts(journal: Path, own: bytes, locks: list[dict[str, Any]]) -> Iterator[bytes]:
    """What the salt of a journal may be, the likeliest first; its copies begin with the same."""
    given = {own: None, **dict.fromkeys(bytes.fromhex(lock["salt"]) for lock in locks)}
    yield from given
    yield from (salt for salt in _salts_of_copies(journal) if salt not in given)


def _salts_of_copies(journal: Path) -> list[bytes]:
    """The salts of the copies beside a journal and of their locks, those of the newest first."""
    found: dict[bytes, None] = {}
    for copy in _copies(journal):
        with suppress(OSError):
            if is_protected(copy.path):
                found[salt_of(copy.path)] = None
        legible = filter(_is_legible, read_locks(copy.path))
        found.update(dict.fromkeys(bytes.fromhex(lock["salt"]) for lock in legible))
    return list(found)


def _copies(journal: Path) -> list[Copy]:
    found = copies_in(journal, folder_of(journal))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def _no_lock(journal: Path, salt: bytes) -> JournalError:
    """What to say where no lock leads from a passphrase to the journal."""
    name = keys_path(journal).name
    back = _("Bring it back from a backup, or use the recovery code.")
    if keys_path(journal).exists() and not any(map(_is_legible, read_locks(journal))):
        text = _("{name}, which the passphrase needs, is there, but it cannot be read.")
        return JournalError(text.format(name=name), back)
    text = _("{name}, which the passphrase needs, is not beside the journal.").format(name=name)
    known = _salts_of_copies(journal)
    if not known or salt in known:
        return JournalError(text, back)
    more = _("The first bytes of {name} may be damaged too: no backup begins with them.")
    advice = _("Use the recovery code, or restore the newest backup: {file}.")
    return JournalError(
        f"{text} {more.format(name=journal.name)}",
        advice.format(file=_copies(journal)[0].path.name),
    )


def _no_salt(journal: Path) -> JournalError:
    """What to say where a whole recovery code opens nothing, and no lock tells the salt."""
    text = _(
        "The first bytes of {name}, its salt, are damaged, and nothing beside it tells what they "
        "were; or the recovery code belongs to another journal."
    )
    copies = _copies(journal)
    if copies:
        advice = _("Restore the newest backup: {file}.").format(file=copies[0].path.name)
    else:
        advice = _("Bring {file} or any backup of the journal back to where it was.").format(
            file=keys_path(journal).name
        )
    return JournalError(text.format(name=journal.name), advice)


def _opens(journal: Path, key: Key) -> bool:
    try:
        Database(journal, read_only=True, key=key).close()
    except JournalError:
        return False
    return True


def begin(journal: Path, passphrase: str) -> Key:
    """The key for a journal that is about to be made.

    Raises:
        InputError: the passphrase is too short.
    """
    check_length(passphrase)
    key = new_key()
    with spoken(journal):
        add_locks(journal, [_wrap(key, passphrase)])
    return key


def check_length(passphrase: str) -> None:
    """Refuse what nobody could call a passphrase.

    Raises:
        InputError: it is too short.
    """
    if len(passphrase.strip()) < LEAST_LETTERS:
        raise InputError(
            _("A passphrase needs at least {n} characters.").format(n=LEAST_LETTERS),
            _("Four or five words that have nothing to do with each other are best."),
        )


# --- conversions ---------------------------------------------------------------------------


def protect(
    journal: Path,
    passphrase: str,
    progress: Progress = nowhere,
    cancelled: Callable[[], bool] = never,
) -> Key:
    """Encrypt a plain journal; returns its key. The plain file is overwritten afterwards.

    Raises:
        InputError: the passphrase is too short, or there is one already.
        JournalError: another program has the journal open, or it cannot be written.
        Cancelled: the user stopped it; the journal is as it was.
    """
    check_length(passphrase)
    if is_protected(journal):
        raise InputError(_("{name} has a passphrase already.").format(name=journal.name))
    key = new_key()
    _encrypt(journal, None, key, passphrase, progress, cancelled)
    return key


def unprotect(
    journal: Path, key: Key, progress: Progress = nowhere, cancelled: Callable[[], bool] = never
) -> None:
    """Take the encryption off.

    Raises:
        JournalError: another program has the journal open, or it cannot be written.
        Cancelled: the user stopped it; the journal is as it was.
    """
    with spoken(journal), alone(journal, key) as source:
        rewrite(source, journal, None, progress, cancelled)
        with suppress(OSError):  # it is done: a lock that opens nothing may stay
            write_locks(journal, [])


def change_passphrase(journal: Path, key: Key, passphrase: str) -> None:
    """Let another passphrase lead to the same key; the journal itself is not touched.

    Raises:
        InputError: the passphrase is too short.
    """
    check_length(passphrase)
    with spoken(journal):
        add_locks(journal, [_wrap(key, passphrase)])


def renew(
    journal: Path,
    key: Key,
    passphrase: str,
    progress: Progress = nowhere,
    cancelled: Callable[[], bool] = never,
) -> Key:
    """Encrypt everything with a fresh key; old recovery codes and old copies of locks fail.

    Raises:
        InputError: the passphrase is too short.
        JournalError: another program has the journal open, or it cannot be written.
        Cancelled: the user stopped it; the journal is as it was.
    """
    check_length(passphrase)
    fresh = new_key()
    _encrypt(journal, key, fresh, passphrase, progress, cancelled)
    return fresh


def _encrypt(
    journal: Path,
    key: Key | None,
    fresh: Key,
    passphrase: str,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Put the journal under a fresh key, whose lock stands beside the old one until it counts."""
    with spoken(journal), alone(journal, key) as source:
        before = read_locks(journal)
        add_locks(journal, [_wrap(fresh, passphrase)])
        try:
            rewrite(source, journal, fresh, progress, cancelled)
        except BaseException:
            # Whatever failed after the file was replaced must not take its lock away.
            if salt_of(journal) != fresh.salt:
                write_locks(journal, before)
            raise
        with suppress(OSError):  # it is done: the old lock opens nothing any more
            _keep_one(journal, fresh.salt)
