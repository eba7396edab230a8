"""Likely pairs of a journal, with their reasons in words."""

from __future__ import annotations

from typing import Any

import pytest

from app.model.errors import Cancelled
from app.model.people import Attention, ContactPoint, Counterpart, PointKind
from app.model.values import PartialDate
from app.services.duplicates import likely_pairs, why_alike
from app.services.merging import merge, not_the_same
from app.services.workspace import Workspace

MAIL, PHONE, URL, HANDLE = PointKind.EMAIL, PointKind.PHONE, PointKind.URL, PointKind.HANDLE


def add(
    workspace: Workspace, name: str, *points: tuple[PointKind, str], firm: str = "", **values: Any
) -> Counterpart:
    with workspace.change("Add") as edit:
        if firm:
            values["organisation_id"] = edit.organisation(firm).id
        person = edit.add(Counterpart, name=name, **values)
        for kind, value in points:
            edit.add(ContactPoint, counterpart_id=person.id, kind=kind, value=value)
    return person


def told(workspace: Workspace, **more: Any) -> list[tuple[str, str, str]]:
    return [(*pair.names, " ".join(pair.reasons)) for pair in likely_pairs(workspace, **more)]


def test_pairs_come_with_reasons_in_words(workspace: Workspace) -> None:
    add(
        workspace,
        "Rui Santos",
        (MAIL, "rui@norte.example"),
        (PHONE, "+351 912 345 678"),
        (URL, "https://www.pages.example/in/rui/"),
        firm="Norte",
        birthday=PartialDate(1980, 5, 4),
    )
    add(
        workspace,
        "R. Santos",
        (MAIL, "Rui@Norte.example"),
        (PHONE, "912345678"),
        (URL, "pages.example/in/rui"),
        firm="Norte Lda",
        birthday=PartialDate(None, 5, 4),
    )
    workspace.set_setting("phone_country", "PT")
    assert told(workspace) == [
        (
            "Rui Santos",
            "R. Santos",
            "Same e-mail address: rui@norte.example. "
            "Same page or handle: pages.example/in/rui. "
            "Same phone number: +351 912 345 678, 912345678. "
            "An initial that fits: Rui Santos, R. Santos. "
            "Same birthday: 4 May 1980. "
            "Same organisation: Norte, Norte Lda. "
            "Both have an address at norte.example.",
        )
    ]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Rui Santos", "Rui Santos", "Same name: Rui Santos."),
        (
            "Rui Santos",
            "Santos, Rui",
            "Same name, written in two ways: Rui Santos, Santos, Rui.",
        ),
        ("陳美玲", "Chen Meiling", "Same name in two scripts: 陳美玲, Chen Meiling."),
        (
            "Bob Smith",
            "Robert Smith",
            "One name is often short for the other: Bob Smith, Robert Smith.",
        ),
        (
            "John Smith",
            "John A. Smith",
            "Same name but for a middle name: John Smith, John A. Smith.",
        ),
    ],
)
def test_names_in_words(workspace: Workspace, one: str, other: str, words: str) -> None:
    first, second = add(workspace, one), add(workspace, other)
    assert told(workspace) == [(one, other, words)]
    assert why_alike(workspace, second.id, first.id) == (words,)


def test_nothing_speaks_for_two_who_have_nothing_in_common(workspace: Workspace) -> None:
    one, other = add(workspace, "Rui Santos"), add(workspace, "Dana Okafor")
    assert why_alike(workspace, one.id, other.id) == ()
    assert told(workspace) == []


def test_the_front_page_of_a_firm_and_a_short_handle_say_nothing(workspace: Workspace) -> None:
    add(workspace, "Rui", (URL, "https://norte.example/"), (HANDLE, "@rui"))
    add(workspace, "Sunny", (URL, "norte.example"), (HANDLE, "rui"))
    assert told(workspace) == []
    add(workspace, "Didi", (HANDLE, "@sunshine"))
    add(workspace, "Chiara Rossi", (HANDLE, "@Sunshine"))
    assert told(workspace) == [("Didi", "Chiara Rossi", "Same page or handle: @sunshine.")]


def test_whoever_was_left_out_is_not_asked_about(workspace: Workspace) -> None:
    add(workspace, "Rui Santos")
    add(workspace, "Rui Santos", attention=Attention.OUT)
    assert told(workspace) == []


def test_a_dismissed_pair_stays_dismissed_until_that_is_undone(workspace: Workspace) -> None:
    one, other = add(workspace, "Rui Santos"), add(workspace, "Rui Santos")
    third = add(workspace, "Santos Rui")
    not_the_same(workspace, other.id, one.id)
    assert {(p.one, p.other) for p in likely_pairs(workspace)} == {
        (one.id, third.id),
        (other.id, third.id),
    }
    # What was said of one holds for whom they become.
    merge(workspace, third.id, other.id)
    assert likely_pairs(workspace) == []
    workspace.undo()
    workspace.undo()
    assert len(likely_pairs(workspace)) == 3


def test_only_pairs_with_some_people(workspace: Workspace) -> None:
    people = [add(workspace, name) for name in ("Rui Santos", "Santos Rui", "Ana Ruiz", "Ruiz Ana")]
    assert [pair.one for pair in likely_pairs(workspace, among={people[3].id})] == [people[2].id]


def test_it_tells_how_far_it_is_and_can_be_stopped(workspace: Workspace) -> None:
    add(workspace, "Rui Santos")
    add(workspace, "Rui Santos")
    heard: list[tuple[int, int]] = []
    likely_pairs(workspace, lambda done, whole: heard.append((done, whole)))
    assert heard
    assert all(done <= whole for done, whole in heard)
    with pytest.raises(Cancelled):
        likely_pairs(workspace, cancelled=lambda: True)
