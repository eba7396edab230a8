"""What the columns of tables mean: guessed, said by the user, remembered by the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.exchange import contact_tables
from app.exchange.contact_tables import (
    Field,
    Kind,
    Mapping,
    Table,
    What,
    column_as,
    has_names,
    unused_columns,
)
from app.model.archive import COLUMNS
from app.model.errors import FileReadError
from app.model.texts import _
from app.services.taking_in.files import File, whole
from app.services.taking_in.plan import ImportOptions, SeenTable
from app.services.workspace import Workspace
from app.store import queries

__all__ = [
    "Field",
    "Kind",
    "Mapping",
    "SeenTable",
    "Table",
    "What",
    "column_as",
    "has_names",
    "read",
    "remember",
    "seen",
    "unused_columns",
]


def seen(workspace: Workspace, path: File, options: ImportOptions) -> SeenTable:
    """A table with what its columns mean: as the user says, as remembered, else as guessed.

    Raises:
        FileReadError: it cannot be read, or has no columns.
    """
    table = contact_tables.describe(whole(path))
    if table is None:
        raise FileReadError(
            _("“{name}” has no columns.").format(name=path.name[:80]),
            _("A table has a line for each person, and the same columns in each."),
        )
    said, kept = options.mappings.get(table.key), _remembered(workspace, table.key)
    mapping = next((m for m in (said, kept) if _fits(m, table)), None)
    if mapping is None:
        return SeenTable(path.name, table, sure=table.kind is not Kind.OTHER)
    return SeenTable(
        path.name, replace(table, mapping=mapping), chosen=mapping is said, sure=mapping is kept
    )


def read(workspace: Workspace, path: File, options: ImportOptions) -> contact_tables.Items:
    """Everyone in the table."""
    mapping = seen(workspace, path, options).table.mapping
    return contact_tables.read(whole(path), mapping)


def remember(workspace: Workspace, tables: Sequence[SeenTable]) -> None:
    """Keep what the user said of columns for the next file that has the same."""
    for one in tables:
        if one.chosen:
            with workspace.database.transaction() as connection:
                text = one.table.mapping.to_text()
                queries.put_setting(connection, COLUMNS + one.table.key, text)


def _remembered(workspace: Workspace, key: str) -> Mapping | None:
    text = queries.settings(workspace.database).get(COLUMNS + key)
    return Mapping.from_text(text) if text else None


def _fits(mapping: Mapping | None, table: Table) -> bool:
    return mapping is not None and len(mapping.columns) == len(table.header)
