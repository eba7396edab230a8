"""What another program writes is noticed; what was written here, or is no change, is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.changes import Changes
from app.model.people import Counterpart
from app.services import standings
from app.services.workspace import Workspace
from tests.sample_copies import put_sample


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """The same journal open in a window, and in a terminal."""
    path = tmp_path / "journal.kith"
    put_sample(path)
    window, terminal = Workspace.open(path), Workspace.open(path)
    assert not window.changed_elsewhere()
    yield window, terminal
    window.close()
    terminal.close()


def add(workspace: Workspace, name: str) -> None:
    with workspace.change(f"Add {name}") as edit:
        edit.add(Counterpart, name=name)


def test_a_step_of_another_program_is_noticed_once(both: tuple[Workspace, Workspace]) -> None:
    window, terminal = both
    add(terminal, "Someone")
    assert window.changed_elsewhere()
    assert not window.changed_elsewhere()
    terminal.undo()
    assert window.changed_elsewhere()
    terminal.set_setting("paper", "letter")
    assert window.changed_elsewhere()
    assert window.setting("paper") == "letter"
    assert not window.changed_elsewhere()


def test_what_was_written_here_is_not(both: tuple[Workspace, Workspace]) -> None:
    window, terminal = both
    add(window, "Someone")
    window.set_setting("paper", "letter")
    window.undo()
    terminal.save_draft("log", "half a line")
    assert not window.changed_elsewhere()


def test_standings_worked_out_beside_are_no_change(both: tuple[Workspace, Workspace]) -> None:
    window, worker = both
    add(window, "Someone")
    assert standings.refresh(worker) > 0
    assert not window.changed_elsewhere()


def test_a_step_of_another_program_right_before_one_of_ours_is_noticed(
    both: tuple[Workspace, Workspace],
) -> None:
    window, terminal = both
    add(terminal, "Someone")
    add(window, "Someone else")
    assert window.changed_elsewhere()
    assert not window.changed_elsewhere()


def test_a_setting_of_another_program_right_before_one_of_ours_is_noticed_with_its_next_step(
    both: tuple[Workspace, Workspace],
) -> None:
    window, terminal = both
    add(terminal, "Someone")
    window.set_setting("paper", "letter")
    assert window.changed_elsewhere()


def test_what_a_worker_wrote_and_told_of_is_not(both: tuple[Workspace, Workspace]) -> None:
    window, terminal = both
    worker = window.beside()
    heard: list[Changes] = []
    worker.listen(heard.append)
    add(worker, "By the worker")
    worker.undo_back_to(1)
    told: list[Changes] = []
    window.listen(told.append)
    for changes in heard:
        window.announce(changes)
    assert told == heard
    assert not window.changed_elsewhere()
    add(terminal, "By the terminal")
    window.announce(heard[0])
    assert window.changed_elsewhere()
    worker.close()


def test_what_a_worker_wrote_and_nobody_was_told_of_is_noticed_once(
    both: tuple[Workspace, Workspace],
) -> None:
    window, _terminal = both
    worker = window.beside()
    add(worker, "By the worker")
    assert window.changed_elsewhere()
    assert not window.changed_elsewhere()
    worker.close()


def test_a_worker_told_of_late_and_a_step_of_ours_meanwhile_are_not(
    both: tuple[Workspace, Workspace],
) -> None:
    window, terminal = both
    worker = window.beside()
    heard: list[Changes] = []
    worker.listen(heard.append)
    add(worker, "By the worker")
    add(window, "By the window")
    for changes in heard:
        window.announce(changes)
    assert not window.changed_elsewhere()
    add(worker, "By the worker again")
    add(terminal, "By the terminal")
    add(window, "By the window again")
    window.announce(heard[-1])
    assert window.changed_elsewhere()
    worker.close()


def test_what_was_given_up_half_way_hides_nothing_of_another_program(
    both: tuple[Workspace, Workspace],
) -> None:
    window, terminal = both
    with pytest.raises(RuntimeError), window.change("Add someone") as edit:
        edit.add(Counterpart, name="Someone")
        raise RuntimeError
    add(terminal, "Someone else")
    assert window.changed_elsewhere()


def test_what_a_worker_took_back_and_nobody_was_told_of_is_noticed(
    both: tuple[Workspace, Workspace],
) -> None:
    window, _terminal = both
    add(window, "Someone")
    worker = window.beside()
    worker.undo()
    worker.close()
    assert window.changed_elsewhere()


def test_a_setting_that_was_here_before_is_noticed_when_another_program_brings_it_back(
    both: tuple[Workspace, Workspace],
) -> None:
    window, terminal = both
    assert window.setting("paper") == "a4" and not terminal.changed_elsewhere()
    window.set_setting("paper", "letter")
    window.set_setting("paper", "a4")
    terminal.set_setting("paper", "letter")
    assert window.changed_elsewhere()
    assert window.setting("paper") == "letter"
    assert not window.changed_elsewhere()
    window.set_setting("paper", "a4")
    assert terminal.changed_elsewhere()
    terminal.set_setting("paper", "letter")  # as it stood when the window looked last
    assert window.changed_elsewhere()
    assert window.setting("paper") == "letter"
    terminal.save_draft("log", "half a line")
    assert not window.changed_elsewhere()


def test_a_setting_changed_and_changed_back_here_is_not(both: tuple[Workspace, Workspace]) -> None:
    window, terminal = both
    for paper in ("letter", "a4", "letter", "a4", "letter"):
        window.set_setting("paper", paper)
        terminal.save_draft("log", paper)
        assert not window.changed_elsewhere()


def test_every_save_of_one_sitting_at_a_note_is_noticed(both: tuple[Workspace, Workspace]) -> None:
    reader, writer = both
    person = writer.people()[0]
    before = len(writer.history())
    for text in ("Likes", "Likes tea.", "Likes tea. Moves to Oslo in May."):
        with writer.change("Change the note") as edit:
            edit.set(writer.get(Counterpart, person.id), note=text)
        assert reader.changed_elsewhere()
        assert reader.get(Counterpart, person.id).note == text
        assert not reader.changed_elsewhere()
        assert not writer.changed_elsewhere()
    assert len(writer.history()) == before + 1
