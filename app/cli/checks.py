"""`kith check` and `kith rescue`: looking for damage, mending it, and reading what is left."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.answer import Answer, complain
from app.cli.desk import Desk
from app.model.checks import Checked
from app.model.errors import DamagedError
from app.model.texts import _, ngettext
from app.services import checking, forget, good_copies, rescue
from app.services.vault import is_protected
from app.services.workspace import Workspace


def check(desk: Desk, options: Namespace) -> Answer:
    """Whether the journal is sound; exit code 1 when something of it is damaged."""
    try:
        with desk.journal() as workspace:
            overwritten = forget.unfinished(workspace) and forget.finish(workspace)
            found = (
                checking.mend(workspace, take=options.take or "")
                if options.mend or options.take
                else checking.check(workspace)
            )
            counted = _counts(workspace)
    except DamagedError as error:
        raise DamagedError(error.text, _advice(desk.path)) from error
    done = _("What a forgotten person left behind is overwritten now.") if overwritten else ""
    return _answer(desk, found, counted, done)


def _answer(desk: Desk, found: Checked, counted: str, done: str) -> Answer:
    lines = [*filter(None, [done]), *found.mended]
    for trouble in found.troubles:
        lines.append(" ".join(filter(None, (trouble.text, trouble.advice))))
    if found.sound:
        lines.append(_("The journal is sound: {counted}.").format(counted=counted))
    else:
        complain(_("{name} is damaged.").format(name=desk.path.name))
        if found.mendable:
            lines.append(_("“kith check --mend” mends what can be mended."))
        if found.undecided:
            lines.append(_("“kith check --take saved” or “--take standing” settles the others."))
    data = {
        "ok": found.sound,
        "problems": [trouble.text for trouble in found.troubles],
        "troubles": [
            {
                "kind": trouble.ill.value,
                "text": trouble.text,
                "mendable": trouble.mendable,
                "advice": trouble.advice,
                "undecided": trouble.undecided,
            }
            for trouble in found.troubles
        ],
        "mended": list(found.mended),
    }
    return Answer(data, tuple(lines), 0 if found.sound else 1)


def _counts(workspace: Workspace) -> str:
    people = len(workspace.names())
    steps = workspace.history(1)
    count = steps[0].id if steps else 0
    return ", ".join(
        (
            ngettext("{n} person", "{n} people", people).format(n=people),
            ngettext("{n} step", "{n} steps", count).format(n=count),
        )
    )


def _advice(path: Path) -> str:
    """What helps where the journal cannot even be opened."""
    newest = good_copies.newest_good(path)
    reading = _("“kith rescue OUT” reads what is still readable into a new journal.")
    if newest is None:
        return reading
    back = _("“kith restore” brings back the copy of {when}: {file}.")
    when = newest.at.strftime("%Y-%m-%d %H:%M")
    told = (back.format(when=when, file=newest.path), good_copies.doubt(path), reading)
    return " ".join(filter(None, told))


def read_rest(desk: Desk, options: Namespace) -> Answer:
    """What is still readable of a damaged journal, in a new one."""
    path = desk.existing()
    key = desk.passphrases.unlock(path) if is_protected(path) else None
    try:
        found = rescue.read(path, options.out, key)
    finally:
        if key is not None:
            key.wipe()
    lines = [*rescue.in_words(found), _("It is in {file}.").format(file=found.path)]
    tables: list[dict[str, Any]] = [
        {
            "table": table.table,
            "read": table.read,
            "restored": table.restored,
            "doubtful": table.doubtful,
            "missing": table.lost,
            "more": table.more,
        }
        for table in found.tables
    ]
    data = {
        "file": str(found.path),
        "pages": found.pages,
        "gone_pages": found.gone,
        "bad_pages": found.bad_pages + found.bad_frames,
        "missing": found.total("lost"),
        "tables": tables,
    }
    return Answer(data, tuple(lines))
