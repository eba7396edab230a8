"""Whoever gets at the files of a protected journal reads nothing in them, at any moment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.copies import Reason
from app.services import attachments, backups, opened_files, transfer, vault
from app.services.vault import keys_path
from app.services.workspace import Workspace
from tests.campaigns.secret_words import Words, words_of
from tests.stories.conftest import Someone
from tests.ui.probes import settle
from ui.file_list.row import FileRow
from ui.main_window import MainWindow
from ui.notices import CrashWindow, crash_report

PASSPHRASE = "gravel monsoon tulip cabinet"
HALF = "lunch with Dana. A long thought of Quillfeather that"
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ottoline Quillfeather\r\nEND:VCARD\r\n"


class Places:
    """The journal, the folders of the user, the temporary one, and what must not be read there."""

    def __init__(self, top: Path, sample: Path) -> None:
        self.top = top
        self.journal = top / "journal" / "mine.kith"
        self.journal.parent.mkdir()
        for folder in ("home", "tmp"):
            (top / folder).mkdir(exist_ok=True)
        sample.replace(self.journal)
        key = vault.protect(self.journal, PASSPHRASE)
        code = vault.recovery_code(key)
        workspace = vault_opened(self.journal)
        known = words_of(
            workspace, PASSPHRASE, code, code.replace("-", ""), HALF, "Quillfeather", "Ottoline"
        )
        workspace.close()
        # The name of a file that is imported stands in the label of a step.
        self.words = Words((*known.texts, "fresh faces"))

    def files(self) -> list[Path]:
        """Every file in all of the folders."""
        folders = (self.journal.parent, self.top / "home", self.top / "tmp")
        return [path for one in folders for path in sorted(one.rglob("*")) if path.is_file()]

    def spoken(self) -> list[str]:
        """Words of the journal that can be read in a file."""
        return [
            f"{path.name}: {word}"
            for path in self.files()
            for word in self.words.found_in(path.read_bytes())
        ]


def vault_opened(journal: Path) -> Workspace:
    return Workspace.open(journal, key=vault.unlock(journal, PASSPHRASE))


@pytest.fixture
def places(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A protected sample, with temporary files going to a folder of its own."""
    made = Places(tmp_path, sample)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return made


def unlocks(someone: Someone) -> None:
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone._qtbot.waitUntil(lambda: isinstance(someone.window, MainWindow), timeout=30_000)
    someone.waits()


def test_the_words_are_there_to_be_found_in_a_plain_journal(places: Places) -> None:
    vault.unprotect(places.journal, vault.unlock(places.journal, PASSPHRASE))
    assert len(set(places.spoken())) > 800


def test_nothing_is_read_while_it_is_open_locked_copied_and_added_to(
    someone: Someone, places: Places
) -> None:
    someone.starts_kith(places.journal)
    assert places.spoken() == []
    unlocks(someone)
    assert someone.sees("Next meetings")
    assert places.spoken() == []

    # Half a line, kept in the journal itself: its log holds it now, and shows nothing.
    someone.presses("Ctrl+L")
    someone.types(HALF)
    someone._qtbot.waitUntil(lambda: bool(someone.journal.drafts()), timeout=30_000)
    assert keys_path(places.journal) in places.files()
    assert places.journal.with_name("mine.kith-wal").stat().st_size > 0
    assert places.spoken() == []

    # While it is locked, and after coming back to what was typed.
    someone.presses("Ctrl+Shift+L")
    someone.waits_for("The journal is locked.")
    assert places.spoken() == []
    unlocks(someone)
    assert someone.sees(HALF)
    assert places.spoken() == []

    # A copy, and an address book that comes in.
    made = backups.make(someone.journal, Reason.BY_HAND)
    card = places.top / "fresh faces.vcf"
    card.write_text(CARD, encoding="utf-8")
    transfer.apply(someone.journal, transfer.preview(someone.journal, [card]))
    assert someone.journal.person_named("Ottoline").name == "Ottoline Quillfeather"
    assert made.copy.path in places.files()
    assert places.spoken() == []

    someone.closes_kith()
    assert places.spoken() == []


