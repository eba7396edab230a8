"""Pictures of every page, drawn without a screen: `kith tour --to FOLDER`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QThreadPool,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.model.errors import FileWriteError, JournalError, UserError
from app.model.findings import State
from app.model.people import Verdict
from app.model.reading import PersonRow
from app.model.texts import _
from app.model.values import Clock
from app.services import prep, standings, vault
from app.services.computer import Computer
from app.services.tries import Tries
from app.services.workspace import Workspace
from ui import theme, tour_guests
from ui.bridge import Bridge, Route
from ui.main_window import MainWindow, Parts

_PATIENCE_MS = 120_000
_LOOK_MS = 20
_QUIET_LOOKS = 3
_SHORT_MS = 1_000
_PASSPHRASE = "orbit pickle lantern moss"  # of journals that last as long as their pictures


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file's name, what to show, and what to do before it is taken."""

    name: str
    route: Route
    prepare: Callable[[MainWindow], None] | None = None


def run(
    arguments: Sequence[str],
    journal: Path,
    clock: Clock,
    parts: Parts,
    welcome: Callable[[UserError | None], QWidget],
) -> int:
    """Draw every page of the journal into PNG files; the journal itself is not touched.

    Raises:
        UserError: the journal cannot be opened, or the folder not be written to.
    """
    options = _parser().parse_args(arguments)
    folder = Path(options.to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileWriteError(
            _("The folder {folder} cannot be made: {why}.").format(
                folder=folder, why=error.strerror
            ),
            _("Choose another folder."),
        ) from error
    app = QApplication.instance() or QApplication(sys.argv[:1])
    before = qInstallMessageHandler(_heard)
    assert isinstance(app, QApplication)
    theme.apply(app, options.theme, options.text_scale)
    with _copy(journal, folder) as copy:
        _draw_pages(copy, clock, parts, options.size, folder)
    _draw_welcome(welcome, options.size, folder)
    _draw_locked(clock, parts, options.size, folder)
    qInstallMessageHandler(before)
    return 0


def _heard(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for what says only that there is no screen."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)  # noqa: T201 - as Qt itself would


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kith tour", description=_("Draw every page of a journal into PNG files.")
    )
    parser.add_argument("--to", required=True, help=_("the folder for the pictures"))
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", type=_size, default=(1360, 860), help=_("such as 1360x860"))
    parser.add_argument("--text-scale", type=float, default=1.0, help=_("such as 1.5"))
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    return int(width), int(height)


@contextmanager
def _copy(journal: Path, beside: Path) -> Iterator[Path]:
    """The journal as it is now, so that nothing changes it: for a moment, among the pictures."""
    if not journal.is_file():
        raise JournalError(
            _("There is no journal at {path}.").format(path=journal),
            _("Name one with --journal, or make one with “kith sample FILE”."),
        )
    with tempfile.TemporaryDirectory(prefix=".kith-", dir=beside) as folder:
        copy = Path(folder) / journal.name
        for ending in ("", "-wal"):
            part = journal.with_name(journal.name + ending)
            if part.exists():
                shutil.copyfile(part, copy.with_name(copy.name + ending))
        yield copy


def _draw_pages(
    copy: Path, clock: Clock, parts: Parts, size: tuple[int, int], folder: Path
) -> None:
    computer = Computer()
    computer.set("theme", theme.choice())
    computer.set("text_scale", theme.text_scale())
    bridge = Bridge(Workspace.open(copy, clock), None, computer)
    window = MainWindow(bridge, parts)
    try:
        window.resize(*size)
        # One after another: the last ones bring people into the copy.
        for shot in _shots(bridge, copy.parent):
            if shot.route.page not in parts.pages:
                continue
            window.show_route(shot.route)
            window.show()
            settle(window)
            if shot.prepare is not None:
                shot.prepare(window)
                settle(window)
            window.toast.hide()
            window.strip.dismiss()
            _save(window, folder / f"{shot.name}.png")
        _draw_briefing(bridge.workspace, folder)
    finally:
        window.close()
        bridge.close()
        window.deleteLater()


def _draw_briefing(workspace: Workspace, folder: Path) -> None:
    for row in _telling_most(workspace)[:1]:
        brief = prep.for_paper(prep.prepare(workspace, row.id).brief)
        for number, page in enumerate(prep.preview(brief), 1):
            name = "briefing.png" if number == 1 else f"briefing-{number}.png"
            (folder / name).write_bytes(page)


def _draw_welcome(
    welcome: Callable[[UserError | None], QWidget], size: tuple[int, int], folder: Path
) -> None:
    page = welcome(None)
    window = _front(page, size)
    _save(window, folder / "first-run.png")
    field = page.passphrase.field  # type: ignore[attr-defined]
    field.insert(_PASSPHRASE)
    settle(window)
    QThreadPool.globalInstance().waitForDone()
    settle(window)
    _save(window, folder / "first-run-passphrase.png")
    window.close()


def _draw_locked(clock: Clock, parts: Parts, size: tuple[int, int], folder: Path) -> None:
    """A protected journal: its page before it opens, and what the settings say of it."""
    if parts.unlock is None:
        return
    with tempfile.TemporaryDirectory(prefix="kith-tour-") as made:
        path = Path(made) / "journal.kith"
        key = vault.begin(path, _PASSPHRASE)
        bridge = Bridge(Workspace.open(path, clock, create=True, key=key), None, Computer())
        window = MainWindow(bridge, parts)
        window.resize(*size)
        window.show_route(Route("settings", tab="protection"))
        window.show()
        settle(window)
        window.strip.dismiss()
        _save(window, folder / "protection.png")
        window.close()
        bridge.close()
        window.deleteLater()
        page = parts.unlock(path, Computer(), Tries(), True)
        page.show_place(Path("~/.local/share/kith/journal.kith"))  # type: ignore[attr-defined]
        front = _front(page, size)
        _save(front, folder / "unlock.png")
        front.close()


def _front(page: QWidget, size: tuple[int, int]) -> QMainWindow:
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(*size)
    window.show()
    settle(window)
    return window


def settle(window: QWidget) -> None:
    """Go on handling events until nothing is under way any more.

    Raises:
        UserError: work was still under way after two minutes.
    """
    loop = QEventLoop()
    quiet = 0

    def look() -> None:
        nonlocal quiet
        quiet = 0 if _under_way(window) else quiet + 1
        if quiet >= _QUIET_LOOKS:
            loop.exit(0)

    timer = QTimer(interval=_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    limit = QTimer(singleShot=True, interval=_PATIENCE_MS)
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start()
    if loop.exec():
        raise UserError(_("A page was still at work after two minutes."), _("Try it once more."))


def _under_way(window: QWidget) -> bool:
    """Whether slow work runs, or a short pause (a debounced search, say) has not passed yet."""
    if isinstance(window, MainWindow) and (window.bridge.busy() or window.background_waits()):
        return True
    timers = window.findChildren(QTimer)
    return any(t.isActive() and t.isSingleShot() and t.interval() < _SHORT_MS for t in timers)


def _save(window: QWidget, file: Path) -> None:
    image: QImage = window.grab().toImage()
    if not image.save(str(file)):
        raise FileWriteError(
            _("{name} could not be written.").format(name=file), _("Choose another folder.")
        )


def _shots(bridge: Bridge, folder: Path) -> Iterator[Shot]:
    """What to draw, with the people about whom the journal says most."""
    standings.refresh(bridge.workspace)
    people = _telling_most(bridge.workspace)
    yield Shot("today", Route("today"))
    yield Shot("people", Route("people"))
    for row in people[:1]:
        yield from (Shot(name, Route("people", person=row.id, tab=tab)) for tab, name in _TABS)
        yield from _shots_with(row.id, row.name, folder)
    yield from (
        Shot("profile-before", Route("people", person=n, tab="real")) for n in _unasked(bridge)
    )
    yield Shot("timeline", Route("timeline"))
    yield Shot("settings", Route("settings"))
    yield Shot("history", Route("history"))
    yield Shot("trash", Route("trash"))
    yield Shot("handbook", Route("handbook", text="three-tests"))
    for row in people[:1]:
        yield from _shots_of_guests(bridge.workspace, row.id, row.name)
    yield Shot("palette", Route("today"), lambda window: _search(window, "plan"))


def _shots_of_guests(workspace: Workspace, person: int, name: str) -> Iterator[Shot]:
    """Sorting and merging, of people who come into the copy for that, once the pages are drawn."""
    again = tour_guests.bring(workspace, name)
    yield Shot("sorting", Route("sorting"))
    yield Shot("duplicates", Route("duplicates"))
    yield Shot("merge", Route("duplicates", person=person, extra={"with": again}))


def _shots_with(person: int, name: str, folder: Path) -> Iterator[Shot]:
    yield Shot("prepare", Route("prepare"))
    yield Shot("prep", Route("prepare", person=person))
    yield Shot("briefing-preview", Route("prepare", person=person, tab="briefing"))
    line = _("lunch with {name} last Tuesday 12:30 1h15 they opened. Talked about spring")
    marks = _("+common: both left a bank !me read the plan by Friday")
    yield Shot("log", Route("log", text=f"{line.format(name=name)} {marks}"))
    yield Shot("import", Route("import", extra={"files": [tour_guests.cards(folder, name)]}))
    yield Shot("export", Route("export"))


def _telling_most(workspace: Workspace) -> list[PersonRow]:
    """People by how much there is to show of them: judged lately, tests that answer, entries."""

    def worth(row: PersonRow) -> tuple[bool, int, int]:
        answers = sum(state is not State.SILENT for state in row.states or ())
        return _judged_lately(workspace, row.id), answers, row.contacts or 0

    return sorted(standings.people_rows(workspace), key=worth, reverse=True)


def _judged_lately(workspace: Workspace, person: int) -> bool:
    month = workspace.today - timedelta(days=27)
    return any(one.on.first >= month for one in workspace.find(Verdict, counterpart_id=person))


def _unasked(bridge: Bridge) -> list[int]:
    """Someone about whom the user will be asked before the evidence is shown."""
    people = _telling_most(bridge.workspace)
    return [row.id for row in people if not _judged_lately(bridge.workspace, row.id)][:1]


_TABS = (
    ("overview", "overview"),
    ("timeline", "profile-timeline"),
    ("common", "profile-common"),
    ("interests", "profile-interests"),
    ("promises", "profile-promises"),
    ("real", "profile"),
)


def _search(window: MainWindow, words: str) -> None:
    window.commands.open_palette()
    palette = window.commands.palette
    if palette is not None:
        palette.search(words)  # type: ignore[attr-defined]
