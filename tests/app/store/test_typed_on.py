"""Typing on at one text is one step; anything that could be wanted back is a step of its own."""

from __future__ import annotations

import pytest

from app.model.people import Counterpart, Kind
from app.model.values import FixedClock
from app.services.workspace import Workspace


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add Dana") as edit:
        return edit.add(Counterpart, name="Dana", note="Met in May.")


def write(workspace: Workspace, clock: FixedClock, note: str, after: float = 10, **more: object):  # type: ignore[no-untyped-def]
    clock.advance(seconds=after)
    (person,) = workspace.people()
    with workspace.change("Change the note of Dana") as edit:
        edit.set(person, note=note, **more)
    return edit.changes


def labels(workspace: Workspace) -> list[str]:
    return [step.label for step in workspace.history()][::-1]


def note(workspace: Workspace) -> str:
    return workspace.people()[0].note


def test_a_note_that_saved_itself_often_is_one_step(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    text = "Met in May."
    heard = []
    workspace.listen(heard.append)
    for word in ["She", "runs", "the", "harbour", "club", "and", "likes", "plain", "words"]:
        text = f"{text} {word}"
        changes = write(workspace, clock, text)
        assert changes.tables == {"counterpart"}
        assert changes.people == {dana.id}
    assert labels(workspace) == ["Add Dana", "Change the note of Dana"]
    assert len({changes.step for changes in heard}) == 1
    workspace.undo()
    assert note(workspace) == "Met in May."
    workspace.redo()
    assert note(workspace) == text
    assert workspace.check() == []


def test_the_step_says_when_the_typing_ended(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    write(workspace, clock, "Met in May. One")
    write(workspace, clock, "Met in May. One two", after=60)
    assert workspace.history()[0].at == clock.now().isoformat(timespec="seconds")


def test_taking_away_much_of_what_was_saved_is_a_step_of_its_own(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    long = "Met in May. " + "She told me about the harbour. " * 4
    write(workspace, clock, long)
    write(workspace, clock, "")
    assert len(labels(workspace)) == 3
    workspace.undo()
    assert note(workspace) == long


@pytest.mark.parametrize("note_after", ["Met in June.", "Met in May, on a boat.", "x Met in May."])
def test_mending_a_few_words_goes_on(
    workspace: Workspace, clock: FixedClock, dana: Counterpart, note_after: str
) -> None:
    write(workspace, clock, "Met in May. She")
    write(workspace, clock, note_after)
    assert len(labels(workspace)) == 2
    workspace.undo()
    assert note(workspace) == "Met in May."


def test_what_is_typed_and_taken_away_again_leaves_no_step(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    write(workspace, clock, "Met in May. Oh")
    changes = write(workspace, clock, "Met in May.")
    assert changes.tables == {"counterpart"}
    assert labels(workspace) == ["Add Dana"]


def test_a_pause_another_day_another_step_or_an_undo_ends_it(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    write(workspace, clock, "Met in May. 1")
    write(workspace, clock, "Met in May. 12", after=121)
    assert len(labels(workspace)) == 3
    clock.advance(hours=14, minutes=57)  # a minute before midnight
    write(workspace, clock, "Met in May. 123", after=0)
    write(workspace, clock, "Met in May. 1234", after=90)
    assert len(labels(workspace)) == 5
    with workspace.change("Add Rui") as edit:
        edit.add(Counterpart, name="Rui")
    with workspace.change("Change the note of Dana") as edit:
        edit.set(dana, note="Met in May. 12345")
    assert len(labels(workspace)) == 7
    workspace.undo()
    with workspace.change("Change the note of Dana") as edit:
        edit.set(dana, note="Met in May. 123456")
    assert [step.kind for step in workspace.history()][:2] == ["do", "undo"]


def test_a_choice_or_a_second_field_is_a_step_of_its_own(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    write(workspace, clock, "Met in May. 1")
    write(workspace, clock, "Met in May. 12", role="Coach")
    write(workspace, clock, "Met in May. 12", kind=Kind.FRIEND)
    write(workspace, clock, "Met in May. 12", kind=Kind.CLIENT)
    assert len(labels(workspace)) == 5


def test_a_clock_that_jumps_back_joins_nothing(
    workspace: Workspace, clock: FixedClock, dana: Counterpart
) -> None:
    write(workspace, clock, "Met in May. 1")
    write(workspace, clock, "Met in May. 12", after=-30)
    assert len(labels(workspace)) == 3
