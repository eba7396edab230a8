"""One file: its kind, its name, its size and day, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from app.model.belongings import Attachment, AttachmentRole
from app.model.texts import _
from app.model.values import PartialDate
from app.services import day_words, file_names, file_words
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Row
from ui.widgets.chips import Chip

_OWN_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Delete)
_MARK = 54
_LONGEST, _BEGINS, _ENDS = 40, 22, 15  # letters of a name
_WORDS_FIT = 4  # letters of an ending on its chip


class FileRow(Row):
    """Enter or a click opens the file, F2 renames it, Delete removes it.

    With `mine` False it belongs elsewhere, such as to an entry, and is only opened or copied.
    Where there is little width it goes without the mark of its kind (`marked`).
    """

    opened = Signal()
    copy_wanted = Signal()
    renamed = Signal(str)
    removed = Signal()

    def __init__(
        self,
        file: Attachment,
        today: PartialDate,
        *,
        mine: bool = True,
        about: str = "",
        marked: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.file, self._mine = file, mine
        self.more = Button("…", "quiet")
        self.more.setAccessibleName(_("More for {name}").format(name=file.name))
        self.more.setToolTip(_("Save a copy, rename, remove"))
        mark = Chip(mark_of(file), bold=False) if marked else None
        if mark is not None:
            mark.setFixedWidth(theme.px(_MARK))  # so that the names stand below each other
        super().__init__(
            short_name(file.name),
            about or note_of(file, today),
            before=mark,
            after=self.more,
            pressable=True,
            parent=parent,
        )
        self.field: QLineEdit | None = None
        told = _("Open it (Enter)")
        self.setToolTip(told if self.title.words() == file.name else f"{file.name}\n{told}")
        self.setAccessibleName(file.name)
        self.setAccessibleDescription(about or note_of(file, today))
        self.pressed.connect(self.opened)
        self.more.clicked.connect(self._offer)

    # --- what one can do -----------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be done with the file."""
        menu = QMenu(self)
        menu.addAction(_("Open"), self.opened.emit)
        menu.addAction(_("Save a copy…"), self.copy_wanted.emit)
        if self._mine:
            menu.addSeparator()
            menu.addAction(_("Rename"), lambda: self.rename())
            menu.addAction(_("Remove"), self.removed.emit)
        return menu

    def _offer(self) -> None:
        self._show_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same on a right click and on the menu key."""
        self._show_menu(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep keys that mean something else on the page for the file."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and self._mine and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Delete removes; Enter opens."""
        if self._mine and event.key() == Qt.Key.Key_F2:
            self.rename()
        elif self._mine and event.matches(QKeySequence.StandardKey.Delete):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    # --- renaming in place ---------------------------------------------------------------

    def rename(self, typed: str = "", *, held: bool = True) -> None:
        """Let the name be typed where it stands; Enter keeps it, Escape does not.

        With `typed` this stands there, as it was typed before; with `held` the keyboard goes there.
        """
        if self.field is None:
            self.field = _NameField(self)
            self.field.setAccessibleName(_("Name of the file"))
            self.field.setProperty("kind", "inline")
            self.field.editingFinished.connect(self._keep)
            column = self.title.parentWidget().layout().itemAt(1).layout()  # type: ignore[union-attr]
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(0, self.field)
        self.field.setText(typed or self.file.name)
        self.title.hide()
        self.field.show()
        if not typed:
            ending = file_names.suffix(self.file.name)
            self.field.setSelection(0, len(self.file.name) - len(ending))
        if held:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self.field is None or self.field.isHidden():
            return
        name = self.field.text()
        self.leave()
        self.renamed.emit(name)

    def leave(self) -> None:
        """Show the name as it is."""
        if self.field is not None:
            held = self.field.hasFocus()
            self.field.hide()
            self.title.show()
            if held:
                self.setFocus(Qt.FocusReason.OtherFocusReason)


class _NameField(QLineEdit):
    """Escape leaves the name as it is."""

    def __init__(self, row: FileRow) -> None:
        super().__init__(row)
        self._row = row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter end it."""
        if event.key() == Qt.Key.Key_Escape:
            self._row.leave()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def short_name(name: str) -> str:
    """A long name without its middle: how it begins and how it ends says which file it is."""
    if len(name) <= _LONGEST:
        return name
    begin, end = name[:_BEGINS], name[-_ENDS:]
    return f"{begin.rsplit(' ', 1)[0]}…{end.split(' ', 1)[-1]}"


def mark_of(file: Attachment) -> str:
    """ "PDF": what kind of file it is, in a word on a chip."""
    ending = file_names.suffix(file.name)[1:]
    if 0 < len(ending) <= _WORDS_FIT:
        return ending.upper()
    return _("Photo") if file.role is AttachmentRole.PHOTO else _("File")


def note_of(file: Attachment, today: PartialDate) -> str:
    """ "1.2 MB · 22 Nov"."""
    parts = [file_words.size(file.size)]
    if file.added is not None:
        parts.append(day_words.short_date(file.added, today.exact))
    return " · ".join(parts)
