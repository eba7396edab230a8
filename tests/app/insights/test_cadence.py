"""Keep-in-touch rhythm: never overdue too soon, never set back, never asked of the paused."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.cadence import capacity, due, last_contact, next_due, standing
from app.model.findings import Finding, State
from app.model.people import Kind, Rhythm
from app.model.records import Channel, Opener
from tests.app.insights.insight_logs import POLICY, TODAY, contact, day, log, pause, person


def after(days: int, **values: Any) -> Finding:
    """How a person stands so many days after the last contact."""
    pauses = values.pop("pauses", ())
    return standing(person(**values), day(days), pauses, TODAY, POLICY)


@pytest.mark.parametrize(
    ("days", "result", "word"),
    [
        (0, "fine", "On rhythm"),
        (44, "fine", "On rhythm"),
        (45, "due", "15 days over"),
        (31, "fine", "On rhythm"),
        (90, "due", "60 days over"),
        (91, "quiet", "Quiet"),
        (1095, "quiet", "Quiet"),
        (1096, "dormant", "Dormant"),
    ],
)
def test_the_marks_of_a_monthly_rhythm(days: int, result: str, word: str) -> None:
    found = after(days)
    assert (found.result, found.word) == (result, word)
    assert found.numbers["over"] == max(0, days - 30)


def test_what_is_said() -> None:
    quiet = after(112, rhythm_days=30)
    assert quiet.sentence == (
        "112 days since you were in touch; you meant every month. It has gone quiet."
    )
    assert quiet.change == "Any contact you log starts the clock again."
    assert "Dormant, not lost" in after(1200, rhythm=Rhythm.YEARLY).sentence
    assert after(5, rhythm=None).result == "no rhythm"
    assert after(5, rhythm=None).state is State.SILENT
    assert after(1).sentence.startswith("1 day since")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rhythm": Rhythm.WEEKLY}, "every week"),
        ({"rhythm": Rhythm.QUARTERLY}, "every three months"),
        ({"rhythm": Rhythm.TWICE_A_YEAR}, "twice a year"),
        ({"rhythm": Rhythm.SEASONAL, "season_months": (10, 11)}, "once a season"),
        ({"rhythm_days": 60}, "every two months"),
        ({"rhythm_days": 45}, "every 45 days"),
        ({"rhythm": Rhythm.SEASONAL, "rhythm_days": 28}, "every four weeks"),
    ],
)
def test_the_rhythm_is_told_as_it_was_chosen(values: dict[str, Any], told: str) -> None:
    assert f"; you meant {told}." in after(800, **values).sentence


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"channel": Channel.EMAIL}, "Your mail 60 days ago was not answered."),
        ({"channel": Channel.MESSAGE}, "Your message 60 days ago was not answered."),
        ({"channel": Channel.LETTER}, "Your letter 60 days ago was not answered."),
        ({"channel": Channel.CALL}, "The contact 60 days ago went one way."),
        (
            {"channel": Channel.EMAIL, "opener": Opener.THEM},
            "The contact 60 days ago went one way.",
        ),
    ],
)
def test_a_later_contact_that_went_one_way_is_told(values: dict[str, Any], told: str) -> None:
    asked = contact(60, **{"opener": Opener.ME, "answered": False, **values})
    found = due(log(contact(199, channel=Channel.CALL), asked), POLICY)
    assert found.sentence == (
        "199 days since you were in touch; you meant every month. It has gone quiet. " + told
    )
    assert found.details == (told,)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (0, "The contact today went one way."),
        (1, "The contact yesterday went one way."),
        ("2026-10", "The contact of October 2026 went one way."),
        ("2026", "The contact of 2026 went one way."),
    ],
)
def test_a_contact_one_way_is_dated_as_it_is_known(when: int | str, told: str) -> None:
    talks = [contact("2025", channel=Channel.CALL), contact(when, two_way=False)]
    assert due(log(*talks), POLICY).details == (told,)


def test_nothing_is_added_where_both_count_the_same_day() -> None:
    unanswered = contact(60, Opener.ME, channel=Channel.EMAIL, answered=False)
    for last in (60, 30):
        found = due(log(unanswered, contact(last, channel=Channel.CALL)), POLICY)
        assert found.details == ()
        assert found.sentence.startswith(f"{last} days since")
    ahead = contact(-3, two_way=False)
    assert due(log(contact(30), ahead), POLICY).details == ()


def test_where_no_contact_went_both_ways_that_is_said() -> None:
    found = due(log(contact(60, Opener.ME, channel=Channel.EMAIL, answered=False)), POLICY)
    assert found.result == "nothing logged"
    assert found.sentence == (
        "No contact with Dana that went both ways is logged yet. "
        "Your mail 60 days ago was not answered."
    )


@given(st.sampled_from(list(Rhythm)), st.integers(0, 1000))
def test_never_overdue_before_one_and_a_half_rhythms(rhythm: Rhythm, days: int) -> None:
    found = after(days, rhythm=rhythm)
    ratio = days / (person(rhythm=rhythm).days_between or 1)
    assert (found.result == "fine") == (ratio < 1.5)
    assert found.numbers["ratio"] == pytest.approx(ratio)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), st.integers(0, 500))
def test_an_entry_added_later_never_sets_the_clock_back(agos: list[int], added: int) -> None:
    contacts = [contact(ago) for ago in agos]
    before = last_contact(contacts, TODAY)
    now = last_contact([*contacts, contact(added)], TODAY)
    assert before is not None and now is not None
    assert now == max(before, day(added))


@given(st.integers(0, 900), st.sampled_from(list(Rhythm)), st.sampled_from([(), (6, 7, 8)]))
def test_the_due_day_is_the_first_day_on_which_it_is_due(
    days: int, rhythm: Rhythm, months: tuple[int, ...]
) -> None:
    who = person(rhythm=rhythm, season_months=months)
    last = day(days)
    due_on = next_due(who, last, (), TODAY, POLICY)
    assert due_on is not None
    eve, then = (
        standing(who, last, (), moment, POLICY).result
        for moment in (due_on - timedelta(days=1), due_on)
    )
    assert eve in ("fine", "paused", "dormant")
    assert then in ("due", "dormant")


def test_what_counts_as_contact() -> None:
    assert last_contact([contact(40), contact(9, two_way=False)], TODAY) == day(40)
    assert last_contact([contact(40), contact(9, answered=False)], TODAY) == day(40)
    assert last_contact([contact(40), contact(9, channel=Channel.EMAIL)], TODAY) == day(9)
    assert last_contact([contact(40), contact(9, present=20)], TODAY) == day(9)
    assert last_contact([contact(40), contact("2026-11")], TODAY) == date(2026, 11, 1)
    assert last_contact([contact(-3)], TODAY) is None


def test_from_a_log() -> None:
    first, second = contact(100), contact(60)
    found = due(log(first, second), POLICY)
    assert (found.result, found.entries, found.since) == ("due", (second.id,), day(60))
    assert found.numbers["due_on"] == day(15).isoformat()
    assert found.numbers["aim"] == day(30).isoformat()
    nothing = due(log(), POLICY)
    assert nothing.result == "nothing logged"
    assert nothing.sentence == "No contact with Dana is logged yet."
    strange = due(log(person=person(name="{days} {0}")), POLICY)
    assert strange.sentence == "No contact with {days} is logged yet."


def test_pauses_are_off_the_clock() -> None:
    found = after(60, pauses=(pause(50, 30),))
    assert (found.result, found.numbers["days"]) == ("fine", 39)
    assert found.sentence.startswith("60 days (39 that count) since")
    resting = after(60, pauses=(pause(10),))
    assert (resting.result, resting.word) == ("paused", "Paused")
    assert resting.sentence == "Off the clock at present; the last contact was on 23 September."
    assert after(1300, pauses=(pause(1200, 900),)).result == "quiet"


def test_months_off_season_are_off_the_clock() -> None:
    summer = {"rhythm": Rhythm.SEASONAL, "season_months": (6, 7, 8)}
    who = person(**summer)
    assert after(100, **summer).result == "paused"
    july, last = date(2026, 7, 15), date(2025, 8, 10)
    found = standing(who, last, (), july, POLICY)
    assert (found.result, found.numbers["days"], found.numbers["rhythm"]) == ("fine", 66, 92)
    assert next_due(who, last, (), july, POLICY) == date(2027, 6, 25)


def test_a_wish_for_no_contact_is_never_reminded_of() -> None:
    assert after(900, no_contact=True).result == "not applicable"
    assert next_due(person(no_contact=True), day(900), (), TODAY, POLICY) is None
    assert next_due(person(), None, (), TODAY, POLICY) is None
    assert next_due(person(rhythm=None), day(9), (), TODAY, POLICY) is None


def test_capacity_is_shown_without_shame() -> None:
    people = [person(rhythm=Rhythm.WEEKLY), person(), person(rhythm=Rhythm.YEARLY)]
    people += [person(rhythm=None), person(no_contact=True)]
    found = capacity(people)
    assert found.sentence == (
        "You mean to be in touch with 2 people at least monthly, 1 of them weekly."
    )
    assert found.numbers["people"] == 4
    assert found.details == ()
    assert capacity([person(kind=Kind.LEAD)]).details == (
        "Leads and honest pitches need no friendship.",
    )
