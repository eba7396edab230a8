"""Texts that were being written, in words: what was typed, and the answers given beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.model.texts import _
from app.services.field_words import FIELDS, value_words
from app.services.log_form.form import NotedKind

_NOTED: Final[Mapping[str, str]] = {
    NotedKind.COMMON.value: _("Shared"),
    NotedKind.DIFFERS.value: _("Different"),
    NotedKind.INTEREST.value: _("What matters to them"),
    NotedKind.QUESTION.value: _("Question"),
    NotedKind.PROMISE_MINE.value: _("Promised by the writer"),
    NotedKind.PROMISE_THEIRS.value: _("Promised to the writer"),
}
_KINDS: Final[Mapping[str, str]] = {
    "goal": _("Goal of the next meeting"),
    "opening": _("Opening line of the next meeting"),
    "bias": _("A question of the briefing that was put aside"),
}


def decoded(body: str) -> Any:
    """What a draft holds: its fields by name, or the text itself."""
    try:
        values = json.loads(body)
    except ValueError:
        return body
    return values if isinstance(values, dict) else body


def with_texts(node: Any, change: Callable[[str], str]) -> Any:
    """The same with every text in it changed."""
    if isinstance(node, dict):
        return {name: with_texts(value, change) for name, value in node.items()}
    if isinstance(node, list):
        return [with_texts(value, change) for value in node]
    return change(node) if isinstance(node, str) else node


def draft_words(kept_as: str, body: str) -> tuple[str, str]:
    """What was typed, and the other fields."""
    values = decoded(body)
    known = _KINDS.get(kept_as.partition(":")[0])
    if not isinstance(values, dict):
        # What is kept of a question is a mark for the program, no text of anybody's.
        return ("" if kept_as.startswith("bias:") else body), known or ""
    if isinstance(values.get("fields"), dict):
        return " – ".join(_texts(list(values["fields"].values()))), ""
    entry = {**_fields(values, "base"), **_fields(values, "said")}
    typed = [*_texts([values.get("line"), entry.pop("note", None)])]
    rest = [f"{label}: {text}" for label, text in (*_answers(entry), *_beside(values))]
    return " – ".join(typed), " · ".join(rest)


def _fields(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def _texts(values: list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and value.strip():
            yield value


def _answers(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label in FIELDS["interaction"].items():
        value = entry.get(name)
        if value is None or isinstance(value, list | dict) or name in ("zone", "source"):
            continue
        told = value_words("interaction", name, value)
        if told:
            yield label, told


def _beside(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """People to be added, things noted beside the entry, and how the meeting went."""
    names = dict.fromkeys(
        one
        for key in ("create", "new_people")
        for one in values.get(key) or ()
        if isinstance(one, str)
    )
    if names:
        yield _("New people"), ", ".join(names)
    for one in values.get("noted") or ():
        if isinstance(one, dict) and one.get("text"):
            due = f", {one['due']}" if one.get("due") else ""
            yield _NOTED.get(str(one.get("kind")), _("Noted")), f"{one['text']}{due}"
    for value in _texts(list(_fields(values, "closing").values())):
        yield _("How the meeting went"), value
