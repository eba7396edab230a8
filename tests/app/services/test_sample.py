"""The sample journal shows every answer the tests can give, whenever it is made."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.insights.realness import side_by_side
from app.model.errors import JournalError
from app.model.people import Commonality, Counterpart, Kind, Verdict, VerdictChoice
from app.model.records import (
    Channel,
    Deal,
    Interaction,
    Meeting,
    MeetingState,
    Promise,
    PromiseState,
    Question,
    QuestionState,
    Result,
    Source,
)
from app.model.values import FixedClock
from app.services.sample import CIRCLES, FOLDER, create_sample, write_sample
from app.services.sample_lines import read_entry
from app.services.workspace import Workspace

SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

RESULTS = {
    "t1": {
        "followed through",
        "a thread remains",
        "ended with the lead",
        "too early to say",
        "not applicable",
        "not enough evidence",
    },
    "t2": {
        "mutual and meaningful",
        "you carry it, but both engage",
        "they carry it, but both engage",
        "one-sided",
        "passing talk",
        "unclear",
        "not enough evidence",
        "too early",
        "not applicable",
    },
    "t3": {
        "not all agenda",
        "only when something is needed",
        "unclear",
        "not enough evidence",
        "too early",
        "not applicable",
    },
    "record": {
        "The record looks like a real relationship.",
        "The record looks more like a lead.",
        "The record points both ways.",
        "Not enough in the journal to say.",
    },
}


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create_sample(tmp_path / "sample.kith", FixedClock(SUNDAY))
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    "today",
    [
        SUNDAY,
        datetime(2024, 2, 29, 23, 30, tzinfo=UTC),
        datetime(2027, 7, 2, 0, 5, tzinfo=UTC),
        datetime(2025, 1, 1, 12, 0, tzinfo=UTC),
    ],
    ids=lambda today: today.strftime("%A %Y-%m-%d"),
)
def test_every_result_of_every_test_appears_whatever_the_day(
    tmp_path: Path, today: datetime
) -> None:
    workspace = create_sample(tmp_path / "sample.kith", FixedClock(today))
    shown: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person in workspace.people():
        found = side_by_side(workspace.log_of(person.id), workspace.policy)
        for test, finding in found._asdict().items():
            shown[test][finding.result].append(person.name)
    workspace.close()
    for test, by_result in shown.items():
        for result, names in by_result.items():
            print(f"{test}: {result}: {', '.join(names)}")
    assert {test: set(by_result) for test, by_result in shown.items()} == RESULTS


def test_it_holds_some_two_dozen_people_and_six_years(sample: Workspace) -> None:
    people = sample.people()
    entries = sample.find(Interaction)
    assert len(people) == 24
    assert 540 <= len(entries) <= 650
    days = [entry.when.date.first for entry in entries]
    assert timedelta(days=6 * 360) < max(days) - min(days) < timedelta(days=6 * 370)
    assert max(days) < SUNDAY.date()
    names = " ".join(person.name for person in people)
    for script in ("\u00c5", "\u9673", "\u064a", "\u7530", "\uae40", "\u05e9", "\u041e", "\u039d"):
        assert script in names
    assert {person.kind for person in people} == set(Kind)
    assert sample.check() == []


def test_it_shows_every_kind_of_ending_and_every_kind_of_word(sample: Workspace) -> None:
    assert {p.state for p in sample.find(Promise)} == set(PromiseState)
    assert {q.state for q in sample.find(Question)} == set(QuestionState)
    assert {o.result for d in sample.find(Deal) for o in d.outcomes} == set(Result)
    assert {e.channel for e in sample.find(Interaction)} == set(Channel)
    assert {e.source for e in sample.find(Interaction)} == set(Source)
    assert {m.state for m in sample.find(Meeting)} == set(MeetingState)
    assert {v.choice for v in sample.find(Verdict)} == set(VerdictChoice)
    meetings = sample.find(Meeting)
    assert any(m.vague and m.when is None for m in meetings)
    assert any(m.when and m.when.date.exact == date(2026, 11, 23) for m in meetings)
    assert any(e.credit for e in sample.find(Interaction))
    assert any(e.tone_theirs and e.tone_theirs.value == "hard" for e in sample.find(Interaction))
    assert any(c.times_mentioned for c in sample.find(Commonality))
    birthdays = [p.birthday for p in sample.find(Counterpart) if p.birthday]
    assert {b.year is None for b in birthdays} == {True, False}


def test_promises_are_due_this_week_and_one_is_overdue(sample: Workspace) -> None:
    due = [
        p.due.exact - SUNDAY.date()
        for p in sample.find(Promise)
        if p.state is PromiseState.OPEN and p.due and p.due.exact
    ]
    assert any(timedelta(0) <= rest <= timedelta(days=6) for rest in due)
    assert any(rest < timedelta(0) for rest in due)


def test_verdicts_both_agree_with_the_record_and_differ_from_it(sample: Workspace) -> None:
    pairs = {(v.choice, v.record) for v in sample.find(Verdict)}
    assert (VerdictChoice.REAL, "The record looks like a real relationship.") in pairs
    assert (VerdictChoice.REAL, "The record looks more like a lead.") in pairs
    assert (VerdictChoice.LEAD, "The record looks like a real relationship.") in pairs
    assert (VerdictChoice.LEAD, "The record looks more like a lead.") in pairs


def test_no_two_entries_say_the_same(sample: Workspace) -> None:
    notes = [entry.note for entry in sample.find(Interaction)]
    assert all(notes)
    assert len(set(notes)) == len(notes)
    assert not [note for note in notes if "{" in note or "!" in note]


def test_only_example_addresses_and_numbers_that_ring_nowhere() -> None:
    text = "".join((FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in CIRCLES)
    addresses = re.findall(r"\S+@\S+", text)
    assert addresses and all(address.endswith(".example") for address in addresses)
    numbers = [line for line in text.splitlines() if line.startswith("phone ")]
    assert numbers and all("555" in number for number in numbers)


def test_it_is_one_step_and_undo_empties_the_journal(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "mine.kith", FixedClock(SUNDAY), create=True)
    write_sample(workspace)
    assert len(workspace.history()) == 1
    workspace.undo()
    assert workspace.people() == []
    assert workspace.find(Interaction) == []
    workspace.redo()
    assert len(workspace.people()) == 24
    assert workspace.check() == []
    workspace.close()


def test_it_is_the_same_every_time(tmp_path: Path, sample: Workspace) -> None:
    again = create_sample(tmp_path / "again.kith", FixedClock(SUNDAY))
    for cls in (Counterpart, Interaction, Promise, Verdict, Meeting):
        assert again.find(cls) == sample.find(cls)
    again.close()


def test_it_never_goes_over_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    path.write_text("dear", encoding="utf-8")
    with pytest.raises(JournalError, match="already"):
        create_sample(path, FixedClock(SUNDAY))
    assert path.read_text(encoding="utf-8") == "dear"


def test_a_word_nobody_explained_is_refused() -> None:
    with pytest.raises(ValueError, match="shout"):
        read_entry("-3 call me shout | Hello", "", "dana")


def test_every_line_of_the_files_is_used(sample: Workspace) -> None:
    lines = 0
    for circle in CIRCLES:
        found = tomllib.loads((FOLDER / f"{circle}.toml").read_text(encoding="utf-8"))
        lines += sum(len(p.get("entries", "").split("\n")[:-1]) for p in found["person"])
    shared = sum(len(entry.people) - 1 for entry in sample.find(Interaction))
    assert len(sample.find(Interaction)) == lines - shared
