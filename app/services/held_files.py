"""The bytes of photos and files in what is held about a person."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from app.services.workspace import Workspace
from app.store import contents
from app.store.held import Rows

Json = dict[str, Any]
BYTES: Final = "bytes_in_base64"
LOST: Final = "bytes_are_lost"


def theirs_alone(rows: Rows) -> list[bool]:
    """Of each file, in the order they stand in, whether nobody else is in the entry it is on."""
    own = rows.person["id"]
    company = {
        entry: [one for one in people if one != own]
        for (table, entry), people in rows.company.items()
        if table == "interaction"
    }
    return [not company.get(row["interaction_id"] or 0) for row in rows.tables["attachment"]]


def told_files(
    workspace: Workspace, told: list[Json], alone: list[bool], full_names: bool
) -> list[Json]:
    """The files with their bytes; None where others are in it too, or where they are lost.

    Kith cannot take somebody out of a file, so one that concerns others as well is only named,
    unless their full names are wanted. Where the journal has lost them, that is said.
    """
    found = []
    for row, mine in zip(told, alone, strict=True):
        data = contents.whole(workspace.database, row["digest"]) if mine or full_names else None
        packed = None if data is None else b64encode(data).decode("ascii")
        lost = {LOST: True} if data is None and (mine or full_names) else {}
        found.append({**row, BYTES: packed, **lost})
    return found


def count_lost(files: list[Json]) -> int:
    """Of how many of these files the journal has lost the bytes."""
    return sum(LOST in row for row in files)
