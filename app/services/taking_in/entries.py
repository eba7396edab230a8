"""Turns the contacts and notes of another journal into entries with people one knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.model.belongings import Attachment
from app.model.errors import NotFoundError
from app.model.imports import Fate, ReadEntry, ReadFile
from app.model.reading import ImportMark
from app.model.records import Interaction, Source
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services.edit import Edit
from app.services.taking_in.additions import file_mark
from app.services.taking_in.events import Decision, row_of
from app.services.taking_in.handles import Handles
from app.services.taking_in.marks import folded
from app.services.taking_in.people import PeopleIndex
from app.services.taking_in.plan import Action
from app.services.taking_in.ties import imported_person
from app.services.workspace import Workspace

_CONTENT = (
    *("when", "channel", "opener", "two_way", "answered", "minutes", "depth"),
    *("give_mine", "give_theirs", "note"),
)

_CHANGED = "changed"


class EntryPlanner:
    """Decides on entries one after the other."""

    def __init__(self, workspace: Workspace, index: PeopleIndex) -> None:
        self._workspace = workspace
        self._index = index
        self._by_day: dict[int, dict[str, list[Interaction]]] = {}
        self._handles: Handles | None = None

    def people(
        self, entry: ReadEntry, holders: Mapping[str, int | None]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Whom it is with besides the people of this import's records, and who else it could be.

        `holders` are the people of this import by the keys of their records.
        """
        found: dict[int, None] = {}
        unclear: dict[int, None] = {}
        for key in entry.keys:
            before = imported_person(self._workspace, self._workspace.imported(key))
            if key not in holders and before is not None:
                found[before] = None
        for one in entry.people:
            matches = self._index.who(one)
            if len(matches) == 1:
                found[matches[0]] = None
            else:
                unclear.update(dict.fromkeys(matches))
        for handle in entry.handles:
            whole = self.handles.means(handle)
            if len(whole) == 1:
                found[whole[0]] = None
            else:
                unclear.update(dict.fromkeys(whole or self.handles.may_mean(handle)))
        return tuple(found), tuple(unclear)

    @property
    def handles(self) -> Handles:
        """Whom the names after an @ mean; asked for when everyone of the import is known."""
        if self._handles is None:
            self._handles = Handles(self._workspace, self._index)
        return self._handles

    def with_tags(self, entry: ReadEntry) -> ReadEntry:
        """The entry with a tag for each name after an @ that means nobody."""
        nobody = self._nobody(entry)
        return replace(entry, tags=tuple(dict.fromkeys((*entry.tags, *nobody))))

    def _nobody(self, entry: ReadEntry) -> list[str]:
        """The names after an @ that mean nobody of the journal."""
        return [
            one
            for one in entry.handles
            if not self.handles.means(one) and not self.handles.may_mean(one)
        ]

    def _remarks(self, entry: ReadEntry) -> str:
        """What should be known of an entry that is taken."""
        nobody = self._nobody(entry)
        if not nobody:
            return " ".join(entry.remarks)
        told = ngettext(
            "Nobody is called {names}; it is kept as a tag.",
            "Nobody is called {names}; they are kept as tags.",
            len(nobody),
        ).format(names=", ".join(f"@{one}" for one in nobody))
        return " ".join((*entry.remarks, told))

    def decide(
        self,
        entry: ReadEntry,
        mark: ImportMark | None,
        digest: str,
        people: tuple[int, ...],
        unclear: tuple[int, ...],
    ) -> Decision:
        """The fate of one entry; `mark` is what an earlier import made of it."""
        row = row_of(self._workspace, mark) if mark is not None else None
        if mark is not None and isinstance(row, Interaction):
            same = mark.digest.startswith(digest)
            if same or _says_nothing_new(self._workspace, row, mark, entry, people):
                return Decision(
                    Fate.SKIPPED, why=_("It is already here."), people=people, here=True
                )
            return Decision(Fate.MERGED, Action.RENEW, _("It has changed."), people)
        if not people and unclear:
            names = self._index.listed(unclear)
            why = ngettext(
                "It could be with {names}, whose name is not written out.",
                "It could be with any of: {names}.",
                len(unclear),
            ).format(names=names)
            return Decision(Fate.SKIPPED, why=why, candidates=unclear, meant=Action.ADD_ENTRY)
        if not people and not entry.keys:
            nobody = _("It names nobody of the journal.")
            return Decision(Fate.SKIPPED, why=nobody, meant=Action.ADD_ENTRY)
        if people and all(n > 0 for n in people) and self._is_logged(entry, set(people)):
            logged = _("You have already logged it.")
            return Decision(Fate.SKIPPED, why=logged, people=people, here=True)
        return Decision(Fate.ADDED, Action.ADD_ENTRY, self._remarks(entry), people)

    def _is_logged(self, entry: ReadEntry, people: set[int]) -> bool:
        """Whether the user has written down the same words of that day."""
        first = min(people)
        if first not in self._by_day:
            days: dict[str, list[Interaction]] = {}
            for one in self._workspace.interactions_of(first):
                if one.source is Source.TYPED:
                    days.setdefault(str(one.when.date), []).append(one)
            self._by_day[first] = days
        return any(
            people <= set(one.people) and folded(one.note) == folded(entry.note)
            for one in self._by_day[first].get(str(entry.when.date), ())
        )


