"""What is said of a check and of a rescue, shorter than all of it where that is long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.model.checks import Checked
from app.model.errors import DamagedError
from app.model.texts import _, ngettext
from app.services import checking, day_words
from app.services import rescue as reading
from app.services.workspace import Workspace
from app.store.check import Cancel
from app.store.conversion import Progress
from app.store.keys import Key
from app.store.queries import setting
from app.store.rescue import TOLD

MOST = 20


def last(workspace: Workspace) -> str:
    """When the journal was looked through last, and whether it was sound."""
    day, found = checking.last_looked(workspace)
    if not day:
        return _("It was not looked through yet.")
    when = day_words.long_date(date.fromisoformat(day))
    if found:
        return _("Looked through on {day}: a part of it was damaged.").format(day=when)
    return _("Looked through on {day}: it was sound.").format(day=when)


def outcome(checked: Checked) -> str:
    """What a check found, in one sentence."""
    if checked.sound and not checked.troubles:
        return _("The journal is sound.")
    if checked.sound:
        return _("The journal is sound. Around it, there is something to see to.")
    return _("The journal is damaged.")


def more(checked: Checked) -> str:
    """How many troubles there are besides those that are listed, "" for none."""
    count = len(checked.troubles) - MOST
    if count <= 0:
        return ""
    return ngettext(
        "And {n} more; “kith check” lists all.", "And {n} more; “kith check” lists all.", count
    ).format(n=count)


def rescued(workspace: Workspace) -> list[str]:
    """Where a journal was read from a damaged one: what came of that, line by line."""
    told = setting(workspace.database, TOLD)
    if not told:
        return []
    return [_("This journal was read from a damaged one."), *told.split("\n")]


def rescue_beside(
    damaged: Path, key: Key | None, progress: Progress, cancelled: Cancel
) -> tuple[Path, str]:
    """Rescue into a new journal beside the damaged one; its path, and what came of it.

    Raises:
        UserError: nothing could be read, or nothing written.
        Cancelled: the user stopped it.
    """
    found = reading.read(damaged, reading.free_name(damaged), key, progress, cancelled)
    return found.path, reading.summary(found)


def damage(path: Path) -> DamagedError:
    """What to say of a journal that is open and was found damaged."""
    return DamagedError(
        _("{name} is damaged in a part of it.").format(name=path.name),
        _("Settings, Check says what is wrong and what helps."),
    )
