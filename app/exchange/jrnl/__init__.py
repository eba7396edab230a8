"""The journals of jrnl: its JSON export, and its plain text with the time before each entry."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from app.exchange.json_stream import JsonStream
from app.model.errors import InputError
from app.model.handles import handles_in
from app.model.imports import ReadEntry, ReadFailure, ReadSkip
from app.model.texts import _
from app.model.values import Moment, PartialDate

Items = ReadEntry | ReadFailure | ReadSkip

_JSON = re.compile(
    rb'\s*\{\s*(?:"tags"\s*:\s*\{\s*(?:\}|"[^"\n]{1,200}"\s*:\s*\d)'
    rb'|"entries"\s*:\s*\[\s*\{\s*"title"\s*:)'
)
_CLOCK = r"(?:[ T](?P<clock>\d{1,2}:\d\d)(?::\d\d)?(?:\s?(?P<half>[AaPp][Mm]))?)?"
_STAMP = rf"(?P<day>\d{{4}}-\d\d-\d\d){_CLOCK}"
_HEAD = re.compile(rf"\[{_STAMP}\](?: (?P<title>.*))?")
_HOURS = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?(?:\s?([AaPp][Mm]))?")
_STAR = re.compile(r"\s\*$")
_TAG = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]*)")
_MOST_TAGS = 50


def is_json(head: bytes) -> bool:
    """Whether a file that begins like this is the JSON export."""
    return _JSON.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def is_text(head: bytes) -> bool:
    """Whether a file that begins like this is a journal in plain text."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:60].partition(b"\n")[0]
    found = _HEAD.match(first.decode("ascii", "replace"))
    return found is not None and found["title"] is not None


def read(data: bytes) -> Iterator[Items]:
    """Every entry of a journal; what cannot be read is a record that failed."""
    numbers: dict[str, int] = {}
    for item in _of_json(data) if is_json(data) else _of_text(data):
        if isinstance(item, ReadEntry):
            # Two entries of one minute with one title are told apart by their order.
            count = numbers[item.key] = numbers.get(item.key, 0) + 1
            item = item if count == 1 else replace(item, key=f"{item.key}:{count}")
        yield item


# --- JSON ----------------------------------------------------------------------------------------


def _of_json(data: bytes) -> Iterator[Items]:
    stream = JsonStream(io.BytesIO(data))
    place = 0
    try:
        for name in stream.members():
            if name != "entries":
                stream.value()
                continue
            for value in stream.items():
                place += 1
                yield _entry_of_json(value, place)
    except (ValueError, RecursionError):
        yield _failed(place + 1, "", _("The file is damaged from here on, or cut short."))


def _entry_of_json(value: object, place: int) -> Items:
    said = value if isinstance(value, dict) else {}
    title, body = (_line_ends(said.get(name)) for name in ("title", "body"))
    when = _moment(said.get("date"), said.get("time"))
    raw = "\n".join(filter(None, (title, body)))
    if when is None:
        return _failed(place, title, _("It has no day that Kith can read."), raw)
    listed = said.get("tags")
    tags = [_line_ends(one) for one in listed] if isinstance(listed, list) else []
    return _entry(when, title, body, place, tags)


def _line_ends(value: object) -> str:
    if not isinstance(value, str):
        return ""
    # JSON can hold halves of letters, and no journal can.
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


# --- plain text ----------------------------------------------------------------------------------


def _of_text(data: bytes) -> Iterator[Items]:
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    heads: re.Match[str] | None = None
    lines: list[str] = []
    place = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = _HEAD.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        if heads is not None or any(one.strip() for one in lines):
            place += 1
            yield _entry_of_text(heads, lines, place)
        heads, lines = found, []
    if heads is not None or any(one.strip() for one in lines):
        yield _entry_of_text(heads, lines, place + 1)


def _entry_of_text(head: re.Match[str] | None, lines: list[str], place: int) -> Items:
    body = "\n".join(lines).strip()
    if head is None:
        why = _("No line with a day and a time stands before it.")
        return _failed(place, body.partition("\n")[0][:100], why, body)
    title = (head["title"] or "").strip()
    when = _moment(head["day"], f"{head['clock'] or ''} {head['half'] or ''}")
    if when is None:
        why = _("It has no day that Kith can read.")
        return _failed(place, title, why, "\n".join((head[0], *lines)))
    tags = [f"#{tag}" for tag in _TAG.findall(f"{title}\n{body}")]
    return _entry(when, title, body, place, tags)


# --- both ----------------------------------------------------------------------------------------


def _entry(when: Moment, title: str, body: str, place: int, tags: list[str]) -> Items:
    title = _STAR.sub("", title)
    note = "\n".join(filter(None, (title, body)))
    if not note:
        return ReadSkip("", str(place), str(when.date), _("There is nothing in it."))
    key = hashlib.sha256(f"{when.date} {when.time} {title}".encode("utf-8", "replace"))
    # jrnl's own sign for a tag is an @ too: one that names nobody becomes a tag again.
    named = {one.casefold(): one for one in handles_in(note)}
    for tag in tags:
        if tag.startswith("@") and tag[1:]:
            named.setdefault(tag[1:].casefold(), tag[1:])
    return ReadEntry(
        key=f"jrnl:{key.hexdigest()[:32]}",
        title=note.partition("\n")[0][:100],
        place=str(place),
        when=when,
        handles=tuple(named.values())[:_MOST_TAGS],
        two_way=False,
        note=note,
        tags=tuple(dict.fromkeys(tag.lstrip("#") for tag in tags if not tag.startswith("@")))[
            :_MOST_TAGS
        ],
        raw=note,
    )


def _moment(day: object, clock: object) -> Moment | None:
    """When it was; a time that cannot be read is left out."""
    try:
        date = PartialDate.parse(str(day)[:10])
    except InputError:
        return None
    if date.exact is None:
        return None
    return Moment(date, _time(str(clock or "").strip()))


def _time(text: str) -> time | None:
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _failed(place: int, title: str, why: str, raw: str = "") -> ReadFailure:
    return ReadFailure("", str(place), title[:100], why, raw)
