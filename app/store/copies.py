"""The folder with a journal's copies: their names, what is known of each, and which may go."""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.model.copies import Copy, Reason
from app.store.backup import digest_of
from app.store.files import flush, flush_folder, overwrite, remove, write_whole
from app.store.files import shred as shred_bytes
from app.store.keys import is_protected, keys_path
from app.store.thinning import AHEAD, Dated, to_drop

_NAME = re.compile(r"\.(\d{8}-\d{6})\.([a-z ]+)\.kith")
_MAKER = re.compile(r"\.(\d+)\.part")
_AT = "%Y%m%d-%H%M%S"
_RECORD = "copies.json"
_BROKEN_OFF = 3600  # seconds after which an unfinished copy belongs to nobody
_noting = threading.Lock()  # several workers may look after copies at once
_REASONS = {reason.value: reason for reason in Reason}


def folder_of(journal: Path) -> Path:
    """Where the copies of a journal lie: in a folder beside it."""
    return journal.with_name(f"{journal.stem} backups")


def second_folder(journal: Path, chosen: Path) -> Path:
    """Where the copies lie in a second place of the user's choice."""
    return chosen / f"{journal.stem} backups"


def prepare(folder: Path) -> None:
    """Make the folder, for the owner's eyes only, and clear what was broken off in it.

    Raises:
        OSError: it cannot be made.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        with contextlib.suppress(OSError):  # a stick that knows no rights
            folder.chmod(0o700)  # whatever the umask says
    clear_broken_off(folder)


def clear_broken_off(folder: Path) -> None:
    """Overwrite and delete what was left by copies whose making was broken off."""
    for left in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            if _is_broken_off(left):
                shred_bytes(left)
                left.unlink()


def _is_broken_off(part: Path) -> bool:
    """Whether nobody works at it any more: the process that made it is gone, or it is old."""
    maker = _MAKER.search(part.name)
    if maker is not None and not _is_running(int(maker[1])):
        return True
    return part.stat().st_mtime < time.time() - _BROKEN_OFF


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # there, asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def name_for(journal: Path, folder: Path, reason: Reason, at: datetime) -> Path:
    """A free name that tells when and why."""
    while True:
        name = f"{journal.stem}.{at.strftime(_AT)}.{reason}.kith"
        if not (folder / name).exists():
            return folder / name
        at += timedelta(seconds=1)


# --- what is known of each -----------------------------------------------------------------


def notes_in(folder: Path) -> dict[str, dict[str, str]]:
    """What was noted about each copy, in the order they were made."""
    try:
        found = json.loads((folder / _RECORD).read_bytes())
        copies = found["copies"] if found["kith"] == "copies" else {}
        return {str(name): dict(one) for name, one in copies.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_notes(folder: Path, copies: dict[str, dict[str, str]]) -> None:
    body = {"kith": "copies", "format": 1, "copies": copies}
    write_whole(folder / _RECORD, json.dumps(body, indent=1).encode())


def note(copy: Path, digest: str, journal: str, checked: datetime | None) -> None:
    """Keep what is known of a copy: the digest of its bytes, its journal, when it was whole."""
    when = checked.isoformat(timespec="seconds") if checked is not None else ""
    with _noting:
        copies = notes_in(copy.parent)
        copies[copy.name] = {"digest": digest, "journal": journal, "checked": when}
        _write_notes(copy.parent, copies)


def noted(copy: Path) -> dict[str, str]:
    """What was noted about a copy; empty where nothing was."""
    return notes_in(copy.parent).get(copy.name, {})


def renote(copy: Path, checked: datetime | None, digest: str = "") -> None:
    """Take the bytes of a copy as they are now for the right ones, after it was rewritten."""
    note(copy, digest or digest_of(copy), noted(copy).get("journal", ""), checked)


def state_of(copy: Path) -> tuple[object, ...]:
    """What becomes another when a copy is rewritten, or other bytes are noted as the right ones.

    The number of the file is not asked: not every drive keeps it for a file nobody touches.

    Raises:
        OSError: it is not there.
    """
    found = copy.stat()
    return found.st_size, found.st_mtime_ns, noted(copy).get("digest", "")


def read_name(path: Path) -> tuple[str, datetime, Reason] | None:
    """The stem of the journal, the local time and the reason in the name of a copy."""
    found = _NAME.search(path.name)
    if found is None or found.end() != len(path.name) or found[2] not in _REASONS:
        return None
    try:
        at = datetime.strptime(found[1], _AT)
    except ValueError:
        return None
    return path.name[: found.start()], at, _REASONS[found[2]]


def copies_in(journal: Path, folder: Path, *, second: bool = False) -> list[Copy]:
    """The copies of a journal in a folder, in the order they were made; none without a folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except OSError:
        return []
    known = notes_in(folder)
    order = {name: place for place, name in enumerate(known)}
    names.sort(key=lambda name: order.get(name, -1))  # what nobody noted comes first
    copies = []
    for name in names:
        read = read_name(folder / name)
        if read is None or read[0] != journal.stem:
            continue
        with contextlib.suppress(OSError):
            copies.append(
                copy_at(folder / name, read[1], read[2], known.get(name, {}), second=second)
            )
    return copies


