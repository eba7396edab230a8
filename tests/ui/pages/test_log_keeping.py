"""Nothing typed is lost: drafts while one types, after a crash, after a write that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.records import Interaction
from app.services.log_form.form import LogForm
from app.services.workspace import Workspace
from tests.ui.pages.conftest import CLOCK
from tests.ui.pages.test_log import (  # noqa: F401 - `kith` and `journal` are fixtures
    CONTROL,
    ENTER,
    journal,
    key,
    keys,
    kith,
    log_page,
    newest,
    page,
)
from tests.ui.probes import button, settle
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow
from ui.pages.log.keeper import Keeper

_TYPIST = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.model.values import FixedClock
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow

app = QApplication([])
theme.apply(app, "light")
clock = FixedClock(datetime(2026, 11, 22, 14, 32, tzinfo=UTC))
bridge = Bridge(Workspace.open(Path(sys.argv[1]), clock))
window = MainWindow(bridge, parts())
bridge.go("log")
window.show()
page = window.page
page.keeper.saved.connect(lambda: print("kept", flush=True))
QTest.keyClicks(page.parts.line.edit, "call with Dana yesterday. ")
page.parts.questions.opener.choose(1)
QTest.keyClicks(page.parts.note, "She worries who keeps the archive")
app.exec()
"""


