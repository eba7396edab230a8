"""One question at most, the strongest, with the reason it appeared."""

from typing import Any

import pytest

from app.insights.bias import Forecast, Occasion, question, questions
from app.model.people import Interest
from app.model.records import Ask, Deal, Depth, Opener, Question, QuestionState, Result
from tests.app.insights.insight_logs import POLICY, contact, deal, log, openings, person

ME, THEM = Opener.ME, Opener.THEM
KNOWN = (Interest(1, "i", 1, "peace"),)


def names(*contacts: Any, occasion: Occasion | None = None, **values: Any) -> list[str]:
    one = log(*contacts, **{"interests": KNOWN, **values})
    return [asked.name for asked in questions(one, POLICY, occasion)]


def test_nothing_triggers_nothing() -> None:
    assert question(log(interests=KNOWN), POLICY) is None


def test_no_question_about_someone_not_to_be_contacted() -> None:
    assert question(log(person=person(no_contact=True)), POLICY) is None


def test_fixed_pie() -> None:
    found = question(log(), POLICY)
    assert found is not None
    assert (found.name, found.details) == (
        "fixed pie",
        ("No interest of Dana is noted yet.",),
    )
    assert names(occasion=Occasion(issues=1)) == ["fixed pie"]
    assert names(occasion=Occasion(issues=2)) == []


def test_egocentrism_needs_four_real_talks_without_credit() -> None:
    real = [contact(9 * n, depth=Depth.REAL) for n in range(1, 5)]
    assert names(*real) == ["egocentrism"]
    assert names(*real[:3]) == []
    assert names(*real, contact(5, depth=Depth.REAL, credit="her draft")) == []
    assert names(*real, contact(60, depth=Depth.REAL, credit="her draft")) == ["egocentrism"]


@pytest.mark.parametrize(
    ("occasion", "triggered"),
    [
        (Occasion(chance=0.8), True),
        (Occasion(chance=0.79), False),
        (Occasion(forecasts=(Forecast(0.9, False),) * 7), False),
        (Occasion(forecasts=(Forecast(0.9, False),) * 4 + (Forecast(0.9, True),) * 4), True),
        (Occasion(forecasts=(Forecast(0.6, False),) * 4 + (Forecast(0.6, True),) * 4), False),
    ],
)
def test_overconfidence(occasion: Occasion, triggered: bool) -> None:
    assert names(occasion=occasion) == ["overconfidence"] * triggered


def test_overconfidence_shows_its_figures() -> None:
    sure = question(log(interests=KNOWN), POLICY, Occasion(chance=0.9))
    assert sure is not None
    assert sure.sentence.startswith("You wrote 90 %. Of ten cases you felt this sure about")
    missed = Occasion(forecasts=(Forecast(0.9, False),) * 4 + (Forecast(0.9, True),) * 4)
    past = question(log(interests=KNOWN), POLICY, missed)
    assert past is not None
    assert past.sentence == "Of ten cases you felt this sure about, how many came out?"
    assert past.details == (
        "Over 8 closed forecasts you stated 90 % on average, and 4 came out (Brier score 0.41).",
    )


def test_escalation() -> None:
    unanswered = openings(3, 0, answered=False)
    assert names(*unanswered) == ["escalation"]
    assert names(*unanswered[:2]) == []
    assert names(*unanswered, contact(1, THEM)) == []
    assert names(*unanswered, contact(1, ME, answered=True)) == []
    assert names(*unanswered, contact(1, ME)) == ["escalation"]
    assert names(occasion=Occasion(limit_moves=2)) == ["escalation"]
    assert names(occasion=Occasion(limit_moves=1)) == []


def test_winners_curse() -> None:
    offer = Deal(1, "d", 1, "Audit", amount="9000")
    assert names(deals=(offer,)) == ["winner's curse"]
    assert names(contact(9, ME, Ask.INFORMATION), deals=(offer,)) == []
    asked = Question(1, "q", 1, "Who else?", QuestionState.ASKED)
    assert names(deals=(offer,), occasion=Occasion(questions=(asked,))) == []
    assert names(deals=(deal((9, Result.WON)),)) == []
    assert names(occasion=Occasion(competing_bids=True)) == ["winner's curse"]


def test_vividness() -> None:
    older = [contact(30 * n, id=n) for n in range(1, 6)]
    latest = contact(2, id=77)
    assert names(*older, latest, occasion=Occasion(cited=(77,))) == ["vividness"]
    assert names(*older, latest, occasion=Occasion(cited=(1, 1, 2))) == ["vividness"]
    assert names(*older, latest, occasion=Occasion(cited=(1, 2, 3))) == []
    assert names(*older, latest, occasion=Occasion(cited=(1,))) == []
    assert names(*older[:4], latest, occasion=Occasion(cited=(77,))) == []
    assert names(*older, latest, occasion=Occasion(cited=(5000,))) == []


def test_the_strongest_comes_first_and_alone() -> None:
    contacts = openings(6, 0, answered=False)
    assert names(*contacts, interests=()) == ["escalation", "fixed pie"]
    found = question(log(*contacts), POLICY)
    assert found is not None
    assert found.name == "escalation"
    assert found.details == ("Your last six openings were not answered.",)
    assert len(found.entries) == 6
