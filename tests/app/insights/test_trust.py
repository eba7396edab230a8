"""The four building blocks: counts with their ranges, silent below their marks, no grades."""

from typing import Any

from app.insights.trust import four_blocks
from app.model.findings import Finding, State
from app.model.people import Interest, InterestAct
from app.model.records import Depth, Opener, Promise, PromiseState, Side
from tests.app.insights.insight_logs import POLICY, contact, day, log, on, openings

KEPT, LATE, BROKEN = PromiseState.KEPT, PromiseState.LATE, PromiseState.BROKEN
RELEASED, OPEN = PromiseState.RELEASED, PromiseState.OPEN


def blocks(*contacts: Any, **values: Any) -> tuple[Finding, Finding, Finding, Finding]:
    return four_blocks(log(*contacts, **values), POLICY)


def interest(*acts: tuple[int, bool | None]) -> Interest:
    done = tuple(
        InterestAct(n, f"a{n}", 1, on(ago), "wrote", with_ask, interaction_id=50 + n)
        for n, (ago, with_ask) in enumerate(acts)
    )
    return Interest(1, "i", 1, "a clean audit", acts=done)


def promise(state: PromiseState, by: Side = Side.ME, due: int = 10) -> Promise:
    return Promise(1, "p", 1, by, "send notes", due=on(due), state=state, interaction_id=9)


def test_nothing_logged_is_silent_everywhere() -> None:
    found = blocks()
    assert [block.name for block in found] == [
        "communication",
        "commitment",
        "reliability",
        "respect",
    ]
    assert {block.result for block in found} == {"not enough evidence"}
    assert {block.state for block in found} == {State.SILENT}
    assert all(block.change for block in found)


def test_communication_counts_who_starts_who_answers_who_asks() -> None:
    contacts = openings(4, 0, answered=True, i_asked=True) + openings(
        0, 3, start=200, answered=False, they_asked=True
    )
    found = blocks(*contacts)[0]
    assert found.sentence == (
        "You started 4 of 7 conversations, Dana 3. Dana answered 4 of 4. You answered 0 of 3."
        " You asked about Dana in 4, the other way in 3."
    )
    assert (found.state, found.word) == (State.OPEN, "4 of 7 yours")
    assert found.since == day(214)
    assert len(found.entries) == 7
    assert "answered" not in blocks(*openings(3, 3))[0].sentence
    assert blocks(*openings(3, 2))[0].change.startswith("1 more conversation that says who")


def test_commitment_counts_interests_served_without_an_ask() -> None:
    interests = (
        interest((30, False), (20, False)),
        interest((40, True)),
        interest((50, None)),
        interest((500, False)),
        interest(),
    )
    found = blocks(interests=interests)[1]
    assert found.sentence == (
        "In a year you did something for 1 of 5 interests of theirs, asking nothing."
    )
    assert found.word == "1 of 5"
    assert found.details == ("1 act does not say whether you asked for something beside it.",)
    assert found.entries == (50, 51)
    two = blocks(interests=interests[:2])[1]
    assert (two.result, two.change) == (
        "not enough evidence",
        "1 more interest of theirs would let this be shown.",
    )


def test_reliability_keeps_the_sides_apart_and_leaves_released_out() -> None:
    given = [promise(state) for state in (KEPT, KEPT, KEPT, LATE, BROKEN, RELEASED, OPEN)]
    given += [promise(OPEN, due=-3), promise(KEPT, Side.THEM)]
    found = blocks(promises=tuple(given))[2]
    assert found.sentence == "You kept 3 of 5 promises (likely range 33–82 %)."
    assert found.word == "you 3 of 5"
    mine, theirs = found.parts
    assert [mine.numbers[key] for key in ("released", "overdue", "late", "broken")] == [1, 1, 1, 1]
    assert (theirs.result, theirs.change) == (
        "not enough evidence",
        "3 more promises that came due are needed.",
    )
    both = blocks(promises=tuple(given + [promise(KEPT, Side.THEM)] * 3))[2]
    assert both.sentence.endswith("Dana kept 4 of 4 promises (likely range 71–100 %).")
    assert both.word == "you 3 of 5 · Dana 4 of 4"
    assert blocks(promises=tuple(given[:3]))[2].change.startswith("1 more promise that came due is")


def test_respect_counts_credit_in_the_last_real_talks() -> None:
    thanked = contact(10, Opener.ME, depth=Depth.REAL, credit="her draft")
    talks = [contact(20 + 9 * n, depth=Depth.REAL) for n in range(12)]
    passing = [contact(300 + 9 * n, depth=Depth.PASSING, credit="x") for n in range(4)]
    found = blocks(thanked, *talks, *passing)[3]
    assert found.sentence == "You gave Dana credit or thanks in 1 of the last 10 real talks."
    assert len(found.entries) == 10
    assert blocks(*talks[:3])[3].change == "1 more real talk would let this be shown."
