"""Reads the messages of a LinkedIn archive for an import."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from app.exchange import contact_tables
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File, head, whole, whole_path
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
    for path in paths:
        hearing.at(0, 0, reading_words(path.name, 0))
        try:
            data = whole(path)
            items = list(contact_tables.read_messages(data, rules))
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
            continue
        if options.my_name:
            planner.hear_of(contact_tables.message_writers(data))
        planner.offer(path.name, [one for one in items if isinstance(one, ReadConversation)])
        for done, item in enumerate(items):
            hearing.now_and_then(done, len(items), partial(matching_words, done, len(items)))
            planner.take(path.name, item, whole_path(path))
