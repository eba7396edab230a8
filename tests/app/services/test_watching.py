"""Files that are read again when they change: what follows, what holds, and what never happens."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from app.model.belongings import Attachment
from app.model.errors import FileReadError, InputError
from app.model.people import Attention, ContactPoint, Counterpart, PointKind
from app.model.records import Interaction, Meeting, MeetingState
from app.model.values import FixedClock
from app.services import attachments, forget, transfer, watching
from app.services.workspace import Workspace
from app.store.dump import dump

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
AHEAD = "20261203T100000"


def event(*lines: str, uid: str = "e1", start: str = AHEAD, title: str = "Review") -> str:
    begin = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{title}"]
    begin.append("ATTENDEE;CN=Ada:mailto:ada@example.org")
    return "\r\n".join([*begin, *lines, "END:VEVENT", ""])


def calendar(*events: str) -> str:
    return "".join(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", *events, "END:VCALENDAR\r\n"))


def card(name: str, *lines: str, uid: str = "") -> str:
    first = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}"] + ([f"UID:{uid}"] if uid else [])
    return "\r\n".join([*first, *lines, "END:VCARD", ""])


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work.ics"


@pytest.fixture
def ada(workspace: Workspace) -> Counterpart:
    workspace.set_setting("my_addresses", "me@example.org")
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Adaeze Okafor")
        edit.add(
            ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value="ada@example.org"
        )
    return person


def put(path: Path, text: str) -> None:
    """Another program writes the file; its moment moves on even within one tick of the clock."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_bytes(text.encode())
    moment = max(path.stat().st_mtime_ns, before + 1_000_000)
    os.utime(path, ns=(moment, moment))


def follow(workspace: Workspace, path: Path, text: str | None = None) -> str:
    """What is told after the file was written and looked at."""
    if text is not None:
        put(path, text)
    if all(one.path != path for one in watching.watched(workspace)):
        watching.add(workspace, path)
    found = watching.read(workspace)
    return " ".join(filter(None, (one.told or one.trouble for one in found)))


def meetings(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.title, one.state.value) for one in workspace.find(Meeting)]


# --- calendars ----------------------------------------------------------------------------


def test_meetings_follow_the_file(workspace: Workspace, work: Path, ada: Counterpart) -> None:
    first = calendar(event(uid="a", title="One"), event(uid="b", title="Two"))
    assert follow(workspace, work, first) == "Calendar work.ics: 2 new meetings."
    second = calendar(
        event("SEQUENCE:1", uid="a", title="One", start="20261204T100000"),
        event("SEQUENCE:1", "LOCATION:Room 4", uid="b", title="Two"),
        event(uid="c", title="Three"),
    )
    told = follow(workspace, work, second)
    assert told == "Calendar work.ics: 1 meeting moved, 1 meeting changed, 1 new meeting."
    assert meetings(workspace) == [("One", "planned"), ("Two", "planned"), ("Three", "planned")]
    third = calendar(
        event("SEQUENCE:2", "STATUS:CANCELLED", uid="a", title="One"),
        event("SEQUENCE:1", "LOCATION:Room 4", uid="b", title="Two"),
        event(uid="c", title="Three"),
    )
    assert follow(workspace, work, third) == "Calendar work.ics: 1 meeting called off."
    assert dict(meetings(workspace))["One"] == "cancelled"


