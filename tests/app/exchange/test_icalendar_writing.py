"""Calendars that are written: valid to the library others use, and the same to Kith."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import icalendar as library
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange import icalendar
from app.exchange.content_lines import clean
from app.model.export import OutEvent
from app.model.imports import ReadEvent
from app.model.values import DateRange, Moment, PartialDate

MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)
WINDOW = DateRange(date(2024, 1, 1), date(2032, 12, 31))


def written(*events: OutEvent) -> bytes:
    return b"".join(icalendar.write(events, "Kith; journal", MADE))


def parsed(data: bytes) -> library.Calendar:
    calendar = library.Calendar.from_ical(data)
    assert isinstance(calendar, library.Calendar)
    for part in calendar.walk():
        assert not part.errors
    return calendar


def days(data: bytes, year: int) -> list[date]:
    found = recurring_ical_events.of(parsed(data)).between(date(year, 1, 1), date(year, 12, 31))
    return [event["DTSTART"].dt for event in found]


def test_a_meeting_keeps_its_hour_its_zone_and_its_words() -> None:
    when = Moment(PartialDate(2026, 12, 1), time(10, 30), "Europe/Stockholm")
    title = "Lunch; with, Dana"
    data = written(OutEvent("kith-meeting-1", title, when, 45, place="Café", note="N"))
    (event,) = parsed(data).walk("VEVENT")
    assert str(event["UID"]) == "kith-meeting-1"
    assert event["DTSTAMP"].dt == MADE
    assert event["DTSTART"].dt.isoformat() == "2026-12-01T10:30:00+01:00"
    assert event["DTEND"].dt.isoformat() == "2026-12-01T11:15:00+01:00"
    assert [str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CLASS")] == [
        title,
        "Café",
        "N",
        "PRIVATE",
    ]
    (read,) = icalendar.read(data, WINDOW)
    assert isinstance(read, ReadEvent)
    assert read.when == when
    assert read.minutes == 45


@pytest.mark.parametrize(
    ("zone", "start"),
    [(None, "DTSTART:20260701T090000"), ("Mars/Base", "DTSTART:20260701T090000")],
)
def test_an_hour_without_a_known_zone_is_that_hour_wherever_one_is(
    zone: str | None, start: str
) -> None:
    data = written(OutEvent("a", "Talk", Moment(PartialDate(2026, 7, 1), time(9), zone)))
    assert start in data.decode().split("\r\n")
    assert not parsed(data).walk("VTIMEZONE")


def test_a_zone_stands_in_the_file_once_with_its_rules() -> None:
    events = [
        OutEvent(str(month), "x", Moment(PartialDate(2027, month, 15), time(9), "America/New_York"))
        for month in (1, 7)
    ]
    calendar = parsed(written(*events))
    assert len(calendar.walk("VTIMEZONE")) == 1
    offsets = [event["DTSTART"].dt.utcoffset().total_seconds() for event in calendar.walk("VEVENT")]
    assert offsets == [-5 * 3600, -4 * 3600]


@pytest.mark.parametrize(
    ("day", "year", "wanted"),
    [
        (PartialDate(1985, 4, 15), 2030, [date(2030, 4, 15)]),
        (PartialDate(1985, 4, 15), 1984, []),
        (PartialDate(None, 4, 15), 2026, [date(2026, 4, 15)]),
        (PartialDate(None, 4, 15), 2025, []),
        (PartialDate(1984, 2, 29), 2028, [date(2028, 2, 29)]),
        (PartialDate(1984, 2, 29), 2027, [date(2027, 2, 28)]),
        (PartialDate(None, 2, 29), 2027, [date(2027, 2, 28)]),
        (PartialDate(1985, 4), 2030, []),
    ],
)
def test_a_birthday_comes_every_year_from_the_first_that_is_known(
    day: PartialDate, year: int, wanted: list[date]
) -> None:
    data = written(OutEvent("kith-birthday-1", "Birthday", Moment(day), yearly=True))
    assert days(data, year) == wanted


def test_a_day_to_think_of_something_leaves_one_free() -> None:
    data = written(OutEvent("p", "Promise", Moment(PartialDate(2026, 12, 31))))
    (event,) = parsed(data).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 12, 31)
    assert event["DTEND"].dt == date(2027, 1, 1)
    assert event["TRANSP"] == "TRANSPARENT"


def test_what_has_no_exact_day_is_left_out() -> None:
    month = OutEvent("m", "Month", Moment(PartialDate(2026, 12)))
    assert not parsed(written(month)).walk("VEVENT")


WORDS = st.text(
    st.one_of(st.sampled_from('\\,;:"\n\r é日🎉'), st.characters(codec="utf-8")), max_size=150
).map(clean)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS.map(lambda text: " ".join(text.split())), note=WORDS, uid=st.uuids())
def test_any_text_comes_back(title: str, note: str, uid: object) -> None:
    when = Moment(PartialDate(2026, 12, 1), time(8))
    data = written(OutEvent(f"kith-meeting-{uid}", title, when, note=note))
    (event,) = parsed(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == note
    (read,) = icalendar.read(data, WINDOW)
    assert isinstance(read, ReadEvent)
    assert (read.key, read.title, read.note) == (f"ical:kith-meeting-{uid}", title, note)
