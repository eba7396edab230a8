"""The card with the files of a person or an entry: drop, paste, add, and a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.model.belongings import Attachment
from app.model.texts import _
from app.model.values import PartialDate
from app.services import file_words
from ui import theme
from ui.bridge import Bridge
from ui.file_list.doing import Files, Owner
from ui.file_list.incoming import clipboard, sources, takes
from ui.file_list.row import FileRow
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, SectionLabel
from ui.widgets.dropping import accept_copy
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState

_CHUNK = 6  # rows before the rest is folded


class _Bare(Card):
    """The rows alone, for a place that is a card already."""

    def __init__(self) -> None:
        super().__init__(part="bare")

    def _space(self) -> None:
        super()._space()
        self._outer.setContentsMargins(0, 0, 0, 0)


class FileCard(QWidget):
    """Files of one owner; `more` are files that belong elsewhere and are only shown.

    Where there are none and `quiet` is set, only the link to add some is shown.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, *, quiet: bool = False):
        super().__init__(parent)
        self._bridge, self._quiet = bridge, quiet
        self.files = Files(bridge, self)
        self._owner: Owner | None = None
        self._shown: object = None
        self._whole = False
        self._over = False
        self.rows: list[FileRow] = []
        self._empty: EmptyState | None = None
        self.label = SectionLabel(_("Files"))
        self.add_link = LinkButton(_("Add files…"), kind="note")
        self.add_link.setToolTip(_("Or drop them here, or paste them (Ctrl+V)"))
        self.add_link.clicked.connect(self._choose)
        top = QHBoxLayout()
        top.addWidget(self.label, 1)
        top.addWidget(self.add_link, 0, Qt.AlignmentFlag.AlignBottom)
        self.card = _Bare() if quiet else Card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(top)
        column.addWidget(self.card)
        self.setAcceptDrops(True)

    # --- showing -------------------------------------------------------------------------

    def show_files(
        self,
        owner: Owner,
        files: Sequence[Attachment],
        more: Sequence[tuple[Attachment, str]] = (),
    ) -> None:
        """Show the owner's files, and below them others with a note each."""
        key = (owner.id, type(owner), tuple(files), tuple(more), self.files.can_write)
        if key == self._shown:
            return
        if self._owner is None or self._owner.id != owner.id:
            self._whole = False
        place = self._focused()
        if place < 0 and self.card.isAncestorOf(QApplication.focusWidget() or self):
            place = 0  # it was on what makes room now, such as the way to add a first file
        self._owner, self._shown = owner, key
        self._fill(list(files), list(more))
        if place >= 0:
            self._focus(place)

    def _fill(self, files: list[Attachment], more: list[tuple[Attachment, str]]) -> None:
        self.card.clear()
        self.rows, self._empty = [], None
        can_write = self.files.can_write
        nothing = not files and not more
        self.add_link.setVisible(can_write and (self._quiet or not nothing))
        self.card.setVisible(not (nothing and self._quiet))
        self.label.setVisible(can_write or not nothing)
        whole = sum(file.size for file in files)
        self.label.set_heading(_("Files"), file_words.size(whole) if len(files) > 1 else "")
        if nothing:
            self._show_emptiness(can_write)
            return
        shown = files if self._whole or len(files) <= _CHUNK else files[: _CHUNK - 1]
        for file in shown:
            self._add(FileRow(file, self._today(), mine=can_write, marked=not self._quiet))
        if len(shown) < len(files):
            fold = LinkButton(_("All {n} files").format(n=len(files)), kind="note")
            fold.clicked.connect(lambda: self._unfold(files, more))
            self.card.add_row(fold)
        if more:
            self.card.add_row(WrapLabel(_("On entries"), "note", "second"))
            for file, about in more:
                self._add(FileRow(file, self._today(), mine=False, about=about))

    def _show_emptiness(self, can_write: bool) -> None:
        if not can_write:
            self.card.add(WrapLabel(_("No files."), "body", "second"))
            return
        empty = EmptyState(_("No files yet. Drop or paste them here."), _("Add files…"))
        empty.pressed.connect(self._choose)
        self._empty = empty
        self.card.add(empty)

    def _unfold(self, files: list[Attachment], more: list[tuple[Attachment, str]]) -> None:
        self._whole = True
        self._fill(files, more)
        self._focus(_CHUNK - 1)

    def _add(self, row: FileRow) -> None:
        file = row.file
        row.opened.connect(lambda: self.files.open(file))
        row.copy_wanted.connect(lambda: self.files.save_copy(file))
        row.renamed.connect(lambda name: self._rename(row, name))
        row.removed.connect(lambda: self.files.remove(file))
        self.rows.append(row)
        self.card.add_row(row)

    def _rename(self, row: FileRow, name: str) -> None:
        """Keep a name; one that could not be kept stays where it was typed."""
        held = row.hasFocus()
        if not self.files.rename(row.file, name):
            row.rename(name, held=held)

    def _today(self) -> PartialDate:
        return PartialDate.of(self._bridge.workspace.today)

    def _focused(self) -> int:
        """The place of the row that has the keyboard; -1 for none."""
        held = [at for at, row in enumerate(self.rows) if row.hasFocus()]
        return held[0] if held else -1

    def _focus(self, place: int) -> None:
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._empty is not None:
            self._empty.show()  # one just made is shown later, and until then takes no keyboard
            self._empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.add_link.isVisibleTo(self):
            self.add_link.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- taking in -----------------------------------------------------------------------

    def _choose(self) -> None:
        if self._owner is not None:
            self.files.choose(self._owner)

    def event(self, event: QEvent) -> bool:
        """Keep the key for pasting while the keyboard is in here."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes files, or a picture."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Add what the clipboard holds, where that can become a file."""
        data = clipboard()
        if self._owner is None or not self.files.can_write:
            return
        if takes(data):
            self.files.add(self._owner, sources(data, str(self._bridge.workspace.today)))
        else:
            self._bridge.say(_("The clipboard holds no file and no picture."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if self._owner is not None and self.files.can_write and takes(event.mimeData()):
            accept_copy(event)
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What was held over the card has gone."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped; the files themselves stay where they are."""
        self._mark(False)
        if self._owner is not None and takes(event.mimeData()):
            accept_copy(event)
            day = str(self._bridge.workspace.today)
            self.files.add(self._owner, sources(event.mimeData(), day))

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that it will be taken, while something is held over the card."""
        if self._over:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(theme.current().colour("accent"), 2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            box = self.rect().adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.px(10), theme.px(10))
