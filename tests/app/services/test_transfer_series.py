"""A series of a calendar that takes place on other days than before is followed, not doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from app.model.imports import Fate
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting, MeetingState
from app.model.values import DateRange, FixedClock, Moment, PartialDate
from app.services import transfer, watching
from app.services.transfer import ImportOptions
from app.services.watched.reading import read_one
from app.services.workspace import Workspace

# The clock of these tests stands on Sunday, 22 November 2026, 09:00 UTC.
Write = Callable[..., Path]
AHEAD = "20261201"  # a Tuesday, like the next
PAST = "20261103"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
SIX = "RRULE:FREQ=WEEKLY;COUNT=6"


@pytest.fixture(autouse=True)
def anna(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Anna Berg")


def event(start: str, *lines: str, sequence: int = 0) -> list[str]:
    begin = ["BEGIN:VEVENT", "UID:weekly", f"SEQUENCE:{sequence}", f"DTSTART:{start}T100000"]
    return [*begin, "SUMMARY:Tea with Anna Berg", *lines, "END:VEVENT"]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def calendar(*events: list[str], end: str = "END:VCALENDAR\r\n") -> Path:
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for one in events for line in one)]
        path = tmp_path / "work.ics"
        path.write_text("\r\n".join([*lines, end]), "utf-8")
        return path

    return calendar


def take(workspace: Workspace, path: Path, window: DateRange | None = None) -> list[str]:
    plan = transfer.preview(workspace, [path], ImportOptions(window=window))
    return [record.why for record in transfer.apply(workspace, plan).records]


def planned(workspace: Workspace, state: MeetingState = MeetingState.PLANNED) -> list[str]:
    found = workspace.find(Meeting, state=state)
    return sorted(str(one.when.date)[5:] for one in found if one.when is not None)


def off(workspace: Workspace) -> list[str]:
    return planned(workspace, MeetingState.CANCELLED)


def logged(workspace: Workspace) -> list[str]:
    return sorted(str(one.when.date)[5:] for one in workspace.find(Interaction))


def on(workspace: Workspace, day: str) -> Meeting:
    (found,) = (
        one for one in workspace.find(Meeting) if one.when is not None and day in str(one.when.date)
    )
    return found


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ((WEEKLY, "EXDATE:20261208T100000"), ["12-01", "12-15", "12-22"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20261209T000000",), ["12-01", "12-08"]),
        (("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",), ["12-01", "12-15"]),
        ((), ["12-01"]),
    ],
)
def test_days_that_a_series_no_longer_has_are_called_off(
    workspace: Workspace, write: Write, lines: tuple[str, ...], left: list[str]
) -> None:
    whole = ["12-01", "12-08", "12-15", "12-22"]
    take(workspace, write(event(AHEAD, WEEKLY)))
    later = write(event(AHEAD, *lines, sequence=1))
    told = take(workspace, later)
    assert told.count("It was called off. Its series no longer takes place then.") == 4 - len(left)
    assert planned(workspace) == left
    assert off(workspace) == sorted(set(whole) - set(left))
    steps = len(workspace.history())
    assert set(take(workspace, later)) == {"It is already here."}
    take(workspace, write(event(AHEAD, WEEKLY)))  # an older version says nothing
    assert (len(workspace.history()), planned(workspace)) == (steps, left)
    take(workspace, write(event(AHEAD, WEEKLY, sequence=2)))
    assert (planned(workspace), off(workspace)) == (whole, [])


def test_a_day_that_was_changed_by_itself_before_is_called_off_with_its_series(
    workspace: Workspace, write: Write
) -> None:
    moved = event("20261209", "RECURRENCE-ID:20261208T100000", sequence=3)
    take(workspace, write(event(AHEAD, WEEKLY), moved))
    assert planned(workspace) == ["12-01", "12-09", "12-15", "12-22"]
    take(workspace, write(event(AHEAD, WEEKLY, "EXDATE:20261208T100000", sequence=1)))
    assert (planned(workspace), off(workspace)) == (["12-01", "12-15", "12-22"], ["12-09"])


def test_a_series_on_another_day_of_the_week_takes_everything_along(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(PAST, SIX)))
    with workspace.change("Prepare") as edit:
        edit.set(on(workspace, "11-24"), goal="Ask how the move went")
    entries = [entry.id for entry in workspace.find(Interaction)]
    wednesday = write(event("20261104", SIX, sequence=1))
    told = take(workspace, wednesday)
    assert all(why.startswith("It moves from Tue ") and " to Wed " in why for why in told)
    days = (["11-04", "11-11", "11-18"], ["11-25", "12-02", "12-09"])
    assert (logged(workspace), planned(workspace)) == days
    assert on(workspace, "11-25").goal == "Ask how the move went"
    assert [entry.id for entry in workspace.find(Interaction)] == entries
    assert off(workspace) == []
    # A second run, and the version before it, change nothing.
    steps = len(workspace.history())
    for path in (wednesday, write(event(PAST, SIX))):
        take(workspace, path)
        assert (logged(workspace), planned(workspace)) == days
    assert len(workspace.history()) == steps
    # And it may go back and forth.
    for sequence, start in enumerate((PAST, "20261104", PAST), start=2):
        take(workspace, write(event(start, SIX, sequence=sequence)))
        assert [entry.id for entry in workspace.find(Interaction)] == entries
        assert len(workspace.find(Meeting)) == 3
    assert logged(workspace) == ["11-03", "11-10", "11-17"]
    assert planned(workspace) == ["11-24", "12-01", "12-08"]


def test_a_day_from_which_a_series_moved_may_come_beside_the_other(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(PAST, SIX)))
    take(workspace, write(event("20261104", SIX, sequence=1)))
    before = {one.id for one in (*workspace.find(Interaction), *workspace.find(Meeting))}
    both = write(event(PAST, "RRULE:FREQ=WEEKLY;BYDAY=TU,WE;COUNT=12", sequence=2))
    for _again in range(2):
        take(workspace, both)
        assert logged(workspace) == ["11-03", "11-04", "11-10", "11-11", "11-17", "11-18"]
        assert planned(workspace) == ["11-24", "11-25", "12-01", "12-02", "12-08", "12-09"]
    kept = [one for one in workspace.find(Interaction) if one.id in before]
    assert [str(one.when.date)[5:] for one in kept] == ["11-04", "11-11", "11-18"]


def test_a_meeting_that_moved_with_its_series_and_is_over_becomes_one_entry(
    workspace: Workspace, clock: FixedClock, write: Write
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    take(workspace, write(event("20261202", WEEKLY, sequence=1)))
    clock.advance(days=12)  # to 4 December
    take(workspace, write(event("20261202", WEEKLY, sequence=1)))
    assert (logged(workspace), planned(workspace)) == (["12-02"], ["12-09", "12-16", "12-23"])
    take(workspace, write(event(AHEAD, WEEKLY, sequence=2)))
    assert (logged(workspace), planned(workspace)) == (["12-01"], ["12-08", "12-15", "12-22"])
    assert off(workspace) == []


def test_a_series_that_takes_place_more_often_keeps_the_nearest_days(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    before = {one.id for one in workspace.find(Meeting)}
    twice = "RRULE:FREQ=WEEKLY;BYDAY=WE,SA;COUNT=8"
    take(workspace, write(event("20261202", twice, sequence=1)))
    assert len(planned(workspace)) == 8 and off(workspace) == []
    kept = [str(one.when.date)[5:] for one in workspace.find(Meeting) if one.id in before]
    assert kept == ["12-02", "12-09", "12-16", "12-23"]


def test_a_series_put_off_by_weeks_is_called_off_and_planned_anew(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    take(workspace, write(event("20270202", WEEKLY, sequence=1)))
    assert off(workspace) == ["12-01", "12-08", "12-15", "12-22"]
    assert planned(workspace) == ["02-02", "02-09", "02-16", "02-23"]


def test_what_has_taken_place_stays_where_its_series_goes_on_later(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(PAST, SIX)))
    take(workspace, write(event("20261109", SIX, sequence=1)))  # Mondays, from the 9th on
    assert logged(workspace) == ["11-03", "11-09", "11-16"]
    assert planned(workspace) == ["11-23", "11-30", "12-07", "12-14"]


def test_a_day_the_user_deleted_stays_away_where_its_series_moves(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(PAST, SIX)))
    with workspace.change("Delete") as edit:
        edit.remove(workspace.find(Interaction)[1])
        edit.remove(on(workspace, "12-01"))
    take(workspace, write(event("20261104", SIX, sequence=1)))
    assert (logged(workspace), planned(workspace)) == (["11-04", "11-18"], ["11-25", "12-09"])


def test_a_day_the_user_gave_a_meeting_stays_where_its_series_moves(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    own = Moment(PartialDate(2026, 12, 10), time(15, 0))
    with workspace.change("Move") as edit:
        edit.set(on(workspace, "12-08"), when=own)
    for _again in range(2):
        take(workspace, write(event("20261202", WEEKLY, sequence=1)))
        assert planned(workspace) == ["12-02", "12-10", "12-16", "12-23"]
    assert on(workspace, "12-10").when == own


@pytest.mark.parametrize(
    "other",
    [
        "the same version",
        "one changed time alone",
        "a rule that is not understood",
        "a rule that is no line",
        "a day that is not understood",
        "too many times",
        "an unreadable part",
        "a cut file",
    ],
)
def test_nothing_is_called_off_where_the_days_of_a_series_are_not_known(
    workspace: Workspace, write: Write, other: str
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    shorter = "RRULE:FREQ=WEEKLY;COUNT=2"
    broken = [line for line in event(AHEAD, sequence=1) if "DTSTART" not in line]
    path = {
        "the same version": lambda: write(event(AHEAD, shorter)),
        "one changed time alone": lambda: write(
            event("20261209", "RECURRENCE-ID:20261208T100000", sequence=1)
        ),
        "a rule that is not understood": lambda: write(
            event(AHEAD, "RRULE:FREQ=SOMETIMES", sequence=1)
        ),
        "a rule that is no line": lambda: write(event(AHEAD, "RRULE;FREQ=WEEKLY", sequence=1)),
        "a day that is not understood": lambda: write(
            event(AHEAD, shorter, "RDATE:someday", sequence=1)
        ),
        "too many times": lambda: write(event(AHEAD, "RRULE:FREQ=MINUTELY;COUNT=9000", sequence=1)),
        "an unreadable part": lambda: write(event(AHEAD, shorter, sequence=1), broken),
        "a cut file": lambda: write(event(AHEAD, shorter, sequence=1), end="BEGIN:VEV"),
    }[other]()
    take(workspace, path)
    assert off(workspace) == []
    assert len(planned(workspace)) == 4


def test_days_outside_the_years_that_are_read_are_left(workspace: Workspace, write: Write) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    window = DateRange(date(2026, 12, 1), date(2026, 12, 14))
    less = write(event(AHEAD, WEEKLY, "EXDATE:20261208T100000,20261222T100000", sequence=1))
    take(workspace, less, window)
    assert (planned(workspace), off(workspace)) == (["12-01", "12-15", "12-22"], ["12-08"])


def test_of_a_series_that_takes_place_very_often_the_latest_times_are_followed(
    workspace: Workspace, write: Write
) -> None:
    daily = "RRULE:FREQ=DAILY"
    take(workspace, write(event("20200101", daily)))
    entries, meetings = len(logged(workspace)), len(planned(workspace))
    take(workspace, write(event("20200101", daily, "EXDATE:20261208T100000", sequence=1)))
    assert off(workspace) == ["12-08"]
    assert (len(planned(workspace)), len(logged(workspace))) == (meetings - 1, entries + 1)


def test_what_is_called_off_with_its_series_can_be_left_out(
    workspace: Workspace, write: Write
) -> None:
    take(workspace, write(event(AHEAD, WEEKLY)))
    path = write(event(AHEAD, "RRULE:FREQ=WEEKLY;COUNT=3", sequence=1))
    plan = transfer.preview(workspace, [path])
    row = plan.rows[-1]
    assert (row.index, row.title, row.reach) == (3, "Tea with Anna Berg", "2026-12-22 10:00")
    transfer.apply(workspace, plan.decide(row.index, Fate.SKIPPED))
    assert planned(workspace)[-1] == "12-22"


def test_a_watched_calendar_moves_its_series_and_leaves_it_where_the_user_took_it_back(
    workspace: Workspace, write: Write
) -> None:
    path = write(event(PAST, SIX))
    watching.add(workspace, path)
    read_one(workspace, path)
    write(event("20261104", "RRULE:FREQ=WEEKLY;COUNT=5", sequence=1))
    outcome = read_one(workspace, path)
    assert outcome is not None
    assert outcome.told == "Calendar work.ics: 5 meetings moved, 1 meeting called off."
    days = (["11-04", "11-11", "11-18"], ["11-25", "12-02"])
    assert (logged(workspace), planned(workspace), off(workspace)) == (*days, ["12-08"])
    workspace.undo()
    before = (["11-03", "11-10", "11-17"], ["11-24", "12-01", "12-08"])
    assert (logged(workspace), planned(workspace)) == before
    read_one(workspace, path, all_=True)
    assert (logged(workspace), planned(workspace)) == before
