"""`kith attach` and `kith files`: photos and files into the journal, and out of it again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.belongings import Attachment
from app.model.errors import InputError
from app.model.texts import _
from app.services import attachments, day_words, file_words, words


def attach(desk: Desk, options: Namespace) -> Answer:
    """Put files on a person, or set their photo, in one step."""
    if options.photo and len(options.files) > 1:
        raise InputError(_("A person has one photo."), _("Name one picture."))
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        most = attachments.limit(workspace)
        read = [attachments.read(path, most) for path in options.files]
        if options.photo:
            attachments.put_photo(workspace, person, read[0])
            told = _("The photo of {name} is set.").format(name=person.name)
        else:
            attachments.add(workspace, person, read)
            names = words.listed([f"“{file.name}”" for file in read])
            told = _("Added to {name}: {files}.").format(name=person.name, files=names)
        heavy = attachments.weight(workspace).heavy
        found = attachments.all_of(workspace, person.id)
    return Answer(_as_list(found), tuple(filter(None, (told, heavy))))


def files(desk: Desk, options: Namespace) -> Answer:
    """List a person's files, those on their entries too; or save one of them."""
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        if options.save:
            number, out = options.save
            file = attachments.numbered(workspace, person.id, _number(number))
            attachments.save_copy(workspace, file, Path(out), overwrite=options.overwrite)
            told = _("Saved “{name}” as {file}.").format(name=file.name, file=out)
            return Answer({"saved": out, "size": file.size}, (told,))
        found = attachments.all_of(workspace, person.id)
    lines = [_line(at, file) for at, file in enumerate(found, 1)]
    whole = file_words.together(len(found), sum(file.size for file in found))
    lines.append(whole or _("No files."))
    return Answer(_as_list(found), tuple(lines))


def _as_list(found: list[Attachment]) -> list[dict[str, Any]]:
    return [_as_data(at, file) for at, file in enumerate(found, 1)]


def _number(text: str) -> int:
    if not text.isdecimal():
        raise InputError(
            _("“{text}” is no number of a file.").format(text=text[:40]),
            _("“kith files” lists them with their numbers."),
        )
    return int(text)


def _line(number: int, file: Attachment) -> str:
    parts = [file.name, file_words.size(file.size)]
    if file.added is not None:
        parts.append(day_words.short_date(file.added))
    if file.role.value == "photo":
        parts.append(_("photo"))
    elif file.interaction_id is not None:
        parts.append(_("on an entry"))
    return f"{number}  {' · '.join(parts)}"


def _as_data(number: int, file: Attachment) -> dict[str, Any]:
    return {
        "number": number,
        "uid": file.uid,
        "name": file.name,
        "role": file.role.value,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.digest,
        "added": shapes.day(file.added),
        "on_entry": file.interaction_id is not None,
    }
