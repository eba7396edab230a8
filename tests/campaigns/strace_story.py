"""A whole story under strace: which sockets are made, and which files are written, by whom.

    .venv/bin/python tests/campaigns/strace_story.py

Window and terminal begin a journal, log, import, search, make a briefing and a copy, undo, lock,
unlock and quit. Every system call that makes a socket or opens a file for writing is read back: no
socket may reach beyond this computer, and every file must lie in the journal's folder, in Kith's
own folders, or where the user said. What else is touched is listed with its reason. Linux only;
strace comes with the package of that name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    "network,open,openat,openat2,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,"
    "symlink,symlinkat,mknod,mknodat,truncate"
)
PASSPHRASE = "four plain words together"
CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:Aino Järvinen\nEMAIL:aino@pohjola.example\nEND:VCARD\n"
# Where something may be written that is neither the journal's, nor Kith's, nor named: why.
REASONS: tuple[tuple[str, str], ...] = (
    (r"/dev/null", "the place that keeps nothing"),
    (r"/dev/(tty|pts/\d+|urandom|random)", "the terminal and the system's chance"),
    (r"/proc/self/(task/\d+/)?(comm|coredump_filter|oom_score_adj)", "the system's own settings"),
    (r"(?P<code>.*)/__pycache__(/.*)?", "Python's compiled code, beside the program's files"),
    (r".*/fontconfig(/.*)?", "the index of the computer's fonts, for all programs"),
    (r"/dev/shm/.*|/memfd:.*", "memory shared inside the program, no file"),
)

_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
_FAMILY = re.compile(r"\b(?:AF|PF)_(\w+)")


@dataclass
class Seen:
    """What a trace tells."""

    sockets: dict[str, int] = field(default_factory=dict)
    local: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def read(self, trace: str, folder: Path) -> None:
        """Take in one trace of a process that began in a folder."""
        for line in trace.splitlines():
            call = _CALL.match(line)
            if call is None or "= -1 E" in line:
                continue
            name, rest = call[1], call[2]
            if name in {"socket", "socketpair"}:
                family = _FAMILY.search(rest)
                key = family[1] if family else rest[:20]
                self.sockets[key] = self.sockets.get(key, 0) + 1
            elif name in {"connect", "bind", "sendto", "sendmsg"}:
                family = _FAMILY.search(rest)
                if family and family[1] not in {"UNIX", "NETLINK", "UNSPEC"}:
                    self.sockets[family[1]] = self.sockets.get(family[1], 0) + 1
                path = re.search(r'sun_path=@?"([^"]*)"', rest)
                if path:
                    self.local.add(path[1])
            elif name in {"open", "openat", "openat2"}:
                if _WRITES.search(rest):
                    self._add(_QUOTED.findall(rest)[:1], folder)
            elif not name.startswith(("get", "set", "recv", "send", "accept", "listen", "shut")):
                self._add(_QUOTED.findall(rest), folder)

    def _add(self, paths: list[str], folder: Path) -> None:
        for path in paths:
            plain = path.encode().decode("unicode_escape").encode("latin-1").decode("utf-8")
            self.written.add(os.path.normpath(folder / plain))


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QProcess, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from app.model.people import Counterpart
from app.services.computer import Computer
from app.services.places import computer_file
from ui import composition, tour
from ui.program import Program

journal, cards, sheet = map(Path, sys.argv[1:4])
app = QApplication(["kith"])
app.setApplicationName("kith")
program = Program(app, composition.parts(), composition.welcome, Computer(computer_file()))


def settled():
    tour.settle(program.window)


def story():
    program.start(journal)
    settled()
    page = program.window.centralWidget()
    page.field.setText({passphrase!r})
    page.unlock_button.click()
    while program.bridge is None:
        QTest.qWait(20)
    settled()
    bridge = program.bridge
    for name in ("people", "timeline", "prepare", "settings", "history", "handbook", "log"):
        bridge.go(name)
        settled()
    with bridge.workspace.change("Add somebody") as edit:
        person = edit.add(Counterpart, name="Zoe Quill")
    bridge.go("import", extra={{"files": [cards]}})
    settled()
    bridge.go("prepare", person=person.id, tab="briefing")
    settled()
    parts = program.window.findChildren(QWidget)
    next(one for one in parts if hasattr(one, "save_to") and one.isVisible()).save_to(sheet)
    settled()
    program.window.commands.undo()
    program.window.actions_by_id["view.cover"].trigger()
    settled()
    program.window.actions_by_id["view.cover"].trigger()
    while program.entering.one._server is None:
        QTest.qWait(20)
    second = QProcess()
    second.start(sys.executable, ["-m", "ui", "--journal", str(journal)])
    while second.state() != QProcess.ProcessState.NotRunning:
        QTest.qWait(20)
    assert second.exitCode() == 0, second.readAllStandardError().data()
    program.lock()
    QTest.qWait(100)
    program.window.close()
    app.quit()


def guarded():
    try:
        story()
    except BaseException:
        import traceback
        traceback.print_exc()
        app.exit(1)


QTimer.singleShot(0, guarded)
raise SystemExit(app.exec())
"""


