"""One entry of the timeline, whole: its facts in words and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.findings import State
from app.model.people import Commonality, Counterpart, Interest, Likeness, Verdict
from app.model.records import (
    Ask,
    Deal,
    Interaction,
    Meeting,
    Outcome,
    Promise,
    PromiseState,
    Question,
    Side,
    Source,
)
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.timeline import record_behind
from app.services.workspace import Workspace

Record = Interaction | Meeting | Outcome | Promise | Verdict


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about an entry, with a chip where a state belongs to it."""

    text: str
    chip: str = ""
    state: State = State.SILENT


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """What the detail pane shows of one entry."""

    record: Record
    people: tuple[Counterpart, ...]
    title: str
    when: str
    note: str
    agenda: str = ""
    tones: tuple[Fact, ...] = ()
    more: tuple[str, ...] = ()
    came_out: tuple[Fact, ...] = ()
    deal: Deal | None = None


def entry_detail(workspace: Workspace, key: int) -> EntryDetail:
    """Everything about one entry of the timeline.

    Raises:
        NotFoundError: it is gone.
    """
    record = record_behind(workspace, key)
    if isinstance(record, Interaction):
        return _interaction(workspace, record)
    if isinstance(record, Meeting):
        people = tuple(workspace.names_of(record.people).values())
        parts = [day_words.long_date(record.when.date)] if record.when else []
        if record.when and record.when.time:
            parts.append(record.when.time.isoformat("minutes"))
        if record.minutes:
            parts.append(_minutes(record.minutes))
        parts.append(record.place)
        goal = (_("Goal: {goal}").format(goal=record.goal),) if record.goal else ()
        return EntryDetail(
            record, people, record.title or _("Meeting"), _join(parts), record.note, more=goal
        )
    if isinstance(record, Outcome):
        deal = workspace.get(Deal, record.deal_id)
        title = _("{deal}: {result}").format(
            deal=deal.title or _("Deal"), result=words.RESULT_WORDS[record.result]
        )
        return EntryDetail(
            record,
            _one(workspace, deal.counterpart_id),
            title,
            day_words.long_date(record.on),
            record.what,
            deal=deal,
        )
    if isinstance(record, Promise):
        return _promise(workspace, record)
    assert isinstance(record, Verdict)
    word, state = words.VERDICT_WORDS[record.choice]
    more = [
        _("Said before seeing the evidence.")
        if not record.seen_evidence
        else _("Said after seeing the evidence.")
    ]
    if record.record:
        more.append(_("The record at the time: {record}").format(record=record.record))
    return EntryDetail(
        record,
        _one(workspace, record.counterpart_id),
        _("Your word on it"),
        day_words.long_date(record.on),
        record.reason,
        tones=(Fact("", word, state),),
        more=tuple(more),
    )


def _one(workspace: Workspace, number: int) -> tuple[Counterpart, ...]:
    return (workspace.get(Counterpart, number),)


def _minutes(number: int) -> str:
    return _("{n} min").format(n=number)


def _join(parts: list[str]) -> str:
    return ", ".join(filter(None, parts))


def _interaction(workspace: Workspace, record: Interaction) -> EntryDetail:
    found = workspace.names_of(record.people)
    people = tuple(found[n] for n in record.people if n in found)
    names = ", ".join(p.name for p in people) or _("nobody named")
    word = words.channel_word(record)
    title = _("Note about {names}") if record.is_note else _("{word} with {names}")
    when = [day_words.long_date(record.when.date)]
    if record.when.time:
        when.append(record.when.time.isoformat("minutes"))
    if record.minutes:
        when.append(_minutes(record.minutes))
    when.append(words.opened_by(record.opener, people[0] if len(people) == 1 else None))
    return EntryDetail(
        record=record,
        people=people,
        title=title.format(word=word.capitalize(), names=names),
        when=_join(when),
        note=record.note,
        agenda=_agenda(record),
        tones=_tones(record, people[0] if len(people) == 1 else None),
        more=tuple(_more(record)),
        came_out=tuple(_came_out(workspace, record)),
    )


