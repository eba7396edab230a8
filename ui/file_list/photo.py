"""The round mark of a profile: press it, drop a picture on it, or paste one, to set the photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMenu, QWidget

from app.model.people import Counterpart
from app.model.texts import _
from ui.bridge import Bridge
from ui.file_list.doing import Files
from ui.file_list.incoming import Source, clipboard, sources, takes
from ui.widgets.chips import Avatar
from ui.widgets.dropping import accept_copy


class PhotoMark(Avatar):
    """A person's photo or initials; where the journal can be written, it can be changed."""

    def __init__(self, bridge: Bridge, size: int = 48, parent: QWidget | None = None) -> None:
        super().__init__("", size, parent, pictures=bridge.portraits)
        self._bridge = bridge
        self._files = Files(bridge, self)
        self._owner: Counterpart | None = None
        if self._files.can_write:
            self.setAcceptDrops(True)
            self.pressed.connect(self._offer)

    def show_person(self, person: Counterpart) -> None:
        """Show somebody."""
        self._owner = person
        self.set_name(person.name, person.id)
        if self._files.can_write:
            self.set_pressable(_("Photo of {name}").format(name=person.name))

    def menu(self) -> QMenu:
        """What can be done with the photo."""
        menu, person = QMenu(self), self._owner
        if person is not None:
            menu.addAction(_("Choose a photo…"), lambda: self._files.choose_photo(person))
            if takes(clipboard()):
                menu.addAction(_("Paste the photo"), self.paste)
            if self._bridge.portraits.has(person.id):
                menu.addAction(_("Remove the photo"), lambda: self._files.remove_photo(person))
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def paste(self) -> None:
        """Make the picture on the clipboard the photo."""
        data = clipboard()
        if not takes(data):
            self._bridge.say(_("The clipboard holds no picture."))
            return
        self._take(sources(data, str(self._bridge.workspace.today)))

    def _take(self, found: list[Source]) -> None:
        if found and self._owner is not None:
            self._files.set_photo(self._owner, found[0])

    def event(self, event: QEvent) -> bool:
        """Keep the key for pasting while the keyboard is here."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a photo; Enter and Space show what can be done."""
        if self._files.can_write and event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a picture."""
        if self._owner is not None and takes(event.mimeData()):
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Make what was dropped the photo."""
        accept_copy(event)
        self._take(sources(event.mimeData(), str(self._bridge.workspace.today)))
