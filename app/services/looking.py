"""Looks through a whole journal and around it, and keeps what is found there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.model.checks import Ill
from app.model.errors import Cancelled
from app.services.places import default_journal
from app.services.workspace import Workspace
from app.store import check as look
from app.store import check_files, surroundings
from app.store.check import Cancel, Flaw, Misread, interruptible

Progress = Callable[[int, int], None]


class Found(NamedTuple):
    """Everything a look found, before it is put into words."""

    flaws: list[Flaw]
    misread: list[Misread]
    chains: list[tuple[str, int]]
    open_to_others: list[Path]
    leftovers: list[Path]
    lost_lock: bool


def look_through(workspace: Workspace, progress: Progress, cancelled: Cancel) -> Found:
    """Everything a whole look finds.

    Raises:
        Cancelled: the user stopped it.
    """
    database = workspace.database
    flaws: list[Flaw] = []
    steps: tuple[Callable[[], list[Flaw]], ...] = (
        lambda: look.pages(database),
        lambda: look.seals(database),
        lambda: look.head(database),
        lambda: look.rules(database),
        lambda: look.links(database),
        lambda: look.search(database),
        lambda: check_files.files(database),
    )
    misread: list[Misread] = []
    chains: list[tuple[str, int]] = []
    whole = len(steps) + 2
    with interruptible(database, cancelled):
        for done, step in enumerate(steps):
            progress(done, whole)
            with look.counted_as_flaw(flaws):
                flaws += step()
            if cancelled():
                raise Cancelled
        if not any(flaw.ill is Ill.PAGES for flaw in flaws):
            progress(whole - 2, whole)
            with look.counted_as_flaw(flaws):
                misread = look.misread(database)
                progress(whole - 1, whole)
                chains = look.broken_chains(database)
    progress(whole, whole)
    key = workspace.key
    return Found(
        flaws,
        misread,
        chains,
        surroundings.open_to_others(workspace.path, default_journal().parent),
        surroundings.leftovers(workspace.path),
        key is not None and not surroundings.has_lock(workspace.path, key),
    )
