"""`kith watch`: files that are read again when they change."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.imports import Fate
from app.model.texts import _, ngettext
from app.services import watching

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_to(commands: _Commands, command: Callable[..., argparse.ArgumentParser]) -> None:
    """Put the commands among the others."""
    text = _("read a calendar or an address book again when it changes")
    group = commands.add_parser("watch", help=text, description=text, allow_abbrev=False)
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    path = _("a calendar, an address book, or a folder of them")
    made = command(actions, "add", add, _("watch a file or a folder, and read it"))
    made.add_argument("path", type=Path, metavar="PATH", help=path)
    command(actions, "list", list_all, _("what is watched, and what came of it"))
    gone = command(actions, "remove", remove, _("watch it no longer; what it brought stays"))
    gone.add_argument("path", type=Path, metavar="PATH", help=path)
    again = command(actions, "read", read, _("read what has changed"))
    again.add_argument("--all", action="store_true", help=_("also what has not changed"))


def add(desk: Desk, options: Namespace) -> Answer:
    """Watch a path, and read it for the first time."""
    with desk.journal() as workspace:
        one = watching.add(workspace, options.path)
        found = watching.read(workspace, [one.path])
    read = sum(len(outcome.records) for outcome in found)
    told = ngettext(
        "“{name}” is watched from now on. {n} record was read; nothing in it is new.",
        "“{name}” is watched from now on. {n} records were read; nothing in them is new.",
        read,
    )
    return _told(found, told.format(name=one.path.name, n=read))


def list_all(desk: Desk, _options: Namespace) -> Answer:
    """Everything that is watched."""
    with desk.journal() as workspace:
        found = watching.watched(workspace)
    lines = []
    for one in found:
        parts = (str(one.path), one.read_at, one.told, one.trouble, watching.unclear_words(one))
        lines.append("  ".join(filter(None, parts)))
    data = [
        {
            "path": str(one.path),
            "read_at": one.read_at,
            "told": one.told,
            "trouble": one.trouble,
            "unclear": one.unclear,
        }
        for one in found
    ]
    return Answer(data, tuple(lines or [_("Nothing is watched.")]))


def remove(desk: Desk, options: Namespace) -> Answer:
    """Let a path go."""
    with desk.journal() as workspace:
        watching.remove(workspace, options.path)
    told = _("{path} is watched no longer. What it brought stays.").format(path=options.path)
    return Answer({"path": str(options.path)}, (told,))


def read(desk: Desk, options: Namespace) -> Answer:
    """Look at everything that is watched."""
    with desk.journal() as workspace:
        return _told(watching.read(workspace, all_=options.all), _("Nothing has changed."))


def _told(found: list[watching.Outcome], nothing: str) -> Answer:
    data: list[dict[str, Any]] = []
    for one in found:
        counts = {fate.value: sum(r.fate is fate for r in one.records) for fate in Fate}
        records = [shapes.imported(record) for record in one.records]
        told = {"path": str(one.path), "told": one.told, "trouble": one.trouble}
        data.append({**told, **counts, "records": records})
    lines = [text for one in found for text in (one.told, one.trouble) if text]
    return Answer(data, tuple(lines or [nothing]))
