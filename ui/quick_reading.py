"""Reads quick lines for the fields of the window, with everyone's names taken apart once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from app.model.changes import Changes
from app.model.people import PersonName
from app.model.texts import _
from app.model.values import Clock
from app.services.person_names import NameIndex, spell
from app.services.quick_log import QuickLine, Role, complete, log, parse
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task
from ui.widgets.line_reading import Completion, Mark, Offer, Reading

# How each kind of stretch looks: its theme colour, and whether it is bold.
_LOOKS: dict[Role, tuple[str, bool]] = {
    Role.PERSON: ("accent", True),
    Role.CHANNEL: ("accent", True),
    Role.UNKNOWN_NAME: ("against_text", True),
    Role.AMBIGUOUS_NAME: ("open_text", True),
    Role.WHEN: ("open_text", False),
    Role.DURATION: ("open_text", False),
    Role.OPENER: ("ink", False),
    Role.COMMON: ("for_text", True),
    Role.DIFFERS: ("open_text", True),
    Role.PROMISE_MINE: ("against_text", True),
    Role.PROMISE_THEIRS: ("against_text", True),
    Role.QUESTION: ("accent", True),
    Role.TAG: ("silent_text", True),
    Role.TEXT: ("ink", False),
}
_BETWEEN = re.compile(r"\s*[,&+]?\s*(?:with|and|for|w/)?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:.!?()&+\"“”]+")
_EXAMPLE = "lunch with Dana yesterday 12:30 1h15 they opened. A plan !me read it by Friday"
_MOST_CANDIDATES = 6
_LEAST_LETTERS = 2


class QuickReader:
    """Reads lines with the names of one journal, as they were when it was made."""

    def __init__(self, names: Sequence[PersonName], clock: Clock) -> None:
        self.index = NameIndex(names)
        self._clock = clock
        self.read(_EXAMPLE)  # whatever loads on first use does so here, off the screen
        complete("zz", self.index)

    def read(self, text: str, agreed: frozenset[str] = frozenset()) -> Reading:
        """What a line says, with its colours and what is left to decide."""
        quick = parse(text, self.index, self._clock.now())
        missing = tuple(name for name in quick.unknown if name not in agreed)
        hints = " ".join(quick.hints)
        return Reading(
            text=text,
            marks=_marks(quick, agreed),
            sentence="\n".join(filter(None, (quick.understood, hints))),
            problem=quick.problems[0] if quick.problems else "",
            offers=(*_candidates(quick), *map(_creation, missing)),
            is_complete=bool(quick.people or quick.unknown)
            and not (missing or quick.ambiguous or quick.problems),
            source=quick,
        )

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """Names that begin with the one to three words before the cursor."""
        if text[cursor : cursor + 1].strip():
            return []  # in the middle of a word
        words = list(_WORD.finditer(text, max(0, cursor - 120), cursor))
        if not words or words[-1].end() != cursor:
            return []
        for count in (3, 2, 1):
            if len(words) < count:
                continue
            start = words[-count].start()
            typed = text[start:cursor]
            if len(typed) < _LEAST_LETTERS and typed.isascii():
                continue
            if not (typed[0].isupper() or not typed.isascii() or self._expects_name(text, start)):
                continue
            found = complete(typed, self.index, 8)
            if len(found) == 1 and spell(found[0], self.index) == typed:
                return []
            if found:
                return [self._completion(person, start, cursor) for person in found]
        return []

    @staticmethod
    def _expects_name(text: str, start: int) -> bool:
        before = text[:start].rstrip().casefold()
        return not before or before.endswith((" with", "with", " and", ",", "&", " w/"))

    def _completion(self, person: PersonName, start: int, end: int) -> Completion:
        return Completion(person.name, person.organisation, start, end, spell(person, self.index))

    @staticmethod
    def log(
        workspace: Workspace, reading: Reading, origin: object = None
    ) -> tuple[str, tuple[int, ...]]:
        """Write a line that is whole as one step; returns what to tell the user, and who is in it.

        Raises:
            UserError: the line cannot be taken, or not be written.
        """
        quick = reading.source
        assert isinstance(quick, QuickLine)
        entry = log(workspace, quick, origin, create=True)
        people = workspace.names_of(entry.people)
        names = ", ".join(people[number].name for number in entry.people)
        return _("Logged with {people}.").format(people=names), entry.people


def _creation(name: str) -> Offer:
    return Offer(_("Create {name}").format(name=name[:60]), agree=name)


def _candidates(quick: QuickLine) -> list[Offer]:
    offers = []
    for doubt in quick.ambiguous[:1]:  # one question at a time
        for spelling in doubt.spellings[:_MOST_CANDIDATES]:
            line = quick.line[: doubt.span.start] + spelling + quick.line[doubt.span.end :]
            offers.append(Offer(spelling, line=line))
    return offers


def _marks(quick: QuickLine, agreed: frozenset[str]) -> list[Mark]:
    """Colours for each stretch; “with” and “and” between names take theirs."""
    marks: list[Mark] = []
    for span in quick.spans:
        role, bold = _LOOKS[span.role]
        if span.role is Role.UNKNOWN_NAME and quick.line[span.start : span.end] in agreed:
            role = "accent"
        if role == "ink":
            continue
        last = marks[-1] if marks else None
        if (
            last is not None
            and (last.role, last.bold) == (role, bold)
            and role == "accent"
            and span.role is not Role.QUESTION
            and _BETWEEN.fullmatch(quick.line, last.end, span.start)
        ):
            marks[-1] = Mark(last.start, span.end, role, bold)
        else:
            marks.append(Mark(span.start, span.end, role, bold))
    return marks


# --- one reader for the whole window, made where nobody waits ----------------------------


def prepare(bridge: Bridge) -> None:
    """Have a reader made off the screen thread, unless there is one or one is on its way."""
    if not bridge.line_reader_wanted:
        bridge.line_reader_wanted = True
        bridge.run(read_names, partial(adopt, bridge))


def read_names(workspace: Workspace, _task: Task) -> QuickReader:
    """The names of a journal, taken apart; made in a worker's thread."""
    return QuickReader(workspace.names(), workspace.clock)


def adopt(bridge: Bridge, reader: QuickReader) -> None:
    """Give the window its reader, and a new one whenever names change."""
    bridge.changed.connect(partial(_renew, bridge))
    bridge.set_line_reader(reader)


def _renew(bridge: Bridge, changes: Changes) -> None:
    if changes.tables & {"counterpart", "organisation"}:
        bridge.run(read_names, bridge.set_line_reader)
