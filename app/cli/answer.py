"""What a command answers, and how it reaches a terminal, a file or a pipe."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from textwrap import indent
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Answer:
    """The same answer twice: `data` for programs, `lines` for people."""

    data: object
    lines: tuple[str, ...] = ()
    code: int = 0


def indented(text: str, by: int = 2) -> str:
    """A text under its heading, all its lines; empty ones stay empty."""
    return indent(text.strip(), " " * by)


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer; a reader that stops listening is no fault."""
    try:
        out = steady(sys.stdout)
        if as_json:
            plain = out.encoding is None or out.encoding.lower().replace("-", "") != "utf8"
            text = json.dumps(answer.data, ensure_ascii=plain, indent=2)
            # Half surrogates (from a broken file name, say) are no UTF-8: JSON can escape them.
            out.write(_escaped(text) + "\n")
        else:
            for line in answer.lines:
                out.write(line + "\n")
        out.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends: give it something that still listens.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> None:
    """One sentence on the error stream."""
    steady(sys.stderr).write(" ".join(sentence.split()) + "\n")


def steady(stream: TextIO) -> TextIO:
    """The stream, made to spell out what its terminal cannot show."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) < 0xE000 else c for c in text)
