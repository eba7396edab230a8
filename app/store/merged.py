"""Tells who went into whom by a merge.

A merge leaves a mark as an import does: an old archive may still name the one who went, and whoever
is to be forgotten is to be forgotten under every number they had.
"""

from __future__ import annotations

from typing import Final

from app.store.database import Database

MERGED: Final = "merged:"


def merged(database: Database) -> dict[str, int]:
    """Who went into whom by merges that stand: their identity, and the number of who stayed."""
    rows = database.rows(
        "SELECT source_key, row_id FROM import_mark WHERE source_key >= ?1 AND source_key < ?1 || "
        "char(0x10FFFF) AND tbl = 'counterpart'",
        MERGED,
    )
    here = {row[0] for row in database.rows("SELECT uid FROM counterpart")} if rows else set()
    found = {mark.removeprefix(MERGED): kept for mark, kept in rows}
    # Where one was brought back from the Trash, the two are two again.
    return {uid: kept for uid, kept in found.items() if uid not in here}


def former(database: Database, person: int) -> list[tuple[int, str]]:
    """Who went into a person by merges that stand: their numbers and identities.

    Of someone who was deleted since, the history tells. A number is 0 where this journal never
    knew them by one, because the mark came in an archive.
    """
    uids = [uid for uid, kept in merged(database).items() if kept == person]
    if not database.rows("SELECT 1 FROM counterpart WHERE id = ?", person):
        uids += [
            row[0].removeprefix(MERGED)
            for row in database.rows(
                "SELECT DISTINCT json_extract(before, '$.source_key') FROM change "
                "WHERE tbl = 'import_mark' AND op = 'D' AND json_extract(before, '$.row_id') = ? "
                "AND json_extract(before, '$.source_key') LIKE ? AND NOT EXISTS (SELECT 1 FROM "
                "counterpart c WHERE c.uid = substr(json_extract(before, '$.source_key'), ?))",
                person,
                f"{MERGED}%",
                len(MERGED) + 1,
            )
        ]
    return [(_number_of(database, uid), uid) for uid in dict.fromkeys(uids)]


def _number_of(database: Database, uid: str) -> int:
    found = database.value(
        "SELECT row_id FROM change WHERE tbl = 'counterpart' "
        "AND json_extract(coalesce(after, before), '$.uid') = ? LIMIT 1",
        uid,
    )
    return int(found or 0)


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
