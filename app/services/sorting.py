"""Sorting whom an import brought: one person after another, most contact first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.insights import rhythm
from app.insights.words import length_words
from app.model.changes import Changes
from app.model.findings import Finding
from app.model.people import (
    Attention,
    ContactPoint,
    Counterpart,
    Kind,
    KindPeriod,
    Organisation,
    PointKind,
    Rhythm,
)
from app.model.records import Channel, Interaction, Opener
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.workspace import Workspace
from app.store import queries
from app.store.sorting import Sorting

# Not a setting, and no part of the history: in which order people were put off.
_LATER = "sorting.later"
_LATELY = 4
_REACHES = 2
_RHYTHMS = {one.value: one for one in Rhythm}


class Progress(NamedTuple):
    """How far one is: of `people` who came in files, `waiting` still wait, `kept` are kept up with.

    `silent` of those who wait have nothing logged.
    """

    people: int
    waiting: int
    kept: int
    silent: int

    @property
    def sorted(self) -> int:
        """How many have their answer."""
        return self.people - self.waiting


@dataclass(frozen=True, slots=True)
class Facts:
    """What the journal knows of one person; every sentence may be empty.

    `rhythm` is what the past proposes, None for nothing.
    """

    person: Counterpart
    organisation: str
    contacts: int
    often: str
    opened: str
    silence: str
    source: str
    proposal: Finding
    lately: tuple[Interaction, ...]
    reach: str

    @property
    def rhythm(self) -> Rhythm | None:
        """The rhythm that is proposed."""
        return _RHYTHMS.get(self.proposal.result)

    @property
    def reason(self) -> str:
        """Why this rhythm is proposed, or none."""
        return self.proposal.sentence if self.contacts else _("Nothing is logged with them yet.")

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is known, a sentence each."""
        return tuple(filter(None, (self.often, self.opened, self.silence)))


# --- who waits -------------------------------------------------------------------------------


def waiting(workspace: Workspace) -> int:
    """How many people wait to be sorted."""
    return Sorting(workspace.database).waiting()


def queue(workspace: Workspace) -> list[int]:
    """Who waits, most contact first; those put off come last, in the order they were."""
    found = Sorting(workspace.database).queue()
    known = set(found)
    late = [number for number in _put_off(workspace) if number in known]
    later = set(late)
    return [number for number in found if number not in later] + late


def progress(workspace: Workspace) -> Progress:
    """How far one is."""
    store = Sorting(workspace.database)
    people, kept = store.arrived()
    return Progress(people, store.waiting(), kept, len(store.without_contact()))


def progress_words(found: Progress) -> str:
    """ "38 of 812 sorted, 20 kept." """
    return _("{n} of {all} sorted, {kept} kept up with.").format(
        n=f"{found.sorted:,}", all=f"{found.people:,}", kept=f"{found.kept:,}"
    )


# --- what is known ---------------------------------------------------------------------------


def facts(workspace: Workspace, person: int) -> Facts:
    """What the journal knows of one person.

    Raises:
        NotFoundError: the person is gone.
    """
    one = workspace.get(Counterpart, person)
    store = Sorting(workspace.database)
    entries = store.entries(person)
    days = [PartialDate.parse(day) for day, _opener, _two_way, _channel in entries]
    two_way = [
        day.first for day, entry in zip(days, entries, strict=True) if entry[2] is None or entry[2]
    ]
    firm = workspace.get(Organisation, one.organisation_id) if one.organisation_id else None
    today = workspace.today
    return Facts(
        person=one,
        organisation=firm.name if firm else "",
        contacts=len(entries),
        often=_often([day for day in days if day.first <= today], entries, today),
        opened=_opened(one, Counter(entry[1] for entry in entries)),
        silence=_silence(days, today),
        source=_source(store.came_in(person)),
        proposal=rhythm.proposed(two_way, today),
        lately=tuple(workspace.interactions_of(person, _LATELY)),
        reach=_reach(workspace, person),
    )


def _often(days: Sequence[PartialDate], entries: Sequence[tuple[object, ...]], today: date) -> str:
    if not days:
        return _("Nothing is logged with them.")
    count = len(days)
    first = min(day.first for day in days)
    text = ngettext("{n} contact since {month}", "{n} contacts since {month}", count).format(
        n=f"{count:,}", month=day_words.month_since(PartialDate.of(first), today)
    )
    if count == 1:
        text = _("One contact, in {month}").format(
            month=day_words.month_title(f"{first.year:04}-{first.month:02}")
        )
    channel, most = Counter(entry[3] for entry in entries).most_common(1)[0]
    if channel is None or count < 2 or most * 2 <= count:
        return f"{text}."
    by = words.CHANNEL_WORDS[Channel(str(channel))]
    return _("{contacts}, most often: {channel}.").format(contacts=text, channel=by)


