"""Every known fact about calendar files, each with a file of its own."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.exchange import icalendar
from app.model.imports import ReadAttendee, ReadEvent, ReadFailure, ReadSkip
from app.model.values import DateRange

FILES = Path(__file__).parents[2] / "files" / "icalendar"
WINDOW = DateRange(date(2010, 1, 1), date(2025, 12, 31))
HOME = ZoneInfo("Europe/Helsinki")


def read(name: str, window: DateRange = WINDOW) -> list[ReadEvent | ReadSkip | ReadFailure]:
    data = (FILES / name).read_bytes()
    assert icalendar.looks_like(data)
    return list(icalendar.read(data, window, HOME))


def events(name: str, window: DateRange = WINDOW) -> list[ReadEvent]:
    found = read(name, window)
    assert all(isinstance(event, ReadEvent) for event in found), found
    return found


def told(event: ReadEvent) -> str:
    """`title, date time zone`, as much as is known."""
    when = event.when
    clock = when.time.isoformat("minutes") if when.time else ""
    return " ".join(filter(None, (f"{event.title},", str(when.date), clock, when.zone)))


def days(found: list[ReadEvent], uid: str) -> list[str]:
    return [str(event.when.date) for event in found if event.key.startswith(f"ical:{uid}")]


def test_folding_may_use_tabs_and_split_a_letter() -> None:
    (event,) = events("folded.ics")
    assert event.title == "Café with Zoë"
    assert event.note == "one\ntwo, three"


def test_a_changed_occurrence_replaces_the_original_under_its_original_day() -> None:
    found = events("changed_occurrence.ics")
    assert [(event.key, told(event), event.cancelled) for event in found] == [
        ("ical:weekly:20240506", "Monday talk, 2024-05-06 09:00 Europe/Vienna", False),
        (
            "ical:weekly:20240513",
            "Monday talk, on a Tuesday, 2024-05-14 16:00 Europe/Vienna",
            False,
        ),
        ("ical:weekly:20240520", "Monday talk, 2024-05-20 09:00 Europe/Vienna", True),
        ("ical:weekly:20240527", "Monday talk, 2024-05-27 09:00 Europe/Vienna", False),
    ]
    assert [event.minutes for event in found] == [30, 60, None, 30]


def test_this_and_future_shifts_all_later_occurrences() -> None:
    found = events("this_and_future.ics")
    assert [told(event) for event in found] == [
        "Stand, 2024-05-06 09:00 Europe/Vienna",
        "Stand, 2024-05-13 09:00 Europe/Vienna",
        "Stand, later, 2024-05-20 11:00 Europe/Vienna",
        "Stand, later, 2024-05-27 11:00 Europe/Vienna",
    ]
    assert [event.minutes for event in found] == [30, 30, 60, 60]
    assert len({event.key for event in found}) == 4


@pytest.mark.parametrize("uid", ["until-utc", "until-day", "until-local", "all-days"])
def test_until_is_inclusive_in_whatever_form_it_is_written(uid: str) -> None:
    assert days(events("until.ics"), uid) == ["2024-04-01", "2024-04-02", "2024-04-03"]


def test_an_endless_rule_is_spread_only_inside_the_window() -> None:
    found = events("endless.ics", DateRange(date(2024, 1, 15), date(2024, 4, 1)))
    assert days(found, "endless") == ["2024-02-01", "2024-03-01", "2024-04-01"]


def test_the_end_of_whole_days_is_the_day_after() -> None:
    found = {event.key: event for event in events("all_day.ics")}
    lasts = {key[5:]: event.last_day and str(event.last_day) for key, event in found.items()}
    assert lasts == {
        "one-day": None,
        "three-days": "2024-05-05",
        "no-end": None,
        "two-days": "2024-05-04",
        "backwards": None,
    }
    assert all(event.minutes is None for event in found.values())
    assert found["ical:one-day"].when.time is None
    assert found["ical:backwards"].remarks == (
        "It ends before it begins; its length is left open.",
    )


def test_only_a_plain_no_counts_as_declined() -> None:
    (event,) = events("answers.ics")
    assert {one.name: one.declined for one in event.attendees} == {
        "No Answer": False,
        "Strange": False,
        "No": True,
        "Yes": False,
    }


def test_a_published_calendar_has_a_title_and_no_people() -> None:
    (event,) = events("published_without_people.ics")
    assert event.title == "Coffee with Adaeze Okafor"
    assert event.attendees == ()


def test_addresses_in_any_form_rooms_and_the_organiser_once() -> None:
    (event,) = events("addresses.ics")
    assert event.attendees == (
        ReadAttendee("Me Myself", "ME@example.org", is_organiser=True),
        ReadAttendee("", "Bare@Example.org"),
        ReadAttendee("", "jsmith@example.com"),
        ReadAttendee("Room 4", "room4@example.org", is_room=True),
        ReadAttendee("Beamer", "beamer@example.org", is_room=True),
        ReadAttendee("Apple User", "apple@example.org"),
        ReadAttendee("Nobody's Mail", ""),
        ReadAttendee("", "cn-is-mail@example.org"),
    )


def test_windows_zones_sentences_and_names_nobody_knows() -> None:
    found = {event.key[5:]: event for event in events("windows_zones.ics")}
    assert {uid: told(event) for uid, event in found.items()} == {
        "windows": "Windows name, 2024-07-03 10:00 Europe/Paris",
        "sentence": "Sentence, 2024-07-03 10:00 Europe/Brussels",
        "customized": "Customized, 2024-07-03 10:00",
        "unnamed": "Unnamed, 2024-07-03 10:00",
        "long": "Maker's prefix, 2024-07-03 10:00 Europe/Vienna",
        "utc": "In UTC, 2024-07-04 01:30 Europe/Helsinki",
    }
    assert found["windows"].minutes == 60
    for uid in ("customized", "unnamed"):
        assert any("not known" in remark for remark in found[uid].remarks)


def test_a_block_named_gmt_that_keeps_summer_time_wins_over_its_name() -> None:
    found = events("block_wins.ics")
    assert [told(event) for event in found] == [
        "British summer, 2024-07-03 12:00 Europe/Helsinki",
        "Over the change, 2024-03-18 12:00 Europe/Helsinki",
        "Over the change, 2024-03-25 12:00 Europe/Helsinki",
        "Over the change, 2024-04-01 12:00 Europe/Helsinki",
    ]
    assert found[0].minutes == 60


def test_two_files_may_mean_two_zones_by_one_name() -> None:
    assert told(*events("own_zone_first.ics")) == "First meaning, 2024-07-03 12:00 Europe/Helsinki"
    assert told(*events("own_zone_second.ics")) == (
        "Second meaning, 2024-07-03 04:00 Europe/Helsinki"
    )


def test_utc_is_told_in_the_zone_the_calendar_names() -> None:
    assert told(*events("calendar_zone.ics")) == "Tokyo morning, 2024-07-04 07:30 Asia/Tokyo"


def test_the_older_vcalendar_with_its_rules_people_and_encoding() -> None:
    found = events("vcalendar_1.vcs")
    assert days(found, "old-daily") == ["2011-01-03", "2011-01-04", "2011-01-05"]
    assert days(found, "old-weekly") == ["2011-01-03", "2011-01-05", "2011-01-10"]
    assert days(found, "old-strange") == ["2011-01-03"]
    assert found[0].title == "Café am Morgen"
    assert found[0].attendees == (
        ReadAttendee("Greta Old", "greta@example.org", is_organiser=True),
        ReadAttendee("Nils No", "nils@example.org", declined=True),
    )
    assert any("not understood" in remark for remark in found[-1].remarks)


def test_periods_as_extra_dates_and_parameters_on_a_rule() -> None:
    found = events("periods_and_parameters.ics")
    assert [(str(event.when.date), event.minutes) for event in found[:4]] == [
        ("2024-01-01", 60),
        ("2024-01-08", 180),
        ("2024-01-15", 30),
        ("2024-01-22", 60),
    ]
    assert days(found, "rule-with-parameter") == ["2024-01-01"]


def test_a_moved_event_and_a_series_at_another_hour_keep_their_keys() -> None:
    before, after = events("moved_before.ics"), events("moved_after.ics")
    assert [event.key for event in before] == [event.key for event in after]
    assert (before[0].sequence, after[0].sequence) == (0, 1)
    assert after[1].when.time == time(14, 0)


def test_an_older_version_in_the_same_file_is_passed_over_and_said() -> None:
    newer, older, one, another = read("twice_in_a_file.ics")
    assert isinstance(newer, ReadEvent)
    assert newer.title == "Newer"
    assert isinstance(older, ReadSkip)
    assert older.why == "A later version of this event stands in the same file."
    assert isinstance(one, ReadEvent)
    assert isinstance(another, ReadEvent)
    assert (one.title, another.title) == ("One thing", "Another thing")
    assert one.key != another.key


def test_rules_without_end_are_bounded_and_say_so() -> None:
    found = events("bombs.ics")
    counts = {uid: len(days(found, uid)) for uid in ("secondly", "by-second", "never", "daily")}
    assert counts == {"secondly": 1, "by-second": 1, "never": 1, "daily": 1000}
    assert days(found, "standing-still") == ["2024-01-01"]
    assert len(days(found, "three-hours")) == 3
    assert days(found, "daily")[-1] == "2025-12-31"
    odd = {event.key.split(":")[1] for event in found if event.remarks}
    assert odd == {"secondly", "by-second", "never", "daily", "standing-still"}


def test_absurd_years_are_reported_and_the_others_read() -> None:
    found = read("absurd_years.ics", DateRange())
    reasons = {item.key[5:]: item.why for item in found if isinstance(item, ReadFailure)}
    assert reasons == {
        "year-one": "Its year, 1, is out of reach.",
        "year-9999": "Its year, 9999, is out of reach.",
        "month-13": "“20241301T000000” is not a date.",
        "no-start": "It does not say when it begins.",
    }
    fine = next(item for item in found if item.key == "ical:fine")
    assert isinstance(fine, ReadEvent)
    assert fine.remarks == ("The event has no end; what there is of it was read.",)


def test_what_lies_outside_the_window_is_said() -> None:
    (skip,) = read("folded.ics", DateRange(date(2025, 1, 1), None))
    assert isinstance(skip, ReadSkip)
    assert skip.why == "Its date, 2024-05-03, is outside the years that are imported."
    (series,) = read("endless.ics", DateRange(None, date(2019, 1, 1)))
    assert isinstance(series, ReadSkip)
    assert series.why == "It does not take place in the years that are imported."


def test_a_calendar_that_cancels_cancels_its_events() -> None:
    (event,) = events("cancelled.ics")
    assert event.cancelled


def test_a_bare_event_with_an_alarm_and_no_series_to_belong_to() -> None:
    (event,) = events("only_an_event.ics")
    assert event.key == "ical:bare:20240503"
    assert event.title == "One occurrence, sent alone"
    assert event.note == ""


def test_events_without_uid_keep_their_key_too() -> None:
    data = b"BEGIN:VEVENT\nDTSTART:20240503T100000\nSUMMARY:Nameless\nEND:VEVENT\n"
    (once,) = icalendar.read(data, WINDOW)
    (again,) = icalendar.read(data.replace(b"\n", b"\r\n"), WINDOW)
    assert once.key == again.key


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"BEGIN:VCARD\n", b"Date,Title\n"])
def test_other_files_do_not_look_like_calendars(data: bytes) -> None:
    assert not icalendar.looks_like(data)
    assert list(icalendar.read(data, WINDOW)) == []


def test_a_zone_block_that_repeats_every_second_is_not_followed() -> None:
    block = (
        b"BEGIN:VTIMEZONE\nTZID:Trap\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        b"TZOFFSETFROM:+0000\nTZOFFSETTO:+0300\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = b"BEGIN:VEVENT\nUID:t\nDTSTART;TZID=Trap:20240703T100000\nEND:VEVENT\n"
    data = b"BEGIN:VCALENDAR\n" + block + event + b"END:VCALENDAR\n"
    (found,) = icalendar.read(data, WINDOW, HOME)
    assert isinstance(found, ReadEvent)
    assert found.when.time == time(10, 0)


def test_very_many_series_are_bounded_over_the_whole_file_and_say_so() -> None:
    daily = "BEGIN:VEVENT\nUID:{n}\nDTSTART:20100101T100000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
    data = "".join(daily.format(n=n) for n in range(60)).encode()
    found = list(icalendar.read(data, WINDOW))
    assert {item.place for item in found} == {f"event {n}, line {5 * n - 4}" for n in range(1, 61)}
    assert len(found) < 20_000
    told = {remark for item in found if isinstance(item, ReadEvent) for remark in item.remarks}
    assert any("only the latest year" in remark for remark in told)
    assert any("only the first time" in remark for remark in told)


def test_of_a_series_with_very_many_times_the_latest_are_taken_once_each() -> None:
    data = (
        b"BEGIN:VEVENT\nUID:1\nDTSTART:20100101T100000Z\nDURATION:P2D\nRRULE:FREQ=DAILY\n"
        b"END:VEVENT\n"
    )
    found = [item for item in icalendar.read(data, WINDOW) if isinstance(item, ReadEvent)]
    days = [str(item.when.date) for item in found]
    assert len(set(days)) == len(days) == 1000
    assert days == sorted(days)
    assert len({item.key for item in found}) == 1000
