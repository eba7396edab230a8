"""The JSON export as an account; collections are found by their type, never by their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

from app.exchange.json_stream import JsonStream
from app.exchange.monica.account import THINGS, Account, Contact, Tie, Values
from app.exchange.monica.values import line, stamp, text, truth
from app.model.data_url import TooLarge, from_data_url
from app.model.errors import FileReadError
from app.model.texts import _

_KINDS = ("activity_types", "contact_field_types", "genders", "life_event_types")
# What becomes of a record takes several times the room of its text; a file takes its own.
_MOST_MEMORY, _RECORDS = 180_000_000, 4.2
_EXPORTED = "export_date of the whole"
_FLAGS = ("is_partial", "is_dead", "is_active", "is_starred")


def account_of_json(file: IO[bytes], look: Callable[[int], object] | None = None) -> Account:
    """The account a file holds; `look` hears how many bytes were read.

    Raises:
        FileReadError: it is damaged, breaks off, or is more than fits into memory.
    """
    try:
        return _Reader(_root(JsonStream(file, look), _Room())).account()
    except (ValueError, RecursionError):
        raise FileReadError(
            _("The JSON file of Monica is damaged or breaks off."),
            _("Export it from Monica again; its SQL export can be read as well."),
        ) from None


class _Room:
    """Sees that what is read of one export stays within what an import may take of the memory."""

    def __init__(self) -> None:
        self._letters = self._bytes = 0

    def take(self, one: Any, place: int) -> Any:
        """A record with the bytes of its file instead of the letters they stand for.

        Args:
            one: the record.
            place: how much of the file has been taken with it.

        Raises:
            FileReadError: it is too much.
        """
        said = _dict(_dict(one).get("properties"))
        url = said.get("dataUrl")
        if isinstance(url, str):
            self._letters += len(url)
            try:
                said["dataUrl"] = from_data_url(url)
            except TooLarge as too_large:
                said["dataUrl"] = too_large
            else:
                self._bytes += len(said["dataUrl"][0]) if said["dataUrl"] else 0
        if (place - self._letters) * _RECORDS + self._bytes > _MOST_MEMORY:
            raise FileReadError(
                _("The JSON file of Monica holds more than Kith can read at once."),
                _("Choose its SQL export, which holds no photos and documents.")
                if self._bytes > _MOST_MEMORY // 2
                else _("Choose its address book (vCard), which brings the people."),
            )
        return one


def _root(stream: JsonStream, room: _Room) -> Values:
    """The account as one value, read record by record: the text itself is never whole in memory."""
    root: Values = {}
    for name in stream.members():
        if name != "account" or stream.next() != "{":
            value = stream.value()
            if name == "export_date":
                root[_EXPORTED] = value
            continue
        for part in stream.members():
            if part == "data" and stream.next() == "[":
                root[part] = [_collection(stream, room) for _turn in stream.turns()]
            else:
                root[part] = stream.value()
    if not stream.is_over():
        raise ValueError("more")
    return root


def _collection(stream: JsonStream, room: _Room) -> Values:
    if stream.next() != "{":
        stream.value()
        return {}
    return {
        part: [room.take(one, stream.place) for one in stream.items()]
        if part == "values" and stream.next() == "["
        else stream.value()
        for part in stream.members()
    }


class _Reader:
    """Goes through the collections of one account."""

    def __init__(self, root: Values) -> None:
        self._root = root
        self._account = Account(forms={"json"}, exported=stamp(root.get(_EXPORTED)))
        instance = _dict(root.get("instance"))
        self._named = {
            kind: {line(one.get("uuid")): _props(one) for one in _dicts(instance.get(kind))}
            for kind in _KINDS
        }
        self._with: dict[str, list[str]] = {}

    def account(self) -> Account:
        """All of it."""
        held = dict(_collections(self._root.get("data")))
        for place, one in enumerate(held.get("contact", []), 1):
            self._contact(one, place)
        for one in _dicts(held.get("activity")):
            self._activity(one)
        for one in _dicts(held.get("relationship")):
            said = _props(one)
            sides = line(said.get("contact_is")), line(said.get("of_contact"))
            self._account.ties.append(Tie(*sides, line(said.get("type"))))
        for kind in ("photo", "document"):
            for one in _dicts(held.get(kind)):
                self._account.files[line(one.get("uuid"))] = _props(one) | {"kind": kind}
        for one in _dicts(held.get("user")):
            self._account.me = self._account.me or line(_props(one).get("me_contact"))
        entries = _dict(self._root.get("properties")).get("journal_entries")
        self._account.diary = [_props(one) for one in _dicts(entries)]
        return self._account

    def _contact(self, one: Any, place: int) -> None:
        said = _props(one)
        uuid = line(_dict(one).get("uuid"))
        if not uuid or not said:
            where = _("contact {number}").format(number=place)
            self._account.damage.append((where, _("It is not written as a contact is.")))
            return
        for flag in _FLAGS:
            said[flag] = truth(said.get(flag))
        said["gender"] = self._gender(said.get("gender"))
        photo = line(_dict(said.pop("avatar", None)).get("avatar_photo"))
        contact = Contact(uuid, said | {"avatar_photo": photo})
        for kind, values in _collections(_dict(one).get("data")):
            self._hang(contact, kind, values)
        self._account.add(contact)

    def _gender(self, value: Any) -> Values:
        named = self._named["genders"].get(line(value))
        return named if named is not None else {"type": line(value)} if len(line(value)) < 3 else {}

    def _hang(self, contact: Contact, kind: str, values: list[Any]) -> None:
        if kind == "activity":
            for uuid in map(line, values):
                self._with.setdefault(uuid, []).append(contact.uuid)
        elif kind == "photo":
            contact.photos += map(line, values)
        elif kind == "document":
            contact.documents += map(line, values)
        elif kind in THINGS:
            contact.things[kind] = [self._thing(kind, one) for one in _dicts(values)]

    def _thing(self, kind: str, one: Values) -> Values:
        said = _props(one)
        said["created_at"] = stamp(one.get("created_at"))
        said["uuid"] = line(one.get("uuid"))
        if kind in ("contact_field", "conversation"):
            uuid = line(said.get("type" if kind == "contact_field" else "contact_field_type"))
            said["field_type"] = self._named["contact_field_types"].get(uuid, {})
        elif kind == "life_event":
            said["type_name"] = self._named["life_event_types"].get(line(said.get("type")), {})
        elif kind == "note":
            favourite = said.get("is_favorited", said.get("is_favorite"))
            said["is_favorited"] = truth(favourite)
        elif kind == "debt":
            said["in_debt"] = truth(said.get("in_debt"))
        if kind == "conversation":
            said["messages"] = [_props(message) for message in _dicts(said.get("messages"))]
        if kind == "call":
            said["emotions"] = [_emotion(one) for one in _list(said.get("emotions"))]
        return said

    def _activity(self, one: Values) -> None:
        said = _props(one)
        said["created_at"] = stamp(one.get("created_at"))
        said["uuid"] = line(one.get("uuid"))
        said["type_name"] = self._named["activity_types"].get(line(said.get("type")), {})
        said["contacts"] = self._with.get(said["uuid"], [])
        said["emotions"] = [_emotion(one) for one in _list(said.get("emotions"))]
        self._account.activities.append(said)


def _emotion(value: Any) -> str:
    said = _dict(value)
    return line(_dict(said.get("properties")).get("name") or said.get("name") or value)


def _collections(value: Any) -> Iterator[tuple[str, list[Any]]]:
    """Each collection under its type; two of the same type are one."""
    found: dict[str, list[Any]] = {}
    for one in _dicts(value):
        found.setdefault(text(one.get("type")), []).extend(_list(one.get("values")))
    yield from found.items()


def _props(value: Any) -> Values:
    """The properties of a record, without those that are null."""
    said = _dict(_dict(value).get("properties"))
    return {name: one for name, one in said.items() if one is not None}


def _dict(value: Any) -> Values:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[Values]:
    return [one for one in _list(value) if isinstance(one, dict)]
