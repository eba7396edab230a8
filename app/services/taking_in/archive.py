"""Holds an archive of Kith against the journal: a row for each person, entry and meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.model.archive import BY_NAME, DRAFTS, SETTINGS, Listing, Sort
from app.model.imports import Fate, ReadRecord
from app.services.archive_survey import GROUPS, SINGLE, Archive, Owner, read_through, survey
from app.services.taking_in import archive_words as words
from app.services.taking_in.files import File
from app.services.taking_in.progress import Hearing, matching_words
from app.services.taking_in.rows import Action, PlanRow, left_out
from app.services.workspace import Workspace
from app.store import archive_compare as compare
from app.store.archive import Reader, ids_of
from app.store.merged import merged

_WINDOW = 500
_OTHERS = 3
Record = dict[str, Any]


@dataclass
class _Tally:
    """How the records of one row stand against the journal."""

    new: bool = False
    added: int = 0
    changed: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    older: int = 0
    deleted: int = 0
    gone: bool = False


def take_archives(
    workspace: Workspace, before: Sequence[PlanRow], files: Sequence[File], hearing: Hearing
) -> tuple[tuple[Archive, ...], tuple[PlanRow, ...]]:
    """The archives, and the rows with one more for each person, entry and meeting of them.

    Raises:
        FileReadError: one cannot be read, is damaged, or of a newer Kith.
        Cancelled: the user stopped it.
    """
    found, rows = [], list(before)
    for number, file in enumerate(files):
        archive = survey(file, hearing)
        comparing = _Comparing(workspace, archive)
        comparing.run(hearing)
        went = merged(workspace.database)
        for owner, about in archive.about.items():
            item = ReadRecord(
                key=owner[1] or owner[0],
                title=about.title or words.title(owner[0], about.count),
                place="",
                section=owner[0],
                uid=owner[1],
                file=number,
                when=about.when,
                people=comparing.names(archive.company.get(owner, ())),
            )
            row = PlanRow(len(rows), file.name, item, Fate.SKIPPED, key=item.key)
            named = owner[0] == "people" and owner[1] in archive.only_named
            row = _decided(row, item, comparing.tallies.get(owner), comparing.empty, named)
            if owner[0] == "people" and owner[1] in went:
                row = replace(left_out(row), why=words.merged())
            elif row.fate is Fate.ADDED and comparing.is_alone(archive.company.get(owner, ())):
                row = left_out(row, words.company_deleted())
            rows.append(row)
        archive.about.clear()
        found.append(archive)
    return tuple(found), tuple(rows)


class _Comparing:
    """Reads an archive a second time, beside what the journal holds."""

    def __init__(self, workspace: Workspace, archive: Archive) -> None:
        self._database = workspace.database
        self._archive = archive
        self.tallies: dict[Owner, _Tally] = {}
        self.empty = Reader(self._database).count() == 0
        self._here: dict[str, dict[str, int]] = {}
        self._tags = compare.tags_here(self._database)
        self._deleted = frozenset() if self.empty else compare.deleted(self._database)

    def names(self, uids: Sequence[str]) -> str:
        """The first few people by name."""
        about = self._archive.about
        found = [about["people", uid].title for uid in uids if ("people", uid) in about]
        told = ", ".join(found[:_OTHERS])
        return told + " …" if len(found) > _OTHERS else told

    def is_alone(self, company: Sequence[str]) -> bool:
        """Whether everyone who took part was deleted here."""
        here = self._here_of("people")
        return bool(company) and all(uid in self._deleted and uid not in here for uid in company)

    def run(self, hearing: Hearing) -> None:
        """Count for each row what is new, what is changed, and what is to be left alone."""
        if self.empty:
            for name, links in self._archive.links.items():
                for key in links if name in BY_NAME else ():
                    self._count_new(name, key)
            return
        window: list[Record] = []
        name, done = "", 0
        for met in read_through(self._archive.file, Hearing(cancelled=hearing.cancelled)):
            if met.section not in BY_NAME or met.section == "contents":
                continue
            if met.section != name or len(window) >= _WINDOW:
                self._look(name, window)
                done += len(window)
                hearing.now_and_then(
                    done, self._archive.count, partial(matching_words, done, self._archive.count)
                )
                name, window = met.section, []
            window.append(met.record)
        self._look(name, window)

    def _here_of(self, section: str) -> dict[str, int]:
        if self.empty:
            return {}
        if section not in self._here:
            self._here[section] = ids_of(self._database, BY_NAME[section].table)
        return self._here[section]

    def _look(self, name: str, window: list[Record]) -> None:
        if not window:
            return
        section = BY_NAME[name]
        told = {compare.key_of(section, one): self._as_it_would_be(section, one) for one in window}
        if name == "tags":  # one of the same name is the same tag
            told = {self._tag(key): one | {"uid": self._tag(key)} for key, one in told.items()}
        here = compare.present(self._database, section, list(told.values()))
        differing = {
            key: there
            for key, there in here.items()
            if there.record != told[key] and not told[key].get("only_named")
        }
        if name in GROUPS:  # the pair or the tag is there, under whatever uid
            differing = {k: there for k, there in differing.items() if self._archive.holds(name, k)}
            differing = {} if name == "distinct_pairs" else differing
        before = (
            compare.earlier(self._database, section, [there.id for there in differing.values()])
            if differing
            else {}
        )
        for key, record in told.items():
            if key not in here and record.get("uid") in self._deleted:
                self._count_deleted(name, key)
            elif key not in here:
                self._count_new(name, key)
            elif key in differing:
                self._weigh(section, key, record, differing[key], before)

    def _count_new(self, name: str, key: str) -> None:
        tally = self._tally(name, key)
        tally.added += 1
        tally.new = tally.new or name in SINGLE

    def _count_deleted(self, name: str, key: str) -> None:
        tally = self._tally(name, key)
        tally.left.append((name, key))
        tally.deleted += 1
        tally.gone = tally.gone or name in SINGLE

    def _tally(self, name: str, key: str) -> _Tally:
        return self.tallies.setdefault(self._archive.owner(name, key), _Tally())

    def _weigh(
        self,
        section: Listing,
        key: str,
        record: Record,
        there: compare.Present,
        before: dict[int, list[Record]],
    ) -> None:
        """What was not changed here follows the archive; what was, stays."""
        tally = self._tally(section.name, key)
        if there.id not in before:
            tally.changed += 1
            return
        tally.left.append((section.name, key))
        told = compare.plain(section, record)
        if told != compare.plain(section, there.record) and told in before[there.id]:
            tally.older += 1

    def _as_it_would_be(self, section: Listing, record: Record) -> Record:
        """A record as the journal would hold it: without links to what is nowhere."""
        found = dict(record)
        for one in section.fields:
            if one.name not in found:
                continue
            if one.sort is Sort.LINKS:
                kept = (self._tag(uid) if one.to == "tags" else uid for uid in found[one.name])
                found[one.name] = list(
                    dict.fromkeys(uid for uid in kept if self._is_known(one.to, uid))
                )
                if not found[one.name]:
                    del found[one.name]
            elif one.sort is Sort.MENTIONS:
                found[one.name] = [
                    mention
                    if self._is_known("entries", mention.get("entry"))
                    else {"date": mention["date"]}
                    for mention in found[one.name]
                ]
            elif (
                one.sort is Sort.LINK
                and one.to
                and not one.binds
                and not self._is_known(one.to, found[one.name])
            ):
                del found[one.name]
        return found

    def _tag(self, uid: str) -> str:
        name = self._archive.tags.get(uid)
        return self._tags[name][0] if name in self._tags else uid

    def _is_known(self, section: str, uid: str | None) -> bool:
        if uid is None:
            return False
        return self._archive.holds(section, uid) or uid in self._here_of(section)


def _decided(
    row: PlanRow, item: ReadRecord, tally: _Tally | None, empty: bool, named: bool
) -> PlanRow:
    """What will become of a row, and what else could."""
    if item.section in (SETTINGS, DRAFTS):
        taken = _taken(row, Fate.ADDED, Action.RESTORE, words.beside(item.section))
        return taken if empty else left_out(taken, words.kept(item.section))
    tally = tally or _Tally()
    if tally.new:
        why = words.only_named() if named else words.added(tally.added - 1)
        return _taken(row, Fate.ADDED, Action.RESTORE, why)
    if not item.uid and tally.added:
        return _taken(row, Fate.ADDED, Action.RESTORE, "" if empty else words.brought(tally.added))
    item = replace(item, left=tuple(tally.left))
    if tally.gone:
        taken = _taken(replace(row, item=item), Fate.ADDED, Action.OVERWRITE, "")
        return replace(left_out(taken, words.deleted()), deleted=True)
    if tally.added or tally.changed:
        stays = words.left(len(item.left) - tally.deleted), words.partly_deleted(tally.deleted)
        told = words.brought(tally.added), words.changed(tally.changed), *stays
        row = replace(row, item=item, target=item.title)
        return _taken(row, Fate.MERGED, Action.RESTORE, " ".join(filter(None, told)))
    if tally.left:
        taken = replace(row, item=item, target=item.title)
        taken = _taken(taken, Fate.MERGED, Action.OVERWRITE, words.as_the_archive())
        if tally.deleted == len(tally.left):
            return left_out(taken, words.partly_deleted(tally.deleted))
        older = tally.older + tally.deleted == len(tally.left)
        return left_out(taken, words.older() if older else words.conflict())
    return replace(row, why=words.here(), here=True)


def _taken(row: PlanRow, fate: Fate, action: Action, why: str) -> PlanRow:
    return replace(row, fate=fate, action=action, why=why)
