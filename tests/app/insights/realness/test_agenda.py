"""The third test: whether anyone opens without wanting something."""

from typing import Any

import pytest

from app.insights.realness import t3
from app.insights.realness.agenda import asks_rule
from app.model.findings import Finding, State
from app.model.people import Rhythm
from app.model.records import Ask, Interaction, Opener
from tests.app.insights.insight_logs import POLICY, contact, log, openings, pause, person

ME, THEM = Opener.ME, Opener.THEM


def judged(*contacts: Interaction, **values: Any) -> Finding:
    return t3(log(*contacts, **values), POLICY)


def side(opener: Opener, asks: int, free: int, start: int = 4) -> list[Interaction]:
    """Openings of one side, the asks first."""
    kinds = [Ask.FAVOUR] * asks + [Ask.NONE] * free
    return [contact(start + 9 * at, opener, kind) for at, kind in enumerate(kinds)]


def test_the_plain_sentence_of_the_specification() -> None:
    found = judged(*side(ME, 5, 0))
    assert (found.result, found.state) == ("only when something is needed", State.AGAINST)
    assert found.sentence == (
        "All five times you opened, you wanted something. Is there a reason to write that wants"
        " nothing?"
    )
    assert found.change == "Three openings by you with no ask would turn this."


def test_their_side_is_named() -> None:
    found = judged(*side(THEM, 6, 0), *side(ME, 1, 4, 200))
    assert found.result == "only when something is needed"
    assert found.sentence == (
        "All six times Dana opened, she wanted something. You asked for something in 1 of 5"
        " conversations you opened."
    )
    assert "openings by Dana with no ask would turn this" in found.change
    alone = judged(*side(THEM, 6, 0))
    assert alone.sentence == "All six times Dana opened, she wanted something."


def test_both_sides_free() -> None:
    found = judged(*side(ME, 1, 4), *side(THEM, 2, 4, 200))
    assert (found.result, found.state) == ("not all agenda", State.FOR)
    assert found.sentence == (
        "You asked for something in 1 of 5 conversations you opened. Dana asked for something in"
        " 2 of 6 conversations she opened. There is more here than agenda."
    )
    assert [found.numbers[key] for key in ("mine_k", "mine_n", "theirs_k", "theirs_n")] == [
        1,
        5,
        2,
        6,
    ]
    assert found.counts.startswith("Counts openings with the ask filled in since")


def test_their_silence_does_not_hide_my_free_openings() -> None:
    found = judged(*side(ME, 0, 4))
    assert found.result == "not all agenda"
    assert found.sentence == (
        "You asked for something in 0 of 4 conversations you opened. There is more here than"
        " agenda."
    )


def test_too_close_and_too_little() -> None:
    close = judged(*side(ME, 4, 0), *side(THEM, 0, 4, 200))
    assert (close.result, close.state) == ("unclear", State.OPEN)
    assert close.sentence.endswith("That is too close to call.")
    assert close.change == "Three openings by you with no ask would turn this."
    little = judged(*side(ME, 1, 2), *side(THEM, 0, 3, 200))
    assert (little.result, little.state) == ("not enough evidence", State.SILENT)
    assert little.change == (
        "One more of your openings with the ask filled in would let this side be judged."
    )
    theirs_only = judged(*side(THEM, 0, 5))
    assert theirs_only.result == "unclear"
    assert theirs_only.sentence == (
        "Dana asked for something in 0 of 5 conversations she opened. Too few of your own openings"
        " say whether you wanted something."
    )
    assert theirs_only.change.startswith("Four more of your openings")


@pytest.mark.parametrize(("k", "n"), [(5, 5), (9, 10), (4, 5), (30, 30)])
def test_the_number_of_free_openings_that_turn_it_is_the_fewest(k: int, n: int) -> None:
    found = judged(*side(ME, k, n - k)).parts[0]
    needed = next(m for m in range(1, 99) if asks_rule(k, n + m, POLICY) == "not all agenda")
    words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    told = words[needed] if needed < len(words) else str(needed)
    assert found.change.lower().startswith(f"{told} opening")


def test_unmarked_openings_are_unknown_and_told() -> None:
    found = judged(*side(ME, 0, 4), *openings(3, 1, start=100))
    assert found.numbers["mine_n"] == 4
    assert found.numbers["mine_unmarked"] == 3
    assert "3 openings by you do not say whether they held an ask" in found.details[0]
    assert "1 opening by Dana does not say" in found.details[2]


def test_what_both_wanted_is_no_ask() -> None:
    joint = [contact(5 + 9 * n, ME, Ask.MONEY, joint_benefit=True) for n in range(5)]
    assert judged(*joint).numbers["mine_k"] == 0


def test_asks_after_long_silence_are_counted_neutrally() -> None:
    asks = [contact(ago, ME, Ask.FAVOUR) for ago in (10, 200, 215, 400, 600)]
    found = judged(*asks)
    assert (found.numbers["mine_after_silence"], found.numbers["mine_dated_asks"]) == (3, 4)
    assert "Of 4 asks by you, three came after more than 3 months without contact." in found.details
    paused = judged(*asks, pauses=(pause(190, 15),))
    assert paused.numbers["mine_after_silence"] == 2
    unset = judged(*asks, person=person(rhythm=None))
    assert unset.numbers["mine_dated_asks"] == 0
    few = judged(*asks[:3], *side(ME, 0, 3, 700), person=person(rhythm=Rhythm.WEEKLY))
    assert few.numbers["mine_dated_asks"] == 3


def test_the_last_free_opening_is_told() -> None:
    found = judged(*side(ME, 3, 2))
    assert "The last opening by you that wanted nothing was 4 weeks ago." in found.details
    vague = [contact("2026-03", ME, Ask.NONE), *side(ME, 4, 0)]
    assert not any("wanted nothing was" in detail for detail in judged(*vague).details)


def test_each_side_looks_at_its_own_last_twenty() -> None:
    mine = side(ME, 0, 12, start=400)
    theirs = [contact(4 + 10 * n, THEM, Ask.NONE) for n in range(30)]
    assert judged(*mine, *theirs).numbers["mine_n"] == 12
