"""What happened with the contacts of an account: calls, talks, activities, gifts, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from app.exchange.monica.account import Account, Contact, Values, keyed
from app.exchange.monica.facts import gift_moment, gift_pattern, gift_words
from app.exchange.monica.reaching import channel_word
from app.exchange.monica.values import line, moment, stamp, text, truth
from app.model.imports import (
    ReadAttendee,
    ReadEntry,
    ReadFailure,
    ReadPerson,
    ReadSkip,
)
from app.model.records import Ask, Channel, Opener
from app.model.texts import _
from app.model.values import Moment, PartialDate

Items = ReadPerson | ReadEntry | ReadSkip | ReadFailure
_MEALS = ("ate_", "eat", "dinner", "lunch", "breakfast", "restaurant", "drink", "bar")
_EVENTS = ("theater", "theatre", "concert", "play", "museum", "movie", "cinema", "party", "church")
_LONGEST_COMPARED = 20_000
_EXACT = frozenset(("happened_at_month_unknown", "happened_at_day_unknown"))
_TOGETHER = ("hung_out", "hung out", "sport", "talked_at_home", "vacation", "picnic", "walk")


def history_of(account: Account, home: ZoneInfo | None) -> Iterator[Items]:
    """Everything that happened, contact by contact, then what several shared.

    What hangs on a contact is given up once it is told: of a large account two copies are too many.
    """
    for contact in account.contacts.values():
        if contact.is_partial or contact.uuid == account.me or not contact.name:
            continue
        place = _("contact {number}").format(number=contact.number)
        for kind, read in _READERS.items():
            for key, thing in contact.keyed(kind):
                yield from read(contact, key, place, thing, home)
        contact.things.clear()
    for number, (key, one) in enumerate(keyed("monica:activity", account.activities), 1):
        yield from _activity(account, key, number, one, home)
    yield from _left_out(account)


def _call(
    contact: Contact, key: str, place: str, thing: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    title = _titled(_("Call"), text(thing.get("content")))
    when = moment(thing.get("called_at"), home)
    if when is None:
        yield _undated(key, place, title)
        return
    theirs = truth(thing.get("contact_called"))
    felt = ", ".join(filter(None, thing.get("emotions") or ()))
    words = (text(thing.get("content")), felt and _("Felt: {words}").format(words=felt))
    yield ReadEntry(
        key=key,
        title=title,
        place=place,
        when=when,
        keys=(contact.key,),
        channel=Channel.CALL,
        opener=None if theirs is None else Opener.THEM if theirs else Opener.ME,
        note="\n".join(filter(None, words)),
        fuller=_with_feelings(thing, words[:1]),
    )


def _with_feelings(thing: Values, before: Sequence[str], after: str = "") -> str:
    """The pattern of a note with what was felt, which only the JSON export says."""
    if "emotions" in thing or sum(map(len, before)) > _LONGEST_COMPARED:
        return ""
    felt = re.escape(_("Felt: {words}").format(words=""))
    pattern = re.escape("\n".join(filter(None, before))) + rf"(?:\n?{felt}.+)?"
    return pattern + (rf"\n?{re.escape(after)}" if after else "")


def _titled(kind: str, words: str) -> str:
    """What kind of record it is, and how it begins."""
    return ": ".join(filter(None, (kind, words.partition("\n")[0][:80])))


def _note(
    contact: Contact, key: str, place: str, thing: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    words = text(thing.get("body"))
    title = words.partition("\n")[0][:80]
    when = moment(thing.get("created_at"), home)
    if when is None:
        yield _undated(key, place, title)
        return
    tags = (_("favourite"),) if thing.get("is_favorited") else ()
    yield _written(contact, key, place, title, when, words, tags)


def _written(
    contact: Contact,
    key: str,
    place: str,
    title: str,
    when: Moment,
    words: str,
    tags: tuple[str, ...] = (),
) -> ReadEntry:
    """A note about someone, which is no contact with them."""
    return ReadEntry(
        key=key,
        title=title,
        place=place,
        when=when,
        keys=(contact.key,),
        two_way=False,
        note=words,
        tags=tags,
    )


def _life_event(
    contact: Contact, key: str, place: str, thing: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    name, kind = line(thing.get("name")), _type_word(thing)
    title = name or kind
    when = moment(thing.get("happened_at"), home)
    if when is None:
        yield _undated(key, place, title)
        return
    head = ": ".join(filter(None, (kind, name))) if kind != name else name
    more = (text(thing.get("note")), text(thing.get("specific_information")))
    words = "\n".join(filter(None, (head or _("Something in their life"), *more)))
    when = Moment(_as_exact_as_told(when.date, thing), when.time, when.zone)
    if when.date.day is None:
        when = Moment(when.date)
    entry = _written(contact, key, place, title or words, when, words)
    yield replace(entry, exactness_told=not _EXACT.isdisjoint(thing))


def _as_exact_as_told(day: PartialDate, thing: Values) -> PartialDate:
    if truth(thing.get("happened_at_month_unknown")):
        return PartialDate(day.year)
    if truth(thing.get("happened_at_day_unknown")):
        return PartialDate(day.year, day.month)
    return day


def _conversation(
    contact: Contact, key: str, place: str, thing: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    messages = [one for one in thing.get("messages") or () if text(one.get("content"))]
    if all(moment(one.get("written_at"), home) for one in messages):
        messages.sort(key=lambda one: stamp(one.get("written_at")))  # who wrote first opened it
    title = _titled(_("Conversation"), text(messages[0].get("content")) if messages else "")
    dated = sorted(
        str(one.get("written_at")) for one in messages if moment(one.get("written_at"), home)
    )
    told = moment(thing.get("happened_at"), home)
    when = told or (moment(dated[0], home) if dated else None)
    remarks: tuple[str, ...] = ()
    if when is None:
        when = moment(thing.get("created_at"), home)
        remarks = (_("The file does not say when it was: the day it was written down stands."),)
    if when is None:
        yield _undated(key, place, title)
        return
    sides = [truth(one.get("written_by_me")) for one in messages]
    first = sides[0] if sides else None
    service = channel_word(thing)
    yield ReadEntry(
        key=key,
        title=title,
        place=place,
        when=when,
        keys=(contact.key,),
        channel=Channel.EMAIL if "mail" in service else Channel.MESSAGE,
        opener=None if first is None else Opener.ME if first else Opener.THEM,
        two_way=True if True in sides and False in sides else None,
        note=_talk(contact, service, messages),
        remarks=remarks,
        day_told=not remarks,
    )


def _talk(contact: Contact, service: str, messages: list[Values]) -> str:
    lines = []
    given = contact.name.split(" ")[0]
    for one in messages:
        mine = truth(one.get("written_by_me"))
        who = _("I") if mine else given if mine is False else "?"
        lines.append(f"{who}: {text(one.get('content'))}")
    if service:
        lines.append(_("On {service}").format(service=service))
    return "\n".join(lines)


def _gift(
    contact: Contact, key: str, place: str, thing: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    when = moment(thing.get("date"), home)
    if when is None or not gift_moment(thing, home):
        return  # an idea, or a day nobody wrote down: a line of the note
    given = line(thing.get("status")).lower() == "offered"
    yield ReadEntry(
        key=key,
        title=gift_words(thing),
        place=place,
        when=when,
        keys=(contact.key,),
        channel=Channel.OTHER,
        opener=Opener.ME if given else Opener.THEM,
        give_mine=Ask.OTHER if given else None,
        give_theirs=None if given else Ask.OTHER,
        note=gift_words(thing),
        fuller=gift_pattern(thing),
    )


_READERS = {
    "call": _call,
    "note": _note,
    "conversation": _conversation,
    "gift": _gift,
    "life_event": _life_event,
}


def _activity(
    account: Account, key: str, number: int, one: Values, home: ZoneInfo | None
) -> Iterator[Items]:
    place = _("activity {number}").format(number=number)
    summary = line(one.get("summary"))
    when = moment(one.get("happened_at"), home)
    if when is None:
        yield _undated(key, place, summary)
        return
    uuids = dict.fromkeys(uuid for uuid in one.get("contacts") or () if uuid != account.me)
    there = [account.contacts[uuid] for uuid in uuids if uuid in account.contacts]
    kind = _type_word(one)
    said = (summary, text(one.get("description")))
    named = kind and _("Kind: {kind}").format(kind=kind)
    yield ReadEntry(
        key=key,
        title=summary or kind or _("Activity"),
        place=place,
        when=when,
        keys=tuple(contact.key for contact in there if not contact.is_partial),
        people=tuple(ReadAttendee(contact.name) for contact in there if contact.is_partial),
        channel=_channel(one),
        note="\n".join(filter(None, (*said, _felt(one), named))),
        fuller=_with_feelings(one, said, named),
    )


def _felt(one: Values) -> str:
    felt = ", ".join(filter(None, map(line, one.get("emotions") or ())))
    return felt and _("Felt: {words}").format(words=felt)


def _type_word(thing: Values) -> str:
    kind = thing.get("type_name")
    if not isinstance(kind, dict):
        return ""
    keys = ("name", "translation_key", "default_life_event_type_key")
    words = (line(kind.get(key)) for key in keys)
    return next(filter(None, words), "").replace("_", " ")


def _channel(one: Values) -> Channel:
    """How those who took part met, where the kind of activity says so."""
    kind = one.get("type_name")
    kind = kind if isinstance(kind, dict) else {}
    said = f"{line(kind.get('translation_key'))} {line(kind.get('name'))}".lower()
    for words, channel in (
        (_MEALS, Channel.MEAL),
        (_EVENTS, Channel.EVENT),
        (_TOGETHER, Channel.MEETING),
    ):
        if any(word in said for word in words):
            return channel
    return Channel.OTHER


def _undated(key: str, place: str, title: str) -> ReadFailure:
    return ReadFailure(key, place, title, _("The file does not say when it was."))


def _left_out(account: Account) -> Iterator[ReadSkip]:
    """What is understood and has no place in a journal of people."""
    for number, page in enumerate(account.diary, 1):
        place = _("diary {number}").format(number=number)
        title = line(page.get("title")) or text(page.get("post")).partition("\n")[0][:80]
        yield ReadSkip("", place, title, _("A page of your own diary, about nobody."))
    for number, file in enumerate(account.bare_files, 1):
        place = _("file {number}").format(number=number)
        why = _("The SQL file only names it; the JSON export holds it.")
        yield ReadSkip("", place, line(file.get("original_filename")), why)
