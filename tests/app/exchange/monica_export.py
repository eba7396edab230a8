"""Writes small exports of Monica, built from the documented structure of its two formats."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32


def picture(shade: int) -> bytes:
    """A real picture of eight by eight dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    dots = zlib.compress((b"\0" + bytes((shade,)) * 8) * 8)
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


PNG, FACE = picture(90), picture(180)
PAPER = b"%PDF-1.4 lease"
MADE = "2020-03-01 10:00:00"

ADA, BEN, MIA, ME, EVE = "c-ada", "c-ben", "c-mia", "c-me", "c-eve"
FIELD_TYPES = {
    1: {"name": "Email", "protocol": "mailto:", "type": "email"},
    2: {"name": "Phone", "protocol": "tel:", "type": "phone"},
    3: {"name": "Telegram", "protocol": "telegram:", "type": None},
    4: {"name": "LinkedIn", "protocol": None, "type": None},
}
GENDERS = {
    1: {"name": "Woman", "type": "F"},
    2: {"name": "Man", "type": "M"},
    3: {"name": "Genderfluid", "type": "O"},
}
ACTIVITY_TYPES = {
    1: {"name": None, "translation_key": "ate_at_restaurant"},
    2: {"name": "Sailing", "translation_key": None},
}
LIFE_TYPES = {1: {"name": "New job"}}


def iso(stamp: str) -> str:
    """A stamp as the JSON export writes it."""
    return stamp.replace(" ", "T") + ".000000Z"


def data_url(data: bytes, kind: str) -> str:
    """Bytes as the JSON export holds them."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def collection(kind: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """A collection; an empty one is left out."""
    return [{"count": len(values), "type": kind, "values": list(values)}] if values else []


def thing(stamp: str = MADE, uuid: str = "", **said: Any) -> dict[str, Any]:
    """A record of the JSON export; what is null is left out."""
    given = {name: value for name, value in said.items() if value is not None}
    made = {"created_at": iso(stamp), "updated_at": iso(stamp), "properties": given}
    return {"uuid": uuid, **made} if uuid else made


def contact(uuid: str, data: Sequence[Any] = (), **said: Any) -> dict[str, Any]:
    """A contact of the JSON export."""
    flags = {"is_starred": False, "is_partial": False, "is_active": True, "is_dead": False}
    avatar = {"avatar": {"avatar_source": "default"}}
    return thing(uuid=uuid, **(avatar | flags | said)) | {"data": list(data)}


def json_export(
    contacts: Sequence[Any], *others: Any, properties: Mapping[str, Any] | None = None, **top: Any
) -> bytes:
    """A whole JSON export."""
    instance = {
        name: [thing(uuid=f"{short}-{number}", **one) for number, one in listed.items()]
        for name, short, listed in (
            ("contact_field_types", "f", FIELD_TYPES),
            ("genders", "g", GENDERS),
            ("activity_types", "a", ACTIVITY_TYPES),
            ("life_event_types", "l", LIFE_TYPES),
        )
    }
    data = [one for group in others for one in group] + collection("contact", contacts)
    account = {"uuid": "acc", "created_at": iso(MADE), "data": data, "instance": instance}
    account["properties"] = dict(properties or {})
    head = {"version": "1.0-preview.1", "app_version": "4.1.2", "export_date": iso(MADE)}
    head |= {"url": "https://monica.example", "exported_by": "u-1"}
    return json.dumps({**head, "account": account, **top}, ensure_ascii=False, indent=4).encode()


def token(value: Any) -> str:
    """A value as the SQL export writes it: a number without quotes, the rest with slashes."""
    if value is None:
        return "NULL"
    text = {True: "1", False: "0"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if re.fullmatch(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*", text, re.IGNORECASE):
        return text
    slashed = re.sub(r"(['\"\\])", r"\\\1", text).replace("\0", "\\0")
    return f"'{slashed}'"


def insert(table: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows of one table; columns are those of the first."""
    if not rows:
        return ""
    names = list(rows[0])
    lines = (" (" + ",".join(token(row.get(name)) for name in names) + ")" for row in rows)
    head = f"INSERT IGNORE INTO `{table}` ({','.join(f'`{name}`' for name in names)}) VALUES\n"
    return head + ",\n".join(lines) + ";\n"


