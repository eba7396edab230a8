"""The sample journal: a consultant's six years with twenty-four people, dated from today."""

from __future__ import annotations

import os
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

from app.insights.realness import side_by_side
from app.model.changes import Changes
from app.model.errors import JournalError
from app.model.findings import PersonLog
from app.model.people import (
    Basis,
    Commonality,
    CommonKind,
    Connection,
    ContactPoint,
    Counterpart,
    HowKnown,
    Interest,
    InterestAct,
    Kind,
    Likeness,
    Organisation,
    Pause,
    PointKind,
    Pronoun,
    Rhythm,
    Sensitivity,
    Stake,
    Verdict,
    VerdictChoice,
)
from app.model.records import (
    Deal,
    Interaction,
    Meeting,
    MeetingState,
    Outcome,
    Promise,
    PromiseState,
    Purpose,
    Question,
    QuestionState,
    Result,
    Side,
)
from app.model.texts import _
from app.model.values import Clock, Moment, PartialDate
from app.services.edit import Edit
from app.services.sample_lines import Days, Entry, read_entry
from app.services.workspace import Workspace

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sample"
CIRCLES = ("clients", "friends", "colleagues", "leads")
_UIDS = uuid.UUID("5a3b1f0e-6b1d-4c1e-9a44-6b6974680001")
# Work happens on weekdays: the days of these people's entries are moved off the weekend.
_AT_WORK = frozenset({Kind.CLIENT, Kind.LEAD, Kind.PITCH, Kind.COLLEAGUE})
_PLAIN = ("name", "aliases", "role", "how_met", "style", "watch_outs", "note")
_AS_IS = ("rhythm_days", "closeness", "starts_by_role", "no_contact")
_DATES = ("since", "birthday", "no_contact_since")


def create_sample(path: Path, clock: Clock | None = None) -> Workspace:
    """A new journal at this path with the sample in it, left open.

    Raises:
        JournalError: there is a journal already, or nothing can be written there.
    """
    if os.path.lexists(path):
        raise JournalError(
            _("There is already a file at {path}.").format(path=path),
            _("Choose another name; nothing was changed."),
        )
    workspace = Workspace.open(path, clock, create=True)
    try:
        write_sample(workspace)
    except BaseException:
        workspace.close()
        path.unlink(missing_ok=True)
        raise
    return workspace


