"""Settings, check: looks through the journal, says what is wrong, mends what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.model.checks import Checked, Trouble
from app.model.texts import _
from app.services import check_words, checking
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.closed_works import read_rest
from ui.pages.settings.panel import Panel
from ui.task import Task
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout


class CheckingPanel(Panel):
    """Check now, mend, and what was found; the way to a rescue where a part cannot be read."""

    NAME = "check"

    def __init__(self, bridge: Bridge, _actions: Mapping[str, QAction]) -> None:
        super().__init__(_("Check"))
        self._bridge = bridge
        self._task: Task | None = None
        self._checked: Checked | None = None
        self.words = WrapLabel("", "body")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the check is"))
        self.check_button = PlainButton(_("Check now"))
        self.mend_button = PlainButton(_("Mend"))
        self.saved_button = PlainButton(_("Take what was saved"))
        self.standing_button = PlainButton(_("Take what stands there"))
        self.rescue_button = PlainButton(_("Read what is still readable"))
        self.stop_button = PlainButton(_("Stop"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        lead = WrapLabel(
            _(
                "Looks through the file, the search index, and every record against what the "
                "history saved of it; and around it: who may read it, and the backups."
            ),
            "body",
            "second",
        )
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        self._offers = (
            self.mend_button,
            self.saved_button,
            self.standing_button,
            self.rescue_button,
            self.stop_button,
        )
        for button in (self.check_button, *self._offers):
            flow.addWidget(button)
            button.setVisible(button is self.check_button)
        found = QWidget()
        self._found = QVBoxLayout(found)
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(theme.px(8))
        for part in (lead, self.words, self.bar, found, buttons):
            self.card.add(part)
        self.bar.setFixedHeight(theme.px(6))
        self.bar.hide()

    def _connect(self) -> None:
        self.check_button.clicked.connect(lambda: self._run(_check))
        self.mend_button.clicked.connect(lambda: self._run(_mend("")))
        self.saved_button.clicked.connect(lambda: self._run(_mend("saved")))
        self.standing_button.clicked.connect(lambda: self._run(_mend("standing")))
        self.rescue_button.clicked.connect(self._rescue)
        self.stop_button.clicked.connect(self._stop)

    def begin(self) -> None:
        """Bring the keyboard to the button that checks."""
        self.check_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Say when the journal was looked through last."""
        if self._task is None and self._checked is None:
            workspace = self._bridge.workspace
            self.words.set_content(check_words.last(workspace))
            told = check_words.rescued(workspace)
            self._list([(line, "") for line in told])

    # --- the work ------------------------------------------------------------------------

    def _run(self, job: Callable[[Workspace, Task], Checked]) -> None:
        if self._task is not None:
            return
        self._task = self._bridge.run(job, self._done, self._failed)
        self._task.progressed.connect(self._progressed)
        self.words.set_content(_("Looking through the journal …"))
        self.bar.setRange(0, 0)
        self.bar.show()
        held = any(button.hasFocus() for button in (self.check_button, *self._offers))
        for offer in self._offers:
            offer.setVisible(offer is self.stop_button)
        if held:
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.check_button.setEnabled(False)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, part: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(part)

    def _end(self) -> None:
        held = self.stop_button.hasFocus()
        self._task = None
        self.bar.hide()
        self.check_button.setEnabled(True)
        if held:
            self.begin()
        self.stop_button.hide()

    def _done(self, checked: Checked) -> None:
        self._end()
        self._checked = checked
        self.words.set_content(check_words.outcome(checked))
        rows = [(line, "") for line in checked.mended]
        rows += [(trouble.text, trouble.advice) for trouble in _first(checked.troubles)]
        rows += [(check_words.more(checked), "")] if check_words.more(checked) else []
        self._list(rows)
        free = not self._bridge.workspace.read_only
        self.mend_button.setVisible(checked.mendable and free)
        for button in (self.saved_button, self.standing_button):
            button.setVisible(checked.undecided and free)
        self.rescue_button.setVisible(checked.unreadable)

    def _failed(self, error: BaseException | None) -> None:
        self._end()
        self._checked = None
        self.refresh()
        self._bridge.report(error)

    def _list(self, rows: list[tuple[str, str]]) -> None:
        empty_layout(self._found)
        for text, advice in rows:
            self._found.addWidget(WrapLabel(text, "body"))
            if advice:
                self._found.addWidget(WrapLabel(advice, "note", "second"))

    def _rescue(self) -> None:
        self._bridge.closed_work.emit(read_rest(self._bridge.workspace.path))


def _check(workspace: Workspace, task: Task) -> Checked:
    return checking.check(workspace, task.progress, task.cancelled)


def _mend(take: str) -> Callable[[Workspace, Task], Checked]:
    def work(workspace: Workspace, task: Task) -> Checked:
        return checking.mend(workspace, task.progress, task.cancelled, take)

    return work


def _first(troubles: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    return troubles[: check_words.MOST]
