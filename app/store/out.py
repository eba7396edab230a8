"""Reads a journal for an export: everything by its person, and the entries a year at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable

from app.model.belongings import Attachment
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting, MeetingState
from app.store.database import Database
from app.store.repository import Repository

_AMONG = "(SELECT value FROM json_each(?))"


class Out:
    """One journal to be exported, of everyone or of some people."""

    def __init__(
        self, database: Database, repository: Repository, people: Collection[int] | None = None
    ) -> None:
        self._db = database
        self._repository = repository
        self._people = None if people is None else json.dumps(sorted(people))

    def years(self) -> dict[str, int]:
        """Each year in which something was logged, with the number of its entries."""
        where, values = self._with_them()
        return dict(
            self._db.rows(
                f"SELECT substr(t.date, 1, 4), count(*) FROM interaction t {where} "
                "GROUP BY 1 ORDER BY 1",
                *values,
            )
        )

    def entries(self, year: str) -> list[Interaction]:
        """The entries of a year, old to new."""
        where, values = self._with_them()
        return self._repository.select(
            Interaction,
            f"{where} AND t.date >= ? AND t.date < ? ORDER BY t.date, t.time, t.id",
            *values,
            year,
            f"{year}~",
        )

    def _with_them(self) -> tuple[str, tuple[str, ...]]:
        if self._people is None:
            return "WHERE 1", ()
        met = f"SELECT interaction_id FROM participant WHERE counterpart_id IN {_AMONG}"
        return f"WHERE t.id IN ({met})", (self._people,)

    def planned(self) -> list[Meeting]:
        """The meetings ahead and those nobody has settled, the earliest first."""
        where = ""
        values: list[str] = []
        if self._people is not None:
            met = f"SELECT meeting_id FROM attendee WHERE counterpart_id IN {_AMONG}"
            where, values = f"AND t.id IN ({met}) ", [self._people]
        return self._repository.select(
            Meeting,
            f"WHERE t.state = '{MeetingState.PLANNED.value}' {where}ORDER BY t.date, t.time, t.id",
            *values,
        )

    def files(self) -> list[Attachment]:
        """Every file on these people, and on the entries they took part in."""
        if self._people is None:
            return self._repository.find(Attachment)
        met = f"SELECT interaction_id FROM participant WHERE counterpart_id IN {_AMONG}"
        return self._repository.select(
            Attachment,
            f"WHERE t.counterpart_id IN {_AMONG} OR t.interaction_id IN ({met}) ORDER BY t.id",
            self._people,
            self._people,
        )

    def files_on(self, entries: Iterable[int]) -> dict[int, tuple[Attachment, ...]]:
        """The files on these entries."""
        found: dict[int, list[Attachment]] = defaultdict(list)
        for file in self._repository.select(
            Attachment,
            f"WHERE t.interaction_id IN {_AMONG} ORDER BY t.id",
            json.dumps(sorted(entries)),
        ):
            if file.interaction_id is not None:
                found[file.interaction_id].append(file)
        return {entry: tuple(files) for entry, files in found.items()}

    def cards(self) -> dict[int, tuple[str, ...]]:
        """The cards that people were read from, as they stood in their files."""
        found: dict[int, list[str]] = defaultdict(list)
        for person, raw in self._db.rows(
            "SELECT row_id, raw FROM import_mark WHERE tbl = 'counterpart' "
            "AND raw LIKE 'BEGIN:VCARD%' ORDER BY id"
        ):
            found[person].append(raw)
        return {person: tuple(cards) for person, cards in found.items()}

    def tags(self) -> dict[int, tuple[str, ...]]:
        """The tags of everyone who has any."""
        found: dict[int, list[str]] = defaultdict(list)
        for person, name in self._db.rows(
            "SELECT g.counterpart_id, t.name FROM tagging g JOIN tag t ON t.id = g.tag_id "
            "WHERE g.counterpart_id IS NOT NULL ORDER BY g.id"
        ):
            found[person].append(name)
        return {person: tuple(names) for person, names in found.items()}


def tagged(repository: Repository, tag: str) -> list[Counterpart]:
    """Everyone who bears a tag, case ignored, by name."""
    return repository.select(
        Counterpart,
        "WHERE t.id IN (SELECT counterpart_id FROM tagging WHERE tag_id IN "
        "(SELECT id FROM tag WHERE name = ? COLLATE NOCASE)) ORDER BY t.name COLLATE NOCASE, t.id",
        tag.strip().lstrip("#"),
    )


def tag_names(database: Database) -> list[str]:
    """The tags that people bear, by name."""
    return [
        row[0]
        for row in database.rows(
            "SELECT name FROM tag WHERE id IN (SELECT tag_id FROM tagging "
            "WHERE counterpart_id IS NOT NULL) ORDER BY name COLLATE NOCASE"
        )
    ]
