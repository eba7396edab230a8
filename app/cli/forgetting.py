"""`kith person forget` and `kith person held`: let someone go, and tell them what is held."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.errors import FileWriteError, NotFoundError, UserError
from app.model.forgetting import CopyFound, Forgettable
from app.model.texts import _
from app.services import forget as forgetting
from app.services import forget_words, held_folder
from app.services import held as holding
from app.services.giving_out.words import lost_words
from app.services.workspace import Workspace


def forget(desk: Desk, options: Namespace) -> Answer:
    """Say what would go; with --yes, forget."""
    with desk.journal() as workspace:
        person = _person(workspace, options.name)
        found = forgetting.preview(workspace, person)
        if not options.yes:
            last = _("Nothing was changed. This cannot be undone; to do it, add --yes.")
            told = (*forget_words.preview(found), last)
            return Answer({"done": False, **_as_data(found)}, told)
        firms = () if options.keep_organisations else [n for n, _name in found.organisations]
        done = forgetting.forget(
            workspace,
            person,
            scrub_texts=not options.keep_mentions,
            parts=options.name_words,
            organisations=firms,
            backups=options.backups,
            delete_unread=options.delete_unread,
        )
    data = {
        "done": True,
        "step": done.step,
        "erased": done.erased,
        "copies_rewritten": [str(path) for path in done.rewritten],
        "copies_deleted": [str(path) for path in done.deleted],
        "copies_left": [_copy(copy) for copy in done.left],
    }
    return Answer(data, tuple(forget_words.done(done)))


def _person(workspace: Workspace, text: str) -> int:
    """Somebody in the journal, or somebody deleted whose whole name this was."""
    try:
        return workspace.person_named(text).id
    except NotFoundError:
        wanted = " ".join(text.casefold().split())
        for number, name in forgetting.deleted_people(workspace):
            if " ".join(name.casefold().split()) == wanted:
                return number
        raise


def _as_data(found: Forgettable) -> dict[str, Any]:
    return {
        "person": {"uid": found.uid, "name": found.name},
        "records": dict(found.counts),
        "shared": found.shared,
        "steps": found.steps,
        "drafts": found.drafts,
        "mentions": [
            {
                "about": list(place.people),
                "in": place.table,
                "text": f"{place.before}{place.named}{place.after}",
            }
            for place in found.places
        ],
        "name_words": list(found.parts),
        "name_word_mentions": len(found.part_places),
        "kept": list(found.kept),
        "organisations": [name for _number, name in found.organisations],
        "copies": [_copy(copy) for copy in found.copies],
    }


def _copy(copy: CopyFound) -> dict[str, str]:
    return {"file": str(copy.path), "state": copy.state.value, "why": copy.why}


def held(desk: Desk, options: Namespace) -> Answer:
    """Write everything held about a person into files."""
    if options.json_out is None and options.pdf is None and options.zip is None:
        raise UserError(
            _("Say where to write it."),
            _("Use --json OUT for programs, --pdf OUT for people, --zip OUT for all of it."),
        )
    if not options.overwrite:
        _refuse_to_replace(options.json_out, options.pdf, options.zip)
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        found = holding.gather(workspace, person.id, full_names=options.full_names)
        paper = options.paper or str(workspace.setting("paper"))
        told = []
        if options.zip is not None:
            held_folder.save_whole(found, options.zip, paper, overwrite=options.overwrite)
            told.append(_("Wrote {file}.").format(file=options.zip))
    if options.json_out is not None:
        holding.save_json(found, options.json_out, overwrite=options.overwrite)
        told.append(_("Wrote {file}.").format(file=options.json_out))
    if options.pdf is not None:
        holding.save_pdf(found, options.pdf, paper, overwrite=options.overwrite)
        told.append(_("Wrote {file}.").format(file=options.pdf))
    told += lost_words(found.lost)
    told.append(
        _("Other people appear with their full names; think of their privacy.")
        if options.full_names
        else _("Other people appear with their initials; --full-names names them.")
    )
    return Answer({}, tuple(told))


def _refuse_to_replace(*files: Path | None) -> None:
    """Look at both before either is written."""
    for file in files:
        if file is not None and os.path.lexists(file) and not file.is_dir():
            raise FileWriteError(
                _("“{name}” is there already.").format(name=file.name),
                _("Choose another name, or add --overwrite to replace it."),
            )
