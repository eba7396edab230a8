"""Importing a newer export of a long chat: each of its later months comes in once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Interaction
from app.services import transfer
from app.services.transfer import preview
from app.services.workspace import Workspace


def days(workspace: Workspace) -> list[str]:
    return sorted(str(entry.when.date) for entry in workspace.find(Interaction))


Export = Callable[[tuple[int, int], tuple[int, int]], list[str]]


@pytest.fixture
def export(workspace: Workspace, tmp_path: Path) -> Export:
    """Imports the chat as an export tells it that begins and ends on these days of 2026."""
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Berg")
    path = tmp_path / "WhatsApp Chat with Anna Berg.txt"

    def exported(begin: tuple[int, int], end: tuple[int, int]) -> list[str]:
        day, last = date(2026, *begin), date(2026, *end)
        written = []
        while day <= last:
            written.append(f"{day:%d/%m/%Y}, 10:00 - Anna Berg: hi\n")
            day += timedelta(days=1)
        path.write_text("".join(written), encoding="utf-8")
        transfer.apply(workspace, preview(workspace, [path]))
        return days(workspace)

    return exported


def test_an_export_that_reaches_further_back_brings_each_month_once(
    workspace: Workspace, export: Export
) -> None:
    later = ["2026-03-31", "2026-04-30", "2026-05-20"]
    assert export((3, 2), (5, 20)) == ["2026-03-02", *later]
    assert export((2, 2), (5, 20)) == ["2026-02-02", "2026-02-28", *later]
    assert len({entry.thread for entry in workspace.find(Interaction)}) == 1
    # Months that came in under two keys are known together when it reaches back once more.
    later[-1] = "2026-05-31"
    assert export((1, 5), (6, 3)) == ["2026-01-05", "2026-01-31", "2026-02-28", *later]


def test_an_export_that_begins_later_and_goes_on_brings_each_month_once(
    workspace: Workspace, export: Export
) -> None:
    export((3, 2), (4, 20))
    later = ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-20"]
    assert export((3, 10), (7, 20))[1:] == later


def test_a_month_that_was_deleted_stays_away_when_an_export_reaches_further_back(
    workspace: Workspace, export: Export
) -> None:
    export((3, 2), (5, 20))
    (april,) = [one for one in workspace.find(Interaction) if str(one.when.date) == "2026-04-30"]
    with workspace.change("Delete") as edit:
        edit.remove(april)
    assert export((2, 2), (5, 20)) == ["2026-02-02", "2026-02-28", "2026-03-31", "2026-05-20"]
