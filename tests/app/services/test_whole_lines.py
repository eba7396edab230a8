"""What is said already: whole lines count, a part of a word or of a sentence does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.imports import ReadPerson
from app.model.people import Counterpart
from app.services.merging import merge
from app.services.whole_lines import holds
from app.services.workspace import Workspace
from tests.app.services.test_transfer_updates import run

NOTE = "Not vegan any more, eats everything.\nLikes  tea\n\nHas a dog\u2028and a cat"


@pytest.mark.parametrize(
    "part", ["", " ", "Likes tea", "Likes tea\r\nHas a dog", "and a cat", NOTE]
)
def test_whole_lines_are_held(part: str) -> None:
    assert holds(NOTE, part)


@pytest.mark.parametrize(
    "part", ["vegan", "Likes", "tea", "Not vegan any more", "Likes tea\nand a cat", f"{NOTE}\nX"]
)
def test_parts_of_lines_are_not(part: str) -> None:
    assert not holds(NOTE, part)


def test_answers_of_one_line_are_told_apart_by_what_stands_between_them() -> None:
    assert holds("At the fair; through Ann", "through Ann", "; ")
    assert not holds("At the fair; through Ann", "through Ann")
    assert not holds("Through a Workshop", "Work", "; ")


def test_a_note_comes_in_though_its_words_are_part_of_others(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor", note=NOTE)
    person = ReadPerson("card:dana", "Dana Okafor", "card 1", note="vegan")
    other = replace(person, key="card:other", note="Likes tea\n\nHas a dog")
    for _turn in range(2):
        run(workspace, person)
        run(workspace, other)
        now = workspace.get(Counterpart, dana.id).note
        assert now.startswith(NOTE.split("\u2028")[0])
        assert now.endswith("\n\nvegan")
        assert now.count("Likes") == 1


def test_a_changed_note_is_followed_though_its_words_are_part_of_others(
    workspace: Workspace,
) -> None:
    person = ReadPerson("card:dana", "Dana Okafor", "card 1", note="Eats all")
    run(workspace, person)
    dana = workspace.person_named("Dana")
    with workspace.change("Edit") as edit:
        edit.set(dana, note="Not vegan any more\n\nEats all")
    run(workspace, replace(person, note="vegan"))
    assert workspace.get(Counterpart, dana.id).note == "Not vegan any more\n\nvegan"


def test_a_merge_keeps_both_unless_one_says_the_other_whole(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        kept = edit.add(
            Counterpart,
            name="Dana Okafor",
            how_met="Work",
            note="same",
            style="Short; in the morning",
        )
        gone = edit.add(
            Counterpart,
            name="D. Okafor",
            how_met="Through a Workshop",
            note="same note",
            style="in the morning",
        )
    merge(workspace, kept.id, gone.id)
    found = workspace.get(Counterpart, kept.id)
    assert (found.how_met, found.note, found.style) == (
        "Work; Through a Workshop",
        "same\n\nsame note",
        "Short; in the morning",
    )
