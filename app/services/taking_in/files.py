"""Reads the files of an import, or says in words why that is not possible."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from app.exchange import contact_tables
from app.model.errors import Cancelled, FileReadError
from app.model.texts import _
from app.services.taking_in.zips import archive_at

MOST_BYTES = 200 * 1024 * 1024
HEAD_BYTES = 64 * 1024


# What the standard library raises on an archive that is damaged, or packed in a way it cannot read.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, OSError, ValueError, RuntimeError),
)
_ARCHIVE = b"PK\x03\x04"
MOST_MEMBERS = 2000
# Pictures and sounds beside what is read: a journal or a chat may have thousands of them.
MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp", ".tiff", ".bmp", ".svg", ".mp4", ".mov"),
    *(".m4v", ".3gp", ".webm", ".mp3", ".m4a", ".aac", ".opus", ".ogg", ".wav", ".pdf", ".thumb"),
)
_SMALL_BYTES, _MOST_PACKED = 32 * 1024 * 1024, 60
# A packed file may promise little and unpack without end.
_MOST_STREAMED = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Packed:
    """A file inside a zip archive; it is read where it lies, and nothing is unpacked.

    `start` is its beginning, as long as somebody looks what it is.
    """

    archive: Path
    member: str
    size: int
    start: bytes = field(default=b"", repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name of the file without its folders."""
        return PurePosixPath(self.member).name


File = Path | Packed


def whole_path(file: File) -> str:
    """Where a file lies, which tells it from another of the same name."""
    return str(file) if isinstance(file, Path) else f"{file.archive}/{file.member}"


def written_at(file: File) -> float:
    """When a file, or the archive it lies in, was written last; 0 where nobody can tell."""
    try:
        return (file if isinstance(file, Path) else file.archive).stat().st_mtime
    except (OSError, ValueError):
        return 0.0


def check_regular(path: Path) -> None:
    """See that a path leads to a file or a folder, not to a pipe that would be waited for.

    Raises:
        FileReadError: it leads to something else.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return  # reading it will say why
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise FileReadError(
            _("“{name}” is neither a file nor a folder.").format(name=path.name[:80]),
            _("Save what comes out of it to a file, and choose that."),
        )


def holds_archive(start: bytes) -> bool:
    """Whether a file that begins like this is a zip archive."""
    return start.startswith(_ARCHIVE)


def check_archive(path: Path) -> None:
    """See that a file which begins as a zip archive has its end, where it lists what it holds.

    Raises:
        FileReadError: it has none; the files before the cut might look whole and are not.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != _ARCHIVE:
                return
        with zipfile.ZipFile(path):
            return
    except zipfile.BadZipFile:
        raise FileReadError(
            _("“{name}” is cut off or damaged.").format(name=path.name[:80]),
            _("Download or copy the archive again, and import it then."),
        ) from None
    except _BROKEN:
        return  # said in full where the file is read


def packed(path: Path, beyond: list[str] | None = None) -> Iterator[Packed]:
    """The files inside a zip archive; none when it is no archive, or a damaged one.

    Into `beyond` go the names of those that are not looked at, because they are too many.

    Raises:
        FileReadError: it unpacks to far more than an archive of its size holds.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != _ARCHIVE:
                return
        with zipfile.ZipFile(path) as archive:
            wanted = _wanted(path, archive, [] if beyond is None else beyond)
            for one in wanted:  # opened once: to list a large archive again and again takes long
                yield Packed(path, one.filename, one.file_size, _start(archive, one))
    except _BROKEN:
        return


def _wanted(path: Path, archive: zipfile.ZipFile, beyond: list[str]) -> list[zipfile.ZipInfo]:
    # What can be read comes first, so that no crowd of pictures stands in front of it.
    listed = [one for one in archive.infolist() if one.filename and not one.is_dir()]
    listed.sort(key=lambda one: one.filename.lower().endswith(MEDIA))
    named = listed[:MOST_MEMBERS]
    beyond.extend(one.filename for one in listed[MOST_MEMBERS:])
    found = [one for one in named if not one.flag_bits & 1 and one.file_size]
    # Letters are packed to a tenth or so. What promises far more is there to keep us busy; what is
    # only looked at, such as pictures, is small or hardly packed at all.
    for one in found:
        _refuse_if_swollen(path, one.file_size, one.compress_size)
    _refuse_if_swollen(path, sum(one.file_size for one in found), path.stat().st_size)
    return found


def _start(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(one) as member:
            return member.read(HEAD_BYTES)
    except _BROKEN:
        return b""


def _refuse_if_swollen(path: Path, unpacked: int, held: int) -> None:
    if unpacked > max(_SMALL_BYTES, held * _MOST_PACKED):
        raise FileReadError(
            _("“{name}” unpacks to far more than an archive of its size holds.").format(
                name=path.name[:80]
            ),
            _("Unpack it yourself, if you trust it, and choose the files inside it."),
        )


def head(path: File) -> bytes:
    """The beginning of a file, to see what it is.

    Raises:
        FileReadError: it cannot be read, or is empty.
    """
    if isinstance(path, Packed) and path.start.strip():
        return path.start
    return _read(path, HEAD_BYTES)


def whole(path: File) -> bytes:
    """All of a file, unless it is too large to be read at once.

    Raises:
        FileReadError: it cannot be read, is empty or too large.
    """
    check_size(path)
    return _read(path, None)


def in_utf8(data: bytes) -> bytes:
    """A text in UTF-8, whatever alphabet it was written in."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return contact_tables.text_of(data)[0].encode("utf-8", "replace")
    return data


