"""Work on a whole journal that is closed for it: reading what is left of a damaged one."""

from __future__ import annotations

from pathlib import Path

from app.model.texts import _
from app.services import check_words
from app.services.vault import Key
from ui.bridge import ClosedWork
from ui.task import Task


def read_rest(path: Path) -> ClosedWork:
    """The rescue of a damaged journal into a new one beside it, which is opened then."""
    said: list[str] = []

    def job(damaged: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
        out, words = check_words.rescue_beside(damaged, key, task.progress, task.cancelled)
        said.append(words)
        return out, key

    title = _("Reading what is left of {name}").format(name=path.name)
    return ClosedWork(title, job, lambda: "".join(said), listed="check")
