"""Files that are read again when they change: calendars and address books other programs write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.model.errors import Cancelled, InputError
from app.model.texts import _
from app.services.watch_files import check_kind, files_of, folders_of
from app.services.watch_notes import (
    News,
    Watched,
    drop,
    drop_news,
    is_latest,
    keep,
    news_of,
    watched,
)
from app.services.watch_reading import Outcome, read_one
from app.services.watch_words import waiting
from app.services.workspace import Workspace

__all__ = [
    "News",
    "Outcome",
    "Watched",
    "add",
    "drop_news",
    "files_at",
    "is_latest",
    "news_of",
    "places",
    "read",
    "remove",
    "unclear_words",
    "watched",
]

_MOST = 50


def add(workspace: Workspace, path: Path) -> Watched:
    """Watch a file or a folder from now on; the first reading takes in all of it.

    Raises:
        FileReadError: it is no calendar, no address book and no folder of them.
        InputError: it is watched already.
    """
    path = path.expanduser().absolute()
    before = watched(workspace)
    if any(one.path == path for one in before):
        raise InputError(_("“{name}” is watched already.").format(name=path.name[:80]))
    if len(before) >= _MOST:
        raise InputError(
            _("{n} files are watched already.").format(n=_MOST),
            _("Watch a folder that holds several of them."),
        )
    check_kind(path)
    one = Watched(path)
    keep(workspace, one)
    return one


def remove(workspace: Workspace, path: Path) -> None:
    """Watch it no longer; what it brought stays.

    Raises:
        InputError: it is not watched.
    """
    path = path.expanduser().absolute()
    if all(one.path != path for one in watched(workspace)):
        raise InputError(
            _("“{name}” is not watched.").format(name=path.name[:80]),
            _("See what is with “kith watch list”, or in the settings."),
        )
    drop(workspace, path)


def read(
    workspace: Workspace,
    paths: Sequence[Path] | None = None,
    *,
    all_: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> list[Outcome]:
    """Read what changed, each watched path as a step of its own; a read-only journal reads none.

    Raises:
        Cancelled: the user stopped it; what was read before that stays.
    """
    if workspace.read_only:
        return []
    found = []
    for one in watched(workspace):
        if paths is not None and one.path not in paths:
            continue
        if cancelled is not None and cancelled():
            raise Cancelled
        outcome = read_one(workspace, one.path, all_=all_, cancelled=cancelled)
        if outcome is not None:
            found.append(outcome)
    return found


def places(workspace: Workspace, most: int = 500) -> list[str]:
    """The files and folders a window can be told of when they change; folders come first."""
    if workspace.read_only:
        return []
    folders: dict[str, None] = {}
    files: dict[str, None] = {}
    for one in watched(workspace):
        folders.update(dict.fromkeys(str(place) for place in folders_of(one.path)))
        files.update(dict.fromkeys(str(file) for file in files_of(one.path).values()))
    return [*folders, *files][:most]


def files_at(path: Path) -> list[Path]:
    """The calendars and address books at a watched path."""
    return list(files_of(path).values())


def unclear_words(one: Watched) -> str:
    """What waits for the user, "" when nothing does."""
    return waiting(one.unclear) if one.unclear else ""
