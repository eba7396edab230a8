"""The SQL export as an account; the tables of passwords and keys are never taken in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Final

from app.exchange.monica.account import Account, Contact, Tie, Values
from app.exchange.monica.sql_rows import rows
from app.exchange.monica.values import line, stamp, truth
from app.model.errors import FileReadError
from app.model.texts import _

Cells = dict[str, str | None]
# Everything else is passed over: users, recovery codes, invitations, accounts with their key.
_WANTED: Final = frozenset(
    (
        *("activities", "activity_contact", "activity_types", "addresses", "calls", "companies"),
        *("contact_field_types", "contact_fields", "contact_photo", "contact_tag", "contacts"),
        *("conversations", "debts", "documents", "entries", "genders", "gifts", "life_events"),
        *("life_event_types", "messages", "notes", "occupations", "pets", "photos", "places"),
        *("relationship_types", "relationships", "reminders", "special_dates", "tags", "tasks"),
    )
)
_ON_CONTACTS: Final = {
    "calls": "call",
    "contact_fields": "contact_field",
    "debts": "debt",
    "gifts": "gift",
    "notes": "note",
    "reminders": "reminder",
    "tasks": "task",
    "addresses": "address",
    "pets": "pet",
    "conversations": "conversation",
    "life_events": "life_event",
    "occupations": "occupation",
}
# What becomes of it takes three times as much: 187 MB.
_MOST_TEXT = 60_000_000
_LONGEST_HEAD = 2_000
_EXPORTED_BY = re.compile(rb"#[ \t]*(\S[^\r\n]{0,300}?)[ \t]+dump of data[ \t]*\r?\n")
_EXPORTED = re.compile(rb"#[ \t]*Export date:[ \t]*([^\r\n]{1,60})")


def account_of_sql(chunks: Iterable[bytes]) -> Account:
    """The account a file holds, read row by row.

    Raises:
        FileReadError: it holds more text than can be taken in at once.
    """
    tables: dict[str, list[Cells]] = defaultdict(list)
    damage: Counter[str] = Counter()
    size = 0
    parts, start = iter(chunks), b""
    while len(start) < _LONGEST_HEAD and (more := next(parts, b"")):
        start += more
    for row in rows(chain((start,), parts), _WANTED):
        if row.broken:
            damage[row.table] += 1
            continue
        size += sum(len(value) + 60 for value in row.values.values() if value is not None)
        if size > _MOST_TEXT:
            raise FileReadError(
                _("The SQL file of Monica holds more than can be read at once."),
                _("Choose its address book (vCard), which brings the people."),
            )
        tables[row.table].append(row.values)
    account = _Builder(tables).account()
    found = _EXPORTED_BY.search(start, 0, _LONGEST_HEAD)
    account.user = line(found[1].decode("utf-8", "replace")) if found else ""
    dated = _EXPORTED.search(start, 0, _LONGEST_HEAD)
    account.exported = stamp(dated[1].decode("utf-8", "replace")) if dated else ""
    for table, count in damage.items():
        where = _("table {name}").format(name=table)
        account.damage.append((where, _broken(count)))
    return account


def _broken(count: int) -> str:
    if count == 1:
        return _("A row breaks off or has another number of values than the table has columns.")
    return _("{n} rows have another number of values than the table has columns.").format(n=count)


class _Builder:
    """Joins the tables by their numbers."""

    def __init__(self, tables: dict[str, list[Cells]]) -> None:
        self._tables = tables
        self._by_id: dict[str, dict[str, Cells]] = {}
        self._account = Account(forms={"sql"})
        self._contacts: dict[str, Contact] = {}

    def _one(self, table: str, number: str | None) -> Cells:
        if table not in self._by_id:
            found = {line(row.get("id")): row for row in self._tables[table]}
            self._by_id[table] = found
        return self._by_id[table].get(line(number), {})

    def account(self) -> Account:
        """All of it."""
        for row in self._tables["contacts"]:
            self._contact(row)
        for row in self._tables["contact_tag"]:
            contact = self._contacts.get(line(row.get("contact_id")))
            name = line(self._one("tags", row.get("tag_id")).get("name"))
            if contact is not None and name:
                contact.said.setdefault("tags", []).append(name)
        for table, kind in _ON_CONTACTS.items():
            for row in self._tables[table]:
                contact = self._contacts.get(line(row.get("contact_id")))
                if contact is not None:
                    contact.things.setdefault(kind, []).append(self._thing(kind, row))
        self._activities()
        self._ties()
        for row in self._tables["entries"]:
            self._account.diary.append(said(row))
        self._files()
        return self._account

    def _contact(self, row: Cells) -> None:
        uuid = line(row.get("uuid")) or f"id-{line(row.get('id'))}"
        facts = said(row)
        for flag in ("is_partial", "is_dead", "is_active", "is_starred"):
            facts[flag] = truth(row.get(flag))
        gender = self._one("genders", row.get("gender_id"))
        facts["gender"] = {"name": gender.get("name"), "type": gender.get("type")}
        for name, column in (
            ("birthdate", "birthday_special_date_id"),
            ("deceased_date", "deceased_special_date_id"),
            ("first_met_date", "first_met_special_date_id"),
        ):
            day = self._one("special_dates", row.get(column))
            if day:
                facts[name] = dict(day)
        through = self._one("contacts", row.get("first_met_through_contact_id"))
        if through:
            facts["first_met_through"] = line(through.get("uuid")) or f"id-{through.get('id')}"
        facts["avatar_photo"] = ""
        contact = Contact(uuid, facts)
        self._contacts[line(row.get("id"))] = contact
        self._account.add(contact)

    def _thing(self, kind: str, row: Cells) -> Values:
        facts = said(row)
        facts["created_at"] = stamp(row.get("created_at"))
        if kind in ("contact_field", "conversation"):
            facts["field_type"] = said(
                self._one("contact_field_types", row.get("contact_field_type_id"))
            )
        elif kind == "address":
            facts |= {
                name: value
                for name, value in said(self._one("places", row.get("place_id"))).items()
                if name not in ("id", "created_at", "updated_at")
            }
        elif kind == "life_event":
            facts["type_name"] = said(self._one("life_event_types", row.get("life_event_type_id")))
        elif kind == "occupation":
            facts["company"] = line(self._one("companies", row.get("company_id")).get("name"))
        elif kind == "debt":
            facts["in_debt"] = truth(row.get("in_debt"))
            facts["raw_amount"] = facts.pop("amount", "")
        elif kind == "gift":
            facts["raw_amount"] = facts.pop("amount", "")
        elif kind == "note":
            facts["is_favorited"] = truth(row.get("is_favorited"))
        if kind == "conversation":
            facts["messages"] = self._messages().get(line(row.get("id")), [])
        return facts

    def _messages(self) -> dict[str, list[Values]]:
        if "messages" not in self._by_id:
            self._by_id["messages"] = {}
            self._talks: dict[str, list[Values]] = defaultdict(list)
            for row in self._tables["messages"]:
                self._talks[line(row.get("conversation_id"))].append(said(row))
        return self._talks

    def _activities(self) -> None:
        people: dict[str, list[str]] = defaultdict(list)
        for row in self._tables["activity_contact"]:
            contact = self._contacts.get(line(row.get("contact_id")))
            if contact is not None:
                people[line(row.get("activity_id"))].append(contact.uuid)
        for row in self._tables["activities"]:
            facts = said(row)
            facts["created_at"] = stamp(row.get("created_at"))
            kind = self._one("activity_types", row.get("activity_type_id"))
            facts["type_name"] = said(kind)
            facts["contacts"] = people.get(line(row.get("id")), [])
            self._account.activities.append(facts)

    def _ties(self) -> None:
        for row in self._tables["relationships"]:
            one = self._contacts.get(line(row.get("contact_is")))
            other = self._contacts.get(line(row.get("of_contact")))
            kind = self._one("relationship_types", row.get("relationship_type_id"))
            if one is not None and other is not None:
                what = line(kind.get("name"))
                back = line(kind.get("name_reverse_relationship"))
                self._account.ties.append(Tie(one.uuid, other.uuid, what, back))

    def _files(self) -> None:
        """Photos and documents are named in the file and are not in it."""
        owners = {
            line(row.get("photo_id")): self._contacts.get(line(row.get("contact_id")))
            for row in self._tables["contact_photo"]
        }
        for kind in ("photos", "documents"):
            for row in self._tables[kind]:
                owner = owners.get(line(row.get("id"))) if kind == "photos" else None
                owner = owner or self._contacts.get(line(row.get("contact_id")))
                facts = said(row) | {"of": owner.name if owner else ""}
                self._account.bare_files.append(facts)


def said(row: Cells) -> Values:
    """What a row says, without its NULLs."""
    return {name: value for name, value in row.items() if value is not None}
