"""What all parts of a profile share: the journal, the person shown, and how a change is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.model.people import Counterpart
from app.model.texts import _
from app.model.values import PartialDate
from app.services.dates import check_date, read_date
from app.services.day_words import short_date
from app.services.edit import Edit
from app.services.profile import Profile
from app.services.workspace import Workspace
from ui.bridge import Bridge


class Desk(QObject):
    """The person on the screen. `saved` carries the Changes of a step made here."""

    saved = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.shown: Profile | None = None

    @property
    def workspace(self) -> Workspace:
        """The open journal."""
        return self.bridge.workspace

    @property
    def profile(self) -> Profile:
        """Who is shown; only asked while somebody is."""
        assert self.shown is not None
        return self.shown

    @property
    def person(self) -> Counterpart:
        """The person's own record."""
        return self.profile.person

    @property
    def today(self) -> PartialDate:
        """Today, as a date that can be kept."""
        return PartialDate.of(self.workspace.today)

    @contextmanager
    def step(self, label: str) -> Iterator[Edit]:
        """One named step; afterwards everything shown follows.

        A UserError ends the slot that asked for the step: the window shows it, and nothing that
        was to follow the step is said or done.
        """
        with self.workspace.change(label, origin=self) as edit:
            yield edit
        if edit.changes.tables:
            self.saved.emit(edit.changes)

    def set(self, record: Any, label: str, **values: Any) -> None:
        """Change fields of a record."""
        with self.step(label) as edit:
            edit.set(record, **values)

    def remove(self, record: Any, label: str, told: str) -> None:
        """Delete a record and offer to take that back."""
        with self.step(label) as edit:
            edit.remove(record)
        self.bridge.say(told, undoable=True)

    def label(self, text: str) -> str:
        """The name of a step, with whom it is about."""
        return text.format(name=self.person.name[:60])

    def checker(
        self, ahead: bool = False, yearless: bool = False
    ) -> Callable[[str], tuple[bool, str]]:
        """What a date field asks while one types."""
        return lambda text: check_date(text, self.workspace.clock, ahead=ahead, yearless=yearless)

    def read_date(
        self, text: str, ahead: bool = False, yearless: bool = False
    ) -> PartialDate | None:
        """The date a checked text names."""
        return read_date(text, self.workspace.clock, ahead=ahead, yearless=yearless)

    def day(self, day: PartialDate) -> str:
        """A date as a note says it: this year's without the year."""
        return short_date(day, self.workspace.today)

    def deleted(self, what: str) -> str:
        """The sentence after something was deleted."""
        return _("Deleted “{what}”.").format(what=what[:60])
