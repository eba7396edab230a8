"""Follows a record that has changed: what it brought itself is replaced, the user's words stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.model.imports import ReadPerson, ReadPoint
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.texts import _
from app.services.edit import Edit
from app.services.taking_in.additions import (
    Additions,
    Known,
    date_mark,
    file_mark,
    relation_mark,
)
from app.services.taking_in.brought import (
    ANY_PHOTO,
    FIELDS,
    Brought,
    Standing,
    Way,
    said_of,
    seen_in,
    short,
)
from app.services.taking_in.marks import ALIASES, folded, way_key
from app.services.taking_in.numbers import AnyWay, Ways
from app.services.taking_in.promises import still_told
from app.services.whole_lines import holds
from app.store.rows import clean

_PLAIN = ("role", "birthday", "since", "how_met", "pronoun")  # written as the file says them


@dataclass(frozen=True, slots=True)
class Update:
    """What a changed record replaces, and the rest of it, which may still add something.

    `values` are fields with what the file says now; `points` are ways of the journal with what
    they become. `part` is the part of the note that comes from the file.
    """

    rest: ReadPerson
    values: Mapping[str, object] = field(default_factory=dict)
    points: tuple[tuple[ContactPoint, ReadPoint], ...] = ()
    part: str = ""

    def words(self) -> list[str]:
        """What is changed, in words."""
        said = self.values
        named = [_("the name")] if "name" in said else []
        plain = Additions(
            points=tuple(new for _old, new in self.points),
            organisation=str(said.get("organisation", "")),
            **{name: said[name] for name in _PLAIN if name in said},  # type: ignore[arg-type]
        )
        return named + plain.words() + ([_("the note")] if "note" in said else [])


def update_of(standing: Standing, before: Brought | None, person: ReadPerson) -> Update:
    """What a record changes of what it brought before; without that, all of it may add."""
    if before is None:
        return Update(person)
    values = {
        name: getattr(person, name)
        for name in FIELDS
        if name != "note" and _is_replaced(standing, before, person, name)
    }
    part = _in_full(said_of(person, "note"), before.fields.get("note") or "", person.fuller)
    note = _note(standing, before, part)
    if note is not None:
        values["note"] = note
    points, rest = _points(standing, before, person.points)
    return Update(_rest(standing, before, person, rest), values, points, part)


def as_the_file_says(change: Update, person: ReadPerson, fields: Iterable[str]) -> Update:
    """The same change, and these fields become what the record says, whoever wrote them."""
    said = {name: getattr(person, name) for name in fields}
    return replace(change, values={**change.values, **said})


def _is_replaced(standing: Standing, before: Brought, person: ReadPerson, name: str) -> bool:
    said, ours = said_of(person, name), before.fields.get(name)
    if not said or not ours or name == "rhythm_days":
        return False
    now = standing.text(name)
    if name == "organisation":
        return _same_firm(now, ours) and not _same_firm(now, said)
    return now == ours and now != said


def _same_firm(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _note(standing: Standing, before: Brought, said: str) -> str | None:
    """The note with its part from the file replaced; None where that part is not as it came."""
    ours, now = before.fields.get("note"), standing.text("note")
    if not said or not ours or said == ours or not _is_part(ours, now):
        return None
    start, end = now.split(ours, 1)
    return None if holds(start, said) or holds(end, said) else f"{start}{said}{end}"


def _in_full(said: str, ours: str, fuller: Iterable[tuple[str, str]]) -> str:
    """What a record says, with the lines of before that only another export tells in full."""
    lines, before = said.split("\n"), ours.split("\n")
    for line, pattern in fuller:
        told = [one for one in before if re.fullmatch(pattern, one) and one not in lines]
        if line and line in lines and told:
            lines[lines.index(line)] = told[0]
        for one in told if not line else ():
            above = before[max(0, before.index(one) - 1)]
            lines.insert(lines.index(above) + 1 if above in lines else len(lines), one)
    return "\n".join(lines)


def _is_part(part: str, note: str) -> bool:
    """Whether it stands in the note once, as paragraphs of its own."""
    if note.count(part) != 1:
        return False
    start, end = note.split(part)
    return (not start or start.endswith("\n\n")) and (not end or end.startswith("\n\n"))


def _points(
    standing: Standing, before: Brought, said: Iterable[ReadPoint]
) -> tuple[tuple[tuple[ContactPoint, ReadPoint], ...], tuple[ReadPoint, ...]]:
    """The ways that become others, and those that may still be new."""
    read = {_key(p): p for p in said}
    standing_as = {_key(p): p for p in standing.points}
    numbers = standing.numbers
    known = Ways(numbers, before.ways)
    here = Ways(numbers, standing.points)
    ours = {_key(w): w for w in before.ways if w.ours and _key(w) in standing_as}
    changed = [
        (standing_as[key], new)
        for key, way in ours.items()
        if (new := read.get(key)) is not None
        and clean(new.label) != way.label
        and standing_as[key].label == way.label
    ]
    left = [way for key, way in ours.items() if key not in read]
    leaving = Ways(numbers, left)
    fresh = [p for p in read.values() if leaving.hold(p) or not (known.hold(p) or here.hold(p))]

    def same_way(way: Way, new: ReadPoint) -> bool:
        return Ways(numbers, [way]).hold(new)

    for fits in (same_way, _same_label, _same_kind):
        for way, new in _pairs(left, fresh, fits):
            point = standing_as[_key(way)]
            label = new.label if point.label == way.label else point.label
            changed.append((point, replace(new, label=label)))
            left.remove(way)
            fresh.remove(new)
    return tuple(changed), tuple(p for p in fresh if not here.hold(p))


def _key(way: AnyWay) -> tuple[PointKind, str, str]:
    return way_key(way.kind, clean(way.value), way.label)


def _same_label(way: Way, new: ReadPoint) -> bool:
    return way.kind is new.kind and way.label == clean(new.label)


def _same_kind(way: Way, new: ReadPoint) -> bool:
    return way.kind is new.kind


def _pairs(
    left: list[Way], fresh: list[ReadPoint], fits: Callable[[Way, ReadPoint], bool]
) -> list[tuple[Way, ReadPoint]]:
    """What has become what, where only one of each can be meant."""
    found = []
    for way in left:
        news = [new for new in fresh if fits(way, new)]
        if len(news) == 1 and sum(fits(other, news[0]) for other in left) == 1:
            found.append((way, news[0]))
    return found


def _rest(
    standing: Standing, before: Brought, person: ReadPerson, points: tuple[ReadPoint, ...]
) -> ReadPerson:
    """The record without what it said before: that stands, is replaced, or was taken off."""
    empty = ReadPerson(person.key, "", person.place)
    said = {name: getattr(empty, name) for name in FIELDS if name in before.fields}
    said["name"] = ""
    renamed = _is_replaced(standing, before, person, "name")

    def new(what: str, mark: str) -> bool:
        return short(what, mark) not in before.seen

    names = (person.name, *ALIASES.split(person.aliases))
    known = {folded(standing.text("name")), folded(person.name) if renamed else ""}
    photo = person.photo if ANY_PHOTO not in before.seen else None
    return replace(
        person,
        **said,
        aliases=", ".join(n for n in names if folded(n) not in known and new("name", folded(n))),
        points=points,
        tags=tuple(tag for tag in person.tags if new("tag", tag.casefold())),
        dates=tuple(d for d in person.dates if new("day", date_mark(d.what, d.day))),
        relations=tuple(
            r for r in person.relations if new("tie", relation_mark(r.what, r.name or r.key))
        ),
        promises=still_told(standing.promises, person.promises, lambda mark: not new("word", mark)),
        photo=photo if photo is not None and new("file", file_mark(photo)) else None,
        files=tuple(file for file in person.files if new("file", file_mark(file))),
    )


def still_tied(person: ReadPerson, before: Brought | None, known: Known) -> ReadPerson:
    """The record without relations it brought before and the user has taken off."""
    if before is None:
        return person
    marked = ((one, relation_mark(one.what, one.name or one.key)) for one in person.relations)
    kept = (r for r, m in marked if m in known.relations or short("tie", m) not in before.seen)
    return replace(person, relations=tuple(kept))


def write_update(edit: Edit, standing: Standing, change: Update) -> Counterpart:
    """Replace what the record brought before, and nothing else."""
    person = standing.person
    values = {name: said for name, said in change.values.items() if name != "organisation"}
    if "organisation" in change.values:
        values["organisation_id"] = edit.organisation(str(change.values["organisation"])).id
    if "name" in values:
        values["aliases"] = _aliases(person, str(values["name"]))
    if values:
        person = edit.set(person, **values)
    for point, new in change.points:
        edit.set(point, value=new.value, label=new.label)
    return person


def _aliases(person: Counterpart, name: str) -> str:
    """The other names of someone whose old name becomes one of them."""
    aliases, old = person.aliases, person.name
    forms = [form.strip() for form in ALIASES.split(aliases) if form.strip()]
    if any(folded(form) == folded(name) for form in forms):
        forms = [form for form in forms if folded(form) != folded(name)]
        aliases = ", ".join(forms)
    known = {folded(name), *map(folded, forms)}
    return aliases if folded(old) in known else ", ".join(filter(None, (aliases, old)))


def brought_after(
    before: Brought | None, standing: Standing, person: ReadPerson, change: Update, found: Additions
) -> Brought:
    """What to keep when a record was written; `standing` is how the journal was before that."""
    before = before or Brought()
    fields: dict[str, str | None] = {}
    for name in FIELDS:
        said = said_of(person, name)
        if name == "note" and name in change.values:
            fields[name] = change.part
        elif name in change.values or getattr(found, name, None):
            fields[name] = said
        elif name in before.fields:
            ours = before.fields[name]
            fields[name] = ours if ours and _stands(standing, name, ours) else None
        elif said:
            fields[name] = None
    return Brought(
        fields, _ways_after(before, standing, person, change, found), before.seen | seen_in(person)
    )


def _stands(standing: Standing, name: str, ours: str) -> bool:
    now = standing.text(name)
    if name == "note":
        return _is_part(ours, now)
    return _same_firm(now, ours) if name == "organisation" else now == ours


def _ways_after(
    before: Brought, standing: Standing, person: ReadPerson, change: Update, found: Additions
) -> list[Way]:
    here = set(map(_key, standing.points))
    replaced = {_key(old): _key(new) for old, new in change.points}
    added = {*map(_key, found.points), *replaced.values()}
    ways = {
        _key(w): replace(w, ours=w.ours and _key(w) in here)
        for w in before.ways
        if _key(w) not in replaced
    }
    for point in person.points:
        key = _key(point)
        if key in added or key not in ways:
            ways[key] = Way(point.kind, clean(point.value), clean(point.label), ours=key in added)
    return list(ways.values())
