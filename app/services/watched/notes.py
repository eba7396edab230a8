"""What the journal notes of watched files: which they are, and how they were seen last.

The notes are no settings anybody chooses value by value, and no part of the history: undo takes
back what a reading did, not that the file was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.model.errors import InputError
from app.model.texts import _
from app.services.workspace import Workspace
from app.store import queries, steps

_PREFIX, _NEWS = "watch.file.", "watch.news"
_MOST_NEWS = 8


def mark_of(key: str) -> str:
    """What stands for a record's key in the notes, where nobody can read a name out of it."""
    import hashlib  # noqa: PLC0415 - OpenSSL comes with it, 4 MB that a start does without

    return hashlib.sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was last read; `taken` holds what was done about each record it brought."""

    size: int = -1
    mtime: int = -1
    digest: str = ""
    taken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watched:
    """A file or a folder that is read again when it changes.

    `told` says what the last change brought, `trouble` why the last look could not read it;
    `unclear` counts records that could be several people and wait for the user.
    """

    path: Path
    read_at: str = ""
    told: str = ""
    trouble: str = ""
    unclear: int = 0
    files: Mapping[str, SeenFile] = field(default_factory=dict)

    @property
    def taken(self) -> dict[str, str]:
        """What was done about every record of every file."""
        return {mark: token for seen in self.files.values() for mark, token in seen.taken.items()}


@dataclass(frozen=True, slots=True)
class News:
    """What one reading changed: a sentence, its step, and the day it happened."""

    step: int
    words: str
    day: str


def watched(workspace: Workspace) -> list[Watched]:
    """Everything that is watched, in the order of the paths."""
    notes = queries.settings_named(workspace.database, _PREFIX)
    found = [_read(text) for text in notes.values()]
    return sorted(found, key=lambda one: str(one.path))


def begin(workspace: Workspace, one: Watched) -> None:
    """Note a file that is watched from now on."""
    with workspace.database.transaction() as connection:
        queries.put_setting(connection, _key(one.path), _written(one))


def renew(workspace: Workspace, before: Watched, now: Watched) -> bool:
    """Note a watched file as it is now, if what is noted of it is still as it was before.

    Else nothing is noted: it is watched no longer, or was read by somebody else.
    """
    key = _key(now.path)
    with workspace.database.transaction() as connection:
        found = queries.setting(workspace.database, key)
        if not found or _read(found) != before:
            return False
        queries.put_setting(connection, key, _written(now))
    return True


def _drop(workspace: Workspace, path: Path) -> None:
    with workspace.database.transaction() as connection:
        queries.drop_setting(connection, _key(path))


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
    _drop(workspace, path)


def news_of(workspace: Workspace) -> list[News]:
    """What was changed today and still stands, new to old."""
    text = queries.settings_named(workspace.database, _NEWS).get(_NEWS, "[]")
    today = str(workspace.today)
    found = []
    for one in json.loads(text):
        step = steps.one(workspace.database, one["step"])
        if one["day"] == today and step is not None and step.state == "done":
            found.append(News(one["step"], one["words"], one["day"]))
    return found


def keep_news(workspace: Workspace, news: News) -> None:
    """Tell this on Today, until the day is over or it is put away."""
    _put_news(workspace, [news, *news_of(workspace)][:_MOST_NEWS])


def drop_news(workspace: Workspace) -> None:
    """Put away what is told on Today."""
    _put_news(workspace, [])


def _put_news(workspace: Workspace, news: list[News]) -> None:
    rows = [{"step": one.step, "words": one.words, "day": one.day} for one in news]
    with workspace.database.transaction() as connection:
        queries.put_setting(connection, _NEWS, json.dumps(rows, ensure_ascii=False))


def is_latest(workspace: Workspace, step: int) -> bool:
    """Whether undo would take back exactly this step."""
    found = steps.one(workspace.database, step)
    return (
        found is not None
        and found.state == "done"
        and not found.thinned
        and steps.count_after(workspace.database, step) == 0
    )


def _key(path: Path) -> str:
    return _PREFIX + mark_of(str(path))


def _written(one: Watched) -> str:
    body: dict[str, Any] = {
        "path": str(one.path),
        "read_at": one.read_at,
        "told": one.told,
        "trouble": one.trouble,
        "unclear": one.unclear,
        "files": {
            name: [seen.size, seen.mtime, seen.digest, dict(seen.taken)]
            for name, seen in one.files.items()
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Watched:
    body = json.loads(text)
    files = {name: SeenFile(*seen) for name, seen in body.pop("files").items()}
    one = Watched(Path(body.pop("path")), files=files)
    return replace(one, **body)
