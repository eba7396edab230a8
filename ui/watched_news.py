"""A quiet line about what watched files brought, with the ways to look at it and take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.model.texts import _, ngettext
from app.services.watched import notes as watch_notes
from ui import theme
from ui.bridge import Bridge
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Row
from ui.widgets.spans import Span

_MOST = 3
_Choice = tuple[str, Callable[[], object]]


class WatchedNews(Card):
    """What was changed today and still stands, newest first."""

    def __init__(self, bridge: Bridge, undo: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bridge = bridge
        self._undo = undo

    def refresh(self) -> bool:
        """Show what stands now; whether there is anything."""
        self.clear()
        found = watch_notes.news_of(self._bridge.workspace)
        for place, one in enumerate(found[:_MOST]):
            row = Row([Span(one.words, "second")], "", None, _links(self._choices(one, place)))
            self.add_row(row)
        more = len(found) - _MOST
        if more > 0:
            told = ngettext("{n} more change today", "{n} more changes today", more)
            link = LinkButton(told.format(n=more))
            link.clicked.connect(lambda: self._bridge.go("history"))
            self.add_row(link)
        return bool(found)

    def _choices(self, one: watch_notes.News, place: int) -> list[_Choice]:
        workspace = self._bridge.workspace
        found: list[_Choice] = [(_("Show"), lambda: self._bridge.go("history"))]
        if workspace.read_only:
            return found
        if watch_notes.is_latest(workspace, one.step):
            found.append((_("Undo"), self._undo.trigger))
        if place == 0:
            found.append((_("Hide"), self._hide))
        return found

    def _hide(self) -> None:
        with self._bridge.guard():
            watch_notes.drop_news(self._bridge.workspace)
            self._bridge.watched.emit()


def _links(choices: Sequence[_Choice]) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(14))
    for text, act in choices:
        link = LinkButton(text)
        link.clicked.connect(act)
        line.addWidget(link)
    return holder
