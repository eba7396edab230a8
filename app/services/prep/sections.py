"""The sections of a brief, each from the journal alone; one with nothing to say is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from app.model.brief import Line, Section, SectionKey
from app.model.findings import State
from app.model.people import Basis, Commonality, HowKnown, Interest, Likeness, Sensitivity, Stake
from app.model.records import (
    Channel,
    Deal,
    Interaction,
    Outcome,
    Promise,
    PromiseState,
    Question,
    QuestionState,
    Result,
    Side,
    Tone,
)
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.prep.around import around
from app.services.prep.known import LAST_TALKS, Known, wants

_LATEST = PartialDate(2199, 12, 31)
_EARLIEST = PartialDate(1800)
_WON_LATELY = timedelta(days=365)
_VERDICTS, _HARD_TALKS, _POINTS = 3, 2, 4


def sections(known: Known) -> tuple[Section, ...]:
    """All of them, in reading order."""
    made = (Section(key, title(known), tuple(lines(known))) for key, title, lines in _SECTIONS)
    return tuple(section for section in made if section.lines)


def shared(known: Known, *, likeness: Likeness = Likeness.SAME) -> list[Commonality]:
    """What may be brought up: noted, not guessed, not private; the least mentioned first."""
    found = [
        one
        for one in known.log.commonalities
        if one.likeness is likeness
        and one.how_known is not HowKnown.GUESS
        and one.sensitivity is not Sensitivity.PRIVATE
    ]
    return sorted(found, key=lambda one: (one.times_mentioned, one.last_mentioned or _EARLIEST))


def common_line(one: Commonality, today: date) -> Line:
    """A commonality with where it comes from and when it was last mentioned."""
    known = {
        HowKnown.TOLD: _("told"),
        HowKnown.NOTICED: _("you noticed"),
        HowKnown.GUESS: _("a guess"),
    }
    parts = [_dated(known[one.how_known], one.learned_on, today)]
    if one.likeness is Likeness.SAME and one.how_known is not HowKnown.GUESS:
        parts.append(mentioned(one, today))
    if one.sensitivity is Sensitivity.CAREFUL:
        parts.append(_("with care"))
    return Line(
        one.text,
        note=_listed(parts),
        on=one.learned_on,
        inference=one.how_known is not HowKnown.TOLD,
        entry=one.interaction_id,
        uid=one.uid,
    )


def mentioned(one: Commonality, today: date) -> str:
    """When it was last brought up."""
    if one.last_mentioned is None:
        return _("never mentioned")
    return _("mentioned {ago}").format(ago=day_words.days_ago(one.last_mentioned, today))


def _last_time(known: Known) -> Iterable[Line]:
    for talk in known.talks[:LAST_TALKS]:
        yield Line(
            talk.note.strip() or _("Nothing was written down."),
            lead=talk_lead(talk, known),
            on=talk.when.date,
            entry=talk.id,
            uid=talk.uid,
        )


def talk_lead(talk: Interaction, known: Known) -> str:
    """ "16 Nov, call, she opened, 30 min." """
    channel = words.CHANNEL_WORDS[talk.channel or Channel.OTHER]
    company = known.with_whom(talk.people)
    parts = [
        day_words.short_date(talk.when.date, known.today),
        _("{channel} with {names}").format(channel=channel, names=company) if company else channel,
        words.opened_by(talk.opener, known.person),
        _("{n} min").format(n=talk.minutes) if talk.minutes else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def _promises(known: Known) -> Iterable[Line]:
    open_ones = [one for one in known.log.promises if one.state is PromiseState.OPEN]
    for one in sorted(open_ones, key=lambda one: (one.due or _LATEST, one.id)):
        due, state = day_words.due_words(one.due, known.today)
        made = _dated(_("given"), one.made_on, known.today) if one.made_on else ""
        yield Line(
            _said_by(one, known),
            note=_listed([due, made]),
            on=one.made_on,
            state=state,
            entry=one.interaction_id,
            uid=one.uid,
        )


def _said_by(promise: Promise, known: Known) -> str:
    who = _("You") if promise.by is Side.ME else words.first_name(known.person)
    return _("{who}: {what}").format(who=who, what=promise.text)


def _interests(known: Known) -> Iterable[Line]:
    stated = [one for one in known.log.interests if one.basis is Basis.STATED]
    for one in sorted(stated, key=lambda one: (one.stake or Stake.BUSINESS) is Stake.PERSONAL):
        yield _interest_line(one, known.today, _("said"))


def _interest_line(one: Interest, today: date, how: str) -> Line:
    acts = len(one.acts)
    served = ngettext("you served it once", "you served it {n} times", acts).format(n=acts)
    stake = {Stake.PERSONAL: _("personal"), Stake.BUSINESS: _("business"), None: ""}[one.stake]
    return Line(
        one.text,
        note=_listed([_dated(how, one.noted_on, today), stake, served if acts else ""]),
        on=one.noted_on,
        inference=one.basis is Basis.HUNCH,
        entry=one.interaction_id,
        uid=one.uid,
    )


def _common_ground(known: Known) -> Iterable[Line]:
    return (common_line(one, known.today) for one in shared(known))


def _differences(known: Known) -> Iterable[Line]:
    found = shared(known, likeness=Likeness.DIFFERENT)
    return (common_line(one, known.today) for one in found)


def _private(known: Known) -> Iterable[Line]:
    for one in known.log.commonalities:
        if one.sensitivity is Sensitivity.PRIVATE and one.how_known is not HowKnown.GUESS:
            yield common_line(one, known.today)


def _hunches(known: Known) -> Iterable[Line]:
    for interest in known.log.interests:
        if interest.basis is Basis.HUNCH:
            yield _interest_line(interest, known.today, _("a hunch"))
    for one in known.log.commonalities:
        if one.how_known is HowKnown.GUESS:
            yield common_line(one, known.today)


def _questions(known: Known) -> Iterable[Line]:
    waiting = {QuestionState.TO_ASK: 0, QuestionState.ASKED: 1}
    found = [one for one in known.questions if one.state in waiting]
    for one in sorted(found, key=lambda one: (waiting[one.state], one.id)):
        yield _question_line(one, known.today)


def _question_line(one: Question, today: date) -> Line:
    if one.state is QuestionState.ASKED:
        note = _listed([_dated(_("asked"), one.settled_on, today), _("not answered yet")])
    else:
        note = _dated(_("noted"), one.noted_on, today) if one.noted_on else ""
    return Line(one.text, note=note, on=one.noted_on, entry=one.interaction_id, uid=one.uid)


def _watch_outs(known: Known) -> Iterable[Line]:
    for text in known.person.watch_outs.splitlines():
        if text.strip():
            yield Line(text.strip(), uid=known.person.uid)
    hard = [one for one in known.talks if Tone.HARD in (one.tone_mine, one.tone_theirs)]
    for one in hard[:_HARD_TALKS]:
        lead = _("A hard talk, {day}.").format(day=day_words.short_date(one.when.date, known.today))
        text = one.headline or _("Nothing was written down.")
        yield Line(text, lead=lead, on=one.when.date, entry=one.id, uid=one.uid)


def _deal(known: Known) -> Iterable[Line]:
    for deal in _open_deals(known):
        text = ", ".join(part for part in (deal.stage, deal.amount) if part)
        told = _("{title}: {text}").format(title=deal.title, text=text) if text else deal.title
        last = _last_outcome(deal)
        if last is None:
            note = _dated(_("since"), deal.opened_on, known.today) if deal.opened_on else ""
        else:
            note = _dated(words.RESULT_WORDS[last.result], last.on, known.today)
        yield Line(told, note=note, on=last.on if last else deal.opened_on, uid=deal.uid)


def _open_deals(known: Known) -> list[Deal]:
    """Deals in hand: not lost, shelved or delivered, and not won longer than a year ago."""

    def in_hand(deal: Deal) -> bool:
        last = _last_outcome(deal)
        if last is None:
            return True
        return last.result is Result.WON and known.today - last.on.last <= _WON_LATELY

    return [deal for deal in known.log.deals if in_hand(deal)]


def _last_outcome(deal: Deal) -> Outcome | None:
    return max(deal.outcomes, key=lambda one: one.on, default=None)


def _next_step(known: Known) -> Iterable[Line]:
    for deal in _open_deals(known):
        if deal.next_step:
            yield Line(deal.next_step, note=deal.title, uid=deal.uid)


def _changes(known: Known) -> Iterable[Line]:
    """What was noted after the last talk, from the user's own entries only."""
    if not known.talks:
        return
    last, today = known.talks[0].when.date, known.today
    for period in known.log.kind_periods:
        if last < period.since:
            yield _change(
                _("Now: {kind}").format(kind=words.KIND_WORDS[period.kind]), period.since, today
            )
    for deal in known.log.deals:
        for one in deal.outcomes:
            if last < one.on:
                what = _("{title}: {result}").format(
                    title=deal.title, result=words.RESULT_WORDS[one.result]
                )
                yield _change(f"{what}. {one.what}".strip(" .") + ".", one.on, today, one.uid)
    for promise in known.log.promises:
        if promise.settled_on and last < promise.settled_on:
            how = words.PROMISE_WORDS[promise.state]
            text = f"{_said_by(promise, known)} ({how})"
            yield _change(text, promise.settled_on, today, promise.uid)
    for question in known.questions:
        if question.answer and question.settled_on and last < question.settled_on:
            yield _change(
                f"{question.text} {question.answer}", question.settled_on, today, question.uid
            )


