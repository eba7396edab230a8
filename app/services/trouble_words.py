"""What a look through a journal found, in words, each with what helps."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from app.model.checks import Ill, Trouble
from app.model.errors import DamagedError, UserError
from app.model.texts import _, ngettext
from app.services import backups, checking_files
from app.services.field_words import FIELDS
from app.services.good_copies import what_helps
from app.services.looking import Found
from app.services.record_words import NOUNS, RecordWords
from app.services.workspace import Workspace
from app.store.check import Flaw, Misread
from app.store.schema import HISTORY_COLUMNS
from app.store.witness import differing

_NAMED = 5


def troubles(workspace: Workspace, found: Found) -> list[Trouble]:
    """Everything that was found, each with what helps."""
    told = [*_of_pages(workspace, found.flaws), *_of_flaws(found.flaws)]
    if not found.misread and any(flaw.ill is Ill.RECORD for flaw in found.flaws):
        text = _("A record holds a value that Kith never wrote.")
        told.append(Trouble(Ill.RECORD, text, advice=what_helps(workspace)))
    told += _of_records(workspace, found.misread)
    told += checking_files.troubles(workspace, found.flaws)
    if found.chains:
        told.append(_of_chains(found.chains))
    if found.open_to_others:
        told.append(
            Trouble(
                Ill.RIGHTS,
                _("Other accounts of this computer may read {names}.").format(
                    names=_listed([path.name for path in found.open_to_others])
                ),
                mendable=True,
            )
        )
    if found.lost_lock:
        told.append(
            Trouble(
                Ill.KEYS,
                _("The file with the lock of the passphrase is missing or does not fit."),
                advice=_("Set the passphrase once more while the journal is open."),
            )
        )
    if found.leftovers:
        text = _("Something broken off lies beside the journal: {names}.")
        names = _listed([path.name for path in found.leftovers])
        told.append(Trouble(Ill.LEFTOVER, text.format(names=names), mendable=True))
    return [*told, *_of_backups(workspace)]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return _("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


def _of_pages(workspace: Workspace, flaws: list[Flaw]) -> list[Trouble]:
    found = []
    advice = what_helps(workspace)
    pages = [flaw for flaw in flaws if flaw.ill is Ill.PAGES]
    if pages:
        text = _("A part of the file cannot be read ({detail}).")
        found.append(Trouble(Ill.PAGES, text.format(detail=pages[0].detail), advice=advice))
    seals = [flaw for flaw in flaws if flaw.ill is Ill.SEAL]
    if seals:
        text = ngettext(
            "The encryption of {n} page does not fit: it was changed from outside.",
            "The encryption of {n} pages does not fit: they were changed from outside.",
            len(seals),
        )
        found.append(Trouble(Ill.SEAL, text.format(n=len(seals)), advice=advice))
    return found


def _of_flaws(flaws: list[Flaw]) -> list[Trouble]:
    found = []
    ills = {flaw.ill for flaw in flaws}
    if Ill.HEAD in ills:
        text = _(
            "The first bytes of the journal, its salt, are damaged. It opens only because the "
            "salt is known from elsewhere, such as the file with the lock."
        )
        advice = _("Mend it before anything happens to that file.")
        found.append(Trouble(Ill.HEAD, text, mendable=True, advice=advice))
    if Ill.RULES in ills:
        text = _("What a table or a trigger of the file is made by is garbled.")
        found.append(Trouble(Ill.RULES, text, mendable=True))
    if Ill.INDEX in ills:
        text = _("A list by which records are found does not fit them.")
        found.append(Trouble(Ill.INDEX, text, mendable=True))
    if Ill.SPACE in ills:
        found.append(Trouble(Ill.SPACE, _("The list of free pages is wrong."), mendable=True))
    for flaw in flaws:
        noun = NOUNS.get(flaw.table, flaw.table)
        if flaw.ill is Ill.LINKS:
            text = ngettext(
                "{n} record ({what}) points at something that is gone.",
                "{n} records ({what}) point at something that is gone.",
                flaw.count,
            )
            text = text.format(n=flaw.count, what=noun)
            found.append(Trouble(Ill.LINKS, text, mendable=True))
    search = [flaw for flaw in flaws if flaw.ill is Ill.SEARCH]
    if search:
        count = sum(flaw.count for flaw in search)
        text = ngettext("Search misses {n} record.", "Search misses {n} records.", count).format(
            n=count
        )
        found.append(Trouble(Ill.SEARCH, text, mendable=True))
    return found


def _of_records(workspace: Workspace, misread: list[Misread]) -> list[Trouble]:
    names = RecordWords(workspace)
    found = []
    for one in misread:
        what = _title(names, one)
        when = one.at[:10]
        if one.standing is None:
            text = _("{what} is missing, though it was saved on {day} and never deleted.")
        elif one.saved is None and one.right != "standing":
            text = _("{what} is there, though it was deleted on {day}.")
        elif one.right == "standing":
            text = _("The history tells {what} otherwise than it is; the record itself is right.")
        else:
            text = _("{what} reads otherwise than it was saved on {day}.")
        mendable = bool(one.right)
        if one.undecided:
            text += " " + _("Nothing tells which is right.")
        ill = Ill.HISTORY if one.right == "standing" else Ill.RECORD
        advice = "" if mendable else _("Look it over, then take what was saved or what stands.")
        text = text.format(what=what, day=when)
        if one.undecided:
            text = " ".join((text, *_both(names, one)))
        found.append(Trouble(ill, text, mendable, advice, undecided=one.undecided))
    return found


def _both(names: RecordWords, one: Misread) -> list[str]:
    """Each field that differs, as it was saved and as it stands."""
    told = []
    standing, saved = one.standing or {}, one.saved or {}
    for column in differing(standing, saved):
        label = FIELDS.get(one.table, {}).get(column, column)
        then, now = (_shown(names, one.table, column, row[column]) for row in (saved, standing))
        told.append(
            _("{label}: {then} was saved, {now} stands there.").format(
                label=label, then=then, now=now
            )
        )
    return told


def _shown(names: RecordWords, table: str, column: str, value: object) -> str:
    try:
        shown = names.value(table, column, value)
    except (KeyError, ValueError, TypeError, UserError):
        shown = str(value)
    return _("“{value}”").format(value=shown) if shown else _("nothing")


def _title(names: RecordWords, one: Misread) -> str:
    noun = NOUNS.get(one.table, one.table)
    for row in (one.saved, one.standing):
        if row:
            try:
                return f"{noun} “{names.title(one.table, row)}”"
            except (KeyError, ValueError, TypeError, UserError):
                continue  # garbled just there
    return noun


def _of_chains(chains: list[tuple[str, int]]) -> Trouble:
    tables = sum(table in HISTORY_COLUMNS for table, _row in chains)
    text = ngettext(
        "In the history, an earlier state of {n} record reads wrong.",
        "In the history, earlier states of {n} records read wrong.",
        tables or 1,
    )
    advice = _("The records of today are not concerned; undo that far back may be.")
    return Trouble(Ill.HISTORY, text.format(n=tables or 1), mendable=True, advice=advice)


def _of_backups(workspace: Workspace) -> list[Trouble]:
    overdue = ""
    with suppress(DamagedError):
        overdue = backups.overdue(workspace)
    if not overdue:
        return []
    return [Trouble(Ill.BACKUP, overdue, advice=_("Back up now, in the settings."))]
