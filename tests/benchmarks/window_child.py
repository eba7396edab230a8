"""Measures inside the window, in a process of its own: prints one JSON object of milliseconds.

python tests/benchmarks/window_child.py JOURNAL PERSON_ID
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEvent, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget  # noqa: E402

from app.services.computer import Computer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from ui import launch, theme  # noqa: E402
from ui.bridge import Bridge, Route  # noqa: E402
from ui.composition import parts  # noqa: E402
from ui.litter import Litter  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402


class Watch(QObject):
    """Knows which widgets have been painted since it was asked to look, and the longest stall."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.painted: list[QObject] = []
        self._last = time.perf_counter()
        self.longest = 0.0
        app.installEventFilter(self)
        self._beat = QTimer(self, interval=1)
        self._beat.timeout.connect(self._tick)
        self._beat.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted.append(watched)
        return False

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def start(self) -> None:
        self.painted.clear()
        self.longest = 0.0
        self._last = time.perf_counter()


def until(done: Callable[[], bool], patience: float = 30.0) -> None:
    """Handle events until something is so."""
    end = time.perf_counter() + patience
    while not done():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError("the window did not get there")


def rest(seconds: float) -> None:
    """Handle events for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.001)


class Measures:
    """One window over one journal, put through its paces."""

    def __init__(self, journal: Path, person: int) -> None:
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        theme.apply(app, "light", 1.0)
        self.watch = Watch(app)
        self.person = person
        self.bridge = Bridge(Workspace.open(journal), None, Computer())
        self.window = MainWindow(self.bridge, parts())
        self.window.resize(1360, 860)
        self.window.show_route(Route("today"))
        self.window.show()
        until(lambda: bool(self.watch.painted))
        self.found: dict[str, list[float]] = {}

    def quiet(self) -> None:
        until(lambda: not self.bridge.busy() and not self.window.background_waits(), 600)
        rest(0.05)

    def note(self, name: str, milliseconds: float) -> None:
        self.found.setdefault(name, []).append(milliseconds)

    def timed(self, name: str, act: Callable[[], None], done: Callable[[], bool]) -> None:
        self.watch.start()
        started = time.perf_counter()
        act()
        until(done)
        self.note(name, (time.perf_counter() - started) * 1000)
        self.quiet()
        self.note(f"{name}, longest stall", self.watch.longest * 1000)

    def rows(self) -> bool:
        """Whether a list of the page with rows in it has been painted."""
        return any(
            isinstance(view := thing.parent(), QAbstractItemView)
            and view.model() is not None
            and view.model().rowCount() > 0
            and view.isVisible()
            for thing in self.watch.painted
            if isinstance(thing, QWidget)
        )

    def page_painted(self) -> bool:
        page = self.window.page
        return any(
            isinstance(thing, QWidget) and page is not None and page.isAncestorOf(thing)
            for thing in self.watch.painted
        )

    def longest_list(self) -> QAbstractItemView:
        views = self.window.findChildren(QAbstractItemView)
        shown = [v for v in views if v.isVisible() and v.model() is not None]
        return max(shown, key=lambda view: view.model().rowCount())

    def round(self, remark: str) -> None:
        """Open the timeline, go to its end, open a profile, search; then begin anew."""
        show = self.window.show_route
        self.timed(f"opening the timeline{remark}", lambda: show(Route("timeline")), self.rows)
        view = self.longest_list()
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Home)
        self.quiet()
        bar = view.verticalScrollBar()
        self.timed(
            f"jumping to its end{remark}",
            lambda: QTest.keyClick(view, Qt.Key.Key_End),
            lambda: bar.value() == bar.maximum() and view.viewport() in self.watch.painted,
        )
        show(Route("today"))
        self.quiet()
        if "people" in self.window.parts.pages:
            route = Route("people", person=self.person)
            self.timed(f"opening the profile{remark}", lambda: show(route), self.page_painted)
            show(Route("today"))
            self.quiet()
        self.type_search("harbour", remark)

    def type_search(self, words: str, remark: str) -> None:
        """Type into the palette as a person does, and take the longest stall."""
        self.window.commands.open_palette()
        rest(0.1)
        fields = [f for f in self.window.findChildren(QLineEdit) if f.isVisible() and f.hasFocus()]
        if not fields:
            return
        self.watch.start()
        for letter in words:
            QTest.keyClicks(fields[0], letter)
            rest(0.08)
        self.quiet()
        self.note(f"typing a search{remark}, longest stall", self.watch.longest * 1000)
        QTest.keyClick(fields[0], Qt.Key.Key_Escape)
        rest(0.1)


def main() -> int:
    launch.take_back_import()
    gc.disable()
    measures = Measures(Path(sys.argv[1]), int(sys.argv[2]))
    gc.freeze()  # as the launcher does
    Litter(measures.bridge)
    measures.watch.start()
    measures.quiet()
    measures.note("after the start, longest stall", measures.watch.longest * 1000)
    measures.round("")
    measures.round(" again")
    print(json.dumps(measures.found))
    sys.stdout.flush()
    measures.window.close()
    measures.bridge.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
