"""Drives the real window over a large journal and tells how long each action held up the screen.

    python tests/benchmarks/generate.py L big.kith
    python tests/benchmarks/latency.py big.kith [--limit 50] [--rounds 2]

For each action: the longest time in which the window could answer nothing, the processor time the
screen's thread spent in it, and, where it is over the limit, the line of ours it mostly stood in.
The journal is written to: hand in a copy.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QObject, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget  # noqa: E402

from app.model.people import Attention  # noqa: E402
from app.services import sorting  # noqa: E402
from app.services.computer import Computer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from ui import composition, launch, theme  # noqa: E402
from ui.bridge import Bridge, Route  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402

SAMPLE_S = 0.004
_FRAME = re.compile(r'File "(.+)", line (\d+) in (\S+)')
PROFILE_TABS = ("overview", "timeline", "common", "interests", "promises", "real")


class Pulse(QObject):
    """Beats in the event loop; between two beats the window answered nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._beat)
        self._screen = threading.get_ident()
        self._at = self._used = 0.0
        self._seen: list[str] = []
        self.longest: tuple[float, float, list[str]] = (0.0, 0.0, [])
        threading.Thread(target=self._watch, daemon=True).start()
        self._clock.start()

    def begin(self) -> None:
        """Forget what was before."""
        self._at, self._used, self._seen = time.perf_counter(), time.thread_time(), []
        self.longest = (0.0, 0.0, [])

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        if now - self._at > self.longest[0]:
            self.longest = (now - self._at, used - self._used, self._seen)
        self._at, self._used, self._seen = now, used, []

    def _watch(self) -> None:
        # Frames taken from Python would keep painters alive, and end them in this thread;
        # faulthandler only writes down where the screen's thread stands.
        with tempfile.TemporaryFile("w+") as file:
            while True:
                time.sleep(SAMPLE_S)
                file.seek(0)
                file.truncate()
                faulthandler.dump_traceback(file)
                file.seek(0)
                self._seen.append(_ours(file.read(), f"{self._screen:#018x}"))


def _ours(stacks: str, thread: str) -> str:
    """The innermost place of our own code in a thread, and what it had called."""
    stack = stacks.partition(thread)[2].partition("\n\n")[0]
    called = ""
    for path, line, function in _FRAME.findall(stack):
        if path.startswith(str(ROOT)) and "benchmarks" not in path:
            place = f"{Path(path).relative_to(ROOT)}:{line} {function}"
            return f"{place} ({called})" if called else place
        called = function
    return ""


class Drive:
    """One window, and what a person does in it."""

    def __init__(self, journal: Path, person: int) -> None:
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        theme.apply(app, "light", 1.0)
        self.person = person
        self.bridge = Bridge(Workspace.open(journal), None, Computer())
        self.window = MainWindow(self.bridge, composition.parts())
        self.window.resize(1360, 860)
        self.pulse = Pulse()
        self.found: list[tuple[str, float, float, list[str]]] = []

    def timed(self, name: str, act: Callable[[], object], settle: float = 0.15) -> None:
        """Do something, wait until nothing moves any more, and note the longest stall."""
        self.pulse.begin()
        act()
        self.rest(settle)
        self.found.append((name, *self.pulse.longest))

    def rest(self, least: float = 0.1, patience: float = 300.0) -> None:
        """Handle events for a while, and until slow work has ended."""
        began = time.perf_counter()
        while time.perf_counter() < began + patience:
            QApplication.processEvents()
            time.sleep(0.0005)
            busy = self.bridge.busy() or self.window.background_waits()
            if not busy and time.perf_counter() > began + least:
                return

    def go(self, page: str, **where: object) -> None:
        self.bridge.go(page, **where)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        target: QWidget = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def field(self) -> QLineEdit | None:
        """The line one would be typing into."""
        fields = [f for f in self.window.findChildren(QLineEdit) if f.isVisible()]
        return next((f for f in fields if f.hasFocus()), fields[0] if fields else None)

    def typed(self, name: str, words: str) -> None:
        """Type as a person does, and take the longest stall of all keys."""
        field = self.field()
        if field is None:
            return

        def keys() -> None:
            for letter in words:
                QTest.keyClicks(field, letter)
                self.rest(0.06)

        self.timed(name, keys)

    def trigger(self, action: str) -> None:
        self.window.actions_by_id[action].trigger()


def visit(drive: Drive, remark: str) -> None:
    """Every page once."""
    for page in ("people", "timeline", "prepare", "log", "settings", "history", "handbook"):
        if page in drive.window.parts.pages:
            drive.timed(f"{page}{remark}", lambda page=page: drive.go(page))
    drive.timed(f"today{remark}", lambda: drive.go("today"))


