"""Where mails lie: mbox files, single mails, Maildir folders and folders of these."""

from __future__ import annotations

import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from app.exchange.mailbox.folders import label_of_folder
from app.exchange.mailbox.splitting import begins_mbox, split

_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[^\n]*(?:\n|$)|[ \t]+[^\n]*(?:\n|$)")
_TELLING = frozenset(
    b"from to cc date subject message-id received return-path delivered-to mime-version "
    b"x-mozilla-status reply-to".split()
)
_HEAD = 64 * 1024
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, KeyError, ValueError, RuntimeError),
)
MOST_LOOKED_AT = 20_000
_LARGE, _MOST_PACKED = 1 << 30, 100
_ENDINGS = frozenset({"", ".mbox", ".mbx", ".eml"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file of mails; `label` is what the folder it lies in stands for.

    `member` is its name inside a zip archive; it is read there and never unpacked.
    """

    path: Path
    file: str
    size: int
    label: str
    is_mbox: bool
    member: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """The headers of one mail, its number in its file and the line that separates it there."""

    number: int
    headers: bytes
    separator: bytes = b""


def begins_mail(head: bytes) -> bool:
    """Whether a file that starts like this is a single mail."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    found = set()
    at = 0
    while (match := _LINE.match(head, at)) is not None and match.end() > at:
        if match.group(1):
            found.add(match.group(1).lower())
        at = match.end()
    return len(found & _TELLING) >= 2 and bool(found & {b"from", b"date", b"received"})


def sources(path: Path) -> list[Source]:
    """The mail files behind a path: itself, or those in a Maildir, another folder or an archive.

    Raises:
        OSError: it cannot be read.
    """
    if not path.is_dir():
        zipped = _head(path).startswith(b"PK\x03\x04")
        return _zipped(path) if zipped else [_source(path, path.name, path, looked=False)]
    found: list[Source] = []
    looked = 0
    for folder, folders, files in os.walk(path):
        folders.sort()
        here = Path(folder)
        if here.name == "tmp" and (here.parent / "cur").is_dir():
            continue
        is_maildir = here.name in ("cur", "new") and (here.parent / "cur").is_dir()
        for name in sorted(files):
            one = here / name
            if is_maildir:
                if not one.is_file():  # a pipe would be waited for
                    continue
            else:
                looked += 1
                if looked > MOST_LOOKED_AT or not _may_hold_mail(one):
                    continue
            named = here.parent if is_maildir else here if name == "mbox" else one
            found.append(_source(one, path.name, named, looked=is_maildir))
    return found


def may_be_mail(name: str) -> bool:
    """Whether a file of this name is looked into for mail."""
    is_file = bool(name) and not name.endswith("/")
    return is_file and PurePosixPath(name).suffix.casefold() in _ENDINGS


def _source(path: Path, file: str, named: Path, *, looked: bool) -> Source:
    head = b"" if looked else _head(path)
    label = label_of_folder(named.name)
    return Source(path, file, path.stat().st_size, label, not looked and begins_mbox(head))


def _zipped(path: Path) -> list[Source]:
    """The mail files in an archive such as Takeout's."""
    found = []
    with _failing_as_a_file_does(), zipfile.ZipFile(path) as archive:
        listed = [one for one in archive.infolist() if may_be_mail(one.filename)]
        for one in listed[:MOST_LOOKED_AT]:
            name = PurePosixPath(one.filename)
            if one.flag_bits & 1:
                continue
            if one.file_size > max(_LARGE, one.compress_size * _MOST_PACKED):
                continue  # letters cannot be packed that small: it is there to keep us busy
            head = _packed_head(archive, one)
            if begins_mbox(head) or begins_mail(head):
                label = label_of_folder(name.parent.name if name.name == "mbox" else name.name)
                is_mbox = begins_mbox(head)
                found.append(Source(path, path.name, one.file_size, label, is_mbox, one.filename))
    return found


def _packed_head(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """The beginning of a packed file; nothing of one that is damaged, for the others' sake."""
    try:
        with archive.open(one) as stream:
            return stream.read(_HEAD)
    except (OSError, *_BROKEN):
        return b""


@contextmanager
def _failing_as_a_file_does() -> Iterator[None]:
    """A damaged archive, or one packed in a way nobody can read, is a file that cannot be read."""
    try:
        yield
    except _BROKEN as error:
        raise OSError(str(error)) from error


def _may_hold_mail(path: Path) -> bool:
    if path.suffix.casefold() not in _ENDINGS or not path.is_file():
        return False
    try:
        head = _head(path)
    except OSError:
        return False
    return begins_mbox(head) or begins_mail(head)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


class Reading:
    """Reads the mails of one file after the other, and keeps an archive open between its files.

    To list an archive anew for every mail in it takes time by the square of their number.
    """

    def __init__(self) -> None:
        self._path = Path()
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def mails(self, source: Source, heard: Callable[[int], object]) -> Iterator[Raw]:
        """Every mail of a file; `heard` is told how many bytes were read.

        Raises:
            OSError: it cannot be read to its end.
        """
        if source.member:
            with (
                _failing_as_a_file_does(),
                self._opened(source.path).open(source.member) as stream,
            ):
                yield from _mails(stream, source, heard)
        else:
            with source.path.open("rb") as stream:
                yield from _mails(stream, source, heard)

    def _opened(self, path: Path) -> zipfile.ZipFile:
        if self._archive is None or self._path != path:
            self._close()
            self._archive, self._path = zipfile.ZipFile(path), path
        return self._archive

    def _close(self) -> None:
        if self._archive is not None:
            self._archive.close()
        self._archive = None


def _mails(stream: IO[bytes], source: Source, heard: Callable[[int], object]) -> Iterator[Raw]:
    if source.is_mbox:
        for piece in split(stream, heard):
            yield Raw(piece.number, piece.headers, piece.separator)
        return
    head = stream.read(_HEAD)
    heard(source.size)
    yield Raw(1, headers_of(head))


def headers_of(mail: bytes) -> bytes:
    """What stands above the first empty line of a mail."""
    head = mail[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return re.split(rb"\n\r?\n", head, maxsplit=1)[0]


def is_draft(source: Source) -> bool:
    """Whether a Maildir marks this mail as a draft."""
    _base, _mark, flags = source.path.name.rpartition(":2,")
    return bool(_mark) and "D" in flags
