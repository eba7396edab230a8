"""What all three tests share: the read log, the words of results, and the edge cases (3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.insights.clocks import (
    Clock,
    counted_rhythm,
    is_seasonal,
    look_back,
    off_season,
    pause_stretches,
    season_of,
)
from app.insights.conversations import Spot, Talk, Units, converse, recent
from app.insights.words import Voice, length_words, voice
from app.model.findings import Finding, Number, PersonLog, State
from app.model.people import Attention, Kind
from app.model.texts import _, ngettext
from app.settings import Policy

FOLLOWED, THREAD, ENDED = "followed through", "a thread remains", "ended with the lead"
EARLY_TO_SAY, EARLY = "too early to say", "too early"
NOT_APPLICABLE, NOT_ENOUGH, UNCLEAR = "not applicable", "not enough evidence", "unclear"
MUTUAL, ONE_SIDED, PASSING = "mutual and meaningful", "one-sided", "passing talk"
I_CARRY = "you carry it, but both engage"
THEY_CARRY = "they carry it, but both engage"
NOT_ALL_AGENDA, ONLY_NEEDED = "not all agenda", "only when something is needed"

_UNCOUNTED: Mapping[Attention, str] = {
    Attention.ADDRESS: _("Kept as an address only. No test applies."),
    Attention.OUT: _("Left out of the journal’s lists. No test applies."),
}
STATES: Mapping[str, State] = {
    FOLLOWED: State.FOR,
    MUTUAL: State.FOR,
    NOT_ALL_AGENDA: State.FOR,
    ENDED: State.AGAINST,
    ONE_SIDED: State.AGAINST,
    ONLY_NEEDED: State.AGAINST,
    THREAD: State.OPEN,
    I_CARRY: State.OPEN,
    THEY_CARRY: State.OPEN,
    PASSING: State.OPEN,
    UNCLEAR: State.OPEN,
    EARLY_TO_SAY: State.SILENT,
    EARLY: State.SILENT,
    NOT_APPLICABLE: State.SILENT,
    NOT_ENOUGH: State.SILENT,
}
WORDS: Mapping[str, str] = {
    FOLLOWED: _("Holds"),
    MUTUAL: _("Holds"),
    NOT_ALL_AGENDA: _("Holds"),
    ENDED: _("Does not hold"),
    ONE_SIDED: _("Does not hold"),
    ONLY_NEEDED: _("Does not hold"),
    THREAD: _("A thread remains"),
    I_CARRY: _("You carry it"),
    THEY_CARRY: _("They carry it"),
    PASSING: _("Passing talk"),
    UNCLEAR: _("Too close to call"),
    EARLY_TO_SAY: _("Too early"),
    EARLY: _("Too early"),
    NOT_APPLICABLE: _("Does not apply"),
    NOT_ENOUGH: _("Not enough logged"),
}
TITLES: Mapping[str, str] = {
    "t1": _("Continues after the sale"),
    "t2": _("Mutual and meaningful"),
    "t3": _("Not only agenda"),
    "record": _("Side by side"),
}
EARLY_WORD: Mapping[str, str] = {"t1": EARLY_TO_SAY, "t2": EARLY, "t3": EARLY}


@dataclass(slots=True)
class Ledger:
    """A person's log, read once for all three tests. Days are ordinals."""

    log: PersonLog
    policy: Policy
    voice: Voice
    units: Units
    clock: Clock
    today: int
    start: int
    rhythm: int | None
    period: date | None

    def window(self, talks: Sequence[Talk], least: int) -> Sequence[Talk]:
        """What a part counts: the last months, or the last 20 of its own units if further back.

        Each part reaches back by its own units, so that no opening that a part does not count
        can push out one that it does.
        """
        return recent(talks, self.start, max(self.policy.window_openings, least))

    def seen(self) -> list[Spot]:
        """All contacts, meetings of a group among them, old to new."""
        if not self.units.groups:
            return self.units.spots
        return sorted(self.units.spots + self.units.groups, key=lambda spot: spot[:3])


def read(log: PersonLog, policy: Policy) -> Ledger:
    """The ledger of one person."""
    period = _period_start(log)
    units = converse(
        log.contacts, log.today, policy.conversation_gap_hours, policy.unanswered_days, period
    )
    pauses = pause_stretches(log.pauses, log.today)
    rest = Clock(pauses)
    months = season_of(log.person)
    if months:
        days = [talk.day for talk in units.talks[:1]] + [log.today.toordinal()]
        days += [outcome.on.first.toordinal() for deal in log.deals for outcome in deal.outcomes]
        first_year = date.fromordinal(min(days)).year
        clock = Clock(pauses + off_season(months, first_year, log.today.year + 2))
    else:
        clock = rest
    back = policy.seasonal_window_months if is_seasonal(log.person) else policy.window_months
    return Ledger(
        log=log,
        policy=policy,
        voice=voice(log.person),
        units=units,
        clock=clock,
        today=log.today.toordinal(),
        start=look_back(log.today, back, rest),
        rhythm=counted_rhythm(log.person),
        period=period,
    )


