"""What the window is put together from: each page is loaded when it is first shown.

A start pays for one page only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.errors import DamagedError, UserError
from app.model.values import Clock

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from app.services.computer import Computer
    from app.services.strength import Strength
    from app.services.tries import Tries
    from app.services.vault import Key
    from ui.bridge import Bridge
    from ui.main_window import Parts
    from ui.single import Entry

_SAMPLE_FRESH = 7 * 24 * 3600  # seconds


def parts() -> Parts:
    """Everything the window is put together from."""
    from ui.main_window import Parts

    return Parts(
        pages={
            "today": _today,
            "people": _people,
            "timeline": _timeline,
            "prepare": _prepare,
            "log": _log,
            "settings": _settings,
            "history": _history,
            "trash": _trash,
            "handbook": _handbook,
            "import": _import,
            "sorting": _sorting,
            "forget": _forget,
            "held": _held,
            "duplicates": _duplicates,
            "export": _export,
        },
        unlock=_unlock,
        restore=_restore,
        occupied=_occupied,
        working=_working,
        watch_desktop=_watch_desktop,
        when_started=_when_started,
        palette=_palette,
        after_first_paint=_after_first_paint,
    )


def _when_started() -> None:
    """Take away what a Kith that crashed had opened for other programs."""
    from app.services.opened_files import clear_leftovers

    clear_leftovers()


def _after_first_paint(bridge: Bridge, actions: Mapping[str, QAction]) -> QObject:
    from ui.first_work import begin_work

    return begin_work(bridge, actions)


def _palette(bridge: Bridge, actions: Mapping[str, QAction], window: QWidget) -> QWidget:
    from ui.palette import Palette

    return Palette(bridge, actions, window)


def _today(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.today import TodayPage

    return TodayPage(bridge, actions)


def _people(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.people.page import PeoplePage

    return PeoplePage(bridge, actions)


def _prepare(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.prepare.page import PreparePage

    return PreparePage(bridge, actions)


def _timeline(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.timeline.page import TimelinePage

    return TimelinePage(bridge, actions)


def _log(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.log import LogPage

    return LogPage(bridge, actions)


def _settings(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.settings import SettingsPage

    return SettingsPage(bridge, actions)


def _history(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.history import HistoryPage

    return HistoryPage(bridge, actions)


def _trash(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.trash import TrashPageView

    return TrashPageView(bridge, actions)


def _handbook(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.handbook import HandbookPage

    return HandbookPage(bridge, actions)


def _import(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.importing import ImportPage

    return ImportPage(bridge, actions)


def _sorting(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.sorting import SortingPage

    return SortingPage(bridge, actions)


def _forget(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.forgetting import ForgetPage

    return ForgetPage(bridge, actions)


def _export(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.exporting import ExportPage

    return ExportPage(bridge, actions)


def _held(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.forgetting import HeldPage

    return HeldPage(bridge, actions)


def _duplicates(bridge: Bridge, actions: Mapping[str, QAction]) -> QWidget:
    from ui.pages.duplicates import DuplicatesPage

    return DuplicatesPage(bridge, actions)


def welcome(error: UserError | None) -> QWidget:
    """The page that stands there before there is a journal."""
    from ui.pages.welcome import Beginning, WelcomePage

    return WelcomePage(error, Beginning(_make_sample, _protect, _judge))


def welcome_in_pictures(error: UserError | None) -> QWidget:
    """Pictures are passed on: they name no folder of whoever made them."""
    from ui.pages.welcome import Beginning, WelcomePage

    place = Path("~/.local/share/kith/journal.kith")
    return WelcomePage(error, Beginning(judge=_judge), place)


def _unlock(journal: Path, computer: Computer, tries: Tries, locked: bool) -> QWidget:
    from ui.pages.unlock import UnlockPage

    return UnlockPage(journal, computer, tries, locked=locked)


def _restore(journal: Path, error: UserError, key: Key | None, clock: Clock) -> QWidget | None:
    """The ways back: from a copy, where there is one, and from what is left of a damaged file."""
    from app.services import backups

    if not backups.copies(journal) and not isinstance(error, DamagedError):
        return None
    from ui.pages.restore import RestorePage

    return RestorePage(journal, error, key, clock)


def _occupied(journal: Path, entry: Entry) -> QWidget:
    from ui.pages.occupied import OccupiedPage

    return OccupiedPage(journal, entry)


def _working(title: str) -> QWidget:
    from ui.pages.working import WorkingPage

    return WorkingPage(title)


def _watch_desktop(parent: QObject) -> QObject | None:
    """What hears that the screen is locked; None on systems without that bus."""
    if not sys.platform.startswith("linux"):
        return None
    from ui.desktop import DesktopWatch

    made = DesktopWatch(parent)
    made.start()
    return made


def _protect(path: Path, passphrase: str) -> Key:
    """The key for a new journal; what makes keys is loaded here, beside the screen."""
    from app.services import vault

    return vault.begin(path, passphrase)


def _judge(passphrase: str) -> Strength:
    from app.services.strength import strength

    return strength(passphrase)


def _make_sample(path: Path) -> None:
    """The sample to look around in, dated from today unless one was made or used this week."""
    from app.services.sample import create_sample

    if path.exists():
        if time.time() - path.stat().st_mtime < _SAMPLE_FRESH:
            return
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    create_sample(path).close()
