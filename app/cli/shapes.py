"""The JSON shapes of the terminal, as `resources/handbook/terminal.md` documents them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.model.belongings import Relation
from app.model.brief import Line, Section
from app.model.changes import Step
from app.model.findings import Finding, Number
from app.model.imports import RecordReport
from app.model.people import Commonality, ContactPoint, Counterpart, Interest, Organisation, Verdict
from app.model.reading import SearchHit, TimelineEntry
from app.model.records import Deal, Interaction, Promise, Question
from app.model.values import Moment, PartialDate
from app.services.prep import Prep
from app.services.profile import Profile
from app.services.steps import StepDetails
from app.services.trash import TrashItem
from app.services.workspace import Workspace

Json = dict[str, Any]


def day(value: PartialDate | None) -> str | None:
    """ "2024-03-15", "2024-03", "2024", "--03-15", or null."""
    return None if value is None else str(value)


def clock_time(moment: Moment | None) -> str | None:
    """ "14:30", or null."""
    return moment.time.isoformat("minutes") if moment and moment.time else None


def name(person: Counterpart) -> Json:
    """The short form of a person."""
    return {"uid": person.uid, "name": person.name}


def names(people: Iterable[int], known: Mapping[int, Counterpart]) -> list[Json]:
    """Short forms, in the given order."""
    return [name(known[number]) for number in people if number in known]


def person(one: Counterpart, organisation: Organisation | None) -> Json:
    """A person's own fields."""
    return {
        **name(one),
        "aliases": one.aliases,
        "kind": one.kind.value,
        "pronoun": one.pronoun.value if one.pronoun else None,
        "role": one.role,
        "organisation": organisation.name if organisation else None,
        "rhythm": one.rhythm.value if one.rhythm else None,
        "rhythm_days": one.days_between,
        "season_months": list(one.season_months),
        "connections": sorted(connection.value for connection in one.connections),
        "since": day(one.since),
        "how_met": one.how_met,
        "birthday": day(one.birthday),
        "starts_by_role": one.starts_by_role,
        "no_contact": one.no_contact,
        "attention": one.attention.value,
        "closeness": one.closeness,
        "style": one.style,
        "watch_outs": one.watch_outs,
        "note": one.note,
    }


def whole(found: Profile) -> Json:
    """A person with everything a profile shows, entries and findings apart."""
    return {
        **person(found.person, found.organisation),
        "introduced_by": name(found.introduced_by) if found.introduced_by else None,
        "tags": list(found.tags),
        "points": [_point(point) for point in found.points],
        "contacts": len(found.log.contacts),
        "last_contact": day(found.log.contacts[-1].when.date) if found.log.contacts else None,
        "cadence": found.cadence.result,
        "same": [_common(one) for one in found.same],
        "different": [_common(one) for one in found.different],
        "interests": [_interest(one) for one in found.interests],
        "questions": [_question(one) for one in found.questions],
        "promises": [promise(one) for one in found.promises],
        "relations": [_relation(one, found) for one in found.relations],
        "days": [{"what": one.what, "day": str(one.day), "note": one.note} for one in found.dates],
        "deals": [_deal(one) for one in found.deals],
        "verdicts": [_verdict(one) for one in found.verdicts],
    }


def _relation(one: Relation, found: Profile) -> Json:
    other = found.relatives.get(one.other_id or 0)
    named = {"name": other or one.name, "in_journal": other is not None}
    return {"what": one.what, **named, "note": one.note}


def _point(one: ContactPoint) -> Json:
    return {
        "kind": one.kind.value,
        "value": one.value,
        "label": one.label,
        "preferred": one.preferred,
    }


def _common(one: Commonality) -> Json:
    return {
        "uid": one.uid,
        "text": one.text,
        "kind": one.kind.value if one.kind else None,
        "how_known": one.how_known.value,
        "sensitivity": one.sensitivity.value,
        "learned_on": day(one.learned_on),
        "times_mentioned": one.times_mentioned,
        "last_mentioned": day(one.last_mentioned),
    }


def _interest(one: Interest) -> Json:
    return {
        "uid": one.uid,
        "text": one.text,
        "basis": one.basis.value,
        "stake": one.stake.value if one.stake else None,
        "noted_on": day(one.noted_on),
        "acts": [
            {"uid": act.uid, "on": day(act.on), "what": act.what, "with_ask": act.with_ask}
            for act in one.acts
        ],
    }


def _question(one: Question) -> Json:
    return {
        "uid": one.uid,
        "text": one.text,
        "state": one.state.value,
        "noted_on": day(one.noted_on),
        "settled_on": day(one.settled_on),
        "answer": one.answer,
    }


def promise(one: Promise) -> Json:
    """A promise."""
    return {
        "uid": one.uid,
        "by": one.by.value,
        "text": one.text,
        "state": one.state.value,
        "made_on": day(one.made_on),
        "due": day(one.due),
        "settled_on": day(one.settled_on),
    }


def _deal(one: Deal) -> Json:
    return {
        "uid": one.uid,
        "title": one.title,
        "stage": one.stage,
        "amount": one.amount,
        "next_step": one.next_step,
        "opened_on": day(one.opened_on),
        "outcomes": [
            {"uid": o.uid, "on": day(o.on), "result": o.result.value, "what": o.what}
            for o in one.outcomes
        ],
    }


