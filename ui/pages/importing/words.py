"""How an import is told: which files it is about, what can be done, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.model.imports import Fate, ImportReport, ReadFailure, ReadPerson
from app.model.texts import _, ngettext
from app.services.transfer import PlanRow
from ui.pages.importing.counting import added_words, to_be_added

FILES = _(
    "Everything Kith reads (*.vcf *.vcard *.ics *.ical *.mbox *.mbx *.eml *.csv *.tsv *.txt "
    "*.json *.sql *.zip)"
    ";;All files (*)"
)


def outcome(report: ImportReport, rows: Sequence[PlanRow]) -> str:
    """How many records took which way, in a sentence; of the added ones, how many of each kind."""
    words = _("{added} added, {merged} merged, {skipped} skipped, {failed} could not be read.")
    return words.format(
        added=added_words(rows, (record.fate for record in report.records)) or "0",
        merged=f"{report.count(Fate.MERGED):,}",
        skipped=f"{report.count(Fate.SKIPPED):,}",
        failed=f"{report.count(Fate.FAILED):,}",
    )


def named(files: list[Path]) -> str:
    """The first file, and how many more there are."""
    more = len(files) - 1
    if more <= 0:
        return files[0].name if files else ""
    words = ngettext("{first} and {n} more file", "{first} and {n} more files", more)
    return words.format(first=files[0].name, n=more)


def gone_words(files: list[Path]) -> str:
    """Why a list that was being decided about does not stand again."""
    words = ngettext(
        "What was decided about {files} is gone: the file is not there any more.",
        "What was decided about {files} is gone: the files are not there any more.",
        len(files),
    )
    return words.format(files=named(files))


def stopped_words(journal: Path) -> str:
    """What is said where the journal is let go before an import came to its end."""
    words = _("The import into {name} was stopped before its end; none of it was taken in.")
    return words.format(name=journal.name)


def title(files: list[Path]) -> str:
    """The title of the page while these files are looked at."""
    return _("Import: {files}").format(files=named(files))


def read_words(count: int) -> str:
    """How many records were read, and that nothing is written yet."""
    read = ngettext("{n} record read.", "{n} records read.", count).format(n=f"{count:,}")
    promise = _("Nothing is written until you say so, and one undo takes it all back.")
    return f"{read} {promise}"


def ways(rows: Sequence[PlanRow]) -> str:
    """What will be added, what the keyboard does, and what can be done with people afterwards."""
    keys = _("Space takes or leaves what is chosen, Ctrl+A chooses all, Enter decides more.")
    after = _("After the import you can sort these people by keyboard, most contact first.")
    people = any(isinstance(row.item, ReadPerson) for row in rows)
    return " ".join(filter(None, (to_be_added(rows), keys, after if people else "")))


def button_words(rows: Sequence[PlanRow], taken: int, merged: int) -> str:
    """What the button does: people where only people are added, else records.

    Where nothing new is in them, how they are written in the file can still be kept for an export.
    """
    kept = sum(row.is_kept for row in rows)
    if not taken and kept:
        words = ngettext("Keep {n} record as written", "Keep {n} records as written", kept)
        return words.format(n=f"{kept:,}")
    if not taken:
        undecided = any((row.can_be_taken or row.candidates) and not row.here for row in rows)
        return _("Nothing is chosen") if undecided else _("Nothing to import")
    words = ngettext("Import {n} record", "Import {n} records", taken)
    if rows and not merged and all(isinstance(row.item, ReadPerson | ReadFailure) for row in rows):
        words = ngettext("Import {n} person", "Import {n} people", taken)
    return words.format(n=f"{taken:,}")
