"""A record that has changed is followed, and nothing the user typed or took off is lost by that."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.imports import ReadPerson, ReadPoint, ReadPromise
from app.model.people import ContactPoint, Counterpart, Organisation, PointKind
from app.model.records import Promise, PromiseState, Side
from app.model.values import FixedClock, PartialDate
from app.services import forget, merging, transfer
from app.services.taking_in.deciding import Planner
from app.services.taking_in.plan import ImportOptions, Plan
from app.services.workspace import Workspace
from app.store.dump import dump

PHONE, EMAIL = PointKind.PHONE, PointKind.EMAIL
FIRST = ReadPerson(
    key="old:person:1",
    name="Mia Old",
    place="card 1",
    organisation="Fjord AB",
    role="Partner",
    birthday=PartialDate(1980, 1, 2),
    note="Sails",
    points=(ReadPoint(PHONE, "+46 70 555 0100", "mobile"), ReadPoint(EMAIL, "mia@fjord.example")),
    tags=("harbour",),
    since=PartialDate(2019),
    how_met="At the regatta",
)
SECOND = replace(
    FIRST,
    name="Mia New",
    organisation="Vela Oy",
    role="Owner",
    birthday=PartialDate(1980, 1, 3),
    note="Sails no more",
    points=(ReadPoint(PHONE, "+46 70 555 0199", "mobile"), ReadPoint(EMAIL, "mia@vela.example")),
    since=PartialDate(2018),
    how_met="At the harbour",
)


def planned(workspace: Workspace, *items: ReadPerson) -> Plan:
    planner = Planner(workspace, ImportOptions())
    for item in items:
        planner.take("old.json", item)
    return planner.plan(("old.json",))


def run(workspace: Workspace, *items: ReadPerson) -> list[str]:
    report = transfer.apply(workspace, planned(workspace, *items))
    return [record.fate.value for record in report.records]


def only(workspace: Workspace) -> Counterpart:
    (person,) = workspace.people()
    return person


def held(workspace: Workspace) -> dict[str, object]:
    person = only(workspace)
    firm = person.organisation_id
    return {
        "name": person.name,
        "aliases": person.aliases,
        "organisation": workspace.get(Organisation, firm).name if firm else "",
        "role": person.role,
        "birthday": person.birthday,
        "since": person.since,
        "how_met": person.how_met,
        "note": person.note,
        "points": {point.value for point in workspace.find(ContactPoint)},
        "tags": set(workspace.tags_of(person)),
    }


def said(person: ReadPerson, aliases: str = "") -> dict[str, object]:
    plain = ("name", "organisation", "role", "birthday", "since", "how_met", "note")
    return {
        **{name: getattr(person, name) for name in plain},
        "aliases": aliases,
        "points": {point.value for point in person.points},
        "tags": set(person.tags),
    }


def change(workspace: Workspace, **values: object) -> None:
    with workspace.change("By hand") as edit:
        edit.set(only(workspace), **values)


def test_what_a_record_brought_follows_it_and_goes_back_with_it(workspace: Workspace) -> None:
    run(workspace, FIRST)
    plan = planned(workspace, SECOND)
    assert plan.rows[0].why == (
        "Imported before; it changes the name, an e-mail address, a phone number, "
        "the organisation, the role, the birthday, how you met and the note."
    )
    assert run(workspace, SECOND) == ["merged"]
    assert held(workspace) == said(SECOND, "Mia Old")
    assert run(workspace, SECOND) == ["skipped"]
    for version, other in ((FIRST, SECOND), (SECOND, FIRST), (FIRST, SECOND)):
        assert run(workspace, version) == ["merged"]
        assert held(workspace) == said(version, other.name)


def test_one_undo_takes_an_update_back_and_it_can_be_done_again(workspace: Workspace) -> None:
    run(workspace, FIRST)
    before = dump(workspace.database)
    run(workspace, SECOND)
    after = held(workspace)
    workspace.undo()
    assert dump(workspace.database) == before
    workspace.redo()
    assert held(workspace) == after
    workspace.undo()
    assert run(workspace, SECOND) == ["merged"]
    assert held(workspace) == after


@pytest.mark.parametrize(
    ("name", "mine"),
    [
        ("role", "Captain"),
        ("role", ""),
        ("birthday", PartialDate(1981, 5, 5)),
        ("birthday", None),
        ("since", PartialDate(2001)),
        ("how_met", "My own words"),
        ("note", "Sails, as I know"),
        ("note", ""),
        ("name", "Mia B."),
    ],
)
def test_what_the_user_changed_or_emptied_stays(
    workspace: Workspace, name: str, mine: object
) -> None:
    run(workspace, FIRST)
    change(workspace, **{name: mine})
    for version in (SECOND, FIRST, SECOND):
        run(workspace, version)
        assert held(workspace)[name] == mine
        assert held(workspace)["organisation"] == version.organisation


def test_what_stood_before_the_first_import_is_the_users(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        mine = edit.add(Counterpart, name="Mia Old", role="Partner", birthday=FIRST.birthday)
        edit.add(ContactPoint, counterpart_id=mine.id, kind=EMAIL, value="mia@fjord.example")
    assert run(workspace, FIRST) == ["merged"]
    assert run(workspace, SECOND) == ["merged"]
    person = only(workspace)
    assert (person.name, person.aliases) == ("Mia Old", "Mia New")
    assert (person.role, person.birthday) == ("Partner", FIRST.birthday)
    assert held(workspace)["organisation"] == "Vela Oy"
    assert held(workspace)["points"] == {
        *("mia@fjord.example", "mia@vela.example"),
        "+46 70 555 0199",
    }


def test_a_note_is_replaced_where_it_stands_between_the_users_own_words(
    workspace: Workspace,
) -> None:
    run(workspace, FIRST)
    change(workspace, note="Before\n\nSails\n\nAfter")
    run(workspace, SECOND)
    assert only(workspace).note == "Before\n\nSails no more\n\nAfter"
    run(workspace, FIRST)
    assert only(workspace).note == "Before\n\nSails\n\nAfter"


def test_what_the_file_no_longer_says_stays_and_is_still_followed(workspace: Workspace) -> None:
    run(workspace, FIRST)
    assert run(workspace, replace(FIRST, role="", points=(), note="", tags=("new",))) == ["merged"]
    assert held(workspace) == {**said(FIRST), "tags": {"harbour", "new"}}
    run(workspace, replace(FIRST, role="Owner"))
    assert only(workspace).role == "Owner"


def test_a_number_the_user_changed_or_took_off_is_left(workspace: Workspace) -> None:
    run(workspace, FIRST)
    mail, phone = sorted(workspace.find(ContactPoint), key=lambda point: point.kind.value)
    with workspace.change("By hand") as edit:
        edit.set(phone, value="+46 8 555 0000")
        edit.remove(mail)
    run(workspace, replace(FIRST, role="Owner"))
    assert held(workspace)["points"] == {"+46 8 555 0000"}
    run(workspace, SECOND)
    assert held(workspace)["points"] == {"+46 8 555 0000", "+46 70 555 0199", "mia@vela.example"}
    run(workspace, FIRST)
    assert "+46 70 555 0100" not in held(workspace)["points"]
    assert "mia@fjord.example" not in held(workspace)["points"]


def test_of_several_numbers_the_label_tells_which_has_changed(workspace: Workspace) -> None:
    home = ReadPoint(PHONE, "+46 8 555 0001", "home")
    run(workspace, replace(FIRST, points=(FIRST.points[0], home)))
    moved = ReadPoint(PHONE, "+46 8 555 0002", "home")
    mobile = ReadPoint(PHONE, "+46 70 555 0199", "mobile")
    run(workspace, replace(FIRST, points=(mobile, moved)))
    points = {(point.label, point.value) for point in workspace.find(ContactPoint)}
    assert points == {("mobile", mobile.value), ("home", moved.value)}


def test_a_number_written_in_another_way_is_the_same_number(workspace: Workspace) -> None:
    run(workspace, FIRST)
    again = ReadPoint(PHONE, "070-555 01 00", "work")
    run(workspace, replace(FIRST, points=(again, FIRST.points[1])))
    (phone,) = workspace.find(ContactPoint, kind=PHONE)
    assert (phone.value, phone.label) == ("070-555 01 00", "work")


def test_two_files_about_one_person_do_not_fight(workspace: Workspace) -> None:
    other = replace(FIRST, key="other:1", tags=("club",))
    run(workspace, FIRST)
    assert run(workspace, other) == ["merged"]
    run(workspace, replace(SECOND, name="Mia Old"))
    assert run(workspace, replace(other, tags=("club", "choir"))) == ["merged"]
    assert held(workspace) == {
        **said(SECOND),
        "name": "Mia Old",
        "tags": {"harbour", "club", "choir"},
    }


def test_a_promise_that_ended_does_not_come_twice(workspace: Workspace) -> None:
    word = ReadPromise("Send the map", Side.THEM)
    longer = ReadPromise("Send the map: by post", Side.THEM, state=PromiseState.KEPT)
    for one in (word, longer, word):
        run(workspace, replace(FIRST, promises=(one,)))
    (promise,) = workspace.find(Promise)
    assert (promise.text, promise.state) == (longer.text, PromiseState.KEPT)


def test_who_went_into_another_by_a_merge_is_still_followed(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        kept = edit.add(Counterpart, name="M. Old", role="Chair")
    run(workspace, FIRST)
    (gone,) = (one for one in workspace.people() if one.id != kept.id)
    merging.merge(workspace, kept.id, gone.id)
    run(workspace, SECOND)
    assert only(workspace).role == "Chair"
    assert "mia@vela.example" in held(workspace)["points"]
    assert "mia@fjord.example" not in held(workspace)["points"]


def card(*lines: str) -> str:
    head = ("BEGIN:VCARD", "VERSION:3.0", "UID:m", "FN:Mia Old", "EMAIL:mia@fjord.example")
    return "\r\n".join((*head, *lines, "END:VCARD", ""))


def take(workspace: Workspace, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8", newline="")
    (record,) = transfer.apply(workspace, transfer.preview(workspace, [path])).records
    return record.fate.value


def test_a_card_taken_in_before_this_was_kept_is_followed(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, tmp_path / "a.vcf", card("TITLE:Partner"))
    workspace.database.connection.execute(
        "DELETE FROM import_mark WHERE source_key LIKE 'brought:%'"
    )
    assert take(workspace, tmp_path / "a.vcf", card("TITLE:Owner")) == "merged"
    assert only(workspace).role == "Owner"


def test_a_card_that_adds_nothing_leaves_its_raw_copy(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.change("Add") as edit:
        mine = edit.add(Counterpart, name="Mia Old")
        edit.add(ContactPoint, counterpart_id=mine.id, kind=EMAIL, value="mia@fjord.example")
    assert take(workspace, tmp_path / "a.vcf", card("X-ODD:kept")) == "skipped"
    raws = [row[0] for row in workspace.database.rows("SELECT raw FROM import_mark")]
    assert any("X-ODD:kept" in raw for raw in raws)
    steps = len(workspace.history())
    assert take(workspace, tmp_path / "a.vcf", card("X-ODD:kept")) == "skipped"
    assert len(workspace.history()) == steps
    workspace.undo()
    assert workspace.database.rows("SELECT raw FROM import_mark") == []


def test_a_row_that_adds_nothing_can_be_left_out(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Mia Old")
    bare = ReadPerson("old:person:1", "Mia Old", "card 1", raw="BEGIN:VCARD")
    plan = planned(workspace, bare).take_many([])
    transfer.apply(workspace, plan.decide(0, plan.rows[0].fate))
    assert workspace.database.rows("SELECT raw FROM import_mark") == []


def test_nothing_of_it_is_left_of_somebody_forgotten(workspace: Workspace) -> None:
    run(workspace, FIRST)
    run(workspace, SECOND)
    forget.forget(workspace, only(workspace).id)
    rows = workspace.database.rows("SELECT raw FROM import_mark UNION ALL SELECT after FROM change")
    assert not [row for row in rows if row[0] and "mia@" in row[0]]


# --- any sequence of versions and edits ----------------------------------------------------

_WORDS = st.sampled_from(("", "A", "B", "C"))
_NUMBERS = st.sampled_from(("+46 70 555 0101", "+46 70 555 0102", "+46 70 555 0103"))
_VERSIONS = st.builds(
    lambda role, how, note, points: ReadPerson(
        "old:person:1",
        "Mia Old",
        "card 1",
        role=role and f"file {role}",
        how_met=how and f"file {how}",
        note=note and f"file {note}",
        points=tuple(ReadPoint(PHONE, value) for value in dict.fromkeys(points)),
    ),
    *(_WORDS, _WORDS, _WORDS),
    st.lists(_NUMBERS, max_size=2),
)
_EDITS = st.one_of(
    st.tuples(st.sampled_from(("role", "how_met", "note")), _WORDS),
    st.tuples(st.just("take off"), _NUMBERS),
    st.tuples(st.just("type"), st.sampled_from(("+46 8 555 0009", "+46 70 555 0101"))),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(_VERSIONS, _EDITS), min_size=2, max_size=9))
def test_no_sequence_of_versions_loses_an_edit(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock(datetime(2026, 11, 22, 19, tzinfo=UTC))
        workspace = Workspace.open(Path(folder) / "journal.kith", clock, create=True)
        try:
            _walk(workspace, steps)
        finally:
            workspace.close()


def _walk(workspace: Workspace, steps: list[object]) -> None:
    run(workspace, ReadPerson("old:person:1", "Mia Old", "card 1"))
    mine: dict[str, object] = {}
    typed: set[str] = set()
    off: set[str] = set()
    told: set[str] = set()  # what the file said at some time; only that can be taken off
    for step in steps:
        if isinstance(step, ReadPerson):
            told |= {name for name in ("role", "how_met", "note") if getattr(step, name)}
            told |= {point.value for point in step.points}
            run(workspace, step)
            assert run(workspace, step) == ["skipped"]
        else:
            assert isinstance(step, tuple)
            _by_hand(workspace, *step, mine, typed, off, told)
        now = held(workspace)
        values = [point.value for point in workspace.find(ContactPoint)]
        assert {name: now[name] for name in mine} == mine
        assert typed <= set(values)
        assert off.isdisjoint(values)
        assert len(values) == len(set(values))
        assert now["name"] == "Mia Old"


def _by_hand(
    workspace: Workspace,
    what: str,
    value: str,
    mine: dict[str, object],
    typed: set[str],
    off: set[str],
    told: set[str],
) -> None:
    points = {point.value: point for point in workspace.find(ContactPoint)}
    if what == "type":
        if value not in points:
            with workspace.change("Type") as edit:
                edit.add(ContactPoint, counterpart_id=only(workspace).id, kind=PHONE, value=value)
            typed.add(value)
            off.discard(value)
    elif what == "take off":
        if value in points:
            with workspace.change("Take off") as edit:
                edit.remove(points[value])
            typed.discard(value)
            off |= {value} & told
    elif held(workspace)[what] != value and (value or held(workspace)[what]):
        change(workspace, **{what: value})
        mine.pop(what, None)
        if value or what in told:
            mine[what] = value


def test_of_a_large_import_every_word_is_found_again(workspace: Workspace) -> None:
    run(workspace, FIRST)
    others = [
        replace(FIRST, key=f"old:person:{n}", name=f"Other {n}", note=f"Word{n}", points=())
        for n in range(2, 140)
    ]
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = workspace.database.rows(triggers)
    run(workspace, SECOND, *others)
    assert workspace.check() == []
    assert workspace.database.rows(triggers) == before
    find = "SELECT count(*) FROM search WHERE search MATCH ?"
    assert workspace.database.value(find, "Word77") == 1
    assert workspace.database.value(find, "Owner") == 1
    workspace.undo()
    assert workspace.check() == []
    assert workspace.database.value(find, "Word77") == 0


def test_what_a_card_says_otherwise_is_told_until_somebody_decides(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = tmp_path / "book.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Chiara Rossi\nEMAIL:c@rossi.example\n{more}END:VCARD\n"
    book.write_text(card.format(more=""))
    transfer.apply(workspace, transfer.preview(workspace, [book]))
    (chiara,) = workspace.people()
    with workspace.change("Change") as edit:
        edit.set(chiara, role="Buyer")
    book.write_text(card.format(more="TITLE:Director\nTEL:+39 06 555 01\n"))
    says = "The file says role “Director”; the journal keeps “Buyer”."
    for _time in range(3):
        plan = transfer.preview(workspace, [book])
        assert says in plan.rows[0].why
        assert plan.rows[0].as_file is not None
        steps = len(workspace.history())
        transfer.apply(workspace, plan)
    assert len(workspace.history()) == steps  # a further time leaves nothing at all
    (row,) = transfer.preview(workspace, [book]).rows
    assert row.as_file is not None
    transfer.apply(workspace, plan.put(row.as_file))
    assert workspace.people()[0].role == "Director"
    assert transfer.preview(workspace, [book]).rows[0].why == "It is already here."
