"""Exporting through the window: as what, whose, where to; by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.services import transfer
from app.services.export import Format, Version
from tests.ui.probes import clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.pages.exporting import ExportPage
from ui.pages.forgetting import HeldPage
from ui.pages.people.page import PeoplePage
from ui.pages.people.taking_out import TakingOut


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ExportPage:
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier(0x04000000 | 0x02000000))
    made = window.pages["export"]
    assert isinstance(made, ExportPage)
    qtbot.waitUntil(made.isVisible)
    return made


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def saves_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever dialog asks, this is the answer."""
    answer = staticmethod(lambda *_args, **_options: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    folder = staticmethod(lambda *_args, **_options: str(path))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)


def ended(page: ExportPage, bridge: Bridge, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    qtbot.waitUntil(lambda: page.working.isHidden(), timeout=20_000)


def test_a_folder_of_pages_is_the_first_choice(
    page: ExportPage,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert any("is not encrypted" in told for told in texts(page))
    saves_to(tmp_path / "vault", monkeypatch)
    page.go.click()
    ended(page, bridge, qtbot)
    assert page.strip.message().startswith("Exported. 24 people, 546 entries.")
    assert str(tmp_path / "vault") in page.strip.message()
    assert (tmp_path / "vault" / "People" / "Dana Okafor.md").exists()


def test_a_folder_of_pages_is_written_anew_or_put_beside_what_is_there(
    page: ExportPage,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = tmp_path / "Documents"
    documents.mkdir()
    (documents / "letter.txt").write_text("Dear Dana")
    saves_to(documents, monkeypatch)
    page.go.click()
    ended(page, bridge, qtbot)
    (made,) = [one for one in documents.iterdir() if one.is_dir()]
    assert (made / "People" / "Dana Okafor.md").exists()
    saves_to(made, monkeypatch)
    page.go.click()
    assert "is there already" in page.strip.message()
    page.strip._button.click()
    ended(page, bridge, qtbot)
    assert page.strip.message().startswith("Exported.")
    assert sorted(one.name for one in documents.iterdir()) == sorted([made.name, "letter.txt"])


def test_cards_of_a_tag_by_keyboard_alone(
    page: ExportPage,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert page.formats.rows[Format.MARKDOWN].hasFocus()
    press(Qt.Key.Key_Down)
    assert page.formats.kind is Format.VCARD
    assert page.details.version.isVisible()
    for _row in range(2):
        press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_2)
    assert not page.go.isEnabled()
    assert page.whose.tag.line.hasFocus()
    for char in "footb":
        QTest.keyClicks(page.whose.tag.line, char)
    assert page.whose.tag.offers() == ["football"]
    press(Qt.Key.Key_Return)
    assert page.go.isEnabled()
    page.details.version.choose(1)
    page.details.version.choose(1)  # one of them it has to be
    assert page.details.chosen() is Version.NEW
    saves_to(tmp_path / "football", monkeypatch)
    page.go.setFocus()
    press(Qt.Key.Key_Return)
    ended(page, bridge, qtbot)
    told = (tmp_path / "football.vcf").read_text("utf-8")
    assert "VERSION:4.0" in told
    assert "FN:Grace Adeyemi-Clarke" in told
    plan = transfer.preview(bridge.workspace, [tmp_path / "football.vcf"])
    assert {row.action.value for row in plan.rows} == {"nothing"}


def test_what_is_there_is_replaced_only_when_one_says_so(
    page: ExportPage, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "people.vcf"
    path.write_text("mine")
    page.formats.rows[Format.VCARD].pressed.emit()
    page.save_to(path)
    assert "is there already" in page.strip.message()
    assert path.read_text() == "mine"
    page.strip._button.click()
    ended(page, bridge, qtbot)
    assert path.read_text("utf-8").startswith("BEGIN:VCARD")


@pytest.mark.parametrize("kind", ["missing", "foreign"])
def test_where_nothing_can_be_written_the_page_says_why(
    page: ExportPage, tmp_path: Path, kind: str
) -> None:
    if kind == "missing":
        page.save_to(tmp_path / "nowhere" / "vault")
        assert "There is no folder" in page.strip.message()
    else:
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "mine.md").write_text("mine")
        page.save_to(tmp_path / "vault")
        assert page.strip._button.isHidden()
    assert page.working.isHidden()


def test_it_can_be_stopped(page: ExportPage, bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> None:
    page.save_to(tmp_path / "vault")
    assert page.working.isVisible()
    assert not page.go.isEnabled()
    page.working.stop.click()
    ended(page, bridge, qtbot)
    # Stopped in time there is nothing; else it is done.
    done = page.strip.message().startswith("Exported.")
    assert (tmp_path / "vault").exists() == done
    assert done or page.strip.message().startswith("Stopped. Nothing was written.")
    assert page.go.isEnabled()


def test_one_press_leads_from_a_profile_to_everything_held(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    person = bridge.workspace.person_named("Grace")
    bridge.go("people", person=person.id)
    people = window.pages["people"]
    assert isinstance(people, PeoplePage)
    qtbot.waitUntil(lambda: bool(people.findChildren(TakingOut)))
    (out,) = people.findChildren(TakingOut)
    out.held.click()
    held = window.pages["held"]
    assert isinstance(held, HeldPage)
    assert held.isVisible()
    bridge.go("people", person=person.id)
    out.export.click()
    page = window.pages["export"]
    assert isinstance(page, ExportPage)
    choice = page.whose.choice()
    assert choice is not None
    assert choice.person == person.id
    page.held.click()
    assert held.isVisible()


def test_what_a_damaged_journal_lacks_is_told_with_what_was_written(
    page: ExportPage,
    window: MainWindow,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = bridge.workspace
    dana = workspace.person_named("Dana")
    with workspace.change("Attach") as edit:
        file = edit.attach(dana, "plan.txt", b"a plan")
    with workspace.database.transaction() as connection:
        connection.execute("DELETE FROM content WHERE digest = ?", (file.digest,))
    saves_to(tmp_path / "vault", monkeypatch)
    page.go.click()
    ended(page, bridge, qtbot)
    assert "The journal has lost what 1 file held" in page.strip.message()
    bridge.go("held", person=dana.id)
    held = window.pages["held"]
    assert isinstance(held, HeldPage)
    held.save_to(tmp_path / "held.json")
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert held.strip.message().startswith("Saved. The journal has lost what 1 file held")


def test_a_person_is_found_by_a_part_of_the_name(page: ExportPage, bridge: Bridge) -> None:
    page.whose.whole.choose(2)
    QTest.keyClicks(page.whose.person.line, "grac")
    press(Qt.Key.Key_Return)
    choice = page.whose.choice()
    assert choice is not None
    assert choice.person == bridge.workspace.person_named("Grace").id
    assert page.held.isVisible()
    page.whose.person._take_off()
    assert page.whose.choice() is None
    assert not page.go.isEnabled()


def test_what_came_of_it_is_seen_on_a_long_page(
    page: ExportPage,
    window: MainWindow,
    dressed: QApplication,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    theme.apply(dressed, "light", 1.5)
    window.resize(1024, 700)
    settle()
    page.formats.rows[Format.ARCHIVE].setFocus()
    page.scroller.ensureWidgetVisible(page.formats.rows[Format.ARCHIVE])
    assert page.scroller.verticalScrollBar().value() > 0
    page.save_to(tmp_path / "vault")
    ended(page, bridge, qtbot)
    settle()
    assert page.scroller.verticalScrollBar().value() == 0
    assert page.strip.visibleRegion().boundingRect().height() == page.strip.height()
    theme.apply(dressed, "light", 1.0)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_whose_records_is_seen_without_scrolling(
    page: ExportPage, window: MainWindow, dressed: QApplication, scale: float
) -> None:
    theme.apply(dressed, "light", scale)
    window.resize(1024, 700)
    settle()
    port = page.scroller.viewport()
    foot = page.whose.mapTo(port, page.whose.rect().bottomLeft()).y()
    first = page.formats.rows[Format.MARKDOWN]
    assert foot < port.height()
    assert first.mapTo(port, first.rect().bottomLeft()).y() < port.height()
    theme.apply(dressed, "light")


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut_off(
    page: ExportPage, window: MainWindow, dressed: QApplication, scale: float
) -> None:
    theme.apply(dressed, "light", scale)
    window.resize(1024, 700)
    for kind, row in page.formats.rows.items():
        row.pressed.emit()
        page.whose.whole.choose(list(Format).index(kind) % 3)
        settle()
        assert clipped(page) == []
    theme.apply(dressed, "light", 1.0)


def test_what_came_of_an_export_is_told_to_one_who_went_elsewhere(
    page: ExportPage, window: MainWindow, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    page.formats.choose(Format.VCARD)
    page.save_to(tmp_path / "people.vcf")
    bridge.go("today")
    line = window.pages["today"].line.edit  # type: ignore[attr-defined]
    line.setFocus()
    ended(page, bridge, qtbot)
    assert QApplication.focusWidget() is line
    assert "people.vcf" in window.toast.message()
    bridge.go("export")
    assert page.strip.message().startswith("Exported. 24 people")


def test_an_export_that_fails_is_told_to_one_who_went_elsewhere(
    page: ExportPage, window: MainWindow, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    page.formats.choose(Format.VCARD)
    page.whose.choose_person(99_999, "Somebody who was deleted meanwhile")
    page.save_to(tmp_path / "people.vcf")
    bridge.go("timeline")
    ended(page, bridge, qtbot)
    assert not (tmp_path / "people.vcf").exists()
    told = window.strip.message()
    assert told
    bridge.go("export")
    assert page.strip.message() == told


def test_what_is_replaced_becomes_what_was_asked_for_then(
    page: ExportPage, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "people.vcf"
    path.write_text("mine")
    page.formats.choose(Format.VCARD)
    page.save_to(path)
    assert "is there already" in page.strip.message()
    page.formats.choose(Format.ICAL)  # looked at meanwhile
    page.strip._button.click()
    ended(page, bridge, qtbot)
    assert path.read_text("utf-8").startswith("BEGIN:VCARD")
