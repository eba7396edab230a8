"""Files that are cut off, and tables of Kith's own that hold no people."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.exchange import icalendar, vcard
from app.exchange.contact_tables import read as read_table
from app.model.errors import FileReadError
from app.model.imports import Fate, ReadEvent, ReadFailure, ReadPerson
from app.model.values import DateRange
from app.services import export, transfer
from app.services.export import Format, Wish
from app.services.workspace import Workspace

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Okafor\r\nEMAIL:ada@mail.example\r\nEND:VCARD\r\n"


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["people.csv", "people.vcf", "all.mbox", "_chat.txt", "days.ics"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_an_archive_without_its_end_is_refused(
    tmp_path: Path, packing: int, name: str, share: float
) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for number in range(3):
            archive.writestr(f"{number} {name}", f"Name,Email\nAda {number},a@mail.example\n" * 9)
            archive.writestr(f"{number} cards.vcf", CARD * 9)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    for look in (transfer.files_in, transfer.sniff):
        with pytest.raises(FileReadError, match="cut off or damaged"):
            look(path)


@pytest.mark.parametrize("size", [-14, -18, -30, -45])
def test_the_last_card_of_a_file_that_is_cut_gives_no_half_value(size: int) -> None:
    other = CARD.replace("Ada", "Ben")
    whole, cut = vcard.read((other + CARD).encode()[:size])
    assert isinstance(whole, ReadPerson)
    assert whole.name == "Ben Okafor"
    assert isinstance(cut, ReadFailure)
    assert "cut off" in cut.why


SERIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:week
DTSTART;TZID=Europe/Berlin:20261102T100000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Weekly
END:VEVENT
BEGIN:VEVENT
UID:week
RECURRENCE-ID;TZID=Europe/Berlin:20261109T100000
DTSTART;TZID=Europe/Berlin:20261109T100000
SUMMARY:Weekly
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""
MISSING = "The file is cut off: later events, and changes and cancellations, may be missing."


def days_and_failures(text: str) -> tuple[list[str], list[str]]:
    found = list(icalendar.read(text.encode(), DateRange()))
    days = [str(one.when.date) for one in found if isinstance(one, ReadEvent) and not one.cancelled]
    return days, [one.why for one in found if isinstance(one, ReadFailure)]


def test_a_whole_calendar_is_not_said_to_be_cut() -> None:
    assert days_and_failures(SERIES) == (["2026-11-02", "2026-11-16"], [])
    bare = SERIES.replace("BEGIN:VCALENDAR\nVERSION:2.0\n", "").replace("END:VCALENDAR\n", "")
    assert days_and_failures(bare) == (["2026-11-02", "2026-11-16"], [])


def test_a_calendar_cut_within_what_was_called_off_does_not_bring_it() -> None:
    within = "The file ends within this event: it is cut off."
    for last in ("STATUS:CANCELLED", "STATUS", "DTSTART;TZID=Europe/Berlin:20261109T100000\nSU"):
        cut = SERIES[: SERIES.rindex(last) + len(last)]
        assert days_and_failures(cut) == (["2026-11-02", "2026-11-16"], [within, MISSING])
    cut = SERIES[: SERIES.index("RECURRENCE-ID") + 40]  # which time is meant is cut off too
    assert days_and_failures(cut) == (
        ["2026-11-02", "2026-11-09", "2026-11-16"],
        [within, MISSING],
    )


def test_a_calendar_cut_between_two_events_says_that_more_may_be_missing() -> None:
    cut = SERIES[: SERIES.index("END:VEVENT") + len("END:VEVENT\n")]
    assert days_and_failures(cut) == (["2026-11-02", "2026-11-09", "2026-11-16"], [MISSING])
    half = SERIES[: SERIES.rindex("END:VEVENT") + 6]
    assert days_and_failures(half)[0] == ["2026-11-02", "2026-11-16"]


@pytest.mark.parametrize("value", ["p", "ada", "ada.example", "@", "@mail.example", "ada@"])
def test_what_is_no_mail_address_is_told_and_kept_out(value: str) -> None:
    (carded,) = vcard.read(CARD.replace("ada@mail.example", value).encode())
    (tabled,) = read_table(f"Name,Email\nAda Okafor,{value}\n".encode())
    for person in (carded, tabled):
        assert isinstance(person, ReadPerson)
        assert person.points == ()
        assert any("not an e-mail address" in remark for remark in person.remarks)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_table_of_entries_is_known_and_never_read_as_people(
    workspace: Workspace, tmp_path: Path, delimiter: str
) -> None:
    done = export.export(workspace, Wish(Format.CSV, tmp_path / "t.csv"))
    people, entries = done.paths
    entries.write_text(
        entries.read_text("utf-8-sig").replace('","', f'"{delimiter}"'), encoding="utf-8-sig"
    )
    for read_as in ("", "table"):
        with pytest.raises(FileReadError) as caught:
            transfer.files_in(entries, read_as)
        assert "table of entries" in str(caught.value)
        assert "archive" in caught.value.advice
    plan = transfer.preview(workspace, [people, entries])
    assert [row.fate for row in plan.rows if row.file == entries.name] == [Fate.FAILED]
