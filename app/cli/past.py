"""The commands that look back: history and trash."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.changes import Step
from app.model.texts import _, ngettext
from app.services import steps, trash
from app.services.steps import StepDetails, Touched, Wanted
from app.services.trash import TrashItem

_ALL = 1_000_000_000
_DID = {"added": _("added"), "changed": _("changed"), "deleted": _("deleted")}


def history(desk: Desk, options: Namespace) -> Answer:
    """The steps taken, new to old; as JSON with every record and field."""
    with desk.journal() as workspace:
        person = workspace.person_named(options.person).id if options.person else None
        day = options.day.exact if options.day is not None else None
        found = steps.list_steps(
            workspace, Wanted(options.text, person, day), limit=options.limit or _ALL
        )
        rows = options.rows or _ALL
        told = (
            [steps.details(workspace, step.id, rows) for step in found]
            if options.details or options.json
            else []
        )
    lines: list[str] = []
    for place, step in enumerate(found):
        lines.append(_line(step))
        if told:
            lines += _details(told[place])
    return Answer([shapes.step_details(one) for one in told], tuple(lines))


def _line(step: Step) -> str:
    states = {"undone": _("undone"), "dropped": _("undone for good")}
    remark = step.kind if step.kind != "do" else states.get(step.state, "")
    if step.thinned:
        remark = ", ".join(filter(None, (remark, _("thinned"))))
    return "  ".join(filter(None, (_moment(step.at), step.label, remark)))


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")


def _details(found: StepDetails) -> list[str]:
    lines = []
    for one in found.touched:
        lines.append(f"    {_heading(one)}")
        for field in one.fields:
            change = f"{field.before} → {field.after}" if field.before else field.after
            lines.append(f"        {field.label}: {' '.join(change.split()) or '–'}")
    if found.more > 0:
        more = ngettext("and {n} more record", "and {n} more records", found.more)
        lines.append(f"    {more.format(n=found.more)}")
    return lines


def _heading(one: Touched) -> str:
    parts = [f"{one.kind} {_DID[one.what]}", one.title]
    if one.whose:
        parts.append(one.whose)
    return "  ".join(parts)


def trash_list(desk: Desk, options: Namespace) -> Answer:
    """What was deleted, newest first, each with the number that restores it."""
    with desk.journal() as workspace:
        page = trash.items(workspace, options.text, limit=options.limit or _ALL)
    lines = [_item(one) for one in page.items]
    if not lines:
        lines = [_("Nothing is in the Trash.")]
    elif page.older is not None:
        lines.append(_("There is more; --limit 0 shows all of it."))
    return Answer([shapes.trash_item(one) for one in page.items], tuple(lines))


def _item(one: TrashItem) -> str:
    title = f"{one.title} ({one.whose})" if one.whose else one.title
    parts = (str(one.id), _moment(one.at), one.kind, title, one.step, one.with_it)
    return "  ".join(filter(None, parts))


def trash_restore(desk: Desk, options: Namespace) -> Answer:
    """Bring one thing back from the Trash."""
    with desk.journal() as workspace:
        found = trash.restore(workspace, options.number)
    data: dict[str, Any] = {"step": found.changes.step, "label": found.changes.label}
    data["lacking"] = found.lacking
    return Answer(data, tuple(filter(None, (found.said, found.lacking))))
