"""Events and conversations that change in their file leave alone what the user typed over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from app.model.imports import ReadAttendee, ReadConversation
from app.model.people import Counterpart
from app.model.records import Channel, Interaction, Meeting, MeetingState, Opener
from app.model.values import FixedClock, Moment, PartialDate
from app.services import transfer, watching
from app.services.taking_in.deciding import Planner
from app.services.transfer import ImportOptions
from app.services.watched.reading import read_one
from app.services.workspace import Workspace

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
Write = Callable[..., Path]
STAYS = "It has changed; what you wrote stays."
MOVES = "It moves from Thu 3 Dec, 10:00 to Thu 3 Dec, 11:00."


@pytest.fixture(autouse=True)
def anna(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Anna Berg")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def calendar(
        start: str = "20261203T100000",
        *lines: str,
        sequence: int = 0,
        title: str = "Lunch with Anna Berg",
    ) -> Path:
        path = tmp_path / "work.ics"
        event = ("BEGIN:VEVENT", "UID:one", f"SEQUENCE:{sequence}", f"DTSTART:{start}")
        whole = ("BEGIN:VCALENDAR", "VERSION:2.0", *event, f"SUMMARY:{title}", *lines)
        path.write_text("\r\n".join((*whole, "END:VEVENT", "END:VCALENDAR", "")), "utf-8")
        return path

    return calendar


def take(workspace: Workspace, path: Path) -> str:
    report = transfer.apply(workspace, transfer.preview(workspace, [path]))
    return report.records[0].why


def meeting_of(workspace: Workspace) -> Meeting:
    (meeting,) = workspace.find(Meeting)
    return meeting


def entry_of(workspace: Workspace) -> Interaction:
    (entry,) = workspace.find(Interaction)
    return entry


def change(workspace: Workspace, record: Interaction | Meeting, **values: object) -> None:
    with workspace.change("Say it better") as edit:
        edit.set(record, **values)


def on(day: int, hour: int = 10, month: int = 12) -> Moment:
    return Moment(PartialDate(2026, month, day), time(hour))


def test_what_the_user_typed_over_a_planned_meeting_stays(
    workspace: Workspace, write: Write
) -> None:
    office = "LOCATION:Office"
    take(workspace, write("20261203T100000", office))
    typed = {"title": "Ask for the loan", "place": "Café Luna", "minutes": 30}
    change(workspace, meeting_of(workspace), **typed)
    hours = ("DTEND:20261203T130000", office)
    assert take(workspace, write("20261203T110000", *hours, sequence=1)) == MOVES
    meeting = meeting_of(workspace)
    assert (meeting.title, meeting.place, meeting.minutes) == tuple(typed.values())
    assert meeting.when == on(3, 11)
    elsewhere = ("LOCATION:Room 4", "DTEND:20261203T120000")
    assert take(workspace, write("20261203T110000", *elsewhere, sequence=2)) == STAYS
    meeting = meeting_of(workspace)
    assert (meeting.title, meeting.place, meeting.minutes) == tuple(typed.values())


def test_what_the_user_left_as_it_came_is_followed_again_and_again(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write("20261203T100000", "LOCATION:Office", "DTEND:20261203T110000"))
    later = ("LOCATION:Room 4", "DTEND:20261203T113000")
    take(workspace, write("20261203T100000", *later, sequence=1, title="Tea with Anna Berg"))
    meeting = meeting_of(workspace)
    seen = (meeting.title, meeting.place, meeting.minutes)
    assert seen == ("Tea with Anna Berg", "Room 4", 90)
    # What the file no longer says stays, and is followed when the file says it again.
    take(workspace, write(sequence=2, title="Tea with Anna Berg"))
    meeting = meeting_of(workspace)
    assert (meeting.place, meeting.minutes) == ("Room 4", 90)
    again = ("LOCATION:Garden", "DTEND:20261203T104500")
    take(workspace, write("20261203T100000", *again, sequence=3))
    meeting = meeting_of(workspace)
    assert (meeting.place, meeting.minutes) == ("Garden", 45)


def test_a_field_the_user_emptied_stays_empty(workspace: Workspace, write: Write) -> None:
    take(workspace, write("20261203T100000", "LOCATION:Office"))
    change(workspace, meeting_of(workspace), place="")
    take(workspace, write("20261204T100000", "LOCATION:Room 4", sequence=1))
    assert (meeting_of(workspace).place, meeting_of(workspace).when) == ("", on(4))


def test_how_long_a_past_meeting_took_is_the_users_word(workspace: Workspace, write: Write) -> None:
    take(workspace, write("20261103T100000"))
    change(workspace, entry_of(workspace), minutes=45)
    moved = ("LOCATION:Café", "DTEND:20261104T110000")
    take(workspace, write("20261104T100000", *moved, sequence=1))
    assert (entry_of(workspace).minutes, entry_of(workspace).when) == (45, on(4, month=11))


def test_a_day_the_user_set_stays_until_the_calendar_says_the_same(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write("20261203T100000"))
    change(workspace, meeting_of(workspace), when=on(10, 15))
    assert take(workspace, write("20261204T100000", sequence=1)) == STAYS
    assert meeting_of(workspace).when == on(10, 15)
    # Where both say the same the calendar is followed again: nobody misses a meeting.
    take(workspace, write("20261210T150000", "LOCATION:Office", sequence=2))
    take(workspace, write("20261211T090000", "LOCATION:Office", sequence=3))
    assert meeting_of(workspace).when == on(11, 9)


@pytest.mark.parametrize("vague", [False, True])
def test_a_meeting_is_over_by_the_day_the_user_gave_it(
    workspace: Workspace, clock: FixedClock, write: Write, vague: bool
) -> None:
    take(workspace, write("20261203T100000", "DTEND:20261203T110000"))
    typed: dict[str, object] = {"title": "Ask for the loan", "minutes": 30}
    when = {"when": None, "vague": "in spring"} if vague else {"when": on(10, 15)}
    change(workspace, meeting_of(workspace), **typed, **when)
    path = write("20261203T100000", "DTEND:20261203T110000")
    clock.advance(days=14)
    assert take(workspace, path) == "It is already here."
    assert meeting_of(workspace).state is MeetingState.PLANNED
    clock.advance(days=14)
    take(workspace, path)
    if vague:
        assert (workspace.find(Interaction), meeting_of(workspace).vague) == ([], "in spring")
        return
    entry = entry_of(workspace)
    assert (entry.when, entry.minutes, entry.note) == (on(10, 15), 30, "Ask for the loan")
    other = ("DTEND:20261204T120000",)
    assert take(workspace, write("20261204T100000", *other, sequence=1)) == STAYS
    assert entry_of(workspace) == entry


@pytest.mark.parametrize("watched", [False, True])
def test_a_meeting_called_off_and_planned_again_is_followed_as_before(
    workspace: Workspace, write: Write, watched: bool
) -> None:
    def read(*lines: str, sequence: int, day: str = "20261203") -> Meeting:
        path = write(f"{day}T100000", *lines, sequence=sequence)
        if watched:
            read_one(workspace, path, all_=True)
        else:
            take(workspace, path)
        return meeting_of(workspace)

    path = write("20261203T100000", "LOCATION:Office")
    if watched:
        watching.add(workspace, path)
        read_one(workspace, path)
    else:
        take(workspace, path)
    change(workspace, meeting_of(workspace), title="Ask for the loan")
    off = read("STATUS:CANCELLED", "LOCATION:Garden", sequence=1, day="20261204")
    assert (off.state, off.when, off.place) == (MeetingState.CANCELLED, on(3), "Office")
    back = read("LOCATION:Room 4", sequence=2, day="20261205")
    assert (back.state, back.when, back.place) == (MeetingState.PLANNED, on(5), "Room 4")
    assert back.title == "Ask for the loan"


def test_a_watched_calendar_does_not_tell_of_a_move_where_the_users_day_stays(
    workspace: Workspace, write: Write
) -> None:
    path = write("20261203T100000")
    watching.add(workspace, path)
    read_one(workspace, path)
    change(workspace, meeting_of(workspace), when=on(10, 15))
    write("20261204T100000", "LOCATION:Room 4", sequence=1)
    outcome = read_one(workspace, path)
    assert outcome is not None and outcome.told == "Calendar work.ics: 1 meeting changed."
    assert (meeting_of(workspace).place, meeting_of(workspace).when) == ("Room 4", on(10, 15))


TALK = ReadConversation(
    key="chat:1",
    title="WhatsApp",
    place="message 1",
    when=on(2, 9, 3),
    people=(ReadAttendee("Anna Berg"),),
    channel=Channel.MESSAGE,
    opener=Opener.ME,
    two_way=False,
    answered=None,
    messages=2,
    mine=2,
    thread="chat:1",
    went_on=(on(3, 9, 4),),
)


def continued(workspace: Workspace, talk: ReadConversation) -> list[str]:
    planner = Planner(workspace, ImportOptions())
    planner.take("chat.txt", talk)
    report = transfer.apply(workspace, planner.plan(("chat.txt",)))
    return [record.fate.value for record in report.records]


def talks_of(workspace: Workspace) -> list[Interaction]:
    return sorted(workspace.find(Interaction), key=lambda entry: entry.when.sort_key)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("two_way", True), ("answered", True), ("when", on(1, 8, 3)), ("thread", "The loan")],
)
def test_what_the_user_said_of_a_conversation_stays_when_it_goes_on(
    workspace: Workspace, name: str, typed: object
) -> None:
    continued(workspace, TALK)
    change(workspace, talks_of(workspace)[0], **{name: typed})
    for messages in (3, 4):
        longer = replace(TALK, messages=messages, answered=False, when=on(4, 9, 3))
        assert continued(workspace, longer) == ["merged"]
        entry = talks_of(workspace)[0]
        said = {one: getattr(longer, one) for one in ("two_way", "answered", "when", "thread")}
        assert {one: getattr(entry, one) for one in said} == {**said, name: typed}


def test_what_a_conversation_brought_is_followed_and_never_emptied(workspace: Workspace) -> None:
    continued(workspace, TALK)
    continued(workspace, replace(TALK, messages=3, two_way=True, answered=True))
    assert (talks_of(workspace)[0].two_way, talks_of(workspace)[0].answered) == (True, True)
    continued(workspace, replace(TALK, messages=4, two_way=None, answered=None))
    assert (talks_of(workspace)[0].two_way, talks_of(workspace)[0].answered) == (True, True)
    continued(workspace, replace(TALK, messages=5, two_way=False, answered=False))
    assert (talks_of(workspace)[0].two_way, talks_of(workspace)[0].answered) == (False, False)


def test_a_later_entry_of_a_long_conversation_keeps_the_day_the_user_gave_it(
    workspace: Workspace,
) -> None:
    continued(workspace, TALK)
    continued(workspace, replace(TALK, messages=3, went_on=(on(5, 9, 4),)))
    assert talks_of(workspace)[1].when == on(5, 9, 4)
    change(workspace, talks_of(workspace)[1], when=on(4, 9, 4))
    continued(workspace, replace(TALK, messages=4, went_on=(on(6, 9, 4),)))
    assert talks_of(workspace)[1].when == on(4, 9, 4)
