"""From an empty journal to a Today page with findings in one sitting; how long each step takes.

Run from the root of the project: python tests/campaigns/first_evening.py [PEOPLE] [YEARS] [MAILS]
By default an address book of 800, a calendar of 10 years and a mail archive of 60,000 mails are
written to a temporary folder and taken in one after the other, as somebody does on the first
evening. Some of the people are then kept up with, in their own rhythm, and Today is asked what it
has to say. A small part of it runs with the tests (tests/campaigns/test_first_evening.py).
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.model.imports import Fate  # noqa: E402
from app.model.people import Attention, Counterpart, Kind, Rhythm  # noqa: E402
from app.model.records import Interaction, Meeting  # noqa: E402
from app.model.values import FixedClock  # noqa: E402
from app.services import sorting, standings, today, transfer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
ME = "me@example.org"
_GIVEN = ("Ada", "Ben", "Chidi", "Dana", "Eva", "Fay", "Gita", "Hugo", "Ines", "Jan", "Kofi", "Lea")
_FAMILY = ("Adeyemi", "Berg", "Costa", "Diaz", "Eze", "Fischer", "Gomez", "Haas", "Ito", "Jansen")
_BODY = "QmFzZSA2NCBsb29rcyBsaWtlIHRoaXMsIGxpbmUgYWZ0ZXIgbGluZSwgdG8gdGhlIGVuZC4K\n" * 20
_KEPT_UP_WITH = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Friend:
    """Someone with a rhythm of their own.

    `quiet_since` is when it stopped, if it did; some never answer a mail.
    """

    name: str
    email: str
    days: float
    quiet_since: datetime | None
    answers: bool


def friends(count: int, seed: int = 1) -> list[Friend]:
    """So many people; few are written to often, many hardly ever, and some went quiet."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        given, family = _GIVEN[number % 12], _FAMILY[number // 12 % 10]
        name = f"{given} {family}" + (f" {chr(65 + number // 120)}." if number >= 120 else "")
        days = 7 * 1.012**number + dice.random()
        stopped = NOW - timedelta(days=4 * days + 30) if number % 5 == 3 else None
        found.append(Friend(name, f"p{number}@example.net", days, stopped, number % 6 != 2))
    return found


def write_book(path: Path, people: list[Friend]) -> int:
    """The address book; how many cards it has."""
    cards = [
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:book-{number}\r\nFN:{one.name}\r\n"
        f"ORG:House {number % 90}\r\nEMAIL;TYPE=work:{one.email}\r\n"
        f"TEL;TYPE=cell:+4930{1_000_000 + number}\r\nX-KEPT:{number}\r\nEND:VCARD\r\n"
        for number, one in enumerate(people)
    ]
    path.write_text("".join(cards), encoding="utf-8", newline="")
    return len(cards)


def write_calendar(path: Path, people: list[Friend], years: int, seed: int = 2) -> int:
    """A calendar of so many years and the three months to come; how many events it has."""
    dice = random.Random(seed)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Tests//EN"]
    at, count = NOW - timedelta(days=365.25 * years), 0
    while at < NOW + timedelta(days=90):
        at += timedelta(hours=dice.randint(8, 60))
        one = people[int(len(people) * dice.random() ** 4)]
        if not one.answers or (one.quiet_since is not None and at > one.quiet_since):
            continue
        start = at.replace(hour=dice.randint(8, 16), minute=0, second=0)
        lines += ["BEGIN:VEVENT", f"UID:talk-{count}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}"]
        lines += ["DURATION:PT45M", f"SUMMARY:Talk {count}", f"ORGANIZER:mailto:{ME}"]
        lines += [f"ATTENDEE;CN={one.name}:mailto:{one.email}", f"ATTENDEE:mailto:{ME}"]
        lines += ["END:VEVENT"]
        count += 1
    lines += ["BEGIN:VEVENT", "UID:weekly", "DTSTART:20260105T090000Z", "DURATION:PT30M"]
    lines += ["RRULE:FREQ=WEEKLY;COUNT=60", "SUMMARY:Weekly", f"ATTENDEE:mailto:{ME}"]
    lines += [f"ATTENDEE:mailto:{people[0].email}", "END:VEVENT", "END:VCALENDAR", ""]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    return count


