"""Everybody's photos for lists of people: who has one, and its bytes, quickly."""

from __future__ import annotations

from app.model.errors import JournalError, NotFoundError
from app.services.workspace import Workspace
from app.store import attached


def everybody(workspace: Workspace) -> dict[int, str]:
    """Who has a photo, with the digest of its bytes; one quick question."""
    return attached.photos(workspace.database)


def bytes_of(workspace: Workspace, digest: str) -> bytes | None:
    """The bytes of a photo; None where the journal has lost them, for then the initials do."""
    try:
        return workspace.repository.content(digest)
    except (NotFoundError, JournalError):
        return None
