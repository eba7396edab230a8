"""Makes one person of two: compared field by field, merged in one named step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from app.model.belongings import Attachment, AttachmentRole, DistinctPair, Relation, SpecialDate
from app.model.changes import Changes
from app.model.errors import InputError
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Kind,
    KindPeriod,
    Pause,
    Verdict,
    service_of,
)
from app.model.records import Deal, Promise, Question
from app.model.texts import _
from app.services.edit import Edit
from app.services.merge_fields import Side, Take, sides, values
from app.services.record_words import TOLD, RecordWords, counted
from app.services.record_words import together as listed
from app.services.taking_in.numbers import Marks, numbers_of
from app.services.workspace import Workspace
from app.store import merging as store
from app.store.rows import DERIVED, TABLES

T = TypeVar("T")

_NAME = 60
# Whatever belongs to one person alone, and what of it cannot be there twice in the same words.
_OWN: Final[tuple[type, ...]] = (
    Commonality,
    Interest,
    Question,
    Promise,
    Deal,
    Verdict,
    Pause,
    Relation,
    SpecialDate,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two people side by side, and in words what moves from the one to the other."""

    kept: Counterpart
    gone: Counterpart
    sides: tuple[Side, ...]
    moves: str
    shared: str

    @property
    def to_choose(self) -> tuple[Side, ...]:
        """The fields in which they differ, first those where both say something."""
        found = (side for side in self.sides if side.choices)
        return tuple(sorted(found, key=lambda side: not (side.kept and side.gone)))


def compare(workspace: Workspace, kept: int, gone: int) -> Comparison:
    """What each of the two says, and what would move along.

    Raises:
        InputError: it is the same person.
        NotFoundError: one of them is gone.
    """
    first, second = _two(workspace, kept, gone)
    teller = RecordWords(workspace)
    numbers = store.belongings(workspace.database, gone)
    met = store.together(workspace.database, kept, gone)
    numbers["interaction"] -= met
    told = [counted(table, numbers[table]) for table in TOLD if numbers.get(table, 0) > 0]
    both = counted("interaction", met) if met else ""
    return Comparison(first, second, sides(teller, first, second), listed(told), both)


def who_stays(workspace: Workspace, one: int, other: int) -> tuple[int, int]:
    """Of two, the one with more entries first; else the one who was there first."""
    first, second = sorted(_two(workspace, one, other), key=lambda person: person.id)
    had, has = (store.belongings(workspace.database, person.id) for person in (first, second))
    ahead = (has["interaction"], sum(has.values())) > (had["interaction"], sum(had.values()))
    return (second.id, first.id) if ahead else (first.id, second.id)


def merge(
    workspace: Workspace,
    kept: int,
    gone: int,
    picks: Mapping[str, Take] | None = None,
    origin: object = None,
) -> Changes:
    """Make one person of two, in one step that undo takes back whole.

    Args:
        workspace: the open journal.
        kept: who stays.
        gone: who is deleted, after all they had has moved.
        picks: by field, whose word holds; what is not chosen is as `compare` says.
        origin: who asks, to recognise the echo.

    Raises:
        InputError: it is the same person.
        NotFoundError: one of them is gone.
    """
    first, second = _two(workspace, kept, gone)
    fresh, taken = values(first, second, picks or {})
    names = {"gone": second.name[:_NAME], "kept": first.name[:_NAME]}
    with workspace.change(_("Merge {gone} into {kept}").format(**names), origin) as edit:
        doubles: dict[str, dict[int, int]] = {
            TABLES[cls]: _twins(workspace, cls, first, second, _says) for cls in _OWN
        }
        doubles["relation"] |= _ties_to(workspace, first, second)
        doubles["contact_point"] = _points(workspace, edit, first, second)
        doubles["attachment"] = _files(workspace, edit, first, second, taken)
        dropped = {"kind_period": _periods(workspace, first, second, taken)}
        edit.merge(first, second, fresh, doubles, dropped)
    return edit.changes


def not_the_same(workspace: Workspace, one: int, other: int, origin: object = None) -> Changes:
    """Note that two who look alike are two, so that nobody asks again."""
    first, second = sorted(_two(workspace, one, other), key=lambda person: person.id)
    names = {"one": first.name[:_NAME], "other": second.name[:_NAME]}
    with workspace.change(_("{one} is not {other}").format(**names), origin) as edit:
        pair = {"first_id": first.id, "second_id": second.id}
        if not workspace.find(DistinctPair, **pair):
            edit.add(DistinctPair, **pair)
    return edit.changes


def _two(workspace: Workspace, one: int, other: int) -> tuple[Counterpart, Counterpart]:
    if one == other:
        raise InputError(_("This is the same person already."), _("Choose two people."))
    return workspace.get(Counterpart, one), workspace.get(Counterpart, other)


# --- what would be there twice -------------------------------------------------------------


def _of(workspace: Workspace, cls: type[T], person: Counterpart) -> list[T]:
    return workspace.find(cls, counterpart_id=person.id)