def test_a_killed_window_offers_the_words_again(
    sample_file: Path, tmp_path: Path, root: Path, dressed: object, qtbot: QtBot
) -> None:
    path = tmp_path / "killed.kith"
    path.write_bytes(sample_file.read_bytes())
    typist = subprocess.Popen(
        [sys.executable, "-c", _TYPIST, str(path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert typist.stdout is not None
    assert typist.stdout.readline() == "kept\n"
    typist.kill()
    typist.wait()
    typist.stdout.close()

    bridge = Bridge(Workspace.open(path, CLOCK))
    window = MainWindow(bridge, parts())
    bridge.go("log")
    window.show()
    found = page(window)
    assert found.parts.offer.words.text().startswith("You were writing this at 14:32.")
    assert "call with Dana yesterday" in found.parts.offer.words.text()
    assert found.parts.line.text() == ""
    button(window, "Go on").click()
    settle()
    assert found.parts.line.text() == "call with Dana yesterday. "
    assert found.parts.note.value() == "She worries who keeps the archive"
    assert found.keeper.form.said["opener"] == "them"
    qtbot.waitUntil(lambda: found.parts.line.edit.is_ready(), timeout=30_000)
    found.done()
    assert newest(bridge.workspace).note == "She worries who keeps the archive"
    assert bridge.workspace.drafts() == []
    window.close()
    window.deleteLater()
    bridge.close()


def drafts(journal: Workspace) -> list[str]:  # noqa: F811
    found = (LogForm.from_json(draft.body) for draft in journal.drafts())
    return [form.opening for form in found if form is not None]


def test_what_is_typed_is_kept_two_seconds_later_at_most(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    qtbot: QtBot,
) -> None:
    found = log_page(kith)
    with qtbot.waitSignal(found.keeper.saved, timeout=3000):
        keys("call with Dana")
    assert drafts(journal) == ["call with Dana"]
    assert found.parts.saved.text() == "Saved just now"


def test_leaving_the_page_keeps_the_words_and_coming_back_shows_them(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    found = log_page(kith)
    keys("call with Dana")
    bridge.go("timeline")
    settle()
    assert drafts(journal) == ["call with Dana"]
    log_page(kith)
    assert found.parts.line.text() == "call with Dana"
    assert not found.parts.offer.isVisible()


def test_another_form_leaves_the_first_to_be_taken_up_again(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    found = log_page(kith)
    keys("call with Dana")
    rui = journal.person_named("Rui")
    bridge.go("log", person=rui.id)
    settle()
    assert found.parts.line.text() == ""
    assert found.keeper.form.people == (rui.id,)
    button(found, "Go on").click()
    settle()
    assert found.parts.line.text() == "call with Dana"
    assert found.keeper.form.people == ()


def test_thrown_away_words_can_be_brought_back(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
) -> None:
    found = log_page(kith)
    keys("call with Dana. Much to say")
    found.parts.note.setPlainText("And a note")
    found.flush()
    button(found, "Discard").click()
    settle()
    assert (found.parts.line.text(), found.parts.note.value()) == ("", "")
    assert journal.drafts() == []
    button(found, "Bring it back").click()
    settle()
    assert found.parts.line.text() == "call with Dana. Much to say"
    assert found.parts.note.value() == "And a note"
    found.flush()
    assert drafts(journal) == ["call with Dana. Much to say"]


def test_a_journal_that_cannot_be_written_keeps_the_words_and_says_so(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    count = len(journal.find(Interaction))
    blocker = journal.beside()
    blocker.database.connection.execute("BEGIN IMMEDIATE")  # as another program would hold it
    journal.database.connection.execute("PRAGMA busy_timeout = 1")
    found = log_page(kith)
    keys("call with Dana yesterday. It matters")
    key(ENTER)
    assert found.parts.line.text() == "call with Dana yesterday. It matters"
    assert "What you typed is still here." in found.parts.status.text()
    assert kith.strip.message()
    blocker.database.connection.execute("ROLLBACK")
    blocker.close()
    key(ENTER)
    assert len(journal.find(Interaction)) == count + 1
    assert found.parts.line.text() == ""


def test_the_line_on_today_logs_and_is_kept_too(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    today = kith.pages["today"]
    line = today.line  # type: ignore[attr-defined]
    line.setFocus()
    QTest.keyClicks(line.edit, "call with Dana yesterday 30m. Quick")
    settle()
    kith.flush()
    assert drafts(journal) == ["call with Dana yesterday 30m. Quick"]
    QTest.keyClick(line.edit, Qt.Key.Key_Return)
    settle()
    assert newest(journal).note == "Quick"
    assert line.text() == ""
    assert journal.drafts() == []
    assert kith.toast.message().startswith("Logged with Dana Okafor")


def test_the_words_on_today_can_be_taken_up_in_the_form(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    line = kith.pages["today"].line  # type: ignore[attr-defined]
    QTest.keyClicks(line.edit, "call with Dana yesterday. Longer")
    found = log_page(kith)
    assert found.parts.line.text() == "call with Dana yesterday. Longer"
    assert not found.parts.offer.isVisible()
    key(ENTER, modifier=CONTROL)
    assert newest(journal).note == "Longer"
    bridge.go("today")
    settle()
    assert line.text() == ""


def test_a_form_left_open_does_not_undo_what_was_changed_elsewhere(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    entry = newest(journal)
    bridge.go("log", entry=entry.id)
    settle()
    bridge.go("timeline")
    with journal.change("Edit an entry") as edit:
        edit.set(entry, note="Said later", minutes=17, tags=("late",))
    bridge.go("log", entry=entry.id)
    settle()
    found = page(kith)
    assert found.parts.note.value() == "Said later"
    found.parts.questions.opener.choose(2)
    found.done()
    stored = journal.get(Interaction, entry.id)
    assert (stored.note, stored.minutes, stored.tags) == ("Said later", 17, ("late",))
    assert stored.opener is not entry.opener


def test_a_kept_form_is_taken_up_over_the_entry_as_it_is_now(
    kith: MainWindow,  # noqa: F811
    journal: Workspace,  # noqa: F811
    bridge: Bridge,
) -> None:
    entry = newest(journal)
    bridge.go("log", entry=entry.id)
    settle()
    page(kith).parts.note.setPlainText("Half a thought")
    page(kith).flush()
    log_page(kith)
    with journal.change("Edit an entry") as edit:
        edit.set(entry, minutes=17)
    found = page(kith)
    found.parts.offer.take.click()
    settle()
    found.done()
    stored = journal.get(Interaction, entry.id)
    assert (stored.note, stored.minutes) == ("Half a thought", 17)


def test_a_form_whose_journal_was_closed_writes_nothing_more(
    journal: Workspace,  # noqa: F811
) -> None:
    page = QObject()
    keeper = Keeper(journal, lambda form: form, page)
    keeper.form = LogForm(line="call with Dana, too late")
    failed: list[object] = []
    keeper.failed.connect(failed.append)
    journal.close()
    keeper.write()
    assert failed == []
    assert keeper.saved_at is None
