"""jrnl and Day One: what was written there becomes notes about the people it names."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange import dayone, jrnl
from app.model.belongings import Attachment
from app.model.errors import FileReadError
from app.model.handles import handles_in
from app.model.imports import Fate, ImportReport, ReadEntry, ReadFailure, ReadSkip
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Interaction, Source
from app.services import transfer
from app.services.transfer import Format
from app.services.workspace import Workspace

PICTURE = b"\xff\xd8\xff\xe0 a small picture"


@pytest.fixture(autouse=True)
def people(workspace: Workspace) -> dict[str, int]:
    found = {}
    with workspace.change("Add") as edit:
        for name, aliases in (
            ("Dana Okafor", "Dee, the captain"),
            ("Åsa Lindqvist", ""),
            ("Rui Santos", ""),
            ("Rui Moreira", ""),
            ("Maeve O’Neil", ""),
            ("陳美玲", ""),
        ):
            found[name] = edit.add(Counterpart, name=name, aliases=aliases).id
    return found


def take(workspace: Workspace, path: Path) -> ImportReport:
    return transfer.apply(workspace, transfer.preview(workspace, [path]))


def named(workspace: Workspace, entry: Interaction) -> list[str]:
    return sorted(person.name for person in workspace.names_of(entry.people).values())


def text_file(folder: Path, text: str) -> Path:
    path = folder / "journal.txt"
    path.write_text(text, "utf-8")
    return path


def json_file(folder: Path, *entries: dict[str, Any], tags: dict[str, int] | None = None) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps({"tags": tags or {}, "entries": entries}), "utf-8")
    return path


def one_entry(**values: Any) -> dict[str, Any]:
    usual = {"title": "Lunch with @dana.okafor.", "body": "", "date": "2024-03-01"}
    return {**usual, "time": "09:30", "tags": ["@dana.okafor"], "starred": False, **values}


# --- people by an @ ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("@DanaOkafor", "Dana Okafor"),
        ("@dana.okafor", "Dana Okafor"),
        ("@dana_okafor,", "Dana Okafor"),
        ("@Dana-Okafor's boat", "Dana Okafor"),
        ("(@danaokafor)", "Dana Okafor"),
        ("@dee", "Dana Okafor"),
        ("@TheCaptain", "Dana Okafor"),
        ("@asalindqvist", "Åsa Lindqvist"),
        ("@maeve.o'neil", "Maeve O’Neil"),
        ("@MaeveONeil", "Maeve O’Neil"),
        ("@陳美玲", "陳美玲"),
        ("@陳美玲今天很好", "陳美玲"),
    ],
)
def test_a_name_written_together_means_one_person(
    workspace: Workspace, tmp_path: Path, written: str, name: str
) -> None:
    take(workspace, text_file(tmp_path, f"[2024-03-01 09:30] Lunch. {written}\n"))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == [name]
    assert entry.tags == ()


@pytest.mark.parametrize("written", ["mail to dana@okafor.example", "a@b @ c", "x/@dana", "@!"])
def test_an_address_is_no_name(written: str) -> None:
    assert handles_in(written) == ()


def test_a_first_name_alone_is_left_to_the_user(workspace: Workspace, tmp_path, people) -> None:
    path = text_file(tmp_path, "[2024-03-01 09:30] A walk with @rui\n[2024-03-02 09:30] With @dana")
    plan = transfer.preview(workspace, [path])
    both, one = plan.rows
    assert both.fate is one.fate is Fate.SKIPPED
    assert set(both.candidates) == {people["Rui Santos"], people["Rui Moreira"]}
    assert one.why == "It could be with Dana Okafor, whose name is not written out."
    plan = plan.decide(0, Fate.MERGED, people["Rui Moreira"])
    report = transfer.apply(workspace, plan)
    assert [record.fate for record in report.records] == [Fate.ADDED, Fate.SKIPPED]
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Rui Moreira"]


def test_an_entry_that_names_nobody_is_skipped_and_can_be_given_to_someone(
    workspace: Workspace, tmp_path, people
) -> None:
    path = text_file(tmp_path, "[2024-03-01 09:30] Alone in the harbour. @work\n")
    plan = transfer.preview(workspace, [path])
    assert plan.rows[0].why == "It names nobody of the journal."
    report = transfer.apply(workspace, plan.decide(0, Fate.MERGED, people["Dana Okafor"]))
    assert report.count(Fate.ADDED) == 1
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana Okafor"]
    assert entry.tags == ("work",)


def test_an_at_that_names_nobody_stays_a_tag(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, json_file(tmp_path, one_entry(tags=["@dana.okafor", "@harbour", "#calm"])))
    (entry,) = workspace.find(Interaction)
    assert set(entry.tags) == {"harbour", "calm"}


# --- jrnl ----------------------------------------------------------------------------------------


def test_jrnl_text_has_a_title_a_body_and_a_time(workspace: Workspace, tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "[2024-03-01 09:30] Lunch with @DanaOkafor. *\nShe rows.\n\n- *calm*\n\n"
        "[2024-03-02 08:15:30 PM] Again @DanaOkafor #nordic\n"
        "[2024-03-03] A day without a time, @DanaOkafor\n",
    )
    assert transfer.sniff(path) is Format.JRNL
    take(workspace, path)
    first, second, third = workspace.find(Interaction)
    assert first.note == "Lunch with @DanaOkafor.\nShe rows.\n\n- *calm*"
    assert (str(first.when.date), str(first.when.time), first.when.zone) == (
        "2024-03-01",
        "09:30:00",
        None,
    )
    assert str(second.when.time) == "20:15:00"
    assert second.tags == ("nordic",)
    assert third.when.time is None


def test_a_note_is_no_contact(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, json_file(tmp_path, one_entry(starred=True)))
    (entry,) = workspace.find(Interaction)
    assert (entry.channel, entry.opener, entry.two_way, entry.minutes) == (None, None, False, None)
    assert entry.source is Source.IMPORTED


def test_jrnl_json_becomes_the_same_as_its_text(tmp_path: Path) -> None:
    text = "[2024-03-01 09:30] Lunch with @dana.okafor.\nShe rows."
    (of_text,) = jrnl.read(text.encode())
    (of_json,) = jrnl.read(json_file(tmp_path, one_entry(body="\nShe rows.\n")).read_bytes())
    assert of_text == of_json


def test_jrnl_is_safe_to_take_twice_and_follows_changes(workspace: Workspace, tmp_path) -> None:
    path = json_file(tmp_path, one_entry(), one_entry(title="Tea with @dee"))
    assert take(workspace, path).count(Fate.ADDED) == 2
    assert take(workspace, path).count(Fate.SKIPPED) == 2
    json_file(tmp_path, one_entry(body="She rows."), one_entry(title="Tea with @dee"))
    assert take(workspace, path).count(Fate.MERGED) == 1
    assert [entry.headline for entry in workspace.find(Interaction)] == [
        "Lunch with @dana.okafor.",
        "Tea with @dee",
    ]
    assert workspace.find(Interaction)[0].note.endswith("She rows.")


def test_two_entries_of_one_minute_are_two(workspace: Workspace, tmp_path: Path) -> None:
    path = json_file(tmp_path, one_entry(body="one"), one_entry(body="two"))
    assert take(workspace, path).count(Fate.ADDED) == 2
    assert take(workspace, path).count(Fate.SKIPPED) == 2


def test_undo_takes_the_notes_back(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, json_file(tmp_path, one_entry()))
    workspace.undo()
    assert workspace.find(Interaction) == []


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (one_entry(date="2024-02-31"), ReadFailure),
        (one_entry(date=None), ReadFailure),
        (one_entry(title="", body="  "), ReadSkip),
        (one_entry(time="25:99"), ReadEntry),
        (one_entry(title=["x"], body={"a": 1}, tags="@dana"), ReadSkip),
        ("no entry", ReadFailure),
        (None, ReadFailure),
    ],
)
def test_odd_entries_of_jrnl_are_accounted_for(tmp_path: Path, entry: Any, kind: type) -> None:
    found = list(jrnl.read(json_file(tmp_path, entry, one_entry()).read_bytes()))
    assert [type(one) for one in found] == [kind, ReadEntry]


def test_what_stands_before_the_first_time_is_reported() -> None:
    first, second = jrnl.read(b"[2024-03-01 09:30] a\n[2024-13-01 09:30] b @dana\n")
    assert isinstance(first, ReadEntry)
    assert isinstance(second, ReadFailure)
    (only,) = jrnl.read(b"just words")
    assert isinstance(only, ReadFailure)


def test_namesakes_an_entry_may_mean_are_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.change("Add") as edit:
        firm = edit.organisation("Bank Nord").id
        edit.add(Counterpart, name="Thomas Meyer", organisation_id=firm)
        bare = edit.add(Counterpart, name="Thomas Meyer")
        edit.add(
            ContactPoint, counterpart_id=bare.id, kind=PointKind.EMAIL, value="tm@home.example"
        )
    path = text_file(tmp_path, "[2024-03-01 09:30] Lunch with @ThomasMeyer\n")
    (row,) = transfer.preview(workspace, [path]).rows
    assert len(row.candidates) == 2
    assert row.why == (
        "It could be with any of: Thomas Meyer, Bank Nord; Thomas Meyer, tm@home.example."
    )


# --- Day One -------------------------------------------------------------------------------------


def day_one(**values: Any) -> dict[str, Any]:
    return {
        "uuid": "A1B2C3",
        "creationDate": "2024-03-01T22:30:05Z",
        "timeZone": "Asia/Tokyo",
        "text": "# A calm day\n\nWith **@DanaOkafor**.\n\n![](dayone-moment://PHOTO1)",
        "tags": ["harbour", "old friends"],
        "starred": True,
        "weather": {"temperatureCelsius": 12.5},
        "location": {"latitude": 59.33, "longitude": 18.06},
        **values,
    }


def export(*entries: Any) -> bytes:
    return json.dumps({"metadata": {"version": "1.0"}, "entries": entries}).encode()


def with_photos(folder: Path, *entries: Any, photos: dict[str, bytes] | None = None) -> Path:
    path = folder / "Journal.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Journal.json", export(*entries))
        for name, data in (photos or {}).items():
            packed.writestr(f"photos/{name}", data)
    return path


PHOTO = {"identifier": "PHOTO1", "md5": "0f3c", "type": "jpeg", "filename": "boat.jpeg"}


def test_day_one_keeps_its_text_its_tags_and_its_local_time(workspace: Workspace, tmp_path) -> None:
    path = tmp_path / "Journal.json"
    path.write_bytes(export(day_one()))
    assert transfer.sniff(path) is Format.DAYONE
    take(workspace, path)
    (entry,) = workspace.find(Interaction)
    assert (str(entry.when.date), str(entry.when.time), entry.when.zone) == (
        "2024-03-02",
        "07:30:00",
        "Asia/Tokyo",
    )
    assert entry.note.startswith("# A calm day\n\nWith **@DanaOkafor**.")
    assert entry.tags == ("harbour", "old friends")
    assert (entry.channel, entry.two_way, entry.depth) == (None, False, None)
    assert named(workspace, entry) == ["Dana Okafor"]


def test_photos_of_the_archive_are_attached(workspace: Workspace, tmp_path: Path) -> None:
    path = with_photos(tmp_path, day_one(photos=[PHOTO]), photos={"0f3c.jpeg": PICTURE})
    take(workspace, path)
    (entry,) = workspace.find(Interaction)
    (photo,) = workspace.find(Attachment)
    assert (photo.interaction_id, photo.name, photo.media_type) == (
        entry.id,
        "boat.jpeg",
        "image/jpeg",
    )
    assert workspace.repository.content(photo.digest) == PICTURE
    assert "dayone-moment" not in entry.note
    assert take(workspace, path).count(Fate.SKIPPED) == 1


@pytest.mark.parametrize(
    ("photos", "why"),
    [({}, "is not in the export"), ({"0f3c.jpeg": bytes(2 * 1024 * 1024)}, "larger than")],
)
def test_a_photo_that_cannot_be_taken_is_remarked(
    workspace: Workspace, tmp_path: Path, photos: dict[str, bytes], why: str
) -> None:
    workspace.set_setting("file_limit_mb", 1)
    report = take(workspace, with_photos(tmp_path, day_one(photos=[PHOTO]), photos=photos))
    assert why in report.records[0].why
    assert "dayone-moment" not in workspace.find(Interaction)[0].note
    assert workspace.find(Attachment) == []


@pytest.mark.parametrize("archive_first", [True, False])
def test_the_same_journal_as_json_and_as_archive_is_one(
    workspace: Workspace, tmp_path: Path, archive_first: bool
) -> None:
    entry = day_one(photos=[PHOTO])
    packed = with_photos(tmp_path, entry, photos={"0f3c.jpeg": PICTURE})
    (tmp_path / "Journal.json").write_bytes(export(entry))
    both = [packed, tmp_path / "Journal.json"]
    first, second = both if archive_first else reversed(both)
    take(workspace, first)
    before = workspace.find(Interaction)
    report = take(workspace, second)
    told = (
        (Fate.SKIPPED, "It is already here.") if archive_first else (Fate.MERGED, "It has changed.")
    )
    assert (report.records[0].fate, report.records[0].why) == told
    assert [one.note for one in workspace.find(Interaction)] == [one.note for one in before]
    assert workspace.count(Attachment) == 1
    again = [take(workspace, path).count(Fate.SKIPPED) for path in (*both, *both)]
    assert again == [1, 1, 1, 1]


def test_a_note_the_user_changed_is_not_changed_by_the_other_form(
    workspace: Workspace, tmp_path: Path
) -> None:
    entry = day_one(photos=[PHOTO])
    take(workspace, with_photos(tmp_path, entry, photos={"0f3c.jpeg": PICTURE}))
    with workspace.change("Edit") as edit:
        edit.set(workspace.find(Interaction)[0], note="My own words")
    (tmp_path / "Journal.json").write_bytes(export(entry))
    assert take(workspace, tmp_path / "Journal.json").count(Fate.SKIPPED) == 1
    assert workspace.find(Interaction)[0].note == "My own words"


def test_an_entry_of_a_photo_alone_that_did_not_come_along_says_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    entry = day_one(photos=[PHOTO], text="![](dayone-moment://PHOTO1)")
    (tmp_path / "Journal.json").write_bytes(export(entry))
    (record,) = take(workspace, tmp_path / "Journal.json").records
    assert (record.fate, record.why) == (Fate.SKIPPED, "A photo of it is not in the export.")


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "a/b", "..", ""])
def test_no_photo_is_looked_for_outside_the_export(tmp_path: Path, name: str) -> None:
    asked: list[str] = []

    def photo(wanted: str) -> bytes | None:
        asked.append(wanted)
        return None

    list(dayone.read(io.BytesIO(export(day_one(photos=[{**PHOTO, "md5": name}]))), photo))
    assert all("/" not in one for one in asked)


def test_photos_beside_an_unpacked_export_are_found(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "0f3c.jpeg").write_bytes(PICTURE)
    (tmp_path / "Journal.json").write_bytes(export(day_one(photos=[PHOTO])))
    take(workspace, tmp_path / "Journal.json")
    assert len(workspace.find(Attachment)) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"timeZone": "Europe/Lisbon"}, ("2024-03-01", "22:30:00", "Europe/Lisbon")),
        ({"timeZone": "Mars/Base"}, ("2024-03-01", "22:30:00", "UTC")),
        ({"timeZone": None}, ("2024-03-01", "22:30:00", "UTC")),
        ({"timeZone": "../../etc"}, ("2024-03-01", "22:30:00", "UTC")),
        ({"isAllDay": True}, ("2024-03-02", "None", None)),
    ],
)
def test_the_clock_of_an_entry_is_that_of_its_place(values: dict[str, Any], told: Any) -> None:
    (entry,) = dayone.read(io.BytesIO(export(day_one(**values))), lambda _name: None)
    assert isinstance(entry, ReadEntry)
    assert (str(entry.when.date), str(entry.when.time), entry.when.zone) == told


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (day_one(creationDate="yesterday"), ReadFailure),
        (day_one(creationDate="0001-01-01T00:00:00Z"), ReadFailure),
        (day_one(creationDate=20240301), ReadFailure),
        (day_one(text=None), ReadSkip),
        (day_one(text=["x"], tags={"a": 1}, photos="x"), ReadSkip),
        ([], ReadFailure),
        (None, ReadFailure),
    ],
)
def test_odd_entries_of_day_one_are_accounted_for(entry: Any, kind: type) -> None:
    found = list(dayone.read(io.BytesIO(export(entry, day_one())), lambda _name: None))
    assert [type(one) for one in found] == [kind, ReadEntry]


def test_a_journal_cut_short_gives_what_stands_before_the_cut(workspace: Workspace, tmp_path):
    path = tmp_path / "Journal.json"
    path.write_bytes(export(day_one(), day_one(uuid="B", text="x" * 500))[:-200])
    report = take(workspace, path)
    assert [record.fate for record in report.records] == [Fate.ADDED, Fate.FAILED]


def test_an_export_without_entries_says_so(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "Journal.json"
    path.write_bytes(export())
    (row,) = transfer.preview(workspace, [path]).rows
    assert row.why == "It holds no entries."


# --- any bytes -----------------------------------------------------------------------------------

SEEDS = (
    export(day_one(photos=[PHOTO]), day_one(uuid="B")),
    json.dumps({"tags": {"@dana": 1}, "entries": [one_entry(), one_entry(body="x")]}).encode(),
    b"[2024-03-01 09:30] Lunch @dana. *\nShe rows.\n[2024-03-02 09:30 PM] Tea #calm\n",
)
PIECES = (
    *(b"[" * 5000, b'{"a":' * 2000, b"\xff\xfe", b"\x00", b'"', b"9" * 5000, b"1e999", b"NaN"),
    *(b"\\ud800", b'"entries": [', b"}", b"]", b"@", b"[2024-03-01 09:30] ", "陳".encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 60), st.sampled_from(PIECES)), max_size=6
    ),
)
def test_any_bytes_are_read_to_their_end(
    data: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    for where, cut, piece in changes:
        at = where % (len(data) + 1)
        data = data[:at] + piece + data[at + cut :]
    kinds = ReadEntry | ReadFailure | ReadSkip
    assert all(isinstance(item, kinds) for item in jrnl.read(data))
    photo = {"0f3c.jpeg": PICTURE}.get
    assert all(isinstance(item, kinds) for item in dayone.read(io.BytesIO(data), photo))
    assert jrnl.is_json(data) in (True, False)
    assert dayone.looks_like(data) in (True, False)


def test_an_export_with_thousands_of_photos_is_found_among_them(
    workspace: Workspace, tmp_path: Path, people: Any
) -> None:
    path = tmp_path / "export.zip"
    entry = {"creationDate": "2024-01-01T10:00:00Z", "uuid": "A", "text": "With @DanaOkafor"}
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(2_100):
            packed.writestr(f"photos/{number:032x}.jpeg", b"picture")
        packed.writestr("Journal.json", json.dumps({"metadata": {}, "entries": [entry]}))
    assert [row.title for row in transfer.preview(workspace, [path]).rows] == ["With @DanaOkafor"]


HALF = "\ud83d"


@pytest.mark.parametrize(
    "told",
    [
        {
            "metadata": {"version": "1.0"},
            "entries": [
                {
                    "creationDate": "2024-01-01T10:00:00Z",
                    "uuid": f"A{HALF}",
                    "text": f"With @DanaOkafor {HALF}",
                    "tags": [f"t{HALF}"],
                }
            ],
        },
        {
            "tags": {},
            "entries": [
                {
                    "title": f"With @DanaOkafor {HALF}",
                    "body": HALF,
                    "date": "2024-01-01",
                    "time": "10:00",
                    "tags": [f"#t{HALF}"],
                }
            ],
        },
    ],
    ids=["dayone", "jrnl"],
)
def test_half_an_emoji_stops_no_import(
    workspace: Workspace, tmp_path: Path, people: Any, told: dict[str, Any]
) -> None:
    path = tmp_path / "journal.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    report = transfer.apply(workspace, transfer.preview(workspace, [path]))
    assert [record.fate for record in report.records] == [Fate.ADDED]
    assert "\ud83d" not in report.records[0].title


@pytest.mark.parametrize(
    ("name", "head", "most"),
    [
        ("journal.txt", b"[2024-03-01 09:30] Lunch with @dana.okafor\n", 30),
        ("Journal.json", b'{"metadata": {"version": "1.0"}, "entries": [', 95),
    ],
)
def test_a_journal_that_takes_too_much_memory_is_refused_by_its_size(
    workspace: Workspace, tmp_path: Path, name: str, head: bytes, most: int
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        file.truncate(most * 1024 * 1024 + 1)
    with pytest.raises(FileReadError, match=f"is larger than {most} MB"):
        transfer.preview(workspace, [path])