def test_an_unchanged_file_is_not_read_and_leaves_no_step(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    text = calendar(event())
    follow(workspace, work, text)
    steps = len(workspace.history())
    assert watching.read(workspace) == []
    put(work, text)  # touched, and the same words
    assert watching.read(workspace) == []
    assert len(workspace.history()) == steps


def test_undo_holds_when_the_file_changes_elsewhere(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    one, moved = event(uid="a", title="One"), event("SEQUENCE:1", uid="a", start="20261210T100000")
    follow(workspace, work, calendar(one))
    follow(workspace, work, calendar(moved))
    assert str(workspace.find(Meeting)[0].when.date) == "2026-12-10"
    workspace.undo()
    assert follow(workspace, work) == ""
    told = follow(workspace, work, calendar(moved, event(uid="b", title="Two")))
    assert told == "Calendar work.ics: 1 new meeting."
    assert str(workspace.find(Meeting)[0].when.date) == "2026-12-03"
    again = event("SEQUENCE:2", uid="a", start="20261211T100000")
    told = follow(workspace, work, calendar(again, event(uid="b", title="Two")))
    assert told == "Calendar work.ics: 1 meeting moved."


@pytest.mark.parametrize("way", ["undo", "delete"])
def test_what_was_taken_back_or_deleted_does_not_return(
    workspace: Workspace, work: Path, ada: Counterpart, way: str
) -> None:
    follow(workspace, work, calendar(event(uid="a", title="One")))
    if way == "undo":
        workspace.undo()
    else:
        with workspace.change("Delete") as edit:
            edit.remove(workspace.find(Meeting)[0])
    changed = event("SEQUENCE:1", uid="a", title="One", start="20261205T100000")
    told = follow(workspace, work, calendar(changed, event(uid="b", title="Two")))
    assert told == "Calendar work.ics: 1 new meeting."
    assert meetings(workspace) == [("Two", "planned")]
    assert watching.read(workspace, all_=True)[0].told == ""
    assert meetings(workspace) == [("Two", "planned")]


def test_an_event_that_left_the_file_is_called_off_once(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    both = calendar(event(uid="a", title="One"), event(uid="b", title="Two"))
    follow(workspace, work, both)
    told = follow(workspace, work, calendar(event(uid="b", title="Two")))
    assert told == "Calendar work.ics: 1 meeting called off."
    assert meetings(workspace) == [("One", "cancelled"), ("Two", "planned")]
    workspace.undo()
    assert meetings(workspace)[0] == ("One", "planned")
    follow(workspace, work, calendar(event("SEQUENCE:1", uid="b", title="Two, later")))
    assert meetings(workspace)[0] == ("One", "planned"), "it was taken back, and that holds"


def test_an_event_that_comes_back_takes_place_after_all(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    both = calendar(event(uid="a", title="One"), event(uid="b", title="Two"))
    follow(workspace, work, both)
    follow(workspace, work, calendar(event(uid="b", title="Two")))
    follow(workspace, work, both)
    assert meetings(workspace) == [("One", "planned"), ("Two", "planned")]


def test_an_occurrence_taken_out_of_a_series_is_called_off(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    follow(workspace, work, calendar(event(rule, uid="w")))
    told = follow(workspace, work, calendar(event(rule, "EXDATE:20261210T100000", uid="w")))
    assert told == "Calendar work.ics: 1 meeting called off."
    states = [(str(one.when.date), one.state.value) for one in workspace.find(Meeting)]
    assert states == [
        ("2026-12-03", "planned"),
        ("2026-12-10", "cancelled"),
        ("2026-12-17", "planned"),
    ]


def test_a_past_meeting_is_never_called_off(
    workspace: Workspace, clock: FixedClock, work: Path, ada: Counterpart
) -> None:
    follow(
        workspace,
        work,
        calendar(event(uid="a", title="One"), event(uid="p", start="20261103T100000")),
    )
    entries = workspace.find(Interaction)
    clock.advance(days=30)
    assert follow(workspace, work, calendar(event(uid="z", start="20270301T100000"))) != ""
    assert meetings(workspace)[0] == ("One", "planned")
    assert workspace.find(Interaction) == entries


def test_a_meeting_the_user_called_off_stays_so(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    follow(workspace, work, calendar(event(uid="a")))
    with workspace.change("Call off") as edit:
        edit.set(workspace.find(Meeting)[0], state=MeetingState.CANCELLED)
    follow(workspace, work, calendar(event("SEQUENCE:1", "LOCATION:Room 4", uid="a")))
    assert meetings(workspace)[0][1] == "cancelled"


# --- files that are gone, half written, or something else ----------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        calendar(event(uid="a"))[:-20],
        calendar(event(uid="a")).replace("END:VEVENT\r\n", ""),
        "",
        "BEGIN:VCALENDAR\r\n",
        "no calendar at all",
    ],
)
def test_a_half_written_file_changes_nothing_and_is_tried_again(
    workspace: Workspace, work: Path, ada: Counterpart, broken: str
) -> None:
    both = calendar(event(uid="a", title="One"), event(uid="b", title="Two"))
    follow(workspace, work, both)
    before = dump(workspace.database)
    put(work, broken)
    (found,) = watching.read(workspace)
    assert (found.again, found.told) == (True, "")
    assert "work.ics" in found.trouble
    assert dump(workspace.database) == before
    assert watching.watched(workspace)[0].trouble == found.trouble
    put(work, both.replace("Two", "Later"))
    assert follow(workspace, work) == "Calendar work.ics: 1 meeting changed."
    assert watching.watched(workspace)[0].trouble == ""


def test_a_vanished_file_changes_nothing(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    text = calendar(event(uid="a"))
    follow(workspace, work, text)
    before = dump(workspace.database)
    work.unlink()
    assert "There is no file “work.ics”" in follow(workspace, work)
    assert dump(workspace.database) == before
    put(work, text)
    assert follow(workspace, work) == ""
    assert watching.watched(workspace)[0].trouble == ""


def test_a_vanished_folder_is_called_a_folder(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    folder, other = tmp_path / "wd", tmp_path / "other"
    for place in (folder, other):
        place.mkdir()
        put(place / "a.ics", calendar(event(uid=place.name)))
    follow(workspace, folder)
    (folder / "a.ics").unlink()
    folder.rmdir()
    told = "There is no folder “wd”. Check the name and the folder."
    assert follow(workspace, folder) == told
    assert watching.watched(workspace)[0].trouble == told
    watching.add(workspace, other)  # gone before anything was read of it
    (other / "a.ics").unlink()
    other.rmdir()
    assert "There is no file or folder “other”." in follow(workspace, other)


def test_a_file_that_leaves_a_folder_deletes_nothing(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    folder = tmp_path / "calendars" / "home"
    folder.mkdir(parents=True)
    put(folder / "a.ics", calendar(event(uid="a", title="One")))
    put(folder / "b.ics", calendar(event(uid="b", title="Two")))
    put(folder / "c.vcf", card("Nora New", uid="n"))
    (folder / "notes.txt").write_text("not for Kith")
    told = follow(workspace, folder.parent)
    assert told == "Folder calendars: 2 new meetings, 1 new person."
    (folder / "a.ics").unlink()
    (folder / "c.vcf").unlink()
    assert follow(workspace, folder.parent) == ""
    assert meetings(workspace) == [("One", "planned"), ("Two", "planned")]
    put(folder / "d.ics", calendar(event("STATUS:CANCELLED", "SEQUENCE:1", uid="a")))
    assert follow(workspace, folder.parent) == "Folder calendars: 1 meeting called off."


def test_one_broken_file_of_a_folder_does_not_stop_the_others(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    put(folder / "a.ics", calendar(event(uid="a"))[:-9])
    put(folder / "b.ics", calendar(event(uid="b")))
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    assert "a.ics" in watching.watched(workspace)[0].trouble


@pytest.mark.parametrize("name", ["table.csv", "empty", "nothing.ics"])
def test_only_calendars_and_address_books_are_watched(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    (tmp_path / "table.csv").write_text("Name,E-mail\nNora,nora@example.org\n")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileReadError):
        watching.add(workspace, tmp_path / name)
    assert watching.watched(workspace) == []


def test_a_file_is_watched_once_and_can_be_let_go(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    follow(workspace, work, calendar(event()))
    with pytest.raises(InputError):
        watching.add(workspace, work)
    watching.remove(workspace, work)
    with pytest.raises(InputError):
        watching.remove(workspace, work)
    put(work, calendar(event("SEQUENCE:1", start="20261224T100000")))
    assert watching.read(workspace) == []
    assert str(workspace.find(Meeting)[0].when.date) == "2026-12-03"


def test_a_journal_that_can_only_be_read_watches_nothing(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    follow(workspace, work, calendar(event()))
    put(work, calendar(event("SEQUENCE:1", start="20261224T100000")))
    other = Workspace.open(workspace.path, workspace.clock, read_only=True)
    try:
        assert watching.read(other) == []
        assert watching.places(other) == []
    finally:
        other.close()


# --- address books ------------------------------------------------------------------------


def test_people_of_an_address_book_come_in_unsorted(workspace: Workspace, tmp_path: Path) -> None:
    book = tmp_path / "people.vcf"
    told = follow(workspace, book, card("Nora New", uid="n") + card("Ben Other", uid="b"))
    assert told == "Address book people.vcf: 2 new people."
    assert {one.attention for one in workspace.people()} == {Attention.UNSORTED}


@pytest.mark.parametrize("uid", ["n", ""])
@pytest.mark.parametrize("way", ["undo", "delete", "forget"])
def test_people_who_were_taken_back_do_not_return(
    workspace: Workspace, tmp_path: Path, way: str, uid: str
) -> None:
    book = tmp_path / "people.vcf"
    follow(workspace, book, card("Nora New", "EMAIL:n@example.org", uid=uid))
    nora = workspace.person_named("Nora New")
    if way == "undo":
        workspace.undo()
    elif way == "delete":
        with workspace.change("Delete") as edit:
            edit.remove(nora)
    else:
        forget.forget(workspace, nora.id)
    changed = card("Nora New", "EMAIL:n@example.org", "TEL:+1 555 0100", uid=uid)
    told = follow(workspace, book, changed + card("Ben Other", uid="b"))
    assert told == "Address book people.vcf: 1 new person."
    assert [person.name for person in workspace.people()] == ["Ben Other"]


def test_what_the_user_took_off_a_profile_does_not_return_with_the_next_change(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = tmp_path / "people.vcf"
    first = ("TEL:+1 555 0100", "EMAIL:n@example.org", "TITLE:Head", "NOTE:Old words")
    follow(workspace, book, card("Nora New", *first, uid="n"))
    nora = workspace.person_named("Nora New")
    with workspace.change("Tidy up") as edit:
        for point in workspace.find(ContactPoint, kind=PointKind.PHONE):
            edit.remove(point)
        edit.set(nora, role="", note="")
    told = follow(workspace, book, card("Nora New", *first, "URL:https://n.example", uid="n"))
    assert told == "Address book people.vcf: 1 person brought up to date."
    nora = workspace.person_named("Nora New")
    points = [point.value for point in workspace.find(ContactPoint, counterpart_id=nora.id)]
    assert (nora.role, nora.note, points) == ("", "", ["n@example.org", "https://n.example"])
    reordered = card("Nora New", *reversed(first), "URL:https://n.example", uid="n")
    assert follow(workspace, book, reordered) == ""
    changed = ("TEL:+1 555 0199", *first[1:])
    told = follow(workspace, book, card("Nora New", *changed, uid="n"))
    assert told == "Address book people.vcf: 1 person brought up to date."
    points = [point.value for point in workspace.find(ContactPoint, counterpart_id=nora.id)]
    assert points == ["n@example.org", "https://n.example", "+1 555 0199"]


def test_the_notes_name_nobody(workspace: Workspace, tmp_path: Path) -> None:
    book = tmp_path / "people.vcf"
    follow(workspace, book, card("Nora New", "EMAIL:nora@example.org", uid="nora-new-uid"))
    rows = workspace.database.rows("SELECT value FROM setting WHERE key LIKE 'watch.%'")
    told = " ".join(row[0] for row in rows).casefold()
    assert "people.vcf" in told
    assert "nora" not in told


def test_a_card_that_could_be_several_people_is_left_and_counted(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Berg")
        edit.add(Counterpart, name="Anna Berg")
    book = tmp_path / "people.vcf"
    assert follow(workspace, book, card("Anna Berg", "TEL:+1 555 0100", uid="a")) == ""
    (one,) = watching.watched(workspace)
    assert one.unclear == 1
    assert watching.unclear_words(one) == "1 record could be with several people and was left."
    assert len(workspace.people()) == 2


# --- what is told, and what else is written meanwhile --------------------------------------


def test_the_news_stands_until_it_is_undone_or_the_day_is_over(
    workspace: Workspace, clock: FixedClock, work: Path, ada: Counterpart
) -> None:
    follow(workspace, work, calendar(event()))
    (news,) = watching.news_of(workspace)
    assert news.words == "Calendar work.ics: 1 new meeting."
    assert watching.is_latest(workspace, news.step)
    with workspace.change("Note") as edit:
        edit.set(ada, note="later")
    assert not watching.is_latest(workspace, news.step)
    workspace.undo()
    workspace.undo()
    assert watching.news_of(workspace) == []
    workspace.redo()
    assert [one.step for one in watching.news_of(workspace)] == [news.step]
    clock.advance(days=1)
    assert watching.news_of(workspace) == []


def test_the_news_can_be_put_away(workspace: Workspace, work: Path, ada: Counterpart) -> None:
    follow(workspace, work, calendar(event()))
    watching.drop_news(workspace)
    assert watching.news_of(workspace) == []


def test_watching_is_no_part_of_what_the_journal_holds(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    before = dump(workspace.database)
    follow(workspace, work, calendar(event()))
    workspace.undo()
    assert dump(workspace.database) == before


def test_what_an_import_by_hand_brought_is_followed(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    put(work, calendar(event(uid="a", title="One")))
    transfer.apply(workspace, transfer.preview(workspace, [work]))
    assert follow(workspace, work) == ""
    with workspace.change("Delete") as edit:
        edit.remove(workspace.find(Meeting)[0])
    follow(workspace, work, calendar(event(uid="a", title="One"), event(uid="b", title="Two")))
    assert meetings(workspace) == [("Two", "planned")]


def test_a_write_between_the_look_and_the_step_is_not_overrun(
    workspace: Workspace, work: Path, ada: Counterpart
) -> None:
    put(work, calendar(event(uid="a", title="One")))
    watching.add(workspace, work)
    asked = []

    def meanwhile() -> bool:
        """The user deletes whom the meeting is with while the file is being read."""
        asked.append(True)
        if len(asked) == 2:
            other = workspace.beside()
            with other.change("Delete") as edit:
                edit.remove(other.get(Counterpart, ada.id))
            other.close()
        return False

    (found,) = watching.read(workspace, cancelled=meanwhile)
    assert len(asked) > 2
    assert (found.told, workspace.find(Meeting)) == ("", [])


def test_a_photo_the_user_took_off_does_not_return_with_the_next_change(
    workspace: Workspace, tmp_path: Path
) -> None:
    photo = base64.b64encode(b"\xff\xd8\xff" + bytes(900)).decode("ascii")
    lines = (f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}",)
    path = tmp_path / "people.vcf"
    follow(workspace, path, card("Dana Okafor", *lines, uid="d1"))
    (dana,) = workspace.people()
    attachments.remove_photo(workspace, dana)
    told = follow(workspace, path, card("Dana Okafor", "NOTE:Rows", *lines, uid="d1"))
    assert "1 person brought up to date" in told
    assert workspace.find(Attachment) == []


def test_an_event_outside_the_years_keeps_no_other_meeting_whose_name_begins_alike(
    workspace: Workspace, ada: Counterpart, work: Path
) -> None:
    old = event(uid="e1", start="20010203T100000", title="Long ago")
    follow(workspace, work, calendar(old, event(uid="e12")))
    assert meetings(workspace) == [("Review", "planned")]
    told = follow(workspace, work, calendar(old))
    assert told == "Calendar work.ics: 1 meeting called off."
    assert meetings(workspace) == [("Review", "cancelled")]
