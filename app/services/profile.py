"""One person, whole: what is known, what was logged, what the record says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from app.insights.cadence import due
from app.insights.common_ground import balance, overuse, what_else
from app.insights.patterns import four_bars, steadiness
from app.insights.realness import Realness, disagreement, side_by_side
from app.insights.reciprocity import spiral
from app.insights.trust import four_blocks
from app.model.belongings import Relation, SpecialDate
from app.model.findings import Finding, PersonLog
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Kind,
    Likeness,
    Organisation,
    Verdict,
    VerdictChoice,
)
from app.model.records import Deal, Interaction, Meeting, Opener, Promise, Question
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.workspace import Workspace
from app.store.agenda import Agenda

_ASK_AGAIN_DAYS = 30
_LATELY = 5


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of contacts: opened by the user, by them, and neither."""

    month: str
    mine: int
    theirs: int
    other: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a profile shows."""

    person: Counterpart
    organisation: Organisation | None
    introduced_by: Counterpart | None
    tags: tuple[str, ...]
    points: tuple[ContactPoint, ...]
    log: PersonLog
    realness: Realness
    cadence: Finding
    questions: tuple[Question, ...]
    meetings: tuple[Meeting, ...]
    months: tuple[MonthBar, ...]
    relations: tuple[Relation, ...] = ()
    relatives: Mapping[int, str] = field(default_factory=dict)
    dates: tuple[SpecialDate, ...] = ()

    @property
    def lately(self) -> tuple[Interaction, ...]:
        """The latest entries, new to old."""
        return self.log.contacts[: -_LATELY - 1 : -1]

    @property
    def same(self) -> tuple[Commonality, ...]:
        """What the two share."""
        return tuple(c for c in self.log.commonalities if c.likeness is Likeness.SAME)

    @property
    def different(self) -> tuple[Commonality, ...]:
        """What sets the two apart."""
        return tuple(c for c in self.log.commonalities if c.likeness is Likeness.DIFFERENT)

    @property
    def interests(self) -> tuple[Interest, ...]:
        """What matters to them."""
        return self.log.interests

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Words given, both ways."""
        return self.log.promises

    @property
    def deals(self) -> tuple[Deal, ...]:
        """Offers, sales, engagements."""
        return self.log.deals

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the user said, new to old."""
        return self.log.verdicts[::-1]

    @property
    def ask_first(self) -> bool:
        """Whether the user's word is asked before the evidence is shown."""
        if self.never_asks:
            return False
        last = self.log.verdicts[-1].on.exact if self.log.verdicts else None
        return last is None or self.log.today - last > timedelta(days=_ASK_AGAIN_DAYS)

    @property
    def never_asks(self) -> bool:
        """Whether no test applies, so that no word is asked for either."""
        person = self.person
        return person.no_contact or person.kind is Kind.PITCH or not person.is_counted

    @property
    def your_word(self) -> str:
        """What the user calls it and since when: "You call it real, since October."."""
        if not self.log.verdicts:
            return ""
        last = self.log.verdicts[-1]
        since = last.on
        for verdict in reversed(self.log.verdicts):
            if verdict.choice is not last.choice:
                break
            since = verdict.on
        return _("{word}, since {month}.").format(
            word=words.CALLS[last.choice], month=day_words.month_since(since, self.log.today)
        )

    @property
    def rests_on(self) -> str:
        """How much the record rests on, and who opened last."""
        contacts = self.log.contacts
        if not contacts:
            return _("Nothing is logged yet.")
        year = contacts[0].when.date.year
        told = ngettext(
            "Rests on {n} contact since {year}.", "Rests on {n} contacts since {year}.", self.count
        ).format(n=self.count, year=year)
        return " ".join(filter(None, (told, _last_openers(self.log))))

    @property
    def count(self) -> int:
        """How many contacts are logged."""
        return len(self.log.contacts)

    @property
    def side_by_side(self) -> str:
        """The sentence that puts the user's latest word beside the record; may be empty."""
        if not self.log.verdicts:
            return ""
        return disagreement(self.log.verdicts[-1].choice, self.realness)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around the three tests: counts and strands, never a verdict."""

    blocks: tuple[Finding, Finding, Finding, Finding]
    spiral: Finding
    steadiness: Finding
    bars: tuple[Finding, Finding, Finding, Finding]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is said about the common ground as a whole; sentences may be empty."""

    balance: Finding
    what_else: str
    overuse: Finding | None


