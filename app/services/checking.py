"""Looks through a journal for damage, says what was found, and mends what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.model.checks import Checked, Ill, Trouble
from app.model.errors import Cancelled, DamagedError, UserError
from app.model.texts import _, ngettext
from app.model.values import SystemClock
from app.services import backups, checking_files
from app.services.field_words import FIELDS
from app.services.places import default_journal
from app.services.record_words import NOUNS, RecordWords
from app.services.workspace import Workspace
from app.store import check as look
from app.store import check_files, surroundings
from app.store import mend as hand
from app.store.check import Cancel, Flaw, Misread, interruptible
from app.store.copies import last_good
from app.store.queries import forget_standings, put_setting
from app.store.schema import HISTORY_COLUMNS
from app.store.witness import differing

Progress = Callable[[int, int], None]
_LAST = "check.last"
_NAMED = 5
_OLD_DAYS = 8


def _nowhere(_done: int, _whole: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False


class _Found(NamedTuple):
    """Everything a look found, before it is put into words."""

    flaws: list[Flaw]
    misread: list[Misread]
    chains: list[tuple[str, int]]
    open_to_others: list[Path]
    leftovers: list[Path]
    lost_lock: bool


def check(
    workspace: Workspace, progress: Progress = _nowhere, cancelled: Cancel = _never
) -> Checked:
    """Look through the whole journal and around it.

    Raises:
        Cancelled: the user stopped it.
    """
    found = _look(workspace, progress, cancelled)
    checked = Checked(tuple(_words(workspace, found)))
    _note(workspace, "" if checked.sound else "damaged")
    return checked


def mend(
    workspace: Workspace,
    progress: Progress = _nowhere,
    cancelled: Cancel = _never,
    take: str = "",
) -> Checked:
    """Mend what can be mended, and look again; what was mended is said with what is left.

    A record that reads again as it was saved is no step; where something had to be let go, that is
    one, which can be taken back like any other. Of records of which
    nothing tells which reading is right, `take` says which to take: "saved" or "standing".

    Raises:
        JournalError: the journal cannot be written.
        Cancelled: the user stopped it.
    """
    found = _look(workspace, progress, cancelled)
    if take:
        chosen = [replace(one, right=take) if one.undecided else one for one in found.misread]
        found = found._replace(misread=chosen)
    mended = _mend(workspace, found)
    left = check(workspace, progress, cancelled)
    return Checked(left.troubles, tuple(mended))


def _look(workspace: Workspace, progress: Progress, cancelled: Cancel) -> _Found:
    database = workspace.database
    flaws: list[Flaw] = []
    steps: tuple[Callable[[], list[Flaw]], ...] = (
        lambda: look.pages(database),
        lambda: look.seals(database),
        lambda: look.head(database),
        lambda: look.rules(database),
        lambda: look.links(database),
        lambda: look.search(database),
        lambda: check_files.files(database),
    )
    misread: list[Misread] = []
    chains: list[tuple[str, int]] = []
    whole = len(steps) + 2
    with interruptible(database, cancelled):
        for done, step in enumerate(steps):
            progress(done, whole)
            with look.counted_as_flaw(flaws):
                flaws += step()
            if cancelled():
                raise Cancelled
        if not any(flaw.ill is Ill.PAGES for flaw in flaws):
            progress(whole - 2, whole)
            with look.counted_as_flaw(flaws):
                misread = look.misread(database)
                progress(whole - 1, whole)
                chains = look.broken_chains(database)
    progress(whole, whole)
    key = workspace.key
    return _Found(
        flaws,
        misread,
        chains,
        surroundings.open_to_others(workspace.path, default_journal().parent),
        surroundings.leftovers(workspace.path),
        key is not None and not surroundings.has_lock(workspace.path, key),
    )


# --- mending -------------------------------------------------------------------------------


def _mend(workspace: Workspace, found: _Found) -> list[str]:
    mended: list[str] = []
    if found.open_to_others:
        left = surroundings.narrow(workspace.path, default_journal().parent)
        if len(left) < len(found.open_to_others):
            mended.append(_("Its files are readable by you alone again."))
    if found.leftovers:
        surroundings.clear(found.leftovers)
        mended.append(_("What was left of broken-off work is gone."))
    if workspace.read_only:
        return mended
    ills = {flaw.ill for flaw in found.flaws}
    if Ill.HEAD in ills and surroundings.put_head_back(workspace.path, workspace.key):
        mended.append(_("The first bytes of the journal, its salt, are written back."))
    if Ill.PAGES in ills or Ill.SEAL in ills:
        return mended  # what is written into such a file may be lost with it
    return mended + _mend_inside(workspace, found, ills)


def _mend_inside(workspace: Workspace, found: _Found, ills: set[Ill]) -> list[str]:
    database, mended = workspace.database, []
    if Ill.RULES in ills:
        hand.correct_rules(database)
        mended.append(_("What tables and triggers are made by reads again as it should."))
    if found.chains or Ill.HISTORY in ills:
        chosen = {(one.table, one.row_id): one for one in found.misread}
        count = hand.mend_chains(database)
        still = [chosen.get((one.table, one.row_id), one) for one in look.misread(database)]
        found = found._replace(misread=still)
        mended += _of_history(count)
    if Ill.RULES in ills:
        hand.make_missing(database)
    if Ill.INDEX in ills:
        hand.rebuild_indexes(database)
        mended.append(_("The lists by which records are found were made anew."))
    if Ill.SPACE in ills:
        hand.rewrite(database)
        mended.append(_("The file was written anew, without pages that belonged to nothing."))
    mended += _mend_records(workspace, found, Ill.LINKS in ills)
    if Ill.SEARCH in ills:
        hand.rebuild_search(database)
        mended.append(_("The search index was made anew."))
    mended += checking_files.bring_back(workspace, found.flaws)
    with database.transaction() as connection:
        forget_standings(connection)
    return mended


def _mend_records(workspace: Workspace, found: _Found, cut: bool) -> list[str]:
    """Records first, then the history, which then agrees with them."""
    mended = []
    wrong = [one for one in found.misread if one.right == "saved"]
    done = 0
    if wrong:
        with workspace.database.transaction() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            done = sum(hand.put_back(workspace.database, one) for one in wrong)
    if cut:
        with workspace.change(_("Mend the journal")):
            loose = hand.cut_links(workspace.database)
        if loose:
            mended.append(_("What pointed at something that is gone no longer does."))
    if done:
        mended.append(
            ngettext(
                "{n} record reads again as it was saved.",
                "{n} records read again as they were saved.",
                done,
            ).format(n=done)
        )
    steps = [one for one in found.misread if one.right == "standing"]
    for one in steps:
        hand.correct_history(workspace.database, one)
    return mended + _of_history(len(steps))


def _of_history(count: int) -> list[str]:
    if not count:
        return []
    return [
        ngettext(
            "{n} line of the history reads again as it should.",
            "{n} lines of the history read again as they should.",
            count,
        ).format(n=count)
    ]


# --- words ---------------------------------------------------------------------------------


def _words(workspace: Workspace, found: _Found) -> list[Trouble]:
    troubles = [*_of_pages(workspace, found.flaws), *_of_flaws(found.flaws)]
    if not found.misread and any(flaw.ill is Ill.RECORD for flaw in found.flaws):
        text = _("A record holds a value that Kith never wrote.")
        troubles.append(Trouble(Ill.RECORD, text, advice=what_helps(workspace)))
    troubles += _of_records(workspace, found.misread)
    troubles += checking_files.troubles(workspace, found.flaws)
    if found.chains:
        troubles.append(_of_chains(found.chains))
    if found.open_to_others:
        troubles.append(
            Trouble(
                Ill.RIGHTS,
                _("Other accounts of this computer may read {names}.").format(
                    names=_listed([path.name for path in found.open_to_others])
                ),
                mendable=True,
            )
        )
    if found.lost_lock:
        troubles.append(
            Trouble(
                Ill.KEYS,
                _("The file with the lock of the passphrase is missing or does not fit."),
                advice=_("Set the passphrase once more while the journal is open."),
            )
        )
    if found.leftovers:
        text = _("Something broken off lies beside the journal: {names}.")
        names = _listed([path.name for path in found.leftovers])
        troubles.append(Trouble(Ill.LEFTOVER, text.format(names=names), mendable=True))
    return [*troubles, *_of_backups(workspace)]


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


def what_helps(workspace: Workspace) -> str:
    """Which copy to take, and what else there is, where a part of the file is damaged."""
    return helps(workspace.path, workspace)


def helps(path: Path, workspace: Workspace | None = None) -> str:
    """The newest good copy of a journal that may be damaged, and what else there is, in words."""
    newest = newest_good(path, workspace)
    if newest is None:
        return _("There is no good copy; read what is still readable into a new journal.")
    return _(
        "Restore the copy of {when}, or read what is still readable into a new journal."
    ).format(when=newest.at.strftime("%Y-%m-%d %H:%M"))


def newest_good(path: Path, workspace: Workspace | None = None) -> backups.Copy | None:
    """The newest copy of a journal that was found whole."""
    second = backups.second_folder(workspace) if workspace is not None else None
    found = backups.copies(path, second)
    moment = (workspace.clock if workspace is not None else SystemClock()).now()
    newest = last_good(found, moment.replace(tzinfo=None))
    if newest is not None:
        return newest
    good = [copy for copy in found if copy.checked is not None]  # all dated ahead
    return max(good, key=lambda copy: copy.at, default=None)


# --- once a day ----------------------------------------------------------------------------


def last_looked(workspace: Workspace) -> tuple[str, str]:
    """The day of the last look, and "" or "damaged"; two empty texts before the first."""
    text = str(workspace.database.value("SELECT value FROM setting WHERE key = ?", _LAST) or "")
    day, _space, found = text.partition(" ")
    return day, found


def _note(workspace: Workspace, found: str) -> None:
    if workspace.read_only:
        return
    try:
        with workspace.database.transaction() as connection:
            put_setting(connection, _LAST, f"{workspace.today} {found}".strip())
    except UserError:
        return  # a full disk, or someone is writing: it is looked through again next time


def daily(workspace: Workspace, cancelled: Cancel = _never) -> bool:
    """The quick look of the day: whether it found damage; not when it was looked at today.

    Raises:
        Cancelled: it was stopped.
    """
    if last_looked(workspace) == (str(workspace.today), ""):
        return False
    flaws: list[Flaw] = []
    with interruptible(workspace.database, cancelled), look.counted_as_flaw(flaws):
        flaws += look.pages(workspace.database, quick=True)
        flaws += look.head(workspace.database)
    _note(workspace, "damaged" if flaws else "")
    return bool(flaws)
