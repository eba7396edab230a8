"""Whom one keeps up with decides where they are seen; and sorting goes from the busiest on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.insights.bias import question
from app.insights.cadence import capacity, next_due
from app.insights.realness import side_by_side
from app.model.errors import AmbiguousNameError, ReadOnlyError
from app.model.people import (
    Attention,
    Counterpart,
    Kind,
    KindPeriod,
    Rhythm,
    Verdict,
    VerdictChoice,
)
from app.model.reading import TimelineFilter
from app.model.records import (
    Channel,
    Deal,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Outcome,
    Promise,
    Result,
    Side,
)
from app.model.values import FixedClock, Moment, PartialDate
from app.services import search, sorting
from app.services import timeline as stream
from app.services.find_people import PeopleIndex
from app.services.people_list import people_list
from app.services.planning import choices
from app.services.profile import profile
from app.services.quick_log import complete, parse
from app.services.standings import left_out_rows, people_rows, refresh
from app.services.today import three_counts, today
from app.services.workspace import Workspace
from app.store import driver
from app.store.standings import Standings
from tests.golden.make import journal

KEEP, UNSORTED, ADDRESS, OUT = Attention
ALL = frozenset(Attention)
COUNTED = frozenset({KEEP, UNSORTED})
LISTED = frozenset({KEEP, UNSORTED, ADDRESS})


def ago(workspace: Workspace, days: int) -> PartialDate:
    return PartialDate.of(workspace.today - timedelta(days=days))


def planted(workspace: Workspace) -> dict[Attention, Counterpart]:
    """One person of each sort, and the same of everything with each."""
    people = {}
    for attention in Attention:
        with workspace.change(f"Plant {attention}") as edit:
            firm = edit.organisation(f"{attention.value.title()} Ltd")
            one = edit.add(
                Counterpart,
                name=f"Nomen {attention.value.title()}",
                attention=attention,
                organisation_id=firm.id,
                kind=Kind.CLIENT,
                rhythm=Rhythm.MONTHLY,
                note=f"needle {attention.value}",
            )
            edit.tag(one, f"tag-{attention.value}")
            own, mine = {"counterpart_id": one.id}, {"people": (one.id,)}
            for back in (200, 160, 120, 100):
                edit.add(
                    Interaction,
                    when=Moment(ago(workspace, back)),
                    channel=Channel.CALL,
                    opener=Opener.ME,
                    note=f"talk {attention.value}",
                    **mine,
                )
            told = {"text": f"word {attention.value}", "made_on": ago(workspace, 95)}
            edit.add(Promise, by=Side.ME, **told, **own)
            deal = edit.add(Deal, title=f"deal {attention.value}", **own)
            edit.add(Outcome, deal_id=deal.id, on=ago(workspace, 40), result=Result.WON)
            edit.add(Verdict, on=ago(workspace, 90), choice=VerdictChoice.UNSURE, **own)
            edit.add(
                Meeting,
                title=f"ahead {attention.value}",
                when=Moment(ago(workspace, -3)),
                **mine,
            )
            edit.add(Meeting, title=f"vague {attention.value}", vague="soon", **mine)
            edit.add(
                Meeting,
                title=f"gone {attention.value}",
                when=Moment(ago(workspace, 2)),
                **mine,
            )
        people[attention] = one
    refresh(workspace)
    return people


def names_in(texts: object) -> set[str]:
    return {str(text).rsplit(" ", 1)[-1].lower() for text in texts}  # type: ignore[attr-defined]


def _today(what: Callable[[object], object]) -> Callable[[Workspace], set[str]]:
    return lambda workspace: names_in(what(today(workspace, meetings=50, lines=50)))


def _timeline(workspace: Workspace) -> set[str]:
    keys, months = stream.all_keys(workspace, TimelineFilter())
    assert sum(month.count for month in months) == len(keys)
    first = [key for key, _day in stream.first_keys(workspace, TimelineFilter(), 1000)]
    assert first == list(keys)
    found = stream.entries(workspace, keys)
    kinds = {(entry.kind, name) for entry in found for name in entry.people}
    seen = names_in(name for _kind, name in kinds)
    assert len(kinds) == 5 * len(seen)  # all five kinds of entries of each
    return seen


def _found_in_list(workspace: Workspace) -> set[str]:
    everyone = people_list(workspace)
    names = {person.id: person.name for person in everyone.index.names}
    return names_in(names[match.id] for match in everyone.index.rank("nomen"))


READS: dict[str, tuple[Callable[[Workspace], set[str]], frozenset[Attention]]] = {
    "next meetings": (_today(lambda t: [m.meeting.title for m in t.meetings]), LISTED),  # type: ignore[attr-defined]
    "did it happen": (_today(lambda t: [m.meeting.title for m in t.unlogged]), COUNTED),  # type: ignore[attr-defined]
    "promises": (_today(lambda t: [p.person.name for p in t.promises]), COUNTED),  # type: ignore[attr-defined]
    "after the sale": (_today(lambda t: [a.person.name for a in t.after_sale]), frozenset({KEEP})),  # type: ignore[attr-defined]
    "going quiet": (_today(lambda t: [q.person.name for q in t.quiet]), frozenset({KEEP})),  # type: ignore[attr-defined]
    "timeline": (_timeline, LISTED),
    "people list": (lambda w: names_in(r.name for r in people_list(w).rows), LISTED),
    "left out list": (lambda w: names_in(r.name for r in people_list(w).left_out), {OUT}),
    "tags of the list": (
        lambda w: {tag.removeprefix("tag-") for tag, _n in people_list(w).tag_counts},
        LISTED,
    ),
    "found in the list": (_found_in_list, ALL),
    "rows of the terminal": (lambda w: names_in(r.name for r in people_rows(w)), LISTED),
    "left out in the terminal": (lambda w: names_in(r.name for r in left_out_rows(w)), {OUT}),
    "prepare offers": (lambda w: names_in(r.name for r in choices(w).people), LISTED),
    "prepare finds": (lambda w: names_in(r.name for r in choices(w).narrow("nomen", 9)[1]), ALL),
    "prepare meetings": (
        lambda w: names_in(line.meeting.title for line in choices(w).meetings),
        LISTED,
    ),
    "palette": (
        lambda w: names_in(
            w.get(Counterpart, m.id).name for m in PeopleIndex(w.names()).rank("nomen")
        ),
        ALL,
    ),
    "completion": (lambda w: names_in(p.name for p in complete("Nom", w.names())), ALL),
    "search": (
        lambda w: names_in(hit.people[0] for hit in search.newest(w, "needle")),
        ALL,
    ),
    "cover": (lambda w: names_in(person.name for person in w.names()), ALL),
    "capacity": (
        lambda w: {"keep"} if capacity(w.people()).numbers["monthly"] == 1 else {"more"},
        {KEEP},
    ),
    "next due": (
        lambda w: names_in(
            one.name for one in w.people() if next_due(one, w.today, (), w.today, w.policy)
        ),
        {KEEP},
    ),
    "tests": (
        lambda w: names_in(
            one.name
            for one in w.people()
            if side_by_side(w.log_of(one.id), w.policy).t1.result != "not applicable"
        ),
        COUNTED,
    ),
    "asks for a word": (
        lambda w: names_in(one.name for one in w.people() if not profile(w, one.id).never_asks),
        COUNTED,
    ),
}  # type: ignore[assignment]


@pytest.mark.parametrize("path", READS)
def test_each_read_shows_whom_it_should(workspace: Workspace, path: str) -> None:
    planted(workspace)
    read, expected = READS[path]
    assert read(workspace) == {attention.value for attention in expected}


def test_counts_hold_only_people_one_keeps_up_with(workspace: Workspace) -> None:
    planted(workspace)
    counts = three_counts(workspace)
    assert (counts.people, counts.pending) == (1, 0)
    assert [sum(three) for three in (counts.outlives, counts.mutual, counts.agenda)] == [1, 1, 1]
    found = today(workspace)
    assert found.promises_in_all == 2
    assert (found.people, found.unsorted) == (4, 1)
    assert Standings(workspace.database).pending(workspace.today + timedelta(days=1), 9) != []
    ids = Standings(workspace.database).pending(workspace.today + timedelta(days=1), 9)
    assert OUT not in {workspace.get(Counterpart, number).attention for number in ids}


def test_no_question_of_bias_is_asked_about_an_address(workspace: Workspace) -> None:
    people = planted(workspace)
    for attention in (ADDRESS, OUT):
        assert question(workspace.log_of(people[attention].id), workspace.policy) is None


def test_a_journal_of_nobody_but_people_left_out_is_not_empty(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Gone", attention=OUT)
    assert today(workspace).people == 1


def test_entries_and_meetings_with_others_stay(workspace: Workspace) -> None:
    people = planted(workspace)
    both = (people[OUT].id, people[KEEP].id)
    with workspace.change("Log") as edit:
        entry = edit.add(Interaction, when=Moment(ago(workspace, 1)), people=both, note="lunch")
        edit.add(Meeting, title="Both", when=Moment(ago(workspace, -1)), people=both)
        edit.add(Meeting, title="Nobody named", when=Moment(ago(workspace, -1)))
    keys = [key for key, _day in stream.first_keys(workspace, TimelineFilter(), 1000)]
    assert stream.key_of(entry) in keys
    lines = {line.meeting.title: line.people for line in today(workspace).meetings}
    assert [person.name for person in lines["Both"]] == ["Nomen Keep"]
    assert "Nobody named" in lines


def test_the_timeline_shows_someone_left_out_when_they_are_asked_for(workspace: Workspace) -> None:
    people = planted(workspace)
    wanted = TimelineFilter(people=(people[OUT].id,))
    entries = stream.entries(workspace, stream.all_keys(workspace, wanted)[0])
    assert len(entries) == 9  # four talks, three meetings of which two have a day, and three more
    firm = workspace.get(Counterpart, people[OUT].id).organisation_id
    assert len(stream.all_keys(workspace, TimelineFilter(organisation_id=firm))[0]) == 0
    talk = workspace.interactions_of(people[OUT].id)[0]
    assert len(stream.all_keys(workspace, TimelineFilter(interactions=(talk.id,)))[0]) == 1


# --- names ---------------------------------------------------------------------------------------


def test_of_namesakes_the_one_left_out_is_not_meant(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Abel", attention=OUT)
        kept = edit.add(Counterpart, name="Anna Zorn")
    assert workspace.person_named("Anna").id == kept.id
    assert workspace.person_named("Anna Abel").attention is OUT
    line = parse("call with Anna yesterday 30m", workspace.names(), workspace.clock.now())
    assert (line.people, line.ambiguous) == ((kept.id,), ())
    assert [p.name for p in complete("Ann", workspace.names())] == ["Anna Zorn", "Anna Abel"]
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Mohn", attention=ADDRESS)
    with pytest.raises(AmbiguousNameError):
        workspace.person_named("Anna")


# --- the pass ------------------------------------------------------------------------------------


def arrivals(workspace: Workspace, *contacts: int) -> list[Counterpart]:
    """People of an import, with so many contacts each."""
    with workspace.change("Import cards.vcf") as edit:
        found = []
        for number, count in enumerate(contacts):
            one = edit.add(Counterpart, name=f"Person {number}", attention=UNSORTED)
            edit.remember_import(f"card:{number}", "digest", "counterpart", one.id)
            for back in range(count):
                edit.add(Interaction, when=Moment(ago(workspace, 30 * back + 1)), people=(one.id,))
            found.append(one)
    return found


def waiting(workspace: Workspace) -> list[str]:
    return [workspace.get(Counterpart, number).name for number in sorting.queue(workspace)]


def test_most_contact_comes_first_and_who_is_put_off_last(workspace: Workspace) -> None:
    people = arrivals(workspace, 1, 5, 0, 3)
    assert waiting(workspace) == ["Person 1", "Person 3", "Person 0", "Person 2"]
    sorting.put_off(workspace, people[1].id)
    sorting.put_off(workspace, people[0].id)
    assert waiting(workspace) == ["Person 3", "Person 2", "Person 1", "Person 0"]
    for one in people[2:]:
        sorting.answer(workspace, one, OUT)
    assert waiting(workspace) == ["Person 1", "Person 0"]
    sorting.put_off(workspace, people[1].id)
    assert waiting(workspace) == ["Person 0", "Person 1"]


def test_the_order_of_later_is_kept_with_the_journal_and_is_no_step(workspace: Workspace) -> None:
    people = arrivals(workspace, 2, 1)
    steps = len(workspace.history())
    sorting.put_off(workspace, people[0].id)
    other = workspace.beside()
    assert waiting(other) == ["Person 1", "Person 0"]
    other.close()
    assert len(workspace.history()) == steps


def test_how_far_one_is_follows_every_answer_and_every_undo(workspace: Workspace) -> None:
    people = arrivals(workspace, 2, 1, 0, 0)
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Typed")
    assert sorting.progress(workspace) == (4, 4, 0, 2)
    sorting.keep(workspace, people[0], Kind.CLIENT, Rhythm.MONTHLY)
    sorting.answer(workspace, people[1], ADDRESS)
    found = sorting.progress(workspace)
    assert (found, found.sorted) == ((4, 2, 1, 2), 2)
    assert sorting.progress_words(found) == "2 of 4 sorted, 1 kept up with."
    workspace.undo()
    assert workspace.get(Counterpart, people[1].id).attention is UNSORTED
    workspace.undo()
    kept = workspace.get(Counterpart, people[0].id)
    assert (kept.attention, kept.kind, kept.rhythm) == (UNSORTED, Kind.OTHER, None)
    workspace.redo()
    kept = workspace.get(Counterpart, people[0].id)
    assert (kept.attention, kept.kind, kept.rhythm) == (KEEP, Kind.CLIENT, Rhythm.MONTHLY)


def test_many_at_once_are_one_step(workspace: Workspace) -> None:
    arrivals(workspace, 2, 1, 0, 0)
    changes = sorting.answer_many(workspace, sorting.silent_ones(workspace), OUT)
    assert changes.label == "Leave out 2 people"
    assert waiting(workspace) == ["Person 0", "Person 1"]
    changes = sorting.answer_many(workspace, sorting.queue(workspace), ADDRESS)
    assert changes.label == "Keep 2 people as addresses only"
    assert sorting.waiting(workspace) == 0
    workspace.undo()
    workspace.undo()
    assert sorting.waiting(workspace) == 4


def test_a_kind_pressed_by_mistake_leaves_no_earlier_time(workspace: Workspace) -> None:
    (one,) = arrivals(workspace, 3)
    sorting.keep(workspace, one, Kind.PITCH)
    sorting.keep(workspace, workspace.get(Counterpart, one.id), Kind.FRIEND)
    periods = workspace.find(KindPeriod, counterpart_id=one.id)
    assert [period.kind for period in periods] == [Kind.FRIEND]
    log = workspace.log_of(one.id)
    assert side_by_side(log, workspace.policy).t2.numbers["before_this_kind"] == 0


def test_a_rhythm_given_on_the_profile_is_an_answer_too(workspace: Workspace) -> None:
    first, second = arrivals(workspace, 1, 1)
    with workspace.change("Rhythm") as edit:
        assert edit.set(first, rhythm=Rhythm.YEARLY).attention is KEEP
        assert edit.set(second, role="Baker").attention is UNSORTED


def test_what_is_known_is_told_in_sentences(workspace: Workspace) -> None:
    (one,) = arrivals(workspace, 0)
    with workspace.change("Log") as edit:
        for number in range(12):
            edit.add(
                Interaction,
                when=Moment(ago(workspace, 91 * number + 95)),
                people=(one.id,),
                channel=Channel.EMAIL if number % 3 else Channel.CALL,
                opener=Opener.ME if number % 4 else Opener.THEM,
                note=f"talk {number}",
            )
    found = sorting.facts(workspace, one.id)
    assert found.sentences == (
        "12 contacts since November 2023, most often: email.",
        "You opened 9, Person opened 3.",
        "Silent for 3 months.",
    )
    assert found.source == "Came with “Import cards.vcf” on 22 Nov 2026."
    assert found.rhythm is Rhythm.QUARTERLY
    assert [entry.note for entry in found.lately] == ["talk 0", "talk 1", "talk 2", "talk 3"]


def test_nothing_known_says_so_and_proposes_nothing(workspace: Workspace) -> None:
    (one,) = arrivals(workspace, 0)
    found = sorting.facts(workspace, one.id)
    assert found.sentences == ("Nothing is logged with them.",)
    assert found.rhythm is None


def test_a_contact_yet_to_come_breaks_no_silence(workspace: Workspace) -> None:
    (one,) = arrivals(workspace, 0)
    with workspace.change("Log") as edit:
        for back in (-40, 3):
            edit.add(Interaction, when=Moment(ago(workspace, back)), people=(one.id,))
    assert sorting.facts(workspace, one.id).sentences == (
        "One contact, in November 2026.",
        "In touch this week.",
    )


def test_whom_one_logs_with_is_asked_about_only_when_not_kept(workspace: Workspace) -> None:
    people = planted(workspace)
    ids = [person.id for person in people.values()]
    found = sorting.not_kept(workspace, ids)
    assert {person.attention for person in found} == {ADDRESS, OUT}


def test_a_journal_for_reading_only_can_be_looked_at(workspace: Workspace) -> None:
    people = arrivals(workspace, 1, 0)
    reading = Workspace.open(workspace.path, workspace.clock, read_only=True)
    assert waiting(reading) == ["Person 0", "Person 1"]
    with pytest.raises(ReadOnlyError):
        sorting.put_off(reading, people[0].id)
    with pytest.raises(ReadOnlyError):
        sorting.answer(reading, people[0], OUT)
    reading.close()


# --- journals from before ------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_whoever_came_in_a_file_before_and_got_no_answer_waits(
    tmp_path: Path, clock: FixedClock, version: int
) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(version), path)
    old = driver.connect(str(path))
    old.execute("INSERT INTO step(label, at, kind) VALUES ('Then', '2025-01-01T09:00:00', 'do')")
    ids = [row[0] for row in old.execute("SELECT id FROM counterpart ORDER BY id LIMIT 4")]
    bare, kind, rhythm, typed = ids
    old.execute("UPDATE counterpart SET kind = 'other', rhythm = NULL, rhythm_days = NULL")
    old.execute("UPDATE counterpart SET kind = 'client' WHERE id = ?", (kind,))
    old.execute("UPDATE counterpart SET rhythm_days = 40 WHERE id = ?", (rhythm,))
    old.execute("DELETE FROM import_mark WHERE tbl = 'counterpart'")
    for number in (bare, kind, rhythm):
        old.execute(
            "INSERT INTO import_mark(source_key, digest, tbl, row_id) "
            "VALUES (?, 'd', 'counterpart', ?)",
            (f"key {number}", number),
        )
    old.commit()
    old.close()
    opened = Workspace.open(path, clock)
    assert sorting.queue(opened) == [bare]
    assert opened.get(Counterpart, typed).attention is KEEP
    assert sorting.progress(opened)[:3] == (3, 1, 2)
    assert opened.check() == []
    opened.close()


def test_whoever_has_a_meeting_ahead_is_not_among_those_without_contact(
    workspace: Workspace,
) -> None:
    with workspace.change("Import") as edit:
        people = [
            edit.add(Counterpart, name=name, attention=Attention.UNSORTED)
            for name in ("Ann Lee", "Tom Baker", "Eva Novak")
        ]
        when = Moment(PartialDate.of(workspace.today + timedelta(days=1)))
        edit.add(Meeting, title="Pitch", when=when, people=(people[0].id,))
        off = edit.add(Meeting, title="Lunch", when=when, people=(people[1].id,))
        edit.set(off, state=MeetingState.CANCELLED)
    assert sorting.silent_ones(workspace) == [people[1].id, people[2].id]