def _opened(person: Counterpart, openers: Counter[str | None]) -> str:
    mine, theirs = openers[Opener.ME.value], openers[Opener.THEM.value]
    together = openers[Opener.TOGETHER.value]
    parts = []
    if mine or theirs:
        text = _("you opened {mine}, {who} opened {theirs}")
        who = words.subject(person)
        parts.append(text.format(mine=f"{mine:,}", theirs=f"{theirs:,}", who=who))
    if together:
        text = ngettext("{n} was arranged together", "{n} were arranged together", together)
        parts.append(text.format(n=f"{together:,}"))
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _silence(days: Sequence[PartialDate], today: date) -> str:
    last = max((day.first for day in days if day.first <= today), default=None)
    if last is None:
        return ""
    quiet = (today - last).days
    if quiet < 7:
        return _("In touch this week.")
    return _("Silent for {length}.").format(length=length_words(quiet))


def _source(step: tuple[str, str] | None) -> str:
    if step is None:
        return ""
    label, at = step
    day = day_words.short_date(date.fromisoformat(at[:10]))
    return _("Came with “{step}” on {day}.").format(step=label, day=day)


def _reach(workspace: Workspace, person: int) -> str:
    points = workspace.find(ContactPoint, counterpart_id=person)
    kinds = (PointKind.EMAIL, PointKind.PHONE)
    found = [point.value for point in points if point.kind in kinds]
    return " · ".join(found[:_REACHES])


# --- the answers, each a named step ----------------------------------------------------------


def keep(
    workspace: Workspace,
    person: Counterpart,
    kind: Kind | None = None,
    rhythm: Rhythm | None = None,
    origin: object = None,
) -> Changes:
    """Keep up with someone; a kind or rhythm not given stays as it was.

    A kind said today takes the place of another one said today: that was a slip of the finger, and
    must not stand as an earlier time of the relationship.
    """
    values: dict[str, object] = {"attention": Attention.KEEP}
    if kind is not None:
        values["kind"] = kind
    if rhythm is not None:
        values |= {"rhythm": rhythm, "rhythm_days": None}
    label = _("Keep up with {name}").format(name=person.name[:60])
    today = PartialDate.of(workspace.today)
    with workspace.change(label, origin) as edit:
        if kind is not None and kind is not person.kind:
            for period in workspace.find(KindPeriod, counterpart_id=person.id, since=today):
                edit.remove(period)
        edit.set(person, **values)
    return edit.changes


def answer(
    workspace: Workspace, person: Counterpart, attention: Attention, origin: object = None
) -> Changes:
    """Say of someone how far to keep up with them."""
    label = _LABELS[attention].format(name=person.name[:60])
    with workspace.change(label, origin) as edit:
        edit.set(person, attention=attention)
    return edit.changes


_LABELS = {
    Attention.KEEP: _("Keep up with {name}"),
    Attention.UNSORTED: _("Sort {name} later"),
    Attention.ADDRESS: _("Keep {name} as an address only"),
    Attention.OUT: _("Leave out {name}"),
}


def silent_ones(workspace: Workspace) -> list[int]:
    """Those who wait, with whom nothing is logged and nothing planned."""
    return Sorting(workspace.database).without_contact()


def answer_many(
    workspace: Workspace, people: Iterable[int], attention: Attention, origin: object = None
) -> Changes:
    """The same answer for many at once, as one step."""
    numbers = list(people)
    label = _many_label(attention, len(numbers))
    with workspace.change(label, origin) as edit:
        edit.attend(numbers, attention)
    return edit.changes


def _many_label(attention: Attention, count: int) -> str:
    texts = {
        Attention.OUT: ngettext("Leave out {n} person", "Leave out {n} people", count),
        Attention.ADDRESS: ngettext(
            "Keep {n} person as an address only", "Keep {n} people as addresses only", count
        ),
        Attention.KEEP: ngettext("Keep up with {n} person", "Keep up with {n} people", count),
        Attention.UNSORTED: ngettext("Sort {n} person later", "Sort {n} people later", count),
    }
    return texts[attention].format(n=f"{count:,}")


def put_off(workspace: Workspace, person: int) -> None:
    """Let someone wait until all others have been looked at; this is no step."""
    late = [number for number in _put_off(workspace) if number != person]
    _remember(workspace, [*late, person])


def _put_off(workspace: Workspace) -> list[int]:
    text = queries.settings(workspace.database).get(_LATER, "")
    return [int(number) for number in json.loads(text)] if text else []


def _remember(workspace: Workspace, late: list[int]) -> None:
    still = Sorting(workspace.database).people()
    with workspace.database.transaction() as connection:
        kept = [number for number in late if number in still]
        queries.put_setting(connection, _LATER, json.dumps(kept))


def not_kept(workspace: Workspace, people: Iterable[int]) -> list[Counterpart]:
    """Those of an entry who are left out or kept as an address: one may want them back."""
    return [
        one
        for one in workspace.names_of(people).values()
        if one.attention in (Attention.ADDRESS, Attention.OUT)
    ]
