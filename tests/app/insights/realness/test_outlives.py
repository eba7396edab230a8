"""The first test: what came after an outcome, told in sentences."""

from typing import Any

import pytest

from app.insights.realness import t1
from app.model.findings import Finding, State
from app.model.people import Pronoun, Rhythm
from app.model.records import Ask, Channel, Deal, Interaction, Opener, Result, Source
from app.model.values import PartialDate
from tests.app.insights.insight_logs import POLICY, contact, day, deal, log, pause, person

ME, THEM = Opener.ME, Opener.THEM
WON, LOST, SHELVED, DELIVERED = Result.WON, Result.LOST, Result.SHELVED, Result.DELIVERED
RUN_UP = [contact(ago, ME, Ask.SALE, two_way=True) for ago in (400, 380, 360, 340)]


def free(ago: int | str, opener: Opener = THEM, **values: Any) -> Interaction:
    """A two-way talk that wanted nothing."""
    return contact(ago, opener, Ask.NONE, **{"two_way": True, **values})


def judged(*after: Interaction, deals: Deal | None = None, **values: Any) -> Finding:
    """The first test after a deal won 300 days ago, unless another is given."""
    return t1(log(*RUN_UP, *after, deals=(deals or deal((300, WON)),), **values), POLICY)


@pytest.mark.parametrize(
    ("after", "result"),
    [
        ([free(290), free(280)], "followed through"),
        ([free(290), free(280, two_way=False)], "followed through"),
        ([free(290, two_way=None), free(280, two_way=None)], "a thread remains"),
        ([free(290, two_way=False), free(280, two_way=False)], "a thread remains"),
        ([free(290)], "a thread remains"),
        ([free(292), free(240)], "followed through"),
        ([free(293), free(240)], "a thread remains"),
        ([free(292), free(239)], "a thread remains"),
        ([], "ended with the lead"),
        ([contact(290, THEM), contact(280, THEM)], "ended with the lead"),
        ([free(290, logistics=True), free(280, logistics=True)], "ended with the lead"),
        ([contact(290, THEM, Ask.SALE), contact(280, ME, Ask.FAVOUR)], "ended with the lead"),
        ([free(290, present=8), free(280, present=8)], "ended with the lead"),
        ([free(290, channel=Channel.CALL, two_way=None), free(280)], "followed through"),
    ],
)
def test_one_outcome(after: list[Interaction], result: str) -> None:
    assert judged(*after).result == result


@pytest.mark.parametrize("result", Result)
def test_every_outcome_counts_alike(result: Result) -> None:
    assert judged(free(290), free(280), deals=deal((300, result))).result == "followed through"
    assert judged(deals=deal((300, result))).result == "ended with the lead"


def test_no_outcome_is_not_applicable() -> None:
    found = t1(log(*RUN_UP, deals=(Deal(1, "d", 1, "Open"),)), POLICY)
    assert (found.result, found.state) == ("not applicable", State.SILENT)
    assert "no outcome" not in found.sentence
    assert found.change.startswith("The test begins with the first dated outcome")


def test_it_may_be_given_before_the_window_ends_but_not_refused() -> None:
    recent = deal((28, WON))
    early = judged(deals=recent)
    assert early.result == "too early to say"
    assert early.sentence == (
        "After you won “Audit” on 25 October, only 28 of 60 days have passed. Too early to say."
    )
    assert early.change == (
        "Two more conversations with no ask in them, one of them two-way, by 24 December would"
        " show it follows through."
    )
    assert judged(free(15), free(6), deals=recent).result == "followed through"
    assert judged(free(15), deals=recent).change.startswith("One more conversation with no ask")
    assert judged(deals=deal((60, WON))).result == "too early to say"
    assert judged(deals=deal((61, WON))).result == "ended with the lead"


def test_the_plain_sentence_of_the_specification() -> None:
    found = t1(
        log(
            *RUN_UP,
            free("2026-06-01", THEM),
            free("2026-05-20", ME),
            deals=(deal(("2026-05-03", LOST), title="the bid"),),
        ),
        POLICY,
    )
    assert found.sentence == (
        "After you lost “the bid” on 3 May you were in touch twice without any business in it; you"
        " opened one, she opened one. The relationship went on after the lead."
    )
    assert found.change == "Without one of these conversations this would no longer hold."
    assert "A lost deal has no delivery work" in found.details[0]
    assert found.numbers["q"] == found.numbers["tw"] == 2
    assert (found.numbers["mine"], found.numbers["theirs"]) == (1, 1)
    assert found.since == day(202 - 7)
    assert len(found.entries) == 2


