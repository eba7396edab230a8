"""Turns events of a calendar into past entries and planned meetings with people one knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.model.errors import NotFoundError
from app.model.imports import Fate, ReadAttendee, ReadEvent, ReadPerson, ReadPoint
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.records import Channel, Interaction, Meeting, MeetingState, Source
from app.model.texts import _
from app.services.taking_in.marks import folded
from app.services.taking_in.own import MARKS_A_DAY, own_event
from app.services.taking_in.people import PeopleIndex
from app.services.taking_in.plan import Action, ImportOptions
from app.services.workspace import Workspace

# A day in a calendar that names a person without anyone meeting them.
_REMEMBRANCE = re.compile(
    r"\b(birthday|anniversary|b-?day|geburtstag|jahrestag|hochzeitstag|namenstag|anniversaire|"
    r"cumpleaños|aniversario|compleanno|aniversário|verjaardag|födelsedag|bursdag|fødselsdag|"
    r"urodziny|imieniny|narozeniny|születésnap|syntymäpäivä|doğum günü|день рождения)\b"
    r"|生日|誕生日|생일",
    re.IGNORECASE,
)
_IN_PERSON = frozenset({Channel.MEETING, Channel.MEAL, Channel.VIDEO, Channel.EVENT, Channel.CALL})
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAME_TALK = timedelta(hours=2)
# Stands in the mark of a meeting which the calendar, and not the user, has called off.
CALLED_OFF = "off"
MOST_MINUTES = 100_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one event."""

    fate: Fate
    action: Action = Action.NOTHING
    why: str = ""
    people: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    present: int | None = None
    here: bool = False
    meant: Action = Action.NOTHING


def addresses_in(text: str) -> frozenset[str]:
    """The e-mail addresses of a setting, in small letters."""
    return frozenset(word.casefold() for word in re.split(r"[,;\s]+", text) if "@" in word)


class EventPlanner:
    """Decides on events one after the other."""

    def __init__(self, workspace: Workspace, index: PeopleIndex, options: ImportOptions) -> None:
        self._workspace = workspace
        self._index = index
        self._options = options
        self._now = workspace.clock.now()
        self.mine = addresses_in(str(workspace.setting("my_addresses"))) | addresses_in(
            " ".join(options.my_addresses)
        )
        self.seen: Counter[str] = Counter()
        self._by_day: dict[int, dict[str, list[Interaction]]] = {}
        self._planned: dict[str, list[Meeting]] | None = None

    def decide(self, event: ReadEvent, mark: ImportMark | None, digest: str) -> Decision:
        """The fate of one event; `mark` is what an earlier import made of it."""
        people, why, candidates, present = self._people(event)
        own = own_event(self._workspace, event.key)
        if own:
            return Decision(Fate.SKIPPED, why=own)
        if mark is not None:
            row = row_of(self._workspace, mark)
            if row is not None:
                return self._again(event, mark, row, digest, people, present)
        if event.cancelled:
            return Decision(Fate.SKIPPED, why=_("It was called off."))
        action = Action.ADD_ENTRY if self.is_past(event) else Action.ADD_MEETING
        if not people:
            meant = action if candidates else Action.NOTHING
            return Decision(
                Fate.SKIPPED, why=why, candidates=candidates, present=present, meant=meant
            )
        double = self._already_logged(event, people)
        if double:
            return Decision(Fate.SKIPPED, why=double, people=people, here=True)
        return Decision(Fate.ADDED, action, why, people, present=present)

    def _again(
        self,
        event: ReadEvent,
        mark: ImportMark,
        row: Interaction | Meeting,
        digest: str,
        people: tuple[int, ...],
        present: int | None,
    ) -> Decision:
        """An event that an earlier import brought."""
        here = _("It is already here.")
        sequence, _dot, before = mark.digest.partition(".")
        state = row.state if isinstance(row, Meeting) else None
        waits = state is MeetingState.PLANNED
        off = f".{CALLED_OFF}." in before
        if sequence.isdecimal() and event.sequence < int(sequence):
            newer = _("A newer version of it is already here.")
            return Decision(Fate.SKIPPED, why=newer, here=True)
        if event.cancelled:
            if waits:
                return Decision(Fate.MERGED, Action.CANCEL, _("It was called off."), people)
            same = before.startswith(digest)
            why = here if same or state is not None else _("It was called off afterwards.")
            return Decision(Fate.SKIPPED, why=why, here=True)
        back = off and state is MeetingState.CANCELLED
        if (waits or back) and self.is_past(event):
            why = _("It has taken place since; an entry is added.")
            return Decision(Fate.MERGED, Action.HOLD, why, people or row.people, present=present)
        if back:
            return Decision(Fate.MERGED, Action.MOVE, _("It takes place after all."), people)
        if before.startswith(digest):
            return Decision(Fate.SKIPPED, why=here, here=True)
        if isinstance(row, Interaction) and not self.is_past(event):
            return Decision(Fate.SKIPPED, why=_("It was moved to a later day; the entry stays."))
        return Decision(Fate.MERGED, Action.MOVE, _("It has changed."), people, present=present)

    def is_past(self, event: ReadEvent) -> bool:
        """Whether it is over."""
        day = (event.last_day or event.when.date).last
        if event.when.time is None:
            return day < self._now.date()
        zone = ZoneInfo(event.when.zone) if event.when.zone else self._now.tzinfo
        start = datetime.combine(day, event.when.time, zone)
        return start + timedelta(minutes=min(event.minutes or 0, MOST_MINUTES)) <= self._now

    def _people(self, event: ReadEvent) -> tuple[tuple[int, ...], str, tuple[int, ...], int | None]:
        """Whom it is with, a word on how that is known, who else it could be, how many came."""
        came = [one for one in event.attendees if not one.declined and not one.is_room]
        for one in event.attendees:
            if one.email and not one.is_room:
                self.seen[one.email.casefold()] += 1
        others = [one for one in came if one.email.casefold() not in self.mine]
        if any(one.declined and one.email.casefold() in self.mine for one in event.attendees):
            return (), _("You declined it."), (), None
        found: dict[int, None] = {}
        unclear: dict[int, None] = {}
        strangers: list[ReadAttendee] = []
        for one in others:
            matches = self._index.who(one)
            if len(matches) == 1:
                found[matches[0]] = None
            elif matches:
                unclear.update(dict.fromkeys(matches))
            else:
                strangers.append(one)
        why = ""
        if self._options.add_people and self.mine:
            added = [one for one in strangers if one.name]
            for one in added:
                found[self._index.add(_newcomer(event, one))] = None
            if added:
                names = ", ".join(one.name for one in added)
                why = _("It brings in {names}.").format(names=names)
        present = None
        if event.attendees:  # the user stands among the attendees, unless known to be left out
            present = len(others) + 1 if self.mine else max(len(came), 2)
        if found:
            left = [number for number in unclear if number not in found]
            if left:
                among = _("It cannot be told which of them comes as well: {names}.")
                why = " ".join(filter(None, (why, among.format(names=self._index.listed(left)))))
            return tuple(found), why, (), present
        return self._in_title(event, tuple(unclear), present)

    def _in_title(
        self, event: ReadEvent, unclear: tuple[int, ...], present: int | None
    ) -> tuple[tuple[int, ...], str, tuple[int, ...], int | None]:
        """People whose full name stands in the title."""
        if event.when.time is None and _REMEMBRANCE.search(event.title):
            return (), MARKS_A_DAY, (), present
        found, several = names_in(event.title, self._index)
        if found:
            return tuple(found), _("The title names them."), (), present
        several = list(unclear) or several
        if several:
            names = self._index.listed(several)
            why = _("It could be with any of: {names}.").format(names=names)
            return (), why, tuple(several), present
        return (), _("Nobody in the journal is named in it."), (), present

    def _already_logged(self, event: ReadEvent, people: tuple[int, ...]) -> str:
        """A sentence when the user has already written this meeting down."""
        day = str(event.when.date)
        wanted = set(people)
        if any(number < 0 for number in wanted):
            return ""
        for entry in self._entries(people[0]).get(day, ()):
            if wanted <= set(entry.people) and _same_time(event, entry):
                return _("You have already logged it.")
        for meeting in self._meetings().get(day, ()):
            if wanted <= set(meeting.people) and _same_time(event, meeting):
                return _("You have already planned it.")
        return ""

    def _entries(self, person: int) -> dict[str, list[Interaction]]:
        if person not in self._by_day:
            days: dict[str, list[Interaction]] = {}
            for entry in self._workspace.interactions_of(person):
                if entry.source is Source.TYPED and entry.channel in _IN_PERSON:
                    days.setdefault(str(entry.when.date), []).append(entry)
            self._by_day[person] = days
        return self._by_day[person]

    def _meetings(self) -> dict[str, list[Meeting]]:
        if self._planned is None:
            self._planned = {}
            for meeting in self._workspace.find(Meeting, source=Source.TYPED):
                if meeting.when is not None:
                    self._planned.setdefault(str(meeting.when.date), []).append(meeting)
        return self._planned


