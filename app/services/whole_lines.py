"""Whether a text says something already: in lines of its own, not as a part of other words."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[\r\n\u2028\u2029]+")


def holds(text: str, part: str, between: str = "\n") -> bool:
    """Whether a part stands in a text as whole lines, one after the other; spaces do not count.

    Args:
        text: what may hold it.
        part: what it may hold; nothing is held by everything.
        between: what else ends a line, such as the semicolon between two answers.
    """
    wanted = _lines(part, between)
    return not wanted.strip() or wanted in _lines(text, between)


def _lines(text: str, between: str) -> str:
    """Every line of it between two breaks."""
    lines = (" ".join(line.split()) for line in _BREAK.split(text.replace(between, "\n")))
    return "\n".join(("", *filter(None, lines), ""))
