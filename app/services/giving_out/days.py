"""What a calendar shows of a journal: meetings, promises due, days of people, keeping in touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.insights.cadence import last_contact, next_due
from app.model.belongings import SpecialDate
from app.model.export import OutEvent
from app.model.people import Attention, Counterpart, Pause
from app.model.records import Meeting, Promise, PromiseState, Side
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate, SystemClock
from app.services.calendar_marks import BIRTHDAY, DAY, MEETING, PROMISE, TOUCH
from app.services.giving_out.choice import Going
from app.services.workspace import Workspace
from app.store.out import Out


@dataclass
class Days:
    """Gathers the events; `undated` counts what has no day and cannot stand in a calendar."""

    workspace: Workspace
    people: list[Counterpart]
    notes: bool = False
    undated: int = 0
    _names: dict[int, Counterpart] = field(default_factory=dict)

    def events(self, read: Out, going: Going) -> list[OutEvent]:
        """Everything on its day. Of people who are left out there are meetings alone."""
        found = list(self._meetings(read))
        for person in self.people:
            if person.attention is not Attention.OUT:
                found += self._of(person)
            going.step()
        return found

    def _meetings(self, read: Out) -> Iterator[OutEvent]:
        for meeting in read.planned():
            if meeting.when is None or meeting.when.date.exact is None:
                self.undated += 1
            elif meeting.when.date.exact >= self.workspace.today:
                yield OutEvent(
                    uid=f"{MEETING}{meeting.uid}",
                    title=self._title(meeting),
                    when=self._in_zone(meeting.when),
                    minutes=meeting.minutes,
                    place=meeting.place,
                    note=_notes(meeting) if self.notes else "",
                )

    def _in_zone(self, when: Moment) -> Moment:
        """The same moment for a calendar elsewhere: an hour without a zone is of the clock here."""
        day = when.date.exact
        if when.time is None or when.zone or day is None:
            return when
        clock, here = self.workspace.clock, datetime.combine(day, when.time)
        zone = clock.now().tzinfo
        if isinstance(zone, ZoneInfo):
            return replace(when, zone=zone.key)
        if isinstance(clock, SystemClock):  # it knows the summer time of that day
            there = here.astimezone(UTC)
        elif zone is not None:
            there = here.replace(tzinfo=zone).astimezone(UTC)
        else:
            return when
        return Moment(PartialDate.of(there.date()), there.time(), "UTC")

    def _title(self, meeting: Meeting) -> str:
        """The title, with the names it does not say itself."""
        people = self.workspace.names_of(meeting.people)
        names = [people[number].name for number in meeting.people if number in people]
        unsaid = [name for name in names if name.casefold() not in meeting.title.casefold()]
        title = meeting.title or _("Meeting")
        if not unsaid:
            return title
        return _("{what} ({names})").format(what=title, names=", ".join(unsaid))

    def _of(self, person: Counterpart) -> Iterator[OutEvent]:
        if person.birthday is not None:
            title = _("Birthday: {name}").format(name=person.name)
            yield from self._yearly(f"{BIRTHDAY}{person.uid}", title, person.birthday)
        for day in self.workspace.find(SpecialDate, counterpart_id=person.id):
            what = day.what or _("A day to remember")
            title = _("{what}: {name}").format(what=what, name=person.name)
            yield from self._yearly(f"{DAY}{day.uid}", title, day.day)
        yield from self._promises(person)
        yield from self._touch(person)

    def _yearly(self, uid: str, title: str, day: PartialDate) -> Iterator[OutEvent]:
        if day.month is None or day.day is None:
            self.undated += 1
        else:
            yield OutEvent(uid, title, Moment(day), yearly=True)

    def _promises(self, person: Counterpart) -> Iterator[OutEvent]:
        """Those Today brings up, as whole days: hardly any calendar takes the tasks of a file."""
        if not person.is_reminded_of:
            return
        standing = self.workspace.find(Promise, counterpart_id=person.id, state=PromiseState.OPEN)
        for promise in standing:
            if promise.due is None or promise.due.exact is None:
                self.undated += 1
                continue
            told = (
                _("You promised {name}: {text}")
                if promise.by is Side.ME
                else _("{name} promised: {text}")
            )
            title = told.format(name=person.name, text=" ".join(promise.text.split()))
            yield OutEvent(f"{PROMISE}{promise.uid}", title, Moment(promise.due))

    def _touch(self, person: Counterpart) -> Iterator[OutEvent]:
        """When to be in touch again by the rhythm; one whose day has passed stands on today."""
        if person.attention is not Attention.KEEP or person.days_between is None:
            return
        workspace = self.workspace
        last = last_contact(workspace.interactions_of(person.id), workspace.today)
        pauses = workspace.find(Pause, counterpart_id=person.id)
        due = next_due(person, last, pauses, workspace.today, workspace.policy)
        if due is not None:
            title = _("Keep in touch: {name}").format(name=person.name)
            on = PartialDate.of(max(due, workspace.today))
            yield OutEvent(f"{TOUCH}{person.uid}", title, Moment(on))


def _notes(meeting: Meeting) -> str:
    goal = _("Goal: {goal}").format(goal=meeting.goal) if meeting.goal else ""
    return "\n\n".join(filter(None, (goal, meeting.note)))


def remarks(undated: int) -> Iterable[str]:
    """What could not be placed."""
    if undated:
        told = ngettext(
            "{n} meeting, promise or day has no exact day and is not in the calendar.",
            "{n} meetings, promises and days have no exact day and are not in the calendar.",
            undated,
        )
        yield told.format(n=undated)
