"""Reads exported chats for an import: text files, and the archives phones put them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from app.exchange import chat, contact_tables
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.model.texts import _
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import (
    HEAD_BYTES,
    File,
    Packed,
    chunks,
    holds_archive,
    packed,
    whole_path,
)
from app.services.taking_in.files import head as head_of
from app.services.taking_in.plan import ImportOptions
from app.services.taking_in.progress import Hearing, matching_words, reading_words
from app.services.workspace import Workspace

MOST_BYTES = 64 * 1024 * 1024


def is_chat(path: File) -> bool:
    """Whether a file is a chat, or an archive that holds one.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    if isinstance(path, Packed):
        try:
            return chat.looks_like(head_of(path), path.name)
        except FileReadError:
            return False  # damaged or empty: choosing names it
    if path.is_dir():
        return False
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if holds_archive(head):
        return isinstance(_inside(path), Packed)
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
        planner.room.begin(path.name, 0)
        try:
            found = _gathered(path, hearing)
        except FileReadError as error:
            if len(files) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
            continue
        if options.day_first is None and found.is_undecided(rules):
            planner.ask_for_day_order()
        if options.my_name:
            planner.hear_of(found.writers())
        items = []
        for item in found.items(_naming(path, files), rules):
            hearing.stop_if_asked()
            planner.room.take(item)
            items.append(item)
        del found
        planner.offer(path.name, [one for one in items if isinstance(one, ReadConversation)])
        for done, item in enumerate(items):
            hearing.now_and_then(done, len(items), partial(matching_words, done, len(items)))
            planner.take(path.name, item, whole_path(path))


def _naming(file: File, files: Sequence[File]) -> str:
    """The name that may say with whom a chat is: its own, that of its folder or of its archive."""
    if isinstance(file, Path):
        return file.name
    names = [file.name, PurePosixPath(file.member).parent.name]
    if sum(isinstance(one, Packed) and one.archive == file.archive for one in files) == 1:
        names.append(file.archive.name)
    return next(filter(chat.titled, names), file.name)


def _gathered(file: File, hearing: Hearing) -> chat.Chat:
    """Who wrote when, read piece by piece: the texts would fill the memory.

    Raises:
        FileReadError: it cannot be read, is empty, or larger than a chat can be.
        Cancelled: the user stopped it.
    """
    within = _inside(file) if isinstance(file, Path) else file
    head_of(within)
    encoding, _mark, _assumed = contact_tables.encoding_of(_pieces(within, hearing))
    try:
        return chat.gather(_pieces(within, hearing), encoding)
    except ValueError:
        raise _too_large(file) from None


def _pieces(file: File, hearing: Hearing) -> Iterator[bytes]:
    size = 0
    for piece in chunks(file):
        hearing.stop_if_asked()
        size += len(piece)
        if size > MOST_BYTES:
            raise _too_large(file)
        yield piece


def _too_large(file: File) -> FileReadError:
    return FileReadError(
        _("“{name}” is larger than a chat can be.").format(name=file.name[:80]),
        _("Export the chat again, without pictures and files."),
    )


def _inside(path: Path) -> File:
    """The chat in an archive; any other file itself."""
    return next((file for file in packed(path) if is_chat(file)), path)
