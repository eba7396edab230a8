"""An import of more records than memory takes is refused early, in a sentence, and as a whole."""

from __future__ import annotations

import base64
import re
import tracemalloc
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from app.exchange import contact_tables, icalendar
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadEvent, ReadPerson, ReadPoint
from app.model.people import Counterpart, PointKind
from app.model.values import DateRange
from app.services import transfer
from app.services.taking_in import limits
from app.services.taking_in.limits import Room, TooMuchError
from app.services.workspace import Workspace

_ADVICE = "Split the file, or export one address book or calendar at a time."


def cards(count: int, name: str = "Person", extra: str = "") -> str:
    return "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name} {number}\n{extra}END:VCARD\n"
        for number in range(count)
    )


def calendar(count: int, extra: str = "") -> str:
    events = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTART:20260103T090000Z\nSUMMARY:Talk\n{extra}END:VEVENT\n"
        for number in range(count)
    )
    return f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"


def table(count: int) -> str:
    rows = "".join(f"Person{number},Last,p{number}@example.com\n" for number in range(count))
    return f"First Name,Last Name,E-mail Address\n{rows}"


def messages(count: int) -> str:
    rows = "".join(
        f"{number},Ada {number},Me,2026-01-03 09:00:00 UTC,hello\n" for number in range(count)
    )
    return f"CONVERSATION ID,FROM,TO,DATE,CONTENT\n{rows}"


def chat(count: int) -> str:
    began = date(2026, 1, 1) - timedelta(days=10 * count)
    days = (began + timedelta(days=10 * number) for number in range(count))
    return "".join(f"{day:%d/%m/%Y}, 12:00 - Ada: hello\n" for day in days)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people.vcf", cards(60)),
        ("people.csv", table(60)),
        ("days.ics", calendar(60)),
        ("series.ics", calendar(1, "RRULE:FREQ=DAILY;COUNT=60\n")),
    ],
)
def test_more_records_than_memory_takes_are_refused_and_nothing_changes(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
) -> None:
    monkeypatch.setattr(limits, "MOST_MEMORY", 100_000)
    path = tmp_path / name
    path.write_text(text)
    shown: list[object] = []
    with pytest.raises(FileReadError) as caught:
        transfer.preview(workspace, [path], show=shown.append)
    words = (
        rf"“{name}” holds more than Kith can look through at once: "
        r"the limit is reached at record (\d+)\."
    )
    told = re.fullmatch(words, caught.value.text)
    assert told and 20 < int(told[1]) < 60
    assert caught.value.advice == _ADVICE
    assert not shown
    assert workspace.find(Counterpart) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("messages.csv", messages(60)), ("WhatsApp Chat with Ada.txt", chat(60))],
)
def test_more_conversations_than_memory_takes_are_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert len(transfer.preview(workspace, [path]).rows) >= 60
    monkeypatch.setattr(limits, "MOST_MEMORY", 90_000)
    with pytest.raises(TooMuchError, match=rf"“{name}” holds more .* at record \d+\."):
        transfer.preview(workspace, [path])
    (tmp_path / "people.vcf").write_text(cards(1))
    with pytest.raises(TooMuchError):
        transfer.preview(workspace, [tmp_path / "people.vcf", path])


def test_messages_are_refused_while_they_are_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(messages(3000))
    monkeypatch.setattr(limits, "MOST_MEMORY", 1_000_000)
    with pytest.raises(TooMuchError, match=r"“messages.csv” holds more .* at record 1,000\."):
        transfer.preview(workspace, [path])


def test_of_many_messages_of_linkedin_little_is_kept_for_each() -> None:
    count = 20_000
    head = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"
    rows = (
        f"1,{('Ada,Me', 'Me,Ada')[n % 2]},2026-01-{n % 28 + 1:02} 09:00:00 UTC,{'words ' * 20}\n"
        for n in range(count)
    )
    tracemalloc.start()
    try:
        pieces = (line.encode() for line in chain([head], rows))
        found = contact_tables.gather_messages(pieces, "utf-8")
        (talk,) = found.items(contact_tables.MessageRules("Me"))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(talk, ReadConversation)
    assert (talk.messages, talk.mine) == (count, count // 2)
    assert most < 160 * count


def test_files_that_fit_one_by_one_are_refused_as_a_whole_when_they_are_too_much_together(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_MEMORY", 100_000)
    paths = [tmp_path / "one.vcf", tmp_path / "two.vcf"]
    for path in paths:
        path.write_text(cards(30, path.stem))
        assert len(transfer.preview(workspace, [path]).rows) == 30
    with pytest.raises(TooMuchError, match=r"“two.vcf” holds more .* at record \d+\."):
        transfer.preview(workspace, paths)


def test_a_calendar_is_refused_before_its_events_are_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = calendar(400)
    monkeypatch.setattr(limits, "MOST_MEMORY", 4 * len(text) + 150 * limits.EVENT)
    path = tmp_path / "days.ics"
    path.write_text(text)
    with pytest.raises(TooMuchError, match=r"at record 200\."):
        transfer.preview(workspace, [path])


def test_photos_count_with_their_bytes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(30_000)).decode()
    path = tmp_path / "faces.vcf"
    path.write_text(cards(4, extra=f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}\n"))
    monkeypatch.setattr(limits, "MOST_MEMORY", path.stat().st_size + 100_000)
    with pytest.raises(TooMuchError, match=r"at record 4\."):
        transfer.preview(workspace, [path])


def test_the_address_book_of_a_long_life_stays_well_below_the_limit() -> None:
    points = tuple(ReadPoint(PointKind.PHONE, f"+49 171 100000{last}") for last in range(2))
    person = ReadPerson("k", "Dana Okafor", "card 1", points=points, raw="x" * 500)
    room = Room()
    room.begin("people.vcf", 5_000_000)
    for _turn in range(30_000):
        room.take(person)


def test_the_largest_kinds_of_file_have_a_size_of_their_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name, head, most in (
        ("people.vcf", cards(1), 90),
        ("days.ics", calendar(1), 45),
        ("people.csv", table(3), 40),
    ):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(head.encode() * (70_000 // len(head) + 1))
            file.truncate(most * 1024 * 1024 + 1)
        with pytest.raises(FileReadError, match=f"“{name}” is larger than {most} MB"):
            transfer.preview(workspace, [path])


def test_what_the_events_of_a_calendar_share_is_held_once() -> None:
    people = "ATTENDEE;CN=Ada:mailto:ada@example.com\n"
    text = calendar(2, f"RRULE:FREQ=DAILY;COUNT=3\n{people}").encode()
    read = [item for item in icalendar.read(text, DateRange()) if isinstance(item, ReadEvent)]
    assert len(read) == 6
    assert len({id(event.raw) for event in read}) == 2
    assert len({id(one) for event in read for one in event.attendees}) == 1
