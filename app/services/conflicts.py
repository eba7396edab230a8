"""Copies that a syncing service laid beside a journal because two computers wrote to it.

The patterns are those the services use for their file names; each row of the table says whose.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _
from app.services.workspace import Workspace

_DAY = r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
_TIME = r"(?P<h>\d\d)[-:.]?(?P<min>\d\d)(?:[-:.]?\d\d)?"
_STAMP = rf"{_DAY}(?:[-_ T]+{_TIME})?"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a file's name tells: the services that name copies so, when, and on whose computer."""

    services: str
    when: datetime | None = None
    host: str = ""


# What may stand between a journal's name and its ending, and who puts it there.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("Syncthing", rf"\.sync-conflict-{_STAMP}(?:-(?P<host>[A-Z2-7]{{7}}))?"),
    ("Nextcloud", rf" \(conflicted copy {_DAY} {_TIME}\)"),
    ("Nextcloud", rf" \(conflicted copy (?P<host>[^()]+?) {_DAY} {_TIME}\)"),
    ("ownCloud", rf"_conflict-{_STAMP}"),
    ("Dropbox", rf" \((?P<host>[^()]+?)['’]s conflicted copy {_DAY}\)(?: ?\(\d+\))?"),
    ("Dropbox", rf" \(conflicted copy(?: {_DAY})?\)(?: ?\(\d+\))?"),
    ("Dropbox", r" \((?P<host>[^()]*?)['’]?s? ?(?:selective sync|case) conflict\)(?: ?\(\d+\))?"),
    ("Seafile", rf" \(SFConflict (?P<host>[^()]+?) {_STAMP}\)"),
    ("Google Drive", r" ?\(\d{1,3}\)"),
    ("iCloud", r" (?:[2-9]|[1-9]\d)"),
)
# OneDrive adds the computer's name. Names of journals look much the same ("journal-2025"), so
# only what looks like a computer's usual name counts: capitals and digits, at least one capital.
_ONEDRIVE = r"-((?=[0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,14}|[\w-]+-(MacBook|MBP|iMac|PC|Laptop)[\w-]*)"


def conflict_in(journal: str, name: str, hosts: Iterable[str] = ()) -> Conflict | None:
    """What a file's name says if it is a conflict copy of the journal with that name, else None.

    `hosts` are computers known by name, such as this one, whatever their names look like.
    """
    stem, dot, ending = journal.rpartition(".")
    if not dot:
        stem, ending = journal, ""
    tail = f".{ending}" if dot else ""
    if name == journal or not name.startswith(stem) or not name.endswith(tail):
        return None
    between = name[len(stem) : len(name) - len(tail)]
    for services, pattern in _PATTERNS:
        found = re.fullmatch(pattern, between, re.IGNORECASE)
        if found:
            return Conflict(services, _moment(found), found.groupdict().get("host") or "")
    known = {f"-{host}".casefold() for host in hosts if host}
    if between.casefold() in known or re.fullmatch(_ONEDRIVE, between):
        return Conflict("OneDrive", None, between[1:])
    return None


def _moment(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    if not parts.get("y"):
        return None
    try:
        return datetime(
            int(parts["y"]),
            int(parts["m"]),
            int(parts["d"]),
            int(parts.get("h") or 0),
            int(parts.get("min") or 0),
        )
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a journal holds."""

    people: int
    entries: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A conflict copy beside the journal: whose, of when, and how much it holds if it opens."""

    path: Path
    conflict: Conflict
    when: datetime
    counts: Counts | None = None


def copies_beside(journal: Path, hosts: Iterable[str] = ()) -> tuple[Copy, ...]:
    """Every conflict copy in the journal's folder, the latest first; none is opened."""
    known = tuple(hosts)
    found: list[Copy] = []
    try:
        with os.scandir(journal.parent) as entries:
            for entry in entries:
                conflict = conflict_in(journal.name, entry.name, known)
                if conflict is not None and entry.is_file():
                    changed = datetime.fromtimestamp(entry.stat().st_mtime)
                    path = journal.with_name(entry.name)
                    found.append(Copy(path, conflict, conflict.when or changed))
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda copy: (copy.when, copy.path.name), reverse=True))


def counted(
    workspace: Workspace, copies: Iterable[Copy], stop: Callable[[], bool] = lambda: False
) -> tuple[Copy, ...]:
    """The same copies with what each holds, opened to read with the journal's own key."""
    found: list[Copy] = []
    for copy in copies:
        counts = None
        if not stop():
            try:
                other = Workspace.open(
                    copy.path, workspace.clock, read_only=True, key=workspace.key, still=True
                )
            except UserError:
                pass
            else:
                try:
                    counts = counts_of(other)
                except UserError:
                    pass
                finally:
                    other.close()
        found.append(Copy(copy.path, copy.conflict, copy.when, counts))
    return tuple(found)


def counts_of(workspace: Workspace) -> Counts:
    """How much a journal holds."""
    return Counts(workspace.count(Counterpart), workspace.count(Interaction))


def sentence(copy: Copy) -> str:
    """Whose copy lies beside the journal, and of when."""
    return _("{service} laid a copy of this journal beside it on {when}.").format(
        service=copy.conflict.services, when=copy.when.strftime("%Y-%m-%d %H:%M")
    )


def difference(copy: Copy, ours: Counts) -> str:
    """How the copy differs from the journal, as far as numbers tell."""
    name, theirs = copy.path.name, copy.counts
    if theirs is None:
        return _("{name} does not open as this journal does, or is damaged.").format(name=name)
    if theirs == ours:
        return _("{name} holds as many people and entries as this journal.").format(name=name)
    return _(
        "{name} holds {people} people and {entries} entries; this journal {own_people} and "
        "{own_entries}."
    ).format(
        name=name,
        people=theirs.people,
        entries=theirs.entries,
        own_people=ours.people,
        own_entries=ours.entries,
    )
