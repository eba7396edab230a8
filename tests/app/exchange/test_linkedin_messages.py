"""LinkedIn's table of messages: conversations, who opened them, and what stays open."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import contact_tables
from app.exchange.contact_tables import MessageRules
from app.model.imports import ReadConversation, ReadFailure, ReadSkip
from app.model.records import Channel, Opener

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER"
)
PEOPLE = {
    "Me Myself": "https://www.linkedin.com/in/me",
    "Dana Okafor": "https://www.linkedin.com/in/dana",
    "Lee, PhD": "https://www.linkedin.com/in/lee",
    "Rui Santos": "https://www.linkedin.com/in/rui",
}


def message(talk: str, sender: str, to: str, date: str, folder: str = "INBOX") -> list[str]:
    urls = ",".join(PEOPLE[name] for name in to.split(" + "))
    names = to.replace(" + ", ",")
    return [talk, "", sender, PEOPLE[sender], names, urls, date, "", "Hi,\nthere", folder]


def archive(*rows: list[str]) -> bytes:
    out = io.StringIO()
    out.write(HEADER + "\n")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def read(data: bytes, **rules: object) -> list[ReadConversation | ReadSkip | ReadFailure]:
    assert contact_tables.holds_messages(data)
    found = contact_tables.gather_messages([data], "utf-8")
    return list(found.items(MessageRules(**rules)))  # type: ignore[arg-type]


ME, DANA, LEE, RUI = PEOPLE
TWO = (
    message("1", DANA, ME, "2024-01-01 08:00:00 UTC"),
    message("1", ME, DANA, "2024-01-02 09:30:00 UTC"),
    message("1", ME, DANA, "2024-03-01 10:00:00 UTC"),
    message("2", ME, LEE, "2024-04-01 08:00:00 UTC"),
)


def test_messages_become_conversations_parted_by_gaps() -> None:
    first, second, third = read(archive(*TWO))
    assert isinstance(first, ReadConversation)
    assert isinstance(second, ReadConversation)
    assert (first.messages, first.mine, first.theirs) == (2, 1, 1)
    assert (first.opener, first.two_way, first.answered) == (Opener.THEM, True, True)
    assert (second.opener, second.two_way, second.answered) == (Opener.ME, False, False)
    assert str(first.when.date) == "2024-01-01"
    assert first.channel is Channel.MESSAGE
    assert [one.name for one in first.people] == ["Dana Okafor"]
    assert isinstance(third, ReadConversation)
    assert (third.two_way, third.answered) == (None, None)  # an answer may still come


def test_a_comma_in_a_name_makes_no_two_people() -> None:
    *_before, third = read(archive(*TWO))
    assert isinstance(third, ReadConversation)
    assert [one.name for one in third.people] == ["Lee, PhD"]


def test_the_user_is_who_takes_part_in_everything_or_has_the_name_in_the_settings() -> None:
    one = archive(message("1", DANA, ME, "2024-01-01 08:00:00 UTC"))
    (asked,) = read(one)
    assert isinstance(asked, ReadSkip)
    assert "Write your name in Settings" in asked.why
    (told,) = read(one, my_name="me myself")
    assert isinstance(told, ReadConversation)
    assert told.opener is Opener.THEM


def test_a_later_archive_keeps_the_keys() -> None:
    before = [item.key for item in read(archive(*TWO))]
    more = message("2", LEE, ME, "2024-04-02 08:00:00 UTC")
    after = [item.key for item in read(archive(*TWO, more))]
    assert before == after


def test_groups_drafts_and_unwanted_mail_are_counted() -> None:
    group = message("3", DANA, f"{ME} + {LEE} + {RUI}", "2024-05-01 08:00:00 UTC")
    spam = message("4", RUI, ME, "2024-05-01 08:00:00 UTC", "SPAM")
    found = [item for item in read(archive(*TWO, group, spam)) if isinstance(item, ReadSkip)]
    assert sorted((item.title, item.why) for item in found) == [
        ("1 message", "A draft, or unwanted."),
        ("1 message", "More than three people took part, so it opens no conversation."),
    ]


def test_someone_who_has_left_linkedin_is_nobody() -> None:
    gone = [*message("5", RUI, ME, "2024-05-01 08:00:00 UTC")]
    gone[2], gone[3] = "LinkedIn Member", ""
    found = read(archive(*TWO, gone))
    assert isinstance(found[-1], ReadSkip)
    assert "has left LinkedIn" in found[-1].why


@pytest.mark.parametrize("date", ["", "soon", "2024-13-01 08:00:00 UTC", "0001-01-01 00:00:00 UTC"])
def test_a_message_without_a_date_cannot_be_read(date: str) -> None:
    found = read(archive(message("1", DANA, ME, date), *TWO))
    assert isinstance(found[0], ReadFailure)
    assert found[0].place == "line 2"
    assert len(found) == 4


def test_texts_are_not_kept() -> None:
    assert "there" not in repr(read(archive(*TWO)))


def test_a_table_of_people_is_no_table_of_messages() -> None:
    assert not contact_tables.holds_messages(b"First Name,Last Name,Connected On\nA,B,1 Mar 2024\n")


@given(st.lists(st.text(alphabet='",\n 012-:UTC\u202e', max_size=60), max_size=8), st.binary())
@settings(max_examples=80, deadline=None)
def test_anything_below_the_header_is_read_to_the_end(lines: list[str], rest: bytes) -> None:
    data = "\n".join((HEADER, *lines)).encode() + b"\n" + rest
    found = contact_tables.gather_messages([data], "utf-8")
    for item in found.items(MessageRules(my_name="x")):
        assert isinstance(item, ReadConversation | ReadSkip | ReadFailure)
