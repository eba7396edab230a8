"""People who look alike: look, compare two, and make one of them or say that they are two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import NotFoundError
from app.model.people import Counterpart
from app.model.texts import _, ngettext
from app.services import merging
from app.services.duplicates import Likely, likely_pairs, why_alike
from app.services.merging import Comparison
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.pages.duplicates.pairs import Pairs
from ui.pages.duplicates.screen import DuplicatesScreen
from ui.task import Task
from ui.widgets.spans import as_name

_NAME = 60


class DuplicatesPage(DuplicatesScreen):
    """The pairs, and one of them side by side; nothing is merged before Merge is pressed."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {"counterpart", "contact_point", "organisation", "distinct_pair"}
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, parent)
        self._back = actions["go.back"]
        self.pairs = Pairs()
        self._task: Task | None = None
        self.found: Comparison | None = None
        self._first: int | None = None
        self._reasons: tuple[str, ...] = ()
        self._from_list = False
        self.list.answered.connect(self._answered)
        self.list.looked_at.connect(self.scroller.ensureWidgetVisible)
        self.both.looked_at.connect(self.scroller.ensureWidgetVisible)
        self.looking.stopped.connect(self._stop)
        self.empty.pressed.connect(lambda: bridge.go("people"))
        self.picking.picked.connect(self._picked)
        self.merge_button.clicked.connect(self.merge)
        self.differ_button.clicked.connect(self.differ)
        self.later_button.clicked.connect(self.later)
        self.swap_button.clicked.connect(self.swap)

    # --- what the window asks ------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Look again after a step of somebody else, an undo among them."""
        if changes is not None and changes.origin is self:
            return
        self.pairs.forget()
        if self.found is not None and not self._still_there(self.found):
            self.found = None
        if self.found is not None and self.isVisible():
            self._compare_again(self.found)
        if self.isVisible() and self.found is None and self._first is None:
            self.look()

    def show_route(self, route: Route) -> None:
        """Show all pairs, two people, or ask whom somebody is to be merged with."""
        other = route.extra.get("with")
        self._from_list = False
        self._first = None
        if route.person is not None and other is not None:
            self.compare(route.person, other)
        elif route.person is not None:
            self._ask(route.person)
        elif self.found is None or not self.pairs.known:
            self.look()
        else:
            self._show_list()

    def whereabouts(self) -> Route:
        """The two that are compared, or the list."""
        if self.found is not None:
            extra = {"with": self.found.gone.id}
            return Route("duplicates", person=self.found.kept.id, extra=extra)
        return Route("duplicates", person=self._first)

    def _compare_again(self, found: Comparison) -> None:
        """Show what the two say now; what was chosen stays chosen."""
        with self._bridge.guard():
            self.found = merging.compare(self._bridge.workspace, found.kept.id, found.gone.id)
            if self.found != found:
                self.both.show_again(self.found)

    def _still_there(self, found: Comparison) -> bool:
        both = (found.kept.id, found.gone.id)
        return len(self._bridge.workspace.get_many(Counterpart, both)) == len(both)

    # --- the list ------------------------------------------------------------------------

    def look(self) -> None:
        """Compare everyone with everyone, beside the screen."""
        self._let_go()
        self.found = None
        self.header.set_title(
            _("People who look alike"), _("Everyone is compared. Nothing is changed by that.")
        )
        self.show_only(looking=True)
        self.looking.begin(_("Comparing people"))

        def job(workspace: Workspace, task: Task) -> list[Likely]:
            return likely_pairs(workspace, task.progress, task.cancelled)

        self._task = self._bridge.run(job, self._looked, self._failed)
        self._task.progressed.connect(self.looking.show_progress)

    def _looked(self, pairs: list[Likely]) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self.pairs.take(pairs)
        self._show_list()

    def _failed(self, error: BaseException | None) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self.header.set_title(_("People who look alike"), "")
        self._nothing(_("The comparison was stopped."))
        self._bridge.report(error)

    def _stop(self) -> None:
        """The user stops it: what was shown says so."""
        if self._task is not None:
            self._task.cancel()

    def _let_go(self) -> None:
        """What is being worked out is not wanted any more."""
        self._stop()
        self._task = None

    def _show_list(self, place: int = 0) -> None:
        self.found = None
        self._from_list = True
        pairs = self.pairs.in_order()
        self.header.set_title(_("People who look alike"), _list_words(len(pairs)))
        if not pairs:
            self._nothing(_("Nobody seems to be in the journal twice."))
            return
        self.show_only(pairs=True)
        self.list.show_pairs(pairs, place)
        self.keys.set_content(
            _("Enter compares the two. N says they are two people. S leaves them for later.")
        )

    def _nothing(self, words: str) -> None:
        self.show_only(empty=True)
        self.list.show_pairs(())
        self.empty.sentence.set_content(words)
        if self.isVisible():
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, pair: Likely, answer: str) -> None:
        if answer == "compare":
            self._from_list = True
            self.compare(pair.one, pair.other, pair.reasons)
        elif answer == "differ":
            self._differ(pair.one, pair.other)
        else:
            self._put_off(pair)

    # --- two people ----------------------------------------------------------------------

    def compare(self, one: int, other: int, reasons: tuple[str, ...] | None = None) -> None:
        """Show two people side by side; the one with more entries is to stay."""
        workspace = self._bridge.workspace
        with self._bridge.guard():
            kept, gone = merging.who_stays(workspace, one, other)
            self._reasons = why_alike(workspace, one, other) if reasons is None else reasons
            self._compare(kept, gone)

    def _compare(self, kept: int, gone: int) -> None:
        self._let_go()
        self.found = merging.compare(self._bridge.workspace, kept, gone)
        words = " ".join(self._reasons) or _("Nothing in the journal says that they are one.")
        title = _("{one} and {other}").format(
            one=as_name(self.found.kept.name[:_NAME]), other=as_name(self.found.gone.name[:_NAME])
        )
        self.header.set_title(title, words)
        self.both.show_comparison(self.found)
        self.show_only(both=True)
        self.keys.set_content(
            _(
                "1 and 2 choose a side, 3 both; the arrows go from field to field. X swaps who "
                "stays. Enter merges, N says they are two people, S is for later, Escape goes back."
            )
        )
        self.both.begin()
        if not self.both.fields:
            self.merge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """Let the other one stay."""
        if self.found is not None:
            with self._bridge.guard():
                self._compare(self.found.gone.id, self.found.kept.id)

    def merge(self) -> None:
        """Make one person of the two, as chosen."""
        found = self.found
        if found is None or self._bridge.workspace.read_only:
            return
        with self._bridge.guard():
            merging.merge(
                self._bridge.workspace, found.kept.id, found.gone.id, self.both.picks(), self
            )
            words = _("{gone} is now part of {kept}.")
            self.pairs.drop_all_of(found.gone.id)
            self._go_on(found.kept.id)
            self._bridge.say(
                words.format(gone=found.gone.name[:_NAME], kept=found.kept.name[:_NAME]),
                undoable=True,
            )

    def differ(self) -> None:
        """Say that they are two people, for good."""
        if self.found is not None:
            self._differ(self.found.kept.id, self.found.gone.id)

    def later(self) -> None:
        """Leave the pair for now: it comes last."""
        found = self.found
        if found is None:
            return
        pair = self.pairs.of(found.kept.id, found.gone.id)
        if pair is not None:
            self._put_off(pair)
        else:
            self._go_on(found.kept.id)

    def _differ(self, one: int, other: int) -> None:
        if self._bridge.workspace.read_only:
            return
        with self._bridge.guard():
            place = self.list.place()
            merging.not_the_same(self._bridge.workspace, one, other, self)
            self.pairs.drop(one, other)
            self._go_on(one, place)
            self._bridge.say(_("They are kept as two people."), undoable=True)

    def _put_off(self, pair: Likely) -> None:
        place = self.list.place()
        self.pairs.put_off(pair)
        self._go_on(pair.one, place)

    def _go_on(self, person: int, place: int = 0) -> None:
        """To the next pair of the list, or to the person one came from."""
        self.found = None
        if self._from_list:
            self._show_list(place)
        else:
            self._bridge.go("people", person=person)

    def _ask(self, person: int) -> None:
        """Ask whom somebody is to be merged with."""
        self._let_go()
        try:
            name = self._bridge.workspace.get(Counterpart, person).name
        except NotFoundError:
            self.look()
            return
        self._first = person
        self.found = None
        self.header.set_title(
            _("Merge {name} with someone").format(name=name[:_NAME]),
            _("For someone who is in the journal twice under names that do not look alike."),
        )
        self.show_only(picking=True)
        self.picking.begin()

    def _picked(self, text: str) -> None:
        with self._bridge.guard():
            other = self._bridge.workspace.person_named(text)
            if self._first is not None:
                first, self._first = self._first, None
                try:
                    self.compare(first, other.id)
                finally:
                    self._first = first if self.found is None else None

    # --- keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each answer while two are compared; Escape goes back to the list.

        A key held down answers once: the pair that comes next has not been looked at.
        """
        keys = {
            Qt.Key.Key_Return: self.merge,
            Qt.Key.Key_Enter: self.merge,
            Qt.Key.Key_N: self.differ,
            Qt.Key.Key_S: self.later,
            Qt.Key.Key_X: self.swap,
            Qt.Key.Key_Escape: self._leave,
        }
        act = keys.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if self.found is not None and act is not None and plain:
            if not event.isAutoRepeat():
                act()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        if self._from_list:
            self._show_list()
        else:
            self._back.trigger()


def _list_words(count: int) -> str:
    if not count:
        return ""
    words = ngettext("{n} pair, with why.", "{n} pairs, the likeliest first.", count)
    return words.format(n=f"{count:,}") + " " + _("Nothing is merged until you say so.")
