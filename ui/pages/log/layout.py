"""Where everything of the log page stands; what it does is the page's business."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.texts import _, ngettext
from ui import theme
from ui.actions import shortcut_text
from ui.bridge import Bridge
from ui.file_list import FileCard
from ui.pages.log.aside import Aside
from ui.pages.log.basics import Basics
from ui.pages.log.closing import ClosingQuestions
from ui.pages.log.drafts import OfferStrip
from ui.pages.log.noted import Noted
from ui.pages.log.questions import Questions
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton, QuietButton
from ui.widgets.cards import Columns, PageHeader, Section
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import InlineNote
from ui.widgets.quick_line import QuickLine


class LogParts(Columns):
    """The parts of the page in two columns: the form, and what stands beside it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__((3.14, 1.0), narrowest=236, gap=20, parent=parent)
        clock = bridge.workspace.clock
        self.hint = _("Everything but the person is optional. What you leave open stays open.")
        self._header = PageHeader(_("Log an interaction"))
        self.title = self._header.title
        self.saved = WrapLabel("", "note", "second")
        self._header.add_button(self.saved)
        self.offer = OfferStrip()
        self.line = QuickLine(
            _("lunch with Dana yesterday 30m they opened. What it was about"),
            _("Log in one line"),
        )
        self.fields_link = LinkButton(_("Who, how and when as fields"), kind="note")
        keys = shortcut_text("log.form")
        self.fields_link.setToolTip(_("Every field without a line ({keys})").format(keys=keys))
        # Tab goes from the line straight to the questions; the keys above do the same as this.
        self.fields_link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.basics = Basics(clock)
        self.questions = Questions()
        self.note = InlineNote(
            "",
            _("What was said, in your own words. Markdown is welcome."),
            kind="card",
            lines=6,
            most=24,
            name=_("Note"),
        )
        self._note_section = Section(_("Note"), card=self.note)
        self.closing = ClosingQuestions(clock)
        self.status = WrapLabel(self.hint, "note", "second")
        self.delete = QuietButton(_("Delete this entry"))
        self.discard = PlainButton(_("Discard"))
        self.finish = PrimaryButton(_("Done  Ctrl+Enter"))
        self.noted = Noted(clock)
        self.files = FileCard(bridge)
        self.files.hide()
        self.aside = Aside(bridge)
        self._lay_out()

    def _lay_out(self) -> None:
        self.top = QWidget()
        column = QVBoxLayout(self.top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.line)
        column.addWidget(self.fields_link)
        self.basics.hide()
        self.closing.hide()
        self.delete.hide()
        for part in (
            self._header,
            self.offer,
            self.top,
            self.basics,
            self.questions,
            self._note_section,
            self.closing,
            self._foot(),
        ):
            self.add(0, part)
        self.columns[0].addStretch(1)
        for part in (self.noted, self.files, self.aside):
            self.add(1, part)
        self.columns[1].addStretch(1)

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.status, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.delete, self.discard, self.finish):
            row.addWidget(button)
        return foot

    def tell_note(self, line_note: str) -> None:
        """Say that the words of the line open the note."""
        words = " ".join(line_note.split())
        short = f"{words[:60]}…" if len(words) > 60 else words
        told = _("after “{words}” from the line").format(words=short) if short else ""
        self._note_section.label.set_heading(_("Note"), told)

    def tell_saved(self, seconds: int, at: str) -> None:
        """Say quietly when what was typed was kept."""
        if seconds < 1:
            words = _("Saved just now")
        elif seconds < 60:
            words = ngettext("Saved {n} second ago", "Saved {n} seconds ago", seconds).format(
                n=seconds
            )
        else:
            words = _("Saved at {time}").format(time=at)
        self.saved.set_content(words)
