"""Finds words anywhere in the journal: newest first while typing, best first on asking."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.model.reading import SearchHit
from app.model.values import PartialDate
from app.store.database import Database
from app.store.schema import SEARCH_CODES

_WORD = re.compile(r"\w+", re.UNICODE)
# Scripts written without spaces: one run is one token, so a part of it is found by LIKE only.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MOST_PARTS = 12
_SNIPPET = "snippet(search, 0, char(2), char(3), '…', 14)"
_TABLE_OF: Final = {code: table for table, code in SEARCH_CODES.items()}

# For each kind: uid, date, and the people it belongs to, of one row.
ABOUT: Final[dict[str, tuple[str, str]]] = {
    "interaction": (
        "SELECT uid, date FROM interaction WHERE id = ?",
        "SELECT counterpart_id FROM participant WHERE interaction_id = ? ORDER BY id",
    ),
    "counterpart": ("SELECT uid, NULL FROM counterpart WHERE id = ?", "SELECT ?"),
    "organisation": (
        "SELECT uid, NULL FROM organisation WHERE id = ?",
        "SELECT id FROM counterpart WHERE organisation_id = ? ORDER BY name LIMIT 3",
    ),
    "commonality": (
        "SELECT uid, learned_on FROM commonality WHERE id = ?",
        "SELECT counterpart_id FROM commonality WHERE id = ?",
    ),
    "interest": (
        "SELECT uid, noted_on FROM interest WHERE id = ?",
        "SELECT counterpart_id FROM interest WHERE id = ?",
    ),
    "interest_act": (
        'SELECT uid, "on" FROM interest_act WHERE id = ?',
        "SELECT i.counterpart_id FROM interest i JOIN interest_act a ON a.interest_id = i.id "
        "WHERE a.id = ?",
    ),
    "question": (
        "SELECT uid, noted_on FROM question WHERE id = ?",
        "SELECT counterpart_id FROM question WHERE id = ?",
    ),
    "promise": (
        "SELECT uid, coalesce(settled_on, made_on, due) FROM promise WHERE id = ?",
        "SELECT counterpart_id FROM promise WHERE id = ?",
    ),
    "deal": (
        "SELECT uid, opened_on FROM deal WHERE id = ?",
        "SELECT counterpart_id FROM deal WHERE id = ?",
    ),
    "outcome": (
        'SELECT uid, "on" FROM outcome WHERE id = ?',
        "SELECT d.counterpart_id FROM deal d JOIN outcome o ON o.deal_id = d.id WHERE o.id = ?",
    ),
    "meeting": (
        "SELECT uid, date FROM meeting WHERE id = ?",
        "SELECT counterpart_id FROM attendee WHERE meeting_id = ? ORDER BY id",
    ),
    "verdict": (
        'SELECT uid, "on" FROM verdict WHERE id = ?',
        "SELECT counterpart_id FROM verdict WHERE id = ?",
    ),
    "contact_point": (
        "SELECT uid, NULL FROM contact_point WHERE id = ?",
        "SELECT counterpart_id FROM contact_point WHERE id = ?",
    ),
    "attachment": (
        "SELECT uid, added FROM attachment WHERE id = ?",
        "SELECT counterpart_id FROM attachment WHERE id = ?1 AND counterpart_id IS NOT NULL "
        "UNION SELECT p.counterpart_id FROM participant p JOIN attachment a "
        "ON a.interaction_id = p.interaction_id WHERE a.id = ?1",
    ),
    "relation": (
        "SELECT uid, NULL FROM relation WHERE id = ?",
        "SELECT counterpart_id FROM relation WHERE id = ?",
    ),
    "tag": (
        "SELECT uid, NULL FROM tag WHERE id = ?",
        "SELECT counterpart_id FROM tagging WHERE tag_id = ? AND counterpart_id IS NOT NULL "
        "LIMIT 3",
    ),
}


def match_expression(query: str) -> str:
    """The index's own query for what a person typed: every word, each from its beginning."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(query))


class Search:
    """Full-text search over everything written."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self, query: str, limit: int = 20) -> list[SearchHit]:
        """What was written last and holds all the words; flat in cost at any size."""
        return self._find(query, "rowid DESC", limit)

    def best(self, query: str, limit: int = 50) -> list[SearchHit]:
        """The best matches first (bm25); costs more the more there is to rank."""
        return self._find(query, "rank", limit)

    def _find(self, query: str, order: str, limit: int) -> list[SearchHit]:
        # One form for each letter, as texts are typed and kept: an accent apart splits no word.
        query = unicodedata.normalize("NFC", query)
        expression = match_expression(query)
        if not expression:
            return []
        if _UNSPACED.search(query):
            return self._contains(query.split()[:_MOST_PARTS], limit)
        rows = self._db.rows(
            f"SELECT rowid, {_SNIPPET} FROM search WHERE search MATCH ? ORDER BY {order} LIMIT ?",
            expression,
            limit,
        )
        return [hit for hit in (self._hit(*row) for row in rows) if hit is not None]

    def _contains(self, parts: list[str], limit: int) -> list[SearchHit]:
        tests = " AND ".join(["body LIKE ? ESCAPE '\\'"] * len(parts))
        rows = self._db.rows(
            f"SELECT rowid, body FROM search WHERE {tests} ORDER BY rowid DESC LIMIT ?",
            *(f"%{_escaped(part)}%" for part in parts),
            limit,
        )
        hits = (self._hit(rowid, _mark(body, parts[0])) for rowid, body in rows)
        return [hit for hit in hits if hit is not None]

    def _hit(self, rowid: int, snippet: str) -> SearchHit | None:
        number, code = divmod(rowid, 16)
        kind = _TABLE_OF[code]
        about, owners = ABOUT[kind]
        rows = self._db.rows(about, number)
        if not rows:
            return None
        uid, day = rows[0]
        ids = [row[0] for row in self._db.rows(owners, number)]
        names = [self._db.value("SELECT name FROM counterpart WHERE id = ?", n) for n in ids]
        return SearchHit(
            kind=kind,
            id=number,
            uid=uid,
            when=PartialDate.parse(day) if day else None,
            people=tuple(names),
            people_ids=tuple(ids),
            snippet=" ".join(snippet.split()),
        )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _mark(body: str, query: str, around: int = 40) -> str:
    """A piece of the text with the first hit marked."""
    at = body.casefold().find(query.casefold())
    if at < 0:
        return body[: 2 * around]
    end = at + len(query)
    start, stop = max(0, at - around), min(len(body), end + around)
    head, tail = ("…" if start else ""), ("…" if stop < len(body) else "")
    return f"{head}{body[start:at]}\x02{body[at:end]}\x03{body[end:stop]}{tail}"
