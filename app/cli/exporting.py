"""`kith export`: take the journal out into files that other programs read."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.errors import FileWriteError
from app.model.texts import _
from app.services import export as exporting
from app.services.export import Choice, Done, Format, Version, Whole, Wish
from app.services.giving_out import words as export_words
from app.services.workspace import Workspace

# The option of each format, in the order in which they are carried out.
_OPTIONS = {
    Format.ARCHIVE: "archive",
    Format.MARKDOWN: "markdown",
    Format.VCARD: "vcard",
    Format.CSV: "csv",
    Format.ICAL: "ical",
}


def add_options(command: argparse.ArgumentParser) -> None:
    """What can be said after `kith export`."""
    for name, metavar, text in (
        ("markdown", "DIR", _("a folder of pages, for Obsidian and any editor")),
        ("vcard", "FILE", _("people, for an address book")),
        ("csv", "FILE", _("people, and beside it their entries, for a spreadsheet")),
        ("ical", "FILE", _("meetings ahead and days to remember, for a calendar")),
        ("archive", "FILE", _("everything, for another Kith and for programs")),
    ):
        command.add_argument(f"--{name}", type=Path, metavar=metavar, help=text)
    versions = [version.value for version in Version]
    command.add_argument(
        "--version", dest="card", choices=versions, default=versions[0], help=_("of the cards")
    )
    who = command.add_mutually_exclusive_group()
    who.add_argument("--tag", metavar="TAG", help=_("only people who bear it"))
    who.add_argument("--person", metavar="NAME", help=_("only this person"))
    command.add_argument(
        "--left-out", action="store_true", help=_("with --tag, also people who are left out")
    )
    command.add_argument(
        "--notes", action="store_true", help=_("put notes of meetings into the calendar")
    )
    command.add_argument("--overwrite", action="store_true", help=_("replace what is there"))


def export(desk: Desk, options: Namespace) -> Answer:
    """Write every format that was asked for."""
    with desk.journal() as workspace:
        wishes = list(_wishes(workspace, options))
        if not wishes:
            raise FileWriteError(
                _("Say what to write."),
                _("Use --markdown, --vcard, --csv, --ical or --archive with a place for it."),
            )
        for wish in wishes:  # before the first of them is written
            exporting.check(wish)
        _keep_apart(wishes)
        done = [(wish, exporting.export(workspace, wish)) for wish in wishes]
    lines = [line for wish, one in done for line in _told(wish, one)]
    return Answer(
        {"written": [_data(wish, one) for wish, one in done]}, (*lines, export_words.PLAIN)
    )


def _keep_apart(wishes: Sequence[Wish]) -> None:
    """See that no format is written over another one.

    Raises:
        FileWriteError: two have the same place.
    """
    places: set[str] = set()
    for wish in wishes:
        beside = [exporting.entries_beside(wish.out)] if wish.format is Format.CSV else []
        for out in map(os.path.realpath, (wish.out, *beside)):
            if out in places:
                raise FileWriteError(
                    _("“{name}” was named twice.").format(name=Path(out).name),
                    _("Give each format a file of its own; nothing was written."),
                )
            places.add(out)


def _wishes(workspace: Workspace, options: Namespace) -> Iterator[Wish]:
    choice = Choice()
    if options.tag is not None:
        choice = Choice(Whole.TAG, tag=options.tag, left_out=options.left_out)
    elif options.person is not None:
        choice = Choice(Whole.PERSON, person=workspace.person_named(options.person).id)
    for kind, name in _OPTIONS.items():
        out = getattr(options, name)
        if out is not None:
            yield Wish(
                kind,
                out,
                choice,
                Version(options.card),
                notes=options.notes,
                overwrite=options.overwrite,
            )


def _told(wish: Wish, done: Done) -> Iterator[str]:
    for path in done.paths:
        yield _("Wrote {file}.").format(file=path)
    yield export_words.counted(wish.format, done)
    yield from done.remarks


def _data(wish: Wish, done: Done) -> dict[str, object]:
    return {
        "format": wish.format.value,
        "files": [str(path) for path in done.paths],
        "people": done.people,
        "entries": done.entries,
        "attachments": done.files,
        "events": done.events,
        "records": done.records,
        "lost": done.lost,
        "remarks": list(done.remarks),
    }
