"""Everything held about one person: complete for programs, and readable for the person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.exchange import held_data, whole_files
from app.model.errors import NotFoundError
from app.model.held import FORMAT, FORMAT_VERSION, Held
from app.model.mentions import Finder, bare_address, folded
from app.model.texts import _
from app.services import day_words
from app.services.held_drafts import decoded, with_texts
from app.services.held_files import count_lost, theirs_alone, told_files
from app.services.held_parts import parts_of
from app.services.workspace import Workspace
from app.store import forget_preview
from app.store.held import Row, Rows, names_of_others, rows_about

Cancel = Callable[[], bool]

# What each table is called in the file. Entries and meetings come with those others took part in.
KEYS: Final[Mapping[str, str]] = {
    "kind_period": "kinds_over_time",
    "contact_point": "ways_to_reach",
    "interaction": "entries",
    "meeting": "meetings",
    "commonality": "common_ground",
    "mention": "common_ground_mentioned",
    "interest": "interests",
    "interest_act": "done_for_interests",
    "question": "questions",
    "promise": "promises",
    "deal": "deals",
    "outcome": "outcomes",
    "verdict": "words_on_the_relationship",
    "pause": "pauses",
    "attachment": "files",
    "relation": "relations",
    "special_date": "special_days",
    "distinct_pair": "not_the_same_as",
    "import_mark": "taken_from_files",
    "counterpart": "person",
    "organisation": "organisations",
    "tag": "tags",
    "tagging": "tags_put_on",
    "participant": "took_part",
    "attendee": "is_to_take_part",
}
_TRUE_FALSE: Final = frozenset(
    (
        *("starts_by_role", "no_contact", "preferred", "two_way", "answered", "joint_benefit"),
        *("small_talk", "i_asked", "they_asked", "logistics", "one_to_one", "with_ask"),
        "seen_evidence",
    )
)
_LINKS: Final[Mapping[str, tuple[str, str]]] = {
    "interaction_id": ("entry", "interaction"),
    "meeting_id": ("meeting", "meeting"),
    "commonality_id": ("common_ground", "commonality"),
    "interest_id": ("interest", "interest"),
    "deal_id": ("deal", "deal"),
}
_PEOPLE: Final[Mapping[str, str]] = {
    "counterpart_id": "person",
    "introduced_by": "introduced_by",
    "other_id": "other",
    "first_id": "one",
    "second_id": "another",
}
_WORD: Final = re.compile(r"[^\W_]+")
_RENAMED: Final = {
    "aliases": "other_names",
    "on": "date",
    "tbl": "became",
    "raw": "as_it_stood_in_the_file",
    "by": "whose_promise",
    "record": "what_the_record_said",
}
_OPS: Final = {"I": "added", "U": "changed", "D": "deleted"}


def gather(
    workspace: Workspace,
    person_id: int,
    *,
    full_names: bool = False,
    cancelled: Cancel = lambda: False,
) -> Held:
    """Everything the journal holds about a person, with its history and what files said.

    Args:
        full_names: name the other people; otherwise they appear with their initials, and their
            addresses not at all, for that is their privacy.

    Raises:
        NotFoundError: the person is gone.
        Cancelled: the user stopped it.
    """
    rows = rows_about(workspace.database, person_id)
    found = forget_preview.look(workspace.database, person_id, cancelled=cancelled)
    if rows is None or found is None:
        raise NotFoundError(_("This person is no longer in the journal."))
    others = {} if full_names else names_of_others(workspace.database, person_id)
    teller = _Teller(rows, _hider(rows, others))
    elsewhere = [
        {
            "about": [teller.person(name) for name in place.people],
            "in": KEYS.get(place.table, place.table),
            "text": teller.text(place.before) + place.named + teller.text(place.after),
        }
        for place in found.places
    ]
    files = told_files(workspace, teller.rows("attachment"), theirs_alone(rows), full_names)
    now = workspace.clock.now()
    data = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "made": now.isoformat(timespec="seconds"),
        "others_appear_as": "full names" if full_names else "initials",
        "person": teller.whole_person(),
        **{KEYS[table]: teller.rows(table) for table in _LISTED},
        KEYS["attachment"]: files,
        "named_in_texts_about_others": elsewhere,
        "unfinished_texts": [teller.draft(row) for row in rows.drafts],
        "last_worked_out": {k: v for k, v in rows.standing.items() if k != "counterpart_id"},
        "history": [teller.step(step) for step in rows.steps],
    }
    return Held(
        name=str(rows.person["name"]),
        made=now,
        made_told=day_words.weekday_date(now.date()),
        full_names=full_names,
        data=data,
        parts=tuple(parts_of(data, {name: table for table, name in KEYS.items()})),
        lost=count_lost(files),
    )


_LISTED: Final = (
    *("kind_period", "contact_point", "interaction", "meeting", "commonality", "mention"),
    *("interest", "interest_act", "question", "promise", "deal", "outcome", "verdict"),
    *("pause", "attachment", "relation", "special_date", "distinct_pair", "import_mark"),
)


def as_json(held: Held) -> bytes:
    """The whole of it as JSON."""
    return (json.dumps(held.data, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def save_json(held: Held, out: Path, *, overwrite: bool = False) -> None:
    """Write it as JSON, whole or not at all.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    whole_files.write(as_json(held), out, overwrite=overwrite)


