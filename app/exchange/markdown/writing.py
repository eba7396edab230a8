"""Front matter, links and text in the Markdown that Obsidian reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.model.values import PartialDate

Value = str | int | bool | date | PartialDate | Iterable[str] | None
# YAML takes what JSON writes, as long as nothing of this stands in it as it is.
_UNWRITABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SIGNS = re.compile(r"https?://[^\s<>\[\]|\\`\"]+|[\\`*_\[\]<#$~|^]|==|%%|&(?=#?\w+;)")
# What would mean something inside the address of a page, too, unless it stands in angle brackets.
_IN_PAGES = re.compile(r"[*$]|~~|==|%%|\b_+(?!\w)|(?<!\w)_|&#?\w+;")
_RULE = re.compile(r"^(\s*)([-=>])", re.MULTILINE)
_ITEM = re.compile(r"([ \t]*)((?:(?:[-+]|\d{1,9}[.)])[ \t]+)+)(?=\S)")
_CODE = 4  # blanks that make code of a line, in which every mark would show
_NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def front_matter(values: Mapping[str, Value]) -> str:
    """What programs read at the top of a page; what is not known is left out."""
    lines = ["---"]
    for key, value in values.items():
        if value is None or value == "":
            continue
        if isinstance(value, Iterable) and not isinstance(value, str):
            listed = [f"  - {quoted(one)}" for one in value]
            lines += [f"{key}:", *listed] if listed else []
        else:
            lines.append(f"{key}: {_scalar(value)}")
    return "\n".join([*lines, "---", ""])


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, PartialDate):  # a day is a date to every reader, anything less is words
        return str(value) if value.exact else quoted(str(value))
    return str(value) if isinstance(value, date) else quoted(str(value))


def quoted(text: str) -> str:
    """A text that YAML gives back letter for letter."""
    told = json.dumps(text, ensure_ascii=False)
    return _UNWRITABLE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", _whole(told))


def _whole(text: str) -> str:
    """Without halves of letters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def tag(name: str) -> str:
    """A tag as Obsidian allows it: "old friend" becomes old-friend; a number gets a letter."""
    told = _NOT_IN_TAGS.sub("-", name).strip("-/")
    return f"n{told}" if told.isdigit() else told


def tags(names: Iterable[str]) -> tuple[str, ...]:
    """The tags, each once."""
    return tuple(dict.fromkeys(filter(None, map(tag, names))))


def text(value: str) -> str:
    """The user's words, shown as they were typed: signs of Markdown in them mean nothing.

    Lists stay lists, lines stay lines and addresses stay links.
    """
    told = _SIGNS.sub(_sign, _whole(value).replace("\r\n", "\n").replace("\r", "\n"))
    told = "\n".join(_no_code(_RULE.sub(_rule, told).strip().split("\n")))
    return told.replace("\n", "  \n").replace("  \n  \n", "\n\n").strip()


def _no_code(lines: Iterable[str]) -> Iterator[str]:
    """The lines, where far to the right as they stand there, but none of them taken for code."""
    begins, listed = True, False
    for one in lines:
        bare = one.lstrip(" \t")
        width = len(one[: len(one) - len(bare)].expandtabs(_CODE))
        item = _ITEM.match(one)
        if bare and begins and not listed and width >= _CODE:
            yield "\u00a0" * width + bare
        elif item and (listed or width < _CODE):
            listed = True
            yield f"{item[1]}{' '.join(item[2].split())} {one[item.end() :]}"
        else:
            listed = listed and (not bare or not begins or width > 1)
            yield one
        begins = not bare


def _sign(hit: re.Match[str]) -> str:
    if hit[0].startswith("http"):
        return f"<{hit[0]}>" if _IN_PAGES.search(hit[0]) else hit[0]
    return "".join(f"\\{char}" for char in hit[0])


def _rule(hit: re.Match[str]) -> str:
    rest = hit.string[hit.end() :].partition("\n")[0]
    if hit[2] == "-" and rest.startswith(" ") and rest.strip(" -"):
        return hit[0]  # the item of a list
    return f"{hit[1]}\\{hit[2]}"


def line(value: str) -> str:
    """The user's words on one line."""
    return text(" ".join(value.split()))


def link(place: str, shown: str = "") -> str:
    """A link to a page or a file of the folder, under another name where that is shown."""
    target = place.removesuffix(".md")
    label = " ".join(shown.translate(str.maketrans("[]|", "()/")).split())
    same = not label or label == target.rpartition("/")[2]
    return f"[[{target}]]" if same and "/" not in target else f"[[{target}|{label or target}]]"


def items(values: Iterable[str]) -> Iterator[str]:
    """The lines of a list."""
    return (f"- {value}" for value in values if value)


def section(title: str, lines: Iterable[str]) -> str:
    """A heading with what stands below it; nothing when that is nothing."""
    body = "\n".join(lines)
    return f"\n## {title}\n\n{body}\n" if body.strip() else ""
