"""The first reading of an archive: what it holds, record by record, without keeping its records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from app.exchange.archive import ArchiveReader, content_of, damaged
from app.model.archive import BY_NAME, COLUMNS, DRAFTS, OF_THIS_COMPUTER, SETTINGS, Listing
from app.model.errors import FileReadError, InputError
from app.model.texts import _
from app.model.values import Moment, PartialDate
from app.services.taking_in.files import File, opened
from app.services.taking_in.progress import Hearing, reading_words
from app.settings import BY_KEY, Scope
from app.store.archive_compare import as_tag, key_of

Owner = tuple[str, str]
"""The row a record belongs to: a section, and a uid or "" for all records of the section."""

# What has a row of its own, and what has one row for all of it.
SINGLE: Final = frozenset({"people", "entries", "meetings"})
GROUPS: Final = frozenset({"organisations", "tags", "distinct_pairs"})
_OFTEN = 500
_LINE = 100
_MOST_FILE = 512 * 1024 * 1024


@dataclass
class About:
    """What a row says of its record."""

    title: str = ""
    when: Moment | None = None
    count: int = 1


@dataclass
class Archive:
    """An archive as it was met; its records stay in the file until they are written.

    `links` holds the keys of each section in order, each with the record it hangs on; `tags` the
    names of tags by uid, `files` the rows that need the bytes of a file, `about` what each row
    says, `company` who took part in each entry and meeting.
    """

    file: File
    digest: str = ""
    count: int = 0
    links: dict[str, dict[str, Owner | None]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    files: dict[str, set[Owner]] = field(default_factory=dict)
    only_named: set[str] = field(default_factory=set)
    about: dict[Owner, About] = field(default_factory=dict)
    company: dict[Owner, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, section: str, key: str) -> bool:
        """Whether it has this record."""
        return key in self.links.get(section, ())

    def owner(self, section: str, key: str) -> Owner:
        """The row a record belongs to.

        Raises:
            LookupError: what it hangs on is not in the archive.
        """
        while section not in SINGLE:
            if section in GROUPS:
                return section, ""
            above = self.links[section][key]
            if above is None:
                raise LookupError(section)
            section, key = above
        if not self.holds(section, key):
            raise LookupError(section)
        return section, key


class Met(NamedTuple):
    """One record, and the reader that has just met it."""

    reader: ArchiveReader
    section: str
    record: dict[str, Any]


def read_through(file: File, hearing: Hearing) -> Iterator[Met]:
    """Every record of an archive.

    Raises:
        FileReadError: it cannot be read, is damaged, or of a newer Kith.
        Cancelled: the user stopped it.
    """
    with opened(file) as (stream, size):
        reader = ArchiveReader(
            stream, file.name, lambda read: hearing.at(read // 1024, size // 1024)
        )
        for section, _place, record in reader.records():
            yield Met(reader, section, record)


def survey(file: File, hearing: Hearing) -> Archive:
    """Read all of it once.

    Raises:
        FileReadError: it cannot be read, is damaged, or of a newer Kith.
        Cancelled: the user stopped it.
    """
    archive, pieces = Archive(file), Pieces()
    for met in read_through(file, hearing):
        archive.count += 1
        if archive.count % _OFTEN == 0 and hearing.tell is not None:
            hearing.tell(reading_words(file.name, archive.count))
        fits = _take(archive, pieces, met.section, met.record)
        if not fits:
            raise met.reader.damaged()
    # Asked for again: the digest is that of the whole file only once all of it is read.
    if pieces.waiting:
        raise met.reader.damaged("contents")
    archive.digest = met.reader.digest
    _settle(archive, met.reader)
    return archive


def _take(archive: Archive, pieces: Pieces, name: str, record: dict[str, Any]) -> bool:
    """Note one record; False where it contradicts another."""
    if name == SETTINGS:
        if taken := settings_to_take(record):
            archive.about[name, ""] = About(count=len(taken))
        return True
    if name == "contents":
        return pieces.take(record) is not Pieces.BROKEN
    if not name:
        return True
    if name == DRAFTS:
        archive.about.setdefault((name, ""), About(count=0)).count += 1
        key, above = str(record["key"]), None
    else:
        section = BY_NAME[name]
        key, above = key_of(section, record), hangs_on(section, record)
        _note(archive, section, key, record)
    links = archive.links.setdefault(name, {})
    if key in links:
        return False
    links[key] = above
    return True


def settings_to_take(told: Mapping[str, str]) -> dict[str, str]:
    """Of the settings an archive tells, those that this journal can have.

    A file from elsewhere must not say where copies go, nor touch what the program notes for
    itself; and a value that does not fit would keep the journal from being used.
    """
    return {key: text for key, text in told.items() if _is_taken(key, text)}


def _is_taken(key: str, text: str) -> bool:
    if key.startswith(COLUMNS):
        return True
    setting = BY_KEY.get(key)
    if setting is None or setting.scope is not Scope.JOURNAL or key in OF_THIS_COMPUTER:
        return False
    try:
        setting.read(text)
    except InputError:
        return False
    return True


def hangs_on(section: Listing, record: dict[str, Any]) -> Owner | None:
    """The record that one cannot be without."""
    if section.table == "import_mark":
        return record["section"], record["record"]
    return next(
        ((one.to, record[one.name]) for one in section.fields if one.to and _binds(one, record)),
        None,
    )


def _binds(one: Any, record: dict[str, Any]) -> bool:
    return bool(one.binds and isinstance(record.get(one.name), str))


def _note(archive: Archive, section: Listing, key: str, record: dict[str, Any]) -> None:
    name = section.name
    if name in GROUPS:
        archive.about.setdefault((name, ""), About(count=0)).count += 1
        if name == "tags":
            archive.tags[key] = as_tag(record["name"])
    elif name == "people":
        archive.about[name, key] = About(record["name"])
        if record.get("only_named"):
            archive.only_named.add(key)
    elif name in SINGLE:
        title = record.get("title") or record.get("note", "").strip().partition("\n")[0]
        when = Moment(PartialDate.parse(record["date"])) if "date" in record else None
        archive.about[name, key] = About(title[:_LINE], when)
        archive.company[name, key] = tuple(record.get("people", ()))
    elif name == "attachments":
        owner = ("people", record["person"]) if "person" in record else None
        archive.files.setdefault(record["digest"], set()).add(owner or ("entries", record["entry"]))


def _settle(archive: Archive, reader: ArchiveReader) -> None:
    """See that no two tags are the same, and that nothing hangs on what is not there.

    Raises:
        FileReadError: it does.
    """
    if len(set(archive.tags.values())) < len(archive.tags):
        raise reader.damaged("tags")
    for name, links in archive.links.items():
        for key in links if name in BY_NAME and name not in SINGLE else ():
            try:
                archive.owner(name, key)
            except LookupError:
                raise damaged(archive.file.name, f"{name}, “{key[:40]}”") from None


class Pieces:
    """Puts the pieces of files together again, one file after the other."""

    BROKEN: Final = b"\x00broken"

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self._digest, self._next, self._of = "", 1, 0
        self._sha = hashlib.sha256()
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def waiting(self) -> bool:
        """Whether a piece is still missing."""
        return self._next > 1

    def take(self, record: dict[str, Any]) -> bytes | None:
        """One more piece: None as long as there are more to come, then the bytes of the file.

        `BROKEN` where it is not the piece that was to come, or the bytes are not those they
        should be. Where bytes are not kept, they come out empty.
        """
        if self._next == 1:
            self._digest, self._of = record["digest"], record["of"]
            self._sha, self._size = hashlib.sha256(), 0
        told = (record["digest"], record["piece"], record["of"])
        if told != (self._digest, self._next, self._of):
            return self.BROKEN
        try:
            data = content_of(record["data"])
        except ValueError:
            return self.BROKEN
        self._sha.update(data)
        self._size += len(data)
        if self._size > _MOST_FILE:
            return self.BROKEN
        if self._keep:
            self._parts.append(data)
        self._next += 1
        if self._next <= self._of:
            return None
        whole, self._next = b"".join(self._parts), 1
        self._parts.clear()
        return whole if self._sha.hexdigest() == self._digest else self.BROKEN


def changed_meanwhile(file: File) -> FileReadError:
    """What to say where the file is no longer the one that was looked at."""
    return FileReadError(
        _("“{name}” has changed since it was looked at.").format(name=file.name[:80]),
        _("Nothing was taken from it. Look at it again."),
    )
