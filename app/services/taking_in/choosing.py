"""Which files stand behind a path that was chosen for an import, and what is not taken of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.exchange import contact_tables, mailbox
from app.model.errors import FileReadError
from app.model.imports import ReadFailure, ReadSkip
from app.model.texts import _, ngettext
from app.services.taking_in.chat import is_chat
from app.services.taking_in.files import (
    MEDIA,
    MOST_MEMBERS,
    File,
    Packed,
    check_regular,
    holds_archive,
    packed,
    whole,
)
from app.services.taking_in.formats import Format, UnknownKindError, fits, kinds_told, sniff
from app.services.taking_in.mail import is_mail

_MOST_FILES = 2000
_MOST_NAMED = 5
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_JOURNAL = ".kith"
_BESIDE_JOURNALS = (".kith-wal", ".kith-shm", ".kith-journal")
_MAILDIR = frozenset({"cur", "new", "tmp"})
Kinds = list[tuple[File, Format]]
Left = ReadSkip | ReadFailure


@dataclass(frozen=True, slots=True)
class Found:
    """The files behind a path with their kinds, and a row for what is not read of it."""

    files: Kinds
    left: tuple[Left, ...] = ()


def files_in(path: Path, read_as: str = "") -> Kinds:
    """A file with its kind; of a folder or an archive, the files inside that can be imported.

    Raises:
        FileReadError: it cannot be read, or there is nothing in it that Kith takes.
    """
    return look(path, read_as).files


def look(path: Path, read_as: str = "", heard: Callable[[], object] | None = None) -> Found:
    """What of a file, a folder or an archive can be imported, and what is left out and why.

    `heard` is called before every file of a folder; what it raises ends the looking.

    Raises:
        FileReadError: it cannot be read, or there is nothing in it that Kith takes.
    """
    check_regular(path)
    # The journal may be the one that is open: to close it here would take its locks away.
    if path.suffix.casefold() == _JOURNAL and path.is_file():
        raise FileReadError(
            _("“{name}” is a journal of Kith, not a file to import.").format(name=path.name[:80]),
            _("Open it instead, or export its archive there and import that."),
        )
    if path.is_dir() and not read_as:
        return _in_folder(path, heard)
    return _in_file(path, read_as)


# --- a file, or an archive --------------------------------------------------------------------


def _in_file(path: Path, read_as: str) -> Found:
    found: Kinds = []
    inner: list[Packed] = []
    damaged: list[Packed] = []
    beyond: list[str] = []
    is_archive = False
    for file in packed(path, beyond):
        is_archive = True
        if holds_archive(file.start):
            inner.append(file)
            continue
        if not file.start and not file.name.lower().endswith(MEDIA):
            damaged.append(file)
        kind = _kind_of(file, read_as)
        if kind is not None:
            found.append((replace(file, start=b""), kind))
    if not is_archive:
        return Found([(path, sniff(path, read_as))])
    has_mail = read_as == Format.MAIL or (not read_as and fits(is_mail, path))
    if has_mail:
        found.append((path, Format.MAIL))
    if [kind for _file, kind in found] == [Format.CHAT]:
        found = [(path, Format.CHAT)]  # a chat with its pictures; the archive says with whom
    tables = [file for file, kind in found if kind is Format.TABLE]
    # An export of LinkedIn holds dozens of tables that are no contacts.
    unknown = [file for file in tables if len(tables) > 1 and not _is_known(file)]
    told = [] if any(map(_is_of_linkedin, tables)) else unknown
    found = [one for one in found if one[0] not in unknown]
    archives = [file for file in inner if file.name.casefold().endswith(".zip")]
    if not found:
        _refuse(path, archives)
    left: list[Left] = [*map(_inner, archives), *map(_damaged, damaged), *_unknown_tables(told)]
    return Found(found, (*left, *_beyond(path, beyond, has_mail=has_mail)))


def _kind_of(file: File, read_as: str) -> Format | None:
    if read_as == Format.CHAT and not fits(is_chat, file):
        return None  # a picture of it
    try:
        return sniff(file, read_as)
    except FileReadError:
        return None


def _beyond(path: Path, names: Sequence[str], *, has_mail: bool) -> Iterator[ReadFailure]:
    """What is said of files of an archive at which nobody looked, pictures set aside."""
    names = [name for name in names if not name.lower().endswith(MEDIA)]
    mails = [name for name in names if has_mail and mailbox.may_be_mail(name)]
    if len(names) > len(mails):
        yield _too_many(path.name, MOST_MEMBERS)
    elif len(mails) > mailbox.MOST_LOOKED_AT - MOST_MEMBERS:
        yield _too_many(path.name, mailbox.MOST_LOOKED_AT)


def _too_many(name: str, most: int) -> ReadFailure:
    why = _("There are more than {n} files in it; what is beyond them was not looked at.")
    return ReadFailure("", "", name, why.format(n=f"{most:,}"))


def _refuse(path: Path, archives: Sequence[Packed]) -> None:
    if not archives:
        raise UnknownKindError.of(path.name)
    raise FileReadError(
        _("“{name}” holds nothing that Kith reads but another archive.").format(
            name=path.name[:80]
        ),
        _("Unpack it first, and choose what is in it."),
    )


def _inner(file: Packed) -> ReadFailure:
    why = _("It is an archive inside an archive: unpack it first, and choose what is in it.")
    return ReadFailure("", "", file.member[-100:], why)


def _damaged(file: Packed) -> ReadFailure:
    return ReadFailure("", "", file.member[-100:], _("It is damaged, and cannot be read."))


# --- tables beside others ---------------------------------------------------------------------


def _is_known(file: File) -> bool:
    table = contact_tables.describe(whole(file))
    return table is not None and table.kind is not contact_tables.Kind.OTHER


def _is_of_linkedin(file: File) -> bool:
    table = contact_tables.describe(whole(file))
    return table is not None and table.kind is contact_tables.Kind.LINKEDIN


def _unknown_tables(tables: Sequence[File]) -> Iterator[ReadSkip]:
    """What is said of tables that were left out, because others lie beside them."""
    count = ngettext("{n} table", "{n} tables", len(tables))
    why = ngettext(
        "It may list anything. If it lists people, import it by itself: {names}.",
        "They may list anything. Import by itself what lists people: {names}.",
        len(tables),
    )
    yield from _together(tables, count, why)


def _beside_linkedin(files: Kinds) -> list[File]:
    """Tables of nobody known in a folder with those of LinkedIn, where there are several."""
    tables = [file for file, kind in files if kind is Format.TABLE and isinstance(file, Path)]
    found: list[File] = []
    for folder in {file.parent for file in tables if _is_of_linkedin(file)}:
        strange = [file for file in tables if file.parent == folder and not _is_known(file)]
        found.extend(strange if len(strange) > 1 else ())
    return found


# --- a folder ---------------------------------------------------------------------------------


def _in_folder(folder: Path, heard: Callable[[], object] | None) -> Found:
    """A folder with all that is below it: its mail as a whole, and every other file by itself.

    Raises:
        FileReadError: there is nothing in it that Kith takes.
    """
    mail = _mail_in(folder)
    files: Kinds = [(folder, Format.MAIL)] if mail else []
    left: list[Left] = []
    unknown: list[Path] = []
    beside = (path for path in _below(folder, left) if path not in mail)
    for path in islice(beside, _MOST_FILES):
        if heard is not None:
            heard()
        if path.suffix.casefold() in (*MEDIA, _JOURNAL) or not path.is_file():
            unknown.append(path)
            continue
        try:
            found = _in_file(path, "")
        except UnknownKindError:
            unknown.append(path)
        except FileReadError as error:
            left.append(ReadFailure("", "", str(path.relative_to(folder))[-100:], str(error)))
        else:
            files.extend(found.files)
            left.extend(found.left)
    if next(beside, None) is not None:
        left.append(_too_many(folder.name, _MOST_FILES))
    strange = _beside_linkedin(files)
    files = [one for one in files if one[0] not in strange]
    left.extend(_unknown_tables(strange))
    left.extend(_of_no_kind(_without_photos(unknown, files)))
    if not files:
        raise _nothing_in(folder, left)
    return Found(files, tuple(left))


def _mail_in(folder: Path) -> frozenset[Path]:
    try:
        return mailbox.files_below(folder)
    except (OSError, ValueError):
        return frozenset()


def _below(folder: Path, left: list[Left]) -> Iterator[Path]:
    """The files below a folder, but for those in Maildirs and the hidden ones of the system."""

    def missed(error: OSError) -> None:
        name = Path(error.filename or folder).name
        left.append(ReadFailure("", "", name, _("This folder cannot be opened.")))

    for place, folders, names in os.walk(folder, onerror=missed):
        here = Path(place)
        is_maildir = "cur" in folders
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (is_maildir and name in _MAILDIR)
        )
        for name in sorted(names):
            if not name.startswith(".") and not _is_litter(name.casefold()):
                yield here / name


def _is_litter(name: str) -> bool:
    return name in _LITTER or name.endswith(_BESIDE_JOURNALS)


def _without_photos(unknown: Sequence[Path], files: Kinds) -> list[Path]:
    """Without the photos that lie beside an export of Day One: they come in with its entries."""
    folders = {
        file.parent / "photos"
        for file, kind in files
        if kind is Format.DAYONE and isinstance(file, Path)
    }
    return [path for path in unknown if path.parent not in folders]


def _of_no_kind(paths: Sequence[Path]) -> Iterator[ReadSkip]:
    count = ngettext("{n} file", "{n} files", len(paths))
    why = ngettext(
        "It is of no kind that Kith reads: {names}.",
        "They are of no kind that Kith reads: {names}.",
        len(paths),
    )
    yield from _together(paths, count, why)


def _together(files: Sequence[File], count: str, why: str) -> Iterator[ReadSkip]:
    """One row for all of these files, if there are any: how many, why, and what they are called."""
    if files:
        names = _named(files)
        yield ReadSkip("", "", count.format(n=f"{len(files):,}"), why.format(names=names))


def _named(files: Sequence[File]) -> str:
    names = [file.name[:60] for file in files[:_MOST_NAMED]]
    return ", ".join([*names, *("…" for _file in files[_MOST_NAMED : _MOST_NAMED + 1])])


def _nothing_in(folder: Path, left: Sequence[Left]) -> FileReadError:
    failed = next((one for one in left if isinstance(one, ReadFailure)), None)
    advice = kinds_told()
    if failed is not None:
        advice = f"{failed.title}: {failed.why}"
    told = _("“{name}” is a folder with nothing in it that Kith reads.")
    return FileReadError(told.format(name=folder.name[:80]), advice)
