"""Files dragged over the window: what would happen to them, and the way to the import page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.model.texts import _, ngettext
from ui import theme
from ui.widgets.elide import WrapLabel

JOURNAL = ".kith"


def files_in(data: QMimeData) -> list[Path]:
    """The files and folders of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropHint(QFrame):
    """A frame around the page while files are held above it, with words at its foot.

    The page stays in sight: a profile is a place to drop something as well.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("part", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = WrapLabel("", "title", "ink", Qt.AlignmentFlag.AlignHCenter)
        self.note = WrapLabel("", "body", "second", Qt.AlignmentFlag.AlignHCenter)
        panel = QFrame()
        panel.setProperty("part", "strip")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        inner.setSpacing(theme.px(4))
        inner.addWidget(self.words)
        inner.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24))
        column.addStretch(1)
        column.addWidget(panel)
        self.hide()

    def show_for(self, files: list[Path], *, read_only: bool) -> None:
        """Say what dropping these would do."""
        first = files[0].name
        if len(files) == 1 and files[0].suffix.lower() == JOURNAL:
            words = _("Drop to open {name}").format(name=first)
            note = _("The journal that is open now is closed.")
        elif len(files) == 1:
            words, note = _("Drop to import {name}").format(name=first), _note(read_only)
        else:
            count = ngettext("Drop to import {n} file", "Drop to import {n} files", len(files))
            words, note = count.format(n=len(files)), _note(read_only)
        self.words.set_content(words)
        self.note.set_content(note, "second")
        over = self.parentWidget()
        if over is not None:
            edge = theme.px(4)
            self.setGeometry(over.rect().adjusted(edge, edge, -edge, -edge))
        self.raise_()
        self.show()


def _note(read_only: bool) -> str:
    if read_only:
        return _("You see what it holds; this journal can only be read.")
    return _("You see what would happen before anything is written.")
