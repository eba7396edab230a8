"""Settings: every one of them, and what is done to the journal as a whole."""

from ui.pages.settings.page import SettingRow, SettingsPage

__all__ = ["SettingRow", "SettingsPage"]
