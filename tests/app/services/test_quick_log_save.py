"""A quick line written into a real journal, as one step."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.model.errors import AmbiguousNameError, InputError, NotFoundError
from app.model.people import Commonality, Counterpart, Likeness
from app.model.records import Channel, Interaction, Opener, Promise, Question, Side
from app.model.values import FixedClock, PartialDate
from app.services.quick_log import QuickLine, log, parse
from app.services.workspace import Workspace

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "j.kith", FixedClock(NOW), create=True)
    with workspace.change("Add people") as edit:
        for name in ("Dana Okafor", "Åsa Lindqvist", "Åsa Berg"):
            edit.add(Counterpart, name=name)
    yield workspace
    workspace.close()


def read(workspace: Workspace, line: str) -> QuickLine:
    return parse(line, workspace.names(), workspace.clock.now())


def test_all_a_line_says_is_one_step(journal: Workspace) -> None:
    heard: list[str] = []
    journal.listen(lambda changes: heard.append(changes.label))
    entry = log(
        journal,
        read(
            journal,
            "call with Dana yesterday 14:30 1h15 she opened. Budget is safe #work "
            "+common: both sail -differs: she votes ?how is Kyoto "
            "!me send the notes by Friday !them call the bank",
        ),
        origin=heard,
    )
    assert heard == ["Log a call with Dana Okafor"]
    (stored,) = journal.find(Interaction)
    assert stored == entry
    assert (stored.channel, stored.opener, stored.minutes) == (Channel.CALL, Opener.THEM, 75)
    assert (stored.note, stored.tags) == ("Budget is safe", ("work",))
    assert str(stored.when.date) == "2026-11-21"
    assert {(item.text, item.likeness) for item in journal.find(Commonality)} == {
        ("Both sail", Likeness.SAME),
        ("She votes", Likeness.DIFFERENT),
    }
    assert [question.text for question in journal.find(Question)] == ["How is Kyoto"]
    promises = {promise.by: promise for promise in journal.find(Promise)}
    assert promises[Side.ME].due == PartialDate(2026, 11, 27)
    assert promises[Side.ME].made_on == PartialDate(2026, 11, 21)
    assert promises[Side.THEM].text == "Call the bank"
    journal.undo()
    for kind in (Interaction, Commonality, Question, Promise):
        assert journal.find(kind) == []


def test_what_was_in_common_already_counts_one_more_mention(journal: Workspace) -> None:
    log(journal, read(journal, "call with Dana last Tuesday +common: both sail"))
    log(journal, read(journal, "call with Dana yesterday +common: Both sail."))
    (common,) = journal.find(Commonality)
    assert (common.times_mentioned, str(common.last_mentioned)) == (1, "2026-11-21")


def test_a_new_person_is_added_in_the_same_step_only_when_asked(journal: Workspace) -> None:
    quick = read(journal, "lunch with Dana and Zoe Marsh !them Zoe sends the list")
    with pytest.raises(NotFoundError, match="Zoe Marsh"):
        log(journal, quick)
    assert journal.find(Interaction) == []
    entry = log(journal, quick, create=True)
    (zoe,) = [person for person in journal.people() if person.name == "Zoe Marsh"]
    assert zoe.id in entry.people
    (promise,) = journal.find(Promise)
    assert promise.counterpart_id == zoe.id
    journal.undo()
    assert zoe.name not in [person.name for person in journal.people()]


def test_a_line_in_doubt_writes_nothing(journal: Workspace) -> None:
    with pytest.raises(AmbiguousNameError) as doubt:
        log(journal, read(journal, "call with Åsa"))
    assert doubt.value.candidates == ("Åsa Berg", "Åsa Lindqvist")
    for line in ("call with Dana tomorrow", "call with Dana last week", "call yesterday", ""):
        with pytest.raises(InputError):
            log(journal, read(journal, line))
    assert journal.find(Interaction) == []
