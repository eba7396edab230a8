"""Today: meetings, promises, ended deals, people going quiet, days to remember, three counts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from app.insights.cadence import standing
from app.model.findings import Finding
from app.model.people import Attention, Counterpart, Pause
from app.model.reading import ThreeCounts
from app.model.records import Interaction, Meeting, Outcome, Promise
from app.model.values import PartialDate
from app.services.days_ahead import next_time
from app.services.workspace import Workspace
from app.store.agenda import Agenda
from app.store.sorting import Sorting
from app.store.standings import Standings

_AFTER_SALE_DAYS = 183
_UNLOGGED_DAYS = 14
_LOOKED_AT = 10
_REMEMBERED_DAYS = 7


class MeetingLine(NamedTuple):
    """A meeting ahead with what one wants to know at a glance."""

    meeting: Meeting
    people: tuple[Counterpart, ...]
    last: Interaction | None
    open_mine: int
    open_theirs: int
    shared: int


class PromiseLine(NamedTuple):
    """An open promise and whom it binds."""

    promise: Promise
    person: Counterpart


class AfterSaleLine(NamedTuple):
    """A deal that ended with no contact since."""

    person: Counterpart
    outcome: Outcome
    title: str
    days: int


class QuietLine(NamedTuple):
    """Someone beyond the rhythm the user wished for.

    `meeting` is planned with them before as much time has passed again. It is no contact yet, so
    they have gone quiet all the same; but there is nothing left to ask the user for.
    """

    person: Counterpart
    finding: Finding
    last: Interaction | None
    meeting: Meeting | None = None


class DayLine(NamedTuple):
    """A day of a person's that comes round soon; `what` is None for the birthday."""

    person: Counterpart
    what: str | None
    day: PartialDate


class Today(NamedTuple):
    """Everything the first page shows; `unsorted` is how many people of an import still wait."""

    day: date
    meetings: tuple[MeetingLine, ...]
    unlogged: tuple[MeetingLine, ...]
    promises: tuple[PromiseLine, ...]
    promises_in_all: int
    after_sale: tuple[AfterSaleLine, ...]
    quiet: tuple[QuietLine, ...]
    remembered: tuple[DayLine, ...]
    counts: ThreeCounts
    people: int
    unsorted: int


def three_counts(workspace: Workspace) -> ThreeCounts:
    """The three counts of Today, from what has been worked out so far."""
    return Standings(workspace.database).counts()


def today(workspace: Workspace, *, meetings: int = 5, lines: int = 6) -> Today:
    """What matters today, read in a few indexed queries at any size."""
    agenda = Agenda(workspace.database, workspace.repository)
    day = workspace.today
    promises = agenda.promises(lines)
    ended = agenda.ended_lately(day, _AFTER_SALE_DAYS, lines)
    people = agenda.people(
        [p.counterpart_id for p in promises] + [person for _o, person, _t in ended]
    )
    counts = three_counts(workspace)
    return Today(
        day=day,
        meetings=next_meetings(workspace, meetings),
        unlogged=tuple(
            _meeting(workspace, agenda, m) for m in agenda.unlogged(day, _UNLOGGED_DAYS, lines)
        ),
        promises=tuple(PromiseLine(p, people[p.counterpart_id]) for p in promises),
        promises_in_all=agenda.open_promise_count(),
        after_sale=tuple(
            AfterSaleLine(people[person], outcome, title, (day - outcome.on.last).days)
            for outcome, person, title in ended
        ),
        quiet=_going_quiet(workspace, agenda, lines),
        remembered=_remembered(agenda, day),
        counts=counts,
        people=workspace.count(Counterpart),
        unsorted=Sorting(workspace.database).waiting(),
    )


def next_meetings(workspace: Workspace, limit: int) -> tuple[MeetingLine, ...]:
    """Meetings from today on, the next first, vague ones last."""
    agenda = Agenda(workspace.database, workspace.repository)
    found = agenda.meetings(workspace.today, limit)
    return tuple(_meeting(workspace, agenda, one) for one in found)


def _meeting(workspace: Workspace, agenda: Agenda, meeting: Meeting) -> MeetingLine:
    known = workspace.names_of(meeting.people).values()
    people = tuple(person for person in known if person.attention is not Attention.OUT)
    first = people[0] if people else None
    last = workspace.interactions_of(first.id, 1, notes=False) if first else []
    mine, theirs = agenda.open_promises_of(first.id) if first else (0, 0)
    return MeetingLine(
        meeting=meeting,
        people=people,
        last=last[0] if last else None,
        open_mine=mine,
        open_theirs=theirs,
        shared=workspace.shared_with(first.id) if first else 0,
    )


def _remembered(agenda: Agenda, today: date) -> tuple[DayLine, ...]:
    """Every birthday and other day from today to a week ahead, the next first."""
    end = today + timedelta(days=_REMEMBERED_DAYS)
    found = [
        one
        for one in agenda.remembered(today, _REMEMBERED_DAYS)
        if one[2].exact is None or one[2].exact <= end  # a wedding of next year is not yet one
    ]
    people = agenda.people([person for person, _what, _day in found])
    lines = [DayLine(people[person], what, day) for person, what, day in found]
    return tuple(
        sorted(lines, key=lambda one: (next_time(one.day, today) or today, one.person.name))
    )


def _going_quiet(workspace: Workspace, agenda: Agenda, lines: int) -> tuple[QuietLine, ...]:
    """Those longest beyond their rhythm; a few more are looked at than are shown."""
    policy = workspace.policy
    lasts = Standings(workspace.database).quiet(
        workspace.today, policy.due_factor, policy.dormant_years, lines * _LOOKED_AT
    )
    people = agenda.people(list(lasts))
    found = (_quiet(workspace, agenda, people[number], last) for number, last in lasts.items())
    return tuple(islice((line for line in found if line), lines))


def _quiet(
    workspace: Workspace, agenda: Agenda, person: Counterpart, two_way: date
) -> QuietLine | None:
    pauses = workspace.find(Pause, counterpart_id=person.id)
    last = next(iter(workspace.interactions_of(person.id, 1, notes=False)), None)
    finding = standing(person, two_way, pauses, workspace.today, workspace.policy, last)
    if finding.result not in ("due", "quiet"):
        return None  # what was off the clock before today, the query does not know
    until = workspace.today + timedelta(days=int(finding.numbers["rhythm"] or 0))
    ahead = agenda.meetings_with(person.id, workspace.today, 1)
    soon = (one for one in ahead if one.when is not None and one.when.date.last <= until)
    return QuietLine(person, finding, last, next(soon, None))
