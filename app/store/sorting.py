"""Who waits to be sorted, what is known of them, and the answers of many at once."""

from __future__ import annotations

from collections.abc import Iterable

from app.store import driver
from app.store.database import Database
from app.store.notes import no_note

_WAITING = "SELECT id FROM counterpart WHERE attention = 'unsorted'"


class Sorting:
    """Small selections about people not sorted yet; each is answered from an index."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def waiting(self) -> int:
        """How many people wait."""
        return int(self._db.value("SELECT count(*) FROM counterpart WHERE attention = 'unsorted'"))

    def people(self) -> set[int]:
        """Who waits."""
        return {row[0] for row in self._db.rows(_WAITING)}

    def queue(self) -> list[int]:
        """Everyone who waits, most contact first."""
        return [
            row[0]
            for row in self._db.rows(
                "SELECT c.id FROM counterpart c WHERE c.attention = 'unsorted' ORDER BY "
                "(SELECT count(*) FROM participant p WHERE p.counterpart_id = c.id) DESC, "
                "c.name COLLATE NOCASE, c.id"
            )
        ]

    def without_contact(self) -> list[int]:
        """Those who wait, with whom nothing is logged and nothing planned."""
        return [
            row[0]
            for row in self._db.rows(
                f"{_WAITING} AND NOT EXISTS "
                "(SELECT 1 FROM participant p WHERE p.counterpart_id = counterpart.id) "
                "AND NOT EXISTS (SELECT 1 FROM attendee a JOIN meeting m ON m.id = a.meeting_id "
                "WHERE a.counterpart_id = counterpart.id AND m.state = 'planned')"
            )
        ]

    def arrived(self) -> tuple[int, int]:
        """How many people came in files or wait, and how many of them are kept up with."""
        row = self._db.rows(
            "SELECT count(*), coalesce(sum(attention = 'keep'), 0) FROM counterpart "
            "WHERE id IN (SELECT row_id FROM import_mark WHERE tbl = 'counterpart' "
            f"UNION {_WAITING})"
        )[0]
        return row[0], row[1]

    def entries(self, person: int) -> list[tuple[str, str | None, int | None, str | None]]:
        """Day, who opened, whether it was two-way, and the channel of each entry, new to old."""
        return self._db.rows(
            "SELECT i.date, i.opener, i.two_way, i.channel FROM participant p "
            "JOIN interaction i ON i.id = p.interaction_id WHERE p.counterpart_id = ? "
            f"AND {no_note('i')} "
            "ORDER BY i.date DESC, i.time DESC, i.id DESC",
            person,
        )

    def came_in(self, person: int) -> tuple[str, str] | None:
        """The words and the moment of the step that added someone, where it is still known."""
        rows = self._db.rows(
            "SELECT s.label, s.at FROM change c JOIN step s ON s.id = c.step "
            "WHERE c.tbl = 'counterpart' AND c.row_id = ? AND c.op = 'I' "
            "AND s.kind = 'do' ORDER BY c.id LIMIT 1",
            person,
        )
        return rows[0] if rows else None


def attend(connection: driver.Connection, people: Iterable[int], attention: str) -> None:
    """Give all of them the same answer; the history keeps each."""
    connection.executemany(
        "UPDATE counterpart SET attention = ?1 WHERE id = ?2 AND attention <> ?1",
        [(attention, number) for number in people],
    )
