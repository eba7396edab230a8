"""Who may be in the journal twice: likely pairs, each with its reasons in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from app.insights.likeness import Ground, Pair, Reason, pairs
from app.insights.likeness_candidates import Number, Someone
from app.insights.name_likeness import Fit
from app.model.belongings import DistinctPair
from app.model.errors import Cancelled
from app.model.mentions import bare_address, several
from app.model.people import Attention, ContactPoint, Counterpart, Organisation, PointKind
from app.model.texts import _
from app.model.values import PartialDate
from app.services.field_words import date_words
from app.services.phones import phones_of
from app.services.workspace import Workspace

_LEAST_HANDLE = 4


@dataclass(frozen=True, slots=True)
class Likely:
    """Two people who may be one, and why, the weightiest reason first."""

    one: int
    other: int
    names: tuple[str, str]
    places: tuple[str, str]
    reasons: tuple[str, ...]
    grounds: tuple[str, ...]


def likely_pairs(
    workspace: Workspace,
    progress: Callable[[int, int], None] = lambda _done, _whole: None,
    cancelled: Callable[[], bool] = lambda: False,
    among: Collection[int] | None = None,
) -> list[Likely]:
    """Likely pairs, the likeliest first, without those dismissed; slow with many people.

    Args:
        workspace: the open journal.
        progress: hears how far it is.
        cancelled: asked now and then whether to stop.
        among: only pairs with at least one of these.

    Raises:
        Cancelled: it was to stop.
    """

    def going_on(done: int, whole: int) -> None:
        if cancelled():
            raise Cancelled
        progress(done, whole)

    everyone = {one.id: one for one in people_to_compare(workspace)}
    distinct = [(one.first_id, one.second_id) for one in workspace.find(DistinctPair)]
    found = pairs(everyone.values(), distinct, going_on)
    return [
        _told(pair, everyone[pair.one], everyone[pair.other])
        for pair in found
        if among is None or pair.one in among or pair.other in among
    ]


def why_alike(workspace: Workspace, one: int, other: int) -> tuple[str, ...]:
    """What speaks for two being one person; nothing where nothing does."""
    found = pairs(people_to_compare(workspace, (one, other)))
    return tuple(map(reason_words, found[0].reasons)) if found else ()


def people_to_compare(workspace: Workspace, only: tuple[int, ...] | None = None) -> list[Someone]:
    """Everyone but those left out, or only some, with what they are compared by."""
    people = (
        [one for one in workspace.find(Counterpart) if one.attention is not Attention.OUT]
        if only is None
        else workspace.get_many(Counterpart, only)
    )
    firms = {firm.id: firm.name for firm in workspace.find(Organisation)}
    points = _points(workspace, only)
    read = _reader(workspace, any(points[PointKind.PHONE].values()))
    return [
        Someone(
            id=person.id,
            name=person.name,
            aliases=tuple(several(person.aliases)),
            organisation=firms.get(person.organisation_id or 0, ""),
            mails=tuple(points[PointKind.EMAIL].get(person.id, ())),
            numbers=tuple(map(read, points[PointKind.PHONE].get(person.id, ()))),
            pages=(
                *_own_pages(points[PointKind.URL].get(person.id, ())),
                *_handles(points[PointKind.HANDLE].get(person.id, ())),
            ),
            birthday=person.birthday,
            pronoun=person.pronoun,
        )
        for person in people
    ]


def _points(
    workspace: Workspace, only: tuple[int, ...] | None
) -> dict[PointKind, dict[int, list[str]]]:
    """What there is of each kind, by person."""
    found: dict[PointKind, dict[int, list[str]]] = {kind: defaultdict(list) for kind in PointKind}
    points = (
        workspace.find(ContactPoint)
        if only is None
        else [p for one in only for p in workspace.find(ContactPoint, counterpart_id=one)]
    )
    for point in points:
        found[point.kind][point.counterpart_id].append(point.value)
    return found


def _reader(workspace: Workspace, needed: bool) -> Callable[[str], Number]:
    """What reads phone numbers; what it needs is loaded only where there are some."""
    if not needed:
        return lambda text: Number(text, "", "")
    numbers = (point.value for point in workspace.find(ContactPoint, kind=PointKind.PHONE))
    return phones_of(str(workspace.setting("phone_country")), numbers).read


def _own_pages(values: Collection[str]) -> Iterator[str]:
    """Pages somebody has for themselves; the front page of a firm is everybody's."""
    for value in values:
        bare = bare_address(value.strip())
        if "/" in bare:
            yield bare


def _handles(values: Collection[str]) -> Iterator[str]:
    for value in values:
        if len(value.strip().lstrip("@")) >= _LEAST_HANDLE:
            yield value.strip()


# --- in words ------------------------------------------------------------------------------


def _told(pair: Pair, one: Someone, other: Someone) -> Likely:
    return Likely(
        pair.one,
        pair.other,
        (one.name, other.name),
        (one.organisation, other.organisation),
        tuple(map(reason_words, pair.reasons)),
        tuple(reason.ground.value for reason in pair.reasons),
    )


def reason_words(reason: Reason) -> str:
    """A reason as a sentence, with the values it rests on."""
    one, other = reason.one, reason.other
    if reason.fit is not None:
        return _names_words(reason.fit, one, other)
    if reason.ground is Ground.BIRTHDAY:
        day = max(one, other, key=len) if "--" in (one[:2], other[:2]) else one
        one = other = date_words(str(PartialDate.parse(day)))
    text = {
        Ground.MAIL: _("Same e-mail address: {value}."),
        Ground.NUMBER: _("Same phone number: {value}."),
        Ground.PAGE: _("Same page or handle: {value}."),
        Ground.BIRTHDAY: _("Same birthday: {value}."),
        Ground.ORGANISATION: _("Same organisation: {value}."),
        Ground.HOUSE: _("Both have an address at {value}."),
    }[reason.ground]
    value = one if one.casefold() == other.casefold() else f"{one}, {other}"
    return text.format(value=value)


def _names_words(fit: Fit, one: str, other: str) -> str:
    if fit is Fit.SAME and one == other:
        return _("Same name: {one}.").format(one=one)
    text = {
        Fit.SAME: _("Same name, written in two ways: {one}, {other}."),
        Fit.SCRIPT: _("Same name in two scripts: {one}, {other}."),
        Fit.MIDDLE: _("Same name but for a middle name: {one}, {other}."),
        Fit.FAMILIAR: _("One name is often short for the other: {one}, {other}."),
        Fit.CLOSE: _("Names that differ by one letter: {one}, {other}."),
        Fit.LONGER: _("One name has more words than the other: {one}, {other}."),
        Fit.NEAR: _("Names that are spelt alike: {one}, {other}."),
        Fit.INITIAL: _("An initial that fits: {one}, {other}."),
        Fit.PART: _("A single name that fits: {one}, {other}."),
    }[fit]
    return text.format(one=one, other=other)
