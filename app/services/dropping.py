"""Takes in what was dropped or pasted onto a profile, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.model.errors import InputError, NotFoundError
from app.model.imports import Fate, ReadPerson
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate
from app.services import attachments, quick_log
from app.services.drop_reading import (
    Dropped,
    Kind,
    additions,
    rows_now,
    understand,
    understand_text,
)
from app.services.edit import Edit
from app.services.taking_in.additions import known_of, write_additions
from app.services.taking_in.brought import keep_brought, standing_of
from app.services.taking_in.digests import digest_of
from app.services.taking_in.plan import Action, Plan, PlanRow
from app.services.taking_in.promises import renew_promises
from app.services.taking_in.ties import Ties
from app.services.taking_in.updating import Update, brought_after
from app.services.taking_in.write import Writer
from app.services.workspace import Workspace

__all__ = ["Dropped", "Kind", "joined", "read_files", "take", "understand", "understand_text"]

_MOST_AT_ONCE = 50


def read_files(workspace: Workspace, person_id: int, paths: Sequence[Path]) -> list[Dropped]:
    """What these files are, and what they would become with this person; nothing is written.

    Raises:
        FileReadError, InputError: one of them cannot be taken; a sentence says why.
        NotFoundError: the person is gone.
    """
    if len(paths) > _MOST_AT_ONCE:
        raise InputError(
            _("These are too many files for one profile."),
            _("Drop at most {n} at once, or beside the profile to import them.").format(
                n=_MOST_AT_ONCE
            ),
        )
    person = workspace.get(Counterpart, person_id)
    most = attachments.limit(workspace)
    found = []
    for path in paths:
        file = attachments.read(path, most)
        found.append(understand(workspace, person, path.name, file.data, file.media_type))
    return joined((), found)


def joined(found: Sequence[Dropped], more: Sequence[Dropped]) -> list[Dropped]:
    """All of it, each record once: a twin in another file has nothing to do, and says so."""
    out = list(found)
    for one in more:
        if one in out:
            continue
        twin = next((other for other in out if not other.empty and _is_same(one, other)), None)
        if twin is not None:
            told = _("“{title}”. The same stands in “{file}”.").format(
                title=_title(one), file=twin.name
            )
            one = replace(one, words=told, empty=True, asks=False)
        out.append(one)
    return out


def _is_same(one: Dropped, other: Dropped) -> bool:
    if one.card is not None and other.card is not None:
        return one.card.key == other.card.key and digest_of(one.card) == digest_of(other.card)
    ones = {(row.key, row.digest) for row in one.rows}
    return bool(ones) and ones == {(row.key, row.digest) for row in other.rows}


def _title(one: Dropped) -> str:
    return one.card.name if one.card is not None else one.rows[0].title


def take(
    workspace: Workspace,
    person_id: int,
    found: Sequence[Dropped],
    origin: object = None,
    uid: str = "",
) -> str:
    """Write all of it as one step; returns what is told.

    With the person's `uid`, nothing is written on someone who got the number of one forgotten.

    Raises:
        NotFoundError: the person is gone.
        JournalError: the journal cannot be written; nothing was taken.
    """
    person = workspace.get(Counterpart, person_id)
    if uid not in ("", person.uid):
        raise NotFoundError(_("Whom this was for is no longer in the journal."))
    wanted = [one for one in found if not one.empty]
    if len(wanted) == 1 and wanted[0].line is not None:
        quick_log.log(workspace, wanted[0].line, origin=origin)
        return _("Logged with {name}.").format(name=person.name)
    with workspace.change(_label(person, wanted), origin=origin) as edit:
        added = sum(_write(edit, workspace, person.id, one) for one in wanted)
    return _told(person, len(wanted), added)


def _write(edit: Edit, workspace: Workspace, person_id: int, one: Dropped) -> bool:
    """Write one of them; whether the journal did not have it already."""
    person = workspace.get(Counterpart, person_id)
    if one.card is not None:
        return _write_card(edit, workspace, person, one.card)
    if one.rows:
        return _write_rows(edit, workspace, one.name, rows_now(workspace, person, one))
    if one.line is not None:
        quick_log.write(workspace, edit, one.line)
    elif one.file is not None:
        attachments.add_file(edit, person, one.file)
    elif one.text:
        day = Moment(PartialDate.of(workspace.today))
        edit.add(Interaction, when=day, people=(person.id,), note=one.text)
    return True


def _write_rows(edit: Edit, workspace: Workspace, name: str, rows: tuple[PlanRow, ...]) -> bool:
    writer = Writer(workspace, Plan(rows, files=(name,)))
    reports = [writer.write(edit, row) for row in rows if row.action is not Action.NOTHING]
    writer.finish(edit)
    return any(report.fate in (Fate.ADDED, Fate.MERGED) for report in reports)


def _write_card(edit: Edit, workspace: Workspace, person: Counterpart, card: ReadPerson) -> bool:
    """Add what a card has, and keep what it brought, so that an import later knows the card."""
    standing = standing_of(workspace, person.id)
    found = additions(workspace, person, card)
    write_additions(edit, person, known_of(workspace, person), found)
    renew_promises(edit, workspace, person, found.renewed)
    ties = Ties(workspace)
    ties.wait(person.id, card)
    ties.write(edit, {})
    if workspace.imported(card.key) is None:
        digest = f"{digest_of(card)}.{person.uid}"
        edit.remember_import(card.key, digest, "counterpart", person.id, card.raw)
        brought = brought_after(None, standing, card, Update(card), found)
        keep_brought(edit, card.key, person, brought)
    return bool(found.words())


def _label(person: Counterpart, wanted: Sequence[Dropped]) -> str:
    name = person.name[:60]
    if len(wanted) != 1:
        count = ngettext("Add {n} thing to {name}", "Add {n} things to {name}", len(wanted))
        return count.format(n=len(wanted), name=name)
    texts = {
        Kind.CARD: _("Add a card to {name}"),
        Kind.MAIL: _("Add an e-mail with {name}"),
        Kind.EVENT: _("Add an event with {name}"),
        Kind.NOTE: _("Add a text to {name}"),
        Kind.LINE: _("Add a text to {name}"),
        Kind.FILE: _("Add a file to {name}"),
    }
    return texts[wanted[0].kind].format(name=name)


def _told(person: Counterpart, wanted: int, added: int) -> str:
    if not added:
        return _("It is already here.")
    if wanted == 1:
        return _("Added to {name}.").format(name=person.name)
    told = ngettext("{n} thing was added to {name}.", "{n} things were added to {name}.", added)
    told = told.format(n=added, name=person.name)
    return told if added == wanted else " ".join((told, _("The rest is already here.")))
