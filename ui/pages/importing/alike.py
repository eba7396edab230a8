"""After an import: says how many of the people who came in may have been here already."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.changes import Changes
from app.model.texts import _, ngettext
from app.services.duplicates import likely_pairs
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer
from ui.task import Task


def offer_pairs(bridge: Bridge, heard: Sequence[Changes]) -> Task | None:
    """Compare the people of an import with everyone, beside the screen, and offer what is found.

    Gives the work that is under way; without people there is none.
    """
    if not any("counterpart" in changes.tables for changes in heard):
        return None
    # A very large step names nobody, which stands for everyone.
    named = [changes.people for changes in heard if "counterpart" in changes.tables]
    among = frozenset().union(*named) if all(named) else None

    def job(workspace: Workspace, task: Task) -> int:
        return len(likely_pairs(workspace, cancelled=task.cancelled, among=among))

    def done(found: int) -> None:
        if not found:
            return
        words = ngettext(
            "{n} pair of people still looks alike.",
            "{n} pairs of people still look alike.",
            found,
        )
        bridge.offered.emit(
            Offer(
                words.format(n=found),
                _("The import kept them apart. They may be in the journal twice; you decide."),
                ((_("Look at them"), lambda: bridge.go("duplicates")),),
                page="duplicates",
            )
        )

    return bridge.run(job, done)