def test_a_crash_tells_nothing_of_the_journal(someone: Someone, places: Places) -> None:
    someone.starts_kith(places.journal)
    unlocks(someone)
    person = someone.journal.person_named("Dana")
    try:
        raise RuntimeError(f"{person.name}: {person.note}")
    except RuntimeError as error:
        report = crash_report(error)
    someone.program.show_crash(report)
    settle()
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashWindow)]
    assert [one.isVisible() for one in shown] == [True]
    assert "RuntimeError" in report.text
    assert places.words.found_in(report.text.encode()) == []
    assert places.spoken() == []
    shown[0].close()
    settle()


class Viewer(QObject):
    """The system's program: notes which files it is asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.asked.append(Path(url.toLocalFile()))


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewer]:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)  # the folder that is looked into, then
    made = Viewer()
    QDesktopServices.setUrlHandler("file", made, "show")  # type: ignore[call-overload]
    yield made
    QDesktopServices.unsetUrlHandler("file")


def looks_at_a_letter(someone: Someone, viewer: Viewer) -> Path:
    """Put a letter on Dana's profile, and open it with Enter; the copy it is shown from."""
    dana, asked = someone.journal.person_named("Dana"), len(viewer.asked)
    if not attachments.of_person(someone.journal, dana.id):
        letter = attachments.incoming("Quillfeather.txt", b"Dear Ottoline Quillfeather", 999)
        attachments.add(someone.journal, dana, [letter])
    assert someone.program.bridge is not None
    someone.program.bridge.go("people", person=dana.id, tab="overview")
    someone.waits()
    (row,) = someone.window.findChildren(FileRow)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    someone._qtbot.waitUntil(lambda: len(viewer.asked) > asked, timeout=30_000)
    someone.waits()
    return viewer.asked[-1]


def test_a_file_that_was_looked_at_leaves_nothing(
    someone: Someone, places: Places, viewer: Viewer
) -> None:
    someone.starts_kith(places.journal)
    unlocks(someone)
    copy = looks_at_a_letter(someone, viewer)
    # Without this the test would see nothing later either.
    assert {line.partition(":")[0] for line in places.spoken()} == {copy.name}
    someone.presses("Ctrl+Shift+L")
    someone.waits_for("The journal is locked.")
    assert places.spoken() == []
    assert not copy.parent.exists()

    unlocks(someone)
    copy = looks_at_a_letter(someone, viewer)
    assert copy.exists()
    someone.closes_kith()
    assert places.spoken() == []
    assert not copy.parent.exists()


def test_what_a_crash_left_of_a_file_goes_at_the_next_start(
    someone: Someone, places: Places, viewer: Viewer
) -> None:
    left = opened_files.folder() / "left by a crash"
    left.mkdir(mode=0o700)
    (left / ".held").touch()
    (left / "copy.txt").write_bytes(b"Dear Ottoline Quillfeather")
    assert places.spoken() != []
    someone.starts_kith(places.journal)  # and nobody unlocks it
    someone._qtbot.waitUntil(lambda: not left.exists(), timeout=30_000)
    assert places.spoken() == []


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_nothing_is_read_after_a_kill(places: Places) -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(Path.cwd()), "TMPDIR": str(places.top / "tmp")}
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        surroundings[name] = str(places.top / "home")
    script = str(Path(__file__).with_name("half_typed.py"))
    process = subprocess.Popen(
        [sys.executable, script, str(places.journal), HALF],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=surroundings,
        text=True,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{PASSPHRASE}\n")
        process.stdin.close()
        assert process.stdout.readline() == "typed\n"
        assert places.spoken() == []
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert process.returncode == -9
    # The log of a program that was killed stays there until the journal is opened again.
    assert places.journal.with_name("mine.kith-wal").stat().st_size > 0
    assert places.spoken() == []
    workspace = vault_opened(places.journal)
    assert any(HALF in draft.body for draft in workspace.drafts())
    assert workspace.check() == []
    workspace.close()
    assert places.spoken() == []
