"""Conversations of a chat that share a day, in exports imported one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Interaction
from app.services import transfer
from app.services.transfer import preview
from app.services.workspace import Workspace

LATE = "13/03/2026, 23:50 - Anna Berg: late\n"
NIGHT = "14/03/2026, 00:10 - Anna Berg: night\n"
LUNCH = "14/03/2026, 12:00 - Anna Berg: lunch?\n"
WHERE = "14/03/2026, 12:10 - Anna Berg: where?\n14/03/2026, 12:20 - Anna Berg: hungry\n"
EVENING = "14/03/2026, 20:00 - Anna Berg: home\n"

TALK_AT_NIGHT = "13 23:50, 2 messages"
Export = Callable[..., list[str]]


@pytest.fixture
def export(workspace: Workspace, tmp_path: Path) -> Export:
    """Imports the chat as it is told, and says when each conversation began and how long it is."""
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Berg")
    workspace.set_setting("conversation_gap_hours", 6)
    path = tmp_path / "WhatsApp Chat with Anna Berg.txt"

    def exported(*lines: str) -> list[str]:
        path.write_text("".join(lines), encoding="utf-8")
        transfer.apply(workspace, preview(workspace, [path]))
        again = preview(workspace, [path])
        assert {row.why for row in again.rows} <= {
            "It is already here.",
            "The journal already holds more of it.",
        }
        return sorted(map(told, workspace.find(Interaction)))

    return exported


def told(entry: Interaction) -> str:
    count = entry.note.splitlines()[-1].partition(",")[0].rstrip(".")
    assert entry.when.time is not None
    return f"{entry.when.date.day} {entry.when.time:%H:%M}, {count}"


@pytest.mark.parametrize(
    ("lines", "count"), [((LUNCH,), "1 message"), ((LUNCH, WHERE), "3 messages")]
)
def test_one_that_begins_on_the_day_another_ended_comes_in_beside_it(
    export: Export, lines: tuple[str, ...], count: str
) -> None:
    assert export(LATE, NIGHT) == [TALK_AT_NIGHT]
    both = [TALK_AT_NIGHT, f"14 12:00, {count}"]
    assert export(LATE, NIGHT, *lines) == both
    # An export that begins in the middle of the night knows both as well.
    assert export(NIGHT, *lines) == both
    assert export(*lines) == both
    assert export(LATE, NIGHT) == both


def test_one_that_ends_on_the_day_another_began_comes_in_beside_it(export: Export) -> None:
    assert export(LUNCH) == ["14 12:00, 1 message"]
    assert export(LATE, NIGHT) == [TALK_AT_NIGHT, "14 12:00, 1 message"]
    assert export(LATE, NIGHT, LUNCH, WHERE) == [TALK_AT_NIGHT, "14 12:00, 3 messages"]
    assert export(NIGHT) == [TALK_AT_NIGHT, "14 12:00, 3 messages"]


def test_of_two_of_one_day_the_later_may_come_in_first_and_go_on(export: Export) -> None:
    assert export(EVENING) == ["14 20:00, 1 message"]
    assert export(LUNCH, EVENING) == ["14 12:00, 1 message", "14 20:00, 1 message"]
    grown = "14/03/2026, 21:00 - Anna Berg: good\n"
    both = ["14 12:00, 1 message", "14 20:00, 2 messages"]
    assert export(LUNCH, EVENING, grown) == both
    assert export(EVENING, grown) == both
    assert export(NIGHT, LUNCH, EVENING, grown) == ["14 00:10, 1 message", *both]


def test_the_later_months_of_one_are_known_when_another_of_its_first_day_comes_in(
    workspace: Workspace, export: Export
) -> None:
    begun = datetime(2026, 3, 14, 12)
    times = [begun + timedelta(hours=5 * n) for n in range(300)]
    long = [f"{one:%d/%m/%Y, %H:%M} - Anna Berg: hi\n" for one in times]
    days = ["2026-03-14", "2026-03-31", "2026-04-30", "2026-05-11"]
    export(*long[:280])
    assert sorted(str(one.when.date) for one in workspace.find(Interaction)) == days
    for most in (290, 300):
        export(NIGHT, *long[:most])
        days[-1] = str(times[most - 1].date())
        found = sorted(str(one.when.date) for one in workspace.find(Interaction))
        assert found == ["2026-03-14", *days]


def test_one_that_an_earlier_version_brought_in_is_followed(
    workspace: Workspace, export: Export
) -> None:
    export(LUNCH)
    (key, digest), *none = workspace.database.rows("SELECT source_key, digest FROM import_mark")
    assert not none
    parts = [part for part in digest.split(".") if part != "t202603141200-202603141200"]
    assert len(parts) == len(digest.split(".")) - 1
    with workspace.change("As before") as edit:
        edit.renew_import(key, ".".join(parts))
    assert export(LUNCH, WHERE) == ["14 12:00, 3 messages"]
