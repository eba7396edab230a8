"""Importing calendars into a real journal: entries, meetings, and whom they are with."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from app.model.imports import Fate, ImportReport
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Channel, Interaction, Meeting, MeetingState, Opener, Source
from app.model.values import DateRange, FixedClock, Moment, PartialDate
from app.services import transfer
from app.services.transfer import ImportOptions, preview
from app.services.workspace import Workspace

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
MINE = "me@example.org"


def event(*lines: str, uid: str = "e1", start: str = "20261103T100000", title: str = "") -> str:
    begin = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{title}"]
    return "\r\n".join([*begin, *lines, "END:VEVENT", ""])


def who(email: str, name: str = "", **params: str) -> str:
    extra = "".join(f";{key}={value}" for key, value in params.items())
    return f"ATTENDEE{f';CN={name}' if name else ''}{extra}:mailto:{email}"


@pytest.fixture
def diary(tmp_path: Path):
    def write(*events: str, file: str = "diary.ics") -> Path:
        path = tmp_path / file
        text = "".join(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", *events, "END:VCALENDAR\r\n"))
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def ada(workspace: Workspace) -> Counterpart:
    workspace.set_setting("my_addresses", f"{MINE}, other@example.org")
    return add(workspace, "Adaeze Okafor", "ada@example.org")


def add(workspace: Workspace, name: str, email: str = "") -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name)
        if email:
            edit.add(ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value=email)
    return person


def run(workspace: Workspace, *paths: Path, **options: object) -> ImportReport:
    plan = preview(workspace, paths, ImportOptions(**options))  # type: ignore[arg-type]
    return transfer.apply(workspace, plan)


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(record.fate.value, record.why) for record in report.records]


def test_a_past_event_becomes_an_entry(workspace: Workspace, diary, ada: Counterpart) -> None:
    path = diary(
        event(
            "DTEND:20261103T113000",
            who(MINE, "Me"),
            who("ADA@example.org", "A."),
            who("room@example.org", CUTYPE="ROOM"),
            title="Lunch at the harbour",
        )
    )
    report = run(workspace, path)
    (entry,) = workspace.find(Interaction)
    assert told(report) == [("added", "")]
    assert (report.records[0].target, report.records[0].uid) == ("Adaeze Okafor", entry.uid)
    assert entry.people == (ada.id,)
    assert entry.when == Moment(PartialDate(2026, 11, 3), time(10, 0))
    assert (entry.channel, entry.opener, entry.source) == (
        Channel.MEETING,
        Opener.TOGETHER,
        Source.IMPORTED,
    )
    assert (entry.minutes, entry.note, entry.present) == (90, "Lunch at the harbour", 2)
    assert (entry.depth, entry.ask_mine, entry.two_way) == (None, None, None)


def test_a_row_names_whom_an_event_is_with_also_where_they_come_in_with_it(
    workspace: Workspace, diary, ada: Counterpart, tmp_path: Path
) -> None:
    cards = tmp_path / "people.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Rui Santos\nEMAIL:rui@example.org\nEND:VCARD\n")
    guests = (who(MINE, "Me"), who("ada@example.org"), who("rui@example.org"))
    path = diary(
        event(*guests, title="Lunch"),
        event(who("zoe@example.org", "Zoe"), uid="e2", title="Other people"),
    )
    plan = preview(workspace, [path, cards])
    named = {row.title: row.organisation for row in plan.rows}
    assert named == {"Rui Santos": "", "Lunch": "Adaeze Okafor, Rui Santos", "Other people": ""}


@pytest.mark.parametrize(
    ("organiser", "guest"), [(MINE.upper(), "ada@example.org"), ("ada@example.org", MINE)]
)
def test_the_organiser_may_be_the_user_or_the_other_one(
    workspace: Workspace, diary, ada: Counterpart, organiser: str, guest: str
) -> None:
    run(workspace, diary(event(f"ORGANIZER:MAILTO:{organiser}", who(guest), title="Either way")))
    assert workspace.find(Interaction)[0].people == (ada.id,)


def test_a_future_event_becomes_a_planned_meeting(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(
        event("LOCATION:Room 4", who("ada@example.org"), start="20261203T100000", title="Review")
    )
    run(workspace, path)
    (meeting,) = workspace.find(Meeting)
    assert workspace.find(Interaction) == []
    assert (meeting.title, meeting.place, meeting.people) == ("Review", "Room 4", (ada.id,))
    assert (meeting.state, meeting.source) == (MeetingState.PLANNED, Source.IMPORTED)


@pytest.mark.parametrize(
    ("start", "end", "past"),
    [
        ("20261122T070000Z", "20261122T090000Z", True),
        ("20261122T080000Z", "20261122T090100Z", False),
        ("20261121", "20261122", True),
        ("20261121", "20261123", False),
        ("20261122", "20261123", False),
    ],
)
def test_what_is_over_is_past(
    workspace: Workspace, diary, ada: Counterpart, start: str, end: str, past: bool
) -> None:
    run(workspace, diary(event(f"DTEND:{end}", who("ada@example.org"), start=start, title="x")))
    assert len(workspace.find(Interaction)) == past
    assert len(workspace.find(Meeting)) == (not past)


def test_several_days_are_said_in_the_note(workspace: Workspace, diary, ada: Counterpart) -> None:
    path = diary(event("DTEND:20261105", who("ada@example.org"), start="20261102", title="Fair"))
    run(workspace, path)
    assert workspace.find(Interaction)[0].note == "Fair\nUntil 2026-11-04"


def test_rooms_those_who_declined_and_the_user_are_left_out(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(
        event(
            who("OTHER@example.org", "Me"),
            who("ada@example.org", PARTSTAT="DECLINED"),
            who("ada@example.org", CUTYPE="ROOM"),
            title="Without her",
        ),
        event(who(MINE, PARTSTAT="DECLINED"), who("ada@example.org"), uid="e2", title="Not me"),
    )
    assert told(run(workspace, path)) == [
        ("skipped", "Nobody in the journal is named in it."),
        ("skipped", "You declined it."),
    ]


def test_without_attendees_the_full_names_in_the_title_count(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    wang = add(workspace, "王小明")
    add(workspace, "Will")
    path = diary(
        event(uid="1", title="Coffee: Okafor\\, Adaeze"),
        event(uid="2", title="与王小明午餐"),
        event(uid="3", title="Will call Adaeze"),
        event(uid="4", title="Breakfast with ADAEZE OKAFOR and 王小明"),
    )
    report = run(workspace, path)
    assert told(report) == [
        ("added", "The title names them."),
        ("added", "The title names them."),
        ("skipped", "Nobody in the journal is named in it."),
        ("added", "The title names them."),
    ]
    assert [entry.people for entry in workspace.find(Interaction)] == [
        (ada.id,),
        (wang.id,),
        (wang.id, ada.id),
    ]


def test_two_of_one_name_in_a_title_are_not_guessed(workspace: Workspace, diary) -> None:
    first, second = add(workspace, "Anna Berg"), add(workspace, "Anna Berg")
    plan = preview(workspace, [diary(event(title="Tea with Anna Berg"))])
    assert plan.rows[0].why == "It could be with any of: Anna Berg (#1), Anna Berg (#2)."
    assert set(plan.rows[0].candidates) == {first.id, second.id}


def test_a_birthday_in_a_calendar_is_no_meeting(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(event("RRULE:FREQ=YEARLY", start="20201103", title="Adaeze Okafor’s birthday"))
    report = run(workspace, path)
    assert {record.fate for record in report.records} == {Fate.SKIPPED}
    assert report.records[0].why == "It marks a day; nobody is met."


def test_attendees_nobody_knows_are_added_only_when_asked(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(
        event(who(MINE), who("new@example.org", "Nora New"), who("bare@example.org"), title="Kick"),
        event(who("NEW@example.org", "Nora New"), uid="2", title="Again"),
    )
    assert {record.fate for record in run(workspace, path).records} == {Fate.SKIPPED}
    assert [person.name for person in workspace.people()] == ["Adaeze Okafor"]
    report = run(workspace, path, add_people=True)
    assert told(report) == [("added", "It brings in Nora New."), ("added", "")]
    nora = workspace.person_named("Nora New")
    assert [entry.people for entry in workspace.find(Interaction)] == [(nora.id,), (nora.id,)]
    assert workspace.find(Interaction)[0].present == 3


def test_whose_addresses_are_the_users_is_asked_once(workspace: Workspace, diary) -> None:
    add(workspace, "Adaeze Okafor", "ada@example.org")
    path = diary(
        event(who(MINE, "Me"), who("ada@example.org"), title="One"),
        event(who(MINE, "Me"), who("new@example.org", "Nora New"), uid="2", title="Two"),
    )
    plan = preview(workspace, [path], ImportOptions(add_people=True))
    assert plan.needs_addresses
    assert plan.addresses[0] == MINE
    assert plan.newcomers == ()
    workspace.set_setting("my_addresses", MINE)
    plan = preview(workspace, [path], ImportOptions(add_people=True))
    assert not plan.needs_addresses
    assert [person.name for person in plan.newcomers] == ["Nora New"]


def test_addresses_may_be_given_for_one_import(workspace: Workspace, diary) -> None:
    path = diary(event(who(MINE, "Me"), who("new@example.org", "Nora New"), title="One"))
    run(workspace, path, add_people=True, my_addresses=(MINE,))
    assert [person.name for person in workspace.people()] == ["Nora New"]


def test_a_second_run_adds_nothing(workspace: Workspace, diary, ada: Counterpart) -> None:
    path = diary(
        event("RRULE:FREQ=WEEKLY;COUNT=20", who("ada@example.org"), uid="w", title="Weekly"),
        event(who("ada@example.org"), uid="s", title="Single"),
    )
    first = run(workspace, path)
    steps = len(workspace.history())
    assert {record.fate for record in first.records} == {Fate.ADDED}
    assert len(first.records) == 21
    assert len(workspace.find(Interaction)) + len(workspace.find(Meeting)) == 21
    second = run(workspace, path)
    assert set(told(second)) == {("skipped", "It is already here.")}
    assert len(workspace.history()) == steps


def test_one_undo_takes_everything_back(workspace: Workspace, diary, ada: Counterpart) -> None:
    run(workspace, diary(event(who("ada@example.org")), event(who("ada@example.org"), uid="2")))
    workspace.undo()
    assert workspace.find(Interaction) == []
    assert workspace.find(Meeting) == []


def test_a_moved_event_moves_what_it_became(workspace: Workspace, diary, ada: Counterpart) -> None:
    before = diary(
        event(who("ada@example.org"), uid="past", title="Past"),
        event(who("ada@example.org"), uid="ahead", start="20261203T100000", title="Ahead"),
    )
    run(workspace, before)
    after = diary(
        event("SEQUENCE:1", who("ada@example.org"), uid="past", start="20261104T120000"),
        event(
            "SEQUENCE:1",
            who("ada@example.org"),
            uid="ahead",
            start="20261210T150000",
            title="Later",
        ),
        file="after.ics",
    )
    assert told(run(workspace, after)) == [
        ("merged", "It moves from Tue 3 Nov, 10:00 to Wed 4 Nov, 12:00."),
        (
            "merged",
            "It moves from Thu 3 Dec, 10:00 to Thu 10 Dec, 15:00. It is called “Later” now.",
        ),
    ]
    (entry,), (meeting,) = workspace.find(Interaction), workspace.find(Meeting)
    assert (str(entry.when.date), entry.when.time, entry.note) == (
        "2026-11-04",
        time(12, 0),
        "Past",
    )
    assert (str(meeting.when.date), meeting.title) == ("2026-12-10", "Later")
    assert (
        told(run(workspace, before)) == [("skipped", "A newer version of it is already here.")] * 2
    )


def test_a_cancelled_event_is_skipped_or_calls_the_meeting_off(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    ahead = event(who("ada@example.org"), uid="a", start="20261203T100000", title="Ahead")
    run(workspace, diary(ahead))
    off = diary(
        event("STATUS:CANCELLED", "SEQUENCE:1", uid="a", start="20261203T100000", title="Ahead"),
        event("STATUS:CANCELLED", who("ada@example.org"), uid="b", title="Never came"),
    )
    assert told(run(workspace, off)) == [
        ("merged", "It was called off."),
        ("skipped", "It was called off."),
    ]
    (meeting,) = workspace.find(Meeting)
    assert meeting.state is MeetingState.CANCELLED
    assert meeting.people == (ada.id,)
    assert told(run(workspace, off))[0] == ("skipped", "It is already here.")


def test_a_meeting_that_has_taken_place_becomes_an_entry(
    workspace: Workspace, clock: FixedClock, diary, ada: Counterpart
) -> None:
    path = diary(event(who("ada@example.org"), start="20261203T100000", title="Review"))
    run(workspace, path)
    clock.advance(days=30)
    assert told(run(workspace, path)) == [
        ("merged", "It has taken place since; an entry is added.")
    ]
    (meeting,), (entry,) = workspace.find(Meeting), workspace.find(Interaction)
    assert meeting.state is MeetingState.HELD
    assert entry.meeting_id == meeting.id
    assert told(run(workspace, path)) == [("skipped", "It is already here.")]


def test_what_the_user_has_logged_already_is_not_doubled(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    with workspace.change("Log") as edit:
        edit.add(
            Interaction,
            when=Moment(PartialDate(2026, 11, 3), time(9, 30)),
            people=(ada.id,),
            channel=Channel.MEAL,
        )
        edit.add(
            Interaction,
            when=Moment(PartialDate(2026, 11, 4)),
            people=(ada.id,),
            channel=Channel.EMAIL,
        )
        edit.add(Meeting, title="Mine", when=Moment(PartialDate(2026, 12, 3)), people=(ada.id,))
    path = diary(
        event(who("ada@example.org"), uid="1", title="Same lunch"),
        event(who("ada@example.org"), uid="2", start="20261103T160000", title="Another talk"),
        event(who("ada@example.org"), uid="3", start="20261104T100000", title="Not the mail"),
        event(who("ada@example.org"), uid="4", start="20261203T100000", title="Planned"),
    )
    assert told(run(workspace, path)) == [
        ("skipped", "You have already logged it."),
        ("added", ""),
        ("added", ""),
        ("skipped", "You have already planned it."),
    ]


def test_an_event_whose_entry_was_deleted_stays_away_until_the_user_wants_it(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(event(who("ada@example.org"), title="Again"))
    run(workspace, path)
    with workspace.change("Delete") as edit:
        edit.remove(workspace.find(Interaction)[0])
    away = ("skipped", "It was imported before, and you deleted it.")
    assert told(run(workspace, path)) == [away]
    report = transfer.apply(workspace, transfer.preview(workspace, [path]).take_many([0]))
    assert told(report) == [("added", "")]
    assert told(run(workspace, path)) == [("skipped", "It is already here.")]


def test_a_mark_never_speaks_for_another_row_that_got_its_number(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    run(workspace, diary(event(who("ada@example.org"), title="Old")))
    with workspace.change("Delete") as edit:
        edit.remove(ada)
    ben = add(workspace, "Ben Other", "ben@example.org")
    with workspace.change("Log") as edit:
        own = edit.add(Interaction, when=Moment(PartialDate(2020, 1, 1)), people=(ben.id,))
    changed = diary(event("SEQUENCE:5", who("ben@example.org"), start="20261105T100000"))
    assert told(run(workspace, changed))[0][0] == "skipped"  # Ada's was deleted with her
    transfer.apply(workspace, transfer.preview(workspace, [changed]).take_many([0]))
    assert str(workspace.get(Interaction, own.id).when.date) == "2020-01-01"
    assert len(workspace.find(Interaction)) == 2


def test_the_window_limits_the_years_and_the_report_says_so(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(event(who("ada@example.org"), start="20100503T100000", title="Long ago"))
    assert told(run(workspace, path)) == [
        ("skipped", "Its date, 2010-05-03, is outside the years that are imported.")
    ]
    wide = DateRange(date(2000, 1, 1), date(2030, 1, 1))
    assert told(run(workspace, path, window=wide)) == [("added", "")]


def test_address_books_go_first_whatever_the_order(
    workspace: Workspace, diary, tmp_path: Path
) -> None:
    workspace.set_setting("my_addresses", MINE)
    book = tmp_path / "people.vcf"
    book.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Nora New\nEMAIL:new@example.org\nEND:VCARD\n")
    report = run(workspace, diary(event(who("new@example.org"), title="First")), book)
    assert [(record.file, record.fate.value) for record in report.records] == [
        ("people.vcf", "added"),
        ("diary.ics", "added"),
    ]
    assert workspace.can_undo() == "Import 2 files"
    plan = preview(workspace, [book])
    assert plan.rows[0].fate is Fate.SKIPPED


def test_people_left_out_of_an_address_book_take_their_events_with_them(
    workspace: Workspace, diary, tmp_path: Path
) -> None:
    book = tmp_path / "people.vcf"
    book.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Nora New\nEMAIL:new@example.org\nEND:VCARD\n")
    path = diary(event(who("new@example.org"), title="First"))
    plan = preview(workspace, [book, path]).decide(0, Fate.SKIPPED)
    assert told(transfer.apply(workspace, plan)) == [
        ("skipped", "You left it out."),
        ("skipped", "The people it is with were left out."),
    ]
    assert workspace.people() == []


def test_of_an_event_only_what_was_taken_in_is_kept(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    lines = ("RRULE:FREQ=DAILY;COUNT=5", "DESCRIPTION:The price we agreed on")
    run(workspace, diary(event(*lines, who("ada@example.org"), title="Run")))
    raws = [row[0] for row in workspace.database.rows("SELECT raw FROM import_mark ORDER BY id")]
    assert raws == [""] * 5


def test_what_the_calendar_called_off_takes_place_when_it_says_so_again(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    def ahead(*lines: str) -> str:
        return event(*lines, who("ada@example.org"), start="20261203T100000", title="Ahead")

    run(workspace, diary(ahead()))
    run(workspace, diary(ahead("SEQUENCE:1", "STATUS:CANCELLED")))
    back = diary(ahead("SEQUENCE:2", "STATUS:CONFIRMED", "LOCATION:Room 4"))
    assert told(run(workspace, back)) == [("merged", "It takes place after all.")]
    (meeting,) = workspace.find(Meeting)
    assert (meeting.state, meeting.place) == (MeetingState.PLANNED, "Room 4")
    assert told(run(workspace, back)) == [("skipped", "It is already here.")]


def test_a_meeting_the_user_has_planned_again_is_not_called_off_twice_by_one_version(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    def ahead(*lines: str) -> Path:
        return diary(event(*lines, who("ada@example.org"), start="20261203T100000", title="Ahead"))

    run(workspace, ahead())
    off = ahead("SEQUENCE:1", "STATUS:CANCELLED")
    run(workspace, off)
    with workspace.change("Plan it after all") as edit:
        edit.set(workspace.find(Meeting)[0], state=MeetingState.PLANNED)
    assert told(run(workspace, off)) == [("skipped", "It is already here.")]
    assert workspace.find(Meeting)[0].state is MeetingState.PLANNED
    run(workspace, ahead("SEQUENCE:2", "LOCATION:Room 4"))
    off = ahead("SEQUENCE:3", "STATUS:CANCELLED", "LOCATION:Room 4")
    assert told(run(workspace, off)) == [("merged", "It was called off.")]


def test_a_meeting_called_off_by_the_user_is_not_planned_again_by_a_change(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    run(workspace, diary(event(who("ada@example.org"), start="20261203T100000", title="Ahead")))
    with workspace.change("Call off") as edit:
        edit.set(workspace.find(Meeting)[0], state=MeetingState.CANCELLED)
    changed = event("SEQUENCE:1", who("ada@example.org"), start="20261203T100000", title="New")
    run(workspace, diary(changed))
    (meeting,) = workspace.find(Meeting)
    assert (meeting.title, meeting.state) == ("New", MeetingState.CANCELLED)


@pytest.mark.parametrize("back", [False, True])
def test_an_event_that_begins_or_ceases_to_repeat_is_not_doubled(
    workspace: Workspace, diary, ada: Counterpart, back: bool
) -> None:
    single = event(who("ada@example.org"), start="20261203T100000", title="Weekly")
    series = event(
        "SEQUENCE:1",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        who("ada@example.org"),
        start="20261203T110000",
        title="Weekly",
    )
    first, second = (
        (series, single.replace("SUMMARY", "SEQUENCE:2\r\nSUMMARY"))
        if back
        else (
            single,
            series,
        )
    )
    run(workspace, diary(first))
    run(workspace, diary(second))
    days = [(str(one.when.date), one.when.time) for one in workspace.find(Meeting)]
    assert len(days) == len({day for day, _time in days}) == 3
    assert days[0] == ("2026-12-03", time(10) if back else time(11))
    steps = len(workspace.history())
    run(workspace, diary(second))
    assert len(workspace.history()) == steps


def test_one_occurrence_moved_changed_and_called_off_is_followed(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    series = event(
        "RRULE:FREQ=WEEKLY;COUNT=3", who("ada@example.org"), start="20261203T100000", title="Weekly"
    )

    def other(*lines: str, start: str = "20261210T100000") -> str:
        return event(
            "RECURRENCE-ID:20261210T100000",
            *lines,
            who("ada@example.org"),
            start=start,
            title="Weekly",
        )

    def seen() -> list[tuple[str, str, str]]:
        found = workspace.find(Meeting)
        return [(str(one.when.date), one.state.value, one.place) for one in found]

    run(workspace, diary(series))
    run(workspace, diary(series, other("SEQUENCE:1", start="20261211T090000")))
    assert seen()[1] == ("2026-12-11", "planned", "")
    run(workspace, diary(series, other("SEQUENCE:2", "LOCATION:Room 4", start="20261211T090000")))
    assert seen()[1] == ("2026-12-11", "planned", "Room 4")
    run(workspace, diary(series, other("SEQUENCE:3", "STATUS:CANCELLED", start="20261211T090000")))
    assert seen()[1] == ("2026-12-11", "cancelled", "Room 4")
    assert [one[0] for one in seen()] == ["2026-12-03", "2026-12-11", "2026-12-17"]
    older = diary(series, other("SEQUENCE:1", start="20261212T090000"))
    assert told(run(workspace, older))[1] == (
        "skipped",
        "A newer version of it is already here.",
    )


@pytest.mark.parametrize(
    ("called", "names", "why"),
    [
        ("Bob", ["Adaeze Okafor", "Bob Reyes"], ""),
        (
            "",
            ["Adaeze Okafor"],
            "It cannot be told which of them comes as well: Bob Reyes, Robert J. Reyes.",
        ),
    ],
)
def test_of_those_who_share_an_address_the_one_named_comes_or_it_is_said(
    workspace: Workspace, diary, ada: Counterpart, called: str, names: list[str], why: str
) -> None:
    for name in ("Bob Reyes", "Robert J. Reyes"):
        add(workspace, name, "bob@example.org")
    guests = (who(MINE), who("ada@example.org"), who("bob@example.org", called))
    report = run(workspace, diary(event(*guests, title="Review")))
    assert told(report) == [("added", why)]
    (entry,) = workspace.find(Interaction)
    assert sorted(person.name for person in workspace.names_of(entry.people).values()) == names
