"""The folded `NAME;PARAMETER=VALUE:text` lines that vCard and iCalendar share, read leniently.

Why no library: of the readers tried on broken address books, vobject 0.9.9 needs exponential time
for one line of commas (22 of them: 2.5 s), stops at quoted-printable text without a charset, and
drops what follows an unclosed card; icalendar's lines refuse the bare parameters of vCard 2.1.
"""

from __future__ import annotations

import base64
import codecs
import io
import quopri
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODEC = re.compile(
    r"(utf|iso|latin|windows|cp|koi8|gb|big5|shift|sjis|euc|us-ascii|ascii|mac|hz)", re.IGNORECASE
)
# Possessive quantifiers: none of these can backtrack, however hostile the line.
_HEAD = re.compile(rb'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r';((?:[^;"]++|"[^"]*+"?)*+)')
_PARAMETER_VALUE = re.compile(r'(?:[^,"]++|"[^"]*+"?)++')
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_BASE64_HEAD = re.compile(rb";(?:ENCODING=)?\"?(?:B|BASE64)\"?(?:;|$)", re.IGNORECASE)
_BASE64_BODY = re.compile(rb"[A-Za-z0-9+/=]+")
_ESCAPE = re.compile(r'\\([nN,;:"\\])')
_OLD_ESCAPE = re.compile(r"\\([nN,;:])")
_CARET = re.compile(r"\^(['n^])")
_ENCODINGS = {"quoted-printable", "base64", "7bit", "8bit", "b", "q"}
# Control characters, and the marks that reverse the order in which letters are shown.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]")
_TOO_LONG_TO_KEEP = 100_000
_DEEPEST = 20
_BINARY = re.compile(r"(?:[^.:;]*\.)?(PHOTO|LOGO|SOUND|KEY|ATTACH|X-MS-OL-DESIGN)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: where it stands, its name in capitals, its group, parameters and raw value."""

    number: int
    name: str
    value: bytes
    group: str = ""
    params: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def param(self, name: str) -> str:
        """The first value of a parameter, or nothing."""
        return next(iter(self.params.get(name, ())), "")

    @property
    def types(self) -> tuple[str, ...]:
        """The TYPE parameters in small letters, also those written without `TYPE=`."""
        return tuple(kind.lower() for kind in self.params.get("TYPE", ()))


@dataclass(slots=True)
class Block:
    """What stands between a BEGIN and its END: its own lines, and the blocks inside it."""

    name: str
    number: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    inner: list[Block] = field(default_factory=list)
    parent: Block | None = None
    closed: bool = False

    def parsed(self) -> tuple[list[Line], list[int]]:
        """The properties understood, and the numbers of the lines that were not."""
        good: list[Line] = []
        bad: list[int] = []
        for number, raw in self.lines:
            line = parse(number, raw)
            if line is None:
                bad.append(number)
            else:
                good.append(line)
        return good, bad

    def raw(self) -> str:
        """The record as it stood, unfolded; pictures and other attachments are left out."""
        kept = [f"BEGIN:{self.name}"]
        room = _TOO_LONG_TO_KEEP
        for _number, raw in self.lines:
            text = plain(raw[:room])
            if _BINARY.match(text):
                head, colon, body = text.partition(":")
                text = head + colon + ("…" if body else "")
            kept.append(text)
            room -= len(text)
            if room <= 0:
                kept.append("…")
                break
        return "\n".join([*kept, f"END:{self.name}"])


def to_utf8(data: bytes) -> bytes:
    """The same text in UTF-8 where it is plainly UTF-16 or UTF-32, with or without its mark."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            return rest if codec == "utf-8" else _recode(rest, codec)
    head = data[:512]
    if len(head) >= 4 and head[0::2].count(0) > len(head) * 0.3:
        return _recode(data, "utf-16-be")
    if len(head) >= 4 and head[1::2].count(0) > len(head) * 0.3:
        return _recode(data, "utf-16-le")
    return data


def _recode(data: bytes, codec: str) -> bytes:
    return data.decode(codec, "replace").encode("utf-8", "replace")


def begins_with(data: bytes, names: tuple[str, ...]) -> bool:
    """Whether one of these blocks begins near the top of the file."""
    pattern = rf"^[ \t]*BEGIN[ \t]*:[ \t]*({'|'.join(names)})[ \t]*\r?$".encode()
    head = to_utf8(data[:65_536]).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return re.search(pattern, head, re.IGNORECASE | re.MULTILINE) is not None


def logical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Unfold on the bytes, for a fold may split a letter; gives line numbers from 1."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    parts: list[bytes] = []
    soft: list[bool] = []
    start, quoted, packed = 0, False, False
    for number, physical in enumerate(io.BytesIO(data), 1):
        line = physical.rstrip(b"\r\n")
        if parts:
            softly = quoted and parts[-1].endswith(b"=") and not _is_edge(line)
            body = packed and not softly and _BASE64_BODY.fullmatch(line) is not None
            if softly or body or line[:1] in (b" ", b"\t"):
                parts.append(b" " + line if body else line)
                soft.append(softly)
                continue
            yield start, _joined(parts, soft)
            parts = []
        if not line.strip():
            continue
        start, parts, soft = number, [line], [False]
        head = line.partition(b":")[0]
        quoted = b"quoted-printable" in head.lower()
        packed = _BASE64_HEAD.search(head) is not None
    if parts:
        yield start, _joined(parts, soft)


def _is_edge(line: bytes) -> bool:
    return line.strip()[:6].upper() in (b"BEGIN:", b"END:VC", b"END:VE")


def _joined(parts: list[bytes], soft: list[bool]) -> bytes:
    """One line of several. Soft breaks may themselves be folded: then all begin with a space."""
    later = [part for part, softly in zip(parts, soft, strict=True) if softly]
    folded_too = bool(later) and all(part[:1] in (b" ", b"\t") for part in later)
    out = [parts[0]]
    for part, softly in zip(parts[1:], soft[1:], strict=True):
        if softly:
            out[-1] = out[-1][:-1]
            out.append(part[1:] if folded_too else part)
        else:
            out.append(part[1:])
    return b"".join(out).strip(b"\x00\x0c")


def blocks(data: bytes, wanted: frozenset[str]) -> Iterator[Block]:
    """Every wanted block, as soon as it ends; an END that is missing is supplied.

    A second BEGIN of the same kind closes the first, except in the AGENT line of vCard 2.1.
    """
    stack: list[Block] = []
    for number, raw in logical_lines(to_utf8(data)):
        word, _colon, rest = raw.partition(b":")
        edge = word.strip().upper()
        if edge == b"BEGIN" and len(rest) < 200 and len(stack) < _DEEPEST:
            name = plain(rest).strip().upper()
            while any(block.name == name for block in stack) and not _in_agent(stack):
                yield from _closing(stack, wanted)
            block = Block(name, number, parent=stack[-1] if stack else None)
            if stack:
                stack[-1].inner.append(block)
            stack.append(block)
        elif edge == b"END" and len(rest) < 200:
            name = plain(rest).strip().upper()
            if any(block.name == name for block in stack):
                while stack[-1].name != name:
                    yield from _closing(stack, wanted)
                stack[-1].closed = True
                yield from _closing(stack, wanted)
        elif stack:
            stack[-1].lines.append((number, raw))
    while stack:
        yield from _closing(stack, wanted)


def _in_agent(stack: list[Block]) -> bool:
    if not stack or not stack[-1].lines:
        return False
    return stack[-1].lines[-1][1].strip().upper() == b"AGENT:"


def _closing(stack: list[Block], wanted: frozenset[str]) -> Iterator[Block]:
    block = stack.pop()
    inside = any(outer.name == block.name for outer in stack)
    if block.name in wanted and not inside:
        yield block


def parse(number: int, raw: bytes) -> Line | None:
    """The property a line holds, or None when it holds none."""
    found = _HEAD.match(raw)
    cut = found.end() - 1 if found else raw.find(b":")
    if cut < 0:
        return None
    head = plain(raw[:cut])
    first, _semicolon, rest = head.partition(";")
    group, _dot, name = first.strip().rpartition(".")
    if not _NAME.fullmatch(name):
        return None
    params: dict[str, tuple[str, ...]] = {}
    for part in _PARAMETER.findall(";" + rest)[:200]:
        key, equals, value = part.partition("=")
        key = key.strip().upper()
        if not equals:
            value = key.lower()
            key = "ENCODING" if value in _ENCODINGS else "TYPE"
        if value and key:
            params[key] = params.get(key, ()) + _parameter_values(value)
    return Line(number, name.upper().replace("_", "-"), raw[cut + 1 :], group.lower(), params)


def _parameter_values(text: str) -> tuple[str, ...]:
    signs = {"'": '"', "n": "\n", "^": "^"}
    values = (value.strip().strip('"') for value in _PARAMETER_VALUE.findall(text))
    return tuple(_CARET.sub(lambda hit: signs[hit[1]], value) for value in values)


def decoded(line: Line, legacy: str = "cp1252") -> tuple[str, bool]:
    """The value as text, and whether its alphabet had to be assumed to be `legacy`."""
    data = line.value
    encoding = line.param("ENCODING").lower()
    if encoding in ("quoted-printable", "q"):
        data = quopri.decodestring(data)
    elif encoding in ("base64", "b"):
        try:
            data = base64.b64decode(data)
        except ValueError:
            return plain(data), False
    charset = line.param("CHARSET")
    for codec in (charset if is_alphabet(charset) else "utf-8", "utf-8"):
        try:
            return data.decode(codec), False
        except (LookupError, UnicodeError):
            continue
    return data.decode(legacy, "replace"), True


def is_alphabet(name: str) -> bool:
    """Whether this names a way to write letters that can be decoded."""
    try:
        return _CODEC.match(name) is not None and bool(codecs.lookup(name))
    except (LookupError, ValueError):
        return False


def plain(data: bytes) -> str:
    """Bytes as text: UTF-8, else Western European letter by letter."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def unescape(text: str, *, old: bool = False) -> str:
    r"""Undo `\n`, `\,`, `\;` and `\:`; `\\` too, except in vCard 2.1, which did not escape it."""
    pattern = _OLD_ESCAPE if old else _ESCAPE
    return pattern.sub(lambda hit: "\n" if hit[1] in "nN" else hit[1], text)


def split(text: str, separator: str) -> list[str]:
    """Cut a still escaped value at each separator that has no backslash before it."""
    parts, start = [], 0
    for hit in re.finditer(rf"\\.|{re.escape(separator)}", text, re.DOTALL):
        if hit[0] == separator:
            parts.append(text[start : hit.start()])
            start = hit.end()
    return [*parts, text[start:]]


def clean(text: str) -> str:
    """Text fit to show: no control characters, no reversed order, one form for each letter."""
    if text.isascii() and text.isprintable():  # as most texts are
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()
