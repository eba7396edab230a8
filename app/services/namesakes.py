"""How to write people in a list so that nobody takes one for a namesake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.model.people import ContactPoint, PersonName, PointKind
from app.model.texts import _
from app.services.workspace import Workspace

_FIRST = {PointKind.EMAIL: 0, PointKind.PHONE: 1}


def told_apart(
    workspace: Workspace, shown: Sequence[PersonName], *, always: bool = False
) -> dict[int, str]:
    """The words for each of those shown together, by id.

    Where two have the same name, the organisation stands beside it; where there is none or it is
    the same as well, an address; and where nothing else tells them apart, the person's number.

    Args:
        workspace: the open journal.
        shown: who stands in the list.
        always: the organisation stands beside every name.
    """
    words = {one.id: one.name for one in shown}
    twins = set(_alike(words))
    for one in shown:
        if one.organisation and (always or one.id in twins):
            words[one.id] = _beside(one.name, one.organisation)
    bare = {one.id for one in shown if one.id in twins and not one.organisation}
    for number in bare.union(_alike(words)):
        address = _address(workspace, number)
        if address:
            words[number] = _beside(words[number], address)
    # The bare name would be taken for any of them.
    unsaid = {one.id for one in shown if one.id in twins and words[one.id] == one.name}
    for number in unsaid.union(_alike(words)):
        words[number] = f"{words[number]} (#{number})"
    return words


def by_words(workspace: Workspace) -> dict[str, int]:
    """Everyone of the journal under the words that tell them apart, to be chosen by them."""
    return {words: number for number, words in told_apart(workspace, workspace.names()).items()}


def with_namesakes(names: Iterable[PersonName], numbers: Iterable[int]) -> list[PersonName]:
    """These people, and whoever has the same name as one of them."""
    everyone = list(names)
    wanted = set(numbers)
    called = {_folded(one.name) for one in everyone if one.id in wanted}
    return [one for one in everyone if _folded(one.name) in called]


def _beside(name: str, more: str) -> str:
    return _("{name}, {organisation}").format(name=name, organisation=more)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _alike(words: dict[int, str]) -> list[int]:
    counts = Counter(map(_folded, words.values()))
    return [number for number, text in words.items() if counts[_folded(text)] > 1]


def _address(workspace: Workspace, number: int) -> str:
    points = workspace.find(ContactPoint, counterpart_id=number)
    points.sort(key=lambda point: _FIRST.get(point.kind, len(_FIRST)))
    return points[0].value if points else ""
