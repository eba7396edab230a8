"""What the journal holds on one person, read once for a brief, and the words around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from app.insights.realness import Realness, side_by_side
from app.model.belongings import Relation, SpecialDate
from app.model.findings import PersonLog
from app.model.people import ContactPoint, Counterpart, Organisation, Pronoun
from app.model.reading import MonthCount
from app.model.records import Interaction, Meeting, MeetingState, Question
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate
from app.services import day_words, words
from app.services.workspace import Workspace
from app.store.agenda import Agenda

LAST_TALKS = 5
_MOST_MONTHS = 72


@dataclass(frozen=True, slots=True)
class Known:
    """One person, the meeting, and all that a brief is made from."""

    log: PersonLog
    now: datetime
    realness: Realness
    meeting: Meeting | None = None
    goal: str = ""
    opening_line: str = ""
    organisation: Organisation | None = None
    introduced_by: Counterpart | None = None
    tags: tuple[str, ...] = ()
    points: tuple[ContactPoint, ...] = ()
    questions: tuple[Question, ...] = ()
    others: dict[int, Counterpart] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    dates: tuple[SpecialDate, ...] = ()

    @property
    def person(self) -> Counterpart:
        """Whom it is about."""
        return self.log.person

    @property
    def today(self) -> date:
        """The day it is made."""
        return self.log.today

    @property
    def talks(self) -> tuple[Interaction, ...]:
        """The entries up to today, new to old."""
        past = (one for one in reversed(self.log.contacts) if one.when.date.first <= self.today)
        return tuple(past)

    def with_whom(self, people: tuple[int, ...]) -> str:
        """The names of the others who were or will be there."""
        names = [self.others[n].name for n in people if n != self.person.id and n in self.others]
        return ", ".join(names)


def goal_key(person_id: int) -> str:
    """Under which draft the goal is kept while no meeting is planned."""
    return f"goal:{person_id}"


def line_key(person_id: int) -> str:
    """Under which draft the opening line is kept while no meeting is planned."""
    return f"opening:{person_id}"


def know(workspace: Workspace, person_id: int, meeting_id: int | None) -> Known:
    """Read all of it.

    Raises:
        NotFoundError: the person or the meeting is gone.
    """
    log = workspace.log_of(person_id)
    person = log.person
    meeting = meeting_for(workspace, person_id, meeting_id)
    goal = workspace.draft(goal_key(person_id))
    line = workspace.draft(line_key(person_id))
    company = {n for one in log.contacts[-LAST_TALKS * 3 :] for n in one.people}
    company |= set(meeting.people if meeting else ())
    company |= {person.introduced_by} if person.introduced_by else set()
    relations = tuple(workspace.find(Relation, counterpart_id=person_id))
    company |= {tie.other_id for tie in relations if tie.other_id is not None}
    others = workspace.names_of(company)
    return Known(
        log=log,
        now=workspace.clock.now(),
        realness=side_by_side(log, workspace.policy),
        meeting=meeting,
        goal=(meeting.goal if meeting else "") or (goal.body if goal else ""),
        opening_line=(meeting.opening_line if meeting else "") or (line.body if line else ""),
        organisation=workspace.get(Organisation, person.organisation_id)
        if person.organisation_id
        else None,
        introduced_by=others.get(person.introduced_by or 0),
        tags=tuple(workspace.tags_of(person)),
        points=tuple(workspace.find(ContactPoint, counterpart_id=person_id)),
        questions=tuple(workspace.find(Question, counterpart_id=person_id)),
        others=others,
        relations=relations,
        dates=tuple(workspace.find(SpecialDate, counterpart_id=person_id)),
    )


def meeting_for(workspace: Workspace, person_id: int, meeting_id: int | None) -> Meeting | None:
    """The meeting named, else the person's next one."""
    if meeting_id is not None:
        return workspace.get(Meeting, meeting_id)
    ahead = Agenda(workspace.database, workspace.repository)
    return next(iter(ahead.meetings_with(person_id, workspace.today)), None)


def header(
    person: Counterpart, organisation: Organisation | None, introduced_by: Counterpart | None
) -> str:
    """Role, organisation, since when, how you met: who it is in a line or two."""
    parts = []
    role = ", ".join(
        word for word in (person.role, organisation.name if organisation else "") if word
    )
    if role:
        parts.append(_sentence(role))
    if person.since:
        parts.append(_("Known since {since}.").format(since=month_words(person.since)))
    if person.how_met:
        parts.append(_sentence(_("Met: {how}").format(how=person.how_met)))
    if introduced_by:
        parts.append(_("Introduced by {name}.").format(name=introduced_by.name))
    return " ".join(parts)


