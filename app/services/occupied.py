"""Who has a journal open in a window: read from the small file that lies beside it meanwhile.

The window makes that file with Qt, whose layout this reads: a line each for the number of the
process, its program, its computer, the mark of that computer and the mark of its last start.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.model.errors import JournalError
from app.model.texts import _

_MOST_BYTES = 4096
_MARKS = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_START = "/proc/sys/kernel/random/boot_id"


@dataclass(frozen=True, slots=True)
class Holder:
    """A window that has the journal open: which process of which computer, since when."""

    process: int
    host: str
    since: datetime
    here: bool


def lock_path(journal: Path) -> Path:
    """The file that lies beside a journal while a window has it open."""
    real = Path(os.path.realpath(journal))
    return real.with_name(f"{real.name}.lock")


def holder(journal: Path) -> Holder | None:
    """Who has the journal open, None when nobody has; a process that is gone counts as nobody."""
    path = lock_path(journal)
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        since = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return None
    process, _program, host, mark, start = [*text.split("\n"), "", "", "", "", ""][:5]
    if not process.strip().isdigit():
        return None  # being written this moment, or no lock of ours
    here = _is_here(host, mark)
    found = Holder(int(process), host or own_host(), since, here)
    return None if here and not _runs(found.process, start) else found


def elsewhere(journal: Path) -> Holder | None:
    """The window on another computer that has the journal open, if one has."""
    found = holder(journal)
    return found if found is not None and not found.here else None


def occupied(journal: Path, who: Holder) -> JournalError:
    """The sentence for someone who would write to a journal that is open on another computer."""
    return JournalError(
        _("{name} is open on {host} since {when}, so it can only be read here.").format(
            name=journal.name, host=who.host, when=since_words(who)
        ),
        _(
            "Close it there first. If that computer is off, open the journal in the window "
            "here, which asks before it takes over."
        ),
    )


def since_words(who: Holder) -> str:
    """The moment a window took the journal, as one says it."""
    return who.since.strftime("%Y-%m-%d %H:%M")


def _is_here(host: str, mark: str) -> bool:
    ours = _first_line(*_MARKS)
    if mark and ours:
        return mark == ours
    return not host or host == own_host()


def _runs(process: int, start: str) -> bool:
    """Whether a process of this computer is still alive; unknown counts as yes."""
    started = _first_line(_START)
    if start and started and start != started:
        return False  # the computer was started anew since
    if os.name != "posix":
        return True  # asking would end it: on Windows, signal 0 means Ctrl+C
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def own_host() -> str:
    """The name of this computer."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _first_line(*paths: str) -> str:
    for path in paths:
        try:
            return Path(path).read_text(encoding="ascii").split("\n", 1)[0].strip()
        except (OSError, ValueError):
            continue
    return ""
