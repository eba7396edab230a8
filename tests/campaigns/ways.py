"""What a child does until it is killed, and what must hold of its journal afterwards."""

from __future__ import annotations

from app.services import vault
from app.services.workspace import Workspace
from tests.campaigns.killing import Child, Life
from tests.campaigns.seats import Seat


class Way:
    """One kind of work: `live` runs in the child, everything else in the one that kills it."""

    name = ""
    # Of these journals, so many are protected; the others are plain.
    protected = 0.75
    # After so many deeds at most a child is killed.
    most = 3

    def prepare(self, seat: Seat) -> None:
        """Make a fresh journal what the work needs, once."""

    def dress(self, seat: Seat) -> None:
        """Get ready for one more life."""
        seat.thin()

    def live(self, child: Child) -> None:
        """Work until killed."""
        raise NotImplementedError

    def passphrases(self, seat: Seat, life: Life) -> list[str | None]:
        """Those of which exactly one may open the journal now; None stands for a plain one."""
        return [seat.passphrase]

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        """What is wrong with the journal after a life."""
        raise NotImplementedError

    def look_around(self, seat: Seat, life: Life) -> list[str]:
        """What is wrong beside the journal, after it was opened and closed."""
        return []


def opened(child: Child) -> Workspace:
    """The child's journal, unlocked as after a start of the program."""
    child.begin("open")
    key = None
    if child.passphrase is not None:
        key = vault.unlock(child.journal, child.passphrase)
    workspace = Workspace.open(child.journal, key=key)
    child.done("open")
    return workspace
