"""Where the terminal gets passphrases from: a file, the surroundings, or a question."""

from __future__ import annotations

import getpass
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.model.errors import FileReadError, InputError, LockedError, WrongSecretError
from app.model.texts import _
from app.services.vault import Key, check_length, unlock

VARIABLE = "KITH_PASSPHRASE"
NEW_VARIABLE = "KITH_NEW_PASSPHRASE"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Passphrases:
    """What the command line named; nothing secret is ever an argument itself."""

    file: Path | None = None
    new_file: Path | None = None

    def given(self, journal: Path) -> str | None:
        """The passphrase a script hands in for this journal."""
        return _given(self.file, VARIABLE)

    def given_new(self) -> str | None:
        """The passphrase a script wants from now on."""
        return _given(self.new_file, NEW_VARIABLE)

    def unlock(self, journal: Path) -> Key:
        """The key of a protected journal; asks up to three times where someone sits.

        Raises:
            LockedError: nothing was given and nobody can be asked.
            WrongSecretError: it is another passphrase.
        """
        given = self.given(journal)
        if given is not None:
            return unlock(journal, given)
        question = _("Passphrase of {name}: ").format(name=journal.name)
        for tried in range(_TRIES):
            try:
                return unlock(journal, _ask(question, journal))
            except WrongSecretError as error:
                if tried == _TRIES - 1:
                    raise
                print(error.text, file=sys.stderr)
                time.sleep(2**tried)
        raise AssertionError

    def fresh(self, journal: Path, given: str | None) -> str:
        """A passphrase for the journal from now on, typed twice where it is asked for.

        Raises:
            InputError: it is too short, or the two differ.
        """
        if given is None:
            given = _ask(_("New passphrase of {name}: ").format(name=journal.name), journal)
            check_length(given)
            if _ask(_("Once more: "), journal) != given:
                raise InputError(_("The two passphrases differ."), _("Nothing was changed."))
        check_length(given)
        return given


def _given(file: Path | None, variable: str) -> str | None:
    if file is None:
        return os.environ.get(variable) or None
    try:
        # Some editors begin a file with a mark that nobody sees.
        text = file.expanduser().read_text(encoding="utf-8-sig")
        return text.split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else _("it is no text")
        raise FileReadError(
            _("The passphrase file {name} cannot be read: {why}.").format(name=file.name, why=why),
            _("Write the passphrase into its first line, as UTF-8."),
        ) from error


def _ask(question: str, journal: Path, ask: Callable[[str], str] = getpass.getpass) -> str:
    if not sys.stdin.isatty():
        raise LockedError(
            _("{name} is protected by a passphrase, and nobody is here to ask.").format(
                name=journal.name
            ),
            _("Name a file with --passphrase-file FILE, or set {variable}.").format(
                variable=VARIABLE
            ),
        )
    return ask(question)
