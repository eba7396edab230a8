"""What the preview says of the records of an archive."""

from __future__ import annotations

from app.model.archive import DRAFTS, SETTINGS
from app.model.texts import _, ngettext


def title(section: str, count: int) -> str:
    """What stands for records that have no name of their own."""
    if section == "organisations":
        return ngettext("{n} organisation", "{n} organisations", count).format(n=count)
    if section == "tags":
        return ngettext("{n} tag", "{n} tags", count).format(n=count)
    if section == "distinct_pairs":
        text = ngettext(
            "{n} pair of people who are not the same",
            "{n} pairs of people who are not the same",
            count,
        )
        return text.format(n=count)
    if section == SETTINGS:
        return ngettext("{n} setting", "{n} settings", count).format(n=count)
    if section == DRAFTS:
        return ngettext("{n} unfinished text", "{n} unfinished texts", count).format(n=count)
    return _("A meeting") if section == "meetings" else _("An entry without words")


def added(count: int) -> str:
    """Of someone new, what comes with them."""
    if not count:
        return ""
    text = ngettext(
        "With {n} record that belongs to it.", "With {n} records that belong to it.", count
    )
    return text.format(n=count)


def brought(count: int) -> str:
    """Of a row that is here, what is not."""
    if not count:
        return ""
    text = ngettext(
        "{n} record of it is not here yet.", "{n} records of it are not here yet.", count
    )
    return text.format(n=count)


def merged() -> str:
    """Of someone who was merged into another here."""
    return _("Was merged into someone here; take them in only if they are two people.")


def changed(count: int) -> str:
    """How many records follow the archive."""
    if not count:
        return ""
    text = ngettext(
        "{n} record says something else than here.",
        "{n} records say something else than here.",
        count,
    )
    return text.format(n=count)


def left(count: int) -> str:
    """How many records stay as they are here."""
    if not count:
        return ""
    text = ngettext(
        "{n} record was changed here and stays.", "{n} records were changed here and stay.", count
    )
    return text.format(n=count)


def only_named() -> str:
    """Of someone whom others' entries name."""
    return _("The archive gives the name alone.")


def here() -> str:
    """Of what the journal has as it is."""
    return _("It is already here.")


def older() -> str:
    """Of what was changed in the journal since the archive was made."""
    return _("The archive has an earlier state of it; what was changed here since stays.")


def conflict() -> str:
    """Of what was changed in both places."""
    return _("It was changed here, and the archive says something else; nothing is overwritten.")


def deleted() -> str:
    """Of what the user deleted here."""
    return _("You deleted it here.")


def partly_deleted(count: int) -> str:
    """Of a row of which nothing is missing but what the user deleted."""
    if not count:
        return ""
    text = ngettext(
        "{n} record of it was deleted here and stays away.",
        "{n} records of it were deleted here and stay away.",
        count,
    )
    return text.format(n=count)


def company_deleted() -> str:
    """Of an entry with people who were deleted."""
    return _("You deleted the people it is with.")


def as_the_archive() -> str:
    """Of what the user takes over what was changed here."""
    return _("It becomes what the archive says, instead of what was changed here.")


def beside(section: str) -> str:
    """Of settings and drafts that come along."""
    if section == SETTINGS:
        return _("The journal takes them over.")
    return _("They wait where they were being written.")


def kept(section: str) -> str:
    """Of settings and drafts that do not."""
    if section == SETTINGS:
        return _("This journal keeps the settings it has.")
    return _("Only an empty journal takes over what was being written.")
