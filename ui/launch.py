"""Starts Kith: the window, pictures of its pages, or the terminal, each loaded only when asked."""

from __future__ import annotations

import builtins
import gc
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.model.errors import DamagedError, InputError, UserError
from app.model.texts import _
from app.model.values import Clock, FixedClock, SystemClock

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from app.services.computer import Computer
    from app.services.strength import Strength
    from app.services.tries import Tries
    from app.services.vault import Key
    from app.services.workspace import Workspace
    from ui.bridge import Bridge, Task
    from ui.main_window import Parts
    from ui.program import Program
    from ui.single import Entry

_BEGAN = time.monotonic()
_SAMPLE_FRESH = 7 * 24 * 3600  # seconds
# Small ones first, so that no step takes more than some 15 ms.
_SOON = (
    "app.services.profile",
    "app.services.people_list",
    "ui.pages.people.people_list",
    "ui.pages.people.page",
    "ui.pages.timeline.page",
    "app.services.prep",
    "ui.pages.prepare.page",
    "app.services.log_form",
    "ui.pages.log",
    "ui.palette",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "app.services.vault",
    "zxcvbn.frequency_lists",
    "app.services.strength",
    "ui.pages.settings.page",
)
_SOON_EVERY = 100  # milliseconds
_WATCH_AFTER = 3_000


@dataclass(frozen=True, slots=True)
class Options:
    """What stands before the command."""

    journal: Path | None = None
    clock: Clock | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Kith; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    no_core_dumps()
    try:
        options, rest = split(given)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    if not rest:
        return _window(options)
    if rest[0] == "tour":
        return _tour(options, rest[1:])
    from app import cli

    return int(cli.main(given) or 0)


def no_core_dumps() -> None:
    """Should the process crash, the system writes no picture of its memory to the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def split(given: list[str]) -> tuple[Options, list[str]]:
    """The options before the command, and the rest from the command on.

    Raises:
        InputError: an option lacks its value, or the moment is none.
    """
    values: dict[str, str] = {}
    rest = list(given)
    while rest and rest[0].partition("=")[0] in {"--journal", "--now"}:
        name, equals, value = rest.pop(0).partition("=")
        if not equals:
            if not rest:
                raise InputError(_("{option} needs a value.").format(option=name))
            value = rest.pop(0)
        values[name] = value
    journal = Path(values["--journal"]).expanduser() if "--journal" in values else None
    clock: Clock | None = None
    if "--now" in values:
        try:
            clock = FixedClock(datetime.fromisoformat(values["--now"]).astimezone())
        except ValueError:
            raise InputError(
                _("“{text}” is no moment.").format(text=values["--now"]),
                _("Write it as 2026-11-22T09:00."),
            ) from None
    return Options(journal, clock), rest


def no_display(surroundings: Mapping[str, str], system: str) -> str:
    """One useful sentence where no window could be shown, else ""."""
    if not system.startswith("linux") or surroundings.get("QT_QPA_PLATFORM"):
        return ""
    if surroundings.get("DISPLAY") or surroundings.get("WAYLAND_DISPLAY"):
        return ""
    return _(
        "There is no display here for a window; “kith --help” names what works in a terminal, "
        "and “kith tour --to FOLDER” draws the pages into pictures."
    )


def _window(options: Options) -> int:
    problem = no_display(os.environ, sys.platform)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    gc.disable()  # what a start makes is there to stay: looking for litter in it costs 30 ms
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    take_back_import()
    from app.services.computer import Computer
    from app.services.places import computer_file
    from ui.program import Program

    app = QApplication.instance()
    if app is None:
        # Qt takes the style by name here; handing Python a QStyle costs 5 ms of a start.
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])
        app.setProperty("style", "Fusion")
    assert isinstance(app, QApplication)
    app.setApplicationName("kith")
    app.setDesktopFileName("kith")
    program = Program(app, parts(), _welcome, Computer(computer_file()), options.clock)
    if os.environ.get("KITH_MEASURE") == "first-paint":
        program.first_painted.connect(lambda: _tell_first_paint(app))
    # From inside the event loop, so that a mistake while starting reaches the crash window too.
    QTimer.singleShot(0, lambda: _begin(program, options.journal))
    return app.exec()


def _begin(program: Program, journal: Path | None) -> None:
    from ui.litter import Litter

    try:
        program.start(journal)
    finally:
        gc.freeze()  # nor need later searches look through it again
        Litter(program)


def take_back_import() -> None:
    """Import as Python does: PySide6's own way reads every module's source text, 35 ms a start.

    It looks for a switch (`from __feature__ import`) that nothing here uses.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _tell_first_paint(app: object) -> None:
    """For benchmarks: say how long the first picture took, and end."""
    print(f"first-paint {_milliseconds_alive():.1f}", flush=True)
    app.quit()  # type: ignore[attr-defined]


