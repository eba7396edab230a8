"""What the window says of the passphrase and of its recovery sheet, and where that is seen to."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QMainWindow

from app.model.texts import _
from app.settings import SHEET_DECLINED, SHEET_DUE
from ui.bridge import Bridge, Offer
from ui.main_window import MainWindow


class Shows(Protocol):
    """What is asked of the running program."""

    window: QMainWindow | None
    bridge: Bridge | None


class Protecting:
    """Reminds of the recovery sheet, and leads to where the journal is protected."""

    def __init__(self, program: Shows) -> None:
        self._program = program

    def remind(self) -> None:
        """Say once a start that nobody has saved the recovery sheet yet."""
        window, bridge = self._program.window, self._program.bridge
        if not isinstance(window, MainWindow) or bridge is None:
            return
        workspace = bridge.workspace
        if workspace.key is None or workspace.read_only or window.strip.message():
            return
        with bridge.guard():
            if workspace.setting("recovery_sheet") != SHEET_DUE:
                return

            def never() -> None:
                with bridge.guard():
                    workspace.set_setting("recovery_sheet", SHEET_DECLINED)
                window.strip.dismiss()

            save = (_("The recovery sheet"), lambda: bridge.go("settings", tab="protection"))
            window.messages.show_offer(
                Offer(
                    _("The recovery sheet was not saved yet."),
                    _("Nothing else helps if the passphrase is lost."),
                    (save, (_("Do not ask again"), never)),
                )
            )

    def sheet_is_due(self) -> None:
        """The journal has a new key, whose sheet may be saved at once."""
        bridge = self._program.bridge
        if bridge is not None:
            bridge.fresh_key = True
            with bridge.guard():
                bridge.workspace.set_setting("recovery_sheet", SHEET_DUE)

    def offer(self, words: str, advice: str = "", offer: str = "") -> None:
        """Lead to the place where the journal is protected."""
        window, bridge = self._program.window, self._program.bridge
        if isinstance(window, MainWindow) and bridge is not None:
            window.messages.offer(
                words,
                advice,
                offer or _("Set a passphrase"),
                lambda: bridge.go("settings", tab="protection"),
            )