def write_sample(workspace: Workspace, origin: object = None) -> Changes:
    """Fill an open journal with the sample, in one step that can be undone."""
    with workspace.change(_("Add the sample journal"), origin) as edit:
        writer = _Writer(edit, Days(workspace.today))
        writer.organisations(_read("journal")["organisation"])
        people = [person for circle in CIRCLES for person in _read(circle)["person"]]
        writer.people(people)
        writer.entries(people)
        writer.meetings(_read("journal")["meeting"])
        _judge(workspace, edit, list(writer.ids.values()))
    return edit.changes


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class _Writer:
    """Writes what the sample files hold; uids follow from the place in the files."""

    def __init__(self, edit: Edit, days: Days) -> None:
        self._edit = edit
        self._days = days
        self._organisations: dict[str, int] = {}
        self._count = 0
        self.ids: dict[str, int] = {}

    def _add(self, cls: type[Any], **values: Any) -> Any:
        self._count += 1
        uid = str(uuid.uuid5(_UIDS, f"{cls.__name__} {self._count}"))
        return self._edit.add(cls, uid=uid, **values)

    def organisations(self, found: list[dict[str, str]]) -> None:
        """Firms and clubs, with what we are together."""
        for values in found:
            self._organisations[values["name"]] = self._add(Organisation, **values).id

    def people(self, found: list[dict[str, Any]]) -> None:
        """Everyone, then who introduced whom."""
        records = [(values, self._person(values)) for values in found]
        for values, record in records:
            if "introduced_by" in values:
                self._edit.set(record, introduced_by=self.ids[values["introduced_by"]])
            for add in (self._ground, self._words, self._business, self._interests):
                add(record.id, values)

    def _person(self, values: dict[str, Any]) -> Counterpart:
        fields = {name: values[name] for name in (*_PLAIN, *_AS_IS) if name in values}
        fields |= {name: self._days.partial(values[name]) for name in _DATES if name in values}
        if "pronoun" in values:
            fields["pronoun"] = Pronoun(values["pronoun"])
        if "rhythm" in values:
            fields["rhythm"] = Rhythm(values["rhythm"])
        if "season" in values:
            fields["season_months"] = tuple(self._days.month(n) for n in values["season"])
        record: Counterpart = self._add(
            Counterpart,
            kind=Kind(values["kind"]),
            kind_since=fields.get("since"),
            organisation_id=self._organisations.get(values.get("organisation", "")),
            connections=frozenset(map(Connection, values.get("connections", ()))),
            **fields,
        )
        self.ids[values["key"]] = record.id
        self._edit.tag(record, *values.get("tags", ()))
        for line in _lines(values, "points"):
            kind, label, value = line.split(None, 2)
            self._add(
                ContactPoint,
                counterpart_id=record.id,
                kind=PointKind(kind),
                label=label.rstrip("!"),
                preferred=label.endswith("!"),
                value=value,
            )
        return record

    def _ground(self, person: int, values: dict[str, Any]) -> None:
        for likeness in Likeness:
            for line in _lines(values, likeness.value):
                head, text, days = _parts(line, 3)
                day, kind, how, *rest = head.split()
                record = self._add(
                    Commonality,
                    counterpart_id=person,
                    text=text,
                    likeness=likeness,
                    kind=CommonKind(kind),
                    how_known=HowKnown(how),
                    sensitivity=Sensitivity(rest[0]) if rest else Sensitivity.OPEN,
                    learned_on=self._days.partial(day),
                )
                for mention in filter(None, days.split(",")):
                    self._edit.mention(record, self._days.partial(mention))

    def _words(self, person: int, values: dict[str, Any]) -> None:
        for line in _lines(values, "questions"):
            head, text, answer = _parts(line, 3)
            state = _leading(QuestionState, head)
            noted, *settled = head[len(state.value) :].split()
            self._add(
                Question,
                counterpart_id=person,
                text=text,
                answer=answer,
                state=state,
                noted_on=self._days.partial(noted),
                settled_on=self._days.partial(settled[0]) if settled else None,
            )
        for line in _lines(values, "promises"):
            head, text = _parts(line, 2)
            by, state_word, *dates = head.split()
            found = {key: self._days.partial(day) for key, day in (d.split("=") for d in dates)}
            self._add(
                Promise,
                counterpart_id=person,
                by=Side(by),
                state=PromiseState(state_word),
                text=text,
                made_on=found["made"],
                due=found.get("due"),
                settled_on=found.get("done"),
            )
        for line in _lines(values, "verdicts"):
            self._verdict(person, line)
        for line in _lines(values, "pauses"):
            head, reason = _parts(line, 2)
            start, end = (self._days.partial(day) for day in head.split())
            self._add(Pause, counterpart_id=person, start=start, end=end, reason=reason)

    def _verdict(self, person: int, line: str) -> None:
        head, reason = _parts(line, 2)
        day, words = head.split(None, 1)
        choice = _leading(VerdictChoice, words)
        rest = words[len(choice.value) :].split()
        self._add(
            Verdict,
            counterpart_id=person,
            on=self._days.partial(day),
            choice=choice,
            sureness=next((int(word) for word in rest if word.isdigit()), None),
            seen_evidence="seen" in rest,
            reason=reason,
        )

    def _business(self, person: int, values: dict[str, Any]) -> None:
        for deal in values.get("deals", ()):
            record = self._add(
                Deal,
                counterpart_id=person,
                title=deal["title"],
                stage=deal.get("stage", ""),
                amount=deal.get("amount", ""),
                next_step=deal.get("next", ""),
                opened_on=self._days.partial(deal["opened"]),
            )
            for line in _lines(deal, "outcomes"):
                head, what = _parts(line, 2)
                day, result = head.split()
                self._add(
                    Outcome,
                    deal_id=record.id,
                    on=self._days.partial(day),
                    result=Result(result),
                    what=what,
                )

    def _interests(self, person: int, values: dict[str, Any]) -> None:
        for interest in values.get("interests", ()):
            record = self._add(
                Interest,
                counterpart_id=person,
                text=interest["text"],
                basis=Basis(interest.get("basis", "stated")),
                stake=Stake(interest["stake"]),
                noted_on=self._days.partial(interest["on"]),
            )
            for line in _lines(interest, "acts"):
                head, what = _parts(line, 2)
                day, ask = head.split()
                self._add(
                    InterestAct,
                    interest_id=record.id,
                    on=self._days.partial(day),
                    what=what,
                    with_ask=ask == "ask",
                )

    def entries(self, people: list[dict[str, Any]]) -> None:
        """What was logged, old to new; a line that two people share is one entry."""
        found: dict[tuple[int, time | None, frozenset[str]], Entry] = {}
        for values in people:
            for line in _lines(values, "entries"):
                entry = read_entry(line, values.get("usual", ""), values["key"])
                if Kind(values["kind"]) in _AT_WORK:
                    entry = replace(entry, day=self._days.working_day(entry.day))
                found.setdefault((entry.day, entry.at, frozenset(entry.people)), entry)
        for entry in sorted(found.values(), key=lambda e: (e.day, str(e.at or ""))):
            when = Moment(self._days.partial(str(entry.day)), entry.at)
            record = self._add(
                Interaction,
                when=when,
                people=tuple(self.ids[key] for key in entry.people),
                note=self._days.fill(entry.note),
                created=f"{when.date}T21:00:00",
                **entry.fields,
            )
            if entry.tags:
                self._edit.tag(record, *entry.tags)

    def meetings(self, found: list[dict[str, Any]]) -> None:
        """Meetings ahead, one without a day, one held and one called off."""
        for values in found:
            when = None
            if "when" in values:
                day, clock = values["when"].split()
                ahead = self._days.working_day(int(day)) if day[0] == "-" else int(day)
                when = Moment(self._days.partial(str(ahead)), time.fromisoformat(clock))
            self._add(
                Meeting,
                title=values["title"],
                people=tuple(self.ids[key] for key in values["people"]),
                when=when,
                vague=values.get("vague", ""),
                minutes=values.get("minutes"),
                place=values.get("place", ""),
                goal=values.get("goal", ""),
                purpose=Purpose(values["purpose"]) if "purpose" in values else None,
                state=MeetingState(values.get("state", "planned")),
                note=values.get("note", ""),
            )


