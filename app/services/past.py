"""A person as they stood in the journal at the end of an earlier day."""

from __future__ import annotations

from datetime import date, datetime, time

from app.model.errors import InputError, NotFoundError, UserError
from app.model.people import Counterpart
from app.model.texts import _
from app.model.values import FixedClock
from app.services.day_words import long_date
from app.services.workspace import Workspace
from app.store.past import Unknown, rebuild


def as_it_was(workspace: Workspace, person: int, day: date) -> Workspace:
    """A journal in memory that holds this person as of that day; it can only be read.

    Every service reads it like any other journal, with the end of that day as the present moment.
    Entries of other people are in it by their date alone. Close it when it is no longer shown.

    Raises:
        InputError: the day is not over.
        NotFoundError: the person was not in the journal on that day.
        UserError: the history of that time was thinned.
    """
    if day >= workspace.today:
        raise InputError(
            _("{day} is not over.").format(day=long_date(day)),
            _("Choose an earlier day; the profile itself shows how it is now."),
        )
    try:
        found = rebuild(workspace.database, person, day)
    except Unknown:
        raise UserError(
            _("The history after {day} was thinned, so how it was is no longer known.").format(
                day=long_date(day)
            ),
            _("Choose a later day."),
        ) from None
    if found is None:
        raise NotFoundError(
            _("{name} was not in the journal on {day}.").format(
                name=_name(workspace, person), day=long_date(day)
            ),
            _("Choose a later day."),
        )
    moment = datetime.combine(day, time(23, 59, 59), workspace.clock.now().tzinfo)
    return Workspace(workspace.path, FixedClock(moment), database=found)


def _name(workspace: Workspace, person: int) -> str:
    found = workspace.get_many(Counterpart, [person])
    return found[0].name if found else _("This person")
