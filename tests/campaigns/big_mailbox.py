"""Imports a large mail archive of our own making, and tells the time, the memory and the stop.

Run from the root of the project: python tests/campaigns/big_mailbox.py [MAILS] [MEGABYTES]
By default 60,000 mails in 500 MB are written to a temporary folder, looked at, cancelled in the
middle, taken in, looked at again (which must add nothing) and taken back.
A small part of it runs with the tests (tests/app/services/test_transfer_mail.py).
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

try:
    import resource
except ImportError:  # Windows tells it otherwise; there the memory is not measured
    resource = None

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.model.errors import Cancelled  # noqa: E402
from app.model.imports import Fate  # noqa: E402
from app.model.people import Counterpart  # noqa: E402
from app.model.records import Interaction  # noqa: E402
from app.services import transfer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402

ME = "Me Myself <me@example.org>"
OPTIONS = transfer.ImportOptions(add_people=True)
_START = datetime(2016, 1, 4, 8, tzinfo=UTC)
_LINE = "QmFzZSA2NCBsb29rcyBsaWtlIHRoaXMsIGxpbmUgYWZ0ZXIgbGluZSwgdG8gdGhlIGVuZC4K" + "\n"


def letters(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Headers of mails in the manner of Takeout, oldest first, with the word for their kind."""
    dice = random.Random(seed)
    waiting: dict[int, tuple[str, bool]] = {}
    at = _START
    for number in range(count):
        at += timedelta(minutes=dice.randint(1, 130))
        # Few people write much, many write little.
        person = int(400 * dice.random() ** 3)
        name = f"Person {chr(65 + person % 26)}number{person} <p{person}@example.net>"
        kind = dice.choices(("person", "list", "machine", "crowd"), (50, 35, 10, 5))[0]
        mark = f"<{number}.{seed}@example.net>"
        lines = [f"From {10**18 + number}@xxx {at:%a %b %d %H:%M:%S} +0000 {at:%Y}"]
        lines += [f"Date: {format_datetime(at)}", f"Message-ID: {mark}"]
        lines += [f"Received: by mx{hop}.example.net; {format_datetime(at)}" for hop in range(6)]
        if kind == "person":
            before, was_mine = waiting.pop(person, ("", dice.random() < 0.5))
            mine = not was_mine
            lines += [f"From: {ME if mine else name}", f"To: {name if mine else ME}"]
            lines += [f"In-Reply-To: {before}"] if before else []
            if dice.random() < 0.6:
                waiting[person] = (mark, mine)
            lines += ["X-Gmail-Labels: Sent" if mine else "X-Gmail-Labels: Inbox,Opened"]
        else:
            lines += [f"From: {name}", f"To: {ME}"]
            lines += {
                "list": ["List-Id: <news.example.net>"],
                "machine": ["Auto-Submitted: auto-generated"],
                "crowd": [f"Cc: {', '.join(f'c{n}@example.net' for n in range(9))}"],
            }[kind]
        lines += [f"Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_{number}?=", "X-Padding: " + "x" * 500]
        yield kind, "\n".join(lines)


def write(path: Path, count: int, megabytes: float) -> dict[str, int]:
    """An mbox of so many mails and about so many megabytes; how many there are of each kind."""
    kinds: dict[str, int] = {}
    body = int(megabytes * 1024 * 1024 / count)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for kind, headers in letters(count):
            kinds[kind] = kinds.get(kind, 0) + 1
            lines = max(1, (body - len(headers)) // len(_LINE))
            file.write(f"{headers}\n\nFrom the beginning,\n{_LINE * lines}\n")
    return kinds


def memory() -> int:
    """The most memory this process has held, in MB; 0 where that cannot be told."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


class _Stop:
    """Asks to stop once the work has got so far, and measures how long that takes."""

    def __init__(self, share: float) -> None:
        self._share = share
        self.asked = 0.0
        self.steps = 0

    def progress(self, part: int, whole: int) -> None:
        """Hear how far it is."""
        self.steps += 1
        if whole and part >= whole * self._share and not self.asked:
            self.asked = time.perf_counter()

    def cancelled(self) -> bool:
        """Whether to stop."""
        return bool(self.asked)


def campaign(folder: Path, count: int, megabytes: float) -> dict[str, float]:
    """All of it; what was measured.

    Raises:
        AssertionError: a mail is unaccounted for, or something is left after undo or stop.
    """
    path = folder / "all.mbox"
    kinds = write(path, count, megabytes)
    found: dict[str, float] = {"mails": count, "megabytes": path.stat().st_size / 2**20}
    found["floor_mb"] = memory()
    workspace = Workspace.open(folder / "journal.kith", create=True)
    try:
        begun = time.perf_counter()
        heard = _Stop(2.0)
        plan = transfer.preview(workspace, [path], OPTIONS, heard.progress, heard.cancelled)
        found["look_seconds"] = time.perf_counter() - begun
        found["progress_steps"] = heard.steps
        found["look_peak_mb"] = memory()
        talks = [row.item for row in plan.rows if hasattr(row.item, "messages")]
        assert sum(talk.messages for talk in talks) == kinds["person"]
        found["conversations"] = len(talks)
        stop = _Stop(0.5)
        try:
            transfer.preview(workspace, [path], OPTIONS, stop.progress, stop.cancelled)
        except Cancelled:
            found["stop_looking_seconds"] = time.perf_counter() - stop.asked
        stop = _Stop(0.5)
        try:
            transfer.apply(workspace, plan, "Mail", stop.progress, stop.cancelled)
        except Cancelled:
            found["stop_writing_seconds"] = time.perf_counter() - stop.asked
        assert not workspace.find(Interaction), "a stopped import left something"
        begun = time.perf_counter()
        report = transfer.apply(workspace, plan, "Mail")
        found["write_seconds"] = time.perf_counter() - begun
        found["people"] = len(workspace.find(Counterpart))
        found["entries"] = len(workspace.find(Interaction))
        assert report.count(Fate.FAILED) == 0
        again = transfer.preview(workspace, [path], OPTIONS)
        taken = again.count(Fate.ADDED) + again.count(Fate.MERGED)
        assert taken == 0, f"a second run would take {taken} records again"
        workspace.undo()
        assert not workspace.find(Interaction), "undo left entries"
        assert not workspace.find(Counterpart), "undo left people"
    finally:
        workspace.close()
    found["peak_mb"] = memory()
    return {name: round(value, 2) for name, value in found.items()}


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:]] + [60_000, 500][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(campaign(Path(place), int(numbers[0]), numbers[1]), indent=1))
