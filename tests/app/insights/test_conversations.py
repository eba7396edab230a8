"""Contacts become conversations: by thread, by 72 hours, never by the order of logging."""

from datetime import time
from typing import Any

import pytest

from app.insights.conversations import Talk, converse, is_group, is_two_way, recent
from app.model.records import Ask, Channel, Depth, Interaction, Opener, Source
from tests.app.insights.insight_logs import TODAY, contact, day

ME, THEM, TOGETHER, GROUP = Opener.ME, Opener.THEM, Opener.TOGETHER, Opener.GROUP


def talks(*contacts: Interaction) -> list[Talk]:
    return converse(contacts, TODAY).talks


def sizes(*contacts: Interaction) -> list[int]:
    return [len(talk.entries) for talk in talks(*contacts)]


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([contact(9), contact(7), contact(5)], [3]),
        ([contact(9), contact(6)], [1, 1]),
        ([contact(9, at=time(23)), contact(6, at=time(22, 59))], [2]),
        ([contact(9, at=time(22)), contact(6, at=time(22))], [1, 1]),
        ([contact(9, at=time(23)), contact(6)], [1, 1]),
        ([contact(90, thread="a"), contact(40), contact(5, thread="a")], [2, 1]),
        ([contact(90, thread="a"), contact(89), contact(5, thread="a"), contact(4)], [4]),
        ([contact("2026-10"), contact("2026-10-01"), contact("2026-10-02")], [1, 2]),
        ([contact("2026-10", thread="a"), contact("2026-10-20", thread="a")], [2]),
        ([contact(-1)], []),
    ],
)
def test_what_belongs_together(contacts: list[Interaction], expected: list[int]) -> None:
    assert sorted(sizes(*contacts)) == sorted(expected)
    assert sorted(sizes(*reversed(contacts))) == sorted(expected)


@pytest.mark.parametrize(
    ("contacts", "opener"),
    [
        ([contact(9, ME), contact(8, THEM)], ME),
        ([contact(9), contact(8, THEM)], None),
        ([contact(9, at=time(10)), contact(9, THEM, at=time(9))], THEM),
        ([contact(9, ME), contact(9, THEM)], None),
        ([contact(9, ME), contact(9)], ME),
        ([contact(9, TOGETHER)], TOGETHER),
    ],
)
def test_who_opened(contacts: list[Interaction], opener: Opener | None) -> None:
    assert [talk.opener for talk in talks(*contacts)] == [opener]
    assert [talk.opener for talk in talks(*reversed(contacts))] == [opener]


def test_two_openers_at_one_time_are_remembered_as_such() -> None:
    (talk,) = talks(contact(9, ME), contact(9, THEM))
    assert talk.mixed
    assert not talk.sided


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ({}, False),
        ({"present": 3}, False),
        ({"present": 4}, True),
        ({"present": 12, "one_to_one": True}, False),
        ({"opener": GROUP}, True),
        ({"opener": GROUP, "one_to_one": True}, False),
        ({"people": (1, 2)}, False),
        ({"people": (1, 2, 3)}, True),
        ({"people": (1, 2, 3), "present": 3}, False),
        ({"one_to_one": False}, True),
        ({"one_to_one": False, "present": 2}, False),
    ],
)
def test_groups_are_set_aside(values: dict[str, Any], group: bool) -> None:
    entry = contact(9, **values)
    assert is_group(entry) is group
    found = converse([entry, contact(8, THEM)], TODAY)
    assert len(found.groups) == group
    assert found.talks[0].opener is (THEM if group else values.get("opener"))


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({}, None),
        ({"two_way": True}, True),
        ({"two_way": False, "channel": Channel.CALL}, False),
        ({"answered": False}, False),
        ({"channel": Channel.CALL}, True),
        ({"channel": Channel.MEAL}, True),
        ({"channel": Channel.EMAIL}, None),
        ({"channel": Channel.EVENT}, None),
    ],
)
def test_both_sides_took_part(values: dict[str, Any], answer: bool | None) -> None:
    entry = contact(9, **values)
    assert is_two_way(entry) is answer
    assert [talk.two_way for talk in talks(entry)] == [answer]


