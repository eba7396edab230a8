"""Writes an archive as one JSON document, a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from app.model.archive import FORMAT, VERSION

Record = Mapping[str, Any]


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
