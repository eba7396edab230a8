"""Reads what is left of a damaged journal into a new one, and says what is missing.

Loading this module loads cryptography; only a rescue needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.model.errors import Cancelled
from app.model.texts import _, ngettext
from app.services.record_words import NOUNS, counted
from app.store import rescue as store
from app.store.conversion import Progress, never, nowhere
from app.store.keys import Key
from app.store.rescue import Rescued, TableLoss

__all__ = ["Rescued", "TableLoss", "free_name", "in_words", "missing", "read", "summary"]

Cancel = Callable[[], bool]
_MORE_NOUNS = {
    "step": _("Step of the history"),
    "change": _("Line of the history"),
    "setting": _("Setting"),
    "draft": _("Draft"),
    "content": _("Bytes of a file"),
}


def read(
    damaged: Path,
    out: Path,
    key: Key | None,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> Rescued:
    """Write everything that can still be read into a new journal; the damaged one stays as it is.

    Raises:
        InputError: there is something at `out`, or nothing at all can be read.
        JournalError: the damaged file is out of reach, or the new one cannot be written.
        Cancelled: the user stopped it; there is no new journal.
    """

    def going_on(done: int, whole: int) -> None:
        if cancelled():
            raise Cancelled
        progress(done, whole)

    return store.rescue(damaged, out, key, going_on, lambda found: "\n".join(in_words(found)))


def free_name(damaged: Path) -> Path:
    """A name beside the damaged journal that nothing has yet."""
    number = 1
    while True:
        suffix = _("rescued") if number == 1 else _("rescued {n}").format(n=number)
        found = damaged.with_name(f"{damaged.stem} {suffix}.kith")
        if not found.exists():
            return found
        number += 1


def missing(rescued: Rescued) -> bool:
    """Whether anything is known to be missing, in part, or may be."""
    return any(table.lost or table.doubtful or table.more for table in rescued.tables)


def summary(rescued: Rescued) -> str:
    """What is gone of the file, then what the rescue brought."""
    return " ".join(filter(None, (_gone(rescued), _brought(rescued))))


def _gone(rescued: Rescued) -> str:
    """How much of the file was cut off; "" for nothing."""
    if not rescued.gone:
        return ""
    return ngettext(
        "About {n} of {whole} pages of the file is gone: it was cut short.",
        "About {n} of {whole} pages of the file are gone: it was cut short.",
        rescued.gone,
    ).format(n=rescued.gone, whole=rescued.pages)


def _brought(rescued: Rescued) -> str:
    came = ", ".join(
        filter(
            None,
            (
                counted(table.table, table.read + table.restored + table.doubtful)
                for table in rescued.tables
                if table.table in ("counterpart", "interaction", "promise")
            ),
        )
    )
    unknown = rescued.hurt or any(table.more for table in rescued.tables)
    if not missing(rescued) and not unknown:
        return _("Everything could be read: {counted}.").format(counted=came)
    lost = rescued.total("lost")
    if not lost and not unknown:
        return _("Read: {counted}. Nothing is known to be missing, but look it over.").format(
            counted=came
        )
    more = _("More may be missing than anything tells of.") if unknown else ""
    if not lost:
        read = _("Read: {counted}. Parts of the file could not be read.").format(counted=came)
    else:
        read = ngettext(
            "Read: {counted}. {n} record is missing.",
            "Read: {counted}. {n} records are missing.",
            lost,
        ).format(counted=came, n=lost)
    return " ".join(filter(None, (read, more)))


def in_words(rescued: Rescued) -> list[str]:
    """What was read and what is missing, table by table; what is gone of the file comes first."""
    lines = [*filter(None, [_gone(rescued)]), _brought(rescued)]
    if rescued.bad_pages or rescued.bad_frames:
        bad = rescued.bad_pages + rescued.bad_frames
        lines.append(
            ngettext(
                "{n} of {whole} pages of the file could not be read whole.",
                "{n} of {whole} pages of the file could not be read whole.",
                bad,
            ).format(n=bad, whole=rescued.pages)
        )
    lines += filter(None, map(_table, rescued.tables))
    return lines


def _table(table: TableLoss) -> str:
    """How one table came through; "" where all of it was read."""
    parts = []
    if table.restored:
        parts.append(_("{n} brought back from the history").format(n=table.restored))
    if table.doubtful:
        parts.append(_("{n} to look over").format(n=table.doubtful))
    if table.lost:
        parts.append(_("{n} missing").format(n=table.lost))
    if not parts and not table.more:
        return ""
    noun = NOUNS.get(table.table) or _MORE_NOUNS.get(table.table, table.table)
    figures = ", ".join([_("{read} read").format(read=table.read), *parts])
    if table.more:
        return _(
            "Warning: {what}: {figures}; pages that held more of these may be gone or unreadable."
        ).format(what=noun, figures=figures)
    return _("{what}: {figures}.").format(what=noun, figures=figures)
