"""Everything held about a person in one file: to read, for programs, and the files themselves."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.exchange import held_data, whole_files
from app.exchange.markdown import FileNames
from app.model.errors import Cancelled
from app.model.held import Held
from app.services.held import Cancel, as_json, suggested_name
from app.services.held_files import BYTES

_FILES = "files"
_PLACE = "in_this_folder"


def save_whole(
    held: Held,
    out: Path,
    paper: str = "a4",
    *,
    overwrite: bool = False,
    cancelled: Cancel = lambda: False,
) -> int:
    """Write a zip of the PDF, the JSON and the files that hang on them; returns how many files.

    The JSON says of each file where it stands in the zip; one that concerns others too is only
    named, as in what is held. The zip is written whole or not at all.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
        Cancelled: the user stopped it.
    """
    whole_files.refuse(out, overwrite)
    rows, files = _apart(held)
    told = replace(held, data={**held.data, "files": rows})
    with (
        whole_files.whole_or_nothing(out, overwrite=overwrite) as file,
        ZipFile(file, "w") as packed,
    ):
        _put(packed, held, suggested_name(held.name, ".pdf"), held_data.make_pdf(held, paper))
        _put(packed, held, suggested_name(held.name, ".json"), as_json(told))
        for place, packed_bytes in files.items():
            if cancelled():
                raise Cancelled
            _put(packed, held, place, b64decode(packed_bytes))
    return len(files)


def _apart(held: Held) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What is told of each file with its place, and the bytes by place; the same bytes once."""
    names = FileNames()
    places: dict[str, str] = {}
    files: dict[str, str] = {}
    rows = []
    for row in held.data["files"]:
        told = {name: value for name, value in row.items() if name != BYTES}
        if row[BYTES] is not None:
            place = places.get(row["digest"]) or f"{_FILES}/{names.file(str(row['name']))}"
            places[row["digest"]], files[place] = place, row[BYTES]
        rows.append({**told, _PLACE: places.get(row["digest"])})
    return rows, files


def _put(packed: ZipFile, held: Held, name: str, data: bytes) -> None:
    info = ZipInfo(name, held.made.timetuple()[:6])
    info.external_attr = 0o600 << 16  # for its owner alone, unpacked too
    packed.writestr(info, data, ZIP_DEFLATED)
