"""Of a card that has changed, only what is new in it: what the user took off does not return."""

from __future__ import annotations

import re
from dataclasses import replace

from app.exchange import vcard
from app.model.imports import ReadPerson
from app.model.people import Counterpart
from app.services.taking_in.additions import known_of, missing
from app.services.taking_in.plan import PlanRow
from app.services.taking_in.ties import imported_person
from app.services.workspace import Workspace
from app.store import queries

_PHOTO = re.compile(r"^(?:[\w-]+\.)?PHOTO\s*[;:]", re.IGNORECASE | re.MULTILINE)


def only_new(workspace: Workspace, row: PlanRow) -> PlanRow | None:
    """The row of a changed card with what the card did not say before; None where that is nothing.

    A card whose earlier text is not kept is taken whole.
    """
    person, mark = row.item, row.mark
    if not isinstance(person, ReadPerson) or mark is None:
        return row
    raw = queries.import_raw(workspace.database, mark.source_key)
    before = _card(raw)
    target = imported_person(workspace, mark)
    if before is None or target is None:
        return row
    person = replace(
        person,
        aliases="" if person.aliases == before.aliases else person.aliases,
        organisation="" if person.organisation == before.organisation else person.organisation,
        role="" if person.role == before.role else person.role,
        birthday=None if person.birthday == before.birthday else person.birthday,
        note="" if person.note == before.note else person.note,
        points=tuple(point for point in person.points if point not in before.points),
        tags=tuple(tag for tag in person.tags if tag not in before.tags),
        dates=tuple(one for one in person.dates if one not in before.dates),
        relations=tuple(one for one in person.relations if one not in before.relations),
        # The bytes of a picture are not kept with the card: one that had any has none that is new.
        photo=None if _PHOTO.search(raw) else person.photo,
        files=tuple(file for file in person.files if file not in before.files),
    )
    known = known_of(workspace, workspace.get(Counterpart, target))
    if not missing(known, person, first=False).words():
        return None
    return replace(row, item=person)


def _card(raw: str) -> ReadPerson | None:
    if not raw:
        return None
    found = [one for one in vcard.read(raw.encode()) if isinstance(one, ReadPerson)]
    return found[0] if len(found) == 1 else None
