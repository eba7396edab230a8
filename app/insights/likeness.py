"""Finds people who may be in the journal twice, with the reasons for each pair.

The weights order the list and are shown to nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.insights.likeness_candidates import BATCH, Known, Someone, candidates
from app.insights.name_likeness import Fit, contradict, fit
from app.model.people import Pronoun
from app.model.values import PartialDate


class Ground(StrEnum):
    """What speaks for two being one."""

    MAIL = "same e-mail address"
    NUMBER = "same phone number"
    PAGE = "same page"
    NAME = "names"
    BIRTHDAY = "same birthday"
    ORGANISATION = "same organisation"
    HOUSE = "same house"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for it, with what stands on either side; `fit` of two names."""

    ground: Ground
    one: str
    other: str
    fit: Fit | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one; the smaller number first, the weightiest reason first."""

    one: int
    other: int
    reasons: tuple[Reason, ...]
    weight: int


_WEIGHTS = {
    Ground.MAIL: 60,
    Ground.PAGE: 50,
    Ground.NUMBER: 45,
    Ground.BIRTHDAY: 20,
    Ground.ORGANISATION: 15,
    Ground.HOUSE: 12,
}
_FITS = {
    Fit.SAME: 50,
    Fit.SCRIPT: 45,
    Fit.MIDDLE: 44,
    Fit.FAMILIAR: 40,
    Fit.CLOSE: 38,
    Fit.LONGER: 30,
    Fit.NEAR: 25,
    Fit.INITIAL: 20,
    Fit.PART: 10,
}
_HOUSE = 100  # more people than this with addresses at one place are no circle
_HOLDERS = 3  # more people than this at one address or number: it belongs to a house


def pairs(
    people: Iterable[Someone],
    distinct: Iterable[tuple[int, int]] = (),
    going_on: Callable[[int, int], None] = lambda _done, _whole: None,
) -> list[Pair]:
    """Likely pairs, the likeliest first.

    Args:
        people: everyone.
        distinct: pairs that are known to be two, the smaller number first.
        going_on: hears how far it is; what it raises stops the work.
    """
    known = [Known(one) for one in people]
    crowded = _crowded(known)
    waiting = candidates(known, going_on)
    apart = set(distinct)
    found = []
    for place, pair_of in enumerate(waiting):
        if place % BATCH == 0:
            going_on(len(known) + place, len(known) + len(waiting))
        first, second = divmod(pair_of, len(known))
        one, other = sorted((known[first], known[second]), key=lambda who: who.someone.id)
        if (one.someone.id, other.someone.id) in apart:
            continue
        pair = _judge(one, other, crowded)
        if pair is not None:
            found.append(pair)
    return sorted(_certain(found), key=lambda pair: (-pair.weight, pair.one, pair.other))


def likeness(one: Someone, other: Someone) -> Pair | None:
    """Why two people may be one; None where nothing says so."""
    found = pairs((one, other))
    return found[0] if found else None


def _crowded(known: Sequence[Known]) -> set[str]:
    """Addresses and numbers of many people; who are one under several names counts once."""
    holders: dict[str, set[str]] = defaultdict(set)
    for who in known:
        run = "".join(sorted(who.forms[0].words)) if who.forms else ""
        for mail in who.mails:
            holders[mail].add(run)
        for number in who.someone.numbers:
            holders[number.end].add(run)
        for page in who.someone.pages:
            holders[page.casefold()].add(run)
    houses = Counter(house for who in known for house in who.houses)
    return {value for value, runs in holders.items() if len(runs) > _HOLDERS} | {
        house for house, count in houses.items() if count > _HOUSE
    }


# --- whether they are one ------------------------------------------------------------------


def _judge(one: Known, other: Known, crowded: set[str]) -> Pair | None:
    best, names = _best_fit(one, other)
    against = best is None and _contradict(one, other)
    reasons = [
        *_shared_mails(one, other, crowded, against),
        *_shared_numbers(one, other, crowded, best, against),
        *_shared_pages(one, other, crowded, against),
    ]
    firm = bool(reasons)
    days = (one.someone.birthday, other.someone.birthday)
    if _other_day(*days) and not (reasons and best is Fit.SAME):
        return None
    if best is not None and best < Fit.SCRIPT and _other_pronoun(one, other) and not firm:
        return None
    support = [*_same_birthday(*days), *_shared_house(one, other, crowded)]
    if not firm and not (best is not None and (best.tells or support)):
        return None
    if best is Fit.PART and not firm and not _firm_place(support):
        return None
    if best is not None:
        reasons.append(Reason(Ground.NAME, *names, best))
    reasons += support
    weight = sum(_FITS[r.fit] if r.fit else _WEIGHTS[r.ground] for r in reasons)
    reasons.sort(key=lambda r: -(_FITS[r.fit] if r.fit else _WEIGHTS[r.ground]))
    return Pair(one.someone.id, other.someone.id, tuple(reasons), weight)


def _best_fit(one: Known, other: Known) -> tuple[Fit | None, tuple[str, str]]:
    best: Fit | None = None
    names = ("", "")
    for mine in one.forms:
        for theirs in other.forms:
            found = fit(mine, theirs)
            if found is not None and (best is None or found > best):
                best, names = found, (mine.text, theirs.text)
    return best, names


def _contradict(one: Known, other: Known) -> bool:
    combined = [(mine, theirs) for mine in one.forms for theirs in other.forms]
    return bool(combined) and all(contradict(*names) for names in combined)


def _shared_mails(one: Known, other: Known, crowded: set[str], against: bool) -> Iterator[Reason]:
    for mail in one.mails:
        if mail in other.mails and mail not in crowded and not against:
            yield Reason(Ground.MAIL, one.mails[mail], other.mails[mail])
            return


def _shared_numbers(
    one: Known, other: Known, crowded: set[str], best: Fit | None, against: bool
) -> Iterator[Reason]:
    """The same number; one that stands in a room tells only together with the names."""
    if against:
        return
    for mine in one.someone.numbers:
        for theirs in other.someone.numbers:
            if not mine.same(theirs) or (mine.end in crowded and best is None):
                continue
            if best is not None or mine.mobile or theirs.mobile:
                yield Reason(Ground.NUMBER, mine.text, theirs.text)
                return


def _shared_pages(one: Known, other: Known, crowded: set[str], against: bool) -> Iterator[Reason]:
    theirs = {page.casefold(): page for page in other.someone.pages}
    for page in one.someone.pages:
        if page.casefold() in theirs and page.casefold() not in crowded and not against:
            yield Reason(Ground.PAGE, page, theirs[page.casefold()])
            return


def _other_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether they were born on two days, as far as both are known."""
    if one is None or other is None:
        return False
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(None not in part and part[0] != part[1] for part in parts)


