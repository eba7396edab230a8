"""What every command works at: the journal it names and the clock it goes by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.passphrases import Passphrases
from app.model.errors import JournalError, ReadOnlyError
from app.model.texts import _
from app.model.values import Clock
from app.services.occupied import elsewhere, occupied
from app.services.places import default_journal, is_missing
from app.services.vault import Key, is_protected
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The journal a command is about, not opened yet."""

    named: Path | None
    clock: Clock
    passphrases: Passphrases = field(default_factory=Passphrases)

    @property
    def path(self) -> Path:
        """The journal that was named, or the one in the user's data folder."""
        return self.named if self.named is not None else default_journal()

    def existing(self) -> Path:
        """The path of the journal.

        Raises:
            JournalError: there is none.
        """
        path = self.path
        if is_missing(path):
            raise JournalError(
                _("There is no journal at {path} yet.").format(path=path),
                _("Begin one with: kith person add NAME. Or look around with: kith sample FILE."),
            )
        return path

    def alone(self) -> Path:
        """The path of the journal, to be replaced or written to as a whole.

        Raises:
            JournalError: there is none, or it is open on another computer.
        """
        path = self.existing()
        self.not_elsewhere()
        return path

    def not_elsewhere(self) -> None:
        """Go on only where no other computer has the journal open.

        Raises:
            JournalError: one has.
        """
        who = elsewhere(self.path)
        if who is not None:
            raise occupied(self.path, who)

    def unlock(self, path: Path) -> Key:
        """The key of a protected journal.

        Raises:
            JournalError: it has no passphrase.
            WrongSecretError: another passphrase was given.
        """
        if not is_protected(path):
            raise JournalError(
                _("{name} has no passphrase.").format(name=path.name),
                _("Set one with: kith lock set."),
            )
        return self.passphrases.unlock(path)

    @contextmanager
    def journal(self, *, begin: bool = False) -> Iterator[Workspace]:
        """The journal, open; `begin` makes one where there is none.

        While it is open on another computer it can only be read.

        Raises:
            JournalError: there is none, or it cannot be opened, or not be written to.
        """
        with self._opened(self.path if begin else self.existing(), begin=begin) as workspace:
            yield workspace

    @contextmanager
    def looking(self) -> Iterator[Workspace]:
        """The journal, open to look at; an empty one that is gone again where there is none.

        Raises:
            JournalError: it cannot be opened.
        """
        if not is_missing(self.path):
            with self.journal() as workspace:
                yield workspace
            return
        with (
            TemporaryDirectory(prefix="kith-") as folder,
            self._opened(Path(folder) / self.path.name, begin=True) as workspace,
        ):
            yield workspace

    @contextmanager
    def _opened(self, path: Path, *, begin: bool) -> Iterator[Workspace]:
        who = elsewhere(path)
        key = self.passphrases.unlock(path) if is_protected(path) else None
        workspace = Workspace.open(
            path, self.clock, create=begin and who is None, read_only=who is not None, key=key
        )
        try:
            yield workspace
        except ReadOnlyError as error:
            if who is None:
                raise
            raise occupied(path, who) from error
        finally:
            workspace.close()
            if key is not None:
                key.wipe()
