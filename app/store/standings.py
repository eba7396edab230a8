"""What was last found about each person, kept so that lists and counts need not compute it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.model.findings import State
from app.model.people import Attention, Kind
from app.model.reading import PersonRow, Standing, ThreeCounts
from app.store.database import Database
from app.store.rows import read_day

_KINDS = {kind.value: kind for kind in Kind}
_ATTENTIONS = {attention.value: attention for attention in Attention}
_STATES = {state.value: state for state in State}


class Standings:
    """The derived table of standings: read in lists, filled in the background."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def pending(self, today: date, limit: int) -> list[int]:
        """People whose standing is missing or of another day, those in touch lately first.

        Nothing is worked out about people left out; an address has its last contact shown.
        """
        return [
            row[0]
            for row in self._db.rows(
                "SELECT c.id FROM counterpart c LEFT JOIN standing s ON s.counterpart_id = c.id "
                "WHERE s.day IS NOT ? AND c.attention <> 'out' "
                "ORDER BY s.last_contact DESC LIMIT ?",
                str(today),
                limit,
            )
        ]

    def as_of(self) -> str:
        """The latest step and the settings, to tell whether one of them changed in between."""
        return str(
            self._db.value(
                "SELECT coalesce(max(id), 0) || coalesce("
                "(SELECT group_concat(key || '=' || value) FROM setting "
                # Names with a dot are no settings but what the journal keeps for itself.
                "WHERE key NOT LIKE '%.%'), '') FROM step"
            )
        )

    def put(self, found: Iterable[Standing], as_of: str) -> None:
        """Keep these standings, worked out from the journal as it was at `as_of`.

        If anything changed since, they may be out of date already and are not kept. People
        deleted meanwhile are passed over.
        """
        with self._db.transaction() as connection:
            if self.as_of() != as_of:
                return
            connection.executemany(
                "INSERT OR REPLACE INTO standing(counterpart_id, day, contacts, last_contact, "
                "last_two_way, last_opener, t1_result, t1, t2, t3, record) "
                "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
                "WHERE EXISTS (SELECT 1 FROM counterpart WHERE id = ?)",
                [(s.counterpart_id, str(s.day), *s[2:], s.counterpart_id) for s in found],
            )

    def rows(self) -> list[PersonRow]:
        """Everyone as the list of people shows them, by name."""
        return [
            _person_row(row)
            for row in self._db.rows(
                "SELECT c.id, c.name, c.aliases, coalesce(o.name, ''), c.kind, c.no_contact, "
                "s.last_contact, s.contacts, s.t1, s.t2, s.t3, c.attention FROM counterpart c "
                "LEFT JOIN organisation o ON o.id = c.organisation_id "
                "LEFT JOIN standing s ON s.counterpart_id = c.id "
                "ORDER BY c.name COLLATE NOCASE, c.id"
            )
        ]

    def tags(self) -> dict[int, tuple[str, ...]]:
        """The tags of everyone who has any."""
        found: dict[int, tuple[str, ...]] = {}
        for person, name in self._db.rows(
            "SELECT g.counterpart_id, t.name FROM tagging g JOIN tag t ON t.id = g.tag_id "
            "WHERE g.counterpart_id IS NOT NULL ORDER BY g.id"
        ):
            found[person] = (*found.get(person, ()), name)
        return found

    def counts(self) -> ThreeCounts:
        """How many people each test holds for, does not hold for, or leaves open.

        Only people one keeps up with are counted: of 800 who came in a file and wait to be sorted
        most would be told as open, and the few that matter would be lost among them.
        """
        columns = ", ".join(
            f"coalesce(sum(s.{test} = '{state}'), 0)"
            for test in ("t1", "t2", "t3")
            for state in ("for", "against")
        )
        row = self._db.rows(
            f"SELECT {columns}, count(s.counterpart_id), count(*) FROM counterpart c "
            "LEFT JOIN standing s ON s.counterpart_id = c.id WHERE c.no_contact = 0 "
            "AND c.attention = 'keep'"
        )[0]
        known, people = row[6], row[7]
        triples = [(row[at], row[at + 1], known - row[at] - row[at + 1]) for at in range(0, 6, 2)]
        return ThreeCounts(triples[0], triples[1], triples[2], people, people - known)

    def quiet(
        self, today: date, due_factor: float, dormant_years: int, limit: int
    ) -> dict[int, date]:
        """Who is beyond their rhythm by this factor but not dormant, the furthest first.

        With each, the day of the last contact that was not one-way. Whoever is paused or out of
        season today is left out; days that did not count before today are not known here.
        """
        rows = self._db.rows(
            "SELECT c.id, julianday(?) - julianday(s.last_two_way) AS days, "
            "coalesce(c.rhythm_days, CASE c.rhythm "
            "WHEN 'weekly' THEN 7 WHEN 'monthly' THEN 30 WHEN 'quarterly' THEN 91 "
            "WHEN 'twice a year' THEN 182 ELSE 365 END) AS every, s.last_two_way "
            "FROM counterpart c JOIN standing s ON s.counterpart_id = c.id "
            "WHERE (c.rhythm IS NOT NULL OR c.rhythm_days IS NOT NULL) AND c.no_contact = 0 "
            "AND c.attention = 'keep' "
            "AND s.last_two_way <> '' AND days >= ? * every AND days < ? * 365.25 "
            "AND NOT (c.rhythm IS 'seasonal' AND c.season_months <> '' "
            "AND instr(' ' || c.season_months || ' ', ?) = 0) "
            "AND NOT EXISTS (SELECT 1 FROM pause p WHERE p.counterpart_id = c.id "
            "AND p.start <= ? "
            'AND (p."end" IS NULL OR p."end" >= substr(?, 1, length(p."end")))) '
            "ORDER BY days / every DESC LIMIT ?",
            str(today),
            due_factor,
            dormant_years,
            f" {today.month} ",
            str(today),
            str(today),
            limit,
        )
        return {row[0]: date.fromisoformat(row[3]) for row in rows}


def _person_row(row: tuple) -> PersonRow:  # type: ignore[type-arg]
    number, name, aliases, organisation, kind, no_contact, last, contacts, *tests = row
    t1, t2, t3, attention = tests
    return PersonRow(
        id=number,
        name=name,
        aliases=aliases,
        organisation=organisation,
        kind=_KINDS[kind],
        no_contact=bool(no_contact),
        attention=_ATTENTIONS[attention],
        last_contact=read_day(last) if last else None,
        contacts=contacts,
        states=(_STATES[t1], _STATES[t2], _STATES[t3]) if t1 is not None else None,
    )
