"""Reads the journals of jrnl and Day One for an import, as notes about the people they name."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

from app.exchange import dayone, jrnl
from app.model.errors import FileReadError
from app.model.imports import ReadFailure, ReadSkip
from app.model.texts import _
from app.services import attachments
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import (
    File,
    Packed,
    check_size,
    head,
    in_utf8,
    opened,
    whole,
    whole_path,
    written_at,
)
from app.services.taking_in.plan import ImportOptions, Item
from app.services.taking_in.progress import Hearing, reading_words
from app.services.workspace import Workspace

_MB = 1024 * 1024
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The photos of one import are in memory until they are written.
_MOST_PHOTOS = 150 * _MB
# What is read of a text takes several times its room: of jrnl six times, of Day One twice.
_MOST_JRNL, _MOST_DAYONE = 30 * _MB, 95 * _MB


def is_jrnl(path: File) -> bool:
    """Whether a file is a journal of jrnl, as JSON or as text."""
    data = _head(path)
    if data.startswith(_WIDE):
        data = in_utf8(data)
    return jrnl.is_json(data) or jrnl.is_text(data)


def is_dayone(path: File) -> bool:
    """Whether a file is the JSON of Day One."""
    return dayone.looks_like(_head(path))


def _head(path: File) -> bytes:
    try:
        return head(path)
    except FileReadError:
        return b""  # said in full where the file is read


def take_jrnl(
    workspace: Workspace,
    planner: Planner,
    paths: Sequence[File],
    _options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan the entries of journals of jrnl.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    for path in sorted(paths, key=written_at):  # of two versions of an entry the later one counts
        _take(planner, path, partial(_of_jrnl, path), hearing, len(paths))


def take_dayone(
    workspace: Workspace,
    planner: Planner,
    paths: Sequence[File],
    _options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan the entries of exports of Day One, with the photos that lie beside them.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    photos = _Photos(attachments.limit(workspace))
    for path in sorted(paths, key=written_at):  # of two versions of an entry the later one counts
        _take(planner, path, partial(_of_dayone, path, photos), hearing, len(paths))


def _take(
    planner: Planner,
    path: File,
    items: Callable[[Hearing], Iterator[Item]],
    hearing: Hearing,
    files: int,
) -> None:
    hearing.at(0, 0, reading_words(path.name, 0))
    done = 0
    try:
        for item in items(hearing):
            planner.take(path.name, item, whole_path(path))
            done += 1
            hearing.now_and_then(done, 0, partial(reading_words, path.name, done))
    except FileReadError as error:
        if files == 1:
            raise
        planner.take(path.name, ReadFailure("", "", path.name, str(error)))
        done += 1
    if not done:
        planner.take(path.name, ReadSkip("", "", path.name, _("It holds no entries.")))


def _of_jrnl(path: File, hearing: Hearing) -> Iterator[Item]:
    hearing.stop_if_asked()
    check_size(path, _MOST_JRNL)
    yield from jrnl.read(in_utf8(whole(path)))


def _of_dayone(path: File, photos: _Photos, hearing: Hearing) -> Iterator[Item]:
    check_size(path, _MOST_DAYONE)
    with opened(path) as (stream, _size), photos.beside(path):
        for item in dayone.read(stream, photos.read):
            hearing.stop_if_asked()
            yield item


class _Photos:
    """Finds photos in the archive or the folder of an export, within what memory takes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = _MOST_PHOTOS
        self._archive: zipfile.ZipFile | None = None
        self._members: dict[str, str] = {}
        self._folder = Path()

    @contextmanager
    def beside(self, path: File) -> Iterator[None]:
        """Look for photos beside this file from here on."""
        if not isinstance(path, Packed):
            self._archive, self._folder = None, path.parent / "photos"
            yield
            return
        with zipfile.ZipFile(path.archive) as self._archive:
            self._members = {
                PurePosixPath(one).name: one
                for one in self._archive.namelist()
                if "photos" in PurePosixPath(one).parts[:-1]
            }
            yield

    def read(self, name: str) -> bytes | str | None:
        """The bytes of a photo, or why they are not taken."""
        try:
            data = self._packed(name) if self._archive is not None else self._loose(name)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError):
            return _("A photo of it cannot be read.")
        if data is None:
            return _("A photo of it is not in the export.")
        if len(data) > self._most:
            return _("A photo of it is larger than one file may be.")
        if len(data) > self._left:
            return _("Its photos are left out: there are more than 150 MB of them in one import.")
        self._left -= len(data)
        return data

    def _packed(self, name: str) -> bytes | None:
        member = self._members.get(name)
        if member is None or self._archive is None:
            return None
        with self._archive.open(member) as file:
            return file.read(self._most + 1)

    def _loose(self, name: str) -> bytes | None:
        found = self._folder / name
        if not found.is_file() or found.is_symlink():
            return None
        with found.open("rb") as file:
            return file.read(self._most + 1)
