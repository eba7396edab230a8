"""The page that forgets: fits everywhere, offers what there is, and takes no for an answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.copies import Reason
from app.model.people import Counterpart
from app.services import backups, vault
from app.services.opened_files import OpenedFiles
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.forgetting import ForgetPage, HeldPage


@pytest.fixture
def page(
    bridge: Bridge, window: QMainWindow, actions: dict[str, QAction], qtbot: QtBot
) -> ForgetPage:
    made = ForgetPage(bridge, actions)
    window.setCentralWidget(made)
    window.show()
    return made


def shown(page: ForgetPage, bridge: Bridge, qtbot: QtBot, name: str = "Dana") -> Counterpart:
    person = bridge.workspace.person_named(name)
    page.show_route(Route("forget", person=person.id))
    qtbot.waitUntil(lambda: page.found is not None and not bridge.busy())
    settle()
    return person


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize(("scale", "size"), [(1.0, (1152, 860)), (1.5, (816, 700))])
def test_nothing_is_clipped(
    page: ForgetPage,
    bridge: Bridge,
    window: QMainWindow,
    actions: dict[str, QAction],
    qtbot: QtBot,
    dressed: QApplication,
    choice: str,
    scale: float,
    size: tuple[int, int],
) -> None:
    backups.make(bridge.workspace, Reason.BEFORE_IMPORT)
    theme.apply(dressed, choice, scale)
    window.resize(*size)
    shown(page, bridge, qtbot)
    assert clipped(window) == []
    held = HeldPage(bridge, actions)
    window.setCentralWidget(held)
    held.show_route(Route("held", person=bridge.workspace.person_named("Dana").id))
    settle()
    assert clipped(window) == []


def test_copies_are_offered(page: ForgetPage, bridge: Bridge, qtbot: QtBot) -> None:
    backups.make(bridge.workspace, Reason.BEFORE_IMPORT)
    locked = backups.make(bridge.workspace, Reason.BEFORE_UPDATE).copy.path
    vault.protect(locked, "four quiet words here").wipe()
    shown(page, bridge, qtbot)
    ticks = page.offers.ticks
    assert set(ticks) == {"texts", "parts", "organisations", "backups", "unread"}
    assert [name for name, tick in ticks.items() if tick.isChecked()] == ["texts", "organisations"]
    told = texts(page)
    assert any(text.startswith("Until you tick this they stay in that copy") for text in told)
    assert any(text.startswith("Until you tick this they may stay in that copy") for text in told)
    assert "what you wrote about others" in ticks["parts"].words()
    assert "There" not in ticks["parts"].words()
    assert "Another passphrase opens it" in ticks["unread"].words()
    ticks["parts"].setChecked(True)
    ticks["texts"].setChecked(False)
    assert not ticks["parts"].isEnabled()
    assert not page.offers.wishes().parts
    ticks["texts"].setChecked(True)
    ticks["backups"].setChecked(True)
    ticks["unread"].setChecked(True)
    QTest.keyClicks(page.confirming.field, "Dana Okafor")
    with qtbot.waitSignal(bridge.said) as told:
        QTest.mouseClick(button(page, "Forget for good"), Qt.MouseButton.LeftButton)
    assert "Rewritten:" in told.args[0]
    assert f"Deleted: {locked.name}" in told.args[0]
    assert not locked.exists()
    qtbot.waitUntil(lambda: not bridge.busy())


def test_copies_opened_in_other_programs_go_too(
    page: ForgetPage, bridge: Bridge, qtbot: QtBot
) -> None:
    person = bridge.workspace.person_named("Dana")
    with bridge.workspace.change("Attach") as edit:
        file = edit.attach(person, "plan.txt", b"a plan")
    bridge.opened_files = OpenedFiles()
    copy = bridge.opened_files.copy_of(bridge.workspace, file)
    shown(page, bridge, qtbot)
    QTest.keyClicks(page.confirming.field, "Dana Okafor")
    with qtbot.waitSignal(bridge.said):
        page.forget()
    assert not copy.exists()
    qtbot.waitUntil(lambda: not bridge.busy())


def test_it_can_be_stopped(page: ForgetPage, bridge: Bridge, qtbot: QtBot) -> None:
    person = shown(page, bridge, qtbot)
    QTest.keyClicks(page.confirming.field, "dana  OKAFOR")
    page.forget()
    page.working.stop.click()
    qtbot.waitUntil(lambda: not bridge.busy())
    settle()
    # Stopped in time, all stands as it was and can be begun anew; else it is done.
    stands = person.id in {one.id for one in bridge.workspace.people()}
    assert stands == (page.found is not None) == page.confirming.isVisible()


def test_stop_after_the_last_word_is_written_changes_nothing(
    page: ForgetPage, bridge: Bridge, qtbot: QtBot
) -> None:
    person = shown(page, bridge, qtbot)
    heard: list[Changes] = []
    bridge.changed.connect(heard.append)
    QTest.keyClicks(page.confirming.field, "Dana Okafor")
    page.forget()
    qtbot.waitUntil(lambda: person.id not in {one.id for one in bridge.workspace.people()})
    page.working.stop.click()
    qtbot.waitUntil(lambda: not bridge.busy())
    settle()
    assert page.found is None
    assert any(changes.kind == "forget" for changes in heard)


def test_someone_of_whom_nothing_is_written(page: ForgetPage, bridge: Bridge, qtbot: QtBot) -> None:
    with bridge.workspace.change("Add") as edit:
        edit.add(Counterpart, name="Zed Qwertz")
    shown(page, bridge, qtbot, "Zed")
    assert not page.offers.isVisible()
    assert not page.places.isVisible()
    told = "\n".join(texts(page))
    assert "The profile goes, and nothing else is written about them." in told


def test_someone_who_is_gone_leads_back_to_people(
    page: ForgetPage, bridge: Bridge, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([bridge.routed, bridge.failed]):
        page.show_route(Route("forget", person=99_999))
    qtbot.waitUntil(lambda: not bridge.busy())
