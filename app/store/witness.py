"""Which of two readings of one row is right: the search index and the table's indexes tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.store.schema import SEARCH_COLUMNS

Row = Mapping[str, Any]


def body_of(table: str, row: Row) -> str:
    """The words of a row as the search index keeps them, "" where none are kept."""
    words = [str(row.get(name) or "") for name in SEARCH_COLUMNS.get(table, "").split()]
    return "\n".join(words) if any(words) else ""


def differing(standing: Row, saved: Row) -> list[str]:
    """The columns in which a row differs from what was last saved; new columns do not count."""
    return [name for name, value in saved.items() if name in standing and standing[name] != value]


def settle(table: str, standing: Row, saved: Row, words: str | None, fact: Row) -> Row | None:
    """The reading that a third copy confirms, or None where none tells.

    `words` is what the search index holds for the row, `fact` what the table's indexes hold.
    """
    searched = set(SEARCH_COLUMNS.get(table, "").split())
    choice: Row | None = None
    for column in differing(standing, saved):
        winner: Row | None = None
        if column in fact:
            value = fact[column]
            winner = standing if standing[column] == value else None
            winner = saved if saved[column] == value else winner
        if winner is None and column in searched and words is not None:
            mixed = {**standing, column: saved[column]}
            if body_of(table, standing) == words:
                winner = standing
            elif words in (body_of(table, saved), body_of(table, mixed)):
                winner = saved
        if winner is None or (choice is not None and winner is not choice):
            return None
        choice = winner
    return choice
