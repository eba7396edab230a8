"""One person, whole: the sentences of a profile."""

from __future__ import annotations

from datetime import date

import pytest

from app.model.people import Counterpart, Kind, Pronoun, Rhythm, Verdict, VerdictChoice
from app.model.records import Channel, Interaction, Opener
from app.model.values import Moment, PartialDate
from app.services import day_words, words
from app.services.profile import context, ground, profile, record_verdict, reliability
from app.services.workspace import Workspace


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("add") as edit:
        return edit.add(Counterpart, name="Dana Okafor", pronoun=Pronoun.SHE)


def log(workspace: Workspace, person: Counterpart, *openers: Opener | None) -> None:
    with workspace.change("log") as edit:
        for place, opener in enumerate(openers):
            edit.add(
                Interaction,
                when=Moment(PartialDate(2026, 10, place + 1)),
                people=(person.id,),
                channel=Channel.CALL,
                opener=opener,
            )


@pytest.mark.parametrize(
    ("openers", "told"),
    [
        ((), "Nothing is logged yet."),
        ((Opener.ME,), "Rests on 1 contact since 2026."),
        ((Opener.ME, None, None), "Rests on 3 contacts since 2026."),
        (
            (Opener.ME, Opener.THEM, Opener.THEM),
            "Rests on 3 contacts since 2026. She opened the last two.",
        ),
        (
            (Opener.THEM, Opener.ME, Opener.ME, Opener.ME),
            "Rests on 4 contacts since 2026. You opened the last three.",
        ),
    ],
)
def test_it_says_what_it_rests_on(
    workspace: Workspace, dana: Counterpart, openers: tuple[Opener | None, ...], told: str
) -> None:
    log(workspace, dana, *openers)
    assert profile(workspace, dana.id).rests_on == told


def test_the_users_word_counts_from_when_it_was_first_said(
    workspace: Workspace, dana: Counterpart
) -> None:
    assert profile(workspace, dana.id).your_word == ""
    with workspace.change("verdicts") as edit:
        for month, choice in ((3, "mostly a lead"), (9, "real"), (10, "real")):
            edit.add(
                Verdict,
                counterpart_id=dana.id,
                on=PartialDate(2026, month, 2),
                choice=VerdictChoice(choice),
            )
    found = profile(workspace, dana.id)
    assert found.your_word == "You call it real, since September."
    assert found.ask_first, "more than a month has passed"
    record_verdict(workspace, dana, VerdictChoice.UNSURE, seen_evidence=False)
    found = profile(workspace, dana.id)
    assert found.your_word == "You cannot tell, since November."
    assert not found.ask_first


def test_nobody_is_asked_where_no_test_applies(workspace: Workspace, dana: Counterpart) -> None:
    assert profile(workspace, dana.id).ask_first
    with workspace.change("pitch") as edit:
        edit.set(dana, kind=Kind.PITCH)
    assert not profile(workspace, dana.id).ask_first
    with workspace.change("no") as edit:
        edit.set(dana, kind=Kind.FRIEND, no_contact=True)
    assert not profile(workspace, dana.id).ask_first


def test_what_stands_around_the_tests_is_counts(workspace: Workspace, dana: Counterpart) -> None:
    log(workspace, dana, *[Opener.ME, Opener.THEM] * 4)
    found = profile(workspace, dana.id)
    around = context(workspace, found.log)
    assert [block.name for block in around.blocks] == [
        "communication",
        "commitment",
        "reliability",
        "respect",
    ]
    assert around.steadiness.numbers["months"] == 1
    assert reliability(workspace, found.log).name == "reliability"
    assert ground(found.log).balance.numbers == {"same": 0, "different": 0}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, ""),
        ({"rhythm": Rhythm.QUARTERLY}, "Every three months"),
        ({"rhythm_days": 60}, "Every two months"),
        ({"rhythm_days": 14}, "Every two weeks"),
        ({"rhythm_days": 7}, "Every week"),
        ({"rhythm_days": 45}, "Every 45 days"),
        ({"rhythm_days": 730}, "Every two years"),
        ({"rhythm": Rhythm.SEASONAL, "season_months": (5, 6)}, "In season: May, Jun"),
    ],
)
def test_rhythms_in_words(values: dict[str, object], told: str) -> None:
    assert words.every_words(Counterpart(1, "u", "A", **values)) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (PartialDate(2026, 10, 3), "October"),
        (PartialDate(2026, 1), "January"),
        (PartialDate(2025, 12), "December 2025"),
        (PartialDate(2024), "2024"),
    ],
)
def test_since_when_in_words(day: PartialDate, told: str) -> None:
    assert day_words.month_since(day, date(2026, 11, 22)) == told


def test_lists_in_words() -> None:
    assert words.listed([]) == ""
    assert words.listed(["economic"]) == "economic"
    assert words.listed(["economic", "political", "personal"]) == (
        "economic, political and personal"
    )