def write_mails(path: Path, people: list[Friend], count: int, seed: int = 3) -> int:
    """A mail archive of ten years with so many mails, a third of them from lists; its bytes."""
    dice = random.Random(seed)
    step = timedelta(days=3652.5) / count
    waiting: dict[str, str] = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(count):
            at = NOW - timedelta(days=3652.5) + step * number
            one = people[int(len(people) * dice.random() ** 3)]
            mark = f"<{number}@example.net>"
            lines = [f"From {10**18 + number}@xxx {at:%a %b %d %H:%M:%S} +0000 {at:%Y}"]
            lines += [f"Date: {format_datetime(at)}", f"Message-ID: {mark}"]
            quiet = one.quiet_since is not None and at > one.quiet_since
            if quiet or dice.random() < 0.35:
                lines += ["From: news@list.example", f"To: {ME}", "List-Id: <news.list.example>"]
            else:
                before = waiting.pop(one.email, "")
                mine = not one.answers or bool(before) != (dice.random() < 0.5)
                them = f"{one.name} <{one.email}>"
                lines += [f"From: {ME if mine else them}", f"To: {them if mine else ME}"]
                lines += [f"In-Reply-To: {before}"] if before else []
                lines += ["X-Gmail-Labels: Sent" if mine else "X-Gmail-Labels: Inbox"]
                if one.answers and dice.random() < 0.6:
                    waiting[one.email] = mark
            file.write("\n".join([*lines, f"Subject: Mail {number}", "", _BODY, ""]))
    return path.stat().st_size


class _Timed:
    """Does one step after the other and keeps how long each took."""

    def __init__(self) -> None:
        self.steps: list[dict[str, object]] = []

    def __call__(self, name: str, what: str, do: Callable[[], T], count: Callable[[T], int]) -> T:
        """The result of one step; `count` says how many of `what` it dealt with."""
        begun = time.perf_counter()
        result = do()
        spent = time.perf_counter() - begun
        number = count(result)
        per_second = round(number / spent) if spent else 0
        self.steps.append(
            {
                "step": name,
                "seconds": round(spent, 2),
                what: number,
                f"{what}_per_second": per_second,
            }
        )
        return result


def take_in(timed: _Timed, workspace: Workspace, path: Path, what: str, records: int) -> None:
    """Look at one file, and take it in."""
    options = transfer.ImportOptions(my_addresses=(ME,))
    plan = timed(
        f"look at {path.name}",
        what,
        lambda: transfer.preview(workspace, [path], options),
        lambda _plan: records,
    )
    report = timed(
        f"take in {path.name}",
        "entries",
        lambda: transfer.apply(workspace, plan),
        lambda done: done.count(Fate.ADDED) + done.count(Fate.MERGED),
    )
    assert report.count(Fate.FAILED) == 0, "a record could not be read"


def sort_people(workspace: Workspace, wanted: int) -> int:
    """Keep up with those there was most contact with, in the rhythm that is proposed.

    The others stay as addresses; how many people were sorted.
    """
    queue = sorting.queue(workspace)
    for place, number in enumerate(queue):
        person = workspace.get(Counterpart, number)
        known = sorting.facts(workspace, number) if place < wanted else None
        with workspace.change("Sort people") as edit:
            if known is None:
                edit.set(person, attention=Attention.ADDRESS)
            else:
                edit.set(
                    person,
                    attention=Attention.KEEP,
                    kind=Kind.FRIEND,
                    rhythm=known.rhythm or Rhythm.YEARLY,
                )
    return len(queue)


def campaign(folder: Path, count: int, years: int, mails: int) -> dict[str, object]:
    """The whole evening; what was measured and what Today says.

    Raises:
        AssertionError: a record is unaccounted for, or Today has nothing to say.
    """
    people = friends(count)
    book, calendar, archive = (folder / name for name in ("book.vcf", "calendar.ics", "mail.mbox"))
    cards = write_book(book, people)
    events = write_calendar(calendar, people, years)
    write_mails(archive, people, mails)
    timed = _Timed()
    workspace = Workspace.open(folder / "journal.kith", FixedClock(NOW), create=True)
    try:
        workspace.set_setting("my_addresses", ME)
        take_in(timed, workspace, book, "cards", cards)
        take_in(timed, workspace, calendar, "events", events)
        take_in(timed, workspace, archive, "mails", mails)
        assert len(workspace.find(Counterpart)) == cards, "somebody came in twice"
        kept = min(_KEPT_UP_WITH, cards)
        timed("sort the people", "people", lambda: sort_people(workspace, kept), lambda n: n)
        assert sorting.waiting(workspace) == 0
        timed("work out findings", "people", lambda: _work_out(workspace), lambda n: n)
        found = timed("open Today", "findings", lambda: _today(workspace), _lines)
        assert found["meetings"] and found["quiet"] and found["judged"], found
        return {
            "people": cards,
            "entries": len(workspace.find(Interaction)),
            "meetings": len(workspace.find(Meeting)),
            "today": found,
            "steps": timed.steps,
        }
    finally:
        workspace.close()


def _work_out(workspace: Workspace) -> int:
    standings.refresh(workspace)
    return workspace.count(Counterpart)


def _today(workspace: Workspace) -> dict[str, int]:
    page = today.today(workspace)
    counts = today.three_counts(workspace)
    tests = (counts.outlives, counts.mutual, counts.agenda)
    judged = sum(held + not_held for held, not_held, _open in tests)
    return {"meetings": len(page.meetings), "quiet": len(page.quiet), "judged": judged}


def _lines(found: dict[str, int]) -> int:
    return found["meetings"] + found["quiet"]


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] + [800, 10, 60_000][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(campaign(Path(place), *asked), indent=1))
