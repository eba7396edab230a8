"""Taking an archive in: an empty journal becomes the one it came from, another one follows it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.belongings import Attachment, DistinctPair, Relation
from app.model.errors import Cancelled, FileReadError, UserError
from app.model.imports import Fate, ReadRecord
from app.model.people import Commonality, ContactPoint, Counterpart, PointKind
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Result, Side
from app.model.values import FixedClock, Moment, PartialDate
from app.services import archive, transfer
from app.services.log_form.form import LogForm
from app.services.workspace import Workspace


@pytest.fixture
def other(tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "other.kith", clock, create=True)
    yield opened
    opened.close()


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    count = iter(range(1000))

    def save(workspace: Workspace, **choices: Any) -> Path:
        path = tmp_path / f"archive{next(count)}.json"
        archive.save(workspace, path, **choices)
        return path

    return save


def take(workspace: Workspace, path: Path) -> dict[str, int]:
    report = transfer.apply(workspace, transfer.preview(workspace, [path]))
    return {fate.value: report.count(fate) for fate in Fate if report.count(fate)}


def filled(workspace: Workspace) -> Counterpart:
    """A few of everything that can go wrong."""
    day = PartialDate.parse("2026-11-20")
    with workspace.change("Fill") as edit:
        firm = edit.organisation("Fjord AB")
        rui = edit.add(Counterpart, name="Rui Santos")
        dana = edit.add(
            Counterpart, name="Dana Okafor", organisation_id=firm.id, introduced_by=rui.id
        )
        edit.set(rui, introduced_by=dana.id)
        edit.tag(dana, "Nordic", "old friends")
        meeting = edit.add(Meeting, title="Review", when=Moment(day), people=(dana.id, rui.id))
        entry = edit.add(
            Interaction,
            when=Moment(day),
            people=(rui.id, dana.id),
            tags=("nordic",),
            note="Both row\nand more",
            meeting_id=meeting.id,
        )
        own = {"counterpart_id": dana.id}
        shared = edit.add(Commonality, **own, text="Both row", interaction_id=entry.id)
        edit.mention(shared, day, entry.id)
        edit.mention(shared, PartialDate.parse("2026-11-02"))
        edit.add(Promise, **own, by=Side.ME, text="Read the plan")
        deal = edit.add(Deal, **own, title="The boat")
        edit.add(Outcome, deal_id=deal.id, on=day, result=Result.WON)
        edit.add(Relation, **own, other_id=rui.id, what="former chief")
        edit.add(DistinctPair, first_id=rui.id, second_id=dana.id)
        edit.attach(dana, "plan.txt", b"a plan")
        edit.attach(entry, "photo.png", bytes(range(256)) * 12_500)
        edit.remember_import("vcard:1", f"abc.{dana.uid}", "counterpart", dana.id, "RAW")
    workspace.set_setting("my_name", "Ada")
    workspace.save_draft(f"goal:{dana.id}", "Ask about the boat")
    form = LogForm(line="call", people=(dana.id,), mentioned=(shared.id,), meeting=meeting.id)
    workspace.save_draft("log:ab", form.to_json())
    return dana


def test_an_empty_journal_becomes_the_one_the_archive_came_from(
    workspace: Workspace, other: Workspace, saved
) -> None:
    with other.change("Shift the numbers") as edit:
        gone = [edit.add(Counterpart, name=f"Nobody {n}") for n in range(3)]
    with other.change("Clear") as edit:
        for person in gone:
            edit.remove(person)
    filled(workspace)
    first = saved(workspace)
    before = saved(other).read_bytes()
    assert set(take(other, first)) == {"added"}
    assert saved(other).read_bytes() == first.read_bytes()
    assert other.check() == []
    assert other.setting("my_name") == "Ada"
    dana = other.person_named("Dana")
    assert dana.id > 3
    assert other.draft(f"goal:{dana.id}").body == "Ask about the boat"
    form = LogForm.from_json(other.draft("log:ab").body)
    assert form is not None
    assert form.people == (dana.id,)
    other.undo()
    assert saved(other).read_bytes() == before
    assert other.setting("my_name") == ""
    other.redo()
    assert other.setting("my_name") == "Ada"
    assert other.check() == []


def test_a_second_time_nothing_is_added_and_no_step_is_taken(workspace: Workspace, saved) -> None:
    filled(workspace)
    path = saved(workspace)
    step = workspace.history(1)[0].id
    plan = transfer.preview(workspace, [path])
    held_back = {row.item.section for row in plan.rows if not row.here}
    assert held_back == {"settings", "drafts"}
    assert all(row.fate is Fate.SKIPPED for row in plan.rows)
    transfer.apply(workspace, plan)
    assert workspace.history(1)[0].id == step
    assert saved(workspace).read_bytes() == path.read_bytes()


def test_each_person_entry_and_meeting_has_a_row(workspace: Workspace, other, saved) -> None:
    filled(workspace)
    plan = transfer.preview(other, [saved(workspace)])
    rows = {(row.item.section, row.title): row for row in plan.rows}
    assert [row.item.section for row in plan.rows] == [
        *("settings", "drafts", "organisations", "tags", "people", "people"),
        *("meetings", "entries", "distinct_pairs"),
    ]
    assert rows["people", "Dana Okafor"].why == "With 7 records that belong to it."
    entry = rows["entries", "Both row"]
    assert (entry.organisation, entry.reach) == ("Rui Santos, Dana Okafor", "2026-11-20")
    assert other.people() == []


def test_a_journal_that_was_not_touched_follows_what_changed_and_what_is_new(
    workspace: Workspace, other: Workspace, saved
) -> None:
    dana = filled(workspace)
    take(other, saved(workspace))
    for round_ in range(2):  # the second round meets what the first has changed
        with workspace.change("Go on") as edit:
            dana = edit.set(workspace.get(Counterpart, dana.id), note=f"rows {round_}")
            edit.add(ContactPoint, counterpart_id=dana.id, kind=PointKind.EMAIL, value=f"d{round_}")
            edit.add(Counterpart, name=f"Mei Chen {round_}")
        assert take(other, saved(workspace)) == {"added": 1, "merged": 1, "skipped": 8 + round_}
        assert saved(other).read_bytes() == saved(workspace).read_bytes()
    other.undo()
    assert other.person_named("Dana").note == "rows 0"


def test_what_was_changed_here_stays_unless_the_user_wants_it_otherwise(
    workspace: Workspace, other: Workspace, saved
) -> None:
    dana = filled(workspace)
    take(other, saved(workspace))
    with other.change("Here") as edit:
        edit.set(other.person_named("Dana"), note="mine")
    with workspace.change("There") as edit:
        edit.set(dana, note="theirs")
    plan = transfer.preview(other, [saved(workspace)])
    row = next(row for row in plan.rows if row.title == "Dana Okafor")
    assert row.fate is Fate.SKIPPED
    assert "changed here" in row.why
    transfer.apply(other, plan)
    assert other.person_named("Dana").note == "mine"
    transfer.apply(other, plan.decide(row.index, Fate.ADDED))
    assert other.person_named("Dana").note == "theirs"


def test_an_older_archive_takes_nothing_back(workspace: Workspace, saved) -> None:
    dana = filled(workspace)
    path = saved(workspace)
    with workspace.change("Go on") as edit:
        edit.set(dana, note="newer")
    plan = transfer.preview(workspace, [path])
    row = next(row for row in plan.rows if row.title == "Dana Okafor")
    assert "earlier state" in row.why
    transfer.apply(workspace, plan)
    assert workspace.get(Counterpart, dana.id).note == "newer"


def test_what_was_deleted_here_stays_away_unless_the_user_wants_it_back(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    take(other, saved(workspace))
    with other.change("Delete") as edit:
        edit.remove(other.find(Promise)[0])
        edit.remove(other.person_named("Rui"))
    with workspace.change("Go on") as edit:
        rui = workspace.person_named("Rui")
        edit.add(Interaction, when=Moment(PartialDate.parse("2026-11-21")), people=(rui.id,))
    plan = transfer.preview(other, [saved(workspace)])
    rows = {row.title: row for row in plan.rows}
    assert rows["Rui Santos"].why == "You deleted it here."
    assert rows["An entry without words"].why == "You deleted the people it is with."
    assert all(row.fate is Fate.SKIPPED for row in plan.rows if row.item.section == "people")
    transfer.apply(other, plan)
    assert [person.name for person in other.people()] == ["Dana Okafor"]
    assert other.find(Promise) == []
    wanted = [row.index for row in plan.rows if row.instead]
    transfer.apply(other, transfer.preview(other, [saved(workspace)]).take_many(wanted))
    assert len(other.people()) == 2
    assert len(other.find(Promise)) == 1
    assert len(other.find(Interaction)) == 2
    assert other.check() == []


def test_who_is_left_out_takes_along_what_is_theirs(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    plan = transfer.preview(other, [saved(workspace)])
    people = [row.index for row in plan.rows if row.item.section == "people"]
    plan = plan.decide(people[1], Fate.SKIPPED)
    transfer.apply(other, plan)
    assert [person.name for person in other.people()] == ["Rui Santos"]
    assert [entry.people for entry in other.find(Interaction)] == [(1,)]
    assert other.find(Promise) == other.find(DistinctPair) == []
    assert other.check() == []
    other.undo()
    report = transfer.apply(other, plan.decide(people[0], Fate.SKIPPED))
    told = {record.title: record.why for record in report.records}
    assert told["Both row"] == told["Review"] == "The people it is with were left out."
    assert other.find(Interaction) == []
    assert other.check() == []


def test_a_tag_of_the_same_name_is_the_same_tag(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    with other.change("Add") as edit:
        edit.tag(edit.add(Counterpart, name="Mei Chen"), "NORDIC")
    path = saved(workspace)
    take(other, path)
    assert other.tags_of(other.person_named("Dana")) == ["NORDIC", "old friends"]
    assert all(row.fate is Fate.SKIPPED for row in transfer.preview(other, [path]).rows)


def test_a_part_names_others_and_changes_nothing_of_them(
    workspace: Workspace, other: Workspace, saved
) -> None:
    dana = filled(workspace)
    path = saved(workspace, people=[dana.id])
    take(other, path)
    rui = other.person_named("Rui")
    assert rui.introduced_by is None
    with workspace.change("Go on") as edit:
        edit.set(workspace.person_named("Rui"), note="a note")
    assert all(row.here for row in transfer.preview(workspace, [path]).rows)
    whole = saved(workspace)
    take(other, whole)
    assert other.person_named("Rui").note == "a note"


def test_several_archives_meet_in_one_journal(
    workspace: Workspace, other: Workspace, tmp_path: Path, clock: FixedClock, saved
) -> None:
    dana = filled(workspace)
    rui = workspace.person_named("Rui")
    paths = [saved(workspace, people=[person.id]) for person in (dana, rui)]
    transfer.apply(other, transfer.preview(other, paths))
    assert other.person_named("Dana").introduced_by == other.person_named("Rui").id
    assert len(other.find(Interaction)) == 1
    assert other.check() == []


# --- what cannot be taken ----------------------------------------------------------------------


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_newer_version_is_refused_in_a_sentence(workspace, other, saved) -> None:
    filled(workspace)
    path = changed(saved(workspace), lambda data: data.update(version=2))
    with pytest.raises(FileReadError, match="newer version of Kith"):
        transfer.preview(other, [path])


DAMAGE: dict[str, Callable[[dict[str, Any]], object]] = {
    "an unknown section": lambda data: data.update(pets=[]),
    "an unknown field": lambda data: data["people"][0].update(shoe=44),
    "a choice there is none of": lambda data: data["people"][0].update(kind="vampire"),
    "a number for a text": lambda data: data["people"][0].update(note=1),
    "true for a number": lambda data: data["entries"][0].update(minutes=True),
    "a number too large": lambda data: data["entries"][0].update(minutes=10**9),
    "a number of many digits": lambda data: data["attachments"][0].update(size=10**400),
    "a day there is none": lambda data: data["entries"][0].update(date="2026-02-30"),
    "an entry without a year": lambda data: data["entries"][0].update(date="--02-03"),
    "a text for a list": lambda data: data["entries"][0].update(people="Dana"),
    "the same person twice": lambda data: data["people"].append(data["people"][0]),
    "two tags of one name": lambda data: data["tags"].append({"uid": "x", "name": "nordic"}),
    "half a surrogate": lambda data: data["people"][0].update(note="\ud800"),
    "no name": lambda data: data["people"][0].update(name=""),
    "no uid": lambda data: data["people"][0].pop("uid"),
    "a promise of nobody": lambda data: data["promises"][0].update(person="nobody"),
    "an outcome of no deal": lambda data: data.pop("deals"),
    "a file of nobody": lambda data: data["attachments"][0].pop("person"),
    "other bytes": lambda data: data["contents"][0].update(data="AAAA"),
    "bytes that are none": lambda data: data["contents"][0].update(data="Ab*="),
    "a piece that is missing": lambda data: data["contents"].pop(),
    "pieces out of order": lambda data: data["contents"].reverse(),
    "a pair of one": lambda data: data["distinct_pairs"][0]["people"].pop(),
    "a list for a setting": lambda data: data.update(settings=[]),
    "a draft without a body": lambda data: data["drafts"][0].pop("body"),
    "a draft of no time": lambda data: data["drafts"][0].update(saved_at="soon"),
    "a record that is none": lambda data: data["people"].append("Dana"),
    "a section that is none": lambda data: data.update(people={}),
    "a mention without a day": lambda data: data["common_ground"][0]["mentions"][0].pop("date"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_archive_is_refused_in_a_sentence(
    workspace: Workspace, other: Workspace, saved, damage: str
) -> None:
    filled(workspace)
    path = changed(saved(workspace), DAMAGE[damage])
    with pytest.raises(FileReadError, match="damaged or cut short"):
        transfer.preview(other, [path])
    assert other.history(1) == []


@pytest.mark.parametrize(
    "tail",
    [
        *(b"", b"[", b'"people": [', b'"people": [{', b'"people": ' + b"[" * 100_000, b"\xff"),
        *(b'"people": [{"uid": ' + b"9" * 10_000 + b"}]}", b'"made": NaN}', b'"made": 1.5}'),
        *(b'"people": [{"uid": "a", "uid": "b"}]}', b'"people": [], "people": []}', b"}}", b"null"),
        b'"x": "' + b"a" * 3_000_000,
    ],
)
def test_any_bytes_end_in_a_sentence(other: Workspace, tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "bytes.json"
    path.write_bytes(b'{"format": "kith archive", "version": 1, "holds": "everything", ' + tail)
    with pytest.raises(FileReadError, match="damaged or cut short"):
        transfer.preview(other, [path])


def test_a_part_of_the_bytes_is_refused_wherever_it_ends(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    with workspace.change("Smaller") as edit:
        edit.remove(workspace.find(Interaction)[0])
    path = saved(workspace)
    whole = path.read_bytes()
    for at in range(60, len(whole) - 2, 97):
        path.write_bytes(whole[:at])
        with pytest.raises(FileReadError):
            transfer.preview(other, [path])


def test_a_file_that_changes_after_the_look_leaves_the_journal_as_it_was(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    path = saved(workspace)
    plan = transfer.preview(other, [path])
    path.write_bytes(path.read_bytes().replace(b"Both row", b"Both sow"))
    with pytest.raises(FileReadError, match="changed since"):
        transfer.apply(other, plan)
    assert other.people() == []
    assert other.history(1) == []


def test_stopping_leaves_the_journal_as_it_was(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    path = saved(workspace)
    with pytest.raises(Cancelled):
        transfer.preview(other, [path], cancelled=lambda: True)
    plan = transfer.preview(other, [path])
    answers = iter([False, False, True])
    with pytest.raises(Cancelled):
        transfer.apply(other, plan, cancelled=lambda: next(answers, True))
    assert other.people() == []
    assert transfer.apply(other, plan).count(Fate.ADDED) == len(plan.rows)


def test_it_is_known_by_what_stands_in_it_and_read_from_a_zip(
    workspace: Workspace, other: Workspace, saved, tmp_path: Path
) -> None:
    import zipfile

    filled(workspace)
    path = saved(workspace)
    assert transfer.sniff(path.rename(tmp_path / "renamed.txt")) is transfer.Format.KITH
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / "renamed.txt", "folder/kith.json")
    take(other, tmp_path / "a.zip")
    assert saved(other).read_bytes() == (tmp_path / "renamed.txt").read_bytes()


def test_a_document_that_another_program_wrote_again_is_the_same(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    path = saved(workspace)
    before = path.read_bytes()
    path.write_text(json.dumps(json.loads(before), indent=1, ensure_ascii=True), "utf-8-sig")
    take(other, path)
    assert saved(other).read_bytes() == before


def test_the_order_of_sections_does_not_matter(
    workspace: Workspace, other: Workspace, saved
) -> None:
    filled(workspace)
    path = saved(workspace)
    data = json.loads(path.read_text("utf-8"))
    head = {name: data.pop(name) for name in ("format", "version", "holds")}
    turned = head | {"made": "2026-11-22T09:00:00"} | dict(reversed(data.items()))
    before = path.read_bytes()
    path.write_text(json.dumps(turned), "utf-8")
    take(other, path)
    assert saved(other).read_bytes() == before
    assert isinstance(transfer.preview(other, [path]).rows[0].item, ReadRecord)


# --- archives somebody has changed ---------------------------------------------------------------

ODD = (
    *(None, True, False, 0, -1, 1, 7, 10**6, 10**30, "", " ", "x", "nobody", "2026", "--02-29"),
    *("09:30", "friend", "\u202e", "\x85", "🎈" * 50, [], ["x"], ["x", "x"], {}, {"date": "2026"}),
)


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    parts = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in parts:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


def spoiled(data: dict[str, Any], changes: list[tuple[int, int, int]]) -> dict[str, Any]:
    """The document with a few values replaced, removed, repeated or taken from elsewhere."""
    data = json.loads(json.dumps(data))
    for where, how, what in changes:
        ways = list(places(data))
        way, other = ways[where % len(ways)], ways[what % len(ways)]
        above: Any = data
        for key in way[:-1]:
            above = above[key]
        given: Any = data
        for key in other:
            given = given[key]
        if how % 4 == 0:
            above[way[-1]] = ODD[what % len(ODD)]
        elif how % 4 == 1:
            del above[way[-1]]
        elif how % 4 == 2 or not isinstance(above, list):
            above[way[-1]] = json.loads(json.dumps(given))
        else:
            above.append(json.loads(json.dumps(above[way[-1]])))
    return data


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(*[st.integers(0, 10_000)] * 3), min_size=1, max_size=4))
def test_a_spoiled_archive_is_refused_or_taken_whole(
    small_archive: dict[str, Any], changes: list[tuple[int, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "spoiled.json", Path(folder) / "out.json"
        path.write_text(json.dumps(spoiled(small_archive, changes)), "utf-8")
        target = Workspace.open(Path(folder) / "target.kith", create=True)
        try:
            archive.save(target, out)
            empty = out.read_bytes()
            try:
                transfer.apply(target, transfer.preview(target, [path]))
            except UserError:
                assert target.history(1) == []
            assert target.check() == []
            for cls in (Counterpart, Interaction, Meeting, Promise, Commonality):
                target.find(cls)
            if target.history(1):
                archive.save(target, out, overwrite=True)
                assert all(row.here for row in transfer.preview(target, [out]).rows if row.item.uid)
                target.undo()
            archive.save(target, out, overwrite=True)
            assert out.read_bytes() == empty
        finally:
            target.close()


@pytest.fixture(scope="module")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("small")
    workspace = Workspace.open(folder / "journal.kith", create=True)
    filled(workspace)
    with workspace.change("Smaller") as edit:
        edit.remove(next(a for a in workspace.find(Attachment) if a.size > 1000))
    archive.save(workspace, folder / "small.json")
    workspace.close()
    return json.loads((folder / "small.json").read_text("utf-8"))


def test_an_archive_brings_no_setting_that_is_not_its_to_bring(
    other: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    head = {"format": "kith archive", "version": 1, "holds": "everything"}
    told = {
        "backup_folder": str(tmp_path),  # where copies go is no matter of a file
        "forget.pending": "2026-01-01",  # a note of the program's own
        "watch.file.0": "{}",
        "nobody_knows_it": "1",
        "theme": "dark",  # one of the computer, not of a journal
        "file_limit_mb": "very large",
        "my_name": "Ada",
        "import.columns.abc": "no mapping",
    }
    path.write_text(json.dumps({**head, "settings": told}), encoding="utf-8")
    before = dict(other.database.rows("SELECT key, value FROM setting"))
    plan = transfer.preview(other, [path])
    assert [row.title for row in plan.rows] == ["2 settings"]
    transfer.apply(other, plan)
    after = dict(other.database.rows("SELECT key, value FROM setting"))
    taken = {key: text for key, text in after.items() if before.get(key) != text}
    assert {key for key in taken if not key.startswith("archive.")} == {
        "my_name",
        "import.columns.abc",
    }
    assert other.setting("file_limit_mb") == 25
