"""What was dropped or pasted onto a profile: what it would become, asked in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.model.changes import Changes
from app.model.errors import InputError, SeveralError, UserError
from app.model.people import Counterpart
from app.model.texts import _
from app.services.workspace import Workspace
from ui import theme
from ui.pages.people.desk import Desk
from ui.task import Task
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.keyboard import take_keyboard

if TYPE_CHECKING:
    from app.services.dropping import Dropped

_TYPES = ("text/vcard", "text/x-vcard", "text/directory", "text/calendar", "message/rfc822")
_MOST_LINES = 6
_Reading = Callable[[Workspace, Task], "list[Dropped]"]


def is_taken(data: QMimeData) -> bool:
    """Whether this is something a profile takes: files of this computer, a picture, or a text."""
    local = [url.isLocalFile() for url in data.urls()]
    if any(local):
        return all(local)
    # A picture or a link of a web page has an address as well; it is not fetched.
    return data.hasImage() or data.hasText() or any(map(data.hasFormat, _TYPES))


class DropStrip(Card):
    """Hidden until something is dragged over, dropped or pasted; then one sentence, one answer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, part="strip")
        self._desk = desk
        self._person, self._uid = 0, ""
        self._task: Task | None = None
        self._found: list[Dropped] = []
        self._readings: list[_Reading] = []  # what is being looked at
        self._paths: list[Path] = []
        self.words = WrapLabel("", "body")
        self.keep = PlainButton("")
        self.form = PlainButton(_("Open in the form"))
        self.bring = PlainButton(_("Import them"))
        self.leave = QuietButton(_("Leave it"))
        buttons = self._buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.keep, self.form, self.bring, self.leave):
            flow.addWidget(button)
        self.add(self.words)
        self.add(buttons)
        self.keep.clicked.connect(self._take)
        self.form.clicked.connect(self._open_form)
        self.bring.clicked.connect(self._import)
        self.leave.clicked.connect(self.dismiss)
        self.hide()

    # --- what is coming --------------------------------------------------------------------

    def hint(self, on: bool) -> None:
        """Say where it would go while something is held over the profile."""
        if self._found or self._task is not None:
            return
        if on:
            theme.set_role(self, "part", "drop")
            told = _("Drop it here to keep it with {name}.")
            self._say(told.format(name=self._desk.person.name))
        else:
            self.dismiss()

    def take_in(self, data: QMimeData) -> None:
        """Look at what was dropped or pasted, beside the screen; nothing is written."""
        person = self._desk.person
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        self._paths = paths
        if paths:
            self._read(_files(person, paths))
            return
        held = next((kind for kind in _TYPES if data.hasFormat(kind)), "")
        if held:
            content = data.data(held).data()
            self._read(_bytes(person, _("Pasted text"), bytes(content), held))
        elif data.hasImage():
            self._read(_bytes(person, _("Picture.png"), _png(data), "image/png"))
        else:
            self._read(_text(person, data.text()))

    def paste(self) -> None:
        """Look at what the clipboard holds."""
        self.take_in(QGuiApplication.clipboard().mimeData())

    def dismiss(self) -> None:
        """Put it away; nothing was written."""
        held = self.isAncestorOf(QApplication.focusWidget() or self)
        if self._task is not None:
            self._task.cancel()
        self._task, self._found, self._readings = None, [], []
        theme.set_role(self, "part", "strip")
        self.hide()
        parent = self.parentWidget()
        if held and parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, person: int) -> None:
        """What was dropped on one person is not offered to another."""
        if person != self._person:
            self._person = person
            self.dismiss()

    # --- the answer ------------------------------------------------------------------------

    def _read(self, reading: _Reading) -> None:
        """Look at one thing more; what was asked before and is not answered yet stays asked."""
        same = self._person == self._desk.person.id
        found = [one for one in self._found if not one.empty] if same else []
        readings = [*(self._readings if same else ()), reading]
        self.dismiss()
        if self._desk.workspace.read_only:
            told = _("This journal can only be read, so nothing can be added to it.")
            self._failed(InputError(told))
            return
        self._person, self._uid = self._desk.person.id, self._desk.person.uid
        self._found, self._readings = found, readings
        self._say(_("Reading …"))

        def job(workspace: Workspace, task: Task) -> tuple[list[Dropped], UserError | None]:
            more, trouble = [], None
            for one in readings:
                try:
                    more += one(workspace, task)
                except UserError as error:
                    trouble = error
            return more, trouble

        def understood(result: tuple[list[Dropped], UserError | None]) -> None:
            if task is self._task:  # else it was put away, or is about someone else
                more, trouble = result
                self._found = _dropping().joined(self._found, more)
                self._show_found()
                if trouble is not None:
                    self._failed(trouble)

        def failed(error: BaseException | None) -> None:
            if task is self._task:
                self._failed(error)

        self._task = task = self._desk.bridge.run(job, understood, failed)

    def _say(self, text: str) -> None:
        self.words.set_content(text)
        self._buttons.hide()
        self.show()

    def _lines(self) -> list[str]:
        found = self._found
        lines = [one.words for one in found[:_MOST_LINES]]
        if len(found) > _MOST_LINES:
            lines.append(_("and {n} more").format(n=len(found) - _MOST_LINES))
        return lines

    def _show_found(self) -> None:
        self._task, self._readings = None, []
        found = self._found
        self.words.set_content("\n".join(self._lines()))
        wanted = [one for one in found if not one.empty]
        self.keep.setVisible(bool(wanted))
        self.keep.set_label(_keep_words(wanted))
        self.bring.hide()
        self.form.setVisible(len(wanted) == 1 and wanted[0].can_be_written_on)
        self.leave.set_label(_("Leave it") if wanted else _("Close"))
        self._buttons.show()
        self.show()
        sure = wanted and not any(one.asks for one in wanted)
        take_keyboard(self.keep if sure else self.leave)  # what is another's asks for a choice

    def _failed(self, error: BaseException | None) -> None:
        self._task, self._readings = None, []
        if isinstance(error, UserError):
            self.words.set_content("\n".join((str(error), *self._lines())))
            asked = any(not one.empty for one in self._found)
            for button in () if asked else (self.keep, self.form):
                button.hide()
            several = isinstance(error, SeveralError) and bool(self._paths)
            self.bring.setVisible(several)
            self.leave.set_label(_("Leave it") if asked else _("Close"))
            self._buttons.show()
            self.show()
            take_keyboard(self.bring if several else self.leave)
            return
        self.dismiss()
        self._desk.bridge.report(error)

    def _take(self) -> None:
        person, uid, found = self._person, self._uid, self._found

        def job(workspace: Workspace, _task: Task) -> tuple[str, list[Changes]]:
            heard: list[Changes] = []
            workspace.listen(heard.append)
            return _dropping().take(workspace, person, found, uid=uid), heard

        self._say(_("Adding …"))
        self._found = []

        # Not kept as the task that is put away with the strip: what is written is written, and
        # the window hears of it whoever is shown by then.
        def failed(error: BaseException | None) -> None:
            if not self._is_free():
                self._desk.bridge.report(error)
                return
            if self._person == person:  # nothing of it was written: it is asked about still
                self._found = found
                self._show_found()
            self._failed(error)

        self._desk.bridge.run(job, self._taken, failed)

    def _is_free(self) -> bool:
        """Whether nothing newer is read or asked here."""
        return self._task is None and not self._found

    def _taken(self, done: tuple[str, list[Changes]]) -> None:
        if self._is_free():
            self.dismiss()
        told, heard = done
        for changes in heard:  # written on the worker's connection
            self._desk.workspace.announce(changes)
        undoable = bool(heard) and self._desk.bridge.is_latest(heard[-1])
        self._desk.bridge.say(told, undoable=undoable)

    def _import(self) -> None:
        paths = self._paths
        if self._found:
            self._show_found()  # it is asked about still when one comes back
        else:
            self.dismiss()
        self._desk.bridge.go("import", extra={"files": paths})

    def _open_form(self) -> None:
        text = next(one.text for one in self._found if not one.empty)
        person = self._person
        self.dismiss()
        self._desk.bridge.go("log", person=person, extra={"note": text})


def _keep_words(wanted: Sequence[Dropped]) -> str:
    if len(wanted) != 1:
        return _("Add all of it")
    return wanted[0].button


def _dropping() -> ModuleType:
    """What reads a drop; it loads beside the screen, with the first thing that is dropped."""
    from app.services import dropping

    return dropping


def _files(person: Counterpart, paths: list[Path]) -> _Reading:
    return lambda workspace, _task: _dropping().read_files(workspace, person.id, paths)


def _text(person: Counterpart, text: str) -> _Reading:
    return lambda workspace, _task: [_dropping().understand_text(workspace, person, text)]


def _bytes(person: Counterpart, name: str, data: bytes, kind: str) -> _Reading:
    return lambda workspace, _task: [_dropping().understand(workspace, person, name, data, kind)]


def _png(data: QMimeData) -> bytes:
    """A copied picture as a file."""
    image = data.imageData()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if isinstance(image, QImage):
        image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())
