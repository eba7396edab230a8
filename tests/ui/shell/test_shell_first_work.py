"""What a start loads and what it leaves alone, and when the work behind it is over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.ui.shell.telling import TellingPage
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow, Parts

BEFORE = "import ui.composition, ui.program, ui.pages.today"
BEHIND = (
    "import ui.first_work, ui.background, ui.conflict_watch, ui.daily_copy, ui.daily_look,"
    " ui.keep_again, ui.watched_files, ui.quick_reading"
)
SELDOM = {
    "cryptography": "a passphrase",
    "zxcvbn": "the strength of a new passphrase",
    "sqlite_utils": "a new or an old journal",
    "phonenumbers": "telephone numbers",
    "keyring": "the computer's own keyring",
    "typst": "a PDF",
    "hashlib": "digests of files",
    "icalendar": "a calendar",
    "app.exchange.contact_tables": "an address book",
    "app.store.rescue": "a damaged journal",
}


def loaded_by(root: Path, *steps: str) -> list[set[str]]:
    """The modules a fresh Python has after each of these steps."""
    lines = ["import json, sys"]
    for step in steps:
        lines += [step, "print(json.dumps(sorted(sys.modules)))"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


def loading(table: str) -> str:
    """The step that loads what one of the tables of `ui.first_work` names."""
    return (
        "import importlib; from ui import first_work\n"
        f"for name in first_work.{table}: importlib.import_module(name)"
    )


def test_what_is_seldom_wanted_is_loaded_by_no_start(root: Path) -> None:
    last = loaded_by(root, BEFORE, BEHIND, loading("SERVICES"), loading("PAGES"))[-1]
    assert {name: use for name, use in SELDOM.items() if name in last} == {}


def test_the_settings_open_without_what_reads_files(root: Path) -> None:
    _before, settings = loaded_by(root, BEFORE, "import ui.pages.settings")
    assert not {"app.exchange.contact_tables", "cryptography", "zxcvbn"} & settings


def test_the_core_of_the_pages_is_loaded_beside_the_screen(root: Path) -> None:
    """A part of `app` that a page draws in and the table lacks would hold the screen up."""
    *_before, beside, pages = loaded_by(
        root, BEFORE, loading("WORK"), BEHIND, loading("SERVICES"), loading("PAGES")
    )
    assert {name for name in pages - beside if not name.startswith("ui")} == set()


def test_no_widget_is_made_of_what_a_workers_thread_loads(root: Path) -> None:
    before, after = loaded_by(
        root, "import ui.first_work", f"{loading('WORK')}\n{loading('SERVICES')}"
    )
    assert {name for name in after - before if name.startswith(("ui", "PySide6"))} == set()


class Waiting(QObject):
    """Work that is never done."""

    @staticmethod
    def waiting() -> bool:
        return True


def test_the_work_behind_waits_from_the_first_picture_on(qtbot: QtBot, bridge: Bridge) -> None:
    def begin(_bridge: Bridge, _actions: dict[str, QAction]) -> QObject:
        seen.append(window.background_waits())
        return made

    seen: list[bool] = []
    made = Waiting()
    window = MainWindow(bridge, Parts({"today": TellingPage}, after_first_paint=begin))
    window.first_painted.connect(lambda: seen.append(window.background_waits()))
    bridge.go("today")
    window.show()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [True, True] and window.background_waits()
    window.close()
    window.deleteLater()


def test_the_work_behind_comes_to_its_end(qtbot: QtBot, window: MainWindow, bridge: Bridge) -> None:
    qtbot.waitUntil(lambda: not window.background_waits() and not bridge.busy(), timeout=60_000)
    assert bridge.line_reader is not None
    assert "ui.palette" in sys.modules and set(parts().pages) >= {"people", "timeline", "log"}
