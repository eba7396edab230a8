"""The four building blocks of trust, as counts and never as grades (Salacuse)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.insights.clocks import months_before
from app.insights.conversations import Talk, Units, converse, recent
from app.insights.intervals import wilson
from app.insights.words import joined, range_words, rests_on, voice
from app.model.findings import Finding, Number, PersonLog, State
from app.model.records import Depth, Opener, Promise, PromiseState, Side
from app.model.texts import _, ngettext
from app.settings import Policy

SHOWN, NOT_ENOUGH = "shown", "not enough evidence"
LAST_TALKS = 10
_MONTHS = 12


def four_blocks(log: PersonLog, policy: Policy) -> tuple[Finding, Finding, Finding, Finding]:
    """Two-way communication, commitment to their interests, reliability, respect."""
    units = converse(log.contacts, log.today, policy.conversation_gap_hours, policy.unanswered_days)
    return (
        communication(log, units, policy),
        commitment(log, policy),
        reliability(log, policy),
        respect(log, units, policy),
    )


def communication(log: PersonLog, units: Units, policy: Policy) -> Finding:
    """Who started, who answered, and who asked about the other."""
    start = months_before(log.today, policy.window_months).toordinal() + 1
    reach = max(policy.window_openings, policy.least_openings)
    counted = recent(units.openings(), start, reach)
    mine = [talk for talk in counted if talk.opener is Opener.ME]
    theirs = [talk for talk in counted if talk.opener is Opener.THEM]
    numbers: dict[str, Number] = {
        "n": len(counted),
        "mine": len(mine),
        "theirs": len(theirs),
        **_answers("answered_by_them", mine),
        **_answers("answered_by_me", theirs),
        "i_asked": sum(talk.i_asked for talk in counted),
        "they_asked": sum(talk.they_asked for talk in counted),
    }
    short = policy.least_openings - len(counted)
    if short > 0:
        return _silent(
            "communication",
            _("Who starts and who answers is known for too few conversations."),
            ngettext(
                "{n} more conversation that says who opened it is needed.",
                "{n} more conversations that say who opened them are needed.",
                short,
            ).format(n=short),
            numbers,
        )
    name = voice(log.person).name
    return _shown(
        "communication",
        joined(
            [
                _("You started {mine} of {n} conversations, {name} {theirs}.").format(
                    mine=len(mine), n=len(counted), name=name, theirs=len(theirs)
                ),
                _answer_words(numbers, name),
                _("You asked about {name} in {mine}, the other way in {theirs}.").format(
                    name=name, mine=numbers["i_asked"], theirs=numbers["they_asked"]
                ),
            ]
        ),
        _("{mine} of {n} yours").format(mine=len(mine), n=len(counted)),
        numbers,
        talks=counted,
        what=_("conversations one of you opened"),
    )


def _answers(name: str, talks: Sequence[Talk]) -> dict[str, Number]:
    marked = [talk.answered for talk in talks if talk.answered is not None]
    return {f"{name}_k": sum(marked), f"{name}_n": len(marked)}


def _answer_words(numbers: Mapping[str, Number], name: str) -> str:
    texts = []
    if numbers["answered_by_them_n"]:
        texts.append(
            _("{name} answered {k} of {n}.").format(
                name=name, k=numbers["answered_by_them_k"], n=numbers["answered_by_them_n"]
            )
        )
    if numbers["answered_by_me_n"]:
        texts.append(
            _("You answered {k} of {n}.").format(
                k=numbers["answered_by_me_k"], n=numbers["answered_by_me_n"]
            )
        )
    return joined(texts)


def commitment(log: PersonLog, policy: Policy) -> Finding:
    """Interests of theirs that something was done for in a year, with no ask beside it.

    An act that does not say whether an ask stood beside it is unknown and is only mentioned.
    """
    start = months_before(log.today, _MONTHS)
    noted = len(log.interests)
    acted: list[int] = []
    unmarked = 0
    served = 0
    for interest in log.interests:
        acts = [act for act in interest.acts if start < act.on.first <= log.today]
        free = [act for act in acts if act.with_ask is False]
        served += bool(free)
        unmarked += sum(act.with_ask is None for act in acts)
        acted += [act.interaction_id for act in free if act.interaction_id is not None]
    numbers: dict[str, Number] = {"k": served, "n": noted, "unmarked": unmarked}
    if noted < policy.least_interests:
        return _silent(
            "commitment",
            _("Too few of their interests are noted."),
            ngettext(
                "{n} more interest of theirs would let this be shown.",
                "{n} more interests of theirs would let this be shown.",
                policy.least_interests - noted,
            ).format(n=policy.least_interests - noted),
            numbers,
        )
    marks = ngettext(
        "{n} act does not say whether you asked for something beside it.",
        "{n} acts do not say whether you asked for something beside them.",
        unmarked,
    ).format(n=unmarked)
    return _shown(
        "commitment",
        _("In a year you did something for {k} of {n} interests of theirs, asking nothing.").format(
            k=served, n=noted
        ),
        _("{k} of {n}").format(k=served, n=noted),
        numbers,
        entries=tuple(sorted(set(acted))),
        details=(marks,) if unmarked else (),
    )


def reliability(log: PersonLog, policy: Policy) -> Finding:
    """Promises kept of those that came due, each side apart; released ones are left out."""
    mine = _kept(log, Side.ME, policy)
    theirs = _kept(log, Side.THEM, policy)
    numbers: dict[str, Number] = {
        f"{part.name}_{key}": value
        for part in (mine, theirs)
        for key, value in part.numbers.items()
    }
    if mine.state is theirs.state is State.SILENT and mine.result == theirs.result == NOT_ENOUGH:
        return _silent("reliability", _("Too few promises came due."), mine.change, numbers)
    told = [part for part in (mine, theirs) if part.result == SHOWN]
    return _shown(
        "reliability",
        joined([part.sentence for part in told]),
        " · ".join(part.word for part in told),
        numbers,
        entries=tuple(dict.fromkeys(entry for part in (mine, theirs) for entry in part.entries)),
        parts=(mine, theirs),
    )


def _kept(log: PersonLog, side: Side, policy: Policy) -> Finding:
    """One side's promises."""
    given = [promise for promise in log.promises if promise.by is side]
    settled = [p for p in given if p.state not in (PromiseState.OPEN, PromiseState.RELEASED)]
    kept = sum(promise.state is PromiseState.KEPT for promise in settled)
    interval = wilson(kept, len(settled))
    numbers: dict[str, Number] = {
        "kept": kept,
        "late": sum(promise.state is PromiseState.LATE for promise in settled),
        "broken": sum(promise.state is PromiseState.BROKEN for promise in settled),
        "n": len(settled),
        "released": sum(promise.state is PromiseState.RELEASED for promise in given),
        "overdue": sum(_is_overdue(promise, log.today) for promise in given),
        "low": interval.low if settled else None,
        "high": interval.high if settled else None,
    }
    who = "mine" if side is Side.ME else "theirs"
    short = policy.least_promises - len(settled)
    if short > 0:
        change = ngettext(
            "{n} more promise that came due is needed.",
            "{n} more promises that came due are needed.",
            short,
        )
        return _silent(who, "", change.format(n=short), numbers)
    text = (
        _("You kept {k} of {n} promises (likely range {range}).")
        if side is Side.ME
        else _("{name} kept {k} of {n} promises (likely range {range}).")
    )
    word = _("you {k} of {n}") if side is Side.ME else _("{name} {k} of {n}")
    words = {"k": kept, "n": len(settled), "name": voice(log.person).name}
    return _shown(
        who,
        text.format(range=range_words(interval), **words),
        word.format(**words),
        numbers,
        entries=tuple(p.interaction_id for p in settled if p.interaction_id is not None),
    )