def context(workspace: Workspace, log: PersonLog) -> Context:
    """The four blocks of trust, the spiral, steadiness and the four strands of a tie."""
    policy = workspace.policy
    return Context(
        four_blocks(log, policy),
        spiral(log, policy),
        steadiness(log, policy),
        four_bars(log, policy),
    )


def ground(log: PersonLog) -> Ground:
    """How shared and different stand to each other, what is unknown, what is overused."""
    return Ground(balance(log), what_else(log), overuse(log))


def reliability(workspace: Workspace, log: PersonLog) -> Finding:
    """Promises kept, each side apart."""
    return four_blocks(log, workspace.policy)[2]


def profile(workspace: Workspace, person_id: int) -> Profile:
    """One person, whole.

    Raises:
        NotFoundError: the person is gone.
    """
    log = workspace.log_of(person_id)
    person = log.person
    agenda = Agenda(workspace.database, workspace.repository)
    ids = [n for n in (person.introduced_by,) if n is not None]
    relations = tuple(workspace.find(Relation, counterpart_id=person_id))
    others = workspace.names_of(one.other_id for one in relations if one.other_id is not None)
    dates = workspace.find(SpecialDate, counterpart_id=person_id)
    return Profile(
        person=person,
        organisation=workspace.get(Organisation, person.organisation_id)
        if person.organisation_id is not None
        else None,
        introduced_by=next(iter(workspace.names_of(ids).values()), None),
        tags=tuple(workspace.tags_of(person)),
        points=tuple(workspace.find(ContactPoint, counterpart_id=person_id)),
        log=log,
        realness=side_by_side(log, workspace.policy),
        cadence=due(log, workspace.policy),
        questions=tuple(workspace.find(Question, counterpart_id=person_id)),
        meetings=tuple(agenda.meetings_with(person_id, workspace.today)),
        months=_months(log),
        relations=relations,
        relatives={number: other.name for number, other in others.items()},
        dates=tuple(sorted(dates, key=_in_the_year)),
    )


def _in_the_year(one: SpecialDate) -> tuple[int, int, int]:
    return one.day.month or 13, one.day.day or 32, one.id


def record_verdict(
    workspace: Workspace,
    person: Counterpart,
    choice: VerdictChoice,
    *,
    sureness: int | None = None,
    reason: str = "",
    seen_evidence: bool,
    record: str = "",
    origin: object = None,
) -> Verdict:
    """Keep what the user says of a relationship today; earlier verdicts stay."""
    label = _("Record your word on {name}").format(name=person.name)
    with workspace.change(label, origin) as edit:
        return edit.add(
            Verdict,
            counterpart_id=person.id,
            on=PartialDate.of(workspace.today),
            choice=choice,
            sureness=sureness,
            reason=reason,
            seen_evidence=seen_evidence,
            record=record,
        )


def _last_openers(log: PersonLog) -> str:
    """ "She opened the last three."; empty when nobody opened twice running."""
    run = 0
    side: Opener | None = None
    for contact in reversed(log.contacts):
        if contact.opener not in (Opener.ME, Opener.THEM) or side not in (None, contact.opener):
            break
        side = contact.opener
        run += 1
    if run < 2:
        return ""
    number = words.number(run)
    if side is Opener.ME:
        return _("You opened the last {number}.").format(number=number)
    return _("{who} opened the last {number}.").format(
        who=words.subject(log.person, capital=True), number=number
    )


def _months(log: PersonLog) -> tuple[MonthBar, ...]:
    """Every month from the first contact to today, empty ones included."""
    counts: dict[tuple[int, int], list[int]] = {}  # those I opened, they opened, and the others
    for contact in log.contacts:
        day = contact.when.date
        if day.year is not None and day.month is not None:
            opener = contact.opener
            place = 0 if opener is Opener.ME else 1 if opener is Opener.THEM else 2
            counts.setdefault((day.year, day.month), [0, 0, 0])[place] += 1
    if not counts:
        return ()
    first, now = min(counts), (log.today.year, log.today.month)
    return tuple(
        MonthBar(f"{year:04d}-{month:02d}", *counts.get((year, month), (0, 0, 0)))
        for year, month in _span(first, max(first, now))
    )


def _span(first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Year and month, from one month to another."""
    year, month = first
    while (year, month) <= last:
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
