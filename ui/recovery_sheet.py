"""Asks where the recovery sheet shall go, and saves it there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services.recovery import save_sheet, suggested_sheet
from app.settings import SHEET_SAVED
from ui.bridge import Bridge
from ui.notices import MessageStrip
from ui.widgets.file_dialogs import ask_save


def ask_and_save(bridge: Bridge, parent: QWidget, strip: MessageStrip) -> None:
    """Save the sheet where the user says, and tell in the strip how it went."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    path = ask_save(
        parent,
        _("Save the recovery sheet"),
        Path(documents) / suggested_sheet(bridge.workspace),
        _("PDF files (*.pdf)"),
    )
    if path is None:
        return
    path = path if path.suffix else path.with_name(path.name + ".pdf")

    def saved(_nothing: object) -> None:
        bridge.fresh_key = False
        with bridge.guard():
            bridge.workspace.set_setting("recovery_sheet", SHEET_SAVED)
        strip.show_message(
            _("The recovery sheet is saved. Print it, keep it away from the computer, delete it."),
            str(path),
            "for",
            _("Open it"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )

    def failed(error: BaseException | None) -> None:
        if isinstance(error, UserError):
            strip.show_error(error)
        else:
            bridge.report(error)

    # The file dialog has asked already whether a file that is there may be replaced.
    bridge.run(lambda workspace, _task: save_sheet(workspace, path, overwrite=True), saved, failed)
