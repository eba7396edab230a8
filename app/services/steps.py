"""The history in human words: which steps, and what each did to every field."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.model.changes import Step
from app.model.errors import Cancelled, NotFoundError
from app.model.texts import _
from app.services.field_words import FIELDS
from app.services.person_names import spelled
from app.services.record_words import NOUNS, RecordWords
from app.services.workspace import Workspace
from app.store import steps as store
from app.store.steps import RowChange

_BATCH = 500
_OPS = {"I": "added", "U": "changed", "D": "deleted"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the history is narrowed to; nothing said means everything."""

    text: str = ""
    person: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words, before and after; "" where it says nothing."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """One record a step touched: "added", "changed" or "deleted"."""

    what: str
    table: str
    kind: str
    title: str
    whose: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What a step did, as far as it is shown; `later` steps after it can be taken back."""

    step: Step
    touched: tuple[Touched, ...]
    more: int
    later: int


def stands(workspace: Workspace, step: int) -> bool:
    """Whether what a step did holds; False once it was taken back."""
    found = store.latest(workspace.database, 1, among=(step,))
    return not found or found[0].state == "done"


def list_steps(
    workspace: Workspace,
    wanted: Wanted | None = None,
    before: int | None = None,
    limit: int = 100,
    cancelled: Callable[[], bool] | None = None,
) -> list[Step]:
    """Steps from new to old that fit; with a text it reads the whole history, so use a worker.

    A text is looked for in the names of the steps and in everything they wrote or took away.

    Raises:
        Cancelled: it was to stop.
    """
    wanted = wanted or Wanted()
    database = workspace.database
    days = None
    if wanted.day is not None:
        days = (str(wanted.day), str(wanted.day + timedelta(days=1)))
    among = None
    if wanted.person is not None:
        among = sorted(store.of_person(database, wanted.person))
    words = spelled(wanted.text).split()
    if not words:
        return store.latest(database, limit, before, days=days, among=among)
    text = json.dumps(" ".join(wanted.text.split()), ensure_ascii=False)[1:-1]
    told = store.telling_of(database, text)
    found: list[Step] = []
    while steps := store.latest(database, _BATCH, before, days=days, among=among):
        if cancelled is not None and cancelled():
            raise Cancelled
        for step in steps:
            if step.id in told or all(word in spelled(step.label) for word in words):
                found.append(step)
                if len(found) == limit:
                    return found
        before = steps[-1].id
    return found


def details(workspace: Workspace, number: int, limit: int = 40) -> StepDetails:
    """What a step did to each record, field by field.

    Raises:
        NotFoundError: there is no such step (any more).
    """
    step = store.one(workspace.database, number)
    if step is None:
        raise NotFoundError(
            _("This step is no longer in the history."),
            _("It may have become part of the step before it; look at the list again."),
        )
    teller = RecordWords(workspace)
    rows = [] if step.thinned else store.rows_of(workspace.database, number, limit)
    return StepDetails(
        step,
        tuple(_touched(teller, row) for row in rows),
        0 if step.thinned else step.rows - len(rows),
        store.count_after(workspace.database, number),
    )


def _touched(teller: RecordWords, row: RowChange) -> Touched:
    shown = row.after or row.before or {}
    return Touched(
        _OPS[row.op],
        row.table,
        NOUNS[row.table],
        teller.title(row.table, shown),
        teller.owner(row.table, shown),
        tuple(_fields(teller, row)),
    )


def _fields(teller: RecordWords, row: RowChange) -> list[FieldChange]:
    """The fields that differ; of what came or went, those that say something."""
    before, after = row.before or {}, row.after or {}
    found = []
    for column, label in FIELDS[row.table].items():
        was, became = before.get(column), after.get(column)
        if was == became or (column == "counterpart_id" and row.op != "U"):
            continue
        one = FieldChange(
            column,
            label,
            teller.value(row.table, column, was),
            teller.value(row.table, column, became),
        )
        if one.before != one.after:
            found.append(one)
    return found
