"""Watching is ended, or somebody else reads, while a watched file is being read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Meeting
from app.services import watching
from app.services.watched import notes
from app.services.workspace import Workspace
from tests.app.services.test_watching import ada, calendar, event, follow, put, work

__all__ = ["ada", "work"]  # fixtures


def meanwhile(workspace: Workspace, do: Callable[[Workspace], object]) -> Callable[[], bool]:
    """Does this through another connection, once, while a file is being read."""
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        if len(asked) == 2:
            other = workspace.beside()
            do(other)
            other.close()
        return False

    return cancelled


@pytest.mark.parametrize("title", ["Review", ""])
def test_a_reading_does_not_undo_that_the_watching_was_ended(
    workspace: Workspace, work: Path, ada: Counterpart, title: str
) -> None:
    named = calendar(event(title=title))
    put(work, named if title else named.replace("ada@", "nobody@"))
    watching.add(workspace, work)
    stop = meanwhile(workspace, lambda other: watching.remove(other, work))
    assert watching.read(workspace, cancelled=stop) == []
    assert watching.watched(workspace) == []
    assert workspace.find(Meeting) == []
    assert workspace.can_undo() == "Add"


def test_two_who_read_the_same_file_take_it_in_once(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    put(work, calendar(event()))
    watching.add(workspace, work)
    assert watching.read(workspace, cancelled=meanwhile(workspace, watching.read)) == []
    assert len(workspace.find(Meeting)) == 1
    (one,) = watching.watched(workspace)
    assert one.told == "Calendar work.ics: 1 new meeting."


def test_what_is_watched_no_longer_is_not_noted_again(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    follow(workspace, work, calendar(event()))
    (one,) = watching.watched(workspace)
    assert notes.renew(workspace, one, replace(one, trouble="gone"))
    assert not notes.renew(workspace, one, replace(one, trouble="late")), "it is not as it was"
    watching.remove(workspace, work)
    assert not notes.renew(workspace, one, one)
    assert watching.watched(workspace) == []