def sql_export(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A whole SQL export."""
    stars = "# " + "*" * 60
    head = f"{stars}\n# Jo Doe dump of data\n# Export date: {MADE}\n{stars}\n\n"
    head += "SET FOREIGN_KEY_CHECKS=0;\n\n"
    account = [{"id": 1, "api_key": "k3y", "number_of_invitations_sent": 0}]
    body = insert("accounts", account) + "".join(insert(*one) for one in tables.items())
    return (head + body + "SET FOREIGN_KEY_CHECKS=1;").encode()


def sql_contact(number: int, uuid: str, **said: Any) -> dict[str, Any]:
    """A row of the contacts; what is not said is NULL."""
    names = (
        *("first_name", "middle_name", "last_name", "nickname", "gender_id", "description"),
        *("is_starred", "is_partial", "is_active", "is_dead", "deceased_special_date_id"),
        *("last_talked_to", "stay_in_touch_frequency", "birthday_special_date_id"),
        *("first_met_through_contact_id", "first_met_special_date_id", "first_met_where"),
        *("first_met_additional_info", "job", "company", "food_preferences"),
    )
    flags = {"is_starred": 0, "is_partial": 0, "is_active": 1, "is_dead": 0}
    row = {"id": number, "account_id": 1, "uuid": uuid}
    row |= {name: (flags | said).get(name) for name in names}
    return row | {"created_at": MADE, "updated_at": MADE}


def row(number: int, who: int | None = 1, stamp: str = MADE, **said: Any) -> dict[str, Any]:
    """A row of a table that hangs on a contact."""
    owner = {"contact_id": who} if who else {}
    return {"id": number, "account_id": 1, **owner, **said, "created_at": stamp}


def whole_json() -> bytes:
    """An account that uses every kind of record, as the JSON export tells it."""
    ada = contact(
        ADA,
        [
            *collection(
                "call",
                [
                    thing(
                        called_at=iso("2021-05-04 09:30:00"),
                        content="About the harbour plan",
                        contact_called=True,
                        emotions=[{"name": "happy"}, {"name": "calm"}],
                    ),
                    thing(
                        "2020-03-02 10:00:00",
                        called_at=iso("2021-06-04 00:00:00"),
                        content="Congratulated her",
                        contact_called=False,
                    ),
                ],
            ),
            *collection(
                "contact_field",
                [
                    thing(data="ada@example.org", type="f-1"),
                    thing(data="+12025550191", type="f-2"),
                    thing(data="@adaokafor", type="f-3"),
                    thing(data="https://linkedin.example/in/ada", type="f-4"),
                ],
            ),
            *collection(
                "debt",
                [
                    thing(
                        uuid="d-1",
                        amount=20.5,
                        currency={"iso": "EUR"},
                        status="inprogress",
                        in_debt=False,
                    ),
                    thing("2020-03-02 10:00:00", amount=7, status="complete", in_debt=True),
                ],
            ),
            *collection(
                "gift",
                [
                    thing(name="A compass", status="offered", date="2021-12-24", amount=30),
                    thing("2020-03-02 10:00:00", name="A kite", status="idea", comment="red"),
                ],
            ),
            *collection(
                "note",
                [
                    thing("2021-01-02 10:00:00", body="Likes tea\nand long walks"),
                    thing("2021-01-03 10:00:00", body="Never forget this one"),
                ],
            ),
            *collection(
                "reminder",
                [
                    thing(
                        initial_date="2019-06-01",
                        title="Wedding day",
                        frequency_type="year",
                        frequency_number=1,
                        delible=True,
                    ),
                    thing(
                        initial_date="2030-02-03",
                        title="Send the book",
                        frequency_type="one_time",
                        delible=True,
                    ),
                    thing(
                        initial_date="2021-01-01",
                        title="Ask about her knee",
                        frequency_type="week",
                        frequency_number=2,
                        delible=True,
                    ),
                    thing(
                        initial_date="1980-04-12",
                        title="Wish Ada a happy birthday",
                        frequency_type="year",
                        frequency_number=1,
                        delible=False,
                    ),
                ],
            ),
            *collection(
                "task",
                [
                    thing(uuid="t-1", title="Read her plan", description="all of it"),
                    thing(
                        "2020-03-02 10:00:00",
                        title="Return the keys",
                        completed=True,
                        completed_at=iso("2020-04-01 08:00:00"),
                    ),
                ],
            ),
            *collection(
                "address",
                [
                    thing(
                        name="Home",
                        street="1 Quay",
                        city="Lagos",
                        province=None,
                        postal_code="0101",
                        country="NG",
                    )
                ],
            ),
            *collection("pet", [thing(name="Rex", category="Dog")]),
            *collection(
                "conversation",
                [
                    thing(
                        happened_at=iso("2021-07-08 00:00:00"),
                        contact_field_type="f-3",
                        messages=[
                            thing(
                                content="Are you coming?",
                                written_at=iso("2021-07-08 00:00:00"),
                                written_by_me=True,
                            ),
                            thing(
                                content="On the next boat",
                                written_at=iso("2021-07-08 00:00:00"),
                                written_by_me=False,
                            ),
                        ],
                    )
                ],
            ),
            *collection(
                "life_event",
                [
                    thing(
                        uuid="le-1",
                        name="Harbour master",
                        note="Starts in spring",
                        happened_at=iso("2020-01-01 00:00:00"),
                        type="l-1",
                    )
                ],
            ),
            *collection("activity", ["act-1"]),
            *collection("photo", ["p-1", "p-2"]),
            *collection("document", ["doc-1"]),
        ],
        first_name="Adaeze",
        middle_name="Ngozi",
        last_name="Okafor",
        nickname="Ada",
        description="Runs the harbour office",
        is_starred=True,
        job="Director",
        company="Harbour Labs",
        food_preferences="No nuts",
        stay_in_touch_frequency=30,
        gender="g-1",
        tags=["choir", "rowing"],
        avatar={"avatar_source": "photo", "avatar_photo": "p-1"},
        birthdate={
            "is_age_based": False,
            "is_year_unknown": False,
            "date": iso("1980-04-12 00:00:00"),
        },
        first_met_date={
            "is_age_based": False,
            "is_year_unknown": False,
            "date": iso("2015-09-01 00:00:00"),
        },
        first_met_through=BEN,
    )
    ben = contact(
        BEN,
        collection("activity", ["act-1"]),
        first_name="Ben",
        last_name="Vogel",
        gender="g-3",
        is_dead=True,
        is_active=False,
        stay_in_touch_frequency=90,
        deceased_date={
            "is_age_based": False,
            "is_year_unknown": False,
            "date": iso("2022-02-03 00:00:00"),
        },
        birthdate={
            "is_age_based": True,
            "is_year_unknown": False,
            "date": iso("1950-01-01 00:00:00"),
        },
    )
    mia = contact(
        MIA,
        first_name="Mia",
        last_name="Okafor",
        is_partial=True,
        birthdate={
            "is_age_based": False,
            "is_year_unknown": True,
            "date": iso("2020-07-01 00:00:00"),
        },
    )
    me = contact(ME, first_name="Jo", last_name="Doe")
    eve = contact(
        EVE,
        first_name="Eve",
        last_name="Lind",
        birthdate={
            "is_age_based": False,
            "is_year_unknown": True,
            "date": iso("2020-10-05 00:00:00"),
        },
    )
    return json_export(
        [ada, ben, mia, me, eve],
        collection("user", [thing(uuid="u-1", me_contact=ME)]),
        collection(
            "relationship",
            [
                thing(type="child", contact_is=ADA, of_contact=MIA),
                thing(type="bestfriend", contact_is=ADA, of_contact=BEN),
                thing(type="bestfriend", contact_is=BEN, of_contact=ADA),
            ],
        ),
        collection(
            "photo",
            [
                thing(
                    uuid="p-1",
                    original_filename="ada.png",
                    mime_type="image/png",
                    dataUrl=data_url(FACE, "image/png"),
                ),
                thing(
                    uuid="p-2",
                    original_filename="boat.png",
                    mime_type="image/png",
                    dataUrl=data_url(PNG, "image/png"),
                ),
            ],
        ),
        collection(
            "document",
            [
                thing(
                    uuid="doc-1",
                    original_filename="lease.pdf",
                    mime_type="application/pdf",
                    dataUrl=data_url(PAPER, "application/pdf"),
                )
            ],
        ),
        collection(
            "activity",
            [
                thing(
                    uuid="act-1",
                    summary="Dinner at the pier",
                    description="Crab for three",
                    happened_at="2021-08-09",
                    type="a-1",
                )
            ],
        ),
        properties={"journal_entries": [thing(type="entry", title="A grey day", post="Rain.")]},
    )


def whole_tables() -> dict[str, list[dict[str, Any]]]:
    """The same account as the SQL export tells it, table by table."""
    return {
        "activities": [
            row(
                1,
                None,
                summary="Dinner at the pier",
                description="Crab for three",
                happened_at="2021-08-09",
                activity_type_id=1,
            )
        ],
        "contacts": [
            sql_contact(
                1,
                ADA,
                first_name="Adaeze",
                middle_name="Ngozi",
                last_name="Okafor",
                nickname="Ada",
                gender_id=1,
                description="Runs the harbour office",
                is_starred=1,
                stay_in_touch_frequency=30,
                birthday_special_date_id=1,
                first_met_through_contact_id=2,
                first_met_special_date_id=2,
                first_met_where="At the harbour fair",
                first_met_additional_info="She sold me O'Brien's \"compass\"",
                job="Director",
                company="Harbour Labs",
                food_preferences="No nuts",
            ),
            sql_contact(
                2,
                BEN,
                first_name="Ben",
                last_name="Vogel",
                gender_id=3,
                is_dead=1,
                is_active=0,
                stay_in_touch_frequency=90,
                deceased_special_date_id=3,
                birthday_special_date_id=4,
            ),
            sql_contact(
                3,
                MIA,
                first_name="Mia",
                last_name="Okafor",
                is_partial=1,
                birthday_special_date_id=5,
            ),
            sql_contact(4, ME, first_name="Jo", last_name="Doe"),
            sql_contact(5, EVE, first_name="Eve", last_name="Lind", birthday_special_date_id=6),
        ],
        "activity_contact": [
            {"activity_id": 1, "account_id": 1, "contact_id": 1},
            {"activity_id": 1, "account_id": 1, "contact_id": 2},
        ],
        "activity_types": [row(n, None, **one) for n, one in ACTIVITY_TYPES.items()],
        "addresses": [row(1, place_id=1, name="Home")],
        "calls": [
            row(
                1,
                called_at="2021-05-04 09:30:00",
                content="About the harbour plan",
                contact_called=1,
            ),
            row(
                2,
                stamp="2020-03-02 10:00:00",
                called_at="2021-06-04 00:00:00",
                content="Congratulated her",
                contact_called=0,
            ),
        ],
        "companies": [row(1, None, name="Old Quay Ltd")],
        "contact_field_types": [row(n, None, **one) for n, one in FIELD_TYPES.items()],
        "contact_fields": [
            row(1, contact_field_type_id=1, data="ada@example.org"),
            row(2, contact_field_type_id=2, data="+12025550191"),
            row(3, contact_field_type_id=3, data="@adaokafor"),
            row(4, contact_field_type_id=4, data="https://linkedin.example/in/ada"),
        ],
        "contact_tag": [
            {"contact_id": 1, "tag_id": 1, "account_id": 1},
            {"contact_id": 1, "tag_id": 2, "account_id": 1},
        ],
        "conversations": [row(1, contact_field_type_id=3)],
        "debts": [
            row(1, in_debt="no", status="inprogress", amount=2050, currency_id=2, reason="tickets"),
            row(
                2,
                stamp="2020-03-02 10:00:00",
                in_debt="yes",
                status="complete",
                amount=700,
                currency_id=2,
                reason="lunch",
            ),
        ],
        "documents": [row(1, original_filename="lease.pdf", mime_type="application/pdf")],
        "entries": [row(1, None, title="A grey day", post="Rain.")],
        "genders": [row(n, None, **one) for n, one in GENDERS.items()],
        "gifts": [
            row(
                1,
                name="A compass",
                comment=None,
                url=None,
                amount=3000,
                status="offered",
                date="2021-12-24",
            ),
            row(
                2,
                stamp="2020-03-02 10:00:00",
                name="A kite",
                comment="red",
                url=None,
                amount=None,
                status="idea",
                date=None,
            ),
        ],
        "life_event_types": [row(n, None, **one) for n, one in LIFE_TYPES.items()],
        "life_events": [
            row(
                1,
                life_event_type_id=1,
                name="Harbour master",
                note="Starts in spring",
                happened_at="2020-01-01 00:00:00",
                happened_at_month_unknown=0,
                happened_at_day_unknown=1,
            )
        ],
        "messages": [
            row(
                1,
                conversation_id=1,
                content="Are you coming?",
                written_at="2021-07-08 00:00:00",
                written_by_me=1,
            ),
            row(
                2,
                conversation_id=1,
                content="On the next boat",
                written_at="2021-07-08 00:00:00",
                written_by_me=0,
            ),
        ],
        "notes": [
            row(1, stamp="2021-01-02 10:00:00", body="Likes tea\nand long walks", is_favorited=0),
            row(2, stamp="2021-01-03 10:00:00", body="Never forget this one", is_favorited=1),
        ],
        "occupations": [
            row(
                1,
                company_id=1,
                title="Pilot",
                description=None,
                start_date="2005-01-01",
                end_date="2014-12-31",
            )
        ],
        "pets": [row(1, pet_category_id=2, name="Rex")],
        "photos": [
            row(1, None, original_filename="ada.png"),
            row(2, None, original_filename="boat.png"),
        ],
        "places": [
            row(
                1,
                None,
                street="1 Quay",
                city="Lagos",
                province=None,
                postal_code="0101",
                country="NG",
            )
        ],
        "relationship_types": [
            row(1, None, name="child", name_reverse_relationship="parent"),
            row(2, None, name="bestfriend", name_reverse_relationship="bestfriend"),
        ],
        "relationships": [
            row(1, None, relationship_type_id=1, contact_is=1, of_contact=3),
            row(2, None, relationship_type_id=2, contact_is=1, of_contact=2),
            row(3, None, relationship_type_id=2, contact_is=2, of_contact=1),
        ],
        "reminders": [
            row(
                1,
                initial_date="2019-06-01",
                title="Wedding day",
                description=None,
                frequency_type="year",
                frequency_number=1,
                delible=1,
            ),
            row(
                2,
                initial_date="2030-02-03",
                title="Send the book",
                description=None,
                frequency_type="one_time",
                frequency_number=None,
                delible=1,
            ),
            row(
                3,
                initial_date="2021-01-01",
                title="Ask about her knee",
                description=None,
                frequency_type="week",
                frequency_number=2,
                delible=1,
            ),
            row(
                4,
                initial_date="1980-04-12",
                title="Wish Ada a happy birthday",
                description=None,
                frequency_type="year",
                frequency_number=1,
                delible=0,
            ),
        ],
        "special_dates": [
            row(1, uuid="s1", is_age_based=0, is_year_unknown=0, date="1980-04-12"),
            row(2, uuid="s2", is_age_based=0, is_year_unknown=0, date="2015-09-01"),
            row(3, 2, uuid="s3", is_age_based=0, is_year_unknown=0, date="2022-02-03"),
            row(4, 2, uuid="s4", is_age_based=1, is_year_unknown=0, date="1950-01-01"),
            row(5, 3, uuid="s5", is_age_based=0, is_year_unknown=1, date="2020-07-01"),
            row(6, 5, uuid="s6", is_age_based=0, is_year_unknown=1, date="2020-10-05"),
        ],
        "tags": [row(1, None, name="choir"), row(2, None, name="rowing")],
        "tasks": [
            row(
                1,
                uuid="t-1",
                title="Read her plan",
                description="all of it",
                completed=0,
                completed_at=None,
            ),
            row(
                2,
                stamp="2020-03-02 10:00:00",
                uuid="t-2",
                title="Return the keys",
                description=None,
                completed=1,
                completed_at="2020-04-01 08:00:00",
            ),
        ],
        "users": [
            {
                "id": 1,
                "first_name": "Jo",
                "email": "jo@example.org",
                "password": "$2y$10$S3CR3T",
                "remember_token": "S3CR3T-TOKEN",
                "google2fa_secret": "S3CR3T2FA",
            }
        ],
        "contact_photo": [
            {"contact_id": 1, "photo_id": 1},
            {"contact_id": 1, "photo_id": 2},
        ],
    }


def whole_sql() -> bytes:
    """The same account as the SQL export tells it."""
    return sql_export(whole_tables())
