"""Everything a journal holds as one JSON file that any Kith, and any program, can read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.exchange import archive, whole_files
from app.model.archive import BY_TABLE, DRAFTS, EVERYTHING, PART, SECTIONS, SETTINGS
from app.model.errors import Cancelled, NotFoundError
from app.model.texts import _
from app.services import archive_drafts
from app.services.workspace import Workspace
from app.store.archive import Reader, Scope, scope_of, standing_still, uids_of

Progress = Callable[[int, int], object]
Cancel = Callable[[], bool]
ENDING: Final = ".json"
_OFTEN = 500


class Saved(NamedTuple):
    """How many records an archive holds, and of how many files the journal has lost the bytes."""

    records: int
    lost: int


def save(
    workspace: Workspace,
    out: Path,
    *,
    people: Collection[int] | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    overwrite: bool = False,
) -> Saved:
    """Write the archive, whole or not at all; returns how many records it holds.

    A file whose bytes are missing or damaged in the journal is named without them, and counted.

    The same journal always gives the same bytes.

    Args:
        workspace: the open journal.
        out: the file.
        people: only what belongs to these people; whoever else their entries, relations and
            meetings name is given by name alone. None stands for the whole journal, with its
            settings and with what is being typed.
        progress: hears how many records are written, and how many there are.
        cancelled: asked now and then; true ends it.
        overwrite: whether a file that is there may be replaced.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
        NotFoundError: one of the people is gone.
        Cancelled: the user stopped it; nothing was written.
    """
    whole_files.refuse(out, overwrite)
    with standing_still(workspace.database):
        scope = None if people is None else _scope(workspace, people)
        told = _Telling(Reader(workspace.database, scope), progress, cancelled)
        with whole_files.whole_or_nothing(out, overwrite=overwrite) as file:
            writer = archive.ArchiveWriter(file, EVERYTHING if scope is None else PART)
            if scope is None:
                writer.member(SETTINGS, told.reader.settings())
                writer.section(DRAFTS, _drafts(workspace, told.reader))
            for section in SECTIONS:
                writer.section(section.name, told.counted(told.reader.section(section)))
            writer.end()
    return Saved(told.count, told.reader.lost)


def _scope(workspace: Workspace, people: Collection[int]) -> Scope:
    if len(workspace.names_of(people)) < len(set(people)):
        raise NotFoundError(_("This person is no longer in the journal."))
    return scope_of(workspace.database, people)


def _drafts(workspace: Workspace, reader: Reader) -> Iterator[Mapping[str, Any]]:
    """What is being typed, the records in it named by uid."""

    def uid_of(table: str, number: Any) -> str | None:
        if table not in BY_TABLE or not str(number).isdecimal():
            return None
        return uids_of(workspace.database, table, [int(number)]).get(int(number))

    told = (archive_drafts.told(draft, uid_of) for draft in reader.drafts())
    yield from sorted((one for one in told if one is not None), key=lambda one: str(one["key"]))


class _Telling:
    """Counts the records that go by, tells how far it is, and stops where the user wishes so."""

    def __init__(self, reader: Reader, progress: Progress | None, cancelled: Cancel | None) -> None:
        self.reader = reader
        self.count = 0
        self._progress, self._cancelled = progress, cancelled
        self._whole = reader.count() if progress is not None else 0

    def counted(self, records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The same records."""
        for record in records:
            if self.count % _OFTEN == 0 or "data" in record:
                self._look()
            self.count += 1
            yield record
        self._look()

    def _look(self) -> None:
        if self._progress is not None:
            self._progress(min(self.count, self._whole), self._whole)
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
