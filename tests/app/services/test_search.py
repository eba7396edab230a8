"""Search finds anything written, in any script, with the hit marked and its owner named."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.people import Commonality, ContactPoint, Counterpart, PointKind
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Question, Result, Side
from app.model.values import Moment, PartialDate
from app.services import search
from app.services.workspace import Workspace
from app.store.search import match_expression

DAY = Moment(PartialDate(2026, 3, 2))


@pytest.fixture
def journal(workspace: Workspace) -> Workspace:
    with workspace.change("Fill") as edit:
        asa = edit.add(Counterpart, name="Åsa Lindqvist", how_met="At the Porto fair")
        mei = edit.add(Counterpart, name="陳美玲")
        note = "Her café in 北京 moved. She worries about the archive."
        edit.add(Interaction, when=DAY, people=(asa.id, mei.id), note=note)
        edit.add(Interaction, when=DAY, people=(mei.id,), note="Archive, archive, archive.")
        own = {"counterpart_id": asa.id}
        edit.add(Commonality, text="Both left a bank", **own)
        edit.add(Question, text="Who signs the lease?", **own)
        edit.add(Promise, by=Side.ME, text="Send the floor plan", **own)
        deal = edit.add(Deal, title="Lighthouse audit", **own)
        edit.add(Outcome, deal_id=deal.id, on=DAY.date, result=Result.WON, what="Signed in Malmö")
        edit.add(ContactPoint, kind=PointKind.EMAIL, value="asa@fjord.example", **own)
        edit.add(Meeting, title="Kickoff breakfast", vague="next week", people=(mei.id,))
    return workspace


@pytest.mark.parametrize(
    ("query", "kind", "people"),
    [
        ("lindq", "counterpart", ("Åsa Lindqvist",)),
        ("asa", "counterpart", ("Åsa Lindqvist",)),
        ("PORTO", "counterpart", ("Åsa Lindqvist",)),
        ("cafe", "interaction", ("Åsa Lindqvist", "陳美玲")),
        ("京", "interaction", ("Åsa Lindqvist", "陳美玲")),
        ("陳美", "counterpart", ("陳美玲",)),
        ("bank", "commonality", ("Åsa Lindqvist",)),
        ("lease", "question", ("Åsa Lindqvist",)),
        ("floor pl", "promise", ("Åsa Lindqvist",)),
        ("lighthouse", "deal", ("Åsa Lindqvist",)),
        ("malmo", "outcome", ("Åsa Lindqvist",)),
        ("fjord", "contact_point", ("Åsa Lindqvist",)),
        ("breakfast", "meeting", ("陳美玲",)),
    ],
)
def test_everything_written_is_found_with_its_owner(
    journal: Workspace, query: str, kind: str, people: tuple[str, ...]
) -> None:
    for find in (search.newest, search.best):
        hits = [hit for hit in find(journal, query) if hit.kind == kind]
        assert [hit.people for hit in hits] == [people]
        assert hits[0].uid
        assert "\x02" in hits[0].snippet
        assert "\x03" in hits[0].snippet


def test_the_best_match_comes_first_and_the_newest_when_asked(journal: Workspace) -> None:
    best = [hit.snippet for hit in search.best(journal, "archive")]
    assert best[0].count("\x02") == 3
    newest = [hit.id for hit in search.newest(journal, "archive")]
    assert newest == sorted(newest, reverse=True)


def test_all_words_must_occur(journal: Workspace) -> None:
    assert len(search.best(journal, "archive worries")) == 1
    assert search.best(journal, "archive lighthouse") == []


def test_undo_takes_the_words_out_of_the_index(journal: Workspace) -> None:
    journal.undo()
    assert search.best(journal, "archive") == []
    journal.redo()
    assert len(search.best(journal, "archive")) == 2
    assert journal.check() == []


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "AND", "a-b", "NEAR(", "%", "京%", "\x00"])
def test_no_query_is_an_error(journal: Workspace, query: str) -> None:
    assert isinstance(search.newest(journal, query), list)
    assert isinstance(search.best(journal, query), list)


def test_a_percent_sign_is_a_sign_like_any_other(journal: Workspace) -> None:
    assert search.best(journal, "京%") == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_any_text_can_be_searched_for(journal: Workspace, query: str) -> None:
    hits = search.best(journal, query)
    assert not hits or match_expression(query)


def test_words_of_scripts_without_spaces_are_looked_for_one_by_one(workspace: Workspace) -> None:
    with workspace.change("Log") as edit:
        dana = edit.add(Counterpart, name="Dana")
        day = Moment(PartialDate(2026, 3, 2))
        edit.add(Interaction, when=day, people=(dana.id,), note="昨天在北京吃饭, then a call")
    for query in ("北京", "北京 昨天", "call 北京"):
        assert [hit.kind for hit in search.newest(workspace, query)] == ["interaction"]
    assert search.newest(workspace, "北京 东京") == []


def test_an_accent_typed_apart_splits_no_word(workspace: Workspace) -> None:
    with workspace.change("Log") as edit:
        remi = edit.add(Counterpart, name="R\u00e9mi")
    assert [hit.id for hit in search.newest(workspace, "Re\u0301mi")] == [remi.id]
