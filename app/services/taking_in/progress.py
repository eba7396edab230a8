"""How far the reading of files is: a bar, a sentence, what is read, and the way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.model.errors import Cancelled
from app.model.texts import _, ngettext

Progress = Callable[[int, int], object]
Tell = Callable[[str], object]
_OFTEN = 50


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears how far the work is; any of the three may be nobody."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    tell: Tell | None = None

    def stop_if_asked(self) -> None:
        """End the work when the user wants that.

        Raises:
            Cancelled: the user stopped it.
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def at(self, part: int, whole: int = 0, words: str = "") -> None:
        """Say how far it is, a whole of 0 where nobody knows; stop when asked to.

        Raises:
            Cancelled: the user stopped it.
        """
        if self.progress is not None:
            self.progress(part, whole)
        if words and self.tell is not None:
            self.tell(words)
        self.stop_if_asked()

    def now_and_then(self, part: int, whole: int, words: Callable[[], str]) -> None:
        """The same for every fiftieth record.

        Raises:
            Cancelled: the user stopped it.
        """
        if part % _OFTEN == 0:
            self.at(part, whole, words())


def reading_words(file: str, records: int) -> str:
    """How many records of a file are read."""
    if not records:
        return _("Reading {file}").format(file=file[:60])
    count = ngettext("{n} record", "{n} records", records).format(n=f"{records:,}")
    return _("Reading {file}: {count}").format(file=file[:60], count=count)


def mail_words(file: str, mails: int, share: float) -> str:
    """How many mails are read, of about how many; `share` is how much of the bytes are done."""
    about = _rounded(mails / share) if share > 0 and mails else 0
    if not about:
        return _("Reading {file}").format(file=file[:60])
    words = _("Reading {file}: {n} of about {whole} mails")
    return words.format(file=file[:60], n=f"{mails:,}", whole=f"{max(about, mails):,}")


def _rounded(count: float) -> int:
    """The nearest number with two figures that count."""
    unit = int(10 ** max(0, len(str(int(count))) - 2))
    return round(count / unit) * unit


def matching_words(done: int, whole: int) -> str:
    """How many records were compared with the journal."""
    return _("Comparing with the journal: {n} of {whole} records").format(
        n=f"{done:,}", whole=f"{whole:,}"
    )


def writing_words(done: int, whole: int) -> str:
    """How many records are written."""
    return _("Taking the records in: {n} of {whole}").format(n=f"{done:,}", whole=f"{whole:,}")
