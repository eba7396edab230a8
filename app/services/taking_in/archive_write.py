"""Takes the records of an archive into the journal, inside the step of the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from app.model.archive import BY_NAME, BY_TABLE, DRAFTS, SECTIONS, SETTINGS, Listing
from app.model.imports import Fate, ReadRecord, RecordReport
from app.model.records import Draft
from app.model.texts import _
from app.services import archive_drafts
from app.services.archive_survey import (
    GROUPS,
    Archive,
    Owner,
    Pieces,
    changed_meanwhile,
    read_through,
    settings_to_take,
)
from app.services.taking_in.progress import Hearing, writing_words
from app.services.taking_in.rows import Action, PlanRow
from app.services.workspace import Workspace
from app.store import archive_compare as compare
from app.store.archive import ids_of
from app.store.archive_put import Putter

Record = Mapping[str, Any]


def write(
    workspace: Workspace, archives: Sequence[Archive], rows: Sequence[PlanRow], hearing: Hearing
) -> Restored:
    """Write what was decided to be taken from each archive.

    Raises:
        FileReadError: a file is no longer the one that was looked at; nothing may be kept.
        Cancelled: the user stopped it; nothing may be kept.
    """
    restored = Restored()
    for number, archive in enumerate(archives):
        mine = [(row, row.item) for row in rows if isinstance(row.item, ReadRecord)]
        taken = {
            (item.section, item.uid): row.action
            for row, item in mine
            if item.file == number and row.action is not Action.NOTHING
        }
        left = {one for _row, item in mine if item.file == number for one in item.left}
        if taken:
            restoring = _Restoring(workspace, archive, taken, left)
            restoring.run(hearing)
            restored.alone.update((number, uid) for uid in restoring.alone)
            restored.missed.update((number, section) for section in restoring.missed())
    return restored


class Restored:
    """What was written; `alone` are entries and meetings whose people were all left out.

    `missed` are sections of which nothing was written, because it hangs on people left out.
    """

    def __init__(self) -> None:
        self.alone: set[tuple[int, str]] = set()
        self.missed: set[tuple[int, str]] = set()

    def report(self, row: PlanRow, item: ReadRecord) -> RecordReport:
        """What became of a row."""
        fate, why = row.fate, row.why
        alone = (item.file, item.uid) in self.alone or (item.file, item.section) in self.missed
        if row.action is not Action.NOTHING and alone:
            fate, why = Fate.SKIPPED, _("The people it is with were left out.")
        return RecordReport(row.file, item.place, item.title, fate, why, row.target, item.uid)


class _Restoring:
    """Writes one archive."""

    def __init__(
        self,
        workspace: Workspace,
        archive: Archive,
        taken: Mapping[Owner, Action],
        left: set[tuple[str, str]],
    ) -> None:
        self._database = workspace.database
        self._archive, self._taken, self._left = archive, taken, left
        self._putter = Putter(workspace.database, self._number)
        self._numbers: dict[str, dict[str, int]] = {}
        self._fresh: dict[str, set[str]] = {}
        self._pieces = Pieces(keep=True)
        self._settings: dict[str, str] = {}
        self._drafts: list[Draft] = []
        self.alone: set[str] = set()
        self._written: set[str] = set()
        self._same_tags()
        for section in SECTIONS:
            if section.table != "content":
                self._assign(section)

    def _number(self, section: str, uid: str) -> int | None:
        return self._known(section).get(uid)

    def _known(self, section: str) -> dict[str, int]:
        """The ids of everything in a section that is here or is to come."""
        if section not in self._numbers:
            found = BY_NAME[section]
            if found.table == "distinct_pair":
                self._numbers[section] = compare.pairs_here(self._database)
            elif found.table == "import_mark":
                self._numbers[section] = compare.marks_here(self._database)
            else:
                self._numbers[section] = ids_of(self._database, found.table)
        return self._numbers[section]

    def _same_tags(self) -> None:
        """A tag of the archive is the one of the same name that is here."""
        here, known = compare.tags_here(self._database), self._known("tags")
        self._named_alike = {
            uid for uid, name in self._archive.tags.items() if name in here and uid not in known
        }
        for uid in self._named_alike:
            known[uid] = here[self._archive.tags[uid]][1]
        self._taken_names = {name for name, (uid, _id) in here.items() if uid}

    def _assign(self, section: Listing) -> None:
        """Choose the id of every record that is to come; what it hangs on has its own by now."""
        name, known = section.name, self._known(section.name)
        fresh = self._fresh.setdefault(name, set())
        for key, above in self._archive.links.get(name, {}).items():
            action = self._taken.get(self._archive.owner(name, key))
            stays_away = (name, key) in self._left and action is not Action.OVERWRITE
            if key in known or action is None or stays_away:
                continue
            if above is not None and self._number(*above) is None:
                continue
            company = self._archive.company.get((name, key), ())
            if company and all(self._number("people", uid) is None for uid in company):
                self.alone.add(key)
                continue
            known[key] = self._putter.fresh(section.table)
            fresh.add(key)

    def run(self, hearing: Hearing) -> None:
        """Read the archive once more and write what is to be taken."""
        whole = self._archive.count
        records = read_through(self._archive.file, Hearing(cancelled=hearing.cancelled))
        for done, met in enumerate(records):
            hearing.now_and_then(done, whole, partial(writing_words, done, whole))
            self._take(met.section, met.record)
        if met.reader.digest != self._archive.digest:
            raise changed_meanwhile(self._archive.file)
        self._putter.beside(self._settings, self._drafts)

    def missed(self) -> set[str]:
        """The sections with a row of their own of which something was to come and nothing did."""
        return {
            name
            for name in GROUPS
            if (name, "") in self._taken and self._fresh[name] and name not in self._written
        }

    def _take(self, name: str, record: dict[str, Any]) -> None:
        if name == SETTINGS and (SETTINGS, "") in self._taken:
            self._settings = settings_to_take(record)
        elif name == DRAFTS and (DRAFTS, "") in self._taken:
            draft = archive_drafts.read(record, self._id_of)
            self._drafts += [draft] if draft is not None else []
        elif name == "contents":
            if self._archive.files.get(record["digest"], set()) & self._taken.keys():
                data = self._pieces.take(record)
                if data is not None:
                    self._putter.content(data)
        elif name in BY_NAME:
            self._put(BY_NAME[name], record)

    def _put(self, section: Listing, record: dict[str, Any]) -> None:
        key, name = compare.key_of(section, record), section.name
        action = self._taken.get(self._archive.owner(name, key))
        if key in self._fresh[name]:
            if self._putter.put(section, record, self._known(name)[key], new=True):
                self._written.add(name)
            return
        if action is None or key not in self._known(name) or record.get("only_named"):
            return
        if name == "distinct_pairs" or (name == "tags" and self._is_another(key, record)):
            return
        if action is Action.OVERWRITE or (name, key) not in self._left:
            self._putter.put(section, record, self._known(name)[key], new=False)

    def _is_another(self, uid: str, record: Record) -> bool:
        """Whether a tag of this name is here under another uid."""
        return uid in self._named_alike or compare.as_tag(record["name"]) in self._taken_names

    def _id_of(self, table: str, uid: Any) -> int | None:
        section = BY_TABLE.get(table)
        return self._number(section.name, str(uid)) if section is not None else None