def _is_overdue(promise: Promise, today: date) -> bool:
    return (
        promise.state is PromiseState.OPEN and promise.due is not None and promise.due.last < today
    )


def respect(log: PersonLog, units: Units, policy: Policy) -> Finding:
    """Credit and thanks given to them in the last real talks, as a count."""
    real = [talk for talk in units.talks if (talk.depth or 0) >= Depth.REAL][-LAST_TALKS:]
    credited = [talk for talk in real if talk.credited]
    numbers: dict[str, Number] = {"k": len(credited), "n": len(real)}
    if len(real) < policy.least_talks:
        return _silent(
            "respect",
            _("Too few real talks are logged."),
            ngettext(
                "{n} more real talk would let this be shown.",
                "{n} more real talks would let this be shown.",
                policy.least_talks - len(real),
            ).format(n=policy.least_talks - len(real)),
            numbers,
        )
    return _shown(
        "respect",
        _("You gave {name} credit or thanks in {k} of the last {n} real talks.").format(
            name=voice(log.person).name, k=len(credited), n=len(real)
        ),
        _("{k} of {n}").format(k=len(credited), n=len(real)),
        numbers,
        talks=real,
        what=_("real talks"),
    )


_TITLES = {
    "communication": _("Two-way communication"),
    "commitment": _("Commitment to their interests"),
    "reliability": _("Reliability"),
    "respect": _("Respect for contributions"),
    "mine": _("Yours"),
    "theirs": _("Theirs"),
}


def _silent(name: str, sentence: str, change: str, numbers: Mapping[str, Number]) -> Finding:
    return Finding(
        name=name,
        result=NOT_ENOUGH,
        state=State.SILENT,
        sentence=sentence,
        title=_TITLES[name],
        word=_("Little logged"),
        change=change,
        numbers=numbers,
    )


def _shown(
    name: str,
    sentence: str,
    word: str,
    numbers: Mapping[str, Number],
    *,
    talks: Sequence[Talk] = (),
    what: str = "",
    entries: tuple[int, ...] = (),
    details: tuple[str, ...] = (),
    parts: tuple[Finding, ...] = (),
) -> Finding:
    """A block that has enough to show; its state is open, because nothing is graded."""
    since = date.fromordinal(talks[0].day) if talks else None
    ids = entries or tuple(entry for talk in talks for entry in talk.entries)
    return Finding(
        name=name,
        result=SHOWN,
        state=State.OPEN,
        sentence=sentence,
        title=_TITLES[name],
        word=word,
        counts=rests_on(what, len(ids), since) if what else "",
        since=since,
        entries=ids,
        numbers=numbers,
        details=details,
        parts=parts,
    )
