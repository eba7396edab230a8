"""The Trash: everything that was deleted, of every kind, and the way back for each of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.model.changes import Changes
from app.model.errors import Cancelled, NotFoundError, UserError
from app.model.texts import _, ngettext
from app.services.person_names import spelled
from app.services.record_words import NOUNS, TOLD, RecordWords, counted, shortened, together
from app.services.workspace import Workspace
from app.store import trash as store
from app.store.trash import Gone, Restorer, StepLosses

_BATCH = 200


@dataclass(frozen=True, slots=True)
class TrashItem:
    """One deleted thing: what it was, whose, when and by which step, and what went with it."""

    id: int
    table: str
    kind: str
    title: str
    whose: str
    at: str
    step: str
    taken_back: bool
    with_it: str


@dataclass(frozen=True, slots=True)
class TrashPage:
    """Some of the Trash, newest first; `older` is where the next page goes on, if there is one."""

    items: tuple[TrashItem, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What a restore did: one step, and a sentence for what it could not bring back."""

    changes: Changes
    said: str
    lacking: str = ""


def items(
    workspace: Workspace,
    text: str = "",
    before: int | None = None,
    limit: int = 50,
    cancelled: Callable[[], bool] | None = None,
) -> TrashPage:
    """A page of the Trash, newest first.

    Args:
        workspace: the open journal.
        text: only what has all these words in its title, its owner, its kind or its step.
        before: where the page before ended.
        limit: how many.
        cancelled: asked now and then whether to stop.

    Raises:
        Cancelled: it was to stop.
    """
    teller = _Teller(workspace)
    wanted = spelled(text).split()
    found: list[TrashItem] = []
    for gone in _walk(workspace, before):
        if cancelled is not None and cancelled():
            raise Cancelled
        item = teller.short(gone)
        if not wanted or _has(item, wanted):
            if len(found) == limit:
                return TrashPage(tuple(found), found[-1].id)
            found.append(teller.whole(gone, item))
    return TrashPage(tuple(found))


def restore(workspace: Workspace, number: int, origin: object = None) -> Returned:
    """Bring one thing back with all that went with it, as one step that can be undone.

    Raises:
        NotFoundError: it is not in the Trash (any more).
        UserError: what it hangs on is deleted as well.
    """
    gone = store.one_gone(workspace.database, number)
    if gone is None:
        raise NotFoundError(
            _("There is nothing of this number in the Trash."),
            _("It may have been restored already; look at the list again."),
        )
    teller = RecordWords(workspace)
    title = teller.title(gone.table, gone.row)
    label = _("Restore “{what}”").format(what=shortened(title, 60))
    with workspace.change(label, origin) as edit:
        done = Restorer(workspace.database, gone).restore()
        if gone.key not in done.rows and not (done.rows and done.moved(gone.key)):
            raise _homeless(teller, gone)
    more = len(done.rows) - 1
    said = _("“{what}” is back.").format(what=shortened(title, 60))
    if more > 0:
        said = ngettext(
            "“{what}” is back, with {n} record that went with it.",
            "“{what}” is back, with {n} records that went with it.",
            more,
        ).format(what=shortened(title, 60), n=more)
    return Returned(edit.changes, said, _lacking(done.lacking))


def _walk(workspace: Workspace, before: int | None) -> Iterator[Gone]:
    while rows := store.gone(workspace.database, before, _BATCH):
        yield from rows
        before = rows[-1].id


def _has(item: TrashItem, wanted: list[str]) -> bool:
    heap = spelled(" ".join((item.kind, item.title, item.whose, item.step)))
    return all(word in heap for word in wanted)


class _Teller:
    """Puts deleted rows into words; the losses of a step are read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._words = RecordWords(workspace)
        self._step = 0
        self._losses: StepLosses | None = None

    def short(self, gone: Gone) -> TrashItem:
        """An item without what went with it."""
        return TrashItem(
            id=gone.id,
            table=gone.table,
            kind=NOUNS[gone.table],
            title=self._words.title(gone.table, gone.row),
            whose=self._whose(gone),
            at=gone.at,
            step=gone.label,
            taken_back=gone.taken_back,
            with_it="",
        )

    def whole(self, gone: Gone, item: TrashItem) -> TrashItem:
        """The same with what went with it."""
        if self._losses is None or gone.step != self._step:
            self._step = gone.step
            self._losses = StepLosses(self._workspace.database, gone.step)
        tables = Counter(table for table, _number in self._losses.with_it(gone.key))
        tables[gone.table] -= 1
        parts = [counted(table, tables[table]) for table in TOLD if tables[table] > 0]
        told = together(parts)
        return replace(item, with_it=_("With it: {what}.").format(what=told) if told else "")

    def _whose(self, gone: Gone) -> str:
        if gone.table in ("interaction", "meeting"):
            people = store.people_met(self._workspace.database, gone.step, gone.table, gone.row_id)
            return ", ".join(self._words.name_of("counterpart", one) for one in people[:3])
        return self._words.owner(gone.table, gone.row)


def _homeless(teller: RecordWords, gone: Gone) -> UserError:
    for column, parent in store.PARENTS.get(gone.table, ()):
        number = gone.row.get(column)
        if number is not None:
            return UserError(
                _("{what}, which it belongs to, is deleted as well.").format(
                    what=teller.name_of(parent, number)
                ),
                _("Restore that first; nothing was changed."),
            )
    return UserError(_("The same record is in the journal already."), _("Nothing was changed."))


def _lacking(found: list[tuple[str, store.Row, str]]) -> str:
    """What could not come back, in one sentence; "" when all did."""
    ends = Counter(column for _table, _row, column in found)
    if not ends:
        return ""
    words = {
        "interaction_id": ngettext("an entry", "some entries", ends["interaction_id"]),
        "meeting_id": ngettext("a meeting", "some meetings", ends["meeting_id"]),
        "counterpart_id": ngettext("a person", "some people", ends["counterpart_id"]),
        "introduced_by": _("who introduced them"),
        "organisation_id": _("the organisation"),
        "tag_id": ngettext("a tag", "some tags", ends["tag_id"]),
    }
    what = together([words[column] for column in ends if column in words])
    return _(
        "The link to {what} is missing, because it is deleted too: to have both, undo this, "
        "restore that first, then this."
    ).format(what=what)
