"""Finds anything written: newest at once while typing, best first when ranked."""

from __future__ import annotations

from app.model.reading import SearchHit
from app.services.workspace import Workspace
from app.store.search import Search


def newest(workspace: Workspace, query: str, limit: int = 20) -> list[SearchHit]:
    """What was written last and holds all the words; for every key press."""
    return Search(workspace.database).newest(query, limit)


def best(workspace: Workspace, query: str, limit: int = 50) -> list[SearchHit]:
    """The best matches first; for a worker, it ranks everything that matches."""
    return Search(workspace.database).best(query, limit)
