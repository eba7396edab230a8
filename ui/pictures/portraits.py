"""Small portraits for lists: asked for while painting, read and made small by a worker."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.model.errors import UserError
from app.services import photos
from app.services.workspace import Workspace
from ui.pictures.reading import read_square

SIDE = 144  # pixels: the largest round mark on a screen with twice the dots
_KEPT = 256
_AT_ONCE = 32

Failed = Callable[[BaseException | None], None]
Run = Callable[[Callable[[Workspace, Any], Any], Callable[[Any], None], Failed], object]


class Portraits(QObject):
    """The photos of one open journal, small; `changed` tells that others can be shown now.

    `run(job, done, failed)` does work off the screen's thread on a connection of its own.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._run = workspace, run
        self._digests: dict[int, str] | None = None
        # None: it cannot be read, and is not tried again.
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._wanted: dict[str, None] = {}
        self._reading = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)

    def of(self, person: int) -> QImage | None:
        """Somebody's portrait; None where there is none, or none yet: `changed` tells of it."""
        digest = self._known().get(person)
        if digest is None:
            return None
        if digest in self._images:
            self._images.move_to_end(digest)
            return self._images[digest]
        self._wanted[digest] = None
        if not self._reading:
            self._soon.start()
        return None

    def has(self, person: int) -> bool:
        """Whether somebody has a photo at all."""
        return person in self._known()

    def waiting(self) -> bool:
        """Whether portraits are being read."""
        return self._reading or bool(self._wanted)

    def look_again(self) -> None:
        """Ask anew who has a photo."""
        if self._digests is not None:
            before, self._digests = self._digests, None
            if self._known() != before:
                self.changed.emit()

    def _known(self) -> dict[int, str]:
        if self._digests is None:
            self._digests = photos.everybody(self._workspace)
        return self._digests

    def _read(self) -> None:
        if self._reading or not self._wanted:
            return
        # What was asked for last is what is looked at.
        batch = list(reversed(self._wanted))[:_AT_ONCE]
        for digest in batch:
            del self._wanted[digest]
        self._reading = True
        self._run(lambda workspace, _task: _read_all(workspace, batch), self._done, self._failed)

    def _failed(self, error: BaseException | None) -> None:
        self._reading = False
        if error is not None and not isinstance(error, UserError):  # else the initials do
            raise error

    def _done(self, found: dict[str, QImage | None]) -> None:
        self._reading = False
        self._images.update(found)
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.changed.emit()
        if self._wanted:
            self._soon.start()


def _read_all(workspace: Workspace, digests: list[str]) -> dict[str, QImage | None]:
    found: dict[str, QImage | None] = {}
    for digest in digests:
        data = photos.bytes_of(workspace, digest)
        found[digest] = read_square(data, SIDE) if data is not None else None
    return found