def copy_at(
    path: Path, at: datetime, reason: Reason, known: dict[str, str], *, second: bool
) -> Copy:
    """A copy with what was noted about it.

    Raises:
        OSError: it is not there.
    """
    checked = None
    with contextlib.suppress(ValueError):
        checked = datetime.fromisoformat(known.get("checked", ""))
    return Copy(
        path=path,
        at=at,
        reason=reason,
        size=path.stat().st_size,
        protected=is_protected(path),
        checked=checked,
        journal=known.get("journal", ""),
        second=second,
    )


def last_good(copies: Sequence[Copy], now: datetime) -> Copy | None:
    """The newest copy that was found whole; those a clock that jumped has dated ahead count not."""
    good = [copy for copy in copies if copy.checked is not None and copy.at <= now + AHEAD]
    return max(good, key=lambda copy: copy.at, default=None)


# --- the end of copies ---------------------------------------------------------------------


def thin(journal: Path, folder: Path, identity: str, now: datetime) -> list[Path]:
    """Remove the copies of this very journal that the rule lets go; returns them."""
    mine = [copy for copy in copies_in(journal, folder) if identity and copy.journal == identity]
    places = to_drop([Dated(copy.at, copy.reason.is_special) for copy in mine], now)
    gone = [mine[place].path for place in sorted(places)]
    for path in gone:
        remove_copy(path)
    if gone:
        forget_notes(folder, gone)
    return gone


def remove_copy(path: Path, *, shred: bool = False) -> None:
    """Delete a copy with its lock; `shred` overwrites its bytes first.

    Raises:
        OSError: it cannot be deleted.
    """
    if shred:
        shred_bytes(path)
    remove(path)
    keys_path(path).unlink(missing_ok=True)


def swap(fresh: Path, copy: Path, placed: Callable[[], object] = lambda: None) -> None:
    """Put a rewritten copy in place of the old one, whose bytes are overwritten.

    `placed` is called as soon as it is there: overwriting takes its time.
    """
    flush(fresh)
    if os.name == "nt":
        swap_by_name(fresh, copy)
        placed()
        return
    handle = os.open(copy, os.O_RDWR)
    try:
        fresh.replace(copy)
        try:
            placed()
        finally:
            flush_folder(copy.parent)
            overwrite(handle)
    finally:
        os.close(handle)


def swap_by_name(fresh: Path, copy: Path) -> None:
    """The same where no file that is open can be replaced: a second name holds the old bytes.

    They are overwritten only when the new ones are in place, so a crash never costs both.
    """
    old = copy.with_name(f".{copy.name}.old.{os.getpid()}.part")
    old.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # a stick that knows no second names keeps the old bytes
        os.link(copy, old)
    try:
        fresh.replace(copy)
        flush_folder(copy.parent)
        if old.exists():
            shred_bytes(old)
    finally:
        old.unlink(missing_ok=True)


def forget_notes(folder: Path, gone: Sequence[Path]) -> None:
    """Drop what was noted about copies that are no more."""
    names = {path.name for path in gone}
    with _noting:
        known = notes_in(folder)
        if names & known.keys():
            _write_notes(folder, {name: one for name, one in known.items() if name not in names})


def as_json(copy: Copy) -> dict[str, Any]:
    """A copy as programs read it."""
    return {
        "file": str(copy.path),
        "at": copy.at.isoformat(),
        "reason": copy.reason.value,
        "size": copy.size,
        "protected": copy.protected,
        "checked": copy.checked.isoformat() if copy.checked else None,
        "second_folder": copy.second,
    }
