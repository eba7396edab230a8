"""Makes a copy beside an open window, in a process of its own: prints two figures as JSON.

The longest stall of the window while the copy was made, and how long it took, in milliseconds.

python tests/benchmarks/copying_child.py JOURNAL < PASSPHRASE
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from PySide6.QtWidgets import QApplication  # noqa: E402
from window_child import Watch, rest  # noqa: E402

from app.model.copies import Reason  # noqa: E402
from app.services import backups, vault  # noqa: E402
from app.services.computer import Computer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from ui import theme  # noqa: E402
from ui.bridge import Bridge, Route  # noqa: E402
from ui.composition import parts  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.task import Task  # noqa: E402


def copy(workspace: Workspace, _task: Task) -> Path:
    return backups.make(workspace, Reason.BY_HAND).copy.path


def main() -> int:
    journal, passphrase = Path(sys.argv[1]), sys.stdin.read().strip()
    key = vault.unlock(journal, passphrase) if passphrase else None
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light", 1.0)
    watch = Watch(app)
    bridge = Bridge(Workspace.open(journal, key=key), None, Computer())
    window = MainWindow(bridge, parts())
    window.resize(1360, 860)
    window.show_route(Route("today"))
    window.show()
    while not watch.painted or bridge.busy() or window.background_waits():
        rest(0.05)
    rest(1.5)  # what is loaded after a start is not what is measured here
    made: list[Path] = []
    watch.start()
    started = time.perf_counter()
    bridge.run(copy, made.append)
    while not made:
        rest(0.002)
    took = time.perf_counter() - started
    print(json.dumps([watch.longest * 1000, took * 1000]), flush=True)
    window.close()
    bridge.close()
    made[0].unlink()
    vault.keys_path(made[0]).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
