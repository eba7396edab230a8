"""Journals that processes are killed over: what opens them, what they hold, what they must hide."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.model.errors import UserError
from app.services import backups, vault
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store.files import temporary
from tests.campaigns.secret_words import Words, words_of

NAME = "mine.kith"
SAID = "gravel monsoon tulip cabinet"  # every passphrase holds it
PASSPHRASE = f"{SAID} 0"
MARK = "Quillfeather"  # stands in everything a campaign writes
# Tables that follow from others or hold no part of what was written, by their beginning.
_DERIVED = ("search", "sqlite_", "_sqlite_", "standing", "setting")


@dataclass
class Seat:
    """One journal in a folder of its own, and the passphrase it has now (None for a plain one)."""

    folder: Path
    passphrase: str | None
    words: Words
    number: int = 0
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def journal(self) -> Path:
        return self.folder / "journal" / NAME

    @property
    def aside(self) -> Path:
        """Where files lie that the user named: address books, calendars."""
        return self.folder / "aside"

    @property
    def home(self) -> Path:
        """The user's folders and the temporary one, which hold nothing of the journal either."""
        return self.folder / "home"

    def open(self) -> Workspace:
        """The journal, opened as it must open."""
        if self.passphrase is None:
            return Workspace.open(self.journal)
        key = vault.unlock(self.journal, self.passphrase)
        return Workspace.open(self.journal, key=key)

    def orders(self) -> dict[str, Any]:
        """What a child is told."""
        self.number += 1
        return {
            "journal": str(self.journal),
            "aside": str(self.aside),
            "passphrase": self.passphrase,
            "number": self.number,
        }

    def is_protected(self) -> bool:
        """Whether it asks for a passphrase now, whatever it should do."""
        return vault.is_protected(self.journal)

    def opens_with(self, passphrase: str | None) -> bool:
        """Whether this opens the journal, which may be tried without changing anything."""
        if self.is_protected() != (passphrase is not None):
            return False
        try:
            return passphrase is None or bool(vault.unlock(self.journal, passphrase))
        except UserError:
            return False

    def spoken(self, *, unless: Iterable[Path] = ()) -> list[str]:
        """Where something of the journal can be read in a file although it is protected."""
        spared = set(unless)
        found = []
        for top in (self.journal.parent, self.home):
            for path in sorted(top.rglob("*")):
                if path.is_file() and path not in spared:
                    shown = self.words.found_in(path.read_bytes())
                    found += [f"{path.name} shows {word!r}" for word in shown[:3]]
        return found

    def leftovers(self) -> list[str]:
        """Files that nobody needs once the journal was opened and closed."""
        usual = {self.journal.name, vault.keys_path(self.journal).name}
        found = []
        for path in sorted(self.journal.parent.iterdir()):
            if path.name not in usual and path.suffix != "" and path.is_file():
                size = path.stat().st_size
                found.append(f"{path.name} was left lying ({size:,} bytes)")
        return found

    def copies(self) -> list[Path]:
        """The copies beside the journal, in the order they were made."""
        return [copy.path for copy in backups.copies(self.journal)]

    def thin(self, keep: int = 2) -> None:
        """Leave the newest copies only: all of them are looked through after each kill."""
        for path in self.copies()[:-keep] if keep else self.copies():
            path.unlink()
            vault.keys_path(path).unlink(missing_ok=True)

    def half_converted(self) -> list[Path]:
        """Files of a conversion that was broken off, and copies that it had not come to yet."""
        made = temporary(self.journal)
        beside = [made.with_name(made.name + end) for end in ("-wal", "-journal")]
        return [made, *beside, *self.copies()]


class Nursery:
    """Makes seats; the sample is written and protected once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plain = folder / "plain" / NAME
        self._protected = folder / "protected" / NAME
        for path in (self._plain, self._protected):
            path.parent.mkdir(parents=True)
        create_sample(self._plain).close()
        shutil.copy(self._plain, self._protected)
        key = vault.protect(self._protected, PASSPHRASE)
        code = vault.recovery_code(key)
        workspace = Workspace.open(self._plain)
        self._words = words_of(workspace, code, code.replace("-", ""), MARK, SAID)
        workspace.close()

    def seat(self, name: str, *, protected: bool) -> Seat:
        """A journal with the sample in it, in a folder of its own."""
        seat = Seat(self._folder / name, PASSPHRASE if protected else None, self._words)
        for path in (seat.journal.parent, seat.aside, seat.home):
            path.mkdir(parents=True)
        source = self._protected if protected else self._plain
        for path in source.parent.iterdir():
            shutil.copy(path, seat.journal.parent)
        return seat


def content(workspace: Workspace) -> str:
    """A digest of every row of every table, without what is derived from others."""
    database = workspace.database
    digest = hashlib.sha256()
    tables = database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for (table,) in tables:
        if table.startswith(_DERIVED):
            continue
        digest.update(table.encode())
        for row in database.rows(f'SELECT * FROM "{table}" ORDER BY 1'):
            digest.update(repr(row).encode())
    return digest.hexdigest()
