"""The briefing: seen before it is saved, nothing risky unasked, nothing replaced unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from app.model.brief import RISKY, SectionKey
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.pages.prepare.briefing import Briefing
from ui.pages.prepare.page import PreparePage
from ui.pages.prepare.sheet import Sheet

Open = Callable[[str], Briefing]


@pytest.fixture
def page(bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]) -> PreparePage:
    made = PreparePage(bridge, actions)
    window.setCentralWidget(made)
    bridge.routed.connect(lambda route: route.page == "prepare" and made.show_route(route))
    bridge.changed.connect(made.refresh)
    made.refresh(None)
    window.show()
    return made


@pytest.fixture
def briefing(page: PreparePage, bridge: Bridge, qtbot: QtBot) -> Open:
    """The preview of somebody's briefing, drawn."""

    def shown(name: str) -> Briefing:
        person = bridge.workspace.person_named(name).id
        bridge.go("prepare", person=person, tab="briefing")
        assert page.briefing is not None
        rest(qtbot, bridge, page.briefing)
        return page.briefing

    return shown


def rest(qtbot: QtBot, bridge: Bridge, view: Briefing) -> None:
    qtbot.waitUntil(lambda: not bridge.busy() and not view._pause.isActive(), timeout=15_000)
    settle()


def sheets(view: Briefing) -> list[Sheet]:
    return [sheet for sheet in view.findChildren(Sheet) if sheet.isVisible()]


def read(path: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_pages_are_shown_before_they_are_saved(briefing: Open) -> None:
    view = briefing("Dana")
    assert view.header.title.text() == "Briefing: Dana Okafor"
    shown = sheets(view)
    assert len(shown) == 1
    assert shown[0].accessibleName() == "Page 1 of 1 of the briefing"
    assert round(shown[0].height() / shown[0].width(), 1) == 1.4
    assert any("words, within two minutes’ reading." in told for told in texts(view))


def test_what_is_risky_is_off_until_it_is_ticked(
    briefing: Open, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    view = briefing("Dana")
    assert not view.picker.included() & RISKY
    view.save_to(tmp_path / "plain.pdf")
    rest(qtbot, bridge, view)
    assert "late delivery again" not in read(tmp_path / "plain.pdf")
    qtbot.mouseClick(view.picker.tick(SectionKey.WATCH_OUTS), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.picker.tick(SectionKey.COMMON_GROUND), Qt.MouseButton.LeftButton)
    rest(qtbot, bridge, view)
    view.save_to(tmp_path / "more.pdf")
    rest(qtbot, bridge, view)
    told = read(tmp_path / "more.pdf")
    assert "late delivery" in told
    assert "Both coach youth football" not in told
    assert "Private briefing" in told


def test_the_next_person_starts_with_nothing_risky(briefing: Open) -> None:
    briefing("Dana").include(SectionKey.WATCH_OUTS)
    briefing("Ayşe")
    assert not briefing("Dana").picker.included() & RISKY


def test_the_paper_is_remembered_and_used(
    briefing: Open, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    view = briefing("Dana")
    view.picker.paper.choose(0)  # pressing the chosen one changes nothing
    assert view.picker.paper.value() == "a4"
    view.picker.paper.choose(1)
    rest(qtbot, bridge, view)
    assert bridge.workspace.setting("paper") == "letter"
    view.save_to(tmp_path / "letter.pdf")
    rest(qtbot, bridge, view)
    box = PdfReader(tmp_path / "letter.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_nothing_is_replaced_without_asking(
    briefing: Open, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    view = briefing("Dana")
    path = tmp_path / "kept.pdf"
    path.write_bytes(b"mine")
    view.save_to(path)
    rest(qtbot, bridge, view)
    assert path.read_bytes() == b"mine"
    assert "“kept.pdf” is there already." in view.strip.message()
    qtbot.mouseClick(button(view, "Replace it"), Qt.MouseButton.LeftButton)
    rest(qtbot, bridge, view)
    assert "Dana Okafor" in read(path)
    assert str(path) in view.strip.message()


def test_a_place_that_cannot_be_written_is_said_with_advice(
    briefing: Open, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    view = briefing("Dana")
    view.save_to(tmp_path / "gone" / "brief.pdf")
    rest(qtbot, bridge, view)
    assert "the folder is gone" in view.strip.message()
    assert "Save it in another folder" in view.strip.message()
    assert view.save.isEnabled()
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_dialog_offers_a_name_and_gets_its_ending(
    briefing: Open,
    bridge: Bridge,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def answer(*arguments: object, **_options: object) -> tuple[str, str]:
        offered.append(str(arguments[2]))
        return str(tmp_path / "before the talk"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    view = briefing("Dana")
    qtbot.mouseClick(view.save, Qt.MouseButton.LeftButton)
    rest(qtbot, bridge, view)
    assert Path(offered[0]).name == "Briefing Dana Okafor 2026-11-22.pdf"
    assert (tmp_path / "before the talk.pdf").is_file()


def test_ctrl_e_shows_the_pages_first_and_then_saves(
    page: PreparePage,
    bridge: Bridge,
    actions: dict[str, QAction],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (asked.append(1), ("", ""))[1]
    )
    bridge.go("prepare")
    assert not actions["brief.export"].isEnabled()
    bridge.go("prepare", person=bridge.workspace.person_named("Dana").id)
    assert actions["brief.export"].isEnabled()
    actions["brief.export"].trigger()
    assert page.briefing is not None
    assert page.currentWidget() is page.briefing
    rest(qtbot, bridge, page.briefing)
    assert asked == []
    actions["brief.export"].trigger()
    assert asked == [1]
    qtbot.keyClick(page.briefing, Qt.Key.Key_Escape)
    assert page.currentWidget() is page.prepared
    rest(qtbot, bridge, page.briefing)


def test_a_step_elsewhere_is_on_the_next_page_drawn(
    briefing: Open, bridge: Bridge, tmp_path: Path, qtbot: QtBot
) -> None:
    view = briefing("Dana")
    dana = bridge.workspace.person_named("Dana")
    with bridge.workspace.change("Rename") as edit:
        edit.set(dana, name="Dana Okafor-Lima")
    rest(qtbot, bridge, view)
    assert view.header.title.text() == "Briefing: Dana Okafor-Lima"
    view.save_to(tmp_path / "new.pdf")
    rest(qtbot, bridge, view)
    assert "Dana Okafor-Lima" in read(tmp_path / "new.pdf")


@pytest.mark.parametrize(
    "width, height, scale", [(1152, 860, 1.0), (816, 700, 1.0), (794, 700, 1.5)]
)
def test_nothing_of_the_preview_is_cut_off(
    briefing: Open,
    window: QMainWindow,
    dressed: QApplication,
    width: int,
    height: int,
    scale: float,
) -> None:
    theme.apply(dressed, "light", scale)
    window.resize(width, height)
    assert clipped(briefing("Dana")) == []