def _same_birthday(one: PartialDate | None, other: PartialDate | None) -> Iterator[Reason]:
    if one is None or other is None or one.day is None or _other_day(one, other):
        return
    if one.day == other.day and one.month == other.month:
        yield Reason(Ground.BIRTHDAY, str(one), str(other))


def _other_pronoun(one: Known, other: Known) -> bool:
    said = {one.someone.pronoun, other.someone.pronoun}
    return None not in said and Pronoun.THEY not in said and len(said) > 1


def _shared_house(one: Known, other: Known, crowded: set[str]) -> Iterator[Reason]:
    if one.firm and one.firm == other.firm:
        yield Reason(Ground.ORGANISATION, one.someone.organisation, other.someone.organisation)
    houses = sorted((one.houses & other.houses) - crowded)
    if houses:
        yield Reason(Ground.HOUSE, houses[0], houses[0])


def _firm_place(support: Sequence[Reason]) -> bool:
    return any(reason.ground is Ground.ORGANISATION for reason in support)


def _certain(found: Sequence[Pair]) -> list[Pair]:
    """Without those whose initial or single name could mean several."""
    loose = Counter(
        number for pair in found if _is_loose(pair) for number in (pair.one, pair.other)
    )
    return [
        pair for pair in found if not _is_loose(pair) or max(loose[pair.one], loose[pair.other]) < 2
    ]


def _is_loose(pair: Pair) -> bool:
    strong = {Ground.MAIL, Ground.NUMBER, Ground.PAGE, Ground.BIRTHDAY}
    fits = {reason.fit for reason in pair.reasons}
    return bool(fits & {Fit.INITIAL, Fit.PART}) and not any(
        r.ground in strong for r in pair.reasons
    )
