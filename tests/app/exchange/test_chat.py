"""Chats exported from WhatsApp: every form of line, the order of dates, conversations."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import chat
from app.exchange.chat import log
from app.exchange.chat.lines import messages
from app.model.imports import ReadConversation, ReadFailure, ReadSkip
from app.model.records import Channel, Opener
from app.model.values import Moment, PartialDate

NOW = datetime(2026, 11, 22, 9)  # local time
WITH_ADA = "WhatsApp Chat with Ada.txt"


def read(text: str, name: str = WITH_ADA, **rules: object) -> list[chat.Item]:
    return list(chat.gather([text.encode()]).items(name, chat.Rules(NOW, **rules)))  # type: ignore[arg-type]


def talks(text: str, name: str = WITH_ADA, **rules: object) -> list[ReadConversation]:
    return [one for one in read(text, name, **rules) if isinstance(one, ReadConversation)]


def shape(text: str) -> list[tuple[tuple[int, int, int], int, int, str]]:
    return [
        (one.stamp.numbers, one.stamp.hour, one.stamp.minute, one.sender)
        for one in messages(text.split("\n"))
    ]


FORMS = {
    "android": ("23/06/2018, 01:55 p.m. - Name: text", (23, 6, 2018), 13, 55),
    "android with plain half": ("6/23/18, 1:55 PM - Name: text", (6, 23, 18), 13, 55),
    "iphone": ("[06.13.18 21:25:15] Name: text", (6, 13, 18), 21, 25),
    "finnish": ("13.6.2018 klo 21.25.15 - Name: m", (13, 6, 2018), 21, 25),
    "croatian": ("13. 6. 2018. 21:25:15 Name: m", (13, 6, 2018), 21, 25),
    "year first": ("[2018/06/13, 21:25:15] Name: m", (2018, 6, 13), 21, 25),
    "dashes and a dot": ("03-06-2018, 01.55 PM - Name: m", (3, 6, 2018), 13, 55),
    "not in the contacts": ("[13.06.2023, 18:08:08] ~ Name: m", (13, 6, 2023), 18, 8),
    "not in the contacts, narrow": ("[13.06.2023, 18:08:08] ~\u202fName: m", (13, 6, 2023), 18, 8),
    "left-to-right mark": ("\u200e[13.06.2023, 18:08:08] Name: m", (13, 6, 2023), 18, 8),
    "hard space in the half": ("23/06/2018, 01:55 p.\u00a0m. - Name: m", (23, 6, 2018), 13, 55),
    "narrow space before the half": ("6/23/23, 1:55\u202fPM - Name: m", (6, 23, 23), 13, 55),
    "thin space": ("6/23/23, 1:55\u2009PM - Name: m", (6, 23, 23), 13, 55),
    "small letters": ("23/06/2018, 12:05 am - Name: m", (23, 6, 2018), 0, 5),
    "noon": ("23/06/2018, 12:05 pm - Name: m", (23, 6, 2018), 12, 5),
    "arabic": ("٢٣\u200f/٦\u200f/٢٠١٨، ١:٥٥ م - Name: m", (23, 6, 2018), 13, 55),
    "arabic morning": ("٢٣/٦/٢٠١٨، ١:٥٥ ص - Name: m", (23, 6, 2018), 1, 55),
    "chinese": ("[2018/6/13 下午1:55:03] Name: m", (2018, 6, 13), 13, 55),
    "chinese android": ("2018/6/13 上午1:55 - Name: m", (2018, 6, 13), 1, 55),
    "japanese": ("2018/06/13 午後1:55 - Name: m", (2018, 6, 13), 13, 55),
    "korean": ("2018. 6. 13. 오후 1:55, Name : m", (2018, 6, 13), 13, 55),
    "korean words": ("2018년 6월 13일 오전 11:55 - Name : m", (2018, 6, 13), 11, 55),
    "colon without space": ("[13.06.2023, 18:08:08] Name:Hi", (13, 6, 2023), 18, 8),
    "german": ("23.06.18, 13:55 - Name: m", (23, 6, 18), 13, 55),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_line(form: str) -> None:
    line, numbers, hour, minute = FORMS[form]
    assert shape(f"{line}\n") == [(numbers, hour, minute, "Name")]
    assert chat.looks_like(line.encode(), WITH_ADA)
    assert chat.looks_like(line.encode("utf-16"), WITH_ADA)


def test_lines_without_a_name_are_notices() -> None:
    text = (
        "23/06/2018, 13:55 - Messages and calls are end-to-end encrypted.\n"
        "23/06/2018, 13:55 - Ada changed the subject to “Boats: all of them”\n"
        "[23/06/2018, 13:55:01] nothing\n"
        "23/06/2018, 13:56 - Ada: Hi\n"
    )
    assert [one[3] for one in shape(text)] == ["", "", "Ada"]
    (talk,) = talks(text)
    assert talk.messages == 1
    (notice,) = [one for one in read(text) if isinstance(one, ReadSkip)]
    assert (notice.title, notice.why) == ("2 notices", "Said by the program, not by a person.")


def test_a_notice_of_an_iphone_is_said_by_nobody() -> None:
    text = (
        "[13.06.23, 18:08:08] Ada: \u200eMessages and calls are end-to-end encrypted.\n"
        "[13.06.23, 18:09:08] Ada: \u200eimage omitted\n"
        "\u200e[13.06.23, 18:10:08] Ada: \u200e<attached: 00000042-PHOTO-2023.jpg>\n"
    )
    assert [one[3] for one in shape(text)] == ["", "Ada", "Ada"]


@pytest.mark.parametrize(
    "mark",
    [
        "<Media omitted>",
        "<Medien ausgeschlossen>",
        "IMG-20180613-WA0001.jpg (file attached)",
        "IMG-20180613-WA0001.jpg (Datei angehängt)",
        "<attached: 00000042-PHOTO-2018-06-13.jpg>",
        "00000042-PHOTO.jpg <attached>",
        "plan.pdf • 14 pages <attached: 00000043-plan.pdf>",
        "\u200eBild weggelassen",
    ],
)
def test_marks_of_pictures_and_files_count_as_messages(mark: str) -> None:
    (talk,) = talks(f"[13.06.23, 18:08:08] Ada: {mark}\n[13.06.23, 18:09:08] Ada: words\n")
    assert (talk.messages, talk.note) == (2, "1 with a picture or file.")


def test_later_lines_belong_to_the_message_even_with_a_date_of_their_own() -> None:
    text = (
        "23/06/2018, 13:55 - Ada: The plan:\n"
        "24/06/2018\n"
        "24.06.2018, 10:00 - Harbour: north\n"
        "[24/06/2018, 10:00:00] Harbour: south\n"
        "\n"
        "23/06/2018, 13:57 - Me: Good\n"
    )
    assert [one[3] for one in shape(text)] == ["Ada", "Me"]


def days(*dates: str) -> str:
    return "".join(f"{day}, 12:00 - Ada: x\n" for day in dates)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("01/02/2018", "13/02/2018"), "2018-02-01"),
        (("01/02/2018", "01/13/2018"), "2018-01-02"),
        (("01/02/2018", "02/02/2018", "01/03/2018"), "2018-02-01"),
        (("01/02/2018", "01/05/2018", "02/01/2018"), "2018-01-02"),
        (("18/06/13", "18/06/30"), "2018-06-13"),
        (("45/45/2018",), None),
        (("11/12/2026",), "2026-11-12"),
        (("05/05/2018", "05/05/2018"), "2018-05-05"),
        (("2018/02/01", "2018/02/03"), "2018-02-01"),
    ],
)
def test_the_order_of_a_date_is_decided_over_the_whole_file(
    dates: tuple[str, ...], first: str | None
) -> None:
    if first is None:
        (failure,) = read(days(*dates))
        assert isinstance(failure, ReadFailure)
    else:
        assert str(talks(days(*dates))[0].when.date) == first


def test_what_nobody_can_tell_is_asked() -> None:
    text = days("01/02/2018", "03/04/2018")
    assert chat.gather([text.encode()]).is_undecided(chat.Rules(NOW))
    (skip,) = read(text)
    assert isinstance(skip, ReadSkip)
    assert "day or with the month first" in skip.why
    assert str(talks(text, day_first=True)[0].when.date) == "2018-02-01"
    assert str(talks(text, day_first=False)[0].when.date) == "2018-01-02"


def said(*lines: tuple[str, str]) -> str:
    return "".join(f"{at} - {name}: hello\n" for at, name in lines)


def test_messages_with_gaps_under_72_hours_are_one_conversation() -> None:
    text = said(
        ("13.06.2018, 12:00", "Me"),
        ("14.06.2018, 09:00", "Ada"),
        ("17.06.2018, 08:59", "Me"),
        ("20.06.2018, 09:00", "Ada"),
    )
    first, second = talks(text)
    assert (first.messages, first.mine, first.theirs) == (3, 2, 1)
    assert (first.opener, first.two_way, first.answered) == (Opener.ME, True, True)
    assert first.when == Moment(PartialDate(2018, 6, 13), time(12))
    assert (first.last.date, first.channel) == (PartialDate(2018, 6, 17), Channel.MESSAGE)  # type: ignore
    assert [one.name for one in first.people] == ["Ada"]
    assert (second.opener, second.answered, second.two_way) == (Opener.THEM, None, None)
    assert len(talks(text, gap_hours=200)) == 1
    assert first.thread == first.key != second.key


def test_an_opening_nobody_answers_within_14_days_is_told() -> None:
    text = said(
        ("01.06.2018, 12:00", "Me"), ("20.06.2018, 12:00", "Ada"), ("23.06.2018, 12:00", "Me")
    )
    first, second, _third = talks(text)
    assert (first.answered, first.two_way) == (False, False)
    assert (second.opener, second.answered) == (Opener.THEM, True)


def test_a_shorter_export_is_known_by_the_days_it_shares() -> None:
    lines = [(f"{day}.06.2018, 12:00", "Ada") for day in range(13, 18)]
    (whole,), (shorter,) = talks(said(*lines)), talks(said(*lines[2:]))
    assert shorter.key in whole.also


@pytest.mark.parametrize(
    "name",
    [
        "WhatsApp Chat with Ada.txt",
        "WhatsApp Chat mit Ada.txt",
        "Discussion WhatsApp avec Ada (2).txt",
        "Chat de WhatsApp con Ada.txt",
        "Conversa do WhatsApp com Ada.txt",
        "WhatsApp Chat - Ada.zip",
    ],
)
def test_the_name_of_the_file_says_who_the_other_is(name: str) -> None:
    (talk,) = talks(said(("13.06.2018, 12:00", "Max"), ("13.06.2018, 12:05", "Ada")), name)
    assert (talk.opener, talk.title, talk.people[0].name) == (Opener.ME, "Chat with Ada", "Ada")


def test_otherwise_the_users_name_says_who_the_user_is_or_nobody_does() -> None:
    text = said(("13.06.2018, 12:00", "Max"), ("13.06.2018, 12:05", "Ada"))
    (talk,) = talks(text, "_chat.txt", my_name="max")
    assert talk.opener is Opener.ME
    (skip,) = read(text, "_chat.txt")
    assert isinstance(skip, ReadSkip)
    assert "Which of Max, Ada you are is not known" in skip.why


def test_a_number_stands_for_someone_the_phone_did_not_know() -> None:
    text = "[13.06.23, 18:08:08] \u202a+49 170 1234567\u202c: Hi\n"
    (talk,) = talks(text, "WhatsApp Chat - +49 170 1234567.zip")
    assert (talk.people[0].phone, talk.people[0].name) == ("+49 170 1234567", "")


def test_a_group_opens_no_conversation_with_anyone() -> None:
    names = ("Ada", "Ben", "Chi", "Max")
    text = said(*((f"13.06.2018, 12:0{at}", name) for at, name in enumerate(names)))
    (talk,) = talks(text, "WhatsApp Chat with Boats.txt", my_name="Max")
    assert (talk.opener, talk.answered, len(talk.people)) == (Opener.GROUP, None, 3)


def test_what_is_no_chat_is_not_taken_for_one() -> None:
    for text in (
        "2024-01-02 10:00:00 INFO: started\n",
        "2024-01-02 10:00 call with Ada\n",
        "Dear Ada,\nhow are you: well?\n",
        "",
    ):
        assert not chat.looks_like(text.encode())


def test_of_a_long_chat_little_is_kept_for_every_message() -> None:
    began, count = datetime(2015, 1, 1), 30_000
    said = (
        f"{began + timedelta(minutes=4 * n):%d/%m/%Y, %H:%M} - {('Ada', 'Me')[n % 2]}: some words\n"
        for n in range(count)
    )
    tracemalloc.start()
    try:
        found = chat.gather(line.encode() for line in said)
        (talk,) = found.items(WITH_ADA, chat.Rules(NOW))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(talk, ReadConversation)
    assert (talk.messages, talk.mine, talk.opener) == (count, count // 2, Opener.THEM)
    assert most < 80 * count


@pytest.mark.parametrize("size", [1, 2, 7, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_a_chat_reads_the_same_in_whatever_pieces(size: int, encoding: str) -> None:
    text = said(("13.06.2018, 12:00", "Jürgen"), ("13.06.2018, 12:05", "Me")) + "x" * 5000
    data = f"{text}\n14.06.2018, 12:00 - Jürgen: \u20ac\n".encode(encoding)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    (talk,) = chat.gather(pieces, encoding).items("Chat with Jürgen", chat.Rules(NOW))
    assert isinstance(talk, ReadConversation)
    assert (talk.messages, talk.people[0].name) == (3, "Jürgen")


def test_messages_are_put_in_order_however_many_stand_out_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "_AT_ONCE", 3)
    days = [13, 20, 16, 30, 25, 26, 14, 20]
    text = said(*((f"{day}.06.2018, 12:00", "Ada") for day in days))
    found = talks(text)
    assert [one.when.date.day for one in found] == [13, 20, 25, 30]
    assert [one.place for one in found] == ["line 1", "line 2", "line 5", "line 4"]


def test_more_who_write_than_in_any_chat_are_refused() -> None:
    text = said(*(("13.06.2018, 12:00", f"Ada {n}") for n in range(10_001)))
    with pytest.raises(ValueError, match="Ada 10000"):
        chat.gather([text.encode()])


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from([line for line, *_rest in FORMS.values()] + ["\n", "\u200e", ": ", "] ", "<"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=20), st.binary(max_size=30), st.booleans())
def test_any_text_is_read_and_accounted_for(pieces: list[str], tail: bytes, first: bool) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass") + tail
    rules = chat.Rules(NOW, my_name="Name", day_first=first)
    count = len(list(messages(data.decode("utf-8", "replace").split("\n"))))
    items = list(chat.gather([data]).items(WITH_ADA, rules))
    held = sum(one.messages for one in items if isinstance(one, ReadConversation))
    rest = sum(int(one.title.split()[0]) for one in items if not isinstance(one, ReadConversation))
    assert held + rest == count or data.startswith((b"\xff\xfe", b"\xfe\xff"))
