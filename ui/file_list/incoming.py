"""What was dropped, pasted or chosen, as files for the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from app.model.errors import UserError
from app.model.texts import _
from app.services import attachments
from app.services.attachments import Incoming
from app.services.workspace import Workspace
from ui.pictures import png

Source = Callable[[int], Incoming]


@dataclass(frozen=True, slots=True)
class Read:
    """Files that could be read, and why others could not."""

    files: list[Incoming] = field(default_factory=list)
    troubles: list[UserError] = field(default_factory=list)


def paths_in(data: QMimeData) -> list[Path]:
    """The files of this computer that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def clipboard() -> QMimeData:
    """What was copied last; empty where nothing was."""
    found: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return found if found is not None else QMimeData()


def takes(data: QMimeData) -> bool:
    """Whether there is something in it that can become a file."""
    return bool(paths_in(data)) or data.hasImage()


def sources(data: QMimeData, day: str) -> list[Source]:
    """What reads each file later, off the screen's thread; a picture is named by the day."""
    paths = paths_in(data)
    if paths:
        return from_paths(paths)
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    name = _("Picture of {day}").format(day=day) + ".png"
    return [lambda most: attachments.incoming(name, png(image), most)]


def from_paths(paths: Iterable[Path]) -> list[Source]:
    """The same for files that were chosen."""
    return [lambda most, path=path: attachments.read(path, most) for path in paths]  # type: ignore[misc]


def read_all(workspace: Workspace, found: Iterable[Source]) -> Read:
    """Read them; one that cannot be read keeps no other from coming in."""
    read, most = Read(), attachments.limit(workspace)
    for source in found:
        try:
            read.files.append(source(most))
        except UserError as error:
            read.troubles.append(error)
    return read
