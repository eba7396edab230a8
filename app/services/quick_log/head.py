"""Reads the head of a quick line: who, how, when, how long, who opened, in any order."""

from __future__ import annotations

import re
from datetime import datetime, time

from app.model.people import PersonName
from app.model.records import Channel, Opener
from app.model.texts import _
from app.model.values import Moment, PartialDate
from app.services.person_names import NameIndex, spell
from app.services.quick_log import words
from app.services.quick_log.clock_times import read_duration, read_time
from app.services.quick_log.dates import When, read_when
from app.services.quick_log.names_in_line import NameRead, read_known, read_unknown
from app.services.quick_log.quick_line import AmbiguousName, Role, Span

_GAP = re.compile(r"(?:[\s,;、，()]|[-–—|·](?=\s|$))*")
_SENTENCE_END = re.compile(r"[.:!?…](?=\s|$)|[。！？：]|$")
_WORD_START = re.compile(r"(?<![^\s,;])(?=[^\s,;])")
_SMALL = re.compile(r"[a-z]")
_WITH_AHEAD = re.compile(r"(?<!\S)(?:with|w/)\s+", re.IGNORECASE)
_TAIL_WORDS = 14  # as many words as a day, a time and a length can take at a sentence's end


class Head:
    """What the head of one line says; `spans` hold what was read and where."""

    def __init__(self, text: str, index: NameIndex, now: datetime) -> None:
        self.text = text
        self.index = index
        self.now = now
        self.people: list[PersonName] = []
        self.unknown: list[str] = []
        self.ambiguous: list[AmbiguousName] = []
        self.channel: Channel | None = None
        self.channel_word = ""
        self.opener: Opener | None = None
        self.day: PartialDate | None = None
        self.time: time | None = None
        self.minutes: int | None = None
        self.problems: list[str] = []
        self.hints: list[str] = []
        self.spans: list[Span] = []
        self.taken: list[tuple[int, int]] = []
        self._when_said = False
        self._acted = False
        self._read()

    @property
    def when_said(self) -> bool:
        """Whether the line names a day or a time."""
        return self._when_said

    @property
    def day_unclear(self) -> bool:
        """Whether a day was named that cannot be taken as it is."""
        return self._when_said and self.day is None and bool(self.problems) and not self.time

    @property
    def moment(self) -> Moment:
        """When it was: today, unless said otherwise."""
        zone = getattr(self.now.tzinfo, "key", None) if self.time else None
        return Moment(self.day or PartialDate.of(self.now.date()), self.time, zone)

    def _read(self) -> None:
        end = self._read_run(0)
        if not self._is_someone_named():
            end = self._resume(end)
        self._read_tail(end)
        if not self._when_said:
            self._hint_at_day(end)
        if self._is_ahead():
            self.problems.append(
                _("This day or time is still to come. Log it when it has happened.")
            )

    def _is_ahead(self) -> bool:
        today = self.now.date()
        if self.day is not None and self.day.first > today:
            return True
        is_today = self.day is None or self.day.exact == today
        return bool(is_today and self.time and self.time > self.now.time())

    # --- one run of understood words -------------------------------------------------------

    def _read_run(self, pos: int) -> int:
        """Read from `pos` until a word is not understood; returns where the last one ended."""
        start = good = pos
        expecting = pos > 0
        while True:
            gap = _GAP.match(self.text, pos)
            pos = gap.end() if gap else pos
            if self._stops(pos):
                break
            if self.text[pos] == ":":
                pos += 1
                continue
            read = len(self.spans)
            end, expecting = self._read_one(pos, expecting)
            if end <= pos:
                break
            pos = end
            good = end if len(self.spans) > read else good
        if good > start:
            self.taken.append((start, good))
        return good

    def _stops(self, pos: int) -> bool:
        """Whether the head ends here; a colon ends it only once somebody has been named."""
        if not _SENTENCE_END.match(self.text, pos):
            return False
        return bool(self.text[pos : pos + 1] != ":" or self._is_someone_named())

    def _is_someone_named(self) -> bool:
        return bool(self.people or self.unknown or self.ambiguous)

    def _read_one(self, pos: int, expecting: bool) -> tuple[int, bool]:
        """Read one thing; returns its end (`pos`: nothing) and whether a name may follow."""
        if expecting:
            end = self._read_name(pos, strict=True)
            if end > pos:
                return end, False
        for read in (self._read_opener, self._read_duration, self._read_when, self._read_time):
            end = read(pos)
            if end > pos:
                return end, self._acted and read == self._read_opener
        lead = words.WITH.match(self.text, pos)
        if lead:
            gap = _GAP.match(self.text, lead.end())
            end = self._read_name(gap.end() if gap else lead.end(), strict=True, lower=True)
            return (end, False) if end > lead.end() else (lead.end(), True)
        end = self._read_channel(pos)
        if end > pos:
            return end, True
        filler = words.FILLER.match(self.text, pos)
        if filler and (_SMALL.match(self.text, pos) or not self.text[pos].isalpha()):
            return filler.end(), False
        end = self._read_name(pos, strict=False)
        if end > pos:
            return end, False
        return (filler.end(), False) if filler else (pos, False)

    def _resume(self, end: int) -> int:
        """Nobody named yet: go on at “with” and a name, later in the same sentence."""
        stop = _SENTENCE_END.search(self.text, end)
        for lead in _WITH_AHEAD.finditer(self.text, end, stop.start() if stop else end):
            name = read_known(self.text, lead.end(), self.index, self._is_other)
            if name or read_unknown(self.text, lead.end(), self._is_other, lower=True):
                return self._read_run(lead.start())
        return end

    def _read_tail(self, end: int) -> None:
        """The last words of the first sentence, when they can only say when or how long."""
        stop = _SENTENCE_END.search(self.text, end)
        if stop is None or stop.start() <= end:
            return
        starts = [m.start() for m in _WORD_START.finditer(self.text, end + 1, stop.start())]
        for start in starts[-_TAIL_WORDS:]:
            if self._try_tail(start, stop.start()):
                return

    def _hint_at_day(self, end: int) -> None:
        """Say so when a day stands in the first sentence and was left to the note."""
        stop = _SENTENCE_END.search(self.text, end)
        for start in _WORD_START.finditer(self.text, end, stop.start() if stop else end):
            said = read_when(self.text, start.start(), self.now)
            if said is not None and said.date:
                self.hints.append(
                    _(
                        "“{words}” was left to the note, and the day taken to be today. "
                        "Put it before the note if it is the day of the contact."
                    ).format(words=self.text[start.start() : said.end])
                )
                return

    def _try_tail(self, start: int, stop: int) -> bool:
        """Take what stands from `start` to `stop` if all of it is a past day or a length."""
        pos, when_at = start, start
        when: When | None = None
        minutes: int | None = None
        spans: list[Span] = []
        while pos < stop:
            lasted = read_duration(self.text, pos) if minutes is None else None
            said = read_when(self.text, pos, self.now) if when is None and not lasted else None
            if lasted and self.minutes is None:
                minutes, end, role = lasted.minutes, lasted.end, Role.DURATION
            elif said and said.date and not self._when_said:
                when, when_at, end, role = said, pos, said.end, Role.WHEN
            else:
                return False
            spans.append(Span(pos, end, role))
            gap = _GAP.match(self.text, end)
            pos = gap.end() if gap else end
        # A weekday or a month alone may belong to the text; beside a length it does not.
        if pos > stop or not spans or (when and not (when.plain or when.time or minutes)):
            return False
        self.minutes = minutes or self.minutes
        if when is not None:
            self._take_when(when)
            self.hints.append(
                _(
                    "“{words}” was read as the day of the contact. If it belongs to the note, "
                    "put the day first, for example “today”."
                ).format(words=self.text[when_at : when.end])
            )
        self.spans += spans
        self.taken.append((start, stop))
        return True

    # --- the single things -----------------------------------------------------------------

    def _mark(self, start: int, end: int, role: Role) -> int:
        self.spans.append(Span(start, end, role))
        return end

    def _read_opener(self, pos: int) -> int:
        if self.opener is not None:
            return pos
        said = words.read_opener(self.text, pos)
        if said is None:
            return self._read_opened_by(pos)
        self.opener = said.opener
        self._acted = said.channel is not None or self.text[pos : pos + 1] in "iI"
        self._take_channel(said.channel, "")
        return self._mark(pos, said.end, Role.OPENER)

    def _read_opened_by(self, pos: int) -> int:
        lead = words.OPENED_BY.match(self.text, pos)
        name = read_known(self.text, lead.end(), self.index, self._is_other) if lead else None
        if lead is None or name is None or not name.found:
            return pos
        self.opener = Opener.THEM
        self._mark(pos, lead.end(), Role.OPENER)
        return self._take_name(lead.end(), name)

    def _read_duration(self, pos: int) -> int:
        lasted = read_duration(self.text, pos) if self.minutes is None else None
        if lasted is None:
            return pos
        self.minutes = lasted.minutes
        return self._mark(pos, lasted.end, Role.DURATION)

    def _read_when(self, pos: int) -> int:
        if self.day is not None or self.problems:
            return pos
        said = read_when(self.text, pos, self.now)
        if said is None:
            return pos
        self._take_when(said)
        return self._mark(pos, said.end, Role.WHEN)

    def _take_when(self, said: When) -> None:
        self._when_said = True
        self.day = said.date
        self.time = said.time or self.time
        self.minutes = self.minutes or said.minutes
        if said.problem:
            self.problems.append(said.problem)

    def _read_time(self, pos: int) -> int:
        exact = self.day is None or self.day.exact is not None
        clock = read_time(self.text, pos) if self.time is None and exact else None
        if clock is None:
            return pos
        self._when_said = True
        self.time = clock.time
        self.minutes = self.minutes or clock.minutes
        return self._mark(pos, clock.end, Role.WHEN)

    def _read_channel(self, pos: int) -> int:
        said = words.read_channel(self.text, pos)
        if said is None:
            return pos
        self._take_channel(said.channel, said.word)
        return self._mark(pos, said.end, Role.CHANNEL)

    def _take_channel(self, channel: Channel | None, word: str) -> None:
        meant = words.heavier(self.channel, channel)
        if word and (meant is channel or not self.channel_word):
            self.channel_word = word
        elif meant is not self.channel and not word:
            self.channel_word = ""
        self.channel = meant

    # --- names -------------------------------------------------------------------------------

    def _is_other(self, pos: int) -> bool:
        """Whether something else than a name starts here."""
        return bool(
            words.read_opener(self.text, pos)
            or read_duration(self.text, pos)
            or read_when(self.text, pos, self.now)
            or read_time(self.text, pos)
            or words.ACT.match(self.text, pos)
            or words.read_channel(self.text, pos)
        )

    def _read_name(self, pos: int, *, strict: bool, lower: bool = False) -> int:
        """A name and those joined to it; `strict` also takes a name nobody has yet."""
        end = pos
        while True:
            name = read_known(self.text, pos, self.index, self._is_other)
            if name is None and (strict or self._acts_next(pos)):
                name = read_unknown(self.text, pos, self._is_other, lower=lower)
            if name is None:
                return end
            end = self._take_name(pos, name)
            joined = words.AND.match(self.text, end)
            comma = bool(joined and joined.group().strip() == ",")
            if joined is None or not self._is_name_next(joined.end(), comma=comma):
                return self._read_act_after(end)
            pos, strict, lower = joined.end(), True, False

    def _read_act_after(self, end: int) -> int:
        """What they did: “Dana called” says who opened, “I called Dana back” takes it back."""
        back = words.BACK.match(self.text, end)
        if back and self._acted:
            self._withdraw_opener()
            return back.end()
        act = words.ACT.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
        if act is None or self.opener is not None:
            return end
        self.opener = Opener.THEM
        self._take_channel(words.channel_of(act.group("act")), "")
        return self._mark(end + 1, act.end(), Role.OPENER)

    def _acts_next(self, pos: int) -> bool:
        name = read_unknown(self.text, pos, self._is_other)
        return bool(name and words.ACT.match(self.text, name.end + 1))

    def _is_name_next(self, pos: int, *, comma: bool) -> bool:
        known = read_known(self.text, pos, self.index, self._is_other)
        if known is not None and known.found:
            return not self._is_other(pos) or not comma
        unknown = known or read_unknown(self.text, pos, self._is_other)
        if unknown is None or not comma:
            return unknown is not None
        gap = _GAP.match(self.text, unknown.end)
        after = gap.end() if gap else unknown.end
        return bool(
            _SENTENCE_END.match(self.text, after)
            or words.AND.match(self.text, unknown.end)
            or self._is_other(after)
        )

    def _withdraw_opener(self) -> None:
        # Who calls back did not open: that was whoever called first.
        self.opener, self._acted = None, False
        self.spans = [
            Span(s.start, s.end, Role.CHANNEL) if s.role is Role.OPENER else s for s in self.spans
        ]

    def _take_name(self, pos: int, name: NameRead) -> int:
        if len(name.found) == 1:
            if name.found[0] not in self.people:
                self.people.append(name.found[0])
            return self._mark(pos, name.end, Role.PERSON)
        if not name.found:
            self.unknown.append(name.text)
            return self._mark(pos, name.end, Role.UNKNOWN_NAME)
        spellings = tuple(spell(person, self.index) for person in name.found)
        span = Span(pos, name.end, Role.AMBIGUOUS_NAME)
        self.ambiguous.append(AmbiguousName(name.text, span, name.found, spellings))
        return self._mark(pos, name.end, Role.AMBIGUOUS_NAME)
