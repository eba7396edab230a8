"""What is said of watched files: what a reading brought, and when it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.model.texts import _, ngettext
from app.services.watched.notes import Watched


def news(path: Path, counts: Mapping[str, int], kinds: set[str]) -> str:
    """The sentence of a reading, "" when it changed nothing."""
    parts = [told for key in _ORDER if counts.get(key) and (told := _part(key, counts[key]))]
    if not parts:
        return ""
    return _("{file}: {what}.").format(file=title(path, kinds), what=", ".join(parts))


def title(path: Path, kinds: set[str]) -> str:
    """The file with what it is."""
    if path.is_dir():
        return _("Folder {name}").format(name=path.name)
    if kinds == {"people"}:
        return _("Address book {name}").format(name=path.name)
    return _("Calendar {name}").format(name=path.name)


def nothing() -> str:
    """What is said of a reading that changed nothing."""
    return _("It brought nothing new.")


_ORDER = ("moved", "changed", "off", "held", "new", "past", "people", "updated")


def _part(key: str, count: int) -> str:
    texts = {
        "moved": ngettext("{n} meeting moved", "{n} meetings moved", count),
        "changed": ngettext("{n} meeting changed", "{n} meetings changed", count),
        "off": ngettext("{n} meeting called off", "{n} meetings called off", count),
        "held": ngettext("{n} meeting has taken place", "{n} meetings have taken place", count),
        "new": ngettext("{n} new meeting", "{n} new meetings", count),
        "past": ngettext("{n} past meeting", "{n} past meetings", count),
        "people": ngettext("{n} new person", "{n} new people", count),
        "updated": ngettext(
            "{n} person brought up to date", "{n} people brought up to date", count
        ),
    }
    return texts[key].format(n=f"{count:,}")


def unclear_words(one: Watched) -> str:
    """What waits for the user to say who is meant, "" when nothing does."""
    if not one.unclear:
        return ""
    return ngettext(
        "{n} record could be with several people and was left.",
        "{n} records could be with several people and were left.",
        one.unclear,
    ).format(n=f"{one.unclear:,}")
