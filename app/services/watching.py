"""Files that are read again when they change: calendars and address books other programs write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.model.errors import Cancelled, FileReadError, InputError
from app.model.texts import _
from app.services.taking_in.formats import Format, sniff
from app.services.watched.files import files_of, places
from app.services.watched.notes import (
    News,
    Watched,
    begin,
    drop_news,
    is_latest,
    news_of,
    remove,
    watched,
)
from app.services.watched.reading import Outcome, read_one
from app.services.watched.words import unclear_words
from app.services.workspace import Workspace

__all__ = [
    "News",
    "Outcome",
    "Watched",
    "add",
    "drop_news",
    "is_latest",
    "news_of",
    "places",
    "read",
    "remove",
    "unclear_words",
    "watched",
]

_MOST = 50
_FORMATS = frozenset({Format.VCARD, Format.ICALENDAR})


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
    _check_kind(path)
    one = Watched(path)
    begin(workspace, one)
    return one


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


def _check_kind(path: Path) -> None:
    """See that a path can be watched.

    Raises:
        FileReadError: it is no calendar, no address book and no folder of them.
    """
    advice = _("Choose a calendar (.ics), an address book (.vcf), or a folder of them.")
    name = path.name[:80]
    if path.is_dir():
        if not files_of(path):
            raise FileReadError(
                _("“{name}” holds no calendar and no address book.").format(name=name), advice
            )
    elif sniff(path) not in _FORMATS:
        raise FileReadError(
            _("“{name}” is neither a calendar nor an address book.").format(name=name), advice
        )
