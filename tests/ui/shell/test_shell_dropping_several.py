"""Several things dropped onto a profile at once: what is the same, and what has nothing to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.model.records import Meeting
from tests.app.services.test_watching import calendar, card, event
from tests.ui.probes import settle
from tests.ui.shell.test_shell_dropping import added, drop, files, profile_of, read
from ui.main_window import MainWindow


def test_a_text_beside_a_card_with_nothing_new_is_opened_in_the_form(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    profile, strip = profile_of(window)
    (tmp_path / "dana.vcf").write_text(card("Dana Okafor"))
    (tmp_path / "note.txt").write_text("She keeps the archive of the harbour.")
    drop(profile, files(tmp_path / "dana.vcf", tmp_path / "note.txt"))
    read(strip, qtbot)
    assert strip.form.isVisible()
    strip.form.click()
    settle()
    fields = window.pages["log"].findChildren(QPlainTextEdit)
    assert "She keeps the archive of the harbour." in [one.toPlainText() for one in fields]


def test_an_event_dropped_twice_is_one_meeting(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    profile, strip = profile_of(window)
    for name in ("a.ics", "a (1).ics", "b.ics"):
        (tmp_path / name).write_text(calendar(event()))
    count = workspace.count(Meeting)
    drop(profile, files(tmp_path / "a.ics", tmp_path / "a (1).ics"))
    twin = "“Review”. The same stands in “a.ics”."
    assert read(strip, qtbot).splitlines()[1:] == [twin]
    drop(profile, files(tmp_path / "b.ics"))
    assert read(strip, qtbot).splitlines()[1:] == [twin]
    assert strip.keep.text() == "Add it"
    added(window, strip, qtbot)
    assert workspace.count(Meeting) == count + 1
