"""What a person does with a journal, and how each deed ends: well, with a sentence, or badly."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.reading import TimelineFilter
from app.model.records import Interaction
from app.model.values import Clock
from app.services import (
    backups,
    people_list,
    prep,
    profile,
    quick_log,
    search,
    standings,
    timeline,
    today,
    trash,
)
from app.services.vault import Key
from app.services.workspace import Workspace

_LONGEST = 60  # seconds for one deed: longer is a hang


class HangError(Exception):
    """A deed did not come to an end."""


@dataclass
class Told:
    """How the deeds of one story ended."""

    well: int = 0
    sentences: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    opened: bool = False


@contextlib.contextmanager
def deed(told: Told, name: str) -> Iterator[None]:
    """Counts how the block ends; nothing but a sentence for a person may come out of it."""

    def ring(_number: int, _frame: object) -> None:
        raise HangError(name)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_LONGEST)
    try:
        yield
    except UserError as error:
        if not error.text or not error.advice:
            told.problems.append(f"{name}: {error} (no advice)")
        told.sentences.append(f"{name}: {error}")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        told.problems.append(
            f"{name}: {type(error).__name__}: {error} at {Path(where.filename).name}:{where.lineno}"
        )
    else:
        told.well += 1
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def story(path: Path, key: Key | None, clock: Clock, *, writing: bool = True) -> Told:
    """Open a journal, look at everything in it, and do what one does with it."""
    told = Told()
    with deed(told, "open"):
        workspace = Workspace.open(path, clock, key=key)
        told.opened = True
    if not told.opened:
        return told
    try:
        deeds = dict(READING)
        if writing:
            deeds |= WRITING
        for name, act in deeds.items():
            with deed(told, name):
                act(workspace)
    finally:
        with deed(told, "close"):
            workspace.close()
    return told


def _profiles(workspace: Workspace) -> None:
    for person in workspace.names():
        profile.profile(workspace, person.id)


def _timeline(workspace: Workspace) -> None:
    keys = [key for key, _day in timeline.first_keys(workspace, TimelineFilter(), 10_000)]
    timeline.entries(workspace, keys)


def _prepare(workspace: Workspace) -> None:
    for person in workspace.names()[:5]:
        prep.prepare(workspace, person.id)


def _log(workspace: Workspace) -> None:
    line = "call with Dana today 5m They opened. Talked of the damage"
    quick = quick_log.parse(line, workspace.names(), workspace.clock.now())
    quick_log.log(workspace, quick)


def _edit(workspace: Workspace) -> None:
    with workspace.change("Edit") as edit:
        for person in workspace.find(Counterpart)[:3]:
            edit.set(person, note=f"{person.note} More.")


def _remove(workspace: Workspace) -> None:
    with workspace.change("Delete") as edit:
        for entry in workspace.find(Interaction)[:2]:
            edit.remove(entry)


def _undo(workspace: Workspace) -> None:
    workspace.undo()


def _redo(workspace: Workspace) -> None:
    workspace.redo()


READING: dict[str, Callable[[Workspace], object]] = {
    "people": people_list.people_list,
    "today": today.today,
    "profiles": _profiles,
    "timeline": _timeline,
    "prepare": _prepare,
    "search": lambda workspace: [search.best(workspace, word) for word in ("call", "the")],
    "history": lambda workspace: workspace.history(10_000),
    "trash": trash.items,
    "drafts": lambda workspace: workspace.drafts(),
}
WRITING: dict[str, Callable[[Workspace], object]] = {
    "standings": standings.refresh,
    "log": _log,
    "edit": _edit,
    "delete": _remove,
    "draft": lambda workspace: workspace.save_draft("log", "Half a sentence"),
    "undo": _undo,
    "redo": _redo,
    "copy": backups.daily,
}