def read_people(drive: Drive, remark: str) -> None:
    """Find people, open the longest profile, and go through its tabs."""
    drive.timed(f"Ctrl+F{remark}", lambda: drive.trigger("find.people"))
    drive.typed(f"type a name in Ctrl+F{remark}", "lindq")
    if field := drive.field():
        drive.timed(f"empty Ctrl+F{remark}", field.clear)
    drive.go("today")
    drive.rest()
    for tab in PROFILE_TABS:
        drive.timed(
            f"profile of 2,000 entries, {tab}{remark}",
            lambda tab=tab: drive.go("people", person=drive.person, tab=tab),
        )
    drive.timed(
        f"prepare for 2,000 entries{remark}", lambda: drive.go("prepare", person=drive.person)
    )


def read_all(drive: Drive, remark: str) -> None:
    """Page through the timeline and search everything."""
    drive.go("timeline")
    drive.rest(0.3)
    for name, key in (
        ("End", Qt.Key.Key_End),
        ("Home", Qt.Key.Key_Home),
        ("Page Down", Qt.Key.Key_PageDown),
        ("Down", Qt.Key.Key_Down),
    ):
        drive.timed(
            f"timeline, {name} ×5{remark}",
            lambda key=key: [(drive.key(key), drive.rest(0.03)) for _ in range(5)],
        )
    drive.timed(f"Ctrl+K{remark}", lambda: drive.trigger("palette.open"))
    drive.typed(f"type a common word in Ctrl+K{remark}", "harbour")
    drive.key(Qt.Key.Key_Escape)
    drive.rest()


def write(drive: Drive, remark: str) -> None:
    """Log one line on Today's page as the form would, and take it back."""
    drive.go("today")
    drive.rest()
    workspace = drive.bridge.workspace
    from app.model.records import Channel, Interaction
    from app.model.values import Moment, PartialDate

    def log() -> None:
        with workspace.change("Log a call") as edit:
            edit.add(
                Interaction,
                when=Moment(PartialDate.of(workspace.today)),
                people=(drive.person,),
                channel=Channel.CALL,
                note="A harbour walk.",
            )

    for page, where in (
        ("today", {}),
        ("people", {"person": drive.person, "tab": "overview"}),
        ("timeline", {}),
    ):
        drive.go(page, **where)
        drive.rest(0.3)
        drive.timed(f"log one entry on {page}{remark}", log, settle=1.0)
        drive.timed(f"undo on {page}{remark}", drive.window.commands.undo, settle=1.0)


def sort_people(drive: Drive, remark: str) -> None:
    """Let everyone wait, sort some of them by keys, leave out all others, and take it back."""
    workspace = drive.bridge.workspace
    everyone = [person.id for person in workspace.names()]
    sorting.answer_many(workspace, everyone, Attention.UNSORTED)
    drive.timed(f"sort people{remark}", lambda: drive.go("sorting"), settle=0.5)
    for name, keys in (
        ("leave out", (Qt.Key.Key_O,)),
        ("a kind and Enter", (Qt.Key.Key_3, Qt.Key.Key_Return)),
        ("back", (Qt.Key.Key_Backspace,)),
        ("later", (Qt.Key.Key_S,)),
    ):
        drive.timed(f"sort, {name}{remark}", lambda keys=keys: [drive.key(key) for key in keys])
    drive.timed(f"sort, undo{remark}", drive.window.commands.undo)
    rest = [number for number in sorting.queue(workspace) if number != drive.person]
    page = drive.window.page
    drive.timed(
        f"leave out {len(rest):,} at once{remark}",
        lambda: sorting.answer_many(workspace, rest, Attention.OUT, page),
    )
    drive.timed(f"people, nearly all left out{remark}", lambda: drive.go("people"), settle=0.5)
    drive.timed(f"timeline, nearly all left out{remark}", lambda: drive.go("timeline"), settle=0.5)
    drive.timed(f"undo that{remark}", drive.window.commands.undo, settle=0.5)


def main() -> int:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("journal", type=Path)
    asked.add_argument("--person", type=int, default=1, help="the id of someone with many entries")
    asked.add_argument("--limit", type=float, default=50.0, help="milliseconds")
    asked.add_argument("--rounds", type=int, default=2)
    given = asked.parse_args()
    launch.take_back_import()
    gc.collect()
    gc.freeze()  # as the launcher does
    drive = Drive(given.journal, given.person)

    def start() -> None:
        drive.window.show_route(Route("today"))
        drive.window.show()

    drive.timed("first page", start, settle=0.5)
    drive.timed("after the first page", lambda: None, settle=3.0)
    for round_ in range(given.rounds):
        remark = "" if round_ == 0 else " again"
        visit(drive, remark)
        read_people(drive, remark)
        read_all(drive, remark)
        write(drive, remark)
    sort_people(drive, "")
    over = 0
    for name, wall, used, seen in drive.found:
        slow = wall * 1000 > given.limit
        over += slow
        print(f"{wall * 1000:7.0f} ms {used * 1000:7.0f} cpu  {'!' if slow else ' '} {name}")
        if slow:
            for place, count in Counter(filter(None, seen)).most_common(4):
                print(f"{'':26} {count * SAMPLE_S * 1000:5.0f} ms  {place}")
    print(
        f"{over} of {len(drive.found)} actions held the screen for more than {given.limit:.0f} ms"
    )
    drive.window.close()
    drive.bridge.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