def _says(record: Any) -> tuple[object, ...]:
    """What a record says, whoever it belongs to."""
    cls = type(record)
    left_out = {"id", "uid", "counterpart_id", *DERIVED.get(cls, ())}
    return tuple(getattr(record, one.name) for one in fields(cls) if one.name not in left_out)


def _twins(
    workspace: Workspace,
    cls: type[Any],
    kept: Counterpart,
    gone: Counterpart,
    mark: Callable[[Any], object],
) -> dict[int, int]:
    """Records of the one who goes that the other has as well, each with that one."""
    theirs = {mark(record): record.id for record in reversed(_of(workspace, cls, kept))}
    return {
        record.id: theirs[mark(record)]
        for record in _of(workspace, cls, gone)
        if mark(record) in theirs
    }


def _ties_to(workspace: Workspace, kept: Counterpart, gone: Counterpart) -> dict[int, int]:
    """What others' profiles say of the one who goes and of the other in the same words."""

    def mark(tie: Relation) -> tuple[object, ...]:
        return tie.counterpart_id, tie.what, tie.name, tie.note

    theirs = {mark(tie): tie.id for tie in reversed(workspace.find(Relation, other_id=kept.id))}
    found = workspace.find(Relation, other_id=gone.id)
    return {tie.id: theirs[mark(tie)] for tie in found if mark(tie) in theirs}


def _points(
    workspace: Workspace, edit: Edit, kept: Counterpart, gone: Counterpart
) -> dict[int, int]:
    """Addresses both have. A label is not lost, and of each kind one is preferred."""
    marks = Marks(numbers_of(workspace))

    def mark(point: ContactPoint) -> tuple[str, str]:
        return marks.of(point.kind, point.value), service_of(point.kind, point.label)

    twins = _twins(workspace, ContactPoint, kept, gone, mark)
    mine = {point.id: point for point in _of(workspace, ContactPoint, kept)}
    twins |= _handles_of_any_service(
        {point.id: mark(point) for point in mine.values()},
        {p.id: mark(p) for p in _of(workspace, ContactPoint, gone) if p.id not in twins},
    )
    preferred = {point.kind for point in mine.values() if point.preferred}
    for point in _of(workspace, ContactPoint, gone):
        twin = mine.get(twins.get(point.id, 0))
        if twin is None:
            if point.preferred and point.kind in preferred:
                edit.set(point, preferred=False)
            continue
        fresh: dict[str, object] = {}
        if point.label and not twin.label:
            fresh["label"] = point.label
        if point.preferred and point.kind not in preferred:
            preferred.add(point.kind)
            fresh["preferred"] = True
        if fresh:
            mine[twin.id] = edit.set(twin, **fresh)
    return twins


def _handles_of_any_service(
    mine: Mapping[int, tuple[str, str]], theirs: Mapping[int, tuple[str, str]]
) -> dict[int, int]:
    """Handles of which one side does not say the service; each of mine stands for one service."""
    services = dict(mine)
    found: dict[int, int] = {}
    for number, (mark, service) in theirs.items():
        fits = (own for own, said in services.items() if said == (mark, ""))
        if not service:
            fits = (own for own, said in services.items() if said[0] == mark)
        twin = next(fits, None)
        if twin is not None:
            services[twin] = (mark, service or services[twin][1])
            found[number] = twin
    return found


def _files(
    workspace: Workspace,
    edit: Edit,
    kept: Counterpart,
    gone: Counterpart,
    taken: Mapping[str, Take],
) -> dict[int, int]:
    """Files both have. There is one photo: of two, that of the name; the other is a file."""
    twins = _twins(workspace, Attachment, kept, gone, lambda file: (file.digest, file.role))
    photos = {
        Take.KEPT: [a for a in _of(workspace, Attachment, kept) if a.role is AttachmentRole.PHOTO],
        Take.GONE: [
            a
            for a in _of(workspace, Attachment, gone)
            if a.role is AttachmentRole.PHOTO and a.id not in twins
        ],
    }
    if photos[Take.KEPT] and photos[Take.GONE]:
        other = Take.KEPT if taken["name"] is Take.GONE else Take.GONE
        for photo in photos[other]:
            edit.set(photo, role=AttachmentRole.FILE)
    return twins


def _periods(
    workspace: Workspace, kept: Counterpart, gone: Counterpart, taken: Mapping[str, Take]
) -> tuple[int, ...]:
    """Kind periods that would contradict the kind that holds from now on."""
    sides_ = {Take.KEPT: kept, Take.GONE: gone}
    holds = taken["kind"]
    other = Take.GONE if holds is Take.KEPT else Take.KEPT
    firm = _of(workspace, KindPeriod, sides_[holds])
    loose = _of(workspace, KindPeriod, sides_[other])
    return tuple(_contradicting(sides_[holds], firm, sides_[other], loose))


def _contradicting(
    holds: Counterpart, firm: list[KindPeriod], other: Counterpart, loose: list[KindPeriod]
) -> Iterator[int]:
    """What came before the kind that holds is history; what came later is another story."""
    begin = min((period.since.first for period in firm), default=None)
    for period in loose:
        if begin is None:
            if holds.kind is not other.kind and holds.kind is not Kind.OTHER:
                yield period.id
        elif period.since.first >= begin:
            yield period.id
