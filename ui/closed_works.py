"""Work on a whole journal that is closed for it: a rescue, and bringing back a copy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.model.texts import _
from app.services import check_words, copy_words, restoring
from app.services.backups import Copy
from app.services.vault import Key
from ui.bridge import ClosedWork, Task


def read_rest(path: Path) -> ClosedWork:
    """The rescue of a damaged journal into a new one beside it, which is opened then."""
    said: list[str] = []

    def job(damaged: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
        out, words = check_words.rescue_beside(damaged, key, task.progress, task.cancelled)
        said.append(words)
        return out, key

    title = _("Reading what is left of {name}").format(name=path.name)
    return ClosedWork(title, job, lambda: "".join(said))


def bring_back(copy: Copy, moment: datetime) -> ClosedWork:
    """A copy in place of a damaged journal, which is kept aside."""
    said: list[str] = []

    def job(journal: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
        copy_key = restoring.key_for(copy.path, key)
        done = restoring.restore(
            journal, key, copy.path, copy_key, moment, task.progress, task.cancelled
        )
        said.append(
            _("The journal holds {counted}.").format(counted=copy_words.holds(done.holding))
        )
        return journal, copy_key

    return ClosedWork(_("Bringing back a copy"), job, lambda: "".join(said))
