"""From when till when a conversation went, and how that is kept with its entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.model.imports import ReadConversation
from app.model.values import Moment

_PART = re.compile(r"\.t(\d{12})-(\d{12})\.")
_FORM = "%Y%m%d%H%M"


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last moment of a conversation, to the minute, in local time."""

    begun: datetime
    ended: datetime

    @classmethod
    def of(cls, talk: ReadConversation) -> Span:
        """That of a conversation as a file tells it."""
        last = talk.last or talk.when
        return cls(_at(talk.when, time.min), _at(last, time.max))

    @classmethod
    def kept(cls, digest: str) -> Span | None:
        """That kept in the mark of an import; None where an earlier version kept none."""
        found = _PART.search(digest)
        return cls(*(datetime.strptime(one, _FORM) for one in found.groups())) if found else None

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a moment."""
        return self.begun <= other.ended and other.begun <= self.ended

    def is_within(self, gap: timedelta, other: Span) -> bool:
        """Whether less than this lies between the two."""
        return self.begun - other.ended < gap and other.begun - self.ended < gap

    def part(self, before: str) -> str:
        """What to keep of it, and of that in the mark of an import `before`."""
        known = Span.kept(before) or self
        begun, ended = min(self.begun, known.begun), max(self.ended, known.ended)
        return f"t{begun:{_FORM}}-{ended:{_FORM}}"

    @property
    def name(self) -> str:
        """What tells it from others of the day."""
        return f"{self.begun:{_FORM}}"


def _at(moment: Moment, unknown: time) -> datetime:
    return datetime.combine(moment.date.first, moment.time or unknown)
