"""Promises of a file against those of the journal: which are new, and of which it says more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app.model.imports import ReadPromise
from app.model.people import Counterpart
from app.model.records import Promise, PromiseState, Side
from app.services.edit import Edit
from app.services.workspace import Workspace

Renewed = tuple[tuple[str, ReadPromise], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A promise the journal holds."""

    text: str
    state: PromiseState = PromiseState.OPEN


def promise_mark(by: Side, text: str) -> str:
    """A promise as it compares."""
    return f"{by}|{_plain(text)}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def settle(
    known: Mapping[str, Held], told: Iterable[ReadPromise]
) -> tuple[tuple[ReadPromise, ...], Renewed]:
    """The promises of a record that are new, and its news of others with the mark of each."""
    wanted = {promise_mark(one.by, one.text): one for one in told}
    left = [mark for mark in known if mark not in wanted]
    added: list[ReadPromise] = []
    renewed: list[tuple[str, ReadPromise]] = []
    for mark, one in wanted.items():
        same = mark if mark in known else same_promise(one, left)
        if not same:
            added.append(one)
            continue
        if same != mark:
            left.remove(same)
            one = _joined(one, known[same].text)
        ended = known[same].state is PromiseState.OPEN and one.state is not PromiseState.OPEN
        if ended or promise_mark(one.by, one.text) != same:
            renewed.append((same, one))
    return tuple(added), tuple(renewed)


def same_promise(one: ReadPromise, held: Collection[str]) -> str:
    """The mark of the promise it is in other words; none where there is no such promise.

    Of a task only the beginning up to a colon may stand. Of a debt the amount may stand as another
    export writes it, and one of the two may lack the reason.
    """
    mark, debt = promise_mark(one.by, one.text), one.debt
    shorter = next((other for other in held if mark.startswith(f"{other}:")), "")
    if shorter or debt is None:
        return shorter
    for other in held:
        side, _bar, text = other.partition("|")
        head, _colon, why = text.partition(":")
        named = head == _plain(debt.head) or re.fullmatch(debt.like, head, re.IGNORECASE)
        reasons = {_plain(why), _plain(debt.reason)} - {""}
        if side == one.by and named and len(reasons) < 2:
            return other
    return ""


def _joined(one: ReadPromise, held: str) -> ReadPromise:
    """A debt with the clearer of two amounts, and with its reason where only one side says it."""
    if one.debt is None:
        return one
    head, _colon, why = held.partition(":")
    clearer = head if one.debt.is_rough else one.debt.head
    return replace(one, text=": ".join(filter(None, (clearer, one.debt.reason or why.strip()))))


def renew_promises(edit: Edit, workspace: Workspace, person: Counterpart, renewed: Renewed) -> None:
    """Say of promises of the journal how they ended, and what more the file says of them."""
    told = dict(renewed)
    for promise in workspace.find(Promise, counterpart_id=person.id) if told else ():
        one = told.get(promise_mark(promise.by, promise.text))
        if one is not None:
            values: dict[str, object] = {"text": one.text}
            if promise.state is PromiseState.OPEN:
                values |= {"state": one.state, "settled_on": one.settled_on}
            edit.set(promise, **values)
