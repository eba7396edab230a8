"""Turns conversations of a mail archive or a chat into entries with people one knows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.insights.naming import same_number
from app.model.errors import NotFoundError
from app.model.imports import Fate, ReadAttendee, ReadConversation, ReadPerson, ReadPoint
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.records import Channel, Interaction, Opener, Source
from app.model.texts import _, ngettext
from app.services.day_words import short_date
from app.services.edit import Edit
from app.services.taking_in import followed
from app.services.taking_in.company import Company
from app.services.taking_in.events import Decision, row_of
from app.services.taking_in.marks import folded
from app.services.taking_in.people import PeopleIndex
from app.services.taking_in.plan import Action
from app.services.taking_in.spans import Span
from app.services.workspace import Workspace
from app.store import queries

_CHANGED = "changed"
_FOLLOWED = ("when", "thread", "two_way", "answered")


@dataclass(frozen=True, slots=True)
class Stranger:
    """Someone of an archive whom the journal does not know, and how often they were in contact."""

    person: ReadPerson
    talks: int
    both_ways: int

    @property
    def is_acquaintance(self) -> bool:
        """Whether both sides wrote at least once, and the name is known."""
        return self.both_ways > 0 and "@" not in self.person.name

    @property
    def words(self) -> str:
        """The sentence of the list they are offered in."""
        told = ngettext(
            "Not in the journal yet: {n} conversation, {both} both ways.",
            "Not in the journal yet: {n} conversations, {both} both ways.",
            self.talks,
        )
        return told.format(n=f"{self.talks:,}", both=f"{self.both_ways:,}")


class TalkPlanner:
    """Decides on conversations one after the other."""

    def __init__(self, workspace: Workspace, index: PeopleIndex) -> None:
        self._workspace = workspace
        self._index = index
        self._by_day: dict[int, set[tuple[str, Channel | None]]] = {}

    def strangers(self, talks: Iterable[ReadConversation]) -> list[Stranger]:
        """Everyone the journal does not know, most contacted first; one row for one full name."""
        counts: dict[str, list[int]] = {}
        seen: dict[str, dict[ReadAttendee, str]] = {}
        for talk in talks:
            marks: dict[str, None] = {}
            for one in talk.people:
                if not self._index.who(one):
                    mark = _mark(one)
                    marks[mark] = None
                    seen.setdefault(mark, {}).setdefault(one, talk.place)
            for mark in marks:
                count = counts.setdefault(mark, [0, 0])
                count[0] += 1
                count[1] += talk.two_way is True
        order = sorted(counts, key=lambda mark: (-counts[mark][0], -counts[mark][1], mark))
        return [Stranger(_person(mark, seen[mark]), *counts[mark]) for mark in order]

    def decide(self, talk: ReadConversation, mark: ImportMark | None, digest: str) -> Decision:
        """The fate of one conversation; `mark` is what an earlier import made of it."""
        people, unclear, unknown = self._people(talk)
        row = row_of(self._workspace, mark) if mark is not None else None
        if mark is not None and isinstance(row, Interaction):
            return _again(talk, mark, digest, people)
        if not people:
            if unclear:
                names = self._index.listed(unclear)
                why = _("It could be with any of: {names}.").format(names=names)
                return Decision(Fate.SKIPPED, why=why, candidates=unclear, meant=Action.ADD_ENTRY)
            return Decision(Fate.SKIPPED, why=_("Nobody in the journal takes part in it."))
        if all(number > 0 and self._is_logged(talk, number) for number in people):
            return Decision(Fate.SKIPPED, why=_("You have already logged it."), here=True)
        present = len(people) + len(unclear[:1]) + unknown + 1
        return Decision(Fate.ADDED, Action.ADD_ENTRY, "", people, present=present)

    def _people(self, talk: ReadConversation) -> tuple[tuple[int, ...], tuple[int, ...], int]:
        """Whom it is with, who else it could be, and how many more nobody knows."""
        found: dict[int, None] = {}
        unclear: dict[int, None] = {}
        unknown = 0
        for one in talk.people:
            matches = self._index.who(one)
            if len(matches) == 1:
                found[matches[0]] = None
            elif matches:
                unclear.update(dict.fromkeys(matches))
            else:
                unknown += 1
        return tuple(found), tuple(unclear), unknown

    def _is_logged(self, talk: ReadConversation, person: int) -> bool:
        """Whether the user has written it down on the day it began."""
        if person not in self._by_day:
            self._by_day[person] = {
                (str(entry.when.date), entry.channel)
                for entry in self._workspace.interactions_of(person)
                if entry.source is Source.TYPED
            }
        return (str(talk.when.date), talk.channel) in self._by_day[person]


def _mark(one: ReadAttendee) -> str:
    """What holds several addresses of one person together: the full name, else the address."""
    name = folded(one.name)
    return name if " " in name else one.email.casefold() or one.phone or name


def _person(mark: str, seen: Mapping[ReadAttendee, str]) -> ReadPerson:
    first = next(iter(seen))
    mails = {one.email.casefold(): ReadPoint(PointKind.EMAIL, one.email) for one in seen}
    phones = {
        same_number(one.phone) or one.phone: ReadPoint(PointKind.PHONE, one.phone) for one in seen
    }
    points = [point for point in (*mails.values(), *phones.values()) if point.value]
    name = first.name or first.email or first.phone
    return ReadPerson(
        key=f"correspondent:{mark}", name=name, place=seen[first], points=tuple(points)
    )


def _again(
    talk: ReadConversation, mark: ImportMark, digest: str, people: tuple[int, ...]
) -> Decision:
    """A conversation that an earlier import brought: followed when it has grown."""
    count, _dot, rest = mark.digest.partition(".")
    if rest.startswith(digest):
        return Decision(Fate.SKIPPED, why=_("It is already here."), here=True)
    if count.isdecimal() and talk.messages < int(count):
        return Decision(Fate.SKIPPED, why=_("The journal already holds more of it."), here=True)
    return Decision(Fate.MERGED, Action.CONTINUE, _("It has gone on since."), people)


def digest_written(
    talk: ReadConversation, digest: str, made: Interaction, company: str, before: str = ""
) -> str:
    """What is kept with the entry: enough to tell later what the user has changed in it.

    `company` is the part of it that tells whom the conversation brought, `before` what was kept
    of an earlier import.
    """
    opener = _spoken(talk.opener) if made.opener is talk.opener else _CHANGED
    note = _note_mark(made.note) if made.note == note_of(talk) else _CHANGED
    values = followed.part(before, made, _said(talk))
    span = Span.of(talk).part(before)
    return f"{talk.messages}.{digest}.{opener}.{note}.{values}.{company}.{span}.{made.uid}"


def _said(talk: ReadConversation) -> dict[str, object]:
    """What a conversation says of the fields that are followed."""
    return {name: getattr(talk, name) for name in _FOLLOWED}


def _note_mark(note: str) -> str:
    return hashlib.sha256(note.encode()).hexdigest()[:8]


def note_of(talk: ReadConversation) -> str:
    """The subject, and how many messages there were, till when."""
    counts = ngettext("{n} message", "{n} messages", talk.messages).format(n=f"{talk.messages:,}")
    if 0 < talk.mine < talk.messages:
        counts = _("{messages}, {mine} of them yours").format(
            messages=counts, mine=f"{talk.mine:,}"
        )
    if talk.last is not None and talk.last.date != talk.when.date:
        counts = _("{messages}, until {date}").format(
            messages=counts, date=short_date(talk.last.date)
        )
    return "\n".join(filter(None, (talk.title, f"{counts}.", talk.note)))


def add_talk(
    edit: Edit, talk: ReadConversation, people: tuple[int, ...], present: int | None
) -> Interaction:
    """The entry of a conversation; what was asked for stays unknown."""
    return edit.add(
        Interaction,
        when=talk.when,
        people=people,
        channel=talk.channel,
        opener=talk.opener,
        two_way=talk.two_way,
        answered=talk.answered,
        present=max(present or 0, len(people) + 1),
        thread=talk.thread,
        source=Source.IMPORTED,
        note=note_of(talk),
    )


def continue_talk(
    edit: Edit,
    workspace: Workspace,
    talk: ReadConversation,
    mark: ImportMark,
    people: tuple[int, ...],
) -> Interaction:
    """Bring an entry up to date, but leave alone what the user has changed in it.

    `people` are all who are with it from now on.
    """
    standing = row_of(workspace, mark)
    if not isinstance(standing, Interaction):
        raise NotFoundError(_("It is no longer in the journal."))
    opener, note = ([*mark.digest.split("."), "", ""])[2:4]
    values = followed.news(mark.digest, standing, _said(talk))
    if _spoken(standing.opener) == opener:
        values["opener"] = talk.opener
    if _note_mark(standing.note) == note:
        values["note"] = note_of(talk)
    return edit.set(standing, **values, people=people)


def go_on(
    edit: Edit,
    workspace: Workspace,
    talk: ReadConversation,
    key: str,
    entry: Interaction,
    company: Company,
    removed: Collection[str] = (),
) -> None:
    """Entries for the later months of a long conversation, in its thread, so that it is not quiet.

    They open nothing: the thread makes them one conversation with the entry that began it. Months
    whose key is among the `removed` were deleted by the user, and stay away.
    """
    note = "\n".join((talk.title, _("It goes on from {date}.").format(date=talk.when.date)))
    known_as = _keys_leading_to(workspace, key, entry)
    standing = _months(workspace, known_as)
    for moment in talk.went_on:
        month = f"{moment.date.first:%Y-%m}"
        known, later = standing.get(month, (None, None))
        digest = known.digest if known is not None else ""
        said: dict[str, object] = {"when": moment, "thread": entry.thread}
        if later is not None:
            people = company.now(digest, later.people, entry.people)
            values = followed.news(digest, later, said)
            later = edit.set(later, **values, people=people)
        elif all(month_key(one, month) not in removed for one in known_as):
            later = edit.add(
                Interaction,
                when=moment,
                people=entry.people,
                channel=talk.channel,
                two_way=talk.two_way,
                present=entry.present,
                thread=entry.thread,
                source=Source.IMPORTED,
                note=note,
            )
        else:
            continue
        values_part = followed.part(digest, later, said)
        kept = f"-.{values_part}.{company.part(digest, entry.people)}.{later.uid}"
        mark = known.source_key if known is not None else month_key(key, month)
        edit.remember_import(mark, kept, "interaction", later.id)


def _keys_leading_to(workspace: Workspace, key: str, entry: Interaction) -> list[str]:
    """The key of a conversation, and those that earlier imports knew its entry by."""
    marks = queries.marks_to(workspace.database, "interaction", entry.id)
    before = (one.source_key for one in marks if one.digest.endswith(f".{entry.uid}"))
    return list(dict.fromkeys((key, *before)))


def _months(
    workspace: Workspace, known_as: Iterable[str]
) -> dict[str, tuple[ImportMark, Interaction]]:
    """The entries for later months that stand in the journal, whatever key they came in under."""
    found: dict[str, tuple[ImportMark, Interaction]] = {}
    for key in known_as:
        start = month_key(key, "")
        for mark in queries.marks_under(workspace.database, start):
            row = row_of(workspace, mark)
            if isinstance(row, Interaction):
                found.setdefault(mark.source_key.removeprefix(start), (mark, row))
    return found


def month_key(key: str, month: str) -> str:
    """The key of a later month, told as year and month, of a conversation of this key."""
    return f"{key}+{month}"


def _spoken(opener: Opener | None) -> str:
    return opener.value if opener else "-"


def keys_of(talk: ReadConversation) -> Iterator[str]:
    """Every key it may be known by, its own first."""
    yield talk.key
    yield from talk.also
