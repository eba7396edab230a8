"""Texts that are being typed, as an archive keeps them: records are named by uid, not by number."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.model.records import Draft

Name = Callable[[str, Any], Any]
"""What another journal calls a record of a table; None where it has none."""

_LISTS: Final = {"people": "counterpart", "without": "counterpart", "mentioned": "commonality"}
_ONES: Final = {
    "person": "counterpart",
    "counterpart_id": "counterpart",
    "entry": "interaction",
    "interaction_id": "interaction",
    "meeting": "meeting",
    "meeting_id": "meeting",
}
# Drafts kept for one person while no meeting is planned.
_OF_A_PERSON: Final = frozenset({"goal", "opening", "bias"})


def told(draft: Draft, uid_of: Name) -> Mapping[str, Any] | None:
    """A draft as a record; None where it was kept for somebody who is gone."""
    found = _translated(draft.key, draft.body, uid_of)
    if found is None:
        return None
    key, body = found
    return {"key": key, "body": body, "saved_at": draft.saved_at}


def read(record: Mapping[str, Any], id_of: Name) -> Draft | None:
    """The draft a record stands for; None where it was kept for somebody who is not here."""
    body = record["body"]
    text = body if isinstance(body, str) else json.dumps(body)
    found = _translated(record["key"], text, id_of)
    if found is None:
        return None
    key, body = found
    return Draft(key, body if isinstance(body, str) else json.dumps(body), record["saved_at"])


def _translated(key: str, body: str, name: Name) -> tuple[str, Any] | None:
    kind, _colon, rest = key.partition(":")
    if kind in _OF_A_PERSON:
        person = name("counterpart", rest)
        if person is None:
            return None
        if kind == "bias":
            question, _space, meeting = body.rpartition(" ")
            body = f"{question} {name('meeting', meeting) or 0}"
        return f"{kind}:{person}", body
    try:
        values = json.loads(body, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return key, body
    if not isinstance(values, dict):
        return key, body
    if "standing" in values:
        values["standing"] = {}  # how a window stood: nothing that another computer could show
    return key, _walked(values, name)


def _refuse(text: str) -> Any:
    """No form holds a fraction: the body is a text that only looks like one."""
    raise ValueError(text)


def _walked(node: Any, name: Name) -> Any:
    if isinstance(node, list):
        return [_walked(one, name) for one in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key in _ONES and value is not None and not isinstance(value, dict | list):
            found[key] = name(_ONES[key], value)
        elif key in _LISTS and isinstance(value, list):
            named = (name(_LISTS[key], one) for one in value if not isinstance(one, dict | list))
            found[key] = [one for one in named if one is not None]
        else:
            found[key] = _walked(value, name)
    return found