def _judge(workspace: Workspace, edit: Edit, people: list[int]) -> None:
    """Put beside each verdict what the record said on that day."""
    for person in people:
        log = workspace.log_of(person)
        for verdict in log.verdicts:
            then = side_by_side(_as_of(log, verdict.on), workspace.policy)
            edit.set(verdict, record=then.record.result)


def _as_of(log: PersonLog, day: PartialDate) -> PersonLog:
    """The log as it stood on a day."""
    return replace(
        log,
        today=day.last,
        contacts=tuple(c for c in log.contacts if c.when.date <= day),
        deals=tuple(
            replace(deal, outcomes=tuple(o for o in deal.outcomes if o.on <= day))
            for deal in log.deals
        ),
    )


def _lines(values: dict[str, Any], name: str) -> Iterator[str]:
    return filter(None, map(str.strip, values.get(name, "").splitlines()))


def _parts(line: str, count: int) -> list[str]:
    """The parts of a line between bars, filled up with empty ones."""
    parts = [part.strip() for part in line.split("|", count - 1)]
    return parts + [""] * (count - len(parts))


def _leading(choices: type[Any], text: str) -> Any:
    """The choice whose words begin the text."""
    return max((c for c in choices if text.startswith(c.value)), key=lambda c: len(c.value))
