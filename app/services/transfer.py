"""Brings files of people and events into the journal: look first, then one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.model.errors import Cancelled, FileReadError, NotFoundError
from app.model.imports import Fate, ImportReport, ReadEvent, ReadFailure, ReadPerson, ReadSkip
from app.model.people import Counterpart, PointKind
from app.model.reading import ImportMark
from app.model.texts import _, ngettext
from app.services import transfer_tables
from app.services.backups import before_import
from app.services.transfer_events import EventPlanner
from app.services.transfer_formats import BRINGS_PEOPLE, MOST_BYTES, Format, items, sniff
from app.services.transfer_people import PeopleIndex, folded, missing
from app.services.transfer_plan import (
    Action,
    ImportOptions,
    Item,
    Plan,
    PlanRow,
    SeenTable,
    digest_of,
)
from app.services.transfer_write import Writer
from app.services.workspace import Workspace

__all__ = [
    "MOST_BYTES",
    "Format",
    "ImportOptions",
    "Plan",
    "PlanRow",
    "SeenTable",
    "apply",
    "preview",
    "sniff",
]

Progress = Callable[[int, int], object]
_OFTEN = 50


def preview(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """What an import of these files would do; nothing is written.

    Of several files, one that cannot be read is a row that failed; the others go on.

    Raises:
        FileReadError: the only file cannot be read, or is none of the kinds Kith takes.
        Cancelled: the user stopped it.
    """
    options = options or ImportOptions()
    planner = _Planner(workspace, options)
    kinds: list[tuple[Path, Format]] = []
    for path in paths:
        try:
            kinds.append((path, sniff(path, options.read_as)))
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
    # Address books first, so that the events of a calendar meet the people they bring.
    tables = []
    for path, kind in sorted(kinds, key=lambda one: one[1] not in BRINGS_PEOPLE):
        before = len(planner.rows)
        if kind is Format.TABLE:
            tables.append(transfer_tables.seen(workspace, path, options))
        for item in items(workspace, path, kind, options):
            done = len(planner.rows)
            if done % _OFTEN == 0:
                _report(progress, cancelled, done, 0)
            planner.take(path.name, item)
        if len(planner.rows) == before:
            empty = _("It holds neither people nor events.")
            planner.take(path.name, ReadSkip("", "", path.name, empty))
    return replace(planner.plan(tuple(path.name for path in paths)), tables=tuple(tables))


def apply(
    workspace: Workspace,
    plan: Plan,
    label: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    origin: object = None,
) -> ImportReport:
    """Do what the plan says as one step that one undo takes back; a copy is made before.

    Raises:
        Cancelled: the user stopped it; nothing was written.
    """
    writer = Writer(workspace, plan)
    if all(row.action is Action.NOTHING for row in plan.rows):
        return ImportReport(tuple(writer.unwritten(row) for row in plan.rows))
    remark = before_import(workspace, cancelled)
    records = []
    with workspace.change(label or _label(plan), origin=origin) as edit:
        for done, row in enumerate(plan.rows):
            if done % _OFTEN == 0:
                _report(progress, cancelled, done, len(plan.rows))
            records.append(writer.write(edit, row))
        _report(progress, cancelled, len(plan.rows), len(plan.rows))
    transfer_tables.remember(workspace, plan.tables)
    return ImportReport(tuple(records), remark)


def _label(plan: Plan) -> str:
    if len(plan.files) == 1:
        return _("Import {file}").format(file=plan.files[0][:80])
    return ngettext("Import {n} file", "Import {n} files", len(plan.files)).format(
        n=len(plan.files)
    )


def _report(
    progress: Progress | None, cancelled: Callable[[], bool] | None, done: int, whole: int
) -> None:
    if progress is not None:
        progress(done, whole)
    if cancelled is not None and cancelled():
        raise Cancelled


class _Planner:
    """Goes through the records and settles the fate of each."""

    def __init__(self, workspace: Workspace, options: ImportOptions) -> None:
        self._workspace = workspace
        self._index = PeopleIndex(workspace)
        self._events = EventPlanner(workspace, self._index, options)
        self._keys: dict[str, str] = {}
        self._asked = False
        self.rows: list[PlanRow] = []

    def take(self, file: str, item: Item) -> None:
        """One more record."""
        fate = Fate.SKIPPED if isinstance(item, ReadSkip) else Fate.FAILED
        row = PlanRow(len(self.rows), file, item, fate)
        if isinstance(item, ReadPerson):
            row = self._person(self._keyed(row, item), item)
        elif isinstance(item, ReadEvent):
            row = self._event(self._keyed(row, item), item)
        else:
            row = replace(row, why=item.why)
        self.rows.append(row)

    def plan(self, files: tuple[str, ...]) -> Plan:
        """Everything settled so far."""
        asks = self._asked and not self._events.mine
        often = tuple(address for address, _count in self._events.seen.most_common(8))
        return Plan(
            tuple(self.rows), tuple(self._index.newcomers), files, asks, often if asks else ()
        )

    def _keyed(self, row: PlanRow, item: ReadPerson | ReadEvent) -> PlanRow:
        """Its key, kept apart from that of another record which carelessly has the same one."""
        digest, key = digest_of(item), item.key
        if self._keys.setdefault(key, digest) != digest:
            key = f"{key}#{digest[:12]}"
        return replace(row, key=key, digest=digest, mark=self._workspace.imported(key))

    def _person(self, row: PlanRow, person: ReadPerson) -> PlanRow:
        remarks = " ".join(person.remarks)
        if self._is_me(person):
            return replace(row, fate=Fate.SKIPPED, why=_("It is your own card."))
        target = self._imported_before(row.mark)
        if target is not None and row.mark is not None:
            if row.mark.digest.startswith(row.digest):
                return replace(
                    row,
                    fate=Fate.SKIPPED,
                    why=_("It is already here."),
                    people=(target,),
                    target=self._index.spoken[target],
                )
            return self._merged(row, person, target, _("imported before"), first=False)
        matches, reason = self._index.match(person)
        if len(matches) == 1:
            return self._merged(row, person, matches[0], reason)
        if matches:
            names = ", ".join(sorted(self._index.spoken[number] for number in matches))
            if reason == _("same name"):
                why = ngettext(
                    "{n} person is called {name}; nobody can tell which is meant.",
                    "{n} people are called {name}; nobody can tell which is meant.",
                    len(matches),
                ).format(n=len(matches), name=person.name)
            else:
                why = _("Several people have its address: {names}.").format(names=names)
            return replace(row, fate=Fate.SKIPPED, why=why, candidates=tuple(matches))
        if not person.name:
            why = _("The card has no name, and nobody in the journal has its address.")
            return replace(row, fate=Fate.SKIPPED, why=why)
        number = self._index.add(person)
        return replace(
            row, fate=Fate.ADDED, action=Action.ADD_PERSON, people=(number,), why=remarks
        )

    def _is_me(self, person: ReadPerson) -> bool:
        own = folded(str(self._workspace.setting("my_name")))
        mails = {p.value.casefold() for p in person.points if p.kind is PointKind.EMAIL}
        return bool(mails & self._events.mine) or bool(own and folded(person.name) == own)

    def _merged(
        self, row: PlanRow, person: ReadPerson, target: int, reason: str, *, first: bool = True
    ) -> PlanRow:
        name = self._index.spoken[target]
        row = replace(row, people=(target,), target=name)
        found = missing(self._index.known(target), person, first=first)
        self._index.learn(target, person)
        if not found.words():
            why = _("It is already here: {reason}, and nothing new.").format(reason=reason)
            return replace(row, fate=Fate.SKIPPED, why=why)
        why = _("{reason}; it adds {what}.").format(reason=reason, what=", ".join(found.words()))
        why = " ".join((why[:1].upper() + why[1:], *person.remarks))
        return replace(row, fate=Fate.MERGED, action=Action.MERGE_PERSON, why=why)

    def _imported_before(self, mark: ImportMark | None) -> int | None:
        if mark is None or mark.table != "counterpart":
            return None
        try:
            person = self._workspace.get(Counterpart, mark.row_id)
        except NotFoundError:
            return None
        return person.id if mark.digest.rpartition(".")[2] == person.uid else None

    def _event(self, row: PlanRow, event: ReadEvent) -> PlanRow:
        self._asked = self._asked or bool(event.attendees)
        found = self._events.decide(event, row.mark, row.digest)
        names = ", ".join(self._index.spoken[number] for number in found.people)
        why = " ".join(filter(None, (found.why, *event.remarks)))
        return replace(
            row,
            fate=found.fate,
            action=found.action,
            why=why,
            people=found.people,
            candidates=found.candidates,
            present=found.present,
            target=names,
        )
