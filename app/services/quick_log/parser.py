"""Reads one quick line: its head, its marked parts, and the note that is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.model.people import PersonName
from app.model.records import Side
from app.model.texts import _
from app.services.person_names import NameIndex, words_in
from app.services.quick_log.head import Head
from app.services.quick_log.markers import Marked, split_due, split_marked
from app.services.quick_log.quick_line import Noted, NotedPromise, QuickLine, Role, Span
from app.services.quick_log.understood import understood

_PIECE = re.compile(r"[^\n]+")
_AFTER_HEAD = " \t\u3000,;.:!、，。：–—-|·"
# NUL and other control characters, and the overrides that make text run against its letters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_POSSESSIVE = re.compile(r"['’]s?$")
_SIDES = {Role.PROMISE_MINE: Side.ME, Role.PROMISE_THEIRS: Side.THEM}

_last_index = NameIndex(())


def _index_of(names: Sequence[PersonName] | NameIndex) -> NameIndex:
    """The names taken apart; the last such work is kept for the next keystroke."""
    global _last_index  # a cache of one; it never changes what is read
    if isinstance(names, NameIndex):
        return names
    if _last_index.names != tuple(names):
        _last_index = NameIndex(names)
    return _last_index


def parse(line: str, names: Sequence[PersonName] | NameIndex, now: datetime) -> QuickLine:
    """Read one line as it is typed; it never fails, whatever the line holds.

    Args:
        line: what was typed.
        names: everyone who can be named; hand in a `NameIndex` to have it taken apart once.
        now: the present, with the user's zone; days are counted from it.
    """
    index = _index_of(names)
    marked = split_marked(line)
    head = Head(_head_text(line, marked), index, now)
    note, text_spans = _note(line, head, marked)
    quick = QuickLine(
        line=line,
        when=head.moment,
        when_said=head.when_said,
        people=tuple(person.id for person in head.people),
        unknown=tuple(dict.fromkeys(head.unknown)),
        ambiguous=tuple(head.ambiguous),
        channel=head.channel,
        channel_word=head.channel_word,
        minutes=head.minutes,
        opener=head.opener,
        note=_with_word(head.channel_word, note),
        tags=tuple(dict.fromkeys(part.text for part in marked if part.role is Role.TAG)),
    )
    quick, problems = _with_marked(quick, marked, head.people, now)
    marks = [Span(m.start, m.end, m.role) for m in marked]
    spans = [*_around(head.spans, marks), *text_spans, *marks]
    quick = replace(
        quick,
        spans=tuple(sorted(spans, key=lambda span: span.start)),
        problems=(*head.problems, *_name_problems(head), *problems),
        hints=(*head.hints, *_kept_hint(quick, head.people)),
    )
    return replace(quick, understood=understood(quick, head.people, now.year, head.day_unclear))


def _around(spans: Sequence[Span], marks: Sequence[Span]) -> Iterator[Span]:
    """The spans without what a tag in their midst takes: "3 #work May" is a day and a tag."""
    for span in spans:
        start = span.start
        for mark in marks:
            if start < mark.end and mark.start < span.end:
                if start < mark.start:
                    yield replace(span, start=start, end=mark.start)
                start = mark.end
        if start < span.end:
            yield replace(span, start=start)


def _head_text(line: str, marked: Sequence[Marked]) -> str:
    """The line up to the first marked part or line break, with tags blanked out."""
    stop = next((part.start for part in marked if part.role is not Role.TAG), len(line))
    text = line[:stop]
    for part in marked:
        if part.end <= stop:
            text = f"{text[: part.start]}{' ' * (part.end - part.start)}{text[part.end :]}"
    return text.partition("\n")[0]


def _note(line: str, head: Head, marked: Sequence[Marked]) -> tuple[str, list[Span]]:
    """What is neither head nor marked: the note, and where it stands in the line."""
    taken = sorted([*head.taken, *((part.start, part.end) for part in marked)])
    pieces: list[str] = []
    spans: list[Span] = []
    pos, fresh = 0, True
    for start, end in [*taken, (len(line), len(line))]:
        for match in _PIECE.finditer(line, pos, max(start, pos)):
            piece = match.group()
            kept = piece.lstrip(_AFTER_HEAD) if fresh and pos else piece.lstrip()
            begin = match.start() + len(piece) - len(kept)
            kept = kept.rstrip(" \t\u3000,;" if match.end() < len(line) else None)
            if any(char.isalnum() or ord(char) > 0x2000 for char in kept):
                spans.append(Span(begin, begin + len(kept), Role.TEXT))
                pieces += ["\n" if "\n" in line[pos:begin] and pieces else " ", kept]
            fresh = False
        pos, fresh = max(pos, end), True
    return _clean("".join(pieces)).strip(), spans


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text)


def _with_word(word: str, note: str) -> str:
    """A channel word that says more than its channel ("lunch") opens the note."""
    if not word:
        return note
    first = word[:1].upper() + word[1:]
    return f"{first}. {note}" if note else first


def _with_marked(
    quick: QuickLine, marked: Sequence[Marked], people: Sequence[PersonName], now: datetime
) -> tuple[QuickLine, list[str]]:
    noted: dict[Role, list[Noted]] = {Role.COMMON: [], Role.DIFFERS: [], Role.QUESTION: []}
    promises: list[NotedPromise] = []
    problems: list[str] = []
    known = NameIndex(people)
    for part in marked:
        text = _clean(part.text).strip()
        if part.role is Role.TAG or not text:
            continue
        if part.role in _SIDES:
            text, due, problem = split_due(text, now)
            problems += [problem] if problem else []
            if text:
                person = _kept_with(text, known)
                promises.append(NotedPromise(_SIDES[part.role], _sentence(text), due, person))
        else:
            noted[part.role].append(Noted(_sentence(text), _kept_with(text, known)))
    quick = replace(
        quick,
        commons=tuple(noted[Role.COMMON]),
        differs=tuple(noted[Role.DIFFERS]),
        questions=tuple(noted[Role.QUESTION]),
        promises=tuple(promises),
    )
    return quick, problems


def _sentence(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def _kept_with(text: str, known: NameIndex) -> int | None:
    """The one person of the line who is named in the text, else the one named first."""
    if not known.names:
        return None
    if len(known.names) == 1:
        return known.names[0].id
    named = set()
    for _start, _end, word in words_in(text[:2000]):
        name = _POSSESSIVE.sub("", word)
        holders = known.holders([name]) if name[:1].isupper() or not name.isascii() else []
        named |= {person.id for person in holders} if len(holders) == 1 else set()
    return named.pop() if len(named) == 1 else known.names[0].id


def _name_problems(head: Head) -> list[str]:
    return [
        _("“{name}” can be {people}. Write more of the name.").format(
            name=ambiguous.text, people=_(" or ").join(ambiguous.spellings[:5])
        )
        for ambiguous in head.ambiguous
    ]


def _kept_hint(quick: QuickLine, people: Sequence[PersonName]) -> list[str]:
    if not people or len(people) + len(quick.unknown) < 2:
        return []
    kept = [item.person for item in (*quick.commons, *quick.differs, *quick.questions)]
    kept += [promise.person for promise in quick.promises]
    if people[0].id not in kept:
        return []
    return [
        _(
            "What is noted here is kept with {name}, who is named first. "
            "Name another of them in it to keep it with that person."
        ).format(name=people[0].name)
    ]


def complete(
    prefix: str, names: Sequence[PersonName] | NameIndex, limit: int = 12
) -> list[PersonName]:
    """People one of whose names begins with what was typed so far, whole names first."""
    asked = [word for _start, _end, word in words_in(prefix[:200])]
    if not asked:
        return []
    index = _index_of(names)
    return index.beginning(asked)[:limit]
