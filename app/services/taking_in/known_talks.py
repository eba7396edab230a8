"""Finds what an earlier import made of a conversation, and keeps what a later one needs for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from app.model.imports import ReadConversation
from app.model.reading import ImportMark
from app.model.records import Interaction
from app.services.edit import Edit
from app.services.taking_in.events import row_of
from app.services.taking_in.spans import Span
from app.services.taking_in.talks import keys_of, month_key
from app.services.workspace import Workspace
from app.store import queries

_BY_DAY = "chat:"


class KnownTalks:
    """Tells apart the conversations of a chat that share a day, and with it a key.

    The key of a day leads to one of them; the others stand beside it, under the key and the moment
    they began.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._gap = timedelta(hours=int(workspace.setting("conversation_gap_hours")))

    def mark_of(self, talk: ReadConversation, key: str) -> ImportMark | None:
        """What an earlier import made of a conversation, by its key in the plan or another one.

        A part of it may have been a conversation of its own.
        """
        for one in dict.fromkeys((key, *keys_of(talk))):
            mark = self.at(one, talk)
            if mark is not None:
                return mark
        return None

    def at(self, key: str, talk: ReadConversation) -> ImportMark | None:
        """What an earlier import made of a conversation under this key."""
        mark = self._workspace.imported(key)
        if mark is not None and self._is_of(mark, talk):
            return mark
        return self._beside(key, talk) if key.startswith(_BY_DAY) else None

    def _beside(self, key: str, talk: ReadConversation) -> ImportMark | None:
        """What was made of it where the key of its day leads to another conversation."""
        span = Span.of(talk)
        for mark in queries.marks_under(self._workspace.database, _beside(key)):
            kept = Span.kept(mark.digest)
            if kept is not None and kept.overlaps(span):
                return mark
        return None

    def remember(
        self,
        edit: Edit,
        key: str,
        talk: ReadConversation,
        digest: str,
        made: Interaction,
        taken: Collection[str],
    ) -> None:
        """Keep every key by which a conversation is known.

        The own key of another one of the plan, among the `taken`, stays with that one, and so does
        the day of another one of the journal.
        """
        for one in sorted({key, *keys_of(talk)}):
            other = self._other_at(one, talk)
            if one == key:
                if other is not None:
                    self._set_beside(edit, one, other)
            elif one in taken or other is not None:
                if not one.startswith(_BY_DAY):
                    continue
                one = _beside(one, Span.of(talk))
            edit.remember_import(one, digest, "interaction", made.id)

    def _other_at(self, key: str, talk: ReadConversation) -> ImportMark | None:
        """What stands in the journal of another conversation under this key."""
        mark = self._workspace.imported(key)
        if mark is None or self._is_of(mark, talk) or row_of(self._workspace, mark) is None:
            return None
        return mark

    def _set_beside(self, edit: Edit, key: str, mark: ImportMark) -> None:
        """Let a conversation and its later months be known by the moment it began."""
        beside = _beside(key, Span.kept(mark.digest))
        months = queries.marks_under(self._workspace.database, month_key(key, ""))
        for one in (mark, *months):
            moved = beside + one.source_key.removeprefix(key)
            edit.remember_import(moved, one.digest, one.table, one.row_id)

    def _is_of(self, mark: ImportMark, talk: ReadConversation) -> bool:
        """Whether it was made of this conversation: of one day there may be several in a chat."""
        span = Span.kept(mark.digest) if mark.source_key.startswith(_BY_DAY) else None
        return span is None or Span.of(talk).is_within(self._gap, span)


def _beside(key: str, span: Span | None = None) -> str:
    return f"{key}#{span.name if span is not None else ''}"
