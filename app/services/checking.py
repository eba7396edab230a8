"""Looks through a journal for damage, says what was found, and mends what can be mended."""

from __future__ import annotations

from dataclasses import replace

from app.model.checks import Checked, Ill
from app.model.errors import UserError
from app.model.texts import _, ngettext
from app.services import checking_files
from app.services.looking import Found, Progress, look_through
from app.services.places import default_journal
from app.services.trouble_words import troubles
from app.services.workspace import Workspace
from app.store import check as look
from app.store import mend as hand
from app.store import surroundings
from app.store.check import Cancel, Flaw, interruptible
from app.store.queries import forget_standings, put_setting, setting

_LAST = "check.last"


def _nowhere(_done: int, _whole: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False


def check(
    workspace: Workspace, progress: Progress = _nowhere, cancelled: Cancel = _never
) -> Checked:
    """Look through the whole journal and around it.

    Raises:
        Cancelled: the user stopped it.
    """
    found = look_through(workspace, progress, cancelled)
    checked = Checked(tuple(troubles(workspace, found)))
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
    found = look_through(workspace, progress, cancelled)
    if take:
        chosen = [replace(one, right=take) if one.undecided else one for one in found.misread]
        found = found._replace(misread=chosen)
    mended = _mend(workspace, found)
    left = check(workspace, progress, cancelled)
    return Checked(left.troubles, tuple(mended))


# --- mending -------------------------------------------------------------------------------


def _mend(workspace: Workspace, found: Found) -> list[str]:
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


def _mend_inside(workspace: Workspace, found: Found, ills: set[Ill]) -> list[str]:
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


def _mend_records(workspace: Workspace, found: Found, cut: bool) -> list[str]:
    """Records first, then the history, which then agrees with them."""
    mended = []
    wrong = [one for one in found.misread if one.right == "saved"]
    done = 0
    if wrong:
        done = hand.put_all_back(workspace.database, wrong)
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


# --- once a day ----------------------------------------------------------------------------


def last_looked(workspace: Workspace) -> tuple[str, str]:
    """The day of the last look, and "" or "damaged"; two empty texts before the first."""
    day, _space, found = setting(workspace.database, _LAST).partition(" ")
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
