"""Every known fact about the exports of Monica, each with a small file of its own."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import time
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.exchange import monica
from app.exchange.monica.account import Account
from app.model.errors import FileReadError
from app.model.imports import (
    ReadDate,
    ReadEntry,
    ReadFailure,
    ReadFile,
    ReadPerson,
    ReadPromise,
    ReadRelation,
    ReadSkip,
)
from app.model.people import PointKind, Pronoun
from app.model.records import Ask, Channel, Opener, PromiseState, Side
from app.model.values import Moment, PartialDate
from tests.app.exchange import monica_export as made
from tests.app.exchange.monica_export import (
    ADA,
    collection,
    contact,
    iso,
    json_export,
    row,
    sql_contact,
    sql_export,
    thing,
)

HOME = ZoneInfo("Europe/Berlin")
MADE = PartialDate(2020, 3, 1)


def pieces(data: bytes, size: int = 7) -> Iterable[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def records(account: Account) -> list[ReadPerson | ReadEntry | ReadSkip | ReadFailure]:
    return list(monica.read(account, HOME, "2026-11-22"))


def of_json(data: bytes | None = None) -> list:
    return records(monica.account_of_json(BytesIO(data or made.whole_json())))


def of_sql(data: bytes | None = None) -> list:
    return records(monica.account_of_sql(pieces(data or made.whole_sql())))


def of_both() -> list:
    account = monica.account_of_json(BytesIO(made.whole_json()))
    monica.fill(account, monica.account_of_sql([made.whole_sql()]))
    return records(account)


READ = {"json": of_json, "sql": of_sql, "both": of_both}
every = pytest.mark.parametrize("source", READ)


def person(found: list, name: str) -> ReadPerson:
    return next(one for one in found if isinstance(one, ReadPerson) and one.name.startswith(name))


def entry(found: list, key: str) -> ReadEntry:
    return next(one for one in found if isinstance(one, ReadEntry) and f":{key}" in one.key)


def only(*data: dict, **said: object) -> ReadPerson:
    (one,) = of_json(json_export([contact("c-1", data, first_name="Ada", **said)]))
    assert isinstance(one, ReadPerson)
    return one


# --- what it is --------------------------------------------------------------------------


def test_the_exports_are_known_by_what_stands_in_them() -> None:
    assert monica.is_json(made.whole_json()[:65536])
    assert monica.is_sql(made.whole_sql()[:65536])
    assert not monica.is_json(made.whole_sql()[:65536])
    assert not monica.is_sql(made.whole_json()[:65536])
    assert not monica.is_json(b'{"version": "1.0", "account": {}}')
    assert not monica.is_sql(b"INSERT IGNORE INTO `shop` (`id`) VALUES (1);")


def test_collections_are_found_by_type_and_empty_ones_are_left_out() -> None:
    held = json.loads(json_export([contact("c-1", first_name="Ada")]))
    assert [one["type"] for one in held["account"]["data"]] == ["contact"]
    held["account"]["data"].insert(0, {"count": 0, "type": "new_thing", "values": [1]})
    held["account"]["data"].append({"count": 0, "type": "photo", "values": None})
    (one,) = of_json(json.dumps(held).encode())
    assert one.name == "Ada"


# --- people ------------------------------------------------------------------------------


@every
def test_a_contact_arrives_with_its_facts(source: str) -> None:
    ada = person(READ[source](), "Adaeze")
    assert (ada.name, ada.aliases, ada.key) == (
        "Adaeze Ngozi Okafor",
        "Ada",
        "monica:contact:c-ada",
    )
    assert (ada.organisation, ada.role) == ("Harbour Labs", "Director")
    assert ada.note.startswith("Runs the harbour office\n\nFood: No nuts\nPet: Rex")
    assert (ada.birthday, ada.since) == (PartialDate(1980, 4, 12), PartialDate(2015, 9, 1))
    assert ada.introduced_by == "monica:contact:c-ben"
    assert (ada.rhythm_days, ada.pronoun) == (30, Pronoun.SHE)
    assert ada.tags == ("choir", "rowing", "favourite")


@every
def test_contact_field_types_are_looked_up(source: str) -> None:
    ada = person(READ[source](), "Adaeze")
    assert [(point.kind, point.value, point.label) for point in ada.points] == [
        (PointKind.EMAIL, "ada@example.org", ""),
        (PointKind.PHONE, "+12025550191", ""),
        (PointKind.HANDLE, "@adaokafor", "telegram"),
        (PointKind.URL, "https://linkedin.example/in/ada", "linkedin"),
        (PointKind.ADDRESS, "1 Quay, Lagos, 0101, NG", "Home"),
    ]


@every
def test_birthdays_by_age_and_without_a_year_say_no_more_than_is_known(source: str) -> None:
    found = READ[source]()
    ben, eve = person(found, "Ben"), person(found, "Eve")
    assert ben.birthday == PartialDate(1950)
    assert ben.remarks == ("The birthday is worked out from an age, so only the year was kept.",)
    assert eve.birthday == PartialDate(None, 10, 5)
    assert eve.remarks == ()


@every
def test_the_dead_are_said_to_be_dead_and_have_no_rhythm(source: str) -> None:
    ben = person(READ[source](), "Ben")
    assert ben.dates == (ReadDate("Day of death", PartialDate(2022, 2, 3)),)
    assert "Died: 2022-02-03" in ben.note
    assert ben.rhythm_days is None
    assert ben.tags == ("archived",)


@every
def test_gender_is_a_pronoun_only_where_it_is_clear_else_a_line(source: str) -> None:
    ben = person(READ[source](), "Ben")
    assert ben.pronoun is None
    assert "Gender: Genderfluid" in ben.note


@pytest.mark.parametrize(
    ("gender", "pronoun"), [("M", Pronoun.HE), ("F", Pronoun.SHE), ("U", None), ("uuid-lost", None)]
)
def test_gender_may_stand_as_its_letter_and_an_unknown_one_says_nothing(
    gender: str, pronoun: Pronoun | None
) -> None:
    one = only(gender=gender)
    assert (one.pronoun, one.note) == (pronoun, "")


@every
def test_relatives_without_a_page_become_relations_and_no_people(source: str) -> None:
    found = READ[source]()
    ada = person(found, "Adaeze")
    assert ada.relations == (
        ReadRelation("child", "Mia Okafor", note="Birthday 07-01"),
        ReadRelation("best friend", "Ben Vogel", "monica:contact:c-ben"),
    )
    (mia,) = (one for one in found if isinstance(one, ReadSkip) and one.title == "Mia Okafor")
    assert mia.why == (
        "A relative without a page of their own: kept as a relation of Adaeze Ngozi Okafor."
    )


@pytest.mark.parametrize(
    ("told", "back"), [("child", "parent"), ("uncle", "nephew"), ("sibling", "sibling"), ("x", "")]
)
def test_a_tie_told_only_from_the_relative_is_turned_round(told: str, back: str) -> None:
    relation = thing(type=told, contact_is="c-2", of_contact="c-1")
    people = [
        contact("c-1", first_name="Ada"),
        contact("c-2", first_name="Mia", is_partial=True),
    ]
    found = of_json(json_export(people, collection("relationship", [relation])))
    assert person(found, "Ada").relations == (ReadRelation(back, "Mia"),)


def test_first_met_where_and_additional_info_are_only_in_the_sql() -> None:
    met = "At the harbour fair. She sold me O'Brien's \"compass\""
    assert person(of_json(), "Adaeze").how_met == ""
    assert person(of_sql(), "Adaeze").how_met == met
    assert person(of_both(), "Adaeze").how_met == met


def test_whoever_has_no_page_introduces_in_words_alone() -> None:
    people = [
        contact("c-1", first_name="Ada", first_met_through="c-2"),
        contact("c-2", first_name="Mia", is_partial=True),
    ]
    ada = person(of_json(json_export(people)), "Ada")
    assert (ada.introduced_by, ada.how_met) == ("", "Through Mia")


def test_a_first_meeting_without_a_year_stays_in_words() -> None:
    day = {"is_age_based": False, "is_year_unknown": True, "date": "2020-09-01"}
    one = only(first_met_date=day)
    assert (one.since, one.how_met) == (None, "On 09-01 of a year that is not known")


def test_the_users_own_card_is_left_out() -> None:
    (me,) = (one for one in of_json() if one.key == "monica:contact:c-me")
    assert (me.title, me.why) == ("Jo Doe", "It is your own card.")


@pytest.mark.parametrize(
    ("head", "names", "own"),
    [
        (b"# Jo Doe dump of data\n", ("Jo", "Ada"), ["Jo Doe"]),
        (b"#  Jo  Doe dump of data\r\n", ("Jo", "Ada"), ["Jo Doe"]),
        (b"# Jo Doe dump of data\n", ("Jo", "Jo"), []),
        (b"# Ida Doe dump of data\n", ("Jo", "Ada"), []),
        (b"# dump of data\n", ("Jo", "Ada"), []),
        (b"", ("Jo", "Ada"), []),
    ],
)
def test_the_sql_tells_the_users_own_card_by_the_name_of_whoever_exported(
    head: bytes, names: tuple[str, ...], own: list[str]
) -> None:
    cards = [
        sql_contact(n, f"c-{n}", first_name=one, last_name="Doe") for n, one in enumerate(names)
    ]
    text = sql_export({"contacts": cards}).replace(b"# Jo Doe dump of data\n", head)
    assert [one.name for one in of_sql(text) if one.is_own] == own


def test_null_and_missing_values_stay_unknown() -> None:
    data = collection("call", [thing(called_at="2021-01-01", content=None, contact_called=None)])
    one, call = of_json(json_export([contact("c-1", data, first_name="Ada", last_name=None)]))
    assert one == ReadPerson(
        "monica:contact:c-1", "Ada", "contact 1", raw=one.raw, fuller=one.fuller
    )
    assert (call.opener, call.two_way, call.note) == (None, None, "")
    for flag in ("is_dead", "is_partial", "is_active"):
        assert only(**{flag: None}).name == "Ada"


def test_a_contact_without_any_name_fails_and_one_with_a_nickname_does_not() -> None:
    failed, named = of_json(
        json_export([contact("c-1", description="?"), contact("c-2", nickname="Ada")])
    )
    assert (failed.why, failed.place) == ("The contact has no name.", "contact 1")
    assert (named.name, named.aliases) == ("Ada", "")


# --- promises, days, files ---------------------------------------------------------------


@every
def test_tasks_are_promises_of_mine_without_a_due_date(source: str) -> None:
    plan, keys = person(READ[source](), "Adaeze").promises[:2]
    assert plan == ReadPromise("Read her plan: all of it", Side.ME, MADE)
    assert keys == ReadPromise(
        "Return the keys",
        Side.ME,
        PartialDate(2020, 3, 2),
        state=PromiseState.KEPT,
        settled_on=PartialDate(2020, 4, 1),
    )


@pytest.mark.parametrize(
    ("source", "open_one", "ended"),
    [
        ("json", "Pay back 20.5 EUR", "Pay back 7"),
        (
            "sql",
            "Pay back 2050 in the smallest unit: tickets",
            "Pay back 700 in the smallest unit: lunch",
        ),
        ("both", "Pay back 20.5 EUR: tickets", "Pay back 7: lunch"),
    ],
)
def test_debts_are_promises_and_their_reason_is_only_in_the_sql(
    source: str, open_one: str, ended: str
) -> None:
    theirs, mine = person(READ[source](), "Adaeze").promises[2:4]
    assert (theirs.text, theirs.by, theirs.state) == (open_one, Side.THEM, PromiseState.OPEN)
    assert (mine.text, mine.by, mine.state) == (ended, Side.ME, PromiseState.KEPT)
    assert mine.settled_on is None


@every
def test_reminders_are_days_promises_or_lines_and_birthdays_are_not_doubled(source: str) -> None:
    ada = person(READ[source](), "Adaeze")
    assert ada.dates == (ReadDate("Wedding day", PartialDate(2019, 6, 1)),)
    assert ada.promises[-1] == ReadPromise("Send the book", Side.ME, due=PartialDate(2030, 2, 3))
    assert "Reminder: Ask about her knee, every 2 weeks, from 2021-01-01" in ada.note
    assert "birthday" not in ada.note


def test_photos_documents_and_avatars_come_from_the_data_url() -> None:
    ada = person(of_json(), "Adaeze")
    assert ada.photo == ReadFile("ada.png", "image/png", made.FACE)
    assert ada.files == (
        ReadFile("boat.png", "image/png", made.PNG),
        ReadFile("lease.pdf", "application/pdf", made.PAPER),
    )


def test_files_the_sql_only_names_are_accounted_for_unless_the_json_holds_them() -> None:
    why = "The SQL file only names it; the JSON export holds it."
    named = [one.title for one in of_sql() if isinstance(one, ReadSkip) and one.why == why]
    assert named == ["ada.png", "boat.png", "lease.pdf"]
    assert not [one for one in of_both() if isinstance(one, ReadSkip) and one.why == why]


def test_a_file_without_its_bytes_is_remarked_and_an_address_is_never_fetched() -> None:
    said = thing(uuid="p-1", original_filename="far.png", dataUrl="https://monica.example/far.png")
    people = [contact("c-1", collection("photo", ["p-1"]), first_name="Ada")]
    (one,) = of_json(json_export(people, collection("photo", [said])))
    assert one.files == ()
    assert one.remarks == ("“far.png” is named in the file and is not in it.",)


# --- what happened -----------------------------------------------------------------------


@every
def test_who_called_is_who_opened(source: str) -> None:
    found = READ[source]()
    call = entry(found, "call:c-ada:2020-03-01")
    assert (call.channel, call.opener) == (Channel.CALL, Opener.THEM)
    assert call.when == Moment(PartialDate(2021, 5, 4), time(11, 30), "Europe/Berlin")
    assert call.keys == ("monica:contact:c-ada",)
    mine = entry(found, "call:c-ada:2020-03-02")
    assert (mine.opener, mine.when) == (Opener.ME, Moment(PartialDate(2021, 6, 4)))


def test_feelings_of_a_call_are_only_in_the_json() -> None:
    assert entry(of_json(), "call:").note == "About the harbour plan\nFelt: happy, calm"
    assert entry(of_sql(), "call:").note == "About the harbour plan"


@every
def test_an_activity_is_shared_by_everyone_linked_to_it(source: str) -> None:
    dinner = entry(READ[source](), "activity:")
    assert dinner.keys == ("monica:contact:c-ada", "monica:contact:c-ben")
    assert (dinner.channel, dinner.opener) == (Channel.MEAL, None)
    assert dinner.when == Moment(PartialDate(2021, 8, 9))
    assert dinner.note.startswith("Dinner at the pier\nCrab for three")


@every
def test_a_conversation_says_who_opened_it_and_that_both_wrote(source: str) -> None:
    talk = entry(READ[source](), "conversation:")
    assert (talk.channel, talk.opener, talk.two_way) == (Channel.MESSAGE, Opener.ME, True)
    assert talk.note == "I: Are you coming?\nAdaeze: On the next boat\nOn telegram"
    assert talk.when == Moment(PartialDate(2021, 7, 8))


def test_when_a_conversation_was_is_only_in_the_json() -> None:
    tables = made.whole_tables()
    tables["messages"] = []
    talk = entry(of_sql(sql_export(tables)), "conversation:")
    assert talk.when.date == MADE
    assert talk.remarks == (
        "The file does not say when it was: the day it was written down stands.",
    )
    account = monica.account_of_json(BytesIO(made.whole_json()))
    monica.fill(account, monica.account_of_sql([sql_export(tables)]))
    assert entry(records(account), "conversation:").when == Moment(PartialDate(2021, 7, 8))


def test_one_side_of_a_conversation_alone_leaves_open_whether_the_other_wrote() -> None:
    talk = thing(happened_at="2021-01-01", messages=[thing(content="Hello", written_by_me=False)])
    _one, entry_ = of_json(
        json_export([contact("c-1", collection("conversation", [talk]), first_name="Ada")])
    )
    assert (entry_.opener, entry_.two_way) == (Opener.THEM, None)


@every
def test_notes_are_no_contacts(source: str) -> None:
    note = entry(READ[source](), "note:c-ada:2021-01-02")
    assert note.is_note
    assert (note.note, note.title) == ("Likes tea\nand long walks", "Likes tea")
    assert note.when.date == PartialDate(2021, 1, 2)


def test_the_favourite_mark_of_a_note_is_only_in_the_sql() -> None:
    tags = {name: entry(read(), "note:c-ada:2021-01-03").tags for name, read in READ.items()}
    assert tags == {"json": (), "sql": ("favourite",), "both": ("favourite",)}


def test_how_exact_a_life_event_is_stands_only_in_the_sql() -> None:
    days = {name: entry(read(), "life_event:").when.date for name, read in READ.items()}
    month = PartialDate(2020, 1)
    assert days == {"json": PartialDate(2020, 1, 1), "sql": month, "both": month}
    event = entry(of_both(), "life_event:")
    assert event.is_note
    assert event.note == "New job: Harbour master\nStarts in spring"


@every
def test_a_gift_given_on_a_day_is_an_entry_and_an_idea_is_a_line(source: str) -> None:
    found = READ[source]()
    gift = entry(found, "gift:")
    assert gift.note.startswith("Gift given: A compass, 30")
    assert (gift.give_mine, gift.give_theirs, gift.opener) == (Ask.OTHER, None, Opener.ME)
    assert gift.when == Moment(PartialDate(2021, 12, 24))
    assert "Gift idea: A kite, red" in person(found, "Adaeze").note


def test_a_gift_received() -> None:
    gift = thing(name="Socks", status="received", date="2020-12-24")
    _one, got = of_json(json_export([contact("c-1", collection("gift", [gift]), first_name="A")]))
    assert (got.give_theirs, got.give_mine, got.opener) == (Ask.OTHER, None, Opener.THEM)


def test_earlier_work_is_only_in_the_sql() -> None:
    words = "Work: Pilot, Old Quay Ltd; 2005-01-01 to 2014-12-31"
    assert words not in person(of_json(), "Adaeze").note
    assert words in person(of_sql(), "Adaeze").note
    assert words in person(of_both(), "Adaeze").note


def test_what_has_no_date_is_a_failure_with_its_place() -> None:
    data = collection("call", [thing(content="When?"), thing(called_at="0000-00-00", content="?")])
    _one, first, second = of_json(json_export([contact("c-1", data, first_name="Ada")]))
    for failed in (first, second):
        assert isinstance(failed, ReadFailure)
        assert failed.why == "The file does not say when it was."


@every
def test_pages_of_the_diary_are_accounted_for(source: str) -> None:
    (page,) = (o for o in READ[source]() if isinstance(o, ReadSkip) and "diary" in o.place)
    assert page.title == "A grey day"


def test_both_exports_give_a_record_the_same_key() -> None:
    keys = [{one.key for one in read() if isinstance(one, ReadEntry)} for read in READ.values()]
    assert keys[0] == keys[1] == keys[2]
    assert len(keys[0]) == 8


# --- the SQL itself ----------------------------------------------------------------------


def ada_of(**said: object) -> ReadPerson:
    (one,) = of_sql(sql_export({"contacts": [sql_contact(1, ADA, **({"first_name": "A"} | said))]}))
    assert isinstance(one, ReadPerson)
    return one


@pytest.mark.parametrize(
    "words",
    [
        'O\'Brien said "no" \\ and left',
        "ends with a backslash\\",
        "'); DROP TABLE contacts; --",
        "a, (b), c; VALUES (1)",
        "two\nlines\nNULL",
        "Ünïcode 🎈 陳",
        "\\'",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 64, 100_000])
def test_strings_with_slashes_are_read_whatever_piece_they_come_in(words: str, size: int) -> None:
    data = sql_export({"contacts": [sql_contact(1, ADA, first_name="A", description=words)]})
    (one,) = records(monica.account_of_sql(pieces(data, size)))
    assert one.note == words


@pytest.mark.parametrize("number", ["+12025550191", "0612345678", "1e5", "00", ".5", "-3"])
def test_numbers_without_quotes_stay_the_text_they_are(number: str) -> None:
    assert made.token(number) == number
    assert ada_of(description=number).note == number


def test_null_is_bare_and_the_word_null_is_a_word() -> None:
    assert ada_of(description=None).note == ""
    assert ada_of(description="NULL").note == "NULL"


def test_a_prefix_of_the_tables_is_learnt() -> None:
    text = made.whole_sql().decode().replace("INSERT IGNORE INTO `", "INSERT IGNORE INTO `my_")
    assert person(of_sql(text.encode()), "Adaeze").relations


def test_secrets_of_the_users_table_are_never_kept_nor_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    account = monica.account_of_sql([made.whole_sql()])
    told = repr(account) + repr(records(account)) + caplog.text
    assert "S3CR3T" not in told
    assert "k3y" not in told
    assert "jo@example.org" not in told


def test_a_row_of_another_width_is_a_failure_and_stops_nothing() -> None:
    rows = [row(1, body="Good", is_favorited=0), row(2, body="Short", is_favorited=0)]
    text = sql_export({"notes": rows, "contacts": [sql_contact(1, ADA, first_name="Ada")]})
    found = of_sql(text.replace(b"'Short',", b""))
    assert [type(one) for one in found] == [ReadPerson, ReadFailure, ReadEntry]
    assert found[1].place == "table notes"


@pytest.mark.parametrize("table", ["calls", "notes", "tasks", "users"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_truncated_sql_gives_what_it_has_and_says_where_it_breaks_off(
    table: str, inside: bool
) -> None:
    data = made.whole_sql()
    start = data.index(b"INSERT IGNORE INTO `%s`" % table.encode())
    cut = data.index(b"(1,", start) + 5 if inside else data.index(b";", start)
    found = of_sql(data[:cut])
    assert person(found, "Adaeze")
    broken = [one.place for one in found if isinstance(one, ReadFailure)]
    assert broken == [f"table {table}"]


# --- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        made.whole_json()[:-200],
        b"[" * 200_000,
        b'{"account":' * 100_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        b"{",
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_a_damaged_json_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(FileReadError, match="damaged or breaks off"):
        monica.account_of_json(BytesIO(data))


@pytest.mark.parametrize(
    "account",
    [
        None,
        [],
        {"data": 3},
        {"data": [{"type": "contact", "values": [1, None, {}, {"uuid": "x"}, "y"]}]},
        {"data": [{"type": 7, "values": {}}], "instance": [], "properties": "no"},
        {
            "data": [
                {
                    "type": "contact",
                    "values": [
                        {
                            "uuid": "c",
                            "properties": {
                                "first_name": ["x"],
                                "nickname": 3,
                                "tags": "no",
                                "birthdate": "1980",
                                "gender": {},
                                "avatar": [],
                            },
                            "data": [{"type": "call", "values": [3, {"properties": []}]}],
                        }
                    ],
                },
                {"type": "relationship", "values": [{}, {"properties": {"contact_is": []}}]},
                {"type": "activity", "values": [{"properties": {"happened_at": {}}}]},
                {"type": "photo", "values": [{"uuid": 3, "properties": {"dataUrl": 1}}]},
            ]
        },
    ],
)
def test_a_json_of_another_shape_never_crashes(account: object) -> None:
    found = of_json(json.dumps({"version": "1.0-preview.1", "account": account}).encode())
    assert all(isinstance(one, ReadPerson | ReadFailure | ReadSkip) for one in found)


def test_a_string_without_end_is_bounded_in_memory() -> None:
    head = made.whole_sql().partition(b"INSERT IGNORE INTO `activity_contact`")[0]
    endless = head + b"INSERT IGNORE INTO `notes` (`id`,`body`) VALUES\n (1,'"
    parts = (endless, *([b"x" * 65_536] * 300))
    account = monica.account_of_sql(iter(parts))
    assert [place for place, _why in account.damage] == ["table notes"]


def test_more_text_than_can_be_taken_in_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.monica.from_sql._MOST_TEXT", 1000)
    with pytest.raises(FileReadError, match="more than can be read at once"):
        of_sql()


def test_whoever_wrote_first_opened_a_conversation_in_whatever_order_it_is_told() -> None:
    messages = [
        {"properties": {"content": words, "written_at": iso(when), "written_by_me": mine}}
        for words, when, mine in (
            ("And you?", "2021-07-09 08:00:00", True),
            ("How are you?", "2021-07-08 08:00:00", False),
        )
    ]
    talk = thing(happened_at=iso("2021-07-08 00:00:00"), messages=messages)
    account = of_json(
        json_export([contact("c-1", collection("conversation", [talk]), first_name="Ada")])
    )
    found = entry(account, "conversation:")
    assert found.opener is Opener.THEM
    assert found.note.splitlines()[:2] == ["Ada: How are you?", "I: And you?"]


@pytest.mark.parametrize(
    ("said", "told"), [([{"name": "happy"}], True), (7, False), (["happy"], True)]
)
def test_feelings_of_an_activity_in_any_form(said: Any, told: bool) -> None:
    activity = thing(uuid="a-1", summary="Row", happened_at=iso("2021-05-04 00:00:00"))
    activity["properties"]["emotions"] = said
    linked = [contact("c-1", [{"type": "activity", "values": ["a-1"]}], first_name="Ada")]
    account = of_json(json_export(linked, collection("activity", [activity])))
    assert ("Felt: happy" in entry(account, "activity:").note) is told


def test_a_json_export_of_more_text_than_fits_is_refused_at_once() -> None:
    words = "a walk by the harbour, and a long talk about boats; " * 20_000
    notes = [made.thing(body=f"{number} {words}") for number in range(50)]
    many = [
        made.contact(f"c-{n}", made.collection("note", notes[:10]), first_name="Ada")
        for n in range(5)
    ]
    with pytest.raises(FileReadError, match=r"more than Kith can read at once.*vCard"):
        monica.account_of_json(BytesIO(made.json_export(many)))


def test_photos_are_held_as_bytes_and_not_as_letters_too() -> None:
    photo = made.thing(uuid="p-1", dataUrl=made.data_url(made.FACE * 9000, "image/png"))
    data = made.json_export(
        [made.contact("c-1", first_name="Ada")], made.collection("photo", [photo])
    )
    account = monica.account_of_json(BytesIO(data))
    assert account.files["p-1"]["dataUrl"] == (made.FACE * 9000, "image/png")
