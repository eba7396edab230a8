"""The one table of actions."""

from pathlib import Path
from zipfile import ZipFile

import lucide
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from ui.actions import ACTIONS, BY_ID, MENUS, make_actions, shortcut_text
from ui.widgets.action_icons import add_icons


def test_ids_and_shortcuts_are_unique(dressed: QApplication) -> None:
    assert len(BY_ID) == len(ACTIONS)
    home = QObject()
    keys = [key.toString() for action in make_actions(home).values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert "" not in keys


def test_every_row_is_whole() -> None:
    with ZipFile(str(Path(lucide.__file__).with_name("lucide.zip"))) as archive:
        icons = set(archive.namelist())
    menus = {name for name, _title in MENUS}
    assert [row.id for row in ACTIONS if row.menu not in menus] == ["menu.show"]
    for row in ACTIONS:
        assert row.text and row.tip, row.id
        assert f"{row.icon}.svg" in icons, row.id
        assert "!" not in row.text + row.tip


def test_actions_carry_their_words_keys_and_icons(dressed: QApplication) -> None:
    home = QObject()
    made = make_actions(home)
    assert list(made) == [row.id for row in ACTIONS]
    undo = made["edit.undo"]
    assert undo.text() == "Undo"
    assert undo.shortcut() == QKeySequence("Ctrl+Z")
    assert shortcut_text("edit.undo") in undo.toolTip()
    assert made["view.theme.dark"].isCheckable()
    assert undo.icon().isNull()
    add_icons(made)
    assert not any(action.icon().isNull() for action in made.values())
