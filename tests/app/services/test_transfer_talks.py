"""Importing conversations into a real journal: entries, people offered, and a second run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest

from app.insights.cadence import last_contact
from app.insights.conversations import converse
from app.model.imports import Fate, ReadAttendee, ReadConversation, ReadPerson, later_moments
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Ask, Channel, Interaction, Opener, Source
from app.model.values import Moment, PartialDate
from app.services import transfer
from app.services.taking_in.deciding import Planner
from app.services.transfer import ImportOptions, Plan
from app.services.workspace import Workspace

ADA = ReadAttendee("Adaeze Okafor", "ada@example.org")
BEN = ReadAttendee("Ben Vogel", "ben@example.net")
TALK = ReadConversation(
    key="mail:t1",
    title="The harbour plan",
    place="mail 1",
    when=Moment(PartialDate(2026, 3, 2), time(9, 30)),
    people=(ADA,),
    channel=Channel.EMAIL,
    opener=Opener.ME,
    two_way=True,
    answered=True,
    messages=5,
    mine=2,
    theirs=3,
    last=Moment(PartialDate(2026, 3, 9), time(18, 0)),
    thread="mail:t1",
)


def planned(workspace: Workspace, *talks: ReadConversation, add_people: bool = False) -> Plan:
    planner = Planner(workspace, ImportOptions(add_people=add_people))
    planner.offer("all.mbox", talks)
    for talk in talks:
        planner.take("all.mbox", talk)
    return planner.plan(("all.mbox",))


def run(workspace: Workspace, *talks: ReadConversation, add_people: bool = False) -> list[str]:
    report = transfer.apply(workspace, planned(workspace, *talks, add_people=add_people))
    return [record.fate.value for record in report.records]


@pytest.fixture
def ada(workspace: Workspace) -> Iterator[Counterpart]:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Adaeze Okafor")
        edit.add(
            ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value="ADA@example.org"
        )
    yield person


def test_a_conversation_becomes_one_entry(workspace: Workspace, ada: Counterpart) -> None:
    assert run(workspace, TALK) == ["added"]
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.when, entry.channel) == ((ada.id,), TALK.when, Channel.EMAIL)
    assert (entry.opener, entry.two_way, entry.answered) == (Opener.ME, True, True)
    assert entry.note == "The harbour plan\n5 messages, 2 of them yours, until 9 Mar 2026."
    assert (entry.thread, entry.source, entry.present) == ("mail:t1", Source.IMPORTED, 2)
    assert (entry.ask_mine, entry.ask_theirs, entry.depth, entry.logistics) == (None,) * 4


def test_a_second_run_adds_nothing_and_one_undo_takes_all_back(
    workspace: Workspace, ada: Counterpart
) -> None:
    run(workspace, TALK)
    assert run(workspace, TALK) == ["skipped"]
    workspace.undo()
    assert workspace.find(Interaction) == []
    assert run(workspace, TALK) == ["added"]


def test_a_longer_conversation_brings_its_entry_up_to_date(
    workspace: Workspace, ada: Counterpart
) -> None:
    run(workspace, TALK)
    longer = replace(TALK, messages=7, mine=3, theirs=4, opener=Opener.THEM)
    assert run(workspace, longer) == ["merged"]
    (entry,) = workspace.find(Interaction)
    assert entry.opener is Opener.THEM
    assert "7 messages, 3 of them yours" in entry.note
    assert run(workspace, longer) == run(workspace, TALK) == ["skipped"]
    assert "7 messages" in workspace.find(Interaction)[0].note


def test_a_conversation_joined_with_an_earlier_one_is_known_by_its_other_key(
    workspace: Workspace, ada: Counterpart
) -> None:
    run(workspace, TALK)
    joined = replace(TALK, key="mail:t0", also=("mail:t1",), messages=9)
    assert run(workspace, joined) == ["merged"]
    assert len(workspace.find(Interaction)) == 1
    assert run(workspace, joined) == ["skipped"]


def test_what_the_user_changed_in_an_entry_stays(workspace: Workspace, ada: Counterpart) -> None:
    run(workspace, TALK)
    (entry,) = workspace.find(Interaction)
    with workspace.change("Say more") as edit:
        edit.set(
            entry, note="She had the better idea", opener=Opener.THEM, ask_mine=Ask.INFORMATION
        )
    for messages in (6, 7):
        assert run(workspace, replace(TALK, messages=messages)) == ["merged"]
        (entry,) = workspace.find(Interaction)
        assert (entry.note, entry.opener) == ("She had the better idea", Opener.THEM)
        assert entry.ask_mine is Ask.INFORMATION


def test_people_nobody_knows_are_offered_most_contacted_first(workspace: Workspace) -> None:
    talks = [replace(TALK, key=f"b{n}", people=(BEN,), two_way=None) for n in range(3)]
    plan = planned(workspace, TALK, *talks)
    assert [row.title for row in plan.rows[:2]] == ["Ben Vogel", "Adaeze Okafor"]
    assert plan.rows[0].why == "Not in the journal yet: 3 conversations, 0 both ways."
    assert plan.count(Fate.SKIPPED) == 6
    assert transfer.apply(workspace, plan).count(Fate.ADDED) == 0
    assert workspace.find(Counterpart) == []


def test_with_add_people_those_with_talks_both_ways_come_in(workspace: Workspace) -> None:
    one_way = replace(TALK, key="b", people=(BEN,), two_way=False)
    nameless = replace(TALK, key="c", people=(ReadAttendee("", "x9@example.net"),))
    fates = run(workspace, TALK, one_way, nameless, add_people=True)
    assert fates == ["added", "skipped", "skipped", "added", "skipped", "skipped"]
    (person,) = workspace.find(Counterpart)
    assert person.name == "Adaeze Okafor"
    assert [entry.people for entry in workspace.find(Interaction)] == [(person.id,)]
    assert run(workspace, TALK, add_people=True) == ["skipped"]


def test_conversations_come_and_go_with_the_person_they_are_with(workspace: Workspace) -> None:
    plan = planned(workspace, TALK)
    assert plan.rows[1].why == "The people it is with are left out."
    taken = plan.decide(0, Fate.ADDED)
    assert [row.fate for row in taken.rows] == [Fate.ADDED, Fate.ADDED]
    assert taken.rows[1].why == "5 messages; you opened it."
    assert taken.rows[1].organisation == "Adaeze Okafor"
    assert [row.fate for row in taken.decide(0, Fate.SKIPPED).rows] == [Fate.SKIPPED] * 2
    left_out = taken.decide(1, Fate.SKIPPED)
    assert left_out.put(plan.rows[0]).decide(0, Fate.ADDED).rows[1].fate is Fate.SKIPPED
    assert transfer.apply(workspace, taken.decide(0, Fate.ADDED)).count(Fate.ADDED) == 2
    assert len(workspace.find(Counterpart)) == 1


def test_two_addresses_under_one_full_name_are_one_person(workspace: Workspace) -> None:
    home = replace(TALK, key="h", people=(ReadAttendee("Okafor, Adaeze", "a@home.example"),))
    plan = planned(workspace, TALK, home, add_people=True)
    assert isinstance(plan.rows[0].item, ReadPerson)
    assert [point.value for point in plan.rows[0].item.points] == [
        "ada@example.org",
        "a@home.example",
    ]
    transfer.apply(workspace, plan)
    (person,) = workspace.find(Counterpart)
    assert [entry.people for entry in workspace.find(Interaction)] == [(person.id,)] * 2


def test_an_unknown_address_of_a_known_name_is_asked_about(workspace: Workspace, ada) -> None:
    home = replace(TALK, people=(ReadAttendee("Adaeze Okafor", "a@home.example"),))
    plan = planned(workspace, home)
    assert (plan.rows[0].fate, plan.rows[0].candidates) == (Fate.SKIPPED, (ada.id,))
    transfer.apply(workspace, plan.decide(0, Fate.MERGED, ada.id))
    (entry,) = workspace.find(Interaction)
    assert entry.people == (ada.id,)
    assert len(workspace.find(ContactPoint, counterpart_id=ada.id)) == 2


def test_a_first_name_alone_is_asked_about(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        ada = edit.add(Counterpart, name="Ada")
    plan = planned(workspace, replace(TALK, people=(ReadAttendee("Ada", "ada@else.example"),)))
    assert plan.rows[0].candidates == (ada.id,)
    assert transfer.apply(workspace, plan).count(Fate.SKIPPED) == 2
    transfer.apply(workspace, plan.decide(0, Fate.MERGED, ada.id))
    assert workspace.find(Interaction)[0].people == (ada.id,)
    assert workspace.find(ContactPoint)[0].value == "ada@else.example"


def test_where_two_bear_the_name_the_user_says_who_is_meant(workspace: Workspace, ada) -> None:
    with workspace.change("Add") as edit:
        other = edit.add(Counterpart, name="Adaeze Okafor")
    home = replace(TALK, people=(ReadAttendee("Adaeze Okafor", "a@home.example"),))
    plan = planned(workspace, home)
    assert set(plan.rows[0].candidates) == {ada.id, other.id}
    assert transfer.apply(workspace, plan).count(Fate.SKIPPED) == 2
    decided = plan.decide(0, Fate.MERGED, other.id)
    assert decided.rows[1].fate is Fate.ADDED
    transfer.apply(workspace, decided)
    (entry,) = workspace.find(Interaction)
    assert entry.people == (other.id,)
    assert len(workspace.find(Counterpart)) == 2


def test_a_long_conversation_is_no_silence_and_still_one(workspace: Workspace, ada) -> None:
    months = [Moment(PartialDate(2026, month, 20), time(9)) for month in (4, 6)]
    long = replace(TALK, went_on=(months[0],))
    run(workspace, long)
    assert run(workspace, long) == ["skipped"]
    assert run(workspace, replace(long, went_on=tuple(months), messages=8)) == ["merged"]
    log = workspace.log_of(ada.id)
    assert [entry.when for entry in log.contacts] == [TALK.when, *months]
    assert [entry.opener for entry in log.contacts] == [Opener.ME, None, None]
    units = converse(log.contacts, log.today)
    assert [(talk.opener, talk.two_way) for talk in units.talks] == [(Opener.ME, True)]
    assert last_contact(log.contacts, log.today) == date(2026, 6, 20)
    moved = replace(months[1], date=PartialDate(2026, 6, 28))
    run(workspace, replace(long, went_on=(months[0], moved), messages=9))
    log = workspace.log_of(ada.id)
    assert [entry.when for entry in log.contacts] == [TALK.when, months[0], moved]


def test_a_later_month_that_the_user_deleted_stays_away_while_the_conversation_goes_on(
    workspace: Workspace, ada
) -> None:
    def days() -> list[str]:
        return sorted(str(entry.when.date) for entry in workspace.find(Interaction))

    months = tuple(Moment(PartialDate(2026, month, 20), time(9)) for month in (4, 5, 6))
    run(workspace, replace(TALK, went_on=months[:2]))
    with workspace.change("Delete") as edit:
        edit.remove(workspace.find(Interaction)[1])
    assert days() == ["2026-03-02", "2026-05-20"]
    grown = replace(TALK, went_on=months, messages=8)
    for messages in (8, 9):
        assert run(workspace, replace(grown, messages=messages)) == ["merged"]
        assert days() == ["2026-03-02", "2026-05-20", "2026-06-20"]
    # Whoever takes the whole conversation anew gets every month of it.
    with workspace.change("Delete all") as edit:
        for entry in workspace.find(Interaction):
            edit.remove(entry)
    assert run(workspace, grown) == ["skipped"]
    transfer.apply(workspace, planned(workspace, grown).take_many([0]))
    assert days() == ["2026-03-02", "2026-04-20", "2026-05-20", "2026-06-20"]


def test_later_moments_are_the_last_of_each_month() -> None:
    days = [(1, 2), (1, 5), (1, 30), (2, 1), (2, 3), (4, 9), (4, 12)]
    moments = [Moment(PartialDate(2026, month, day)) for month, day in days]
    assert [str(moment.date) for moment in later_moments(moments)] == ["2026-01-30", "2026-04-12"]
    assert later_moments(moments[:3]) == later_moments([]) == ()


def test_what_is_logged_by_hand_that_day_is_not_doubled(workspace: Workspace, ada) -> None:
    with workspace.change("Log") as edit:
        edit.add(Interaction, when=TALK.when, people=(ada.id,), channel=Channel.EMAIL)
    assert run(workspace, TALK) == ["skipped"]


def test_someone_with_a_phone_number_is_known_by_it(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Chidi")
        edit.add(
            ContactPoint, counterpart_id=person.id, kind=PointKind.PHONE, value="+49 170 1234567"
        )
    chat = replace(TALK, people=(ReadAttendee(phone="0170 1234567"),), channel=Channel.MESSAGE)
    assert run(workspace, chat) == ["added"]
    assert workspace.find(Interaction)[0].people == (person.id,)
