"""The spiral: runs of kindness or hardness, since when; silent when too little is marked."""

from datetime import time
from itertools import permutations

import pytest

from app.insights.reciprocity import spiral
from app.model.findings import State
from app.model.records import Interaction, Tone
from tests.app.insights.insight_logs import POLICY, contact, day, log

SIDES = {
    "w": (Tone.COOPERATIVE, Tone.COOPERATIVE),
    "h": (Tone.HARD, Tone.GUARDED),
    "H": (Tone.HARD, Tone.HARD),
    "g": (Tone.GUARDED, Tone.GUARDED),
    "m": (Tone.COOPERATIVE, Tone.HARD),
    "?": (Tone.COOPERATIVE, None),
}


def exchanges(row: str) -> list[Interaction]:
    """One exchange a week, old to new."""
    return [
        contact(7 * (len(row) - at), tone_mine=SIDES[sign][0], tone_theirs=SIDES[sign][1])
        for at, sign in enumerate(row)
    ]


@pytest.mark.parametrize(
    ("row", "result", "run"),
    [
        ("", "not enough evidence", 0),
        ("www", "not enough evidence", 0),
        ("www?", "not enough evidence", 0),
        ("wwww", "virtuous", 4),
        ("HHww?w", "virtuous", 3),
        ("wwHhH", "vicious", 3),
        ("wwwww" * 3, "virtuous", 15),
        ("wwHH", "mixed", 2),
        ("gggg", "mixed", 4),
        ("wwwm", "mixed", 1),
    ],
)
def test_runs(row: str, result: str, run: int) -> None:
    found = spiral(log(*exchanges(row)), POLICY)
    assert (found.result, found.numbers["run"]) == (result, run)


def test_what_is_said() -> None:
    kind = spiral(log(*exchanges("HHwww")), POLICY)
    assert kind.sentence == (
        "Last three exchanges: cooperative both ways, a virtuous cycle since 1 November."
    )
    assert (kind.state, kind.since, len(kind.entries)) == (State.FOR, day(21), 3)
    hard = spiral(log(*exchanges("wHHH")), POLICY)
    assert (
        hard.sentence == "Last three exchanges: hard both ways, a vicious cycle since 1 November."
    )
    assert hard.change == "One exchange in which either of you is cooperative would break it."
    mixed = spiral(log(*exchanges("HwwwwmH")), POLICY)
    assert mixed.sentence == (
        "Of the last five exchanges three were cooperative both ways and one hard both ways."
    )
    few = spiral(log(*exchanges("ww")), POLICY)
    assert few.change == "Two more exchanges with both tones marked are needed."


def test_a_month_is_told_as_a_month() -> None:
    vague = contact("2026-03", tone_mine=Tone.COOPERATIVE, tone_theirs=Tone.COOPERATIVE)
    assert "since March 2026" in spiral(log(vague, *exchanges("www")), POLICY).sentence


def test_the_order_of_logging_does_not_matter() -> None:
    one_day = [
        contact(9, tone_mine=a, tone_theirs=b, at=at)
        for (a, b), at in zip([SIDES[s] for s in "wHmw"], [None, None, None, time(9)], strict=True)
    ]
    found = {spiral(log(*order), POLICY).sentence for order in permutations(one_day)}
    assert len(found) == 1
