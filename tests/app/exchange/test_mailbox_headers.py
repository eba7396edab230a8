"""Headers of mails: labels, names, dates, and what is no contact between people."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange.mailbox.folders import SENT, label_of_folder
from app.exchange.mailbox.headers import decoded, read_headers, seconds_of
from app.model.imports import ReadAttendee
from tests.app.exchange.letters import ADA, ME, MINE, archive, letter, talks, told, write

LABELS = [
    "Sent",
    "Inbox,Sent,Opened",
    "Gesendet",
    "Archiviert,=?UTF-8?Q?Messages_envoy=C3=A9s?=",
    "=?UTF-8?Q?Posteingang,Gesendet,Ge=C3=B6ffnet?=",
    "=?UTF-8?Q?=C3=85pnet,Sendt?=",
    "=?UTF-8?B?6YCB5L+h5riI44G/?=",
    "=?UTF-8?Q?Enviados,Kategori?=\n =?UTF-8?Q?:_Reklame?=",
]


@pytest.mark.parametrize("labels", LABELS)
def test_sent_mail_is_known_by_its_label_in_any_language(labels: str) -> None:
    assert read_headers(f"From: {MINE}\nX-Gmail-Labels: {labels}\n".encode()).sent


def test_a_label_encoded_as_a_whole_is_decoded_before_it_is_split() -> None:
    raw = b"X-Gmail-Labels: =?UTF-8?Q?=C3=85pnet,Kategori:_Reklame?=\n"
    assert decoded(raw.decode()[16:]) == "Åpnet,Kategori: Reklame"
    assert not read_headers(raw).sent


@pytest.mark.parametrize(
    "name",
    [
        "Sent",
        "Sent-1",
        ".Sent",
        "INBOX.Sent Items",
        "[Gmail].Sent Mail",
        "Gesendet.mbox",
        "Enviados",
    ],
)
def test_a_folder_of_sent_mail_is_known_by_its_name(name: str) -> None:
    assert label_of_folder(name) in SENT
    assert label_of_folder("All mail Including Spam and Trash.mbox") not in SENT


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Mon, 6 Nov 2017 04:42:58 +0000", 1509943378),
        ("6 Nov 2017 04:42:58 +0000", 1509943378),
        ("Mon, 06 Nov 2017 05:42:58 +0100 (CET)", 1509943378),
        ("Mon, 6 Nov 17 04:42:58 GMT", 1509943378),
        ("Sun, 5 Nov 2017 20:42 -0800", 1509943320),
        ("Mo, 6 März 2017 04:42:58 +0000", None),
        ("2017-11-06 04:42:58", None),
        ("6 Nov 2017", None),
        ("Mon, 31 Feb 2017 04:42:58 +0000", None),
        ("Thu, 6 Nov 2064 04:42:58 +0000", None),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("16 Sep 2000", None),
        ("", None),
    ],
)
def test_a_date_is_read_whole_or_not_at_all(text: str, seconds: int | None) -> None:
    assert seconds_of(text, now=1_800_000_000) == seconds


def test_a_date_that_cannot_be_read_fails_loudly_into_a_remark(tmp_path: Path) -> None:
    broken = letter(id="a", day="").replace("Subject:", "Date: yesterday\nSubject:")
    (talk,) = talks(write(tmp_path / "a.mbox", broken))
    assert talk.remarks == ("The date of 1 mail cannot be read; the day it arrived stands for it.",)
    assert str(talk.when.date) == "2017-11-06"
    bare = broken.replace(broken.partition("\n")[0], "From ada@example.net")
    path = write(tmp_path / "b.mbox", bare, letter(id="b", day=""))
    assert told(path) == [("The harbour plan", "Its date “yesterday” cannot be read.")]
    assert told(write(tmp_path / "c.eml", letter(separator="", day=""))) == [
        ("The harbour plan", "It has no date.")
    ]


def test_a_mail_without_sender_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mbox", letter(sender="nobody at all", id="a"))
    assert told(path) == [("The harbour plan", "It does not say who sent it.")]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Adaeze Okafor <ada@example.net>", "Adaeze Okafor"),
        ('"Okafor, Adaeze" <ADA@example.net>', "Okafor, Adaeze"),
        ("=?UTF-8?Q?Ada=C3=A9ze_Okafor?= <ada@example.net>", "Adaéze Okafor"),
        ("=?iso-8859-1?Q?Ada=E9ze=2C?= Okafor <ada@example.net>", "Adaéze, Okafor"),
        ("=?UTF-8?B?QWRhw6l6?= =?UTF-8?B?ZSBPLg==?= <ada@example.net>", "Adaéze O."),
        ("=?nonsense?Q?Ada?= <ada@example.net>", "Ada"),
        ("Adaéze <ada@example.net>", "Adaéze"),
        ("'ada@example.net' <ada@example.net>", ""),
        ("ada@example.net (Ada)", "Ada"),
        ("ada@example.net", ""),
    ],
)
def test_names_and_addresses_in_every_form(tmp_path: Path, field: str, name: str) -> None:
    (talk,) = talks(write(tmp_path / "a.mbox", letter(sender=field, id="a")))
    assert talk.people == (ReadAttendee(name, "ada@example.net"),)


def test_bytes_of_a_legacy_code_page_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(letter(sender="Ada\u00e9ze <ada@example.net>", id="a").encode("cp1252"))
    assert talks(path)[0].people[0].name == "Adaéze"


BULK = "Sent to a mailing list, or to many at once."
MACHINE = "Written by a machine, or to an address nobody reads."
CALENDAR = "An invitation, or an answer to one; the calendar tells of it."


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("List-Id: <harbour.example.net>", BULK),
        ("List-Unsubscribe: <mailto:x@example.net>", BULK),
        ("Precedence: bulk", BULK),
        ("precedence: List", BULK),
        ("Auto-Submitted: auto-replied", MACHINE),
        ("Return-Path: <>", MACHINE),
        ("X-Autoreply: yes", MACHINE),
        ('Content-Type: text/calendar; method=REQUEST; charset="utf-8"', CALENDAR),
        ("Content-Class: urn:content-classes:calendarmessage", CALENDAR),
        ("Sender: Google Calendar <calendar-notification@google.com>", CALENDAR),
        ("X-Gmail-Labels: Spam", "It lies in the folder for unwanted mail."),
        ("X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=", "A draft that was not sent."),
    ],
)
def test_what_is_no_contact_is_left_out_and_counted(tmp_path: Path, line: str, why: str) -> None:
    out = letter(ADA, MINE, "2 Mar 2026 10:00:00 +0000", "News", line, id="n")
    path = write(tmp_path / "a.mbox", letter(id="a"), out, out.replace("<n>", "<m>"))
    assert [talk.messages for talk in talks(path)] == [1]
    assert told(path) == [("2 mails", why)]


@pytest.mark.parametrize("line", ["Auto-Submitted: no", "Return-Path: <ada@example.net>"])
def test_what_a_person_wrote_stays(tmp_path: Path, line: str) -> None:
    text = letter(ADA, MINE, "2 Mar 2026 10:00:00 +0000", "Hello", line, id="a")
    assert len(talks(write(tmp_path / "a.mbox", text))) == 1


@pytest.mark.parametrize(
    ("sender", "machine"),
    [
        ("no-reply@example.net", True),
        ("noreply@example.net", True),
        ("drive-shares-noreply@example.net", True),
        ("do_not_reply@example.net", True),
        ("MAILER-DAEMON@example.net", True),
        ("notifications@example.net", True),
        ("newsletter@example.net", True),
        ("nicht-antworten@example.net", True),
        ("noor.reply@example.net", False),
        ("norea@example.net", False),
    ],
)
def test_addresses_nobody_reads(tmp_path: Path, sender: str, machine: bool) -> None:
    path = write(tmp_path / "a.mbox", letter(sender=sender, id="a"))
    assert told(path) == ([("1 mail", MACHINE)] if machine else [])


@pytest.mark.parametrize(
    ("subject", "invitation"),
    [
        ("Invitation: Review @ Mon 2 Mar 2026 10:00", True),
        ("Accepted: Review", True),
        ("Zugesagt: Review", True),
        ("Invitation to the harbour", False),
        ("Accepted, gladly", False),
    ],
)
def test_calendar_notices_are_known_by_their_subject(
    tmp_path: Path, subject: str, invitation: bool
) -> None:
    path = write(tmp_path / "a.mbox", letter(subject=subject, id="a"))
    assert told(path) == ([("1 mail", CALENDAR)] if invitation else [])


def test_mail_to_more_than_three_people_opens_nothing(tmp_path: Path) -> None:
    crowd = "The whole group had more than three people"
    many = f"{ME}, b@example.net, c@example.net"
    (tmp_path / "x").mkdir()
    path = write(tmp_path / "a.mbox", letter(to=many, id="a", subject=crowd))
    assert talks(path) == []
    why = "More than three people took part, so it opens no conversation."
    assert told(path) == [("1 mail", why)]
    hundreds = ", ".join(f"p{n}@example.net" for n in range(300))
    assert told(write(tmp_path / "b.mbox", letter(to=hundreds, id="a"))) == [("1 mail", why)]
    three = write(tmp_path / "c.mbox", letter(to=f"{ME}, b@example.net", id="a"))
    assert len(talks(three)[0].people) == 2


def test_hidden_recipients_are_a_crowd(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mbox", letter(to="undisclosed-recipients:;", id="a"))
    assert talks(path) == []


def test_mail_to_a_list_the_archive_knows_is_left_out(tmp_path: Path) -> None:
    post = "List-Post: <mailto:harbour@lists.example.net>"
    path = write(
        tmp_path / "a.mbox",
        letter(ADA, "harbour@lists.example.net", "2 Mar 2026 10:00:00 +0000", "x", post, id="a"),
        letter(MINE, "harbour@lists.example.net", "3 Mar 2026 10:00:00 +0000", "y", id="b"),
    )
    assert told(path) == [("2 mails", BULK)]


def test_a_note_to_oneself_and_a_mail_that_comes_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mbox", letter(MINE, ME, id="s"), letter(id="a"), letter(id="a"))
    assert sorted(told(path)) == [
        ("1 mail", "Nobody but you stands in it."),
        ("1 mail", "The same mail stands in the files twice."),
    ]


def test_the_users_addresses_are_known_from_sent_mail(tmp_path: Path) -> None:
    sent = "X-Gmail-Labels: Sent"
    path = write(
        tmp_path / "a.mbox",
        letter(MINE, ADA, "2 Mar 2026 10:00:00 +0000", "x", sent, id="a"),
        letter(id="b", answers="a", day="3 Mar 2026 10:00:00 +0000"),
    )
    assert archive(path, mine=()).mine == {ME}
    (talk,) = talks(path, mine=())
    assert (talk.mine, talk.theirs) == (1, 1)


def test_another_address_of_the_user_is_learned_from_what_was_delivered(tmp_path: Path) -> None:
    line = "Delivered-To: alias@example.org"
    letters = [
        letter(ADA, "alias@example.org", "2 Mar 2026 10:00:00 +0000", "x", line, id=f"{n}")
        for n in range(3)
    ]
    (talk,) = talks(write(tmp_path / "a.mbox", *letters))
    assert [one.email for one in talk.people] == ["ada@example.net"]


def test_without_any_sign_of_the_user_nothing_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mbox", letter(id="a"), letter(id="b", sender="ben@example.net"))
    found = archive(path, mine=())
    assert found.mine == frozenset()
    assert found.usual_addresses()[0] == ME
    assert talks(path, mine=()) == []
    assert told(path, mine=())[0][0] == "2 mails"


@pytest.mark.parametrize("text", ["(" * 20_000, "a:" * 20_000, '"' * 40_000, "<" * 40_000])
def test_an_address_field_made_to_exhaust_the_reader_is_read(text: str) -> None:
    found = read_headers(f"From: {text}\nTo: {text} ada@example.net\n".encode())
    assert found.sender is None