def _agenda(record: Interaction) -> str:
    parts = []
    for ask, text in (
        (record.ask_theirs, _("Theirs: {what}.")),
        (record.ask_mine, _("Mine: {what}.")),
    ):
        if ask is not None:
            what = _("none") if ask is Ask.NONE else words.ASK_WORDS[ask].lower()
            parts.append(text.format(what=what))
    return " ".join(parts)


def _tones(record: Interaction, person: Counterpart | None) -> tuple[Fact, ...]:
    states = {"cooperative": State.FOR, "guarded": State.OPEN, "hard": State.AGAINST}
    who = words.first_name(person) if person else _("They")
    return tuple(
        Fact("", f"{name}: {words.TONE_WORDS[tone]}", states[tone.value])
        for name, tone in ((_("You"), record.tone_mine), (who, record.tone_theirs))
        if tone is not None
    )


def _more(record: Interaction) -> list[str]:
    lines = []
    if record.depth is not None:
        lines.append(words.DEPTH_WORDS[record.depth])
    if record.small_talk:
        if record.small_talk_minutes:
            lines.append(_("Small talk, {n} min").format(n=record.small_talk_minutes))
        else:
            lines.append(_("Small talk"))
    if record.i_asked:
        lines.append(_("You asked about them"))
    if record.they_asked:
        lines.append(_("They asked about you"))
    if record.logistics:
        lines.append(_("Only logistics"))
    for give, text in (
        (record.give_mine, _("You gave: {what}")),
        (record.give_theirs, _("They gave: {what}")),
    ):
        if give is not None and give is not Ask.NONE:
            lines.append(text.format(what=words.ASK_WORDS[give].lower()))
    if record.credit:
        lines.append(_("Credit given: {what}").format(what=record.credit))
    if record.answered is False:
        lines.append(_("Not answered"))
    if record.present and record.present > 3:
        lines.append(
            ngettext("{n} person present", "{n} people present", record.present).format(
                n=record.present
            )
        )
    if record.tags:
        lines.append(" ".join(f"#{tag}" for tag in record.tags))
    if record.source is Source.IMPORTED:
        lines.append(_("Imported"))
    return lines


def _came_out(workspace: Workspace, record: Interaction) -> list[Fact]:
    at = {"interaction_id": record.id}
    facts = []
    for promise in workspace.find(Promise, **at):
        lead = _("You promised: {text}") if promise.by is Side.ME else _("Promised to you: {text}")
        chip, state = day_words.due_words(promise.due, workspace.today)
        if promise.state is not PromiseState.OPEN:
            chip, state = words.PROMISE_WORDS[promise.state], State.SILENT
        facts.append(Fact(lead.format(text=promise.text), chip, state))
    for interest in workspace.find(Interest, **at):
        text = _("Interest: {text}").format(text=interest.text)
        facts.append(Fact(text, words.BASIS_WORDS[interest.basis]))
    for common in workspace.find(Commonality, **at):
        same = common.likeness is Likeness.SAME
        lead = _("In common: {text}") if same else _("Different: {text}")
        facts.append(Fact(lead.format(text=common.text)))
    for question in workspace.find(Question, **at):
        text = _("To ask: {text}").format(text=question.text)
        facts.append(Fact(text, words.QUESTION_WORDS[question.state]))
    return facts


def _promise(workspace: Workspace, record: Promise) -> EntryDetail:
    people = _one(workspace, record.counterpart_id)
    name = people[0].name
    mine = record.by is Side.ME
    title = _("Your promise to {name}") if mine else _("{name}’s promise to you")
    parts = []
    for text, day in (
        (_("made {date}"), record.made_on),
        (_("due {date}"), record.due),
        (_("settled {date}"), record.settled_on),
    ):
        if day is not None:
            parts.append(text.format(date=_date(day)))
    if record.settled_on is None:
        chip, state = day_words.due_words(record.due, workspace.today)
    else:
        chip, state = words.PROMISE_WORDS[record.state], State.SILENT
    return EntryDetail(
        record,
        people,
        title.format(name=name),
        _join(parts),
        record.text,
        tones=(Fact("", chip, state),),
    )


def _date(day: PartialDate) -> str:
    return day_words.short_date(day)
