"""The kinds of file that can be imported: how each is recognised, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from app.exchange import archive, contact_tables, icalendar, vcard
from app.model.errors import FileReadError
from app.model.texts import _
from app.services.taking_in import tables as transfer_tables
from app.services.taking_in.chat import is_chat
from app.services.taking_in.files import (
    MOST_BYTES,
    File,
    Packed,
    check_archive,
    check_regular,
    check_size,
    head,
    holds_archive,
    whole,
)
from app.services.taking_in.journals import is_dayone, is_jrnl
from app.services.taking_in.mail import is_mail
from app.services.taking_in.messages import is_messages
from app.services.taking_in.monica import is_monica
from app.services.taking_in.plan import ImportOptions, Item
from app.services.workspace import Workspace

__all__ = [
    "BRINGS_PEOPLE",
    "MOST_BYTES",
    "TAKEN_TOGETHER",
    "TAKES",
    "Format",
    "UnknownKindError",
    "fits",
    "items",
    "kinds_told",
    "sniff",
]

# How large a file may be that is in memory as a whole while it is read.
_MB = 1024 * 1024
_MOST_CARDS, _MOST_CALENDAR, _MOST_TABLE = 90 * _MB, 45 * _MB, 40 * _MB


class Format(StrEnum):
    """The kinds of file that can be imported."""

    VCARD = "vcard"
    ICALENDAR = "icalendar"
    TABLE = "table"
    MAIL = "mail"
    CHAT = "chat"
    MESSAGES = "linkedin-messages"
    KITH = "kith"
    MONICA = "monica"
    JRNL = "jrnl"
    DAYONE = "dayone"


# Read before the others, so that events meet the people these bring.
BRINGS_PEOPLE = frozenset({Format.VCARD, Format.TABLE})
# A conversation may begin in one file and go on in another.
_TOGETHER: dict[Format, Callable[[Path], bool] | Callable[[File], bool]] = {
    Format.MONICA: is_monica,
    Format.DAYONE: is_dayone,
    Format.JRNL: is_jrnl,
    Format.MAIL: is_mail,
    Format.CHAT: is_chat,
    Format.MESSAGES: is_messages,
}
TAKEN_TOGETHER = frozenset({*_TOGETHER, Format.KITH})
# How many times over a file is in memory while it is read, its records not counted.
TAKES = {Format.VCARD: 1, Format.ICALENDAR: 4, Format.TABLE: 2}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind is recognised by its first 64 KiB and its name, and how it is read.

    `most` is how large a file may be that is read at once.
    """

    looks_like: Callable[[bytes, str], bool]
    read: Callable[[Workspace, File, ImportOptions], Iterator[Item]]
    most: int | None


def _cards(_workspace: Workspace, path: File, _options: ImportOptions) -> Iterator[Item]:
    yield from vcard.read(whole(path))


def _events(
    workspace: Workspace,
    path: File,
    options: ImportOptions,
    heard: Callable[[int], object] | None = None,
) -> Iterator[Item]:
    zone = workspace.clock.now().tzinfo
    home = zone if isinstance(zone, ZoneInfo) else None
    yield from icalendar.read(whole(path), options.days(workspace.today), home, heard)


def _no_items(_workspace: Workspace, _path: File, _options: ImportOptions) -> Iterator[Item]:
    yield from ()  # an archive is planned as a whole


# In the order in which they are tried: a table is what is left when nothing else fits.
_KINDS = {
    Format.KITH: _Kind(lambda data, _name: archive.looks_like(data), _no_items, None),
    Format.VCARD: _Kind(lambda data, _name: vcard.looks_like(data), _cards, _MOST_CARDS),
    Format.ICALENDAR: _Kind(
        lambda data, _name: icalendar.looks_like(data), _events, _MOST_CALENDAR
    ),
    Format.TABLE: _Kind(contact_tables.looks_like, transfer_tables.read, _MOST_TABLE),
}


def kinds_told() -> str:
    """What Kith reads, for somebody who chose something else."""
    return _("It reads address books, calendars, mail archives, chats, tables and other journals.")


class UnknownKindError(FileReadError):
    """A file that is of none of the kinds Kith reads."""

    @classmethod
    def of(cls, name: str) -> UnknownKindError:
        """What is said of such a file."""
        return cls(
            _("“{name}” is none of the kinds of file Kith reads.").format(name=name[:80]),
            kinds_told(),
        )


def sniff(path: File, read_as: str = "") -> Format:
    """What kind of file it is, by what stands in it; or the kind it is said to be.

    Raises:
        FileReadError: it cannot be read, or is none of the kinds Kith takes.
    """
    if isinstance(path, Path):
        check_regular(path)
        check_archive(path)
    for format_, is_kind in _TOGETHER.items():
        if format_ == read_as or (not read_as and fits(is_kind, path)):
            return format_
    data = head(path)
    if holds_archive(data):  # what is packed in it must not pass for something else
        raise UnknownKindError.of(path.name)
    if not read_as or read_as == Format.TABLE:
        _refuse_entries(path, data)
    for format_, kind in _KINDS.items():
        if format_ == read_as or (not read_as and kind.looks_like(data, path.name)):
            if kind.most is not None:
                check_size(path, kind.most)
            return format_
    check_size(path)
    raise UnknownKindError.of(path.name)


def _refuse_entries(path: File, data: bytes) -> None:
    if contact_tables.holds_entries(data):
        raise FileReadError(
            _("“{name}” is a table of entries that Kith wrote for spreadsheets.").format(
                name=path.name[:80]
            ),
            _("Entries are not read back from it; an archive of Kith brings them back."),
        )


def fits(is_kind: Callable[[Path], bool], path: File) -> bool:
    """Whether it is of this kind; of a packed file, only of one that is read where it lies."""
    if isinstance(path, Packed):
        return is_kind in (is_messages, is_monica, is_dayone, is_jrnl, is_chat) and is_kind(path)
    try:
        return is_kind(path)
    except (OSError, ValueError):
        return False  # said in full where the file is read


def items(
    workspace: Workspace,
    path: File,
    format_: Format,
    options: ImportOptions,
    heard: Callable[[int], object] | None = None,
) -> Iterator[Item]:
    """Every record of a file that is read by itself.

    `heard` hears how many events were seen while nothing comes yet.
    """
    if format_ is Format.ICALENDAR:
        return _events(workspace, path, options, heard)
    return _KINDS[format_].read(workspace, path, options)
