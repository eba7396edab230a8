"""Names the copies a syncing service laid beside the journal, once after it was opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.model.texts import _, ngettext
from app.services.conflicts import (
    Copy,
    Counts,
    copies_beside,
    counted,
    counts_of,
    difference,
    sentence,
)
from app.services.occupied import own_host
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer
from ui.task import Task

_Found = tuple[tuple[Copy, ...], Counts | None]


class ConflictWatch(QObject):
    """Looks beside the screen; says something only where there is such a copy."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        bridge.run(_find, self._told)

    def _told(self, found: _Found) -> None:
        copies, ours = found
        if not copies or ours is None:
            return
        first, bridge = copies[0], self._bridge
        words, advice = sentence(first), difference(first, ours)
        more = len(copies) - 1
        if more:
            advice += " " + ngettext(
                "{n} more such copy lies beside it.", "{n} more such copies lie beside it.", more
            ).format(n=more)
        folder = QUrl.fromLocalFile(str(bridge.workspace.path.parent.absolute()))
        choices: list[tuple[str, Callable[[], object]]] = [
            (_("Open folder"), partial(QDesktopServices.openUrl, folder))
        ]
        if first.counts is not None:
            choices.insert(0, (_("Look"), partial(bridge.look_wanted.emit, first.path, words)))
        bridge.offered.emit(Offer(words, advice, tuple(choices)))


def _find(workspace: Workspace, task: Task) -> _Found:
    copies = copies_beside(workspace.path, [own_host()])
    if not copies:
        return (), None
    return counted(workspace, copies, task.cancelled), counts_of(workspace)
