"""`kith backup`, `kith backups`, `kith restore`: copies of the journal, and the way back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.copies import Holding, Reason
from app.model.errors import NotFoundError, WrongSecretError
from app.model.texts import _
from app.services import backups, copy_words, restoring
from app.services.places import is_missing
from app.services.vault import Key, is_protected, unlock


def make(desk: Desk, options: Namespace) -> Answer:
    """One more copy: among the others, or into a file or folder."""
    with desk.journal() as workspace:
        held = backups.holding_now(workspace)
        remark = ""
        if options.out is None:
            made = backups.make(workspace, Reason.BY_HAND)
            file, remark = made.copy.path, made.remark
            places = [str(made.copy.path), *([str(made.second.path)] if made.second else [])]
        else:
            file = backups.export(workspace, options.out)
            places = [str(file)]
    told = [_("Wrote {file}, and read it back whole.").format(file=file)]
    told += [_("And {file}.").format(file=place) for place in places[1:]]
    told += [_("It holds {counted}.").format(counted=copy_words.holds(held)), remark]
    data = {"file": str(file), "files": places, "remark": remark, "holds": _holding(held)}
    return Answer(data, tuple(filter(None, told)))


def list_all(desk: Desk, _options: Namespace) -> Answer:
    """The copies, new to old."""
    with desk.journal() as workspace:
        second = backups.second_folder(workspace)
        found = backups.newest_first(backups.copies(workspace.path, second))
        mine = backups.journal_of(workspace)
    data, lines = [], []
    for copy in found:
        whose = copy_words.whose(copy, mine, found)
        about = copy_words.about(copy, whose)
        lines.append("  ".join((copy.at.isoformat(" ", "minutes"), about, str(copy.path))))
        data.append({**backups.as_json(copy), "other_journal": bool(whose)})
    return Answer(data, tuple(lines or [_("No copy yet.")]))


def restore(desk: Desk, options: Namespace) -> Answer:
    """A copy in place of the journal, which is kept aside."""
    copy: Path = options.copy
    if is_missing(copy):
        raise NotFoundError(
            _("There is no copy at {path}.").format(path=copy),
            _("“kith backups” lists those there are."),
        )
    desk.not_elsewhere()
    copy_key = desk.passphrases.unlock(copy) if is_protected(copy) else None
    was_protected = is_protected(desk.path)
    key = _key_of(desk, copy_key)
    try:
        done = restoring.restore(desk.path, key, copy, copy_key, desk.clock.now())
    finally:
        for one in (key, copy_key):
            if one is not None:
                one.wipe()
    told = [
        _("{name} is what {copy} was: {counted}.").format(
            name=desk.path.name, copy=copy.name, counted=copy_words.holds(done.holding)
        )
    ]
    if done.aside is not None:
        told.append(_("As it was before, it is kept in {file}.").format(file=done.aside))
    told.append(copy_words.exchange(done.holding.protected, was_protected))
    data: dict[str, Any] = {
        "file": str(desk.path),
        "copy": str(copy),
        "kept_aside": str(done.aside) if done.aside else None,
        "holds": _holding(done.holding),
    }
    return Answer(data, tuple(filter(None, told)))


def _key_of(desk: Desk, copy_key: Key | None) -> Key | None:
    """What opens the journal that is replaced; without it, it is kept byte by byte."""
    path = desk.path
    if not is_protected(path):
        return None
    if copy_key is not None and restoring.fits(path, copy_key):
        return copy_key.copy()
    given = desk.passphrases.given(path)
    if given is None:
        return None
    try:
        return unlock(path, given)
    except WrongSecretError:
        return None


def _holding(held: Holding) -> dict[str, Any]:
    return {
        "people": held.people,
        "entries": held.entries,
        "promises": held.promises,
        "last_entry": str(held.last_entry) if held.last_entry else None,
        "size": held.size,
        "protected": held.protected,
    }
