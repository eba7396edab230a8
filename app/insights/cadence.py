"""Keep-in-touch rhythm: due, quiet, dormant; off every clock while paused (3.8, 3.10)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.insights.clocks import Clock, counted_rhythm, off_season, pause_stretches, season_of
from app.insights.conversations import is_two_way
from app.insights.words import day_words, joined, month_words, rhythm_words, voice
from app.model.findings import Finding, Number, PersonLog, State
from app.model.people import Attention, Counterpart, Kind, Pause, Rhythm
from app.model.records import Channel, Interaction, Opener
from app.model.texts import _, ngettext
from app.settings import Policy

FINE, DUE, QUIET, DORMANT = "fine", "due", "quiet", "dormant"
NO_RHYTHM, PAUSED, NOTHING_LOGGED = "no rhythm", "paused", "nothing logged"
NOT_APPLICABLE = "not applicable"
_STATES = {FINE: State.FOR, DUE: State.OPEN, QUIET: State.OPEN}
_WORDS = {
    FINE: _("On rhythm"),
    QUIET: _("Quiet"),
    DORMANT: _("Dormant"),
    NO_RHYTHM: _("No rhythm set"),
    PAUSED: _("Paused"),
    NOTHING_LOGGED: _("Nothing logged"),
    NOT_APPLICABLE: _("No contact wished"),
}
_UNCOUNTED = {
    Attention.ADDRESS: (_("Address only"), _("Kept as an address; no reminder is given.")),
    Attention.OUT: (_("Left out"), _("Left out of the journal’s lists; no reminder is given.")),
}
_OFTEN = 30


def last_contact(contacts: Iterable[Interaction], today: date) -> date | None:
    """The latest day of contact that was not marked one-way.

    It is the latest by date, so an entry added later for an earlier day never moves it back.
    A contact known to the month counts by its first day. Unknown is not one-way.
    """
    days = (contact.when.date.first for contact in contacts if is_two_way(contact) is not False)
    return max((day for day in days if day <= today), default=None)


def latest_contact(contacts: Iterable[Interaction], today: date) -> Interaction | None:
    """The latest contact of any kind up to today."""
    known = (contact for contact in contacts if contact.when.date.first <= today)
    return max(known, key=lambda contact: contact.when.date.first, default=None)


def due(log: PersonLog, policy: Policy) -> Finding:
    """How this person stands to the rhythm the user meant to keep."""
    last = last_contact(log.contacts, log.today)
    latest = latest_contact(log.contacts, log.today)
    found = standing(log.person, last, log.pauses, log.today, policy, latest)
    if last is None:
        return found
    return replace(
        found,
        counts=_("Counts from the last contact that was not one-way."),
        since=last,
        entries=tuple(c.id for c in log.contacts if c.when.date.first == last),
    )


def standing(
    person: Counterpart,
    last: date | None,
    pauses: Sequence[Pause],
    today: date,
    policy: Policy,
    latest: Interaction | None = None,
) -> Finding:
    """The same from the last two-way contact alone, for lists of many people.

    Lists and Prepare tell how long ago the `latest` contact was, whoever took part; where it came
    later and went one way, the sentence says so, lest the two seem to contradict each other.

    `numbers` holds days (that count) since then, rhythm (in days that count), ratio, over (days
    past the rhythm), aim and due_on (ISO days on which 1 and 1.5 rhythms are over).
    `details` holds what became of a later contact that went one way, if there is one.
    """
    if person.no_contact:
        return _finding(person, NOT_APPLICABLE, _("You noted that there is to be no contact."))
    if not person.is_counted:
        word, text = _UNCOUNTED[person.attention]
        return replace(_finding(person, NOT_APPLICABLE, text), word=word)
    one_way = _one_way(latest, last, today)
    if last is None:
        text = _("No contact with {name} is logged yet.")
        if one_way:
            text = _("No contact with {name} that went both ways is logged yet.")
        found = _finding(person, NOTHING_LOGGED, text)
    else:
        measure = _measure(person, last, pauses, today, policy)
        found = _told(person, measure, today, policy)
    details = (one_way,) if one_way else ()
    return replace(found, sentence=joined((found.sentence, one_way)), details=details)


def _one_way(latest: Interaction | None, last: date | None, today: date) -> str:
    """What became of a contact later than the one that counts; empty where there is none."""
    if latest is None or is_two_way(latest) is not False:
        return ""
    day = latest.when.date
    if day.first > today or (last is not None and day.first <= last):
        return ""
    if day.exact is None:
        if day.month is None:
            return _("The contact of {year} went one way.").format(year=day.year)
        return _("The contact of {month} went one way.").format(month=month_words(day.first))
    return _one_way_words(latest).format(ago=_ago((today - day.exact).days))


def _one_way_words(latest: Interaction) -> str:
    written = {
        Channel.EMAIL: _("Your mail {ago} was not answered."),
        Channel.MESSAGE: _("Your message {ago} was not answered."),
        Channel.LETTER: _("Your letter {ago} was not answered."),
    }
    plain = _("The contact {ago} went one way.")
    if latest.opener is not Opener.ME or latest.answered is not False or latest.channel is None:
        return plain
    return written.get(latest.channel, plain)


def _ago(days: int) -> str:
    if days < 2:
        return _("yesterday") if days else _("today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def next_due(
    person: Counterpart,
    last: date | None,
    pauses: Sequence[Pause],
    today: date,
    policy: Policy,
) -> date | None:
    """The first day on which contact is due; None without a rhythm or a contact to count from."""
    if person.no_contact or last is None or person.attention is not Attention.KEEP:
        return None
    return _measure(person, last, pauses, today, policy).due_on


@dataclass(slots=True)
class _Measure:
    """How long ago the last contact was, in days that count and in rhythms."""

    last: date
    days: int
    since: int
    rhythm: int | None
    ratio: float | None
    aim: date | None
    due_on: date | None
    is_paused: bool
    is_dormant: bool


def _measure(
    person: Counterpart, last: date, pauses: Sequence[Pause], today: date, policy: Policy
) -> _Measure:
    stretches = pause_stretches(pauses, today)
    rest = Clock(stretches)
    months = season_of(person)
    rhythm = counted_rhythm(person)
    clock = rest
    if months:
        years = _years_ahead(rhythm, len(months), policy)
        clock = Clock(stretches + off_season(months, last.year, today.year + years))
    start, now = last.toordinal(), today.toordinal()
    days = clock.between(start, now)
    sleep = round(policy.dormant_years * 365.25)
    wait = math.ceil(rhythm * policy.due_factor) if rhythm else 0
    return _Measure(
        last=last,
        days=days,
        since=now - start,
        rhythm=rhythm,
        ratio=days / rhythm if rhythm else None,
        aim=date.fromordinal(clock.after(start, rhythm)) if rhythm else None,
        due_on=date.fromordinal(clock.after(start, wait)) if rhythm else None,
        is_paused=clock.rests_on(now),
        is_dormant=rest.between(start, now) >= sleep,
    )


def _years_ahead(rhythm: int | None, months: int, policy: Policy) -> int:
    """How many years of off-season lie before the due day at most."""
    season = months * 28
    return 2 + math.ceil((rhythm or 0) * policy.due_factor / season)


def _told(person: Counterpart, measure: _Measure, today: date, policy: Policy) -> Finding:
    """The result and its sentence."""
    result = _result(measure, policy)
    texts = {
        FINE: _("{since} since you were in touch; you meant {rhythm}."),
        DUE: _("{since} since you were in touch; you meant {rhythm}."),
        QUIET: _("{since} since you were in touch; you meant {rhythm}. It has gone quiet."),
        DORMANT: _(
            "{since} since you were in touch. Dormant, not lost: such ties keep their trust."
        ),
        NO_RHYTHM: _("{since} since you were in touch. No rhythm is set."),
        PAUSED: _("Off the clock at present; the last contact was on {day}."),
    }
    numbers: dict[str, Number] = {
        "days": measure.days,
        "since_days": measure.since,
        "rhythm": measure.rhythm,
        "ratio": measure.ratio,
        "over": max(0, measure.days - measure.rhythm) if measure.rhythm else None,
        "last": measure.last.isoformat(),
        "aim": measure.aim.isoformat() if measure.aim else None,
        "due_on": measure.due_on.isoformat() if measure.due_on else None,
    }
    sentence = texts[result].format(
        since=_elapsed(measure),
        rhythm=_chosen(person),
        day=day_words(measure.last, today),
    )
    return _finding(person, result, sentence, numbers)


def _chosen(person: Counterpart) -> str:
    """The rhythm in the user's own choice of words, to stand inside a sentence."""
    if person.rhythm is Rhythm.SEASONAL and person.rhythm_days is None:
        return _("once a season")
    chosen = rhythm_words(person)
    return chosen[:1].lower() + chosen[1:]


