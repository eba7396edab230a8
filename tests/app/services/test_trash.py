"""Everything that was deleted is in the Trash, whatever its kind, and comes back whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.model.errors import Cancelled, NotFoundError, UserError
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    Kind,
    KindPeriod,
    Organisation,
    Pause,
    PointKind,
    Tag,
    Verdict,
    VerdictChoice,
)
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Question, Result, Side
from app.model.values import Moment, PartialDate
from app.services import trash
from app.services.workspace import Workspace
from app.store.dump import dump

DAY = PartialDate(2026, 3, 2)


@pytest.fixture
def journal(workspace: Workspace) -> Workspace:
    """Dana with one record of every kind, and Rui, who was at one of the talks."""
    with workspace.change("Fill") as edit:
        firm = edit.organisation("Fjord AB")
        rui = edit.add(Counterpart, name="Rui Santos")
        dana = edit.add(Counterpart, name="Dana Okafor", kind=Kind.CLIENT, organisation_id=firm.id)
        edit.set(rui, introduced_by=dana.id)
        own = {"counterpart_id": dana.id}
        review = edit.add(Meeting, title="Review", vague="next week", people=(dana.id,))
        talk = edit.add(
            Interaction,
            when=Moment(DAY),
            people=(dana.id,),
            tags=("spring",),
            note="Talked.",
            meeting_id=review.id,
        )
        edit.add(Interaction, when=Moment(DAY), people=(dana.id, rui.id), note="All three.")
        edit.tag(dana, "nordic")
        shared = edit.add(Commonality, text="Both row", interaction_id=talk.id, **own)
        edit.mention(shared, DAY, talk.id)
        wish = edit.add(Interest, text="A calm launch", **own)
        edit.add(InterestAct, interest_id=wish.id, on=DAY, what="Sent a plan")
        edit.add(Question, text="Who decides?", interaction_id=talk.id, **own)
        edit.add(Promise, by=Side.ME, text="Send notes", interaction_id=talk.id, **own)
        deal = edit.add(Deal, title="Audit", **own)
        edit.add(Outcome, deal_id=deal.id, on=DAY, result=Result.WON)
        edit.add(Verdict, on=DAY, choice=VerdictChoice.REAL, **own)
        edit.add(Pause, start=DAY, reason="A baby", **own)
        edit.add(ContactPoint, kind=PointKind.EMAIL, value="a@fjord.example", **own)
        edit.remember_import("vcard:1", "abc", "counterpart", dana.id, "BEGIN")
    return workspace


def delete(journal: Workspace, record: object) -> None:
    with journal.change(f"Delete a {type(record).__name__}") as edit:
        edit.remove(record)


def listed(journal: Workspace, text: str = "") -> list[tuple[str, str, str]]:
    return [(one.kind, one.title, one.whose) for one in trash.items(journal, text).items]


@pytest.mark.parametrize(
    ("cls", "shown"),
    [
        (Organisation, ("Organisation", "Fjord AB", "")),
        (KindPeriod, ("Kind of relationship", "Client since 22 Nov 2026", "Dana Okafor")),
        (ContactPoint, ("Way to reach them", "E-mail: a@fjord.example", "Dana Okafor")),
        (Tag, ("Tag", "#spring", "")),
        (Commonality, ("Common ground", "Both row", "Dana Okafor")),
        (Interest, ("Interest", "A calm launch", "Dana Okafor")),
        (InterestAct, ("Something you did", "Sent a plan", "Dana Okafor")),
        (Question, ("Question", "Who decides?", "Dana Okafor")),
        (Promise, ("Promise", "Yours: Send notes", "Dana Okafor")),
        (Deal, ("Deal", "Audit", "Dana Okafor")),
        (Outcome, ("Outcome of a deal", "Audit: won", "Dana Okafor")),
        (Verdict, ("Your word", "Real, on 2 Mar 2026", "Dana Okafor")),
        (Pause, ("Pause", "From 2 Mar 2026", "Dana Okafor")),
        (Meeting, ("Meeting", "Review, next week", "Dana Okafor")),
        (Interaction, ("Entry", "Contact on 2 Mar 2026: Talked.", "Dana Okafor")),
    ],
)
def test_every_kind_of_record_comes_back_as_it_was(
    journal: Workspace, cls: type, shown: tuple[str, str, str]
) -> None:
    before = dump(journal.database)
    delete(journal, journal.find(cls)[0])
    assert listed(journal) == [shown]
    (item,) = trash.items(journal).items
    returned = trash.restore(journal, item.id)
    assert returned.lacking == ""
    assert dump(journal.database) == before
    assert listed(journal) == []
    assert journal.check() == []
    assert journal.can_undo() == f"Restore “{item.title}”"
    journal.undo()
    assert trash.items(journal).items == (item,)
    journal.redo()
    assert dump(journal.database) == before


def test_mentions_and_taggings_are_listed_when_they_go_alone(journal: Workspace) -> None:
    before = dump(journal.database)
    with journal.change("Take a tag off") as edit:
        edit.untag(journal.person_named("Dana"), "nordic")
    with journal.change("Take a mention away") as edit:
        journal.database.connection.execute("DELETE FROM mention")
    assert listed(journal) == [
        ("Mention", "Both row, on 2 Mar 2026", "Dana Okafor"),
        ("Tag", "#nordic on Dana Okafor", "Dana Okafor"),
    ]
    for item in trash.items(journal).items:
        trash.restore(journal, item.id)
    assert dump(journal.database) == before


def test_a_person_comes_back_with_all_that_went_with_them(journal: Workspace) -> None:
    before = dump(journal.database)
    delete(journal, journal.person_named("Dana"))
    (item,) = trash.items(journal).items
    assert (item.kind, item.title, item.step) == ("Person", "Dana Okafor", "Delete a Counterpart")
    for part in ("1 entry", "1 meeting", "1 promise", "1 deal", "1 mention", "2 tags"):
        assert part in item.with_it
    assert "{" not in item.with_it
    returned = trash.restore(journal, item.id)
    assert dump(journal.database) == before  # and Rui is introduced by Dana again
    assert returned.said.startswith("“Dana Okafor” is back, with ")
    assert journal.log_of(journal.person_named("Dana").id).contacts[1].note == "All three."


def test_what_belongs_to_someone_deleted_asks_for_them_first(journal: Workspace) -> None:
    delete(journal, journal.find(Promise)[0])
    delete(journal, journal.person_named("Dana"))
    dana, promise = trash.items(journal).items
    steps = len(journal.history())
    with pytest.raises(UserError, match="Dana Okafor, which it belongs to, is deleted as well"):
        trash.restore(journal, promise.id)
    assert len(journal.history()) == steps
    trash.restore(journal, dana.id)
    trash.restore(journal, promise.id)
    assert [one.text for one in journal.find(Promise)] == ["Send notes"]


def test_a_link_to_something_deleted_stays_empty_and_that_is_said(journal: Workspace) -> None:
    delete(journal, journal.find(Promise)[0])
    delete(journal, journal.find(Interaction)[0])
    entry, promise = trash.items(journal).items
    returned = trash.restore(journal, promise.id)
    assert "The link to an entry is missing" in returned.lacking
    assert journal.find(Promise)[0].interaction_id is None
    journal.undo()
    trash.restore(journal, entry.id)
    assert trash.restore(journal, promise.id).lacking == ""
    assert journal.find(Promise)[0].interaction_id == 1


def test_an_entry_whose_people_are_gone_says_who_is_missing(journal: Workspace) -> None:
    delete(journal, journal.find(Interaction)[1])
    delete(journal, journal.person_named("Rui"))
    entry = trash.items(journal, "all three").items[0]
    assert entry.whose == "Dana Okafor, Rui Santos"
    assert "The link to a person is missing" in trash.restore(journal, entry.id).lacking
    assert journal.find(Interaction)[1].people == (2,)


def test_a_tag_that_has_a_new_namesake_gives_it_its_taggings(journal: Workspace) -> None:
    (nordic,) = [tag for tag in journal.find(Tag) if tag.name == "nordic"]
    delete(journal, nordic)
    with journal.change("Tag Rui") as edit:
        edit.tag(journal.person_named("Rui"), "Nordic")
    (item,) = trash.items(journal).items
    trash.restore(journal, item.id)
    assert [tag.name for tag in journal.find(Tag)] == ["spring", "Nordic"]
    assert journal.tags_of(journal.person_named("Dana")) == ["Nordic"]
    assert journal.check() == []


def test_what_was_taken_back_for_good_can_be_restored_too(journal: Workspace) -> None:
    with journal.change("Note a question") as edit:
        edit.add(Question, counterpart_id=2, text="Where to row?")
    journal.undo()
    assert listed(journal) == []  # redo is the way back
    with journal.change("Something else") as edit:
        edit.add(Tag, name="else")
    (item,) = trash.items(journal).items
    assert (item.title, item.taken_back) == ("Where to row?", True)
    trash.restore(journal, item.id)
    assert [one.text for one in journal.find(Question)] == ["Who decides?", "Where to row?"]
    journal.undo()
    assert trash.items(journal).items == (item,)


def test_a_number_that_is_not_in_the_trash_is_refused(journal: Workspace) -> None:
    delete(journal, journal.find(Promise)[0])
    (item,) = trash.items(journal).items
    trash.restore(journal, item.id)
    for number in (item.id, 0, 1, 10**12):
        with pytest.raises(NotFoundError, match="nothing of this number"):
            trash.restore(journal, number)


def test_search_and_pages_go_through_all_of_it(journal: Workspace) -> None:
    for number in range(120):
        with journal.change("Note a deal") as edit:
            deal = edit.add(Deal, counterpart_id=2, title=f"Offer {number}")
        delete(journal, deal)
    first = trash.items(journal, limit=50)
    assert [one.title for one in first.items[:2]] == ["Offer 119", "Offer 118"]
    assert first.older is not None
    seen = list(first.items)
    older: int | None = first.older
    while older is not None:
        page = trash.items(journal, before=older, limit=50)
        seen += page.items
        older = page.older
    assert [one.title for one in seen] == [f"Offer {n}" for n in range(119, -1, -1)]
    assert [title for _kind, title, _who in listed(journal, "okafor offer 77")] == ["Offer 77"]
    assert listed(journal, "nowhere") == []


def test_many_steps_at_once_can_be_taken_back_or_none(journal: Workspace) -> None:
    before = dump(journal.database)
    keep = journal.history()[0].id
    for number in range(5):
        with journal.change(f"Note {number}") as edit:
            edit.add(Tag, name=f"tag {number}")
    after = dump(journal.database)
    heard: list[object] = []
    journal.listen(heard.append)
    with pytest.raises(Cancelled):
        journal.undo_back_to(keep, going_on=lambda count: count < 3)
    assert dump(journal.database) == after
    assert heard == []
    assert journal.undo_back_to(keep) == 5
    assert dump(journal.database) == before
    assert len(heard) == 1
    redone: Callable[[], object] = journal.redo
    while redone() is not None:
        pass
    assert dump(journal.database) == after


def test_a_number_that_was_given_away_is_not_taken_back(journal: Workspace) -> None:
    """Older journals gave the number of a tagging or a mention to the next one."""
    run = journal.database.connection.execute
    dana = journal.person_named("Dana")
    with journal.change("Take a tag off, and a mention") as edit:
        edit.untag(dana, "nordic")
        run("DELETE FROM mention")
    tagging, mention = (
        next(one.id for one in trash.items(journal).items if one.kind == kind)
        for kind in ("Tag", "Mention")
    )
    with journal.change("Delete Dana") as edit:
        edit.remove(dana)
    person = trash.items(journal).items[0]
    with journal.change("Tag Rui") as edit:
        rui = journal.person_named("Rui").id
        run("INSERT INTO tagging(id, tag_id, counterpart_id) VALUES (1, 2, ?)", (rui,))
    trash.restore(journal, person.id)  # its entry's tagging was number 1 as well
    assert journal.find(Interaction)[0].tags == ("spring",)
    assert journal.tags_of(journal.person_named("Rui")) == ["nordic"]
    trash.restore(journal, tagging)
    trash.restore(journal, mention)
    assert journal.tags_of(journal.person_named("Dana")) == ["nordic"]
    assert journal.find(Commonality)[0].times_mentioned == 1
    assert journal.check() == []


def test_what_came_back_with_someone_else_is_left_as_it_is(journal: Workspace) -> None:
    with journal.change("Delete both") as edit:
        for person in journal.people():
            edit.remove(person)
    rui = next(one for one in trash.items(journal).items if one.title == "Rui Santos")
    trash.restore(journal, rui.id)
    assert [entry.people for entry in journal.find(Interaction)] == [(1,)]
    (dana,) = trash.items(journal).items
    trash.restore(journal, dana.id)
    assert [entry.people for entry in journal.find(Interaction)] == [(2,), (2, 1)]
    assert journal.check() == []
