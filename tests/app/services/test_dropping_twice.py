"""Quick drop of what is dropped twice, or comes in while it is asked about: it is added once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.people import ContactPoint, Counterpart
from app.model.records import Interaction, Meeting
from app.services import dropping, transfer
from app.services.workspace import Workspace
from app.store.dump import dump
from tests.app.exchange.letters import MINE, letter
from tests.app.services.test_dropping import HERS, ada, seen
from tests.app.services.test_watching import calendar, card, event

__all__ = ["ada"]  # a fixture

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
MAIL = letter(HERS, MINE, "2 Nov 2026 10:00:00 +0000", "Boats", id="a", separator="").encode()
CARD = card("Ada Okafor", "TEL:+1 555 0100", uid="a").encode()
AHEAD = calendar(event()).encode()
OVER = calendar(event(start="20261103T100000")).encode()


def both(tmp_path: Path, data: bytes, ending: str) -> list[Path]:
    paths = [tmp_path / f"a{ending}", tmp_path / f"a (1){ending}"]
    for path in paths:
        path.write_bytes(data)
    return paths


def held(workspace: Workspace) -> int:
    """How much of what these tests drop is in the journal."""
    phones = [one for one in workspace.find(ContactPoint) if one.value.startswith("+")]
    return len(workspace.find(Meeting)) + len(workspace.find(Interaction)) + len(phones)


ONES = pytest.mark.parametrize(
    ("data", "ending"),
    [(AHEAD, ".ics"), (OVER, ".ics"), (MAIL, ".eml"), (CARD, ".vcf")],
    ids=["ahead", "over", "mail", "card"],
)


@ONES
def test_two_files_of_the_same_are_one_and_the_other_says_so(
    workspace: Workspace, ada: Counterpart, tmp_path: Path, data: bytes, ending: str
) -> None:
    found = dropping.read_files(workspace, ada.id, both(tmp_path, data, ending))
    assert [one.empty for one in found] == [False, True]
    assert found[1].words.endswith(f"The same stands in “a{ending}”.")
    assert dropping.take(workspace, ada.id, found) == "Added to Ada Okafor."
    assert held(workspace) == 1


@ONES
def test_what_is_dropped_once_more_while_it_is_asked_about_is_added_once(
    workspace: Workspace, ada: Counterpart, data: bytes, ending: str
) -> None:
    first = seen(workspace, ada, data, f"a{ending}")
    second = seen(workspace, ada, data, f"b{ending}")
    told = dropping.take(workspace, ada.id, [first, second])
    assert told == "1 thing was added to Ada Okafor. The rest is already here."
    assert held(workspace) == 1


@ONES
def test_what_came_in_while_it_was_asked_about_is_not_added_again(
    workspace: Workspace, ada: Counterpart, data: bytes, ending: str
) -> None:
    asked = seen(workspace, ada, data, f"a{ending}")
    dropping.take(workspace, ada.id, [seen(workspace, ada, data, f"a{ending}")])
    before, steps = dump(workspace.database), len(workspace.history())
    assert dropping.take(workspace, ada.id, [asked]) == "It is already here."
    assert dump(workspace.database) == before
    assert len(workspace.history()) == steps


def test_what_an_import_took_in_while_it_was_asked_about_is_not_added_again(
    workspace: Workspace, ada: Counterpart, tmp_path: Path
) -> None:
    asked = seen(workspace, ada, AHEAD, "a.ics")
    (tmp_path / "a.ics").write_bytes(AHEAD)
    transfer.apply(workspace, transfer.preview(workspace, [tmp_path / "a.ics"]))
    assert dropping.take(workspace, ada.id, [asked]) == "It is already here."
    assert held(workspace) == 1


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_versions_dropped_at_once_the_newer_one_stays(
    workspace: Workspace, ada: Counterpart, tmp_path: Path, newest_first: bool
) -> None:
    paths = [tmp_path / "old.ics", tmp_path / "new.ics"]
    paths[0].write_bytes(AHEAD)
    paths[1].write_text(calendar(event("SEQUENCE:1", start="20261206T100000")))
    if newest_first:
        paths.reverse()
    found = dropping.read_files(workspace, ada.id, paths)
    dropping.take(workspace, ada.id, found)
    assert [str(one.when.date) for one in workspace.find(Meeting)] == ["2026-12-06"]
    workspace.undo()
    assert workspace.find(Meeting) == []


def test_what_was_taken_back_while_it_was_asked_about_comes_in_as_told(
    workspace: Workspace, ada: Counterpart
) -> None:
    dropping.take(workspace, ada.id, [seen(workspace, ada, AHEAD)])
    moved = calendar(event("SEQUENCE:1", start="20261206T100000"))
    asked = seen(workspace, ada, moved)
    workspace.undo()
    assert dropping.take(workspace, ada.id, [asked]) == "Added to Ada Okafor."
    assert [str(one.when.date) for one in workspace.find(Meeting)] == ["2026-12-06"]