def _change(text: str, on: PartialDate, today: date, uid: str = "") -> Line:
    return Line(text, note=day_words.short_date(on, today), on=on, uid=uid)


def _style(known: Known) -> Iterable[Line]:
    if known.person.style.strip():
        yield Line(known.person.style.strip(), uid=known.person.uid)


def _who(known: Known) -> Iterable[Line]:
    person = known.person
    texts = [
        _("Also called {names}").format(names=person.aliases) if person.aliases else "",
        known.organisation.identity if known.organisation else "",
        *around(known),
        person.note,
        " ".join(f"#{tag}" for tag in known.tags),
    ]
    if person.birthday:
        texts.insert(1, _("Birthday {day}").format(day=day_words.short_date(person.birthday)))
    points = sorted(known.points, key=lambda point: not point.preferred)[:_POINTS]
    reach = (f"{words.POINT_WORDS[point.kind]}: {point.value}" for point in points)
    texts.insert(1, _listed(reach))
    return (Line(text.strip(), uid=person.uid) for text in texts if text.strip())


def _verdicts(known: Known) -> Iterable[Line]:
    for one in known.log.verdicts[: -_VERDICTS - 1 : -1]:
        word, state = words.VERDICT_WORDS[one.choice]
        yield Line(
            one.reason or _("Your own word"),
            note=_listed([word, day_words.short_date(one.on, known.today)]),
            on=one.on,
            state=state,
            uid=one.uid,
        )


