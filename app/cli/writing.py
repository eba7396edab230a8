"""The commands that write: sample, log, undo, redo."""

from __future__ import annotations

from argparse import Namespace

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.changes import Changes
from app.model.errors import NotFoundError, UserError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _
from app.services import quick_log
from app.services.sample import create_sample


def sample(desk: Desk, options: Namespace) -> Answer:
    """A sample journal in a new file."""
    workspace = create_sample(options.file, desk.clock)
    people = len(workspace.names())
    entries = len(workspace.find(Interaction))
    workspace.close()
    told = _("Wrote a sample of {people} people and {entries} entries to {file}.").format(
        people=people, entries=entries, file=options.file
    )
    return Answer({"file": str(options.file), "people": people, "entries": entries}, (told,))


def log(desk: Desk, options: Namespace) -> Answer:
    """One line, logged as one step."""
    with desk.journal(begin=options.add) as workspace:
        line = quick_log.parse(options.line, workspace.names(), workspace.clock.now())
        try:
            entry = quick_log.log(workspace, line, create=options.add)
        except NotFoundError as error:
            raise NotFoundError(
                error.text, _("Check the spelling, or add the person with --add.")
            ) from None
        known = {p.id: p for p in workspace.get_many(Counterpart, entry.people)}
    told = [line.understood]
    if line.unknown:
        told.append(_("Added: {names}.").format(names=", ".join(line.unknown)))
    return Answer(shapes.interaction(entry, known), (*told, *line.hints))


def undo(desk: Desk, _options: Namespace) -> Answer:
    """Take back the last step that stands."""
    with desk.journal() as workspace:
        changes = workspace.undo()
    return _turned(changes, _("Undone: {label}"), _("There is nothing to undo."))


def redo(desk: Desk, _options: Namespace) -> Answer:
    """Do again what was undone last."""
    with desk.journal() as workspace:
        changes = workspace.redo()
    return _turned(changes, _("Done again: {label}"), _("There is nothing to do again."))


def _turned(changes: Changes | None, told: str, nothing: str) -> Answer:
    if changes is None:
        raise UserError(nothing)
    data = {"step": changes.step, "label": changes.label, "kind": changes.kind}
    return Answer(data, (told.format(label=changes.label),))
