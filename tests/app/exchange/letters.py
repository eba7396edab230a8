"""Writes small mail files for the tests, and reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.exchange.mailbox import Archive, Rules
from app.model.imports import ReadConversation, ReadFailure, ReadSkip

ME = "me@example.org"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TAKEOUT = "From 1583290388308606088@xxx Mon Nov 06 04:42:58 +0000 2017"
ADA = "Adaeze Okafor <ada@example.net>"
MINE = f"Me Myself <{ME}>"


def letter(
    sender: str = ADA,
    to: str = MINE,
    day: str = "2 Mar 2026 09:30:00 +0000",
    subject: str = "The harbour plan",
    *more: str,
    id: str = "",
    answers: str = "",
    body: str = "Hello",
    separator: str = TAKEOUT,
) -> str:
    """One mail of an mbox."""
    lines = [separator] if separator else []
    lines += [f"From: {sender}", f"To: {to}"]
    lines += [f"Date: Mon, {day}"] if day else []
    lines += [f"Subject: {subject}", f"Message-ID: <{id}>" if id else "X-None: 1"]
    lines += [f"In-Reply-To: <{answers}>"] if answers else []
    return "\n".join([*lines, *more, "", body, "", ""])


def write(path: Path, *letters: str, newline: str = "\n") -> Path:
    """A file of these mails."""
    path.write_bytes("".join(letters).replace("\n", newline).encode("utf-8", "surrogateescape"))
    return path


def archive(*paths: Path, mine: Sequence[str] = (ME,), gap_hours: int = 72) -> Archive:
    """These files, read to the end."""
    found = Archive(Rules(frozenset(mine), gap_hours=gap_hours, home=UTC, now=NOW))
    for path in paths:
        found.add(path)
    found.read(lambda _size: None)
    return found


def talks(*paths: Path, mine: Sequence[str] = (ME,), gap_hours: int = 72) -> list[ReadConversation]:
    """The conversations of these files."""
    items = archive(*paths, mine=mine, gap_hours=gap_hours).items()
    return [item for _file, item in items if isinstance(item, ReadConversation)]


def told(*paths: Path, mine: Sequence[str] = (ME,)) -> list[tuple[str, str]]:
    """What was left out of these files, or could not be read, and why."""
    items = archive(*paths, mine=mine).items()
    return [
        (item.title, item.why) for _f, item in items if isinstance(item, ReadSkip | ReadFailure)
    ]
