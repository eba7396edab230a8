"""Any row of the journal in words, whether it is still there or only the history knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.model.texts import _, ngettext
from app.services import words
from app.services.field_words import FIELDS, LINKS, date_words, value_words
from app.services.workspace import Workspace
from app.store.steps import last_known

Row = Mapping[str, Any]
_LONG = 90

NOUNS: Mapping[str, str] = {
    "organisation": _("Organisation"),
    "counterpart": _("Person"),
    "kind_period": _("Kind of relationship"),
    "contact_point": _("Way to reach them"),
    "tag": _("Tag"),
    "meeting": _("Meeting"),
    "interaction": _("Entry"),
    "participant": _("Who took part"),
    "attendee": _("Who is invited"),
    "tagging": _("Tag"),
    "commonality": _("Common ground"),
    "mention": _("Mention"),
    "interest": _("Interest"),
    "interest_act": _("Something you did"),
    "question": _("Question"),
    "promise": _("Promise"),
    "deal": _("Deal"),
    "outcome": _("Outcome of a deal"),
    "verdict": _("Your word"),
    "pause": _("Pause"),
    "import_mark": _("Mark of an import"),
    "attachment": _("File"),
    "relation": _("Relation"),
    "special_date": _("Special day"),
    "distinct_pair": _("Two different people"),
}


def counted(table: str, n: int) -> str:
    """ "3 promises"; "" for what nobody would count."""
    forms: dict[str, str] = {
        "organisation": ngettext("{n} organisation", "{n} organisations", n),
        "counterpart": ngettext("{n} person", "{n} people", n),
        "kind_period": ngettext("{n} kind period", "{n} kind periods", n),
        "contact_point": ngettext("{n} way to reach them", "{n} ways to reach them", n),
        "tag": ngettext("{n} tag", "{n} tags", n),
        "meeting": ngettext("{n} meeting", "{n} meetings", n),
        "interaction": ngettext("{n} entry", "{n} entries", n),
        "tagging": ngettext("{n} tag", "{n} tags", n),
        "commonality": ngettext("{n} line of common ground", "{n} lines of common ground", n),
        "mention": ngettext("{n} mention", "{n} mentions", n),
        "interest": ngettext("{n} interest", "{n} interests", n),
        "interest_act": ngettext("{n} thing you did", "{n} things you did", n),
        "question": ngettext("{n} question", "{n} questions", n),
        "promise": ngettext("{n} promise", "{n} promises", n),
        "deal": ngettext("{n} deal", "{n} deals", n),
        "outcome": ngettext("{n} outcome", "{n} outcomes", n),
        "verdict": ngettext("{n} word of yours", "{n} words of yours", n),
        "pause": ngettext("{n} pause", "{n} pauses", n),
        "attachment": ngettext("{n} file", "{n} files", n),
        "relation": ngettext("{n} relation", "{n} relations", n),
        "special_date": ngettext("{n} special day", "{n} special days", n),
    }
    return forms[table].format(n=n) if table in forms else ""


class RecordWords:
    """Titles of rows and the names behind their links, each looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._db = workspace.database
        self._rows: dict[tuple[str, int], Row | None] = {}

    def row(self, table: str, number: int) -> Row | None:
        """A row as it is, or as the history last knew it."""
        key = (table, number)
        if key not in self._rows:
            self._rows[key] = last_known(self._db, table, number)
        return self._rows[key]

    def name_of(self, table: str, number: int | None) -> str:
        """The short name of a row by its number."""
        row = self.row(table, number) if number is not None else None
        return self.title(table, row) if row is not None else _("something gone")

    def title(self, table: str, row: Row) -> str:
        """What one would call the row, on one line."""
        make = getattr(self, f"_{table}", None)
        text = make(row) if make is not None else self._plain(table, row)
        return shortened(str(text)) or NOUNS[table]

    def owner(self, table: str, row: Row) -> str:
        """Whose it is: the person it hangs on, or what somebody took part in; or ""."""
        if table == "counterpart":
            return ""
        for link, column, met in (
            ("participant", "interaction_id", "interaction"),
            ("attendee", "meeting_id", "meeting"),
        ):
            if table == link:
                return self.name_of(met, row[column])
        if row.get("counterpart_id") is not None:
            return self.name_of("counterpart", row["counterpart_id"])
        for column, parent in (
            ("deal_id", "deal"),
            ("interest_id", "interest"),
            ("commonality_id", "commonality"),
            ("interaction_id", "interaction"),
        ):
            if row.get(column) is not None:
                if parent == "interaction":
                    return self.name_of(parent, row[column])
                above = self.row(parent, row[column])
                return self.owner(parent, above) if above is not None else ""
        return ""

    def value(self, table: str, column: str, value: Any) -> str:
        """A value in words, with names where the row holds numbers."""
        if value is not None and column in LINKS:
            return self.name_of(LINKS[column], value)
        if (table, column) == ("import_mark", "tbl"):
            return NOUNS.get(str(value), "")
        return value_words(table, column, value)

    def fields(self, table: str, row: Row) -> list[tuple[str, str, str]]:
        """Column, label and value of every field that says something."""
        found = []
        for column, label in FIELDS[table].items():
            value = self.value(table, column, row.get(column))
            if value:
                found.append((column, label, value))
        return found

    def _plain(self, table: str, row: Row) -> str:
        for column in ("name", "text", "title", "what", "value"):
            if row.get(column):
                return str(row[column])
        return ""

    def _attachment(self, row: Row) -> str:
        name = str(row["name"])
        return _("Photo: {name}").format(name=name) if row["role"] == "photo" else name

    def _relation(self, row: Row) -> str:
        other = row["other_id"]
        name = row["name"] or (self.name_of("counterpart", other) if other is not None else "")
        return ": ".join(filter(None, (row["what"], name)))

    def _special_date(self, row: Row) -> str:
        return ": ".join(filter(None, (row["what"], date_words(row["day"]))))

    def _distinct_pair(self, row: Row) -> str:
        first = self.name_of("counterpart", row["first_id"])
        second = self.name_of("counterpart", row["second_id"])
        return _("{first} is not {second}").format(first=first, second=second)

    def _tag(self, row: Row) -> str:
        return f"#{row['name']}"

    def _kind_period(self, row: Row) -> str:
        kind = value_words("kind_period", "kind", row["kind"])
        return _("{kind} since {day}").format(kind=kind, day=date_words(row["since"]))

    def _contact_point(self, row: Row) -> str:
        return f"{value_words('contact_point', 'kind', row['kind'])}: {row['value']}"

    def _interaction(self, row: Row) -> str:
        channel = value_words("interaction", "channel", row["channel"]) or _("contact")
        lead = _("{channel} on {day}").format(
            channel=channel.capitalize(), day=date_words(row["date"])
        )
        note = " ".join((row["note"] or "").split())
        return f"{lead}: {note}" if note else lead

    def _meeting(self, row: Row) -> str:
        when = date_words(row["date"]) if row["date"] else row["vague"]
        title = row["title"] or _("Meeting")
        return f"{title}, {when}" if when else str(title)

    def _promise(self, row: Row) -> str:
        mine = row["by"] == "me"
        return (_("Yours: {text}") if mine else _("Theirs: {text}")).format(text=row["text"])

    def _mention(self, row: Row) -> str:
        what = self.name_of("commonality", row["commonality_id"])
        return _("{what}, on {day}").format(what=what, day=date_words(row["date"]))

    def _outcome(self, row: Row) -> str:
        deal = self.name_of("deal", row["deal_id"])
        result = value_words("outcome", "result", row["result"])
        return ": ".join(filter(None, (deal, result)))

    def _verdict(self, row: Row) -> str:
        word = value_words("verdict", "choice", row["choice"])
        return _("{word}, on {day}").format(word=word.capitalize(), day=date_words(row["on"]))

    def _pause(self, row: Row) -> str:
        start = date_words(row["start"])
        if row["end"]:
            return _("From {start} to {end}").format(start=start, end=date_words(row["end"]))
        return _("From {start}").format(start=start)

    def _tagging(self, row: Row) -> str:
        tag = self.name_of("tag", row["tag_id"])
        on = (
            self.name_of("counterpart", row["counterpart_id"])
            if row["counterpart_id"] is not None
            else self.name_of("interaction", row["interaction_id"])
        )
        return _("{tag} on {what}").format(tag=tag, what=on)

    def _participant(self, row: Row) -> str:
        return self.name_of("counterpart", row["counterpart_id"])

    _attendee = _participant

    def _import_mark(self, row: Row) -> str:
        known = self.row(row["tbl"], row["row_id"])
        return self.title(row["tbl"], known) if known is not None else NOUNS["import_mark"]


def shortened(text: str, most: int = _LONG) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


# What went with something is told in this order.
TOLD: tuple[str, ...] = (
    "interaction",
    "meeting",
    "promise",
    "deal",
    "outcome",
    "commonality",
    "mention",
    "interest",
    "interest_act",
    "question",
    "verdict",
    "contact_point",
    "attachment",
    "relation",
    "special_date",
    "pause",
    "tagging",
    "kind_period",
    "counterpart",
)


def together(parts: list[str]) -> str:
    """ "2 entries, 3 promises and 1 deal"."""
    return words.listed([part for part in parts if part])