def add_entry(edit: Edit, entry: ReadEntry, people: tuple[int, ...]) -> Interaction:
    """The entry as the file has it; what it does not say stays unknown."""
    made = edit.add(
        Interaction,
        **_said(entry),
        people=people,
        present=_present(entry, people),
        # Nobody took part in a note: the two together keep it out of every count of contacts.
        one_to_one=False if entry.is_note else None,
        source=Source.IMPORTED,
    )
    _add_belongings(edit, made, entry, entry.files)
    return made


def renew_entry(
    edit: Edit,
    workspace: Workspace,
    entry: ReadEntry,
    mark: ImportMark,
    people: tuple[int, ...],
) -> tuple[Interaction, str]:
    """Bring an entry up to date, and what to keep with it; what the user has changed stays.

    `people` are all who are with it from now on.
    """
    standing = row_of(workspace, mark)
    if not isinstance(standing, Interaction):
        raise NotFoundError(_("It is no longer in the journal."))
    said, touched = _news(standing, mark, entry)
    made = edit.set(standing, **said, people=people)
    _add_belongings(edit, made, entry, _new_files(workspace, made, entry))
    return made, _CHANGED if touched else content_mark(made)


def _news(
    standing: Interaction, mark: ImportMark, entry: ReadEntry
) -> tuple[dict[str, object], bool]:
    """What the file says of an entry now, and whether the user has changed it: theirs stays."""
    said = _said(entry)
    touched = ([*mark.digest.split("."), ""])[1] != content_mark(standing)
    if touched:
        said = {name: value for name, value in said.items() if not _is_said(standing, name)}
    elif entry.fuller and re.fullmatch(entry.fuller, standing.note):
        said["note"] = standing.note
    if "when" in said and _is_better(standing.when.date, entry):
        said["when"] = standing.when
    return said, touched


def _is_better(day: PartialDate, entry: ReadEntry) -> bool:
    """Whether the journal knows better when it was than an export that says less of it."""
    told = entry.when.date
    coarser = day.day is None and day.year == told.year and day.month in (None, told.month)
    return not entry.day_told or (coarser and not entry.exactness_told)


def _new_files(workspace: Workspace, made: Interaction, entry: ReadEntry) -> list[ReadFile]:
    held = {one.digest for one in workspace.find(Attachment, interaction_id=made.id)}
    return [file for file in entry.files if file_mark(file) not in held]


def _says_nothing_new(
    workspace: Workspace,
    standing: Interaction,
    mark: ImportMark,
    entry: ReadEntry,
    people: tuple[int, ...],
) -> bool:
    """Whether it differs only in what it lacks, as an export without the photos does."""
    said, _touched = _news(standing, mark, entry)
    tags = {tag.casefold() for tag in standing.tags}
    return (
        all(value == getattr(standing, name) for name, value in said.items())
        and set(people) <= set(standing.people)
        and all(tag.casefold() in tags for tag in entry.tags)
        and not _new_files(workspace, standing, entry)
    )


def _add_belongings(
    edit: Edit, made: Interaction, entry: ReadEntry, files: Iterable[ReadFile]
) -> None:
    if entry.tags:
        edit.tag(made, *entry.tags)
    for file in {file_mark(file): file for file in files}.values():
        edit.attach(made, file.name, file.data, file.media_type)


def _said(entry: ReadEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in _CONTENT}


def _is_said(standing: Interaction, name: str) -> bool:
    return getattr(standing, name) not in (None, "")


def _present(entry: ReadEntry, people: tuple[int, ...]) -> int | None:
    """How many there were, when others than these took part too."""
    others = len(dict.fromkeys(entry.keys)) + len(entry.people)
    return others + 1 if not entry.is_note and others > len(people) else None


def content_mark(entry: Interaction) -> str:
    """What is kept with an entry, enough to tell later whether the user has changed it."""
    parts = "\x1f".join(str(getattr(entry, name)) for name in _CONTENT)
    return hashlib.sha256(parts.encode()).hexdigest()[:8]