def commands(folder: Path) -> list[list[str]]:
    """The story's commands, one after the other."""
    journal, cards = folder / "journals" / "journal.kith", folder / "cards.vcf"
    secret = folder / "passphrase"
    kith = [sys.executable, "-m", "ui", "--journal", str(journal)]
    script = folder / "window.py"
    script.write_text(WINDOW.format(passphrase=PASSPHRASE), encoding="utf-8")
    opened = ["--passphrase-file", str(secret)]
    named = folder / "named"
    return [
        [*kith, "person", "add", "Dana Okafor", "--organisation", "Northwind"],
        [*kith, "log", "call with Dana yesterday 30m. Spoke about the merger"],
        [*kith[:3], *opened, *kith[3:], "lock", "set"],
        [*kith[:3], *opened, *kith[3:], "import", str(cards)],
        [*kith[:3], *opened, *kith[3:], "search", "merger"],
        [*kith[:3], *opened, *kith[3:], "brief", "Dana", "--pdf", str(named / "brief.pdf")],
        [*kith[:3], *opened, *kith[3:], "backup", str(named / "copy.kith")],
        [*kith[:3], *opened, *kith[3:], "undo"],
        [sys.executable, str(script), str(journal), str(cards), str(named / "window.pdf")],
        [*kith[:3], *opened, *kith[3:], "check"],
    ]


def run(folder: Path, short: bool = False) -> tuple[Seen, list[str]]:
    """Play the story, or its first sentences, in a folder; what was seen, and what went wrong."""
    for name in ("journals", "named", "home", "scratch"):
        (folder / name).mkdir()
    (folder / "cards.vcf").write_text(CARD, encoding="utf-8")
    (folder / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    home = folder / "home"
    surroundings = {
        **{k: v for k, v in os.environ.items() if k not in {"XDG_RUNTIME_DIR", "DISPLAY"}},
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TMPDIR": str(folder / "scratch"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    seen, troubles = Seen(), []
    story = commands(folder)
    for number, command in enumerate(story[:2] if short else story):
        log = folder / f"trace{number}"
        traced = ["strace", "-f", "-qq", "-s", "512", "-e", f"trace={CALLS}", "-o", str(log)]
        done = subprocess.run(
            [*traced, *command],
            env=surroundings,
            cwd=folder / "journals",
            capture_output=True,
            text=True,
            timeout=600,
        )
        if done.returncode:
            troubles.append(f"{' '.join(command[3:])}: {done.returncode} {done.stderr.strip()}")
        seen.read(log.read_text(encoding="utf-8", errors="replace"), folder / "journals")
    return seen, troubles


def judge(seen: Seen, folder: Path) -> tuple[list[str], dict[str, list[str]]]:
    """What must not be, and what was touched elsewhere, by its reason."""
    wrong = [
        f"a socket of the family {family}, {count} times"
        for family, count in seen.sockets.items()
        if family not in {"UNIX", "LOCAL", "NETLINK"}
    ]
    allowed = [folder / "journals", folder / "named"]
    allowed += [folder / "home" / one / "kith" for one in ("config", "data")]
    elsewhere: dict[str, list[str]] = {}
    for text in sorted(seen.written):
        path = Path(text)
        if any(path.is_relative_to(one) for one in allowed):
            continue
        # The folders on the way to Kith's own are made with it.
        if any(one.is_relative_to(path) for one in allowed):
            continue
        reason = next((why for what, why in REASONS if re.fullmatch(what, text)), "")
        if reason:
            elsewhere.setdefault(reason, []).append(text)
        else:
            wrong.append(f"wrote {text}")
    wrong += [
        f"spoke to {name}"
        for name in sorted(seen.local)
        if not Path(name).is_relative_to(folder / "home" / "config" / "kith")
    ]
    return wrong, elsewhere


def main() -> int:
    """Play the story and tell what was seen."""
    if shutil.which("strace") is None:
        print("strace is not installed; on Debian and Ubuntu it is the package strace")
        return 2
    with tempfile.TemporaryDirectory(prefix="k") as name:
        folder = Path(name)
        seen, troubles = run(folder)
        wrong, elsewhere = judge(seen, folder)
        print("sockets:", ", ".join(f"{k} {v}" for k, v in sorted(seen.sockets.items())) or "none")
        print("local sockets:", ", ".join(sorted(Path(one).name for one in seen.local)) or "none")
        print("files written:", len(seen.written))
        for text in sorted(seen.written):
            path = Path(text)
            if path.is_relative_to(folder):
                print("  ", path.relative_to(folder))
        for reason, paths in elsewhere.items():
            print(f"  elsewhere, {len(paths)}: {reason}")
        for line in troubles:
            print("TROUBLE", line)
        for line in wrong:
            print("WRONG", line)
        return 1 if wrong or troubles else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
