"""What every command works at: the journal it names and the clock it goes by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.model.errors import JournalError
from app.model.texts import _
from app.model.values import Clock
from app.services.places import default_journal, is_missing
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The journal a command is about, not opened yet."""

    named: Path | None
    clock: Clock

    @property
    def path(self) -> Path:
        """The journal that was named, or the one in the user's data folder."""
        return self.named if self.named is not None else default_journal()

    @contextmanager
    def journal(self, *, begin: bool = False) -> Iterator[Workspace]:
        """The journal, open; `begin` makes one where there is none.

        Raises:
            JournalError: there is none, or it cannot be opened.
        """
        path = self.path
        if not begin and is_missing(path):
            raise JournalError(
                _("There is no journal at {path} yet.").format(path=path),
                _("Begin one with: kith person add NAME. Or look around with: kith sample FILE."),
            )
        workspace = Workspace.open(path, self.clock, create=begin)
        try:
            yield workspace
        finally:
            workspace.close()
