"""What stands in the log form at one moment, and the same as text for the draft table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

DRAFTS = "log:"
"""What the keys of all drafts of the log form begin with."""

LINE_DRAFT = "log:today"
"""The draft of the line that stands on the first page."""

UNSURE = "unsure"
"""The answer "Not sure": nobody knows who opened, said so; it is kept as unknown."""


class NotedKind(StrEnum):
    """What can be noted beside an entry."""

    COMMON = "common"
    DIFFERS = "differs"
    INTEREST = "interest"
    QUESTION = "question"
    PROMISE_MINE = "promise_mine"
    PROMISE_THEIRS = "promise_theirs"


@dataclass(frozen=True, slots=True)
class NotedItem:
    """One thing noted beside the entry; `due` is the text typed for a promise's day."""

    kind: NotedKind
    text: str = ""
    person: int | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class LogForm:
    """The form as it stands, in three layers: what it began with, the line, what it says itself.

    `base` and `said` hold fields of an Interaction as they were typed: enum values as words,
    dates and numbers as text, None for what was taken back. `said` wins over the line, and the
    line over `base`; so nothing typed is ever destroyed by another field.
    """

    line: str = ""
    create: tuple[str, ...] = ()
    base: Mapping[str, object] = field(default_factory=dict)
    said: Mapping[str, object] = field(default_factory=dict)
    people: tuple[int, ...] = ()
    new_people: tuple[str, ...] = ()
    without: tuple[int, ...] = ()
    noted: tuple[NotedItem, ...] = ()
    mentioned: tuple[int, ...] = ()
    entry: int | None = None
    meeting: int | None = None
    closing: Mapping[str, object] = field(default_factory=dict)

    def say(self, name: str, value: object) -> LogForm:
        """The form with one more field said."""
        return replace(self, said={**self.said, name: value})

    def with_person(self, number: int) -> LogForm:
        """The form with one more person."""
        people = tuple(dict.fromkeys((*self.people, number)))
        without = tuple(other for other in self.without if other != number)
        return replace(self, people=people, without=without)

    def with_name(self, name: str) -> LogForm:
        """The form with someone new, who is added when it is done."""
        return replace(self, new_people=tuple(dict.fromkeys((*self.new_people, name))))

    def without_one(self, who: object, line_people: tuple[int, ...]) -> LogForm:
        """The form without a person (an id) or a new name, though the line may name them."""
        if not isinstance(who, int):
            rest = [name for name in self.new_people if name != who]
            names = [name for name in self.create if name != who]
            return replace(self, new_people=tuple(rest), create=tuple(names))
        people = tuple(number for number in self.people if number != who)
        without = (*self.without, who) if who in line_people else self.without
        return replace(self, people=people, without=without)

    def over(self, fresh: LogForm) -> LogForm:
        """The same words over the entry as it is now; what was not touched follows the entry."""
        before = self.base.get("people")
        touched = before is None or self.people != tuple(before)  # type: ignore[arg-type]
        return replace(self, base=fresh.base, people=self.people if touched else fresh.people)

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost by throwing it away."""
        return not (
            self.line.strip()
            or self.said
            or self.new_people
            or self.without
            or self.mentioned
            or any(item.text.strip() for item in self.noted)
            or any(self.closing.values())
        )

    @property
    def opening(self) -> str:
        """The first words typed, to recognise it by."""
        note = self.said.get("note")
        texts = (self.line, note if isinstance(note, str) else "", *(i.text for i in self.noted))
        return next((" ".join(text.split())[:80] for text in texts if text.strip()), "")

    def to_json(self) -> str:
        """All of it as text."""
        return json.dumps(asdict(self))  # ASCII alone: half a surrogate is no text for a file

    @classmethod
    def from_json(cls, text: str) -> LogForm | None:
        """The form a draft holds; None for a text that is none."""
        try:
            values = json.loads(text)
            noted = tuple(
                NotedItem(
                    NotedKind(one["kind"]),
                    str(one.get("text", "")),
                    one.get("person"),
                    str(one.get("due", "")),
                )
                for one in values.get("noted", ())
            )
            return cls(
                line=str(values.get("line", "")),
                create=tuple(map(str, values.get("create", ()))),
                base=dict(values.get("base", {})),
                said=dict(values.get("said", {})),
                people=tuple(map(int, values.get("people", ()))),
                new_people=tuple(map(str, values.get("new_people", ()))),
                without=tuple(map(int, values.get("without", ()))),
                noted=noted,
                mentioned=tuple(map(int, values.get("mentioned", ()))),
                entry=values.get("entry"),
                meeting=values.get("meeting"),
                closing=dict(values.get("closing", {})),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def line_draft(line: str) -> str:
    """The draft of a line that was typed outside the form."""
    return LogForm(line=line).to_json() if line.strip() else ""
