"""Today: meetings ahead, promises due, deals that ended, people going quiet, three counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.texts import _
from app.services import backups, copy_words, day_words, words
from app.services.today import Today, today
from ui.actions import shortcut_text
from ui.bridge import Bridge, Route
from ui.pages.today.asking import asking
from ui.pages.today.counts import evidence
from ui.pages.today.promises import promises
from ui.pages.today.remembered import Remembered
from ui.widgets.buttons import Button, LinkButton, PlainButton
from ui.widgets.cards import Card, Columns, Page, Row
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.line_reading import Reading
from ui.widgets.quick_line import QuickLine
from ui.widgets.saving import Saver
from ui.widgets.spans import Span

# A form of the log page that has only its line; written out here because reading forms loads much.
_DRAFT = "log:today"


class TodayPage(Page):
    """What today asks for, and where each relationship stands by the evidence."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting",
            "attendee",
            "promise",
            "deal",
            "outcome",
            "interaction",
            "participant",
            "counterpart",
            "commonality",
            "pause",
            "special_date",
            "import_mark",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Today"), parent=parent)
        self._bridge = bridge
        self._date = WrapLabel("", "body", "second")
        self.header.add_button(self._date)
        self.line = QuickLine(
            _("call with Dana yesterday 30m +common: both coach football !me send notes by Friday"),
            _("Log in one line"),
            "body",
            _("Log an interaction   {keys}").format(keys=shortcut_text("log.line")),
        )
        self._saver = Saver(self)
        self._said_of_copies = ""
        self.add(self.line)
        # What watched files brought; it is made when the first of them has been looked at.
        self.news: Any = None
        self._news = QWidget()
        self._news_row = QVBoxLayout(self._news)
        self._news_row.setContentsMargins(0, 0, 0, 0)
        self._news.hide()
        self._undo = actions["edit.undo"]
        self.add(self._news)
        self._columns = Columns((5, 4), narrowest=360)
        self.add(self._columns)
        self.add_stretch()
        bridge.standings_changed.connect(lambda: self.refresh(None))
        bridge.copies_changed.connect(self._copies_changed)
        bridge.watched.connect(self._show_news)
        bridge.line_reader_ready.connect(self._reader_ready)
        self._reader_ready()
        self.line.changed.connect(self._saver.touch)
        self.line.submitted.connect(self._log_line)
        self.line.overflowed.connect(lambda text: bridge.go("log", extra={"note": text}))
        self._saver.due.connect(self._keep_line)

    def show_route(self, route: Route) -> None:
        """Today is one view; its line stands as it was left, unless it was logged elsewhere."""
        with self._bridge.guard():
            draft = self._bridge.workspace.draft(_DRAFT)
            kept = str(json.loads(draft.body).get("line", "")) if draft else ""
            if not self._saver.waiting() and kept != self.line.text():
                self.line.set_text(kept)

    # --- the line ------------------------------------------------------------------------

    def _reader_ready(self) -> None:
        self.line.set_reader(self._bridge.line_reader)

    def _keep_line(self) -> None:
        text = self.line.text()
        with self._bridge.guard():
            self._bridge.workspace.save_draft(
                _DRAFT, json.dumps({"line": text}) if text.strip() else ""
            )

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the line; the log page goes on with it."""
        self._saver.flush()
        super().hideEvent(event)

    def _log_line(self, reading: Reading) -> None:
        with self._bridge.guard():
            told, people = self._bridge.line_reader.log(self._bridge.workspace, reading)
            self._saver.drop()
            self._bridge.workspace.drop_draft(_DRAFT)
            self.line.set_text("")
            self._bridge.say(told, undoable=True)
            self._bridge.logged.emit(people)

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now."""
        with self._bridge.guard():
            found = today(self._bridge.workspace)
            self._date.set_content(day_words.long_date(found.day).rsplit(" ", 1)[0], "second")
            self._columns.clear()
            self._said_of_copies = self._bridge.overdue
            self._show_news()
            if found.people == 0:
                self._show_empty()
            else:
                self._show(found)
                if found.unsorted:
                    self._columns.add(1, self._unsorted(found.unsorted))

    def _unsorted(self, count: int) -> Card:
        button = PlainButton(_("Sort them"))
        button.clicked.connect(lambda: self._bridge.go("sorting"))
        card = Card()
        card.add_row(Row([Span(words.waiting_words(count), "second")], "", None, button))
        return card

    def _show_empty(self) -> None:
        empty = EmptyState(
            _("The journal is empty. Log a first talk in one line, or bring your address book."),
            _("Log an interaction"),
        )
        empty.pressed.connect(lambda: self._bridge.go("log"))
        card = Card()
        card.add(empty)
        bring = LinkButton(_("Import an address book or a calendar"))
        bring.clicked.connect(lambda: self._bridge.go("import"))
        empty.add_below(bring)
        self._columns.add(0, card)

    def _show(self, found: Today) -> None:
        for section in asking(self._bridge, found):
            self._columns.add(0, section)
        if self._bridge.overdue:
            self._columns.add(1, self._overdue(self._bridge.overdue))
        self._columns.add(1, promises(self._bridge, found))
        self._columns.add(1, evidence(self._bridge, found))
        if found.remembered:
            self._columns.add(1, Remembered(self._bridge, found))

    def _show_news(self) -> None:
        if self.news is None and self._bridge.make_news is not None:
            self.news = self._bridge.make_news(self._undo)
            self._news_row.addWidget(self.news)
        if self.news is not None:
            self._news.setVisible(self.news.refresh())

    def _copies_changed(self) -> None:
        if self._bridge.overdue != self._said_of_copies:
            self.refresh(None)

    def _overdue(self, sentence: str) -> Card:
        button = PlainButton(_("Back up now"))
        button.clicked.connect(lambda: self._back_up(button))
        card = Card()
        card.add_row(Row([Span(sentence, "second")], "", None, button))
        return card

    def _back_up(self, button: Button) -> None:
        button.setEnabled(False)
        self._bridge.run(
            lambda workspace, task: (
                backups.make(workspace, backups.Reason.BY_HAND, task.progress, task.cancelled),
                copy_words.told(workspace),
            ),
            self._backed_up,
            self._not_backed_up,
        )

    def _backed_up(self, made: tuple[backups.Made, tuple[str, str]]) -> None:
        self._bridge.say(copy_words.made(made[0]))
        self._bridge.set_copies(*made[1])

    def _not_backed_up(self, error: BaseException | None) -> None:
        self._bridge.report(error)
        self.refresh(None)
