"""A planned meeting of a calendar that is over, and that the user may have logged themself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Channel, Interaction, Meeting, MeetingState, Source
from app.model.values import FixedClock, Moment, PartialDate
from app.services import transfer, watching
from app.services.watched.reading import read_one
from app.services.workspace import Workspace

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
DAY = PartialDate(2026, 11, 23)
Write = Callable[..., Path]


@pytest.fixture
def anna(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Anna Berg")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def lunches(*hours: int, sequence: int = 0, day: str = "20261123") -> Path:
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
        for hour in hours:
            lines += ["BEGIN:VEVENT", f"UID:at-{hour}", f"SEQUENCE:{sequence}"]
            lines += [f"DTSTART:{day}T{hour:02}0000", f"DTEND:{day}T{hour:02}4500"]
            lines += ["SUMMARY:Lunch with Anna Berg", "END:VEVENT"]
        path = tmp_path / "work.ics"
        path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")
        return path

    return lunches


def take(workspace: Workspace, path: Path) -> list[str]:
    report = transfer.apply(workspace, transfer.preview(workspace, [path]))
    return [record.why for record in report.records]


def log(workspace: Workspace, *people: Counterpart, at: time | None, **more: object) -> Interaction:
    values = {"channel": Channel.MEAL, "note": "What we said", "minutes": 90, **more}
    with workspace.change("Log") as edit:
        return edit.add(
            Interaction,
            when=Moment(DAY, at),
            people=tuple(person.id for person in people),
            **values,
        )


@pytest.mark.parametrize("at", [time(12), time(13, 30), None])
def test_a_meeting_that_the_user_has_logged_is_not_logged_again(
    workspace: Workspace, clock: FixedClock, write: Write, anna: Counterpart, at: time | None
) -> None:
    take(workspace, write(12))
    clock.advance(days=2)
    typed = log(workspace, anna, at=at)
    assert take(workspace, write(12)) == [
        "It has taken place since, and you have already logged it."
    ]
    (entry,), (meeting,) = workspace.find(Interaction), workspace.find(Meeting)
    assert meeting.state is MeetingState.HELD
    assert (entry.meeting_id, entry.source) == (meeting.id, Source.TYPED)
    assert (entry.note, entry.minutes, entry.when) == (typed.note, 90, typed.when)
    assert take(workspace, write(12)) == ["It is already here."]
    # What the calendar says later is no word of the user's entry.
    take(workspace, write(12, sequence=1, day="20261124"))
    assert take(workspace, write(12, sequence=2, day="20261212")) == [
        "It was moved to a later day; the entry stays."
    ]
    (entry,) = workspace.find(Interaction)
    assert (entry.note, entry.minutes, entry.when) == (typed.note, 90, typed.when)


def test_a_watched_calendar_does_not_log_it_again(
    workspace: Workspace, clock: FixedClock, write: Write, anna: Counterpart
) -> None:
    path = write(12)
    watching.add(workspace, path)
    read_one(workspace, path)
    clock.advance(days=2)
    log(workspace, anna, at=time(12))
    outcome = read_one(workspace, path, all_=True)
    assert outcome is not None
    assert outcome.told == "Calendar work.ics: 1 meeting has taken place."
    (entry,), (meeting,) = workspace.find(Interaction), workspace.find(Meeting)
    assert (meeting.state, entry.meeting_id) == (MeetingState.HELD, meeting.id)


@pytest.mark.parametrize(("at", "meant"), [(time(12, 10), 0), (time(13, 10), 1), (None, 0)])
def test_of_two_meetings_of_a_day_the_one_that_was_logged_is_meant(
    workspace: Workspace,
    clock: FixedClock,
    write: Write,
    anna: Counterpart,
    at: time | None,
    meant: int,
) -> None:
    take(workspace, write(12, 13))
    clock.advance(days=2)
    log(workspace, anna, at=at)
    take(workspace, write(12, 13))
    added, typed = sorted(workspace.find(Interaction), key=lambda entry: entry.source)
    meetings = workspace.find(Meeting)
    assert typed.meeting_id == meetings[meant].id
    assert added.meeting_id == meetings[1 - meant].id
    assert (typed.source, added.source) == (Source.TYPED, Source.IMPORTED)


@pytest.mark.parametrize("other", ["hours later", "a letter", "another meeting", "somebody else"])
def test_what_the_user_logged_of_something_else_is_not_taken_for_the_meeting(
    workspace: Workspace, clock: FixedClock, write: Write, anna: Counterpart, other: str
) -> None:
    take(workspace, write(12))
    clock.advance(days=2)
    with workspace.change("Add") as edit:
        ben = edit.add(Counterpart, name="Ben Vogel")
        mine = edit.add(Meeting, title="Mine", when=Moment(DAY), people=(anna.id,))
    more: dict[str, object] = {}
    if other == "a letter":
        more["channel"] = Channel.LETTER
    elif other == "another meeting":
        more["meeting_id"] = mine.id
    typed = log(
        workspace,
        ben if other == "somebody else" else anna,
        at=time(18) if other == "hours later" else time(12),
        **more,
    )
    assert take(workspace, write(12)) == ["It has taken place since; an entry is added."]
    assert len(workspace.find(Interaction)) == 2
    assert workspace.get(Interaction, typed.id) == typed