def _period_start(log: PersonLog) -> date | None:
    """When the time as an honest pitch was over, if there was one; what came before stays out."""
    if log.person.kind is Kind.PITCH:
        return None
    periods = sorted(log.kind_periods, key=lambda period: (period.since.first, period.id))
    pitches = [at for at, period in enumerate(periods) if period.kind is Kind.PITCH]
    if not pitches:
        return None
    if pitches[-1] + 1 < len(periods):
        return periods[pitches[-1] + 1].since.first
    since = log.person.kind_since
    return since.first if since else None


def finding(
    name: str,
    result: str,
    sentence: str,
    *,
    talks: Iterable[Talk] = (),
    numbers: Mapping[str, Number] | None = None,
    counts: str = "",
    change: str = "",
    details: Iterable[str] = (),
    parts: tuple[Finding, ...] = (),
) -> Finding:
    """A finding with what follows from its result: title, chip word, state, entries, since."""
    counted = sorted({id(talk): talk for talk in talks}.values(), key=lambda talk: talk.day)
    return Finding(
        name=name,
        result=result,
        state=STATES.get(result, State.OPEN),
        sentence=sentence,
        title=TITLES.get(name, ""),
        word=WORDS.get(result, ""),
        counts=counts,
        change=change,
        since=date.fromordinal(counted[0].day) if counted else None,
        entries=tuple(entry for talk in counted for entry in talk.entries),
        numbers=numbers or {},
        details=tuple(detail for detail in details if detail),
        parts=parts,
    )


def imported_share(talks: Sequence[Talk]) -> float:
    """The share of these conversations that was read from a file."""
    return sum(talk.imported for talk in talks) / len(talks) if talks else 0.0


def import_note(share: float) -> str:
    """Says what share is imported, if any."""
    if not share:
        return ""
    return _("{percent} % of these conversations were imported.").format(percent=round(share * 100))


def edge(ledger: Ledger, name: str) -> Finding | None:
    """The answer that an edge case gives before any test is made, or None."""
    person = ledger.log.person
    if person.no_contact:
        text = _("You noted that there is to be no contact. No test applies.")
        return finding(name, NOT_APPLICABLE, text, numbers=_base(ledger))
    if not person.is_counted:
        return finding(name, NOT_APPLICABLE, _UNCOUNTED[person.attention], numbers=_base(ledger))
    if person.kind is Kind.PITCH:
        text = _("You said openly that this is a pitch. No test of friendship applies.")
        return finding(name, NOT_APPLICABLE, text, numbers=_base(ledger))
    age = _age(ledger)
    policy = ledger.policy
    conversations = len(ledger.units.talks)
    if age >= policy.new_days and conversations >= policy.new_conversations:
        return None
    return finding(
        name,
        EARLY_WORD[name],
        _new_sentence(ledger, age, conversations),
        talks=ledger.units.talks,
        numbers={**_base(ledger), "age_days": age},
        change=_("The tests begin after {days} days and {n} conversations.").format(
            days=policy.new_days, n=policy.new_conversations
        ),
    )


def _base(ledger: Ledger) -> dict[str, Number]:
    return {
        "contacts": len(ledger.units.spots) + len(ledger.units.groups),
        "conversations": len(ledger.units.talks),
        "before_this_kind": ledger.units.left_out,
    }


def base_numbers(ledger: Ledger) -> dict[str, Number]:
    """Figures every test carries: contacts, conversations, and those of an earlier kind."""
    return _base(ledger)


def _age(ledger: Ledger) -> int:
    """Days since the relationship, or its present period, began as far as the log knows."""
    days = [ledger.today]
    if ledger.period:
        days.append(ledger.period.toordinal())
    else:
        if ledger.log.person.since:
            days.append(ledger.log.person.since.last.toordinal())
        days += [spot[2] for spot in ledger.seen()[:1]]
    return ledger.today - min(days)


def _new_sentence(ledger: Ledger, age: int, conversations: int) -> str:
    name = ledger.voice.name
    if not conversations:
        return _("No conversation with {name} is logged yet. Too early to say.").format(name=name)
    talked = ngettext("{n} conversation", "{n} conversations", conversations)
    if age < ledger.policy.new_days:
        return _(
            "You have known {name} for {time}, with {talked} logged. Too early to say."
        ).format(name=name, time=length_words(age), talked=talked.format(n=conversations))
    return _("Only {talked} with {name} logged so far. Too early to say.").format(
        name=name, talked=talked.format(n=conversations)
    )
