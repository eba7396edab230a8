"""The files of a watched path: which there are, which changed, and whether they are whole."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.model.errors import FileReadError
from app.model.texts import _
from app.services.watched.notes import SeenFile, watched
from app.services.workspace import Workspace

KINDS = (".ics", ".ical", ".icalendar", ".ifb", ".vcs", ".vcf", ".vcard")
MOST_FILES = 20_000
_EDGES = re.compile(
    rb"^[ \t]*(BEGIN|END)[ \t]*:[ \t]*(\w+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that is not as it was when it was read last."""

    name: str
    path: Path
    size: int
    mtime: int
    digest: str

    def still_so(self) -> bool:
        """Whether nobody has written to it since."""
        return _stamp(self.path) == (self.size, self.mtime)

    def seen(self, taken: dict[str, str]) -> SeenFile:
        """The note that it was read."""
        return SeenFile(self.size, self.mtime, self.digest, taken)


def files_of(path: Path) -> dict[str, Path]:
    """The calendars and address books at a path: the file itself, or all below the folder."""
    if not path.is_dir():
        return {path.name: path}
    found = sorted(_below(path))[:MOST_FILES]
    return {file.relative_to(path).as_posix(): file for file in found}


def folders_of(path: Path) -> list[Path]:
    """The folders in which something may come, go or be replaced."""
    if not path.is_dir():
        return [path.parent]
    return sorted({path, *(file.parent for file in files_of(path).values())})


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if name.lower().endswith(KINDS) and not name.startswith("."):
                yield Path(place) / name


def fresh(name: str, path: Path, seen: SeenFile | None, *, all_: bool = False) -> Fresh | None:
    """The file, if its size or its moment is not as it was seen; it may still say the same.

    Raises:
        FileReadError: it is gone, cannot be read, or is only half written.
    """
    before = _stamp(path)
    if before is not None and seen is not None and not all_ and before == (seen.size, seen.mtime):
        return None
    # What reads files of every kind loads with the first one there is: the settings only list them.
    from app.services.taking_in.files import check_size, whole  # noqa: PLC0415

    check_size(path)
    data = whole(path)
    if before is None or _stamp(path) != before or not is_whole(data):
        raise half_written(path)
    return Fresh(name, path, *before, hashlib.sha256(data).hexdigest()[:32])


def half_written(path: Path) -> FileReadError:
    """What is said of a file somebody is still writing."""
    return FileReadError(
        _("“{name}” is not complete.").format(name=path.name[:80]),
        _("It may still be being written; it is looked at again, and nothing was changed."),
    )


def is_whole(data: bytes) -> bool:
    """Whether every block that begins also ends, and the file ends with the end of one."""
    from app.exchange.content_lines import to_utf8  # noqa: PLC0415 - see above

    edges = [(edge.upper(), name.upper()) for edge, name in _EDGES.findall(to_utf8(data))]
    if not edges or edges[-1][0] != b"END":
        return False
    return all(
        edges.count((b"BEGIN", name)) == edges.count((b"END", name))
        for name in {name for _edge, name in edges}
        if name in (b"VCALENDAR", b"VEVENT", b"VCARD")
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def places(workspace: Workspace, most: int = 500) -> list[str]:
    """The files and folders a window can be told of when they change; folders come first."""
    if workspace.read_only:
        return []
    folders: dict[str, None] = {}
    files: dict[str, None] = {}
    for one in watched(workspace):
        folders.update(dict.fromkeys(str(place) for place in folders_of(one.path)))
        files.update(dict.fromkeys(str(file) for file in files_of(one.path).values()))
    return [*folders, *files][:most]