def chunks(path: File) -> Iterator[bytes]:
    """A file piece by piece, for one that need not fit into memory.

    Raises:
        FileReadError: it cannot be read.
    """
    try:
        if isinstance(path, Packed):
            with archive_at(path.archive) as archive, archive.open(path.member) as member:
                yield from _pieces(member)
        else:
            with path.open("rb") as file:
                yield from _pieces(file)
    except FileNotFoundError:
        raise _no_such_file(path.name[:80]) from None
    except _BROKEN:
        raise _unreadable(path.name[:80]) from None


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    taken = 0
    while taken < _MOST_STREAMED and (piece := file.read(HEAD_BYTES)):
        taken += len(piece)
        yield piece


def check_size(path: File, most: int = MOST_BYTES) -> None:
    """See that a file is not too large to be read at once.

    Raises:
        FileReadError: it is, or it is no file at all.
    """
    if isinstance(path, Path):
        check_regular(path)
    if size_of(path) > most:
        raise FileReadError(
            _("“{name}” is larger than {n} MB.").format(name=path.name[:80], n=most >> 20),
            _("Export it in several parts, for example one for each year."),
        )


def size_of(path: File) -> int:
    """How large a file is; 0 where nobody can tell, and reading it will say why."""
    try:
        return path.size if isinstance(path, Packed) else path.stat().st_size
    except (OSError, ValueError):
        return 0


@contextmanager
def opened(path: File) -> Iterator[tuple[IO[bytes], int]]:
    """A file to be read from its beginning, however large, and its size.

    Raises:
        FileReadError: it cannot be read.
    """
    try:
        if isinstance(path, Packed):
            with archive_at(path.archive) as archive, archive.open(path.member) as member:
                yield member, path.size
        else:
            with path.open("rb") as file:
                yield file, path.stat().st_size
    except (FileReadError, Cancelled):
        raise
    except (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError):
        raise FileReadError(
            _("“{name}” cannot be read.").format(name=path.name[:80]),
            _("Check that you may open it, and that its disk is connected."),
        ) from None


def _read(path: File, most: int | None) -> bytes:
    name = path.name[:80]
    try:
        if isinstance(path, Packed):
            data = _unpacked(path, MOST_BYTES if most is None else most)
        elif path.is_dir():
            raise FileReadError(
                _("“{name}” is a folder without mail.").format(name=name),
                _("Choose the files inside it."),
            )
        else:
            check_regular(path)
            with path.open("rb") as file:
                data = file.read() if most is None else file.read(most)
    except FileNotFoundError:
        raise _no_such_file(name) from None
    except (OSError, ValueError):
        raise _unreadable(name) from None
    if not data[:HEAD_BYTES].strip() and not data.strip():
        raise FileReadError(
            _("“{name}” is empty.").format(name=name), _("Export it again and try once more.")
        )
    return data


def _no_such_file(name: str) -> FileReadError:
    return FileReadError(
        _("There is no file “{name}”.").format(name=name), _("Check the name and the folder.")
    )


def _unreadable(name: str) -> FileReadError:
    return FileReadError(
        _("“{name}” cannot be read.").format(name=name),
        _("Check that you may open it, and that its disk is connected."),
    )


def _unpacked(file: Packed, most: int) -> bytes:
    """The bytes of a packed file, and never more of them than asked for, whatever it promises."""
    try:
        with archive_at(file.archive) as archive, archive.open(file.member) as member:
            return member.read(most)
    except _BROKEN:
        raise ValueError(file.member) from None
