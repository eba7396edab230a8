"""Turns events of a calendar into past entries and planned meetings with people one knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.model.errors import NotFoundError
from app.model.imports import Fate, ReadAttendee, ReadEvent, ReadPerson, ReadPoint
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.records import Interaction, Meeting, MeetingState
from app.model.texts import _
from app.services.day_words import moment
from app.services.taking_in import followed
from app.services.taking_in.logged import Logged
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
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Stands in the mark of a meeting which the calendar, and not the user, has called off.
CALLED_OFF = "off"
# Ends the mark of a day from which a later version of its series has moved; no row is its own.
MOVED_ON = ".moved."
MOST_MINUTES = 100_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one event; `logged` is the entry the user has typed of it."""

    fate: Fate
    action: Action = Action.NOTHING
    why: str = ""
    people: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    present: int | None = None
    here: bool = False
    meant: Action = Action.NOTHING
    logged: int | None = None


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
        self._logged = Logged(workspace)

    def decide(self, event: ReadEvent, mark: ImportMark | None, digest: str) -> Decision:
        """The fate of one event; `mark` is what an earlier import made of it."""
        people, why, candidates, present = self._people(event)
        own = own_event(self._workspace, event.key)
        if own:
            return Decision(Fate.SKIPPED, why=own)
        if mark is not None:
            if mark.digest.endswith(MOVED_ON):
                return Decision(Fate.SKIPPED, why=_newer(), here=True)
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
        double = self._logged.already(event, people)
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
            return Decision(Fate.SKIPPED, why=_newer(), here=True)
        if event.cancelled:
            same = before.startswith(digest)
            if waits and not (off and same):  # else the user has planned it again since
                return Decision(Fate.MERGED, Action.CANCEL, _("It was called off."), people)
            why = here if same or state is not None else _("It was called off afterwards.")
            return Decision(Fate.SKIPPED, why=why, here=True)
        back = off and state is MeetingState.CANCELLED
        if isinstance(row, Meeting) and (waits or back):
            planned = _as_planned(event, mark, row)
            if planned is not None and self.is_past(planned):
                return self._held(planned, row, people, present)
        if back:
            return Decision(Fate.MERGED, Action.MOVE, _("It takes place after all."), people)
        if before.startswith(digest):
            return Decision(Fate.SKIPPED, why=here, here=True)
        if state in (None, MeetingState.HELD) and not self.is_past(event):
            return Decision(Fate.SKIPPED, why=_("It was moved to a later day; the entry stays."))
        same_time = mark.source_key == event.key
        if same_time and _is_all_theirs(event, mark, row) and set(people) <= set(row.people):
            return Decision(Fate.SKIPPED, why=_("It has changed; what you wrote stays."), here=True)
        why = _what_changes(event, mark, row, self._workspace.today)
        return Decision(Fate.MERGED, Action.MOVE, why, people, present=present)

    def _held(
        self, event: ReadEvent, meeting: Meeting, people: tuple[int, ...], present: int | None
    ) -> Decision:
        """A planned meeting that is over: it becomes an entry, unless the user has typed one."""
        people = people or meeting.people
        logged = self._logged.of(event, meeting)
        why = _("It has taken place since; an entry is added.")
        if logged is not None:
            why = _("It has taken place since, and you have already logged it.")
        return Decision(
            Fate.MERGED,
            Action.HOLD,
            why,
            people,
            present=present,
            logged=logged.id if logged is not None else None,
        )

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


def has_moved_on(mark: ImportMark, event: ReadEvent) -> bool:
    """Whether what came of a day has moved to another since, so that the day is free again."""
    sequence, _dot, rest = mark.digest.partition(".")
    return f".{rest}" == MOVED_ON and event.sequence >= int(sequence)


def _newer() -> str:
    return _("A newer version of it is already here.")


def minutes_of(event: ReadEvent) -> int | None:
    """How long it lasts, where that can be meant."""
    return event.minutes if event.minutes and event.minutes <= MOST_MINUTES else None


def said_of(event: ReadEvent, row: Interaction | Meeting) -> dict[str, object]:
    """What an event says of those fields of an entry or a meeting that are followed."""
    said: dict[str, object] = {"when": event.when, "minutes": minutes_of(event)}
    if isinstance(row, Meeting):
        said |= {"title": event.title, "place": event.where}
    return said


def _is_all_theirs(event: ReadEvent, mark: ImportMark, row: Interaction | Meeting) -> bool:
    """Whether an event says something else only where the user has written over it."""
    said = said_of(event, row)
    news = followed.news(mark.digest, row, said)
    touched = any(followed.is_touched(mark.digest, name, getattr(row, name)) for name in said)
    return touched and all(getattr(row, name) == value for name, value in news.items())


def _what_changes(
    event: ReadEvent, mark: ImportMark, row: Interaction | Meeting, today: date
) -> str:
    """What an event changes of what came of it, in sentences."""
    news = followed.news(mark.digest, row, said_of(event, row))
    said = {name: value for name, value in news.items() if value != getattr(row, name)}
    told = []
    if "when" in said and row.when is not None:
        before, now = (moment(when, today) for when in (row.when, event.when))
        told.append(_("It moves from {before} to {now}.").format(before=before, now=now))
    if "minutes" in said:
        told.append(_("It takes {n} minutes now.").format(n=said["minutes"]))
    if "title" in said:
        told.append(_("It is called “{title}” now.").format(title=said["title"]))
    if "place" in said:
        told.append(_("Its place is “{place}” now.").format(place=said["place"]))
    return " ".join(told) or _("It has changed.")


def _as_planned(event: ReadEvent, mark: ImportMark, meeting: Meeting) -> ReadEvent | None:
    """The event at the time the user has given it, if they have; None without a day."""
    if not followed.is_touched(mark.digest, "when", meeting.when):
        return event
    return replace(event, when=meeting.when, last_day=None) if meeting.when else None


def _newcomer(event: ReadEvent, one: ReadAttendee) -> ReadPerson:
    points = (ReadPoint(PointKind.EMAIL, one.email),) if one.email else ()
    return ReadPerson(key="", name=one.name, place=event.place, points=points)


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
