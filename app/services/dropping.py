"""Takes in what was dropped or pasted onto a profile, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.model.errors import InputError
from app.model.imports import ReadPerson
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate
from app.services import attachments, quick_log
from app.services.drop_reading import (
    Dropped,
    Kind,
    additions,
    understand,
    understand_text,
)
from app.services.edit import Edit
from app.services.taking_in.additions import known_of, write_additions
from app.services.taking_in.brought import keep_brought, standing_of
from app.services.taking_in.digests import digest_of
from app.services.taking_in.plan import Action, Plan
from app.services.taking_in.promises import renew_promises
from app.services.taking_in.ties import Ties
from app.services.taking_in.updating import Update, brought_after
from app.services.taking_in.write import Writer
from app.services.workspace import Workspace

__all__ = ["Dropped", "Kind", "read_files", "take", "understand", "understand_text"]

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
    return found


def take(
    workspace: Workspace, person_id: int, found: Sequence[Dropped], origin: object = None
) -> str:
    """Write all of it as one step; returns what is told.

    Raises:
        NotFoundError: the person is gone.
        JournalError: the journal cannot be written; nothing was taken.
    """
    person = workspace.get(Counterpart, person_id)
    wanted = [one for one in found if not one.empty]
    if len(wanted) == 1 and wanted[0].line is not None:
        quick_log.log(workspace, wanted[0].line, origin=origin)
        return _("Logged with {name}.").format(name=person.name)
    with workspace.change(_label(person, wanted), origin=origin) as edit:
        for one in wanted:
            _write(edit, workspace, person.id, one)
    return _told(person, wanted)


def _write(edit: Edit, workspace: Workspace, person_id: int, one: Dropped) -> None:
    person = workspace.get(Counterpart, person_id)
    if one.card is not None:
        _write_card(edit, workspace, person, one.card)
    elif one.rows:
        writer = Writer(workspace, Plan(one.rows, files=(one.name,)))
        for row in one.rows:
            if row.action is not Action.NOTHING:
                writer.write(edit, row)
        writer.finish(edit)
    elif one.line is not None:
        quick_log.write(workspace, edit, one.line)
    elif one.file is not None:
        attachments.add_file(edit, person, one.file)
    elif one.text:
        day = Moment(PartialDate.of(workspace.today))
        edit.add(Interaction, when=day, people=(person.id,), note=one.text)


def _write_card(edit: Edit, workspace: Workspace, person: Counterpart, card: ReadPerson) -> None:
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


def _told(person: Counterpart, wanted: Sequence[Dropped]) -> str:
    count = len(wanted)
    if count == 1:
        return _("Added to {name}.").format(name=person.name)
    told = ngettext("{n} thing was added to {name}.", "{n} things were added to {name}.", count)
    return told.format(n=count, name=person.name)
