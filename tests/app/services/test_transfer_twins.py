"""One event in several files imported together: it comes in once, in its newest version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.model.imports import Fate
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting
from app.model.values import DateRange, FixedClock
from app.services import transfer
from app.services.transfer import Plan, preview
from app.services.workspace import Workspace
from tests.app.services.test_transfer_events import ada, diary, event, run

__all__ = ["ada", "diary"]  # fixtures

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
TITLE = "Review with Adaeze Okafor"
LATER = "20261205T100000"


def when(workspace: Workspace) -> list[str]:
    return [str(one.when.date) for one in workspace.find(Meeting) if one.when is not None]


def fates(plan: Plan) -> list[tuple[str, str]]:
    return [(row.fate.value, row.why) for row in plan.rows]


@pytest.mark.parametrize("start", ["20261203T100000", "20261103T100000"])
def test_an_event_in_two_files_is_one(
    workspace: Workspace, diary, ada: Counterpart, start: str
) -> None:
    paths = [diary(event(start=start, title=TITLE), file=name) for name in ("a.ics", "b.ics")]
    plan = preview(workspace, paths)
    assert fates(plan) == [
        ("added", "The title names them."),
        ("skipped", "The same stands in “a.ics”."),
    ]
    assert not plan.rows[1].can_be_taken
    assert transfer.rejected(plan) == []
    report = transfer.apply(workspace, plan)
    assert (report.count(Fate.ADDED), report.count(Fate.SKIPPED)) == (1, 1)
    assert len(workspace.find(Meeting)) + len(workspace.find(Interaction)) == 1
    again = run(workspace, *reversed(paths))
    assert again.count(Fate.SKIPPED) == 2
    assert len(workspace.find(Meeting)) + len(workspace.find(Interaction)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["SEQUENCE:1", "LAST-MODIFIED:20261120T080000Z"], ["SEQUENCE:2"]),
        (["LAST-MODIFIED:20261101T080000Z"], ["LAST-MODIFIED:20261102T070000Z"]),
        (["DTSTAMP:20261101T080000Z"], ["DTSTAMP:20261102T070000Z"]),
    ],
)
@pytest.mark.parametrize("newest_first", [True, False])
def test_the_newest_version_is_taken(
    workspace: Workspace,
    diary,
    ada: Counterpart,
    old: list[str],
    new: list[str],
    newest_first: bool,
) -> None:
    first = diary(event(*old, start="20261203T100000", title=TITLE), file="old.ics")
    second = diary(event(*new, start=LATER, title=TITLE), file="new.ics")
    paths = [second, first] if newest_first else [first, second]
    plan = preview(workspace, paths)
    assert {row.file: row.why for row in plan.rows}["old.ics"] == "The same stands in “new.ics”."
    transfer.apply(workspace, plan)
    assert when(workspace) == ["2026-12-05"]


def test_an_event_that_moves_in_both_files_moves_once(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    paths = [diary(event(start=LATER, title=TITLE), file=name) for name in ("a.ics", "b.ics")]
    run(workspace, *paths)
    for name in ("a.ics", "b.ics"):
        diary(event("SEQUENCE:1", start="20261206T100000", title=TITLE), file=name)
    report = run(workspace, *paths)
    assert (report.count(Fate.MERGED), report.count(Fate.SKIPPED)) == (1, 1)
    assert when(workspace) == ["2026-12-06"]


def test_what_one_file_called_off_does_not_come_in_through_the_other(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    first = diary(event(start=LATER, title=TITLE), file="a.ics")
    second = diary(event("SEQUENCE:1", "STATUS:CANCELLED", start=LATER, title=TITLE), file="b.ics")
    report = run(workspace, first, second)
    assert report.count(Fate.SKIPPED) == 2
    assert when(workspace) == []


@pytest.mark.parametrize("named_first", [True, False])
def test_the_file_that_says_whom_it_is_with_counts(
    workspace: Workspace, diary, ada: Counterpart, named_first: bool
) -> None:
    named = diary(event("ATTENDEE:mailto:ada@example.org", start=LATER), file="a.ics")
    bare = diary(event("LAST-MODIFIED:20261102T070000Z", start=LATER), file="b.ics")
    run(workspace, *([named, bare] if named_first else [bare, named]))
    assert [one.people for one in workspace.find(Meeting)] == [(ada.id,)]


def test_the_times_of_a_series_in_two_files_come_in_once_each(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    moved = event(
        "RECURRENCE-ID:20261212T100000", "SEQUENCE:1", start="20261213T100000", title=TITLE
    )
    first = diary(event(rule, start=LATER, title=TITLE), file="a.ics")
    second = diary(event(rule, start=LATER, title=TITLE), moved, file="b.ics")
    run(workspace, first, second)
    assert sorted(when(workspace)) == ["2026-12-05", "2026-12-13", "2026-12-19"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_a_series_in_two_versions_only_the_days_of_the_newest_come_in(
    workspace: Workspace, diary, ada: Counterpart, newest_first: bool
) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    old = diary(event(rule, start=LATER, title=TITLE), file="old.ics")
    new = diary(event(rule, "SEQUENCE:1", start="20261206T100000", title=TITLE), file="new.ics")
    paths = [new, old] if newest_first else [old, new]
    plan = preview(workspace, paths)
    assert {row.why for row in plan.rows if row.file == "old.ics"} == {
        "The same stands in “new.ics”."
    }
    transfer.apply(workspace, plan)
    days = ["2026-12-06", "2026-12-13", "2026-12-20"]
    assert sorted(when(workspace)) == days
    for again in (paths, paths[::-1]):
        assert run(workspace, *again).count(Fate.SKIPPED) == 6
        assert sorted(when(workspace)) == days


def test_days_gone_by_stay_where_the_newest_version_begins_later(
    workspace: Workspace, clock: FixedClock, diary, ada: Counterpart
) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=4"
    old = diary(event(rule, start="20261110T100000", title=TITLE), file="old.ics")
    new = diary(event(rule, "SEQUENCE:1", start="20261120T100000", title=TITLE), file="new.ics")
    run(workspace, old, new)  # Tuesdays from the 10th, then Fridays from the 20th
    entries = ["2026-11-10", "2026-11-20"]
    assert sorted(str(one.when.date) for one in workspace.find(Interaction)) == entries
    assert sorted(when(workspace)) == ["2026-11-27", "2026-12-04", "2026-12-11"]
    clock.advance(days=3)  # to 25 November: a Tuesday that became a Friday is over
    assert run(workspace, old, new).count(Fate.ADDED) == 0
    assert sorted(str(one.when.date) for one in workspace.find(Interaction)) == entries


@pytest.mark.parametrize(
    "other", ["cut", "with nobody", "about other years", "of the same version"]
)
def test_the_days_of_an_older_version_come_in_where_the_newest_says_too_little(
    workspace: Workspace, diary, ada: Counterpart, other: str
) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    old = diary(event(rule, start=LATER, title=TITLE), file="old.ics")
    sequence = "SEQUENCE:0" if other == "of the same version" else "SEQUENCE:1"
    title = "Review" if other == "with nobody" else TITLE
    start = "20261206T100000"
    new = diary(event(rule, sequence, start=start, title=title), file="new.ics")
    if other == "cut":
        new.write_text(new.read_text("utf-8").replace("END:VCALENDAR", "BEGIN:VEV"), "utf-8")
    window = DateRange(date(2026, 12, 12), date(2027, 1, 1)) if "years" in other else None
    run(workspace, old, new, window=window)
    days = {"2026-12-05", "2026-12-12", "2026-12-19"}
    kept = {"2026-12-12"} if window else days
    assert set(when(workspace)) & days == kept


@pytest.mark.parametrize("alone_first", [True, False])
def test_an_event_that_repeats_in_one_file_and_not_in_the_other_is_not_doubled(
    workspace: Workspace, diary, ada: Counterpart, alone_first: bool
) -> None:
    alone = diary(event(start=LATER, title=TITLE), file="a.ics")
    series = diary(event("RRULE:FREQ=WEEKLY;COUNT=2", start=LATER, title=TITLE), file="b.ics")
    run(workspace, *([alone, series] if alone_first else [series, alone]))
    assert sorted(when(workspace)) == ["2026-12-05", "2026-12-12"]


def test_different_events_under_one_careless_name_stay_two(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    first = diary(event(start=LATER, title=TITLE), file="a.ics")
    second = diary(event(start="20261208T120000", title="Lunch, Adaeze Okafor"), file="b.ics")
    paths = [first, second]
    run(workspace, *paths)
    assert sorted(when(workspace)) == ["2026-12-05", "2026-12-08"]
    assert run(workspace, *paths).count(Fate.SKIPPED) == 2


def test_files_of_one_name_are_told_apart(
    workspace: Workspace, diary, ada: Counterpart, tmp_path: Path
) -> None:
    for name in ("home", "work"):
        (tmp_path / name).mkdir()
    same = event(uid="s", start="20261207T100000", title=TITLE)
    other = event(uid="w", start="20261208T100000", title=TITLE)
    home = diary(same, file="home/calendar.ics")
    work = diary(other, same, file="work/calendar.ics")
    plan = preview(workspace, [home, work])
    assert [row.why for row in plan.rows] == [
        "The title names them.",
        "The title names them.",
        "The same stands in “home/calendar.ics”.",
    ]


def test_what_came_in_since_the_files_were_read_is_not_added_again(
    workspace: Workspace, diary, ada: Counterpart
) -> None:
    path = diary(event(start=LATER, title=TITLE))
    plan = preview(workspace, [path])
    run(workspace, path)
    report = transfer.apply(workspace, plan)
    assert [(one.fate.value, one.why) for one in report.records] == [
        ("skipped", "It is already here.")
    ]
    assert when(workspace) == ["2026-12-05"]
    assert workspace.can_undo() == "Import diary.ics"
    workspace.undo()
    assert when(workspace) == []