def _record(known: Known) -> Iterable[Line]:
    tests = (known.realness.t1, known.realness.t2, known.realness.t3)
    if all(test.state is State.SILENT for test in tests):
        if known.talks:
            yield Line(known.realness.record.sentence, inference=True)
        return
    for test in tests:
        since = PartialDate.of(test.since) if test.since else None
        counted = PartialDate(since.year, since.month) if since else None
        yield Line(
            test.sentence,
            lead=f"{test.title}." if test.title else "",
            note=_dated(_("{word}, since").format(word=test.word), counted, known.today)
            if counted
            else test.word,
            state=test.state,
            inference=True,
            on=since,
        )


def _dated(word: str, day: PartialDate | None, today: date) -> str:
    return f"{word} {day_words.short_date(day, today)}" if day else word


def _listed(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


Maker = Callable[[Known], Iterable[Line]]
Titler = Callable[[Known], str]
_SECTIONS: tuple[tuple[SectionKey, Titler, Maker], ...] = (
    (SectionKey.LAST_TIME, lambda _known: _("Last time"), _last_time),
    (SectionKey.PROMISES, lambda _known: _("Open promises"), _promises),
    (SectionKey.INTERESTS, lambda known: wants(known.person), _interests),
    (SectionKey.COMMON_GROUND, lambda _known: _("You share"), _common_ground),
    (SectionKey.QUESTIONS, lambda _known: _("Ask"), _questions),
    (SectionKey.DEAL, lambda _known: _("Where the work stands"), _deal),
    (SectionKey.NEXT_STEP, lambda _known: _("A next step to name"), _next_step),
    (SectionKey.CHANGES, lambda _known: _("New since last time"), _changes),
    (SectionKey.STYLE, lambda _known: _("How to talk"), _style),
    (SectionKey.DIFFERENCES, lambda _known: _("Where you differ"), _differences),
    (SectionKey.WHO, lambda _known: _("Good to know"), _who),
    (SectionKey.WATCH_OUTS, lambda _known: _("Watch out"), _watch_outs),
    (SectionKey.HUNCHES, lambda _known: _("Your hunches, to be tested"), _hunches),
    (SectionKey.PRIVATE, lambda _known: _("Private, not to be raised"), _private),
    (SectionKey.VERDICTS, lambda _known: _("What you said of it"), _verdicts),
    (SectionKey.RECORD, lambda _known: _("The record"), _record),
)