def test_both_sides_writing_is_two_way() -> None:
    assert [t.two_way for t in talks(contact(9, ME), contact(8, THEM))] == [True]
    assert [t.two_way for t in talks(contact(9, ME), contact(8, ME))] == [None]


@pytest.mark.parametrize(
    ("opener", "mine", "theirs", "ask"),
    [
        (ME, Ask.SALE, None, True),
        (ME, Ask.NONE, Ask.SALE, False),
        (ME, None, Ask.SALE, None),
        (THEM, Ask.SALE, Ask.NONE, False),
        (THEM, Ask.NONE, None, None),
        (TOGETHER, Ask.NONE, Ask.SALE, True),
        (TOGETHER, Ask.NONE, Ask.NONE, False),
        (TOGETHER, Ask.NONE, None, None),
        (None, Ask.NONE, Ask.NONE, False),
        (None, Ask.SALE, Ask.SALE, True),
        (None, Ask.SALE, Ask.NONE, None),
    ],
)
def test_whether_the_opener_asked(
    opener: Opener | None, mine: Ask | None, theirs: Ask | None, ask: bool | None
) -> None:
    (talk,) = talks(contact(9, opener, ask_mine=mine, ask_theirs=theirs))
    assert talk.ask is ask


def test_what_both_wanted_is_no_ask() -> None:
    (talk,) = talks(contact(9, ME, Ask.MONEY, joint_benefit=True))
    assert talk.ask is False


@pytest.mark.parametrize(
    ("contacts", "answered"),
    [
        ([contact(60, ME)], None),
        ([contact(60, ME, answered=False)], False),
        ([contact(60, ME, answered=True)], True),
        ([contact(60, ME, two_way=True)], True),
        ([contact(60, ME, channel=Channel.CALL)], True),
        ([contact(60, ME, channel=Channel.EMAIL), contact(59, THEM)], True),
        ([contact(60, ME, channel=Channel.EMAIL), contact(40, THEM)], None),
        ([contact(60, None, answered=True)], None),
        ([contact(60, ME, source=Source.IMPORTED)], False),
        ([contact(13, ME, source=Source.IMPORTED)], None),
        ([contact(60, ME, source=Source.IMPORTED), contact(46, THEM)], True),
        ([contact(60, ME, source=Source.IMPORTED), contact(45, THEM)], False),
        ([contact(60, THEM, source=Source.IMPORTED), contact(50, ME)], True),
        ([contact("2026-09", ME, source=Source.IMPORTED)], None),
    ],
)
def test_answers(contacts: list[Interaction], answered: bool | None) -> None:
    assert talks(*contacts)[0].answered is answered


@pytest.mark.parametrize(
    ("contacts", "logistics"),
    [
        ([contact(9, logistics=True)], True),
        ([contact(9)], False),
        ([contact(9, logistics=True), contact(8)], True),
        ([contact(9, logistics=True), contact(8, logistics=False)], False),
        ([contact(9), contact(8, logistics=True)], False),
    ],
)
def test_logistics_only(contacts: list[Interaction], logistics: bool) -> None:
    assert [talk.logistics for talk in talks(*contacts)] == [logistics]


def test_depth_is_the_deepest_that_was_said() -> None:
    (talk,) = talks(contact(9, depth=Depth.SHORT), contact(8, depth=Depth.PERSONAL), contact(7))
    assert talk.depth == Depth.PERSONAL
    assert talks(contact(9))[0].depth is None


def test_what_came_before_a_period_is_left_out_and_counted() -> None:
    found = converse([contact(90), contact(50), contact(9)], TODAY, since=day(50))
    assert (len(found.talks), found.left_out) == (2, 1)


def test_the_window_reaches_back_by_days_or_by_number() -> None:
    units = talks(*(contact(10 * n) for n in range(1, 11)))
    start = TODAY.toordinal() - 35
    assert len(recent(units, start, 2)) == 3
    assert len(recent(units, start, 5)) == 5
    assert len(recent(units, start, 50)) == 10
    assert len(recent(units, TODAY.toordinal(), 0)) == 0
