"""Mails as conversations: threads, gaps, who opened, who answered."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from app.model.imports import ReadConversation
from app.model.records import Channel, Opener
from app.model.values import Moment, PartialDate
from tests.app.exchange.letters import ADA, ME, MINE, letter, talks, write

BEN = "Ben Vogel <ben@example.net>"
HOME = "Adaeze Okafor <ada@home.example>"


def at(day: int, month: str = "Mar", hour: int = 9) -> str:
    return f"{day} {month} 2026 {hour:02}:00:00 +0000"


def one(tmp_path: Path, *letters: str, **options: int) -> ReadConversation:
    (talk,) = talks(write(tmp_path / "all.mbox", *letters), **options)  # type: ignore[arg-type]
    return talk


def test_a_thread_is_one_conversation(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        letter(MINE, ADA, at(2), "Plan", id="a"),
        letter(ADA, MINE, at(3), "Re: Plan", id="b", answers="a"),
        letter(MINE, ADA, at(28), "AW: Re: Plan", id="c", answers="b"),
    )
    assert (talk.title, talk.channel, talk.messages) == ("Plan", Channel.EMAIL, 3)
    assert (talk.mine, talk.theirs, talk.opener) == (2, 1, Opener.ME)
    assert (talk.two_way, talk.answered) == (True, True)
    assert talk.when == Moment(PartialDate(2026, 3, 2), time(9))
    assert talk.last == Moment(PartialDate(2026, 3, 28), time(9))
    assert [person.email for person in talk.people] == ["ada@example.net"]
    assert talk.thread == talk.key
    assert talk.remarks == ()


def test_a_thread_of_gmail_needs_no_references(tmp_path: Path) -> None:
    number = "X-GM-THRID: 1583290388308606088"
    talk = one(
        tmp_path,
        letter(MINE, ADA, at(2), "Plan", number, id="a"),
        letter(ADA, MINE, at(20), "Plan", number, id="b"),
    )
    assert (talk.messages, talk.opener) == (2, Opener.ME)


def test_references_hold_a_thread_together_where_mails_are_missing(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        letter(MINE, ADA, at(2), "Plan", id="a"),
        letter(ADA, MINE, at(28), "Re: Plan", "References: <a> <gone>\n <gone2>", id="d"),
    )
    assert talk.messages == 2


@pytest.mark.parametrize(("day", "count"), [(5, 2), (4, 1)])
def test_mails_with_gaps_under_72_hours_are_one_conversation(
    tmp_path: Path, day: int, count: int
) -> None:
    letters = letter(MINE, ADA, at(2), "Plan", id="a"), letter(ADA, MINE, at(day), "Tea", id="b")
    path = write(tmp_path / "all.mbox", *letters)
    assert len(talks(path)) == count
    assert len(talks(path, gap_hours=12)) == 2


def test_a_conversation_of_two_threads_keeps_both_keys(tmp_path: Path) -> None:
    first = letter(MINE, ADA, at(2), "Plan", id="a")
    second = letter(ADA, MINE, at(6), "Tea", id="c")
    apart = talks(write(tmp_path / "apart.mbox", first, second))
    between = letter(ADA, MINE, at(4), "Re: Plan", id="b", answers="a")
    joined = one(tmp_path, first, second, between)
    assert len(apart) == 2
    assert {joined.key, *joined.also} >= {talk.key for talk in apart}


def test_a_longer_thread_keeps_its_key(tmp_path: Path) -> None:
    first = letter(MINE, ADA, at(2), "Plan", id="a")
    answer = letter(ADA, MINE, at(9), "Re: Plan", id="b", answers="a")
    assert one(tmp_path, first).key == one(tmp_path, first, answer).key == one(tmp_path, answer).key


def test_mails_with_different_people_are_different_conversations(tmp_path: Path) -> None:
    path = write(
        tmp_path / "all.mbox",
        letter(MINE, ADA, at(2), "Plan", id="a"),
        letter(MINE, BEN, at(2), "Plan", id="b"),
    )
    assert [talk.people[0].name for talk in talks(path)] == ["Adaeze Okafor", "Ben Vogel"]


def test_a_forward_opens_a_conversation_of_its_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "all.mbox",
        letter(BEN, MINE, at(2), "Plan", id="a"),
        letter(MINE, ADA, at(3), "Fwd: Plan", "References: <a>", id="b"),
        letter(ADA, MINE, at(4), "Re: Fwd: Plan", id="c", answers="b"),
    )
    ben, ada = talks(path)
    assert (ben.opener, ben.messages) == (Opener.THEM, 1)
    assert (ada.opener, ada.messages, ada.answered) == (Opener.ME, 2, True)
    assert ada.key != ben.key


@pytest.mark.parametrize("sender", [HOME, "other@example.net"])
def test_an_answer_from_another_address_is_an_answer(tmp_path: Path, sender: str) -> None:
    talk = one(
        tmp_path,
        letter(MINE, ADA, at(2), "Plan", id="a"),
        letter(sender, MINE, at(3), "Re: Plan", id="b", answers="a"),
    )
    assert (talk.answered, talk.two_way, len(talk.people)) == (True, True, 2)


def test_who_opened_stays_open_when_the_beginning_is_missing(tmp_path: Path) -> None:
    for letters in (
        (letter(ADA, MINE, at(2), "Re: Plan", id="b", answers="gone"),),
        (letter(ADA, MINE, at(2), "Re: Plan", id="b"),),
    ):
        talk = one(tmp_path, *letters)
        assert (talk.opener, talk.answered) == (None, None)
        assert talk.remarks == ("Its beginning is not in the file, so who opened it stays open.",)


def test_an_answer_to_a_mail_to_many_opens_nothing(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        letter(ADA, f"{ME}, b@example.net, c@example.net", at(2), "Plan", id="a"),
        letter(MINE, ADA, at(3), "Re: Plan", id="b", answers="a"),
    )
    assert (talk.messages, talk.opener) == (1, None)


def test_a_wrong_clock_does_not_turn_question_and_answer_round(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        letter(MINE, ADA, at(2, hour=9), "Plan", id="a"),
        letter(ADA, MINE, at(2, hour=8), "Re: Plan", id="b", answers="a"),
    )
    assert talk.opener is Opener.ME


@pytest.mark.parametrize(
    ("answer", "end", "answered"),
    [
        (at(16), at(20, "Mar"), True),
        (at(17), at(20, "Mar"), False),
        ("", at(17), False),
        ("", at(16), None),
    ],
)
def test_an_opening_counts_as_not_answered_after_14_days(
    tmp_path: Path, answer: str, end: str, answered: bool | None
) -> None:
    letters = [letter(MINE, ADA, at(2), "Plan", id="a"), letter(BEN, MINE, end, "End", id="z")]
    if answer:
        letters.append(letter(ADA, MINE, answer, "Re: Plan", id="b", answers="a"))
    talk = talks(write(tmp_path / "all.mbox", *letters))[0]
    assert talk.answered is answered
    assert talk.two_way is (True if answer else answered)


def test_half_an_archive_says_nothing_about_answers(tmp_path: Path) -> None:
    received = letter(ADA, MINE, at(2), "Plan", id="a"), letter(BEN, MINE, at(30), "End", id="z")
    first = talks(write(tmp_path / "in.mbox", *received))[0]
    assert (first.opener, first.answered, first.two_way) == (Opener.THEM, None, None)
    sent = letter(MINE, ADA, at(3), "Re: Plan", id="b", answers="a")
    whole = talks(tmp_path / "in.mbox", write(tmp_path / "out.mbox", sent))
    assert (whole[0].answered, whole[0].mine) == (True, 1)


def test_files_are_told_together_and_say_where_a_conversation_begins(tmp_path: Path) -> None:
    one_way = write(tmp_path / "in.mbox", letter(id="x", sender=BEN), letter(id="a"))
    other = write(tmp_path / "Sent", letter(MINE, ADA, at(3), "Re: x", id="b", answers="a"))
    found = talks(one_way, other)
    assert [(talk.place, talk.messages) for talk in found] == [("mail 1", 1), ("mail 2", 2)]


def test_a_mail_without_a_subject(tmp_path: Path) -> None:
    assert one(tmp_path, letter(subject="Re: ", id="a")).title == "(no subject)"
