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
from typing import TYPE_CHECKING

from app.model.errors import InputError, UserError
from app.model.texts import _
from app.model.values import Clock, FixedClock, SystemClock

if TYPE_CHECKING:
    from ui.program import Program

_BEGAN = time.monotonic()


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
    from ui.composition import parts, welcome
    from ui.program import Program

    app = QApplication.instance()
    if app is None:
        # Qt takes the style by name here; handing Python a QStyle costs 5 ms of a start.
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])
        app.setProperty("style", "Fusion")
    assert isinstance(app, QApplication)
    app.setApplicationName("kith")
    app.setDesktopFileName("kith")
    program = Program(app, parts(), welcome, Computer(computer_file()), options.clock)
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
    from ui.composition import parts, welcome_in_pictures

    try:
        journal = options.journal or default_journal()
        clock = options.clock or SystemClock()
        return tour.run(arguments, journal, clock, parts(), welcome_in_pictures)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