def _milliseconds_alive() -> float:
    """Time since this process began where the system tells, else since this file was loaded."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000
    except (OSError, AttributeError, IndexError, ValueError):
        return (time.monotonic() - _BEGAN) * 1000


def _tour(options: Options, arguments: list[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.services.places import default_journal
    from ui import tour

    try:
        journal = options.journal or default_journal()
        clock = options.clock or SystemClock()
        return tour.run(arguments, journal, clock, parts(), _welcome_in_pictures)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


# --- pages, each loaded when it is first shown: a start pays for one page only ---------------


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


def _palette(bridge: Bridge, actions: Mapping[str, QAction], window: QWidget) -> QWidget:
    from ui.palette import Palette

    return Palette(bridge, actions, window)


def _after_first_paint(bridge: Bridge, actions: Mapping[str, QAction]) -> QObject:
    """What need not be there for the first picture: icons, and the standings' work."""
    from ui import keep_again
    from ui.background import Background
    from ui.conflict_watch import ConflictWatch
    from ui.daily_copy import DailyCopy
    from ui.daily_look import DailyLook
    from ui.widgets.action_icons import add_icons

    add_icons(actions)
    background = Background(bridge)
    background.start()
    DailyCopy(bridge, background)
    DailyLook(bridge, background)
    ConflictWatch(bridge, background)
    keep_again.listen(bridge)
    _warm_quick_line(bridge)
    _load_pages(background)
    _watch_files(bridge, background)
    return background


def _watch_files(bridge: Bridge, owner: QObject) -> None:
    """Follow watched files once the pages are loaded: what reads them is loaded with those."""
    from PySide6.QtCore import QTimer

    def begin() -> None:
        from ui.watched_files import WatchedFiles

        WatchedFiles(bridge, owner)

    QTimer.singleShot(_WATCH_AFTER, owner, begin)


def _load_pages(owner: QObject) -> None:
    """Load the code of the pages most opened while nobody waits: it would hold them up by 40 ms."""
    from importlib import import_module

    from PySide6.QtCore import QTimer

    waiting = list(reversed(_SOON))
    pulse = QTimer(owner, interval=_SOON_EVERY)
    pulse.timeout.connect(lambda: import_module(waiting.pop()) if waiting else pulse.stop())
    pulse.start()


def _warm_quick_line(bridge: Bridge) -> None:
    """Load what reads quick lines, in a worker's thread, so that the first key finds it there."""
    if bridge.line_reader_wanted:
        return
    bridge.line_reader_wanted = True

    def load(workspace: Workspace, task: Task) -> object:
        from ui.quick_reading import read_names

        return read_names(workspace, task)

    def loaded(reader: Any) -> None:
        from ui.quick_reading import adopt

        adopt(bridge, reader)

    bridge.run(load, loaded)


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


def _welcome(error: UserError | None) -> QWidget:
    from ui.pages.welcome import Beginning, WelcomePage

    return WelcomePage(error, Beginning(_make_sample, _protect, _judge))


def _welcome_in_pictures(error: UserError | None) -> QWidget:
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


if __name__ == "__main__":
    raise SystemExit(main())
