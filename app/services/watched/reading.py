"""Reads watched files that have changed, and follows them in one step that can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.model.changes import Changes
from app.model.errors import FileReadError
from app.model.imports import Fate, ReadEvent, ReadFailure, ReadPerson, RecordReport
from app.model.records import MeetingState
from app.model.texts import _
from app.services import transfer
from app.services.places import is_missing
from app.services.taking_in.events import CALLED_OFF, row_of
from app.services.taking_in.followed import is_touched
from app.services.taking_in.marks import folded
from app.services.taking_in.plan import Action, Plan, PlanRow
from app.services.taking_in.write import Writer
from app.services.watched import words as watch_words
from app.services.watched.files import Fresh, files_of, fresh, half_written
from app.services.watched.leaving import GONE, Left, left
from app.services.watched.notes import (
    News,
    SeenFile,
    Watched,
    keep_news,
    mark_of,
    renew,
    watched,
)
from app.services.workspace import Workspace
from app.store.own_writing import written

Cancelled = Callable[[], bool] | None
_HELD = "+"  # the same words of the file, and the meeting has taken place since
_TRIES = 3
# Which count of the sentence each thing an import does belongs to.
_COUNTED: Mapping[Action, str] = {
    Action.ADD_PERSON: "people",
    Action.MERGE_PERSON: "updated",
    Action.ADD_MEETING: "new",
    Action.ADD_ENTRY: "past",
    Action.MOVE: "changed",
    Action.HOLD: "held",
    Action.CANCEL: "off",
}
_ADDING = (Action.ADD_PERSON, Action.ADD_ENTRY, Action.ADD_MEETING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look at a watched path came to; `again` asks to look once more soon."""

    path: Path
    told: str = ""
    trouble: str = ""
    again: bool = False
    changes: Changes | None = None
    records: tuple[RecordReport, ...] = field(default=(), repr=False)


class _WrittenMeanwhile(Exception):  # noqa: N818 - it reports a moment, not a fault
    """Somebody wrote to the journal between the look and the step, or ended the watching."""


def read_one(
    workspace: Workspace, path: Path, *, all_: bool = False, cancelled: Cancelled = None
) -> Outcome | None:
    """Look at a watched path, and take in what changed; None when nothing has.

    Args:
        workspace: the open journal.
        path: a watched file or folder.
        all_: also read what has not changed.
        cancelled: whether to stop.

    Raises:
        Cancelled: the user stopped it; nothing was written.
    """
    for _try in range(_TRIES):
        one = next((one for one in watched(workspace) if one.path == path), None)
        if one is None:
            return None
        try:
            return _Reading(workspace, one, all_).run(cancelled)
        except _WrittenMeanwhile:
            continue
    return Outcome(path, again=True)


