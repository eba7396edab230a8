"""`kith duplicates`, `kith merge`, `kith not-the-same`: who is here twice, made one or kept two."""

from __future__ import annotations

import argparse
from argparse import Namespace

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.people import Counterpart
from app.model.texts import _, ngettext
from app.services import merging
from app.services.duplicates import Likely, likely_pairs
from app.services.merge_fields import JOINED, KEYS, Side, Take
from app.services.person_names import NameIndex, spell
from app.services.profile import profile

_SIDES = {"name": Take.KEPT, "other": Take.GONE, "both": Take.BOTH}
_FIELDS = {key.removesuffix("_id"): key for key in KEYS}


def pick(text: str) -> tuple[str, Take]:
    """Reads "role=other": a field, and whose word holds there."""
    field, _equals, side = text.partition("=")
    if field not in _FIELDS:
        raise argparse.ArgumentTypeError(
            _("“{word}” is none of {choices}").format(word=field, choices=", ".join(_FIELDS))
        )
    sides = [name for name in _SIDES if name != "both" or _FIELDS[field] in JOINED]
    if side not in sides:
        raise argparse.ArgumentTypeError(
            _("“{word}” is none of {choices}").format(word=side, choices=", ".join(sides))
        )
    return _FIELDS[field], _SIDES[side]


def list_pairs(desk: Desk, options: Namespace) -> Answer:
    """Likely pairs, the likeliest first, each with how to write both."""
    with desk.journal() as workspace:
        found = likely_pairs(workspace)
        names = workspace.names()
        index = NameIndex(names)
        people = workspace.names_of(n for pair in found for n in (pair.one, pair.other))
    written = {one.id: spell(one, index) for one in names}
    shown = found[: options.limit] if options.limit else found
    data = [
        {
            "one": _person(people[pair.one], written),
            "other": _person(people[pair.other], written),
            "grounds": list(pair.grounds),
            "reasons": list(pair.reasons),
        }
        for pair in shown
    ]
    lines = [line for pair in shown for line in _told(pair, written)]
    count = ngettext("{n} pair looks alike.", "{n} pairs look alike.", len(found))
    last = count.format(n=len(found)) if found else _("Nobody seems to be in the journal twice.")
    return Answer(data, (*lines, last))


def _person(person: Counterpart, written: dict[int, str]) -> dict[str, str]:
    return {"uid": person.uid, "name": person.name, "write": written[person.id]}


def _told(pair: Likely, written: dict[int, str]) -> list[str]:
    return [f"{written[pair.one]} · {written[pair.other]}", f"    {' '.join(pair.reasons)}"]


def merge(desk: Desk, options: Namespace) -> Answer:
    """Make one person of two, in one step that can be undone; with --preview, only tell."""
    picks = dict(options.keep_from)
    with desk.journal() as workspace:
        kept = workspace.person_named(options.name)
        gone = workspace.person_named(options.other)
        found = merging.compare(workspace, kept.id, gone.id)
        told = [_holds(side, picks.get(side.key, side.taken)) for side in found.to_choose]
        if found.moves:
            moves = _("What moves from {gone} to {kept}: {what}.")
            told.append(moves.format(what=found.moves, gone=gone.name, kept=kept.name))
        if options.preview:
            last = _("Nothing was changed.")
            return Answer({"done": False, "moves": found.moves}, (*told, last))
        changes = merging.merge(workspace, kept.id, gone.id, picks)
        whole = shapes.whole(profile(workspace, kept.id))
        name = workspace.names_of([kept.id])[kept.id].name
    if name == kept.name:
        last = _("{gone} is now part of {kept}.").format(gone=gone.name, kept=kept.name)
    else:
        last = _("{kept} and {gone} are now one person, {name}.").format(
            kept=kept.name, gone=gone.name, name=name
        )
    return Answer({"done": True, "step": changes.step, "person": whole}, (*told, last))


def _holds(side: Side, take: Take) -> str:
    words = {Take.KEPT: side.kept, Take.GONE: side.gone}
    said = words.get(take, _("both")) or _("nothing")
    return f"{side.label}: {' '.join(said.split())}"


def differ(desk: Desk, options: Namespace) -> Answer:
    """Say that two are two; nobody asks about them again."""
    with desk.journal() as workspace:
        one = workspace.person_named(options.name)
        other = workspace.person_named(options.other)
        changes = merging.not_the_same(workspace, one.id, other.id)
    words = _("{one} and {other} are kept as two people.")
    return Answer({"step": changes.step}, (words.format(one=one.name, other=other.name),))
