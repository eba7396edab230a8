"""Knows the user's own card, and people and events that Kith itself wrote into a file."""

from __future__ import annotations

from app.model.imports import ReadPerson
from app.model.people import Counterpart, PointKind
from app.model.records import Meeting
from app.model.texts import _
from app.services.calendar_marks import MEETING, REMINDERS
from app.services.taking_in.marks import folded
from app.services.workspace import Workspace

MARKS_A_DAY = _("It marks a day; nobody is met.")
_WRITER = "PRODID:-//Kith//"
_HEAD = 500  # characters of a card among which its writer is named
_ANY_CARD = "vcard:uid:"
_CARD, _ROW, _EVENT = "vcard:uid:urn:uuid:", "table:kith:", "ical:"


def own_person(workspace: Workspace, key: str) -> int | None:
    """The person of this journal whose card or row it is; it bears their uid."""
    bearing = next((start for start in (_CARD, _ROW) if key.startswith(start)), "")
    if not bearing:
        return None
    uid = key.removeprefix(bearing).partition("#")[0]
    found = workspace.find(Counterpart, uid=uid)
    return found[0].id if found else None


def kith_wrote(key: str, person: ReadPerson) -> str:
    """The uid under which a journal of Kith's wrote this card or row; "" for anybody else's.

    A journal holds two of them as two people, whatever they have in common.
    """
    uid = key.partition("#")[0]
    # Somebody who came with a card of another program keeps its uid.
    is_card = uid.startswith(_ANY_CARD) and _WRITER in person.raw[:_HEAD]
    return uid if is_card or uid.startswith(_ROW) else ""


def is_mine(name: str, addresses: frozenset[str], person: ReadPerson) -> bool:
    """Whether a record is the user's own card: by their name, or by one of their addresses."""
    own = folded(name)
    mails = {p.value.casefold() for p in person.points if p.kind is PointKind.EMAIL}
    named = bool(own and folded(person.name) == own)
    return person.is_own or named or bool(mails & addresses)


def own_event(workspace: Workspace, key: str) -> str:
    """Why an event that Kith wrote is not taken; "" for one that is, or is another's."""
    uid = key.removeprefix(_EVENT)
    if uid.startswith(REMINDERS):
        return MARKS_A_DAY
    if uid.startswith(MEETING):
        number = uid.removeprefix(MEETING).partition(":")[0].partition("#")[0]
        if workspace.find(Meeting, uid=number):
            return _("It came from this journal.")
    return ""
