"""Reads the messages of a LinkedIn archive for an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from app.exchange import contact_tables
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File, check_size, chunks, head, whole_path
from app.services.taking_in.limits import Room, TooMuchError
from app.services.taking_in.plan import ImportOptions
from app.services.taking_in.progress import Hearing, matching_words, reading_words
from app.services.workspace import Workspace


def is_messages(path: File) -> bool:
    """Whether a file is LinkedIn's table of messages."""
    try:
        return contact_tables.holds_messages(head(path))
    except FileReadError:
        return False  # said in full where the file is read


def take_messages(
    workspace: Workspace,
    planner: Planner,
    paths: Sequence[File],
    options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan the conversations of LinkedIn archives.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    zone = workspace.clock.now().tzinfo
    rules = contact_tables.MessageRules(
        my_name=options.my_name or str(workspace.setting("my_name")),
        gap_hours=int(workspace.setting("conversation_gap_hours")),
        unanswered_days=int(workspace.setting("unanswered_days")),
        home=zone if isinstance(zone, ZoneInfo) else None,
    )
    room = planner.room
    for path in paths:
        hearing.at(0, 0, reading_words(path.name, 0))
        room.begin(path.name, 0)
        try:
            found = _gathered(path, hearing, room)
        except TooMuchError:
            raise
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
            continue
        if options.my_name:
            planner.hear_of(found.writers())
        items = []
        for item in found.items(rules):
            hearing.stop_if_asked()
            room.take(item)
            items.append(item)
        del found
        room.grow(len(items), 0)
        planner.offer(path.name, [one for one in items if isinstance(one, ReadConversation)])
        for done, item in enumerate(items):
            hearing.now_and_then(done, len(items), partial(matching_words, done, len(items)))
            planner.take(path.name, item, whole_path(path))


def _gathered(path: File, hearing: Hearing, room: Room) -> contact_tables.Messages:
    """Who wrote to whom when, read piece by piece: the texts would fill the memory.

    Raises:
        FileReadError: it cannot be read, is empty, too large, or holds more than memory takes.
        Cancelled: the user stopped it.
    """
    check_size(path)
    head(path)

    def heard(number: int, takes: int) -> None:
        hearing.stop_if_asked()
        room.grow(number, takes)

    encoding, mark, _assumed = contact_tables.encoding_of(_pieces(path, hearing))
    return contact_tables.gather_messages(_pieces(path, hearing), encoding, mark, heard)


def _pieces(path: File, hearing: Hearing) -> Iterator[bytes]:
    for piece in chunks(path):
        hearing.stop_if_asked()
        yield piece
