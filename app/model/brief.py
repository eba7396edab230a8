"""What a brief for one meeting holds: dated lines in sections; nothing invented, nothing padded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.model.findings import State
from app.model.reading import MonthCount
from app.model.texts import _
from app.model.values import PartialDate


class SectionKey(StrEnum):
    """The sections of a brief, in the order they are read.

    The goal is a field of the brief, and the history its chart of months; the rest are sections.
    """

    GOAL = "goal"
    LAST_TIME = "last_time"
    PROMISES = "promises"
    INTERESTS = "interests"
    COMMON_GROUND = "common_ground"
    QUESTIONS = "questions"
    DEAL = "deal"
    NEXT_STEP = "next_step"
    CHANGES = "changes"
    STYLE = "style"
    DIFFERENCES = "differences"
    WHO = "who"
    WATCH_OUTS = "watch_outs"
    HUNCHES = "hunches"
    PRIVATE = "private"
    VERDICTS = "verdicts"
    RECORD = "record"
    HISTORY = "history"


RISKY = frozenset(
    {SectionKey.WATCH_OUTS, SectionKey.HUNCHES, SectionKey.PRIVATE, SectionKey.VERDICTS}
)
ON_PAPER = frozenset(SectionKey) - RISKY


@dataclass(frozen=True, slots=True)
class Line:
    """One thing worth knowing, with the entry and the date it comes from.

    `lead` stands before the text ("16 Nov, call, she opened."), `note` after it at the line's end
    ("never mentioned", "Friday"). `inference` marks what the user concluded or guessed and nobody
    said. `entry` is the id of the interaction, `uid` that of the record itself.
    """

    text: str
    note: str = ""
    lead: str = ""
    on: PartialDate | None = None
    state: State | None = None
    inference: bool = False
    entry: int | None = None
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of lines; one without lines is never made. `more` counts lines left out."""

    key: SectionKey
    title: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything for one meeting with one person, ready for a screen or a sheet of paper.

    `opening` is the real sentence on what the meeting is about; `header` says who it is;
    `prepared` and `prepared_told` are the moment it was made, exactly and in words.
    """

    person_id: int
    person: str
    header: str
    opening: str
    prepared: datetime
    prepared_told: str = ""
    title: str = ""
    when: str = ""
    goal: str = ""
    meeting_id: int | None = None
    sections: tuple[Section, ...] = ()
    months: tuple[MonthCount, ...] = ()
    months_told: str = ""

    @property
    def goal_told(self) -> str:
        """The goal as a sentence, empty when none was set."""
        if not self.goal:
            return ""
        return _("You want one thing: {goal}.").format(goal=self.goal.rstrip("."))

    def section(self, key: SectionKey) -> Section | None:
        """The section of that key, if it has anything to say."""
        return next((section for section in self.sections if section.key is key), None)

    def only(self, keys: frozenset[SectionKey]) -> Brief:
        """The same brief with these sections alone."""
        kept = tuple(section for section in self.sections if section.key in keys)
        months = self.months if SectionKey.HISTORY in keys else ()
        goal = self.goal if SectionKey.GOAL in keys else ""
        return replace(self, sections=kept, months=months, goal=goal)