@pytest.mark.parametrize(
    ("result", "title", "begin"),
    [
        (SHELVED, "Pilot", "After “Pilot” was shelved on 26 January, the next 60 days hold no"),
        (DELIVERED, "", "After you delivered the deal on 26 January, the next 60 days hold no"),
    ],
)
def test_how_outcomes_are_told(result: Result, title: str, begin: str) -> None:
    found = judged(deals=deal((300, result), title=title))
    assert found.sentence.startswith(begin)
    assert found.change == (
        "If you forgot to log two conversations with no ask in them, one of them two-way, this"
        " would turn."
    )


def test_a_thread_with_nobody_known_to_have_opened() -> None:
    nobody = contact(290, None, Ask.NONE)
    found = judged(nobody)
    assert found.sentence.endswith("once without any business in it. A thread remains.")
    assert "If you forgot to log one two-way conversation" in found.change


def test_a_sleeping_journal_is_not_a_sleeping_tie() -> None:
    slept = judged(others=2)
    assert slept.result == "not enough evidence"
    assert "the journal slept" in slept.sentence
    assert slept.change == "Entries from that time, once you add them, would let the test speak."
    assert judged(free(290), others=1).result == "not enough evidence"
    assert judged(free(290), free(280), others=0).result == "followed through"


def test_silence_is_not_judged_without_a_rhythm() -> None:
    found = judged(person=person(rhythm=None))
    assert found.result == "not enough evidence"
    assert "no rhythm is set" in found.sentence
    assert found.change.startswith("Say how often")


def test_the_window_follows_the_rhythm() -> None:
    quarterly = person(rhythm=Rhythm.QUARTERLY)
    assert judged(free(150), free(130), person=quarterly).result == "followed through"
    assert judged(free(150), free(130)).result == "ended with the lead"
    assert judged(person=person(rhythm=Rhythm.YEARLY)).result == "too early to say"


def test_a_pause_is_off_the_clock() -> None:
    assert judged(free(239), free(235)).result == "ended with the lead"
    found = judged(free(239), free(235), pauses=(pause(270, 261),))
    assert found.result == "followed through"
    assert found.numbers["window_days"] == 60


def test_unmarked_contacts_never_qualify_but_are_told() -> None:
    found = judged(contact(290, ME), contact(280, THEM), contact(270))
    assert found.numbers["unmarked"] == 3
    assert found.details[0].startswith("3 conversations in that time do not say whether they held")


def test_days_count_not_messages() -> None:
    same_day = [free(290, thread="a"), free(290, thread="b")]
    assert judged(*same_day).numbers["q"] == 1


def test_a_contact_known_to_the_month_counts_where_every_day_fits() -> None:
    assert judged(free("2026-02"), free(240)).result == "a thread remains"  # from 3 February on
    assert judged(free("2026-03"), free(290), deals=deal((305, WON))).numbers["q"] == 1
    inside = judged(free("2026-02"), free(290), deals=deal((310, WON)))
    assert inside.result == "followed through"


def test_an_outcome_known_to_the_month_counts_from_its_last_day() -> None:
    found = judged(free("2026-02-15"), free("2026-03-01"), deals=deal(("2026-01", WON)))
    assert found.numbers["outcome_on"] == "2026-01-31"
    assert found.details[-1] == "The outcome is known to the month or year; its last day is taken."


def test_three_outcomes_give_k_of_m() -> None:
    after = [free(ago) for ago in (990, 980, 790, 780, 590, 580)]
    found = judged(*after, deals=deal((1000, WON), (800, LOST), (600, WON)))
    assert found.sentence.startswith(
        "3 of 3 outcomes were followed through (likely range 65–100 %)."
    )
    assert (found.numbers["k"], found.numbers["m"]) == (3, 3)
    assert round(float(found.numbers["low"] or 0), 2) == 0.65
    assert len(found.parts) == 3
    assert len(found.entries) == 6


