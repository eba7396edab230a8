"""What each format holds and what it does not, and what was written, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from app.model.texts import _, ngettext
from app.services.giving_out.choice import Done, Format

PLAIN: Final = _("What is exported is not encrypted: whoever has the file can read it.")

TITLES: Mapping[Format, str] = {
    Format.ARCHIVE: _("Kith archive"),
    Format.MARKDOWN: _("Markdown folder"),
    Format.VCARD: _("Address book"),
    Format.CSV: _("Tables"),
    Format.ICAL: _("Calendar"),
}
FOR: Mapping[Format, str] = {
    Format.ARCHIVE: _("one JSON file"),
    Format.MARKDOWN: _("pages for Obsidian and any editor"),
    Format.VCARD: _("one vCard file"),
    Format.CSV: _("two CSV files"),
    Format.ICAL: _("one iCalendar file"),
}
HOLDS: Mapping[Format, str] = {
    Format.ARCHIVE: _(
        "Every record with photos and files; Kith reads it back whole. The history of changes "
        "stays in the journal."
    ),
    Format.MARKDOWN: _(
        "A page for each person, one for each year, photos and files, linked to each other. The "
        "findings and the history are not in it."
    ),
    Format.VCARD: _(
        "Names, addresses, numbers, photos, birthdays, tags and notes. Contacts, promises and "
        "what you think of people are not in it."
    ),
    Format.CSV: _(
        "A row for each person and, in a second file, for each entry. Promises, questions, "
        "photos and files are not in it."
    ),
    Format.ICAL: _(
        "Meetings ahead, promises due, birthdays, days to remember, and when to be in touch. "
        "What has been is not in it."
    ),
}


def lost_words(count: int) -> Iterator[str]:
    """What to say where the journal has lost what some files held; nothing where it has not."""
    if count:
        told = ngettext(
            "The journal has lost what {n} file held, so only its name is there: Settings, Check "
            "says which, and whether a copy still has it.",
            "The journal has lost what {n} files held, so only their names are there: Settings, "
            "Check says which, and whether a copy still has them.",
            count,
        )
        yield told.format(n=count)


def counted(kind: Format, done: Done) -> str:
    """ "24 people, 546 entries, 3 files." """
    people = ngettext("{n} person", "{n} people", done.people)
    parts = [people.format(n=f"{done.people:,}")]
    for count, told in (
        (done.entries, ngettext("{n} entry", "{n} entries", done.entries)),
        (done.files, ngettext("{n} file", "{n} files", done.files)),
        (done.records, ngettext("{n} record", "{n} records", done.records)),
    ):
        if count:
            parts.append(told.format(n=f"{count:,}"))
    if kind is Format.ICAL:
        events = ngettext("{n} event", "{n} events", done.events)
        parts = [events.format(n=f"{done.events:,}")]
    return _("{counts}.").format(counts=", ".join(parts))
