"""The hours of meetings in a calendar that is read elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar as library
import pytest

from app.exchange import icalendar
from app.model.imports import ReadEvent
from app.model.people import Counterpart
from app.model.records import Meeting
from app.model.values import Clock, DateRange, FixedClock, Moment, PartialDate, SystemClock
from app.services import export
from app.services.export import Format, Wish
from app.services.workspace import Workspace

DAY = date(2027, 7, 5)  # summer time, while the clock stands in winter
BERLIN = ZoneInfo("Europe/Berlin")


def clock(zone: tzinfo | None) -> FixedClock:
    return FixedClock(datetime(2026, 12, 1, 9, tzinfo=zone))


@pytest.mark.parametrize(
    ("now", "zone", "written", "meant"),
    [
        (clock(BERLIN), None, "DTSTART;TZID=Europe/Berlin:20270705T100000", 8),
        (clock(BERLIN), "Asia/Tokyo", "DTSTART;TZID=Asia/Tokyo:20270705T100000", 1),
        (clock(UTC), None, "DTSTART:20270705T100000Z", 10),
        (clock(timezone(timedelta(hours=2))), None, "DTSTART:20270705T080000Z", 8),
        (SystemClock(), None, "Z", None),
    ],
)
def test_a_meeting_with_an_hour_is_at_that_moment_everywhere(
    tmp_path: Path, now: Clock, zone: str | None, written: str, meant: int | None
) -> None:
    workspace = Workspace.open(tmp_path / "journal.kith", now, create=True)
    day = DAY if meant is not None else workspace.today + timedelta(days=200)
    with workspace.change("Plan") as edit:
        person = edit.add(Counterpart, name="Dana Okafor")
        when = Moment(PartialDate.of(day), time(10), zone)
        edit.add(Meeting, title="Lunch", when=when, minutes=60, people=(person.id,))
    path = tmp_path / "out.ics"
    export.export(workspace, Wish(Format.ICAL, path))
    workspace.close()
    lines = path.read_text("utf-8").splitlines()
    starts = [line for line in lines if line.startswith("DTSTART") and line.endswith(written)]
    assert len(starts) == 1
    moment = datetime.combine(day, time(meant), UTC) if meant is not None else None
    moment = moment or datetime.combine(day, time(10)).astimezone(UTC)
    (event,) = library.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt == moment
    assert event["DTEND"].dt == moment + timedelta(hours=1)
    (read,) = icalendar.read(path.read_bytes(), DateRange(day, day), None)
    assert isinstance(read, ReadEvent)
    assert read.when.date.exact is not None
    assert read.when.time is not None
    there = ZoneInfo(read.when.zone or "UTC")
    assert datetime.combine(read.when.date.exact, read.when.time, there) == moment


def test_an_hour_whose_zone_nobody_knows_stays_as_it_is(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "journal.kith", clock(None), create=True)
    with workspace.change("Plan") as edit:
        edit.add(Meeting, title="Lunch", when=Moment(PartialDate.of(DAY), time(10)))
    path = tmp_path / "out.ics"
    export.export(workspace, Wish(Format.ICAL, path))
    workspace.close()
    assert "DTSTART:20270705T100000\r\n" in path.read_text("utf-8").replace("\n", "\r\n")
