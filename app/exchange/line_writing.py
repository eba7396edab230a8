"""Writes the folded `NAME;PARAMETER=VALUE:text` lines that vCard and iCalendar share."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_OCTETS = 75
# Some readers take every one of these for the end of a line.
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SPECIAL = re.compile(r"[\\,;\n]")
_SPECIAL_ALONE = re.compile(r"[\\,\n]")


def plain_text(text: str) -> str:
    """The text without what no line may hold; every kind of line break is one newline."""
    return _CONTROL.sub("", _BREAKS.sub("\n", text))


def escaped(text: str, *, in_parts: bool = True) -> str:
    r"""A text value: `\\`, `\,`, `\n`, and `\;` unless it is one that never comes in parts."""
    special = _SPECIAL if in_parts else _SPECIAL_ALONE
    return special.sub(lambda hit: "\\n" if hit[0] == "\n" else "\\" + hit[0], plain_text(text))


def address_value(text: str) -> str:
    """A value that is an address (a URI): it is not escaped, but must stay on its line."""
    return plain_text(text).replace("\\", "\\\\").replace("\n", " ")


def parameter(text: str) -> str:
    """The value of a parameter, in quotation marks where it needs them (RFC 6868 for the rest)."""
    text = plain_text(text).replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{text}"' if re.search(r"[,;:^]", text) else text


def folded(line: str) -> bytes:
    """One line in UTF-8 with its end, broken after 75 octets at most, never inside a letter."""
    data = line.encode("utf-8", "replace")
    parts: list[bytes] = []
    start, end = 0, MOST_OCTETS
    while end < len(data):
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, end = end, end + MOST_OCTETS - 1  # a space marks each line that goes on
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def block(name: str, lines: Iterable[str]) -> bytes:
    """The lines between a BEGIN and its END."""
    return b"".join(map(folded, (f"BEGIN:{name}", *lines, f"END:{name}")))
