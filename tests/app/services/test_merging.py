"""Merging makes one person of two: everything moves along, and undo brings both back whole."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.model.belongings import Attachment, AttachmentRole, DistinctPair, Relation, SpecialDate
from app.model.copies import Reason
from app.model.errors import InputError, NotFoundError
from app.model.forgetting import CopyState
from app.model.people import (
    Attention,
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    Kind,
    KindPeriod,
    Pause,
    PointKind,
    Pronoun,
    Rhythm,
    Verdict,
    VerdictChoice,
)
from app.model.records import (
    Deal,
    Interaction,
    Meeting,
    Outcome,
    Promise,
    Question,
    Result,
    Side,
)
from app.model.values import Moment, PartialDate
from app.services import archive, backups, forget, held, past, steps, transfer, trash
from app.services.merge_fields import KEYS, WITHOUT_CHOICE, Take, columns_of
from app.services.merging import compare, merge, not_the_same, who_stays
from app.services.workspace import Workspace
from app.store.dump import dump
from app.store.merged import former, merged
from app.store.merging import DERIVED, POINTING
from app.store.rows import table_of

DAY = PartialDate(2026, 3, 2)


def add(workspace: Workspace, cls: type[Any], **values: Any) -> Any:
    with workspace.change("Set the scene") as edit:
        return edit.add(cls, **values)


def person(workspace: Workspace, name: str, **values: Any) -> Counterpart:
    found: Counterpart = add(workspace, Counterpart, name=name, **values)
    return found


def entry(workspace: Workspace, *people: Counterpart, day: PartialDate = DAY) -> Interaction:
    ids = tuple(one.id for one in people)
    found: Interaction = add(workspace, Interaction, when=Moment(day), people=ids, note="Talk")
    return found


def everything(workspace: Workspace, owner: Counterpart, other: Counterpart, mark: str) -> None:
    """One of each kind of record a person can have."""
    of = {"counterpart_id": owner.id}
    entry(workspace, owner, other)
    own = entry(workspace, owner)
    add(workspace, Meeting, title=mark, people=(owner.id, other.id), when=Moment(DAY))
    common = add(workspace, Commonality, text=f"{mark} rows", **of)
    interest = add(workspace, Interest, text=f"{mark} wants", **of)
    deal = add(workspace, Deal, title=f"{mark} deal", **of)
    add(workspace, InterestAct, interest_id=interest.id, on=DAY, what="Sent it")
    add(workspace, Outcome, deal_id=deal.id, on=DAY, result=Result.WON)
    add(workspace, Question, text=f"{mark} asks", interaction_id=own.id, **of)
    add(workspace, Promise, text=f"{mark} word", by=Side.ME, made_on=DAY, **of)
    add(workspace, Verdict, on=DAY, choice=VerdictChoice.REAL, reason=mark, **of)
    add(workspace, Pause, start=DAY, reason=mark, **of)
    add(workspace, Relation, other_id=other.id, what=f"{mark} friend", **of)
    add(workspace, Relation, counterpart_id=other.id, other_id=owner.id, what=f"{mark} chief")
    add(workspace, SpecialDate, day=DAY, what=mark, **of)
    add(workspace, ContactPoint, kind=PointKind.EMAIL, value=f"{mark}@mail.example", **of)
    with workspace.change("Set the scene") as edit:
        edit.mention(common, DAY, own.id)
        edit.tag(owner, "shared", mark)
        edit.attach(owner, f"{mark}.txt", mark.encode())
        edit.remember_import(f"card:{mark}", mark, "counterpart", owner.id, f"FN:{mark}")
        edit.set(other, introduced_by=owner.id)
    not_the_same(workspace, owner.id, person(workspace, f"Not {mark}").id)


@pytest.fixture
def pair(workspace: Workspace) -> tuple[Counterpart, Counterpart]:
    rui = person(workspace, "Rui Santos", kind=Kind.CLIENT, note="Likes maps.", role="Buyer")
    double = person(workspace, "R. Santos", kind=Kind.FRIEND, note="From the fair.")
    friend = person(workspace, "Åsa Lind")
    everything(workspace, rui, friend, "one")
    everything(workspace, double, friend, "two")
    entry(workspace, rui, double)
    return workspace.get(Counterpart, rui.id), workspace.get(Counterpart, double.id)


def test_no_column_that_points_at_a_person_is_forgotten(workspace: Workspace) -> None:
    found = {
        (table, row[3])
        for (table,) in workspace.database.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        for row in workspace.database.rows(f"PRAGMA foreign_key_list({table})")
        if row[2] == "counterpart"
    }
    assert found == {*POINTING, *DERIVED}


def test_no_field_of_a_person_is_forgotten() -> None:
    chosen = {column for key in KEYS for column in columns_of(key)}
    assert chosen | WITHOUT_CHOICE == set(table_of(Counterpart).codecs)


def test_everything_moves_along_and_nothing_points_at_who_is_gone(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    before = {
        table: workspace.database.value(f"SELECT count(*) FROM {table}") for table, _c in POINTING
    }
    merge(workspace, kept.id, gone.id)
    for table, column in POINTING:
        assert workspace.database.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", gone.id) == []
    after = {
        table: workspace.database.value(f"SELECT count(*) FROM {table}") for table, _c in POINTING
    }
    # One talk of both, the tag both had; of the kinds, the one that contradicts.
    less = {"participant": 1, "tagging": 1, "counterpart": 1, "kind_period": 1}
    assert {t: before[t] - after[t] for t in before if before[t] != after[t]} == less
    with pytest.raises(NotFoundError):
        workspace.get(Counterpart, gone.id)
    assert workspace.check() == []
    assert len(workspace.interactions_of(kept.id)) == 5
    assert sorted(workspace.tags_of(kept)) == ["one", "shared", "two"]


def test_undo_and_redo_bring_back_every_byte(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    before = dump(workspace.database)
    merge(workspace, kept.id, gone.id, {"name": Take.GONE, "kind": Take.GONE})
    after = dump(workspace.database)
    assert after != before
    workspace.undo()
    assert dump(workspace.database) == before
    workspace.redo()
    assert dump(workspace.database) == after
    workspace.undo()
    assert dump(workspace.database) == before
    assert workspace.check() == []


def test_it_is_one_named_step_in_the_history_of_both(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    changes = merge(workspace, kept.id, gone.id)
    assert workspace.can_undo() == "Merge R. Santos into Rui Santos"
    assert {kept.id, gone.id} <= changes.people
    found = steps.list_steps(workspace, steps.Wanted(person=kept.id))
    assert found[0].id == changes.step
    # What was done with the one who went is a part of the history of the one who stayed.
    assert {step.id for step in steps.list_steps(workspace, steps.Wanted(person=gone.id))} <= {
        step.id for step in found
    }


def test_the_usual_choice_loses_nothing(workspace: Workspace) -> None:
    kept = person(
        workspace, "Rui Santos", note="Likes maps.", since=PartialDate(2020), created="2026-01-01"
    )
    gone = person(
        workspace,
        "Santos, R.",
        aliases="Ruizinho",
        kind=Kind.CLIENT,
        note="From the fair.",
        how_met="At the fair",
        birthday=PartialDate(None, 3, 15),
        pronoun=Pronoun.HE,
        rhythm=Rhythm.MONTHLY,
        since=PartialDate(2018),
        created="2025-06-01",
        no_contact=True,
    )
    merge(workspace, kept.id, gone.id)
    found = workspace.get(Counterpart, kept.id)
    assert found.name == "Rui Santos"
    assert found.aliases == "Ruizinho, Santos R."
    assert (found.kind, found.pronoun, found.rhythm) == (Kind.CLIENT, Pronoun.HE, Rhythm.MONTHLY)
    assert (found.note, found.how_met) == ("Likes maps.\n\nFrom the fair.", "At the fair")
    assert (str(found.birthday), str(found.since)) == ("--03-15", "2018")
    assert found.created == "2025-06-01"
    assert found.no_contact


def test_each_field_takes_the_side_that_was_chosen(workspace: Workspace) -> None:
    with workspace.change("Set the scene") as edit:
        firm, other = edit.organisation("Norte Freight"), edit.organisation("Old Freight")
    kept = person(
        workspace,
        "Rui Santos",
        kind=Kind.CLIENT,
        role="Buyer",
        note="One",
        organisation_id=firm.id,
        rhythm=Rhythm.WEEKLY,
    )
    gone = person(
        workspace,
        "Rui M. Santos",
        kind=Kind.FRIEND,
        role="Owner",
        note="Two",
        organisation_id=other.id,
        rhythm=Rhythm.YEARLY,
    )
    picks = dict.fromkeys(("name", "kind", "organisation_id", "rhythm", "note"), Take.GONE)
    merge(workspace, kept.id, gone.id, picks)
    found = workspace.get(Counterpart, kept.id)
    assert (found.name, found.aliases) == ("Rui M. Santos", "Rui Santos")
    assert (found.kind, found.organisation_id) == (Kind.FRIEND, other.id)
    assert (found.rhythm, found.note, found.role) == (Rhythm.YEARLY, "Two", "Buyer")
    assert [p.kind for p in workspace.find(KindPeriod, counterpart_id=kept.id)] == [Kind.FRIEND]


def test_kinds_of_before_stay_and_later_ones_do_not_contradict(workspace: Workspace) -> None:
    kept = person(workspace, "Rui Santos", kind=Kind.CLIENT, kind_since=PartialDate(2022))
    gone = person(workspace, "Rui Santos", kind=Kind.LEAD, kind_since=PartialDate(2019))
    late = person(workspace, "Rui Santos", kind=Kind.FRIEND, kind_since=PartialDate(2024))
    merge(workspace, kept.id, gone.id, {"kind": Take.KEPT})
    merge(workspace, kept.id, late.id, {"kind": Take.KEPT})
    found = workspace.find(KindPeriod, counterpart_id=kept.id)
    assert [(p.kind, str(p.since)) for p in found] == [(Kind.CLIENT, "2022"), (Kind.LEAD, "2019")]


def test_the_same_address_is_not_kept_twice(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "Rui Santos")
    for owner, kind, value, label, preferred in (
        (kept, PointKind.EMAIL, "rui@mail.example", "", False),
        (kept, PointKind.PHONE, "+351 912 345 678", "", True),
        (gone, PointKind.EMAIL, "Rui@Mail.example", "home", True),
        (gone, PointKind.PHONE, "912 345 678", "mobile", True),
        (gone, PointKind.PHONE, "+351 213 000 111", "work", True),
    ):
        add(
            workspace,
            ContactPoint,
            counterpart_id=owner.id,
            kind=kind,
            value=value,
            label=label,
            preferred=preferred,
        )
    merge(workspace, kept.id, gone.id)
    found = workspace.find(ContactPoint, counterpart_id=kept.id)
    assert [(p.value, p.label, p.preferred) for p in found] == [
        ("rui@mail.example", "home", True),
        ("+351 912 345 678", "mobile", True),
        ("+351 213 000 111", "work", False),
    ]


def test_two_photos_become_a_photo_and_a_file(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "Rui Santos")
    with workspace.change("Set the scene") as edit:
        edit.attach(kept, "a.png", b"a", role=AttachmentRole.PHOTO)
        edit.attach(gone, "b.png", b"b", role=AttachmentRole.PHOTO)
        edit.attach(gone, "same.png", b"a", role=AttachmentRole.PHOTO)
    merge(workspace, kept.id, gone.id)
    found = workspace.find(Attachment, counterpart_id=kept.id)
    assert [(one.name, one.role) for one in found] == [
        ("a.png", AttachmentRole.PHOTO),
        ("b.png", AttachmentRole.FILE),
    ]


def test_nobody_is_tied_to_themselves(workspace: Workspace) -> None:
    kept = person(workspace, "Rui Santos")
    gone = person(workspace, "R. Santos", introduced_by=kept.id)
    with workspace.change("Set the scene") as edit:
        edit.set(kept, introduced_by=gone.id)
        edit.add(Relation, counterpart_id=kept.id, other_id=gone.id, what="namesake")
        edit.add(Relation, counterpart_id=gone.id, other_id=kept.id, what="namesake")
    not_the_same(workspace, kept.id, gone.id)
    merge(workspace, kept.id, gone.id)
    assert workspace.get(Counterpart, kept.id).introduced_by is None
    assert workspace.find(Relation) == workspace.find(DistinctPair) == []


def test_dismissed_pairs_move_along_in_order(workspace: Workspace) -> None:
    gone, friend, kept = (person(workspace, name) for name in ("R. Santos", "Åsa", "Rui Santos"))
    not_the_same(workspace, gone.id, friend.id)
    not_the_same(workspace, kept.id, friend.id)
    other = person(workspace, "Ana")
    not_the_same(workspace, gone.id, other.id)
    merge(workspace, kept.id, gone.id)
    pairs = {(one.first_id, one.second_id) for one in workspace.find(DistinctPair)}
    assert pairs == {(friend.id, kept.id), (kept.id, other.id)}


def test_what_is_exactly_the_same_is_there_once_with_all_that_hangs_on_it(
    workspace: Workspace,
) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "R. Santos")
    for owner in (kept, gone):
        common = add(workspace, Commonality, counterpart_id=owner.id, text="Both row")
        with workspace.change("Set the scene") as edit:
            edit.mention(common, DAY)
    merge(workspace, kept.id, gone.id)
    (found,) = workspace.find(Commonality)
    assert found.times_mentioned == 2


def test_what_hangs_on_both_in_the_same_words_is_there_once(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "R. Santos")
    talk = entry(workspace, kept, gone)
    for owner in (kept, gone):
        of = {"counterpart_id": owner.id}
        deal = add(workspace, Deal, title="Bid", **of)
        add(workspace, Outcome, deal_id=deal.id, on=DAY, result=Result.WON)
        interest = add(workspace, Interest, text="maps", **of)
        add(workspace, InterestAct, interest_id=interest.id, on=DAY, what="Sent one")
        common = add(workspace, Commonality, text="Both row", **of)
        with workspace.change("Set the scene") as edit:
            edit.mention(common, DAY, talk.id)
    add(workspace, Outcome, deal_id=deal.id, on=DAY, result=Result.DELIVERED)
    before = dump(workspace.database)
    merge(workspace, kept.id, gone.id)
    assert [one.result for one in workspace.find(Deal)[0].outcomes] == [
        Result.WON,
        Result.DELIVERED,
    ]
    assert [act.what for act in workspace.find(Interest)[0].acts] == ["Sent one"]
    assert [one.times_mentioned for one in workspace.find(Commonality)] == [1]
    workspace.undo()
    assert dump(workspace.database) == before


def test_what_others_say_of_both_is_said_once(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "R. Santos")
    friend = person(workspace, "Åsa Lind")
    for other, what in ((kept, "chief"), (gone, "chief"), (gone, "neighbour")):
        add(workspace, Relation, counterpart_id=friend.id, other_id=other.id, what=what)
    merge(workspace, kept.id, gone.id)
    ties = workspace.find(Relation, counterpart_id=friend.id)
    assert [(tie.what, tie.other_id) for tie in ties] == [
        ("chief", kept.id),
        ("neighbour", kept.id),
    ]


def test_who_introduced_them_is_kept_where_the_other_says_it_was_the_one(
    workspace: Workspace,
) -> None:
    friend = person(workspace, "Åsa Lind")
    gone = person(workspace, "R. Santos", introduced_by=friend.id)
    kept = person(workspace, "Rui Santos", introduced_by=gone.id)
    side = next(s for s in compare(workspace, kept.id, gone.id).sides if s.key == "introduced_by")
    assert (side.kept, side.gone, side.taken) == ("", "Åsa Lind", Take.GONE)
    merge(workspace, kept.id, gone.id)
    assert workspace.get(Counterpart, kept.id).introduced_by == friend.id


CARDS = """BEGIN:VCARD
VERSION:4.0
UID:card-{n}
FN:{name}
EMAIL:{mail}
END:VCARD
"""


def test_importing_either_source_again_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    files = []
    for n, name, mail in ((1, "Rui Santos", "rui@a.example"), (2, "Ruy Sants", "ruy@b.example")):
        files.append(tmp_path / f"{n}.vcf")
        files[-1].write_text(CARDS.format(n=n, name=name, mail=mail), encoding="utf-8")
        transfer.apply(workspace, transfer.preview(workspace, [files[-1]]))
    one, other = workspace.people()
    merge(workspace, one.id, other.id)
    before = dump(workspace.database)
    for file in files:
        plan = transfer.preview(workspace, [file])
        assert [row.fate.value for row in plan.rows] == ["skipped"]
        transfer.apply(workspace, plan)
    assert dump(workspace.database) == before


def test_drafts_mean_the_one_who_stays(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Rui Santos"), person(workspace, "R. Santos")
    form = {"people": [gone.id, kept.id], "noted": [{"person": gone.id, "text": "x"}]}
    workspace.save_draft("log:abc", json.dumps(form))
    workspace.save_draft(f"goal:{gone.id}", "Ask about the map")
    workspace.save_draft(f"line:{gone.id}", "Theirs")
    workspace.save_draft(f"line:{kept.id}", "Mine")
    merge(workspace, kept.id, gone.id)
    drafts = {draft.key: draft.body for draft in workspace.drafts()}
    assert json.loads(drafts["log:abc"]) == {
        "people": [kept.id],
        "noted": [{"person": kept.id, "text": "x"}],
    }
    assert drafts[f"goal:{kept.id}"] == drafts[f"goal:{gone.id}"] == "Ask about the map"
    assert (drafts[f"line:{kept.id}"], drafts[f"line:{gone.id}"]) == ("Mine", "Theirs")


def test_comparing_tells_what_differs_and_what_moves(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    found = compare(workspace, kept.id, gone.id)
    told = {side.key: (side.kept, side.gone, side.taken) for side in found.to_choose}
    assert told["name"] == ("Rui Santos", "R. Santos", Take.KEPT)
    assert told["kind"] == ("Client", "Friend", Take.KEPT)
    assert told["role"] == ("Buyer", "", Take.KEPT)
    assert told["note"] == ("Likes maps.", "From the fair.", Take.BOTH)
    assert found.moves.startswith("2 entries, 1 meeting, 1 promise")
    assert found.shared == "1 entry"


def test_the_one_with_more_entries_stays(workspace: Workspace) -> None:
    first, second = person(workspace, "Rui"), person(workspace, "Rui")
    assert who_stays(workspace, second.id, first.id) == (first.id, second.id)
    entry(workspace, second)
    assert who_stays(workspace, first.id, second.id) == (second.id, first.id)


def test_one_person_is_not_merged_with_themselves(workspace: Workspace) -> None:
    rui = person(workspace, "Rui Santos")
    for call in (merge, compare, not_the_same):
        with pytest.raises(InputError, match="same person"):
            call(workspace, rui.id, rui.id)


def test_not_the_same_is_noted_once(workspace: Workspace) -> None:
    one, other = person(workspace, "Rui"), person(workspace, "Rui")
    not_the_same(workspace, other.id, one.id)
    not_the_same(workspace, one.id, other.id)
    (found,) = workspace.find(DistinctPair)
    assert (found.first_id, found.second_id) == (one.id, other.id)
    assert workspace.can_undo() == "Rui is not Rui"


def test_being_left_out_does_not_outweigh_being_kept_up_with(workspace: Workspace) -> None:
    kept = person(workspace, "Rui", attention=Attention.ADDRESS)
    gone = person(workspace, "Rui", attention=Attention.KEEP)
    merge(workspace, kept.id, gone.id)
    assert workspace.get(Counterpart, kept.id).attention is Attention.KEEP


# --- afterwards ----------------------------------------------------------------------------


def test_who_went_into_whom_is_known_until_it_is_taken_back(workspace: Workspace) -> None:
    a, b, c = (person(workspace, name) for name in ("Rui Santos", "R. Santos", "Ruy"))
    merge(workspace, b.id, c.id)
    merge(workspace, a.id, b.id)
    assert sorted(former(workspace.database, a.id)) == [(b.id, b.uid), (c.id, c.uid)]
    assert merged(workspace.database) == {b.uid: a.id, c.uid: a.id}
    workspace.undo()
    assert former(workspace.database, a.id) == []
    assert merged(workspace.database) == {c.uid: b.id}


def test_the_trash_tells_of_the_one_who_went_and_brings_them_back_without_what_moved(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    merge(workspace, kept.id, gone.id)
    items = [one for one in trash.items(workspace).items if one.step.startswith("Merge")]
    assert [(one.kind, one.title) for one in items] == [("Person", "R. Santos")]
    trash.restore(workspace, items[0].id)
    back = workspace.get(Counterpart, gone.id)
    assert (back.name, back.kind) == ("R. Santos", Kind.FRIEND)
    # The talk both were in has both again; all else stays where it went.
    assert len(workspace.interactions_of(gone.id)) == 1
    assert len(workspace.interactions_of(kept.id)) == 5
    assert workspace.check() == []


def test_as_it_was_shows_each_of_the_two_by_themselves(
    workspace: Workspace, clock: Any, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    day = workspace.today
    clock.advance(days=2)
    merge(workspace, kept.id, gone.id)
    for one, mark in ((kept, "one"), (gone, "two")):
        then = past.as_it_was(workspace, one.id, day)
        assert [text.text for text in then.find(Promise, counterpart_id=one.id)] == [f"{mark} word"]
        assert then.get(Counterpart, one.id).name == one.name
        assert len(then.interactions_of(one.id)) == 3
        then.close()
    clock.advance(days=2)
    then = past.as_it_was(workspace, kept.id, workspace.today - timedelta(days=1))
    assert len(then.find(Promise, counterpart_id=kept.id)) == 2
    then.close()


def _holds(path: Path, *words: str) -> list[str]:
    data = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    return [word for word in words if word.encode() in data]


@pytest.mark.parametrize("deleted_first", [False, True])
def test_forgetting_the_one_who_stayed_forgets_both(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart], deleted_first: bool
) -> None:
    kept, gone = pair
    backups.make(workspace, Reason.BY_HAND)
    merge(workspace, kept.id, gone.id)
    assert forget.deleted_people(workspace) == []
    if deleted_first:
        with workspace.change("Delete") as edit:
            edit.remove(workspace.get(Counterpart, kept.id))
    found = forget.preview(workspace, kept.id)
    assert [copy.state for copy in found.copies] == [CopyState.HOLDS]
    done = forget.forget(workspace, kept.id, backups=True)
    assert (len(done.rewritten), done.left) == (1, ())
    words = ("Santos", "two@mail", "one@mail", "From the fair", "two wants", gone.uid)
    assert _holds(workspace.path, *words) == []
    assert _holds(done.rewritten[0], *words) == []
    assert forget.deleted_people(workspace) == []
    assert workspace.check() == []


def test_forgetting_after_a_merge_that_was_taken_back_leaves_the_other(
    workspace: Workspace, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    merge(workspace, kept.id, gone.id)
    workspace.undo()
    forget.forget(workspace, kept.id)
    back = workspace.get(Counterpart, gone.id)
    assert back.note == "From the fair."
    assert [one.text for one in workspace.find(Promise)] == ["two word"]
    assert len(workspace.interactions_of(gone.id)) == 3
    # Done again, the merge would only take away what is left.
    assert workspace.can_redo() is None
    assert workspace.check() == []


def test_an_older_archive_does_not_bring_back_who_was_merged(
    workspace: Workspace, tmp_path: Path, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    file = tmp_path / "before.json"
    archive.save(workspace, file)
    merge(workspace, kept.id, gone.id)
    before = dump(workspace.database)
    plan = transfer.preview(workspace, [file])
    (row,) = (row for row in plan.rows if row.title == "R. Santos")
    assert "Was merged" in row.why
    transfer.apply(workspace, plan)
    assert dump(workspace.database) == before


def test_an_archive_of_after_tells_another_journal_who_went_into_whom(
    workspace: Workspace, clock: Any, tmp_path: Path, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    merge(workspace, kept.id, gone.id)
    file = tmp_path / "after.json"
    archive.save(workspace, file)
    other = Workspace.open(tmp_path / "other.kith", clock, create=True)
    transfer.apply(other, transfer.preview(other, [file]))
    (here,) = other.find(Counterpart, uid=kept.uid)
    assert merged(other.database) == {gone.uid: here.id}
    assert former(other.database, here.id) == [(0, gone.uid)]
    assert steps.list_steps(other, steps.Wanted(person=here.id))
    forget.forget(other, here.id)
    assert other.check() == []
    other.close()


def test_what_is_held_tells_of_both(
    workspace: Workspace, tmp_path: Path, pair: tuple[Counterpart, Counterpart]
) -> None:
    kept, gone = pair
    merge(workspace, kept.id, gone.id, {"note": Take.KEPT})
    file = tmp_path / "held.json"
    held.save_json(held.gather(workspace, kept.id), file)
    told = file.read_text(encoding="utf-8")
    # The note that was not kept stands in the history of the one who went.
    assert "From the fair." in told
    assert "two wants" in told


def test_who_came_back_from_the_trash_can_be_merged_once_more(workspace: Workspace) -> None:
    kept, gone = person(workspace, "Dana Okafor"), person(workspace, "D. Okafor")
    merge(workspace, kept.id, gone.id)
    (item,) = [one for one in trash.items(workspace).items if one.table == "counterpart"]
    trash.restore(workspace, item.id)
    merge(workspace, kept.id, gone.id)
    assert [one.id for one in workspace.people()] == [kept.id]
    workspace.undo()
    assert len(workspace.people()) == 2


def test_a_card_of_who_was_merged_is_known_again_under_any_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "one.vcf"
    file.write_text(CARDS.format(n=1, name="Ann Berg", mail="ann@a.example"), encoding="utf-8")
    transfer.apply(workspace, transfer.preview(workspace, [file]))
    (gone,) = workspace.people()
    kept = person(workspace, "Ann Karlsson")
    merge(workspace, kept.id, gone.id)
    kept = workspace.get(Counterpart, kept.id)
    with workspace.change("Tidy") as edit:
        edit.set(kept, aliases="")
        for point in workspace.find(ContactPoint):
            edit.remove(point)
    file.write_text(CARDS.format(n=1, name="Ann Berg", mail="new@a.example"), encoding="utf-8")
    (row,) = transfer.preview(workspace, [file]).rows
    assert (row.fate.value, row.people, row.deleted) == ("merged", (kept.id,), False)
    (away,) = [one for one in trash.items(workspace).items if one.table == "counterpart"]
    trash.restore(workspace, away.id)
    (back,) = workspace.find(Counterpart, uid=gone.uid)
    (row,) = transfer.preview(workspace, [file]).rows
    assert row.people == (back.id,)  # the two are two again


def test_an_archive_brings_back_who_was_merged_with_whom_they_differ_from(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept, gone, other = (person(workspace, name) for name in ("Rui Santos", "R. Santos", "Ben"))
    not_the_same(workspace, gone.id, other.id)
    file = tmp_path / "before.json"
    archive.save(workspace, file)
    merge(workspace, kept.id, gone.id)  # the pair is now one of the other two
    report = transfer.apply(workspace, transfer.preview(workspace, [file]))
    assert {record.fate.value for record in report.records} == {"skipped"}
    plan = transfer.preview(workspace, [file])
    wanted = [row.index for row in plan.rows if row.title == "R. Santos"]
    transfer.apply(workspace, plan.take_many(wanted))
    (back,) = workspace.find(Counterpart, uid=gone.uid)
    pairs = {(one.first_id, one.second_id) for one in workspace.find(DistinctPair)}
    assert pairs == {(kept.id, other.id), tuple(sorted((back.id, other.id)))}
    assert workspace.check() == []