def _verdict(one: Verdict) -> Json:
    return {
        "uid": one.uid,
        "on": day(one.on),
        "choice": one.choice.value,
        "sureness": one.sureness,
        "reason": one.reason,
        "seen_evidence": one.seen_evidence,
        "record": one.record,
    }


def finding(workspace: Workspace, one: Finding) -> Json:
    """A finding with the entries it counts."""
    counted = {entry.id: entry for entry in workspace.get_many(Interaction, one.entries)}
    return {
        "result": one.result,
        "state": one.state.value,
        "sentence": one.sentence,
        "counts": one.counts,
        "change": one.change,
        "details": list(one.details),
        "since": one.since.isoformat() if one.since else None,
        "numbers": _numbers(one.numbers),
        "entries": [
            {"uid": counted[number].uid, "date": day(counted[number].when.date)}
            for number in one.entries
            if number in counted
        ],
        "parts": {
            part.name: {
                "result": part.result,
                "sentence": part.sentence,
                "numbers": _numbers(part.numbers),
            }
            for part in one.parts
        },
    }


def _numbers(found: Mapping[str, Number]) -> dict[str, Number]:
    """Figures as JSON knows them: it has no word for the infinite."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in found.items()
    }


def plain_finding(one: Finding) -> Json:
    """A finding without its entries."""
    return {
        "name": one.name,
        "result": one.result,
        "sentence": one.sentence,
        "numbers": _numbers(one.numbers),
    }


def interaction(one: Interaction, known: Mapping[int, Counterpart]) -> Json:
    """An entry of the log."""
    return {
        "uid": one.uid,
        "date": day(one.when.date),
        "time": clock_time(one.when),
        "people": names(one.people, known),
        "channel": one.channel.value if one.channel else None,
        "opener": one.opener.value if one.opener else None,
        "minutes": one.minutes,
        "note": one.note,
        "tags": list(one.tags),
    }


def timeline_entry(one: TimelineEntry, known: Mapping[int, Counterpart]) -> Json:
    """A line of the timeline."""
    return {
        "uid": one.uid,
        "kind": one.kind.name.lower(),
        "date": day(one.when.date),
        "time": clock_time(one.when),
        "people": names(one.people_ids, known),
        "word": one.word,
        "lead": one.lead,
        "text": one.text,
        "chip": one.chip,
    }


def hit(one: SearchHit, known: Mapping[int, Counterpart]) -> Json:
    """Something found; the words that matched stand between two asterisks."""
    return {
        "uid": one.uid,
        "kind": one.kind,
        "date": day(one.when),
        "people": names(one.people_ids, known),
        "snippet": marked(one.snippet),
    }


def marked(snippet: str) -> str:
    """A snippet on one line, its hits between two asterisks each."""
    return " ".join(snippet.replace("\x02", "**").replace("\x03", "**").split())


def step(one: Step) -> Json:
    """A line of the history."""
    return {
        "id": one.id,
        "label": one.label,
        "at": one.at,
        "kind": one.kind,
        "state": one.state,
        "rows": one.rows,
        "thinned": one.thinned,
    }


def step_details(one: StepDetails) -> Json:
    """A step with every record it touched, field by field."""
    return {
        **step(one.step),
        "records": [
            {
                "what": touched.what,
                "kind": touched.kind,
                "title": touched.title,
                "whose": touched.whose,
                "fields": [
                    {"name": field.label, "before": field.before, "after": field.after}
                    for field in touched.fields
                ],
            }
            for touched in one.touched
        ],
        "more": one.more,
    }


def trash_item(one: TrashItem) -> Json:
    """Something deleted."""
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "whose": one.whose,
        "deleted_at": one.at,
        "step": one.step,
        "taken_back": one.taken_back,
        "with_it": one.with_it,
    }


def imported(one: RecordReport) -> Json:
    """What became of one record of an imported file."""
    return {
        "file": one.file,
        "place": one.place,
        "title": one.title,
        "fate": one.fate.value,
        "why": one.why,
        "target": one.target,
        "uid": one.uid,
    }


def prepared(found: Prep) -> Json:
    """All that was gathered for a meeting."""
    brief = found.brief
    return {
        "person": name(found.person),
        "header": brief.header,
        "opening": brief.opening,
        "meeting": {
            "uid": found.meeting.uid,
            "title": found.meeting.title,
            "date": day(found.meeting.when.date) if found.meeting.when else None,
            "time": clock_time(found.meeting.when),
            "vague": found.meeting.vague,
        }
        if found.meeting
        else None,
        "goal": brief.goal,
        "identity": found.identity,
        "sections": [_section(section) for section in brief.sections],
        "bring_up": [_line(line) for line in found.bring_up],
        "trust": [plain_finding(one) for one in found.trust],
        "spiral": plain_finding(found.spiral) if found.spiral else None,
        "bias": plain_finding(found.bias) if found.bias else None,
        "small_talk": found.small_talk,
        "months": _months(brief.months),
    }


def _section(one: Section) -> Json:
    return {
        "key": one.key.value,
        "title": one.title,
        "lines": [_line(line) for line in one.lines],
    }


def _line(one: Line) -> Json:
    return {
        "date": day(one.on),
        "lead": one.lead,
        "text": one.text,
        "note": one.note,
        "inference": one.inference,
        "uid": one.uid,
    }


def _months(months: Sequence[Any]) -> list[Json]:
    return [{"month": month.month, "count": month.count} for month in months]