class _Reading:
    """One look at one watched path."""

    def __init__(self, workspace: Workspace, one: Watched, all_: bool) -> None:
        self._workspace, self._one, self._all = workspace, one, all_
        self._written = written(workspace.database)[1:3]
        # A record taken back from one watched file does not come back through another.
        self._taken: dict[str, str] = {}
        for other in watched(workspace):
            self._taken |= other.taken
        self._taken |= one.taken
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._done: set[int] = set()

    def run(self, cancelled: Cancelled) -> Outcome | None:
        changed, same, trouble = self._look()
        if not changed:
            return self._nothing(same, trouble)
        self._names = {str(file.path): file.name for file in changed}
        try:
            plan = transfer.preview(
                self._workspace, [one.path for one in changed], cancelled=cancelled
            )
        except FileReadError as error:
            return self._in_vain(str(error))
        if any(not one.still_so() for one in changed):
            return self._in_vain(str(half_written(changed[0].path)), again=True)
        unread = _unread(plan)
        if unread and not self._one.path.is_dir():
            return self._in_vain(next(iter(unread.values())))
        changed = [one for one in changed if str(one.path) not in unread]
        trouble = next(iter((*filter(None, (trouble,)), *unread.values())), "")
        if not changed:
            return self._in_vain(trouble)
        return self._take(self._held_back(plan), changed, same, trouble)

    # --- looking -------------------------------------------------------------------------

    def _look(self) -> tuple[list[Fresh], list[Fresh], str]:
        """Files that say something new, files only touched, and what could not be read."""
        changed: list[Fresh] = []
        same: list[Fresh] = []
        trouble = ""
        if is_missing(self._one.path):
            return [], [], str(self._gone_path())
        for name, path in files_of(self._one.path).items():
            seen = self._one.files.get(name)
            try:
                found = fresh(name, path, seen, all_=self._all)
            except FileReadError as error:
                trouble = trouble or str(error)
                continue
            if found is not None:
                known = seen is not None and found.digest == seen.digest
                (same if known and not self._all else changed).append(found)
        return changed, same, trouble

    def _gone_path(self) -> FileReadError:
        """What is said where nothing stands at the path: what it was tells what was read of it."""
        name, seen = self._one.path.name, self._one.files
        if not seen:
            words = _("There is no file or folder “{name}”.")
        elif set(seen) == {name}:
            words = _("There is no file “{name}”.")
        else:
            words = _("There is no folder “{name}”.")
        return FileReadError(words.format(name=name[:80]), _("Check the name and the folder."))

    def _nothing(self, same: list[Fresh], trouble: str) -> Outcome | None:
        if same or trouble != self._one.trouble:
            files = {**self._one.files, **self._seen(same, {})}
            self._note(replace(self._one, files=files, trouble=trouble))
        return Outcome(self._one.path, trouble=trouble, again=True) if trouble else None

    def _in_vain(self, trouble: str, *, again: bool = False) -> Outcome:
        self._note(replace(self._one, trouble=trouble))
        return Outcome(self._one.path, trouble=trouble, again=again)

    def _note(self, now: Watched) -> None:
        """Note what was seen; what is watched no longer is not noted again.

        Raises:
            _WrittenMeanwhile: it is watched no longer, or somebody else has read it.
        """
        if not renew(self._workspace, self._one, now):
            raise _WrittenMeanwhile

    def _seen(
        self, files: Iterable[Fresh], taken: Mapping[str, Mapping[str, str]]
    ) -> dict[str, SeenFile]:
        found = {}
        for one in files:
            before = self._one.files.get(one.name, SeenFile()).taken
            found[one.name] = one.seen({**before, **taken.get(one.name, {})})
        return found

    # --- what was done before is not done again ------------------------------------------

    def _held_back(self, plan: Plan) -> Plan:
        """The same plan without what the user took back or deleted since it was done first."""
        why = _("You took it back, or deleted it.")
        rows = []
        for row in plan.rows:
            if row.action is not Action.NOTHING and self._done_before(row):
                out = row.action in _ADDING
                row = replace(row, fate=Fate.SKIPPED, action=Action.NOTHING, why=why, out=out)
            rows.append(row)
        if all(row.action in (Action.NOTHING, Action.KEEP_RECORD) for row in rows):
            # No step of its own for a record alone; it is kept with the next that changes anything.
            rows = [replace(row, action=Action.NOTHING) for row in rows]
        return replace(plan, rows=tuple(rows))

    def _done_before(self, row: PlanRow) -> bool:
        tokens = [self._taken[mark] for mark in _marks(row) if mark in self._taken]
        if row.action in _ADDING:
            return bool(tokens)
        own = self._own(row)
        return _token(row) in ([own[mark] for mark in _marks(row) if mark in own] or tokens)

    def _own(self, row: PlanRow) -> Mapping[str, str]:
        """What was done about the records of the file the row stands in."""
        seen = self._one.files.get(self._names.get(row.path, ""))
        return seen.taken if seen is not None else {}

    # --- taking --------------------------------------------------------------------------

    def _take(self, plan: Plan, changed: list[Fresh], same: list[Fresh], trouble: str) -> Outcome:
        workspace, one = self._workspace, self._one
        gone = left(workspace, one, plan, changed)
        label = _("Follow {file}").format(file=one.path.name[:80])
        heard: list[Changes] = []
        stop = workspace.listen(heard.append)
        try:
            with workspace.change(label) as edit:
                if written(workspace.database)[1:3] != self._written:
                    raise _WrittenMeanwhile
                writer = Writer(workspace, plan)
                records = []
                for row in plan.rows:
                    kind = self._kind(row)
                    records.append(writer.write(edit, row))
                    if kind and records[-1].fate in (Fate.ADDED, Fate.MERGED):
                        self._counts[kind] += 1
                        self._done.add(row.index)
                writer.finish(edit)
                for mark, meeting in gone.meetings:
                    edit.set(meeting, state=MeetingState.CANCELLED)
                    edit.renew_import(mark.source_key, _called_off(mark.digest))
                self._counts["off"] += len(gone.meetings)
                news = self._after(plan, changed, same, gone, trouble)
        finally:
            stop()
        if not heard:
            return Outcome(one.path, trouble=trouble, records=tuple(records))
        keep_news(workspace, News(heard[-1].step, news, str(workspace.today)))
        return Outcome(one.path, news, trouble, changes=heard[-1], records=tuple(records))

    def _kind(self, row: PlanRow) -> str:
        """Which count a row belongs to, asked before it is written; "" for none."""
        kind = _COUNTED.get(row.action, "")
        if kind == "changed" and isinstance(row.item, ReadEvent) and row.mark is not None:
            before = row_of(self._workspace, row.mark)
            if before is not None and is_touched(row.mark.digest, "when", before.when):
                return kind  # it stays on the day the user gave it
            return "moved" if before is None or before.when != row.item.when else kind
        return kind

    def _after(
        self,
        plan: Plan,
        changed: list[Fresh],
        same: list[Fresh],
        gone: Left,
        trouble: str,
    ) -> str:
        """Note what was seen, in the same transaction; returns what is told."""
        one, taken = self._one, {file.name: dict[str, str]() for file in changed}
        done = {row.key: row for row in plan.rows if row.index in self._done}
        for row in plan.rows:
            name, by = self._names.get(row.path, ""), done.get(row.key)
            if name in taken and (by is not None or self._known(row)):
                taken[name].update(dict.fromkeys(_marks(row), self._token_now(row, by)))
        for name, marks in gone.marks.items():
            taken[name].update(dict.fromkeys(marks, GONE))
        told = watch_words.news(one.path, self._counts, _kinds(plan))
        unclear = sum(bool(row.candidates) and row.action is Action.NOTHING for row in plan.rows)
        self._note(
            replace(
                one,
                read_at=self._workspace.clock.now().isoformat(timespec="seconds"),
                told=told or watch_words.nothing(),
                trouble=trouble,
                unclear=unclear,
                files={**one.files, **self._seen([*changed, *same], taken)},
            ),
        )
        return told

    def _known(self, row: PlanRow) -> bool:
        """Whether the record was taken at some time, now or before."""
        return row.mark is not None or any(mark in self._taken for mark in _marks(row))

    def _token_now(self, row: PlanRow, by: PlanRow | None) -> str:
        """What is noted of a record that was done just now by a row, its own or a twin's."""
        mark = mark_of(row.key)
        before = self._own(row).get(mark, self._taken.get(mark, ""))
        token = _token(row) if by is None else row.digest[:8] + _token(by)[8:]
        return before if before == token + _HELD else token


def _unread(plan: Plan) -> dict[str, str]:
    """Files none of which could be read, and why; what they hold is not known."""
    failed = (row for row in plan.rows if isinstance(row.item, ReadFailure) and not row.item.raw)
    return {row.path: row.why for row in failed}


def _marks(row: PlanRow) -> list[str]:
    """What stands for a record; one without a lasting key is also known by its name."""
    keys = [row.key]
    if isinstance(row.item, ReadPerson) and not row.item.key.startswith("vcard:uid:"):
        keys.append(f"name:{folded(row.item.name)}")
    return [mark_of(key) for key in keys if key]


def _token(row: PlanRow) -> str:
    return row.digest[:8] + (_HELD if row.action is Action.HOLD else "")


def _called_off(digest: str) -> str:
    """The mark of a meeting which the calendar, not the user, has called off."""
    before, _dot, uid = digest.rpartition(".")
    return f"{before}.{CALLED_OFF}.{uid}"


def _kinds(plan: Plan) -> set[str]:
    return {"people" if isinstance(row.item, ReadPerson) else "events" for row in plan.rows}
