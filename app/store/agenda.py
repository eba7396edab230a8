"""What Today asks the journal: meetings, promises, ended deals, quiet people, days to remember."""

from __future__ import annotations

from datetime import date, timedelta

from app.model.people import Counterpart
from app.model.records import Meeting, Outcome, Promise
from app.model.values import PartialDate
from app.store.database import Database
from app.store.notes import no_note
from app.store.repository import Repository

# A meeting with nobody but people left out is not shown; one that names nobody is.
_SEEN = (
    "(NOT EXISTS (SELECT 1 FROM attendee a WHERE a.meeting_id = t.id) OR EXISTS (SELECT 1 "
    "FROM attendee a JOIN counterpart c ON c.id = a.counterpart_id WHERE a.meeting_id = t.id "
    "AND c.attention <> 'out'))"
)
# Nor is it asked whether one with nobody but addresses took place.
_ASKED_ABOUT = _SEEN.replace("<> 'out'", "IN ('keep', 'unsorted')")
# Whose open promises are brought up; the same as `Counterpart.is_reminded_of`.
_REMINDED = "c.no_contact = 0 AND c.attention IN ('keep', 'unsorted')"


class Agenda:
    """Small dated selections; each is answered from an index."""

    def __init__(self, database: Database, repository: Repository) -> None:
        self._db = database
        self._repository = repository

    def meetings(self, today: date, limit: int) -> list[Meeting]:
        """Planned meetings from today on, the next first; vague ones last."""
        dated = self._repository.select(
            Meeting,
            f"WHERE t.state = 'planned' AND t.date >= ? AND {_SEEN} "
            "ORDER BY t.date, t.time, t.id LIMIT ?",
            str(today),
            limit,
        )
        vague = self._repository.select(
            Meeting,
            f"WHERE t.state = 'planned' AND t.date IS NULL AND {_SEEN} ORDER BY t.id DESC LIMIT ?",
            limit - len(dated),
        )
        return dated + vague

    def unlogged(self, today: date, days: int, limit: int) -> list[Meeting]:
        """Planned meetings whose day has passed and that nobody has logged."""
        return self._repository.select(
            Meeting,
            "WHERE t.state = 'planned' AND t.date >= ? AND t.date < ? AND length(t.date) = 10 "
            "AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.meeting_id = t.id) "
            f"AND {_ASKED_ABOUT} ORDER BY t.date DESC, t.time DESC, t.id DESC LIMIT ?",
            str(today - timedelta(days=days)),
            str(today),
            limit,
        )

    def meetings_with(self, person: int, today: date, limit: int = -1) -> list[Meeting]:
        """One person's planned meetings from today on, the next first; at most `limit` if said."""
        return self._repository.select(
            Meeting,
            "WHERE t.id IN (SELECT meeting_id FROM attendee WHERE counterpart_id = ?) "
            "AND t.state = 'planned' AND (t.date IS NULL OR t.date >= ?) "
            "ORDER BY t.date IS NULL, t.date, t.time, t.id LIMIT ?",
            person,
            str(today),
            limit,
        )

    def promises(self, limit: int) -> list[Promise]:
        """Open promises of people one is in contact with, the earliest due first."""
        return self._repository.select(
            Promise,
            "WHERE t.state = 'open' AND EXISTS (SELECT 1 FROM counterpart c "
            f"WHERE c.id = t.counterpart_id AND {_REMINDED}) "
            "ORDER BY t.due IS NULL, t.due, t.id LIMIT ?",
            limit,
        )

    def open_promise_count(self) -> int:
        """How many promises are open in all."""
        return int(
            self._db.value(
                "SELECT count(*) FROM promise t JOIN counterpart c ON c.id = t.counterpart_id "
                f"WHERE t.state = 'open' AND {_REMINDED}"
            )
        )

    def open_promises_of(self, person: int) -> tuple[int, int]:
        """How many open promises the user gave this person, and they gave the user."""
        row = self._db.rows(
            "SELECT coalesce(sum(by = 'me'), 0), coalesce(sum(by = 'them'), 0) FROM promise "
            "WHERE counterpart_id = ? AND state = 'open'",
            person,
        )[0]
        return row[0], row[1]

    def ended_lately(self, today: date, days: int, limit: int) -> list[tuple[Outcome, int, str]]:
        """Deals that ended lately with no contact since: outcome, person, deal title."""
        rows = self._db.rows(
            "SELECT o.id, d.counterpart_id, d.title FROM outcome o JOIN deal d ON d.id = o.deal_id "
            "JOIN counterpart c ON c.id = d.counterpart_id "
            'WHERE o."on" >= ? AND o."on" <= ? AND c.no_contact = 0 AND c.kind <> \'honest pitch\' '
            "AND c.attention = 'keep' "
            # From the latest entry on: it mostly answers the question, and spares reading the rest.
            "AND (SELECT 1 FROM participant p JOIN interaction i "
            'ON i.id = p.interaction_id WHERE p.counterpart_id = c.id AND i.date > o."on" '
            f"AND i.logistics IS NOT 1 AND {no_note('i')} "
            "ORDER BY p.interaction_id DESC LIMIT 1) IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM outcome o2 JOIN deal d2 ON d2.id = o2.deal_id "
            'WHERE d2.counterpart_id = c.id AND o2."on" > o."on") '
            'ORDER BY o."on" DESC, o.id DESC LIMIT ?',
            str(today - timedelta(days=days)),
            str(today - timedelta(days=8)),
            limit,
        )
        outcomes = {o.id: o for o in self._repository.get_many(Outcome, (r[0] for r in rows))}
        return [(outcomes[number], person, title) for number, person, title in rows]

    def remembered(self, today: date, days: int) -> list[tuple[int, str | None, PartialDate]]:
        """Days of the year from today to so many days ahead: person, what (None: born), the day.

        A 29 February is among them in leap years only; the order is of no account.
        """
        marks = [f"{today + timedelta(days=ahead):%m-%d}" for ahead in range(days + 1)]
        known = ", ".join("?" * len(marks))
        # A day is "1980-02-14" or, without a year, "--02-14"; a month alone is no day.
        near = f"substr({{0}}, -5) IN ({known}) AND (length({{0}}) = 10 OR {{0}} LIKE '--%')"
        rows = self._db.rows(
            f"SELECT c.id, NULL, c.birthday FROM counterpart c WHERE {near.format('c.birthday')} "
            f"AND {_REMINDED} UNION ALL SELECT c.id, s.what, s.day FROM special_date s "
            f"JOIN counterpart c ON c.id = s.counterpart_id WHERE {near.format('s.day')} "
            f"AND {_REMINDED}",
            *marks,
            *marks,
        )
        return [(person, what, PartialDate.parse(day)) for person, what, day in rows]

    def people(self, numbers: list[int]) -> dict[int, Counterpart]:
        """These people by id."""
        return {p.id: p for p in self._repository.get_many(Counterpart, numbers)}
