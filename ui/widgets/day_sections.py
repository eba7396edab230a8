"""Rows below the day they belong to, newest day first, within a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from app.services import day_words
from ui.widgets.cards import Page, Section
from ui.widgets.empty import EmptyState


class DaySections:
    """Lays sections where the page stood when this was made; `today` names the days near it."""

    def __init__(self, page: Page, today: Callable[[], date]) -> None:
        self._page, self._today = page, today
        self._first = page.body.count()
        self._laid: list[QWidget] = []
        self._section: Section | None = None
        self._day = ""

    def clear(self) -> None:
        """Take all of them away."""
        for section in self._laid:
            section.hide()
            section.deleteLater()
        self._laid, self._section, self._day = [], None, ""

    def add(self, at: str, row: QWidget) -> None:
        """Put a row below its day; `at` is a moment as ISO 8601 writes it."""
        if self._section is None or at[:10] != self._day:
            self._day = at[:10]
            day = datetime.fromisoformat(at).date()
            self._section = Section(day_words.weekday_date(day, self._today()))
            self._lay(self._section)
        self._section.card.add_row(row)

    def say_nothing(self, words: str) -> None:
        """Say why there are none."""
        self._lay(EmptyState(words))

    def _lay(self, widget: QWidget) -> None:
        self._page.body.insertWidget(self._first + len(self._laid), widget)
        self._laid.append(widget)
