"""A brief as plain text, to be pasted where one likes."""

from __future__ import annotations

from app.model.brief import ON_PAPER, Brief, Line, SectionKey


def as_text(brief: Brief, include: frozenset[SectionKey] = ON_PAPER) -> str:
    """The chosen sections as lines of text; what is risky stays out unless it is asked for."""
    shown = brief.only(include)
    head = [shown.person, shown.header, shown.opening, shown.goal_told]
    parts = ["\n".join(filter(None, head))]
    for section in shown.sections:
        parts.append("\n".join([section.title, *map(_line, section.lines)]))
    return "\n\n".join(parts) + "\n"


def _line(line: Line) -> str:
    text = " ".join(filter(None, (line.lead, " ".join(line.text.split()))))
    return "- " + (f"{text} ({line.note})" if line.note else text)
