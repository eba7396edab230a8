"""Tells who went into whom by a merge.

A merge leaves a mark as an import does: an old archive may still name the one who went, and whoever
is to be forgotten is to be forgotten under every number they had.
"""

from __future__ import annotations

from typing import Final

from app.store.database import Database

MERGED: Final = "merged:"


def kept_for(database: Database, gone: int) -> int | None:
    """Who a person went into by a merge that stands; None for everybody else."""
    found = database.value(
        "SELECT row_id FROM import_mark WHERE source_key >= ?1 AND source_key < ?1 || 'x'",
        f"{MERGED}{gone}:",
    )
    return None if found is None else int(found)


def former(database: Database, person: int) -> list[tuple[int, str]]:
    """Who went into a person by merges that stand: their numbers and identities.

    Of someone who was deleted since, the history tells.
    """
    marks = {
        row[0]
        for row in database.rows(
            "SELECT source_key FROM import_mark WHERE tbl = 'counterpart' AND row_id = ? "
            "AND source_key LIKE ?",
            person,
            f"{MERGED}%",
        )
    }
    if not database.rows("SELECT 1 FROM counterpart WHERE id = ?", person):
        marks |= {
            row[0]
            for row in database.rows(
                "SELECT json_extract(before, '$.source_key') FROM change WHERE tbl = 'import_mark' "
                "AND op = 'D' AND json_extract(before, '$.row_id') = ? "
                "AND json_extract(before, '$.source_key') LIKE ?",
                person,
                f"{MERGED}%",
            )
        }
    found = []
    for mark in sorted(marks):
        number, _colon, uid = mark.removeprefix(MERGED).partition(":")
        # Where the merge was taken back, the two are two again.
        if not database.rows("SELECT 1 FROM counterpart WHERE id = ?", int(number)):
            found.append((int(number), uid))
    return found


def drop_undone_moves(database: Database, person: int) -> None:
    """Strike steps out of the history that let things pass to or from a person and were taken back.

    They left everything as it was, and so did whatever was done and undone inside them. Without
    them, what was somebody's for a moment is not taken for theirs.
    """
    owner = "json_extract({}, '$.counterpart_id')"
    before, after = owner.format("c.before"), owner.format("c.after")
    for first, last in database.rows(
        "SELECT s.id, max(u.id) FROM step s JOIN step u ON u.target = s.id AND u.kind = 'undo' "
        "WHERE s.state IN ('undone', 'dropped') AND s.kind = 'do' AND EXISTS (SELECT 1 FROM "
        f"change c WHERE c.step = s.id AND c.op = 'U' AND {before} <> {after} "
        f"AND ? IN ({before}, {after})) GROUP BY s.id",
        person,
    ):
        run = database.connection.execute
        run("DELETE FROM change WHERE step BETWEEN ? AND ?", (first, last))
        run("DELETE FROM step WHERE id BETWEEN ? AND ?", (first, last))