def opening(known: Known) -> str:
    """One real sentence on what this meeting is about, from what was written down."""
    meeting = known.meeting
    if meeting is None:
        return _no_meeting(known)
    when = ", ".join(filter(None, (meeting_when(meeting, known.today), where(meeting))))
    title = meeting.title.strip() or _("a meeting without a title")
    company = known.with_whom(meeting.people)
    if company:
        title = _("{title}, with {names}").format(title=title, names=company)
    if meeting.state is MeetingState.CANCELLED:
        title = _("{title} (called off)").format(title=title)
    told = _("{when}: {title}").format(when=when, title=title) if when else title
    return _sentence(told[:1].upper() + told[1:])


def _no_meeting(known: Known) -> str:
    if not known.talks:
        return _("No meeting is planned, and no talk is written down yet.")
    last = known.talks[0].when.date
    told = _("No meeting is planned. The last entry is from {day}, {ago}.")
    if last.exact is None:
        told = _("No meeting is planned. The last entry is from {day}.")
    return told.format(day=_full_day(last, known.today), ago=day_words.days_ago(last, known.today))


def wants(person: Counterpart) -> str:
    """The title above their interests."""
    if person.pronoun is Pronoun.SHE:
        return _("She wants")
    if person.pronoun is Pronoun.HE:
        return _("He wants")
    if person.pronoun is Pronoun.THEY:
        return _("They want")
    return _("What {name} wants").format(name=words.first_name(person))


def _full_day(day: PartialDate, today: date) -> str:
    """ "Monday 23 November", with the year when it is not this one."""
    told = day_words.long_date(day)
    return told.removesuffix(f" {today.year}") if day.day is not None else told


def month_words(day: PartialDate) -> str:
    """ "March 2019": no more of a date than a header needs."""
    return day_words.long_date(PartialDate(day.year, day.month) if day.year else day)


def day_and_time(when: Moment, today: date) -> str:
    """ "Monday 23 November, 10:00"."""
    day = _full_day(when.date, today)
    return day if when.time is None else f"{day}, {when.time.isoformat('minutes')}"


def meeting_when(meeting: Meeting, today: date) -> str:
    """ "Monday 23 November, 10:00, 45 min", or the vague words it was planned with."""
    told = day_and_time(meeting.when, today) if meeting.when else meeting.vague
    minutes = _("{n} min").format(n=meeting.minutes) if meeting.minutes else ""
    return ", ".join(part for part in (told, minutes) if part)


def where(meeting: Meeting) -> str:
    """The room or the address; of a link only "online", as nobody types it off paper."""
    place = " ".join(meeting.place.split())
    return _("online") if "://" in place else place


def countdown(when: Moment | None, now: datetime) -> str:
    """ "in 21 hours", "in 3 days"; empty when it is past or not known to the day."""
    day = when.date.exact if when else None
    if when is None or day is None or day < now.date():
        return ""
    days = (day - now.date()).days
    if when.time is None:
        return _("today") if not days else _in_days(days)
    ahead = datetime.combine(day, when.time) - now.replace(tzinfo=None)
    minutes = int(ahead.total_seconds() // 60)
    if minutes < 0:
        return ""
    if minutes < 60:
        return ngettext("in {n} minute", "in {n} minutes", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 36:
        return ngettext("in {n} hour", "in {n} hours", hours).format(n=hours)
    return _in_days(days)


def _in_days(days: int) -> str:
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def months(known: Known) -> tuple[MonthCount, ...]:
    """Every month from the first entry to today, empty ones too; the last six years at most."""
    counts = Counter(
        str(one.when.date)[:7] for one in known.talks if one.when.date.month is not None
    )
    if not counts:
        return ()
    first, today = min(counts), known.today
    found: list[MonthCount] = []
    year, month = today.year, today.month
    while len(found) < _MOST_MONTHS and (key := f"{year:04d}-{month:02d}") >= first:
        found.append(MonthCount(key, counts[key]))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return tuple(reversed(found))


def months_told(bars: tuple[MonthCount, ...]) -> str:
    """The chart in words, for those who do not see it."""
    if not bars:
        return ""
    total = sum(bar.count for bar in bars)
    most = max(bars, key=lambda bar: bar.count)
    span = {
        "n": total,
        "first": day_words.month_title(bars[0].month),
        "last": day_words.month_title(bars[-1].month),
    }
    if most.count < 2:
        told = ngettext(
            "{n} contact from {first} to {last}.", "{n} contacts from {first} to {last}.", total
        )
        return told.format(**span)
    told = _("{n} contacts from {first} to {last}; most in {most}, {count}.")
    return told.format(**span, most=day_words.month_title(most.month), count=most.count)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!", "…", "。", "؟")) else text + "."