def save_pdf(held: Held, out: Path, paper: str = "a4", *, overwrite: bool = False) -> None:
    """Write it as PDF, whole or not at all.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    whole_files.refuse(out, overwrite)
    whole_files.write(held_data.make_pdf(held, paper), out, overwrite=overwrite)


def suggested_name(name: str, ending: str) -> str:
    """A file name that every system takes: "Held about NAME.pdf"."""
    plain = "".join(
        char if char.isprintable() and char not in '<>:"/\\|?*' else " " for char in name
    )
    told = _("Held about {name}").format(name=" ".join(plain.split())[:60].strip(" ."))
    return f"{told}{ending}"


# --- telling rows ----------------------------------------------------------------------------


def initials(name: str) -> str:
    """ "R. S." for Rui Santos."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum()) or "N. N."


def _hider(rows: Rows, others: dict[int, list[str]]) -> Finder:
    """Puts initials in place of other people's names that stand in these texts."""
    everything = json.dumps(_everything(rows), ensure_ascii=False).replace("\\n", " ")
    texts = folded(everything)
    bare, close = set(_split(texts)), re.sub(r"[\s().\-/]", "", texts)
    own = set(_split(folded(f"{rows.person['name']} {rows.person['aliases']}")))
    terms: list[tuple[str, str]] = []
    for number, named in others.items():
        short = initials(rows.people.get(number, named[0] if named else ""))
        for one in named:
            if "@" in one or "/" in one or any(char.isdigit() for char in one):
                terms += [(one, _("[address]"))] if _may_stand(one, bare, close) else []
                continue
            parts = _split(one)
            marks = [folded(part) for part in parts]
            if bare.issuperset(marks) or (not one.isascii() and folded(one) in texts):
                terms.append((one, short))
            # First names alone are how people are spoken of.
            terms += [
                (part, short)
                for part, mark in zip(parts, marks, strict=True)
                if len(part) > 2 and mark in bare and mark not in own and part[0].isupper()
            ]
    return Finder(terms)


def _may_stand(address: str, bare: set[str], close: str) -> bool:
    """Whether an address may stand there; a number however it is written."""
    if any(char.isalpha() for char in address):
        return bare.issuperset(_split(folded(bare_address(address))))
    digits = "".join(char for char in address if char.isdigit())
    return not digits.isascii() or digits[-9:] in close


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


def _everything(rows: Rows) -> list[Any]:
    drafts = [decoded(row["body"]) for row in rows.drafts]
    return [rows.person, rows.tables, rows.shared, drafts, rows.steps]


@dataclass
class _Teller:
    """Puts rows into words a program and a person can read, hiding the others."""

    known: Rows
    hider: Finder

    def __post_init__(self) -> None:
        self._uids = {
            (table, row["id"]): row["uid"]
            for table, found in {**self.known.tables, **self.known.shared}.items()
            for row in found
            if "uid" in row
        }

    def text(self, value: str) -> str:
        return self.hider.replace(value) if self.hider else value

    def person(self, name: str) -> str:
        """Another person."""
        own = self.known.person["name"] == name
        return name if own or not self.hider else initials(name)

    def whole_person(self) -> Row:
        firm = self.known.organisations.get(self.known.person["organisation_id"] or 0)
        tags = self.known.tags.get(("counterpart", self.known.person["id"]), [])
        return {
            **self.row("counterpart", self.known.person),
            "organisation_is": self.row("organisation", firm) if firm else None,
            "tags": [self.text(tag) for tag in tags],
        }

    def rows(self, table: str) -> list[Row]:
        return [
            self.row(table, row)
            for row in self.known.shared.get(table, self.known.tables.get(table, []))
        ]

    def row(self, table: str, row: Row) -> Row:
        told: Row = {}
        for name, value in row.items():
            if name in ("id", "row_id") or (name == "counterpart_id" and table != "participant"):
                continue
            told |= self._field(name, value)
        company = self.known.company.get((table, row["id"]))
        if company is not None:
            own = self.known.person["id"]
            told["with"] = [self._who(one) for one in company if one != own]
            told["tags"] = [self.text(tag) for tag in self.known.tags.get((table, row["id"]), [])]
        return told

    def _field(self, name: str, value: Any) -> Row:
        if name in _LINKS:
            key, table = _LINKS[name]
            return {key: None if value is None else self._uids.get((table, value), "")}
        if name == "organisation_id":
            firm = self.known.organisations.get(value or 0)
            return {"organisation": self.text(firm["name"]) if firm else None}
        if name in _PEOPLE:
            key = _PEOPLE[name]
            return {key: None if value is None else self._who(value)}
        if name in _TRUE_FALSE:
            return {name: None if value is None else bool(value)}
        told = self.text(value) if isinstance(value, str) and name != "uid" else value
        return {_RENAMED.get(name, name): KEYS.get(told, told) if name == "tbl" else told}

    def _who(self, number: int) -> str:
        name = self.known.people.get(number)
        return self.person(name) if name is not None else _("someone deleted")

    def draft(self, row: Row) -> Row:
        body = decoded(row["body"])
        told, company = with_texts(body, self.text), []
        if isinstance(body, dict):
            told = json.dumps(told, ensure_ascii=False)
            numbers = body.get("people")
            own = self.known.person["id"]
            company = [one for one in numbers if one != own] if isinstance(numbers, list) else []
        return {
            "kept_as": row["key"],
            "saved": row["saved_at"],
            "text": told,
            "with": [self._who(one) for one in company],
        }

    def step(self, step: Row) -> Row:
        changes = [
            {
                "what": KEYS.get(change["table"], change["table"]),
                "how": _OPS[change["op"]],
                "before": self._state(change["table"], change["before"]),
                "after": self._state(change["table"], change["after"]),
            }
            for change in step["changes"]
        ]
        told = {name: step[name] for name in ("at", "kind", "state")}
        return {"step": self.text(step["label"]), **told, "changes": changes}

    def _state(self, table: str, row: Row | None) -> Row | None:
        if row is None:
            return None
        told = self.row(table, row)
        return {name: value for name, value in told.items() if name not in ("with", "tags")}
