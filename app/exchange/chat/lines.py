"""Reads the lines of a chat export: when, who, and whether it is a notice or carries a file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

# Marks that turn the direction of writing; no person sees them.
_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTICE = re.compile("\\D[:：] ?\u200e")
_MORNING = (
    "a. m.|a.m.|am|ص|上午|午前|오전|凌晨|早上|清晨|π.μ.|öö|sa|de."  # spoken of hours before noon
)
_EVENING = "p. m.|p.m.|pm|م|下午|午後|오후|晚上|傍晚|μ.μ.|ös|ch|du."
_NOON = "中午"
_HALF = "|".join(re.escape(word) for word in f"{_MORNING}|{_EVENING}|{_NOON}".split("|"))
_HEAD = re.compile(
    r"(?P<open>\[)?(?P<a>\d{1,4}) ?(?P<mark>[./\-年년]) ?(?P<b>\d{1,2}) ?[./\-月월] ?(?P<c>\d{1,4})"
    r"(?: ?[.日일])?[,،]? *(?:(?:klo|um|at|à|às|a las|las|kl\.?|o|в|alle ore|alle|ore) +)?"
    rf"(?:(?P<before>{_HALF}) *)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?: *(?P<after>{_HALF})(?![^\W\d_]))?(?P<close>\])?(?P<rest> *[-–—] ?|, ?| )?",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?:~ ?)?(?P<name>[^:：]{1,100}?) ?[:：] ?(?P<text>.*)", re.DOTALL)
_FILE = re.compile(
    r"^<[^<>]{3,60}>$"  # <Media omitted>, in any language
    r"|<[^<>\d]{3,30}: ?[^<>]{3,200}>|<[^<>]{2,20}>$"  # <attached: 0042-PHOTO.jpg>, .. <attached>
    r"|\.\w{2,5} \([^()]{4,40}\)$"  # IMG-1.jpg (file attached)
    r"|^(?:image|video|audio|gif|sticker|document|photo|contact card|bild|foto|imagen?|imagem|"
    r"immagine|vidéo|vídeo|dokument|documento|afbeelding|контакт|фото|видео)\b.{0,12} "
    r"(?:omitted|weggelassen|omitid[oa]|absente?|omess[oa]|ocult[oa]|weggelaten|utelämnad|"
    r"udeladt|pominięto|пропущено)$",
    re.IGNORECASE,
)
_LONGEST = 2000
_QUOTES = re.compile('[“”„«»"]')


@dataclass(frozen=True, slots=True)
class Stamp:
    """The three numbers of a date as they stand, and the time of day."""

    numbers: tuple[int, int, int]
    digits: tuple[int, int, int]
    hour: int
    minute: int
    second: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message or notice; `sender` is empty for a notice."""

    line: int
    stamp: Stamp
    sender: str
    has_file: bool = False


Style = tuple[bool, str, str, bool]


def lines_of(pieces: Iterable[bytes], encoding: str = "") -> Iterator[str]:
    """The lines of a file that is read piece by piece; of a very long one its beginning.

    Where no encoding is given it is UTF-16 if the file says so, else UTF-8.
    """
    decoder: codecs.IncrementalDecoder | None = None
    rest = ""
    for piece in chain(pieces, (b"",)):
        if decoder is None:
            wide = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder(encoding or ("utf-16" if wide else "utf-8"))(
                "replace"
            )
        text = rest[:_LONGEST] + decoder.decode(piece, final=not piece)
        *lines, rest = text.split("\n")
        yield from lines
    yield rest


def messages(lines: Iterable[str]) -> Iterator[Message]:
    """Every message and notice, old to new as they stand; later lines of one belong to it."""
    style: Style | None = None
    for number, raw in enumerate(lines, 1):
        line = plain(raw[:_LONGEST])
        found = _HEAD.match(line)
        if found is None:
            continue
        own = _style(found)
        if own is None or (style is not None and own != style):
            continue  # a line of a message that begins with a date of its own
        style = own
        stamp = _stamp(found)
        if stamp is None:
            continue
        yield _message(number, stamp, line[found.end() :], raw)


def plain(line: str) -> str:
    """A line without unseen marks, every kind of space made plain."""
    return _SPACES.sub(" ", _MARKS.sub("", line)).strip()


def _message(number: int, stamp: Stamp, rest: str, raw: str) -> Message:
    said = _SAID.match(rest)
    if said is None or _QUOTES.search(said["name"]):
        return Message(number, stamp, "")
    text = said["text"].strip()
    has_file = bool(_FILE.search(text))
    if not has_file and _NOTICE.search(raw[:400]):  # iPhones let the other side say notices
        return Message(number, stamp, "")
    return Message(number, stamp, " ".join(said["name"].split()), has_file)


def _style(found: re.Match[str]) -> Style | None:
    """What all heads of one file have in common; None when it is no head of a message."""
    end = "]" if found["open"] and found["close"] else (found["rest"] or "").strip()
    if found["open"] and not found["close"]:
        return None
    if not end and (found["mark"] != "." or found["rest"] is None):
        return None
    if end in ("–", "—"):
        end = "-"
    return bool(found["open"]), found["mark"], end, found["second"] is not None


def _stamp(found: re.Match[str]) -> Stamp | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["before"] or found["after"] or "").casefold()
    if half in _EVENING.split("|") and hour < 12:
        hour += 12
    elif half in _MORNING.split("|") and hour == 12:
        hour = 0
    elif half == _NOON and hour < 4:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    parts = found["a"], found["b"], found["c"]
    first, middle, last = (int(part) for part in parts)
    sizes = len(parts[0]), len(parts[1]), len(parts[2])
    return Stamp((first, middle, last), sizes, hour, minute, second)
