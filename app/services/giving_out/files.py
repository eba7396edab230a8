"""Files and folders for others to read: written whole or not at all, for their owner's eyes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from app.exchange import whole_files
from app.exchange.whole_files import PART, clear_parts
from app.model.errors import MAY_BE_REPLACED, FileWriteError
from app.model.texts import _, ngettext
from app.services.private_files import FILE, FOLDER

# Lists what Kith wrote into a folder, so that writing it anew never takes away anything else.
LIST = ".kith-export.json"
# What Obsidian keeps in a folder it has opened; it stays when the folder is written anew.
_NOT_OURS = frozenset({".obsidian", ".trash"})
_FORMAT = "kith markdown folder"
_BEFORE = ".kith-before-"
Pieces = Iterable[bytes]


def write_files(files: Iterable[tuple[Path, Callable[[], Pieces]]], *, overwrite: bool) -> None:
    """Write one file or several that belong together: all of them, or none.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    listed = list(files)
    for out, _pieces in listed:
        refuse(out, overwrite)
        clear_parts(out.parent)
    with ExitStack() as stack:
        fresh = [(out, stack.enter_context(_fresh(out, pieces()))) for out, pieces in listed]
        for out, _name in fresh:
            refuse(out, overwrite)
        for out, name in fresh:
            with _explained(out):
                name.replace(out)


@contextmanager
def _fresh(out: Path, pieces: Pieces) -> Iterator[Path]:
    """A whole file beside the one meant, gone again unless it is moved there."""
    with _explained(out):
        handle, name = tempfile.mkstemp(prefix=PART, dir=out.parent)
    try:
        with _explained(out), os.fdopen(handle, "wb") as file:  # closing may write, and fail
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def refuse(out: Path, overwrite: bool) -> None:
    """Make sure that nothing is lost by writing there.

    Raises:
        FileWriteError: something is there that may not be replaced, or there is no such folder.
    """
    _refuse_no_folder(out)
    whole_files.refuse(out, overwrite)


def _refuse_no_folder(out: Path) -> None:
    if not os.path.isdir(out.parent):  # noqa: PTH112
        raise FileWriteError(
            _("There is no folder “{name}”.").format(name=out.parent),
            _("Make it first, or choose another place."),
        )


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise whole_files.failed(out, error) from None


def refuse_folder(out: Path, overwrite: bool, *, quick: bool = False) -> None:
    """Make sure that a folder can be written there without losing anything.

    A quick look goes by names alone, and reads no file: what was changed since, it does not see.

    Raises:
        FileWriteError: there is a file, or a folder that holds anything but what Kith wrote.
    """
    _refuse_no_folder(out)
    _finish(out)
    if not os.path.lexists(out):
        return
    if not os.path.isdir(out):  # noqa: PTH112
        raise FileWriteError(
            _("“{name}” is a file.").format(name=out.name), _("Give the folder another name.")
        )
    with _explained(out):
        empty = not any(out.iterdir())
    if empty:
        return
    if not overwrite:
        raise FileWriteError(
            _("“{name}” is there already.").format(name=out.name),
            MAY_BE_REPLACED,
        )
    with _explained(out):
        others = sum(1 for _one in _others(out, quick=quick))
    if others:
        told = ngettext(
            "“{name}” holds {n} file that Kith did not write, or that was changed since.",
            "“{name}” holds {n} files that Kith did not write, or that were changed since.",
            others,
        )
        raise FileWriteError(
            told.format(name=out.name, n=others),
            _("It stays as it is. Choose another folder, or move them out first."),
        )


def _others(folder: Path, *, quick: bool = False) -> Iterator[Path]:
    """What stands in a folder and is not as Kith wrote it; quickly, what it did not write."""
    written = _listed(folder)
    for root, folders, names in os.walk(folder):
        top = Path(root)
        if top == folder:
            folders[:] = [name for name in folders if name not in _NOT_OURS]
        for name in names:
            path = top / name
            # Some disks of a Mac give "é" back in two parts; Kith writes it in one.
            place = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            if place == LIST:
                continue
            if (
                path.is_symlink()
                or place not in written
                or (not quick and _digest(path.read_bytes()) != written[place])
            ):
                yield path


def _listed(folder: Path) -> dict[str, str]:
    try:
        found: Any = json.loads((folder / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = found.get("files") if isinstance(found, dict) else None
    return files if isinstance(files, dict) and found.get("format") == _FORMAT else {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_folder(out: Path, files: Iterable[tuple[str, bytes]], *, overwrite: bool) -> int:
    """Write a folder with these files in it, whole or not at all; returns how many.

    Whoever kills it finds the old folder or the new one, and at the latest the next export to the
    same place brings the old one back there.

    Raises:
        FileWriteError: something is there that may not be replaced, or the place cannot be
            written to.
    """
    if out.is_symlink():  # what it stands for is replaced, and not the link
        out = Path(os.path.realpath(out))
    refuse_folder(out, overwrite)
    clear_parts(out.parent)
    with _explained(out):
        fresh = Path(tempfile.mkdtemp(prefix=PART, dir=out.parent))
    try:
        fresh.chmod(FOLDER)
        listed: dict[str, str] = {}
        for place, data in files:
            with _explained(out):
                _put(fresh, place, data)
            listed[place] = _digest(data)
        told = {"format": _FORMAT, "version": 1, "files": listed}
        with _explained(out):
            _put(fresh, LIST, json.dumps(told, ensure_ascii=False, indent=1).encode())
        refuse_folder(out, overwrite)
        with _explained(out):
            _take_place(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return len(listed)


def _put(folder: Path, place: str, data: bytes) -> None:
    path = folder.joinpath(*PurePosixPath(place).parts)
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _take_place(fresh: Path, out: Path) -> None:
    """Put the new folder where the old one was; what Obsidian keeps there comes along."""
    if not out.exists():
        fresh.rename(out)
        return
    for name in _NOT_OURS:
        if (out / name).exists():
            shutil.copytree(out / name, fresh / name, symlinks=True)
    aside = _aside(out)
    if os.path.lexists(aside):  # somebody has written into it
        aside = Path(tempfile.mkdtemp(prefix=_BEFORE, dir=out.parent)) / out.name
    try:
        out.rename(aside)
        try:
            fresh.rename(out)
        except OSError:
            aside.rename(out)
            raise
        _remove(aside)
    finally:
        if aside.parent != out.parent:
            with contextlib.suppress(OSError):
                aside.parent.rmdir()


def _aside(out: Path) -> Path:
    """Where the old folder stands for the moment in which the new one takes its place."""
    return out.with_name(_BEFORE + _digest(os.fsencode(out.name))[:16])


def _finish(out: Path) -> None:
    """Do what an export to the same place was killed at: bring the old folder back, or remove it.

    An old one that anybody has written into is never removed.
    """
    aside = _aside(out)
    if not aside.is_dir() or aside.is_symlink():
        return
    with _explained(out):
        if not os.path.lexists(out):
            aside.rename(out)
        elif (out / LIST).is_file() and not any(_others(aside)):
            _remove(aside)


def _remove(folder: Path) -> None:
    """Remove a folder of Kith's, its list last: as long as there is one, it is known as such."""
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LIST:
                path.unlink()
        (folder / LIST).unlink(missing_ok=True)
        folder.rmdir()
