"""Records that say more than an address book: ties, days, promises, photos, and their entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.insights.cadence import last_contact
from app.model.belongings import Attachment, AttachmentRole, Relation, SpecialDate
from app.model.errors import UserError
from app.model.imports import (
    Fate,
    ReadAttendee,
    ReadDate,
    ReadEntry,
    ReadFile,
    ReadPerson,
    ReadPromise,
    ReadRelation,
)
from app.model.people import Attention, Counterpart, Pronoun
from app.model.records import (
    Ask,
    Channel,
    Interaction,
    Meeting,
    Opener,
    Promise,
    PromiseState,
    Side,
    Source,
)
from app.model.values import Moment, PartialDate
from app.services import export, transfer
from app.services.log_form.beside import beside
from app.services.taking_in.deciding import Planner
from app.services.today import today
from app.services.transfer import ImportOptions, Plan
from app.services.workspace import Workspace

DAY = PartialDate(2021, 5, 4)
PICTURE = ReadFile("ada.png", "image/png", b"\x89PNG picture")
PAPER = ReadFile("offer.pdf", "application/pdf", b"%PDF offer")
BEN = ReadPerson(key="old:ben", name="Ben Vogel", place="person 2")
ADA = ReadPerson(
    key="old:ada",
    name="Adaeze Okafor",
    place="person 1",
    since=PartialDate(2019),
    how_met="At the harbour fair",
    introduced_by="old:ben",
    pronoun=Pronoun.SHE,
    rhythm_days=30,
    dates=(ReadDate("Wedding", PartialDate(None, 6, 1), "in Lagos"),),
    relations=(
        ReadRelation("husband", "Tom Okafor", note="a baker"),
        ReadRelation("colleague", "Ben Vogel", "old:ben"),
    ),
    promises=(ReadPromise("Owes me 20 EUR for the tickets", Side.THEM, DAY),),
    photo=PICTURE,
    files=(PAPER,),
)
CALL = ReadEntry(
    key="old:call:1",
    title="Call",
    place="call 1",
    when=Moment(DAY),
    keys=("old:ada",),
    channel=Channel.CALL,
    opener=Opener.THEM,
    two_way=True,
    give_mine=Ask.FAVOUR,
    note="About the plan",
    tags=("harbour",),
    files=(PAPER,),
)
NOTE = replace(
    CALL,
    key="old:note:1",
    title="Note",
    when=Moment(PartialDate(2022, 1, 1)),
    channel=None,
    opener=None,
    two_way=False,
    give_mine=None,
    note="Likes tea",
    files=(),
)


def planned(workspace: Workspace, *items) -> Plan:
    planner = Planner(workspace, ImportOptions())
    for item in items:
        planner.take("old.json", item)
    return planner.plan(("old.json",))


def run(workspace: Workspace, *items) -> list[str]:
    report = transfer.apply(workspace, planned(workspace, *items))
    return [record.fate.value for record in report.records]


def named(workspace: Workspace, name: str) -> Counterpart:
    return next(person for person in workspace.people() if person.name == name)


def test_everything_a_record_says_of_a_person_arrives(workspace: Workspace) -> None:
    assert run(workspace, ADA, BEN) == ["added", "added"]  # ties name a record further down
    ada, ben = named(workspace, "Adaeze Okafor"), named(workspace, "Ben Vogel")
    assert (ada.since, ada.how_met, ada.pronoun) == (ADA.since, ADA.how_met, Pronoun.SHE)
    assert (ada.rhythm_days, ada.introduced_by) == (30, ben.id)
    (day,) = workspace.find(SpecialDate)
    assert (day.what, day.day, day.note) == ("Wedding", PartialDate(None, 6, 1), "in Lagos")
    husband, colleague = workspace.find(Relation, counterpart_id=ada.id)
    assert (husband.what, husband.name, husband.note, husband.other_id) == (
        *("husband", "Tom Okafor", "a baker"),
        None,
    )
    assert (colleague.what, colleague.name, colleague.other_id) == ("colleague", "", ben.id)
    (promise,) = workspace.find(Promise)
    assert (promise.by, promise.text, promise.made_on) == (Side.THEM, ADA.promises[0].text, DAY)
    photo, paper = workspace.find(Attachment, counterpart_id=ada.id)
    assert (photo.role, photo.name) == (AttachmentRole.PHOTO, "ada.png")
    assert workspace.repository.content(photo.digest) == PICTURE.data
    assert (paper.role, paper.media_type) == (AttachmentRole.FILE, "application/pdf")


def test_a_second_run_of_rich_records_adds_nothing(workspace: Workspace) -> None:
    run(workspace, ADA, BEN, CALL, NOTE)
    steps = len(workspace.history())
    assert run(workspace, ADA, BEN, CALL, NOTE) == ["skipped"] * 4
    assert len(workspace.history()) == steps


def test_one_undo_takes_all_belongings_back(workspace: Workspace) -> None:
    run(workspace, ADA, BEN, CALL, NOTE)
    workspace.undo()
    for kind in (Counterpart, Relation, SpecialDate, Promise, Attachment, Interaction):
        assert workspace.find(kind) == [], kind
    assert run(workspace, ADA, BEN, CALL, NOTE) == ["added"] * 4
    assert len(workspace.find(Relation)) == 2


def test_nothing_that_stands_is_overwritten(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        mine = edit.add(
            Counterpart,
            name="Adaeze Okafor",
            since=PartialDate(2015),
            how_met="My own words",
            pronoun=Pronoun.THEY,
            rhythm_days=7,
        )
        edit.add(Relation, counterpart_id=mine.id, what="Husband", name="Tom Okafor")
        edit.attach(mine, "mine.png", b"my picture", "image/png", AttachmentRole.PHOTO)
    plan = planned(workspace, ADA, BEN)
    assert plan.rows[0].why == (
        "Same name; it adds who introduced you, a day to remember, a relation, a promise, a file."
    )
    transfer.apply(workspace, plan)
    ada = workspace.get(Counterpart, mine.id)
    assert (ada.since, ada.how_met, ada.pronoun) == (
        *(PartialDate(2015), "My own words"),
        Pronoun.THEY,
    )
    assert ada.rhythm_days == 7
    assert [one.what for one in workspace.find(Relation)] == ["Husband", "colleague"]
    assert [one.name for one in workspace.find(Attachment)] == ["mine.png", "offer.pdf"]


def test_a_changed_record_brings_what_is_new_and_how_a_promise_ended(workspace: Workspace) -> None:
    run(workspace, ADA, BEN)
    settled = replace(ADA.promises[0], state=PromiseState.KEPT, settled_on=PartialDate(2021, 9, 1))
    more = ReadDate("Graduation", PartialDate(2010))
    changed = replace(ADA, promises=(settled,), dates=(*ADA.dates, more))
    plan = planned(workspace, changed, BEN)
    assert [row.fate for row in plan.rows] == [Fate.MERGED, Fate.SKIPPED]
    assert plan.rows[0].why == ("Imported before; it adds news of a promise, a day to remember.")
    transfer.apply(workspace, plan)
    (promise,) = workspace.find(Promise)
    assert (promise.state, promise.settled_on) == (PromiseState.KEPT, settled.settled_on)
    assert [one.what for one in workspace.find(SpecialDate)] == ["Wedding", "Graduation"]
    assert len(workspace.find(Relation)) == 2


def test_a_relation_finds_the_person_a_later_import_brings(workspace: Workspace) -> None:
    run(workspace, ADA)
    assert [one.name for one in workspace.find(Relation)] == ["Tom Okafor", "Ben Vogel"]
    run(workspace, BEN)
    run(workspace, replace(ADA, note="Something new"))
    colleague = workspace.find(Relation)[1]
    assert (colleague.other_id, colleague.name) == (named(workspace, "Ben Vogel").id, "")
    assert named(workspace, "Adaeze Okafor").introduced_by == colleague.other_id


def test_an_entry_says_what_the_file_says_and_no_more(workspace: Workspace) -> None:
    assert run(workspace, CALL, ADA, BEN) == ["added"] * 3  # an entry may come before its person
    (entry,) = workspace.find(Interaction)
    assert (entry.when, entry.people) == (Moment(DAY), (named(workspace, "Adaeze Okafor").id,))
    assert (entry.channel, entry.opener, entry.two_way) == (Channel.CALL, Opener.THEM, True)
    assert (entry.give_mine, entry.note, entry.tags) == (
        Ask.FAVOUR,
        "About the plan",
        ("harbour",),
    )
    assert (entry.source, entry.answered, entry.depth) == (Source.IMPORTED, None, None)
    assert entry.present is None
    (paper,) = workspace.find(Attachment, interaction_id=entry.id)
    assert paper.name == "offer.pdf"


def test_a_note_is_on_the_timeline_and_is_no_contact(workspace: Workspace) -> None:
    run(workspace, ADA, BEN, CALL, NOTE)
    log = workspace.log_of(named(workspace, "Adaeze Okafor").id)
    assert [contact.note for contact in log.contacts] == ["About the plan"]
    assert last_contact(log.contacts, workspace.today) == DAY.exact
    note = next(one for one in workspace.find(Interaction) if one.note == "Likes tea")
    assert note.is_note


def test_a_note_is_not_told_as_the_last_contact(workspace: Workspace, tmp_path: Path) -> None:
    run(workspace, ADA, BEN, CALL, NOTE)
    ada = named(workspace, "Adaeze Okafor")
    ahead = Moment(PartialDate.of(workspace.today + timedelta(days=3)))
    with workspace.change("Plan") as edit:
        edit.add(Meeting, title="Lunch", when=ahead, people=(ada.id,))
        edit.set(ada, attention=Attention.KEEP)
    (line,) = today(workspace).meetings
    last = beside(workspace, ada.id).last
    told = [one.note for one in (line.last, last) if one is not None]
    assert told == ["About the plan"] * 2
    with workspace.change("Mail") as edit:
        mailed = Moment(PartialDate(2022, 5, 4))
        edit.add(
            Interaction,
            when=mailed,
            people=(ada.id,),
            channel=Channel.MESSAGE,
            source=Source.IMPORTED,
            thread="mail:1a2b",
        )
    out = tmp_path / "pages"
    export.export(workspace, export.Wish(export.Format.MARKDOWN, out))
    year = (out / "Timeline" / "2022.md").read_text("utf-8")
    assert "### note about" in year
    assert not [
        word for word in ("contact", "Both sides", "Thread", "Just the two") if word in year
    ]
    page = next(out.joinpath("People").glob("Adaeze*.md")).read_text("utf-8")
    contacts, notes = page.partition("## Contacts")[2].split("## Notes about them")
    assert (contacts.count("[[Timeline/"), notes.count("[[Timeline/")) == (2, 1)
    assert "contact" not in notes


def test_a_changed_entry_is_followed_unless_the_user_changed_it(workspace: Workspace) -> None:
    run(workspace, ADA, BEN, CALL)
    changed = replace(CALL, note="About the new plan", minutes=20)
    assert run(workspace, ADA, BEN, changed) == ["skipped", "skipped", "merged"]
    (entry,) = workspace.find(Interaction)
    assert (entry.note, entry.minutes) == ("About the new plan", 20)
    with workspace.change("Mine") as edit:
        edit.set(entry, note="My words", minutes=None)
    for minutes in (25, 30):
        run(workspace, ADA, BEN, replace(changed, note="Theirs", minutes=minutes))
        (entry,) = workspace.find(Interaction)
        assert (entry.note, entry.minutes) == ("My words", 25)
    assert len(workspace.find(Attachment, interaction_id=entry.id)) == 1


def test_entries_follow_what_becomes_of_their_people(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        other = edit.add(Counterpart, name="Somebody Else")
    both = replace(CALL, key="old:both", keys=("old:ada", "old:ben"))
    plan = planned(workspace, ADA, BEN, CALL, both)
    left = plan.decide(0, Fate.SKIPPED)
    assert [row.fate for row in left.rows] == [Fate.SKIPPED, Fate.ADDED, Fate.SKIPPED, Fate.ADDED]
    assert left.rows[2].why == "The people it is with are left out."
    back = left.decide(0, Fate.MERGED, other.id)
    assert [row.people for row in back.rows[2:]] == [(other.id,), (other.id, -2)]
    assert back.rows[2].fate is Fate.ADDED
    transfer.apply(workspace, back)
    entries = workspace.interactions_of(other.id)
    assert {entry.note for entry in entries} == {"About the plan"}
    transfer.apply(workspace, planned(workspace, ADA, BEN, CALL, both))
    assert len(workspace.find(Interaction)) == 2


def test_entries_of_a_person_left_out_are_skipped_with_a_reason(workspace: Workspace) -> None:
    both = replace(CALL, key="old:both", keys=("old:ada", "old:ben"))
    plan = planned(workspace, ADA, BEN, CALL, both).decide(0, Fate.SKIPPED)
    report = transfer.apply(workspace, plan)
    assert [record.fate.value for record in report.records] == [
        *("skipped", "added"),
        *("skipped", "added"),
    ]
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.present) == ((named(workspace, "Ben Vogel").id,), 3)


def test_entries_wait_for_the_answer_who_is_meant(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        first = edit.add(Counterpart, name="Adaeze Okafor")
        edit.add(Counterpart, name="Adaeze Okafor", role="Baker")
    plan = planned(workspace, ADA, CALL)
    assert [row.fate for row in plan.rows] == [Fate.SKIPPED, Fate.SKIPPED]
    decided = plan.decide(0, Fate.MERGED, first.id)
    assert decided.rows[1].people == (first.id,)
    report = transfer.apply(workspace, decided)
    assert [record.fate.value for record in report.records] == ["merged", "added"]


def test_an_entry_finds_people_by_name_and_by_an_earlier_import(workspace: Workspace) -> None:
    run(workspace, ADA)
    by_key = replace(CALL, key="k")
    by_name = replace(NOTE, key="n", keys=(), people=(ReadAttendee("Adaeze Okafor"),))
    nobody = replace(NOTE, key="x", keys=(), people=(ReadAttendee("Nobody Known"),))
    plan = planned(workspace, by_key, by_name, nobody)
    assert [row.fate for row in plan.rows] == [Fate.ADDED, Fate.ADDED, Fate.SKIPPED]
    assert plan.rows[2].why == "It names nobody of the journal."
    assert plan.rows[0].reach == "2021-05-04"
    transfer.apply(workspace, plan)
    assert len(workspace.interactions_of(named(workspace, "Adaeze Okafor").id)) == 2


def test_what_the_user_wrote_down_already_is_not_doubled(workspace: Workspace) -> None:
    run(workspace, ADA)
    ada = named(workspace, "Adaeze Okafor")
    with workspace.change("Log") as edit:
        edit.add(Interaction, when=Moment(DAY), people=(ada.id,), note="About  the plan.")
    plan = planned(workspace, ADA, CALL)
    assert plan.rows[1].why == "You have already logged it."


def test_an_entry_cannot_be_merged_into_a_person(workspace: Workspace) -> None:
    plan = planned(workspace, ADA, CALL)
    with pytest.raises(UserError):
        plan.decide(1, Fate.MERGED, 1)


def test_what_is_over_the_limit_of_the_journal_is_left_out_and_told(workspace: Workspace) -> None:
    large = ReadFile("large.png", "image/png", b"\x89PNG" + bytes(1_000_000))
    person = replace(ADA, photo=large, files=(PAPER, replace(large, name="scan.png")))
    workspace.set_setting("file_limit_mb", 1)
    plan = planned(workspace, BEN, person, replace(CALL, files=(PAPER, large)))
    report = transfer.apply(workspace, plan)
    assert {one.name for one in workspace.find(Attachment)} == {"offer.pdf"}
    assert report.records[1].why.count("It was left out.") == 2
    assert "“large.png” has 1.0 MB; a file in the journal may have 1.0 MB." in report.records[2].why
    workspace.set_setting("file_limit_mb", 2)  # with more room it comes after all
    assert run(workspace, BEN, person) == ["skipped", "merged"]
    found = {(one.name, one.role) for one in workspace.find(Attachment)}
    assert ("large.png", AttachmentRole.PHOTO) in found
