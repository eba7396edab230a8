"""Keeps a zip archive open while one file in it is read after the other.

To list an archive anew for every file in it takes time by the square of their number.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path


class _Kept:
    """The archive that was opened last."""

    def __init__(self) -> None:
        self._path = Path()
        self._archive: zipfile.ZipFile | None = None

    def at(self, path: Path) -> zipfile.ZipFile:
        if self._archive is None or self._path != path:
            self.close()
            self._archive, self._path = zipfile.ZipFile(path), path
        return self._archive

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
        self._archive = None


_KEPT: ContextVar[_Kept | None] = ContextVar("kept_archive", default=None)


@contextmanager
def archives_kept_open() -> Iterator[None]:
    """From here to the end an archive stays open until another one is read."""
    kept = _Kept()
    token = _KEPT.set(kept)
    try:
        yield
    finally:
        _KEPT.reset(token)
        kept.close()


@contextmanager
def archive_at(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive to read one file of; one at a time where they are kept open.

    Raises:
        OSError, zipfile.BadZipFile: it cannot be read.
    """
    kept = _KEPT.get()
    if kept is None:
        with zipfile.ZipFile(path) as archive:
            yield archive
    else:
        yield kept.at(path)
