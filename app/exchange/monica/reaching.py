"""Ways to reach a contact: its fields and its addresses."""

from __future__ import annotations

import re

from app.exchange.monica.account import Contact, Values
from app.exchange.monica.values import line, text
from app.model.imports import ReadPoint
from app.model.people import PointKind

_PROTOCOLS = re.compile(r"^(?:mailto|tel|sms|callto):", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_PARTS = ("street", "city", "province", "postal_code", "country")


def points_of(contact: Contact) -> tuple[ReadPoint, ...]:
    """Every way to reach a contact, each once."""
    found: dict[tuple[PointKind, str], ReadPoint] = {}
    for one in contact.things.get("contact_field", []):
        point = _field(one)
        if point is not None:
            found.setdefault((point.kind, point.value.casefold()), point)
    for one in contact.things.get("address", []):
        rows = (row.strip(" ,") for part in _PARTS for row in text(one.get(part)).split("\n"))
        value = ", ".join(dict.fromkeys(row for row in rows if row))
        if value:
            point = ReadPoint(PointKind.ADDRESS, value, line(one.get("name")))
            found.setdefault((PointKind.ADDRESS, value.casefold()), point)
    return tuple(found.values())


def _field(one: Values) -> ReadPoint | None:
    kind = one.get("field_type")
    kind = kind if isinstance(kind, dict) else {}
    name = line(kind.get("name"))
    said = line(kind.get("type")).lower() or name.lower()
    protocol = line(kind.get("protocol")).lower()
    value = _PROTOCOLS.sub("", line(one.get("data"))).strip()
    if not value:
        return None
    if "mail" in said or protocol.startswith("mailto"):
        return ReadPoint(PointKind.EMAIL, value)
    if "phone" in said or protocol == "tel:":
        return ReadPoint(PointKind.PHONE, value)
    if _WEB.match(value):
        return ReadPoint(PointKind.URL, value, name.lower())
    return ReadPoint(PointKind.HANDLE, value, name.lower())


def channel_word(thing: Values) -> str:
    """On which service a conversation was, in small letters."""
    kind = thing.get("field_type")
    return line(kind.get("name") or kind.get("type")).lower() if isinstance(kind, dict) else ""
