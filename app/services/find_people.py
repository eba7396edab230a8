"""Finds people by any part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.errors import AmbiguousNameError, NotFoundError
from app.model.people import PersonName
from app.model.texts import _


def resolve(text: str, names: Sequence[PersonName]) -> PersonName:
    """The one person who answers to this text.

    Raises:
        NotFoundError: nobody does.
        AmbiguousNameError: several do.
    """
    wanted = text.strip().casefold()
    found = [n for n in names if n.name.casefold() == wanted] or [
        n for n in names if wanted and wanted in n.name.casefold()
    ]
    if not found:
        raise NotFoundError(
            _("Nobody called “{text}” is in the journal.").format(text=text[:60]),
            _("Check the spelling, or add the person first."),
        )
    if len(found) > 1:
        raise AmbiguousNameError(
            _("“{text}” could be several people.").format(text=text[:60]),
            _("Write more of the name."),
            tuple(n.name for n in found),
        )
    return found[0]