def _elapsed(measure: _Measure) -> str:
    """The calendar days since; with the days that count where they differ."""
    plain = ngettext("{n} day", "{n} days", measure.since).format(n=measure.since)
    if measure.days == measure.since:
        return plain
    return _("{plain} ({counted} that count)").format(plain=plain, counted=measure.days)


def _result(measure: _Measure, policy: Policy) -> str:
    if measure.is_paused:
        return PAUSED
    if measure.is_dormant:
        return DORMANT
    if measure.ratio is None:
        return NO_RHYTHM
    if measure.ratio < policy.due_factor:
        return FINE
    return DUE if measure.ratio <= policy.quiet_factor else QUIET


def _finding(
    person: Counterpart, result: str, sentence: str, numbers: dict[str, Number] | None = None
) -> Finding:
    over = (numbers or {}).get("over")
    word = _WORDS.get(result, "")
    if result == DUE:
        word = ngettext("{n} day over", "{n} days over", int(over or 0)).format(n=over)
    changes = {
        NO_RHYTHM: _("Say how often you mean to be in touch."),
        DUE: _("Any contact you log starts the clock again."),
        QUIET: _("Any contact you log starts the clock again."),
        DORMANT: _("Any contact you log wakes it."),
    }
    return Finding(
        name="cadence",
        result=result,
        state=_STATES.get(result, State.SILENT),
        sentence=sentence.format(name=voice(person).name) if "{name}" in sentence else sentence,
        title=_("Keeping in touch"),
        word=word,
        change=changes.get(result, ""),
        numbers=numbers or {},
    )


def capacity(people: Iterable[Counterpart]) -> Finding:
    """How many people the user means to see weekly or monthly; shown without a judgement."""
    kept = [p for p in people if not p.no_contact and p.attention is Attention.KEEP]
    often = sum(1 for p in kept if (p.days_between or math.inf) <= _OFTEN)
    weekly = sum(1 for p in kept if (p.days_between or math.inf) <= 7)
    targets = sum(1 for p in kept if p.kind in (Kind.LEAD, Kind.PITCH))
    text = ngettext(
        "You mean to be in touch with {n} person at least monthly, {weekly} of them weekly.",
        "You mean to be in touch with {n} people at least monthly, {weekly} of them weekly.",
        often,
    )
    return Finding(
        name="capacity",
        result="shown",
        state=State.SILENT,
        sentence=text.format(n=often, weekly=weekly),
        title=_("How many at once"),
        details=(_("Leads and honest pitches need no friendship."),) if targets else (),
        numbers={"monthly": often, "weekly": weekly, "targets": targets, "people": len(kept)},
    )
