"""The row of a record that is joined to someone: what it changes, adds, and leaves as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.model.imports import Fate, ReadPerson
from app.model.texts import _
from app.services.taking_in.additions import Additions
from app.services.taking_in.plan import Action, PlanRow
from app.services.taking_in.updating import Update, as_the_file_says
from app.services.words import listed


@dataclass(frozen=True, slots=True)
class Joining:
    """How a record is joined: why it means that person, what it changes and adds.

    `differing` are the fields of which the file says another thing than stands and stays, each
    with a sentence. `is_kept` when the record is kept as it is written though it adds nothing.
    """

    reason: str
    change: Update
    found: Additions
    differing: Mapping[str, str]
    is_kept: bool

    def row(self, row: PlanRow, person: ReadPerson) -> PlanRow:
        """The row of the record, with the one it is when the file's word is taken."""
        told = self._told(row, person, self.change, self.differing.values())
        if not self.differing:
            return told
        change = as_the_file_says(self.change, person, self.differing)
        as_file = replace(self._told(row, person, change, ()), follows=tuple(self.differing))
        return replace(told, as_file=as_file)

    def _told(
        self, row: PlanRow, person: ReadPerson, change: Update, unfollowed: Iterable[str]
    ) -> PlanRow:
        changed, added = listed(change.words()), ", ".join(self.found.words())
        if not changed and not added:
            action, why = Action.NOTHING, _("It is already here: {reason}, and nothing new.")
            if self.is_kept:
                action = Action.KEEP_RECORD
                why = _("It is already here: {reason}, and nothing new but how it is written.")
            if unfollowed:
                why = _("It is already here: {reason}.")
            why = " ".join((why.format(reason=self.reason), *unfollowed))
            return replace(row, fate=Fate.SKIPPED, action=action, why=why, here=True)
        words = _("{reason}; it adds {what}.")
        if changed:
            words = _("{reason}; it changes {changed}.")
            if added:
                words = _("{reason}; it changes {changed} and adds {what}.")
        why = words.format(reason=self.reason, changed=changed, what=added)
        why = " ".join((why[:1].upper() + why[1:], *unfollowed, *person.remarks))
        return replace(row, fate=Fate.MERGED, action=Action.MERGE_PERSON, why=why)
