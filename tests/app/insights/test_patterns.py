"""Steadiness and the four strands of a tie: context with counts, never a verdict."""

import pytest

from app.insights.patterns import four_bars, steadiness
from app.model.findings import State
from app.model.records import Ask, Depth, Interaction, Opener
from tests.app.insights.insight_logs import POLICY, contact, day, log, openings


def weekly(*gaps: int) -> list[Interaction]:
    """Contacts with these gaps, the last one a day ago."""
    ago, found = 1, [contact(1)]
    for gap in gaps:
        ago += gap
        found.append(contact(ago))
    return found


@pytest.mark.parametrize(
    ("gaps", "ending"),
    [
        ([30] * 8, "It comes at even distances."),
        ([4, 4, 4, 177, 4, 4, 4], "It comes in clusters, with long gaps between."),
        ([5, 60, 20, 10, 45, 5, 70, 9], "It comes neither evenly nor in clusters."),
        ([30] * 6, "7 of 7 months."),
    ],
)
def test_steadiness(gaps: list[int], ending: str) -> None:
    found = steadiness(log(*weekly(*gaps)), POLICY)
    assert found.result == "shown"
    assert found.sentence.endswith(ending)
    assert len(found.entries) == len(gaps) + 1


def test_steadiness_counts_groups_and_is_silent_without_contacts() -> None:
    found = steadiness(log(contact(70), contact(40, present=9), contact(5)), POLICY)
    assert found.sentence == "There was contact in 3 of 3 months."
    assert found.since == day(70)
    empty = steadiness(log(), POLICY)
    assert (empty.result, empty.state) == ("not enough evidence", State.SILENT)
    assert empty.sentence == "No contact is logged yet."


def test_four_bars_show_counts_and_a_share_each() -> None:
    contacts = openings(4, 4, depth=Depth.REAL, minutes=45, i_asked=True)
    contacts += openings(
        2,
        0,
        start=100,
        depth=Depth.PERSONAL,
        i_asked=True,
        they_asked=True,
        give_mine=Ask.FAVOUR,
        give_theirs=Ask.NONE,
    )
    contacts += [contact(200 + 9 * n, Opener.THEM, give_theirs=Ask.INFORMATION) for n in range(2)]
    contacts += [contact(150, present=9, minutes=60), contact(800, minutes=600)]
    time, intensity, intimacy, services = four_bars(log(*contacts), POLICY)
    assert time.sentence == "13 contacts in 7 of 13 months; about 7 hours noted."
    assert time.numbers["share"] == pytest.approx(7 / 13)
    assert intensity.sentence == "2 of 10 conversations held something personal or difficult."
    assert intensity.numbers["share"] == pytest.approx(0.2)
    assert intimacy.numbers["share"] == pytest.approx(0.2)
    assert services.sentence == "You gave something 2 times, the other way 2 times."
    assert services.numbers["share"] == pytest.approx(1.0)
    assert len(services.entries) == 4


def test_four_bars_are_silent_on_too_little() -> None:
    for bar in four_bars(log(), POLICY):
        assert (bar.result, bar.state, bar.numbers["share"]) == (
            "not enough evidence",
            State.SILENT,
            None,
        )
