"""Reads exported chats for an import: text files, and the archives phones put them in."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from app.exchange import chat
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.model.texts import _
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File, Packed, check_size, in_utf8, whole
from app.services.taking_in.files import head as head_of
from app.services.taking_in.plan import ImportOptions
from app.services.taking_in.progress import Hearing, matching_words, reading_words
from app.services.workspace import Workspace

MOST_BYTES = 64 * 1024 * 1024
_HEAD = 64 * 1024
# What the standard library raises on an archive that is damaged, or packed in a way it cannot read.
_BROKEN = (NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


def is_chat(path: File) -> bool:
    """Whether a file is a chat, or an archive that holds one.

    Raises:
        OSError, ValueError, FileReadError: it cannot be read.
    """
    if isinstance(path, Packed):
        return chat.looks_like(head_of(path), path.name)
    if path.is_dir():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        head = _from_archive(path, _HEAD)
    return chat.looks_like(head, path.name)


def take_chats(
    workspace: Workspace,
    planner: Planner,
    files: Sequence[File],
    options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan the conversations of chats.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    stop = hearing.stop_if_asked
    now = workspace.clock.now()
    rules = chat.Rules(
        now=now.replace(tzinfo=None),
        my_name=options.my_name or str(workspace.setting("my_name")),
        gap_hours=int(workspace.setting("conversation_gap_hours")),
        unanswered_days=int(workspace.setting("unanswered_days")),
        day_first=options.day_first,
    )
    for path in files:
        hearing.at(0, 0, reading_words(path.name, 0))
        try:
            data = _data(path)
        except FileReadError as error:
            if len(files) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
            continue
        if options.day_first is None and chat.is_undecided(data, rules, stop):
            planner.ask_for_day_order()
        if options.my_name:
            planner.hear_of(chat.writers(data, stop))
        items = list(chat.read(data, _naming(path, files), rules, stop))
        planner.offer(path.name, [one for one in items if isinstance(one, ReadConversation)])
        for done, item in enumerate(items):
            hearing.now_and_then(done, len(items), partial(matching_words, done, len(items)))
            planner.take(path.name, item)


def _naming(file: File, files: Sequence[File]) -> str:
    """The name that may say with whom a chat is: its own, that of its folder or of its archive."""
    if isinstance(file, Path):
        return file.name
    names = [file.name, PurePosixPath(file.member).parent.name]
    if sum(isinstance(one, Packed) and one.archive == file.archive for one in files) == 1:
        names.append(file.archive.name)
    return next(filter(chat.titled, names), file.name)


def _data(path: File) -> bytes:
    name = path.name[:80]
    if isinstance(path, Packed):
        check_size(path, MOST_BYTES)
        return in_utf8(whole(path))
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise FileReadError(
            _("“{name}” cannot be read.").format(name=name),
            _("Check that you may open it, and that its disk is connected."),
        ) from None
    if data.startswith(b"PK\x03\x04"):
        data = _from_archive(path, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileReadError(
            _("“{name}” is larger than a chat can be.").format(name=name),
            _("Export the chat again, without pictures and files."),
        )
    return in_utf8(data)


def _from_archive(path: Path, most: int) -> bytes:
    """The text of the chat in an archive, never more of it than asked for; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            for one in archive.infolist():
                name = Path(one.filename).name
                if not name.casefold().endswith(".txt") or one.flag_bits & 1:
                    continue
                with archive.open(one) as file:
                    data = file.read(most)
                if chat.looks_like(data[:_HEAD], name):
                    return data
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, *_BROKEN):
        return b""
    return b""