def names_in(title: str, index: PeopleIndex) -> tuple[list[int], list[int]]:
    """People whose full name of two words or more stands in a title; and those it leaves open."""
    words = [folded(word) for word in re.findall(r"\w+(?:[-'’]\w+)*", title)][:60]
    found: dict[int, None] = {}
    several: dict[int, None] = {}
    names = index.full_names()
    if _EAST_ASIAN.search(title):  # written without spaces, so a name may stand anywhere
        for name, holders in names.items():
            if len(name) >= 3 and _EAST_ASIAN.match(name) and name.replace(" ", "") in title:
                (found if len(holders) == 1 else several).update(dict.fromkeys(holders))
    for length in range(min(6, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(sorted(" ".join(words[start : start + length]).split()))
            if length == 1 and (part.isascii() or len(part) < 2 or " " in part):
                continue
            holders = names.get(part, ())
            if len(holders) == 1:
                found.update(dict.fromkeys(holders))
            else:
                several.update(dict.fromkeys(holders))
    return list(found), [] if found else list(several)


def _newcomer(event: ReadEvent, one: ReadAttendee) -> ReadPerson:
    points = (ReadPoint(PointKind.EMAIL, one.email),) if one.email else ()
    return ReadPerson(key="", name=one.name, place=event.place, points=points)


def _same_time(event: ReadEvent, other: Interaction | Meeting) -> bool:
    own, theirs = event.when.time, other.when.time if other.when else None
    if own is None or theirs is None:
        return True
    first = timedelta(hours=own.hour, minutes=own.minute)
    second = timedelta(hours=theirs.hour, minutes=theirs.minute)
    return abs(first - second) <= _SAME_TALK


def row_of(workspace: Workspace, mark: ImportMark) -> Interaction | Meeting | None:
    """What an earlier import made of an event, if it is still there and still the same row."""
    kinds: dict[str, type[Interaction] | type[Meeting]] = {
        "interaction": Interaction,
        "meeting": Meeting,
    }
    kind = kinds.get(mark.table)
    if kind is None:
        return None
    try:
        row = workspace.get(kind, mark.row_id)
    except NotFoundError:
        return None
    uid = mark.digest.rpartition(".")[2]
    return row if row.uid == uid else None
