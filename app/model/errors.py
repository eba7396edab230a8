"""Problems a person can mend, each with a sentence and advice; everything else is a bug."""

from __future__ import annotations

from app.model.texts import _

# What is said where something stands already; a terminal says it with the word to type.
MAY_BE_REPLACED = _("Choose another name, or say that it may be replaced.")


class UserError(Exception):
    """Something the user can mend: one clear sentence, and what to do about it."""

    def __init__(self, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.text} {self.advice}".strip()


class InputError(UserError):
    """What was typed or handed in cannot be taken as it is."""


class JournalError(UserError):
    """The journal file cannot be opened, read or written."""


class LockedError(JournalError):
    """The journal is protected, and no key was given to open it."""


class WrongSecretError(UserError):
    """Neither the passphrase nor the recovery code of this journal."""


class DamagedError(JournalError):
    """A part of the journal file cannot be read; what is left of it can be rescued."""


class ReadOnlyError(JournalError):
    """The journal is open for reading only, and something would write to it."""


class FileReadError(UserError):
    """A file to import cannot be read."""


class SeveralError(FileReadError):
    """A file holds more records than are taken in here; an import takes them all."""


class MovedOnError(UserError):
    """The journal is not any more what a plan was made for; nothing was written."""


class FileWriteError(UserError):
    """A file could not be written where it was asked for."""


class NotFoundError(UserError):
    """Nothing in the journal answers to that name."""


class AmbiguousNameError(UserError):
    """Several people answer to that name; `candidates` holds their full names."""

    def __init__(self, text: str, advice: str, candidates: tuple[str, ...]) -> None:
        super().__init__(text, advice)
        self.candidates = candidates


class Cancelled(Exception):  # noqa: N818 - it reports a wish, not a fault
    """The user stopped a long piece of work; nothing of it was kept."""
