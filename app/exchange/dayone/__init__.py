"""The JSON export of Day One, alone or in its zip archive with photos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from app.exchange.json_stream import JsonStream
from app.model.handles import handles_in
from app.model.imports import ReadEntry, ReadFailure, ReadFile, ReadSkip
from app.model.texts import _
from app.model.values import FIRST_YEAR, LAST_YEAR, Moment, PartialDate

Items = ReadEntry | ReadFailure | ReadSkip
Photo = Callable[[str], bytes | str | None]
"""The bytes of a photo by the name it has in the archive; a sentence why there are none."""

_SIGN = re.compile(
    rb'\s*\{\s*(?:"metadata"\s*:\s*\{|"entries"\s*:\s*\[)[^\x00]{0,60000}?'
    rb'"(?:creationDate|uuid|timeZone|richText|isAllDay|editingTime|creationDevice)"\s*:'
)
_EMPTY = re.compile(rb'\s*\{\s*"metadata"\s*:\s*\{\s*"version"\s*:\s*"1\.\d+"\s*\}')
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z")
_MOMENT = re.compile(r"!\[[^\]\n]*\]\(dayone-moment:/?/?[\w/.-]{1,80}\)")
_WORD = re.compile(r"[\w.-]{1,64}")
_MOST = 50
_TYPES = {"jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif"}
_TYPES |= {"heic": "image/heic", "webp": "image/webp", "tiff": "image/tiff"}


def looks_like(head: bytes) -> bool:
    """Whether a file begins as the export does."""
    start = head.removeprefix(b"\xef\xbb\xbf")
    return _SIGN.match(start) is not None or _EMPTY.match(start) is not None


def read(stream: IO[bytes], photo: Photo) -> Iterator[Items]:
    """Every entry of the export; what cannot be read is a record that failed."""
    json = JsonStream(stream)
    place = 0
    try:
        for name in json.members():
            if name != "entries":
                json.value()
                continue
            for value in json.items():
                place += 1
                yield _entry(value, place, photo)
    except (ValueError, RecursionError):
        why = _("The file is damaged from here on, or cut short.")
        yield ReadFailure("", str(place + 1), "", why)


def _entry(value: object, place: int, photo: Photo) -> Items:
    said: dict[str, Any] = value if isinstance(value, dict) else {}
    text = _text(said.get("text"))
    uuid = _text(said.get("uuid"))
    key = f"dayone:{uuid[:100]}" if uuid else ""
    title = _title(text)
    when = _moment(said)
    if when is None:
        why = _("It has no day that Kith can read.")
        return ReadFailure(key, str(place), title, why, text)
    files, remarks = _photos(said.get("photos"), photo)
    # The mark of a photo means nothing outside of Day One, whether or not the photo came along:
    # the JSON alone and the archive tell the same text.
    text = re.sub(r"\n{3,}", "\n\n", _MOMENT.sub("", text)).strip()
    if not text and not files:
        why = " ".join(remarks) or _("There is nothing in it.")
        return ReadSkip(key, str(place), str(when.date), why)
    return ReadEntry(
        key=key or f"dayone:{when.date}:{when.time}:{place}",
        title=title or str(when.date),
        place=str(place),
        when=when,
        handles=handles_in(text)[:_MOST],
        two_way=False,
        note=text,
        tags=_tags(said.get("tags")),
        files=files,
        raw=text,
        remarks=remarks,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return _whole(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _whole(text: str) -> str:
    """Without halves of letters, which JSON can hold and no journal can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _title(text: str) -> str:
    """The first line that says something, without the marks of a heading."""
    for line in _MOMENT.sub("", text).split("\n"):
        told = line.strip().lstrip("#").strip()
        if told:
            return told[:100]
    return ""


def _tags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    named = (" ".join(_text(one).split())[:100] for one in value)
    return tuple(dict.fromkeys(filter(None, named)))[:_MOST]


def _moment(said: dict[str, Any]) -> Moment | None:
    """When it was written, by the clock of the place where it was."""
    stamp = said.get("creationDate")
    found = _STAMP.fullmatch(stamp) if isinstance(stamp, str) else None
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}+00:00")
        zone = _zone(said.get("timeZone"))
        local = moment.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return None
    day = PartialDate.of(local.date())
    if said.get("isAllDay") is True:
        return Moment(day)
    return Moment(day, local.time().replace(second=0, microsecond=0, tzinfo=None), zone)


def _zone(value: object) -> str:
    """The zone the entry names; its moment in UTC where that is none."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_+/-]{1,60}", value):
        return "UTC"
    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, KeyError):
        return "UTC"


def _photos(value: object, photo: Photo) -> tuple[tuple[ReadFile, ...], tuple[str, ...]]:
    """The photos of an entry, and remarks on those that are not there."""
    files: list[ReadFile] = []
    remarks: dict[str, None] = {}
    for one in value[:_MOST] if isinstance(value, list) else ():
        said = one if isinstance(one, dict) else {}
        digest, kind = _word(said.get("md5")), _word(said.get("type")).lower() or "jpeg"
        if not digest:
            continue
        found = photo(f"{digest}.{kind}")
        if isinstance(found, bytes):
            name = _word(said.get("filename")) or f"{digest}.{kind}"
            files.append(ReadFile(name, _TYPES.get(kind, ""), found))
        elif found:
            remarks[found] = None
    return tuple(files), tuple(remarks)


def _word(value: object) -> str:
    """A name without folders, or nothing."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""
