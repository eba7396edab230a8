"""Writes an archive as one JSON document, a record a line, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from app.model.archive import FORMAT, VERSION
from app.model.errors import FileWriteError
from app.model.texts import _

Record = Mapping[str, Any]


@contextmanager
def whole_or_nothing(out: Path, *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name only when all of it is written.

    It can be read by its owner alone.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    refuse(out, overwrite)
    try:
        handle, name = tempfile.mkstemp(prefix=".kith-", dir=out.parent)
    except OSError as error:
        raise _failed(out, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        refuse(out, overwrite)
        Path(name).replace(out)
    except OSError as error:
        raise _failed(out, error) from None
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def refuse(out: Path, overwrite: bool) -> None:
    """Make sure that nothing is lost by writing there.

    Raises:
        FileWriteError: something is there that may not be replaced.
    """
    if os.path.isdir(out):  # noqa: PTH112 - unlike the path, it answers for any name
        raise FileWriteError(
            _("“{name}” is a folder.").format(name=out.name), _("Give the file a name of its own.")
        )
    if not overwrite and os.path.lexists(out):
        raise FileWriteError(
            _("“{name}” is there already.").format(name=out.name),
            _("Choose another name, or say that it may be replaced."),
        )


def _failed(out: Path, error: OSError) -> FileWriteError:
    return FileWriteError(
        _("“{name}” was not saved: {reason}.").format(
            name=out.name, reason=error.strerror or _("the system refused")
        ),
        _("Save it in another folder; nothing half written was left behind."),
    )


class ArchiveWriter:
    """Puts one archive into a file, from its head to its end; the same records, the same bytes."""

    def __init__(self, file: IO[bytes], holds: str) -> None:
        self._file = file
        self._put(f'{{"format": {_json(FORMAT)}, "version": {VERSION}, "holds": {_json(holds)}')

    def member(self, name: str, value: object) -> None:
        """A value of the archive itself."""
        self._put(f",\n{_json(name)}: {_json(value)}")

    def section(self, name: str, records: Iterable[Record]) -> None:
        """A list of records, one a line; nothing where there is none."""
        before = f",\n{_json(name)}: [\n"
        for record in records:
            self._put(before + _json(record))
            before = ",\n"
        if before == ",\n":
            self._put("\n]")

    def end(self) -> None:
        """Close the document."""
        self._put("}\n")

    def _put(self, text: str) -> None:
        # Half a surrogate, which only a damaged journal holds, is no text for a file.
        self._file.write(text.encode("utf-8", "replace"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