@pytest.mark.parametrize(
    ("after", "result"),
    [
        ([free(790), free(780), free(590), free(580)], "followed through"),
        ([free(790), free(780)], "ended with the lead"),
        ([free(790), free(780), free(590)], "a thread remains"),
    ],
)
def test_with_three_outcomes_the_middle_one_stands(after: list[Interaction], result: str) -> None:
    found = judged(*after, deals=deal((800, WON), (600, LOST), (400, WON)))
    assert found.result == result


def test_with_four_outcomes_unlike_middle_ones_leave_a_thread() -> None:
    after = [free(990), free(980), free(790), free(780)]
    deals = deal((1000, WON), (800, WON), (600, LOST), (420, WON))
    found = judged(*after, deals=deals)
    assert found.result == "a thread remains"
    assert found.sentence.startswith("2 of 4 outcomes were followed through")


def test_with_two_outcomes_the_latest_decided_one_stands() -> None:
    both = deal((600, WON), (28, WON))
    assert judged(free(590), free(580), deals=both).result == "followed through"
    assert judged(deals=both).result == "ended with the lead"
    assert judged(deals=deal((300, WON), (28, WON)), others=0).result == "too early to say"


def test_a_contact_counts_for_the_later_of_two_outcomes() -> None:
    found = judged(free(270), free(260), deals=deal((300, WON), (285, DELIVERED)))
    assert [part.numbers["q"] for part in found.parts] == [0, 2]
    assert found.result == "followed through"
    assert found.parts[0].result == "not enough evidence"
    assert "what came then counts for that one" in found.parts[0].sentence


def test_outcomes_of_one_day_are_one_occasion() -> None:
    found = judged(free(290), free(280), deals=deal((300, WON), (300, DELIVERED)))
    assert len(found.parts) == 1


def test_outcomes_ahead_are_not_yet_outcomes() -> None:
    assert judged(deals=deal((-5, WON))).result == "not applicable"


def test_the_rate_is_told_but_never_judges() -> None:
    before = [free(ago) for ago in (310, 330, 350)]
    found = judged(*before, free(290), free(280), deals=deal((300, WON)))
    assert found.details[-1].startswith("Talks without an ask: 3 in the 180 days before, 2 in the")
    rate = [found.numbers[key] for key in ("rate_low", "rate_ratio", "rate_high")]
    assert rate[1] == pytest.approx((2.5 / 53) / (3.5 / 180))
    assert rate == sorted(rate, key=lambda value: float(value or 0))
    early = judged(free(320), deals=deal((3, WON)))
    assert early.numbers["rate_ratio"] is None


def test_seasonal_contact_is_judged_by_the_next_season() -> None:
    summer = person(rhythm=Rhythm.SEASONAL, season_months=(6, 7, 8))
    dated = deal(("2025-07-10", WON))
    found = judged(free("2026-06-10"), free("2026-07-20"), deals=dated, person=summer)
    assert found.result == "followed through"
    assert found.numbers["window_from"] == "2025-09-01"
    assert found.numbers["window_to"] == "2026-08-31"
    assert judged(deals=dated, person=summer).result == "ended with the lead"
    assert judged(deals=deal(("2026-07-10", WON)), person=summer).result == "too early to say"
    ill = pause(200, 60)
    assert judged(deals=dated, person=summer, pauses=(ill,)).numbers["window_to"] == "2027-08-31"


def test_what_was_imported_is_said() -> None:
    found = judged(free(290, source=Source.IMPORTED), free(280))
    assert found.numbers["imported_share"] == 0.5
    assert found.details[-1] == "50 % of these conversations were imported."


def test_without_a_pronoun_the_name_is_used() -> None:
    nameless = person(name="陳美玲", pronoun=None)
    assert "陳美玲 opened two" in judged(free(290), free(280), person=nameless).sentence
    he = person(pronoun=Pronoun.HE)
    assert "he opened two" in judged(free(290), free(280), person=he).sentence


def test_dates_of_another_year_carry_it() -> None:
    found = judged(deals=deal((PartialDate(2025, 3, 4).first.isoformat(), WON)))
    assert "on 4 March 2025" in found.sentence
