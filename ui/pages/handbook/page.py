"""The handbook page: contents on the left, a chapter on the right, and a search in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.model.changes import Changes
from app.model.texts import _, ngettext
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.handbook.chapters import FIRST, chapters, holding
from ui.pages.handbook.reader import Reader
from ui.widgets.cards import Card, Page
from ui.widgets.elide import WrapLabel


class HandbookPage(Page):
    """How everything works, opened where one needs it."""

    USES: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Handbook"), scroll=False, parent=parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in the handbook"))
        self.field.setAccessibleName(_("Find in the handbook"))
        self.contents = QListWidget()
        self.contents.setProperty("kind", "contents")
        self.contents.setAccessibleName(_("Contents"))
        self.contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found = WrapLabel("", "note", "second")
        self.reader = Reader()
        self._names: list[str] = []
        self._name = ""
        self._lay_out()
        self.contents.currentRowChanged.connect(self._chosen)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._next)
        self.reader.followed.connect(self.show_chapter)
        theme.notifier.changed.connect(self._list_again)
        self._list(list(chapters()))
        self.show_chapter(FIRST)

    def _lay_out(self) -> None:
        side = Card()
        side.add(self.field)
        side.add(self.found)
        side.add(self.contents, 1)
        self.found.hide()
        side.body.setStretchFactor(self.contents, 1)
        outer = side.layout()
        if isinstance(outer, QVBoxLayout):
            outer.setStretch(1, 1)
            outer.setStretch(2, 0)
        card = Card()
        card.add(self.reader, 1)
        inner = card.layout()
        if isinstance(inner, QVBoxLayout):
            inner.setStretch(1, 1)
            inner.setStretch(2, 0)
        row = QHBoxLayout()
        row.setSpacing(theme.px(18))
        side.setMinimumWidth(theme.px(184))
        row.addWidget(side, 1)
        row.addWidget(card, 3)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.add(holder, 1)

    def refresh(self, changes: Changes | None) -> None:
        """The handbook does not change with the journal."""

    def show_route(self, route: Route) -> None:
        """Open the chapter, and the heading in it, that the route names."""
        if route.text:
            self.field.clear()
            self.show_chapter(route.text, route.tab)

    def show_chapter(self, name: str, heading: str = "") -> None:
        """Open a chapter ("" for the one that is open) at a heading."""
        name = name or self._name
        if name not in chapters():
            name = FIRST
        if name != self._name or not heading:
            self._name = name
            self.reader.show_chapter(chapters()[name])
        if heading:
            self.reader.show_heading(heading)
        if name in self._names:
            self.contents.blockSignals(True)
            self.contents.setCurrentRow(self._names.index(name))
            self.contents.blockSignals(False)

    @property
    def chapter(self) -> str:
        """The chapter that is open."""
        return self._name

    def _list(self, names: list[str]) -> None:
        self._names = names
        self.contents.blockSignals(True)
        self.contents.clear()
        for name in names:
            item = QListWidgetItem(chapters()[name].title)
            item.setToolTip(item.text())
            item.setSizeHint(QSize(theme.px(80), theme.px(30)))
            self.contents.addItem(item)
        if self._name in names:
            self.contents.setCurrentRow(names.index(self._name))
        self.contents.blockSignals(False)

    def _list_again(self) -> None:
        self._list(self._names)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._names):
            self.show_chapter(self._names[row])

    def _search(self, query: str) -> None:
        names = holding(query)
        self._list(names)
        self.found.setVisible(bool(query.strip()))
        words = ngettext("In {n} chapter.", "In {n} chapters.", len(names)).format(n=len(names))
        self.found.set_content(words if names else _("The handbook does not say this anywhere."))
        here = self.reader.mark(query)
        if query.strip() and names and not here and self._name not in names:
            self.show_chapter(names[0])
        if query.strip():
            self.reader.moveCursor(self.reader.textCursor().MoveOperation.Start)
            self.reader.next_mark()

    def _next(self) -> None:
        if self.reader.next_mark() or not self._names or not self.field.text().strip():
            return
        at = self._names.index(self._name) if self._name in self._names else -1
        self.show_chapter(self._names[(at + 1) % len(self._names)])
        self.reader.next_mark()
