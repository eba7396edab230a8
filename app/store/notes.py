"""Which entries are notes about someone, and no contact with them."""

from __future__ import annotations


def no_note(table: str) -> str:
    """A condition for entries that are contacts: not what `Interaction.is_note` calls a note."""
    return (
        f"NOT ({table}.channel IS NULL AND {table}.two_way IS 0 AND {table}.one_to_one IS 0 "
        f"AND {table}.opener IS NULL AND {table}.source = 'imported')"
    )
