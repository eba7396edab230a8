"""Files and photos in the window: dropped, pasted, opened, renamed, removed, and covered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.model.belongings import Attachment, AttachmentRole
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import attachments
from app.services.timeline import key_of
from app.services.workspace import Workspace
from tests.ui.probes import clipped, settle, texts
from ui import cover, theme
from ui.bridge import Bridge, Route
from ui.file_list import FileCard
from ui.file_list.doing import Files
from ui.pages.log import LogPage
from ui.pages.people import PeoplePage
from ui.pages.timeline.page import TimelinePage
from ui.pictures import for_photo, png
from ui.widgets.buttons import Button


class Viewer(QObject):
    """The system's program: notes what it is asked to open, and reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []
        self.read: list[bytes] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        path = Path(url.toLocalFile())
        self.asked.append(path)
        self.read.append(path.read_bytes())


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewer]:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    made = Viewer()
    QDesktopServices.setUrlHandler("file", made, "show")  # type: ignore[call-overload]
    yield made
    QDesktopServices.unsetUrlHandler("file")


def face(colour: str = "teal") -> QImage:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def put(workspace: Workspace, name: str = "plan.pdf", data: bytes = b"%PDF-1.7 hers") -> None:
    dana = workspace.person_named("Dana")
    attachments.add(workspace, dana, [attachments.incoming(name, data, 10**7)])


def kept(bridge: Bridge) -> list[str]:
    dana = bridge.workspace.person_named("Dana")
    return [one.name for one in attachments.of_person(bridge.workspace, dana.id)]


@pytest.fixture
def page(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> PeoplePage:
    made = PeoplePage(bridge, actions)
    bridge.changed.connect(made.refresh)
    window.setCentralWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    return made


def shown(page: PeoplePage, bridge: Bridge) -> FileCard:
    dana = bridge.workspace.person_named("Dana")
    page.refresh(None)
    page.show_route(Route("people", person=dana.id, tab="overview"))
    settle()
    return page.profile.tabs["overview"].findChildren(FileCard)[0]


def waits(qtbot: QtBot, bridge: Bridge) -> None:
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


def mime(*paths: Path, image: QImage | None = None) -> QMimeData:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None:
        data.setImageData(image)
    return data


def drop(on: QWidget, data: QMimeData) -> bool:
    """Hold something over a part of the window and let it go; whether it is taken."""
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPointF(5, 5), actions, data, *keys)
    QApplication.sendEvent(on, entered)
    if not entered.isAccepted():
        return False
    dropped = QDropEvent(QPointF(5, 5), actions, data, *keys)
    QApplication.sendEvent(on, dropped)
    assert dropped.dropAction() is Qt.DropAction.CopyAction  # what was dropped stays where it is
    return dropped.isAccepted()


def test_where_nothing_is_one_sentence_and_one_button(page: PeoplePage, bridge: Bridge) -> None:
    card = shown(page, bridge)
    assert "No files yet. Drop or paste them here." in texts(card)
    assert not card.add_link.isVisible()


def test_files_are_dropped_in_one_step_and_undone(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    card = shown(page, bridge)
    paths = [tmp_path / "plan.pdf", tmp_path / "notes.txt"]
    paths[0].write_bytes(b"%PDF-1.7 hers")
    paths[1].write_text("hers")
    with qtbot.waitSignal(bridge.said, timeout=20_000) as said:
        assert drop(card, mime(*paths))
    assert said.args == ["Added 2 files.", True]
    waits(qtbot, bridge)
    assert kept(bridge) == ["plan.pdf", "notes.txt"]
    assert [row.title.words() for row in card.rows] == ["plan.pdf", "notes.txt"]
    assert card.rows[0].note.words() == "13 bytes · 22 Nov"
    assert paths[0].exists()
    bridge.workspace.undo()
    settle()
    assert card.rows == []


def test_one_that_cannot_come_in_keeps_no_other_out(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    card = shown(page, bridge)
    bridge.workspace.set_setting("file_limit_mb", 1)
    large, small = tmp_path / "film.mov", tmp_path / "notes.txt"
    large.write_bytes(bytes(1_000_001))
    small.write_text("hers")
    with qtbot.waitSignal(bridge.failed, timeout=20_000) as failed:
        drop(card, mime(large, tmp_path / "gone.txt", small))
    assert failed.args is not None
    assert failed.args[0].text == (
        "“film.mov” has 1.0 MB; a file in the journal may have 1.0 MB. 1 more could not be added."
    )
    assert kept(bridge) == ["notes.txt"]


def test_a_picture_and_files_are_pasted(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    put(bridge.workspace)
    card = shown(page, bridge)
    card.rows[0].setFocus()
    QGuiApplication.clipboard().setMimeData(mime(image=face()))
    QTest.keyClick(card.rows[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    waits(qtbot, bridge)
    assert kept(bridge) == ["plan.pdf", "Picture of 2026-11-22.png"]
    (tmp_path / "a.txt").write_text("hers")
    QGuiApplication.clipboard().setMimeData(mime(tmp_path / "a.txt"))
    QTest.keyClick(card.rows[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    waits(qtbot, bridge)
    assert kept(bridge)[-1] == "a.txt"
    QGuiApplication.clipboard().setText("only words")
    with qtbot.waitSignal(bridge.said) as said:
        card.paste()
    assert said.args == ["The clipboard holds no file and no picture.", False]


def test_enter_opens_a_private_copy_that_goes_with_the_journal(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, viewer: Viewer, tmp_path: Path
) -> None:
    put(bridge.workspace)
    card = shown(page, bridge)
    card.rows[0].setFocus()
    QTest.keyClick(card.rows[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(viewer.asked), timeout=20_000)
    assert viewer.read == [b"%PDF-1.7 hers"]
    assert viewer.asked[0].suffix == ".pdf"
    assert viewer.asked[0].is_relative_to(tmp_path / "run")
    waits(qtbot, bridge)
    bridge.close()
    assert not viewer.asked[0].exists()
    assert list((tmp_path / "run").rglob("*.pdf")) == []


def test_a_program_is_not_opened_but_can_be_saved(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, viewer: Viewer
) -> None:
    put(bridge.workspace, "setup.exe", b"MZ\x90")
    put(bridge.workspace, "letter.pdf", b"#!/bin/sh")
    card = shown(page, bridge)
    for place, name in enumerate(("setup.exe", "letter.pdf")):
        with qtbot.waitSignal(bridge.offered, timeout=20_000) as offered:
            QTest.mouseClick(card.rows[place], Qt.MouseButton.LeftButton)
        assert offered.args is not None
        offer = offered.args[0]
        assert offer.words == f"“{name}” may be a program, so Kith does not open it."
        assert [words for words, _act in offer.choices] == ["Save a copy…"]
    assert viewer.asked == []


def test_f2_renames_and_delete_removes(page: PeoplePage, bridge: Bridge, qtbot: QtBot) -> None:
    put(bridge.workspace)
    put(bridge.workspace, "notes.txt", b"hers")
    card = shown(page, bridge)
    row = card.rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.field is not None
    assert row.field.selectedText() == "plan"
    QTest.keyClicks(row.field, "offer")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    assert kept(bridge) == ["offer.pdf", "notes.txt"]
    row = card.rows[1]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.field is not None
    QTest.keyClicks(row.field, "no")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert kept(bridge) == ["offer.pdf", "notes.txt"]
    with qtbot.waitSignal(bridge.said) as said:
        QTest.keyClick(card.rows[1], Qt.Key.Key_Delete)
    assert said.args == ["Removed “notes.txt”.", True]
    settle()
    assert kept(bridge) == ["offer.pdf"]
    menu = [action.text() for action in card.rows[0].menu().actions() if action.text()]
    assert menu == ["Open", "Save a copy…", "Rename", "Remove"]


def test_a_name_that_could_not_be_kept_stays_as_it_was_typed(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot
) -> None:
    put(bridge.workspace)
    (row,) = shown(page, bridge).rows
    told: list[str] = []
    bridge.failed.connect(lambda error: told.append(error.text))

    def types(name: str) -> None:
        assert row.field is not None and row.field.isVisible() and row.field.hasFocus()
        row.field.selectAll()
        QTest.keyClicks(row.field, name)
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        settle()

    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    types("///")
    assert told == ["A name is missing."]
    assert row.field is not None and row.field.text() == "///"
    place = bridge.workspace.path
    place.rename(place.with_suffix(".away"))
    types("offer.pdf")
    gone = "The journal journal.kith is no longer where it was."
    assert told.count(gone) == 1
    assert row.field.text() == "offer.pdf" and row.field.isVisible()
    card = shown(page, bridge)
    card.add_link.setFocus()  # whoever goes elsewhere is told again, and not called back
    assert told.count(gone) == 2 and not row.field.hasFocus()
    assert row.field.text() == "offer.pdf" and row.field.isVisible()
    place.with_suffix(".away").rename(place)
    assert kept(bridge) == ["plan.pdf"]
    row.field.setFocus()
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    assert kept(bridge) == ["offer.pdf"]


def test_a_copy_is_saved_where_one_says(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(bridge.workspace)
    card = shown(page, bridge)
    monkeypatch.setattr("ui.file_list.doing.ask_save", lambda *_args: tmp_path / "out.pdf")
    with qtbot.waitSignal(bridge.said, timeout=20_000) as said:
        card.rows[0].copy_wanted.emit()
    assert said.args == ["Saved as out.pdf.", False]
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-1.7 hers"


def test_files_of_entries_stand_below_and_in_the_timeline(
    page: PeoplePage,
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    workspace = bridge.workspace
    entry = workspace.interactions_of(workspace.person_named("Dana").id)[0]
    attachments.add(workspace, entry, [attachments.incoming("slides.pdf", b"%PDF-", 999)])
    card = shown(page, bridge)
    assert [row.title.words() for row in card.rows] == ["slides.pdf"]
    assert card.rows[0].note.words() == "5 bytes · 21 Nov · call"
    assert [a.text() for a in card.rows[0].menu().actions()] == ["Open", "Save a copy…"]

    timeline = TimelinePage(bridge, actions)
    bridge.changed.connect(timeline.refresh)
    window.setCentralWidget(timeline)
    timeline.show_route(Route("timeline", person=entry.people[0], entry=key_of(entry)))
    qtbot.waitUntil(lambda: timeline._detail.files is not None, timeout=20_000)
    files = timeline._detail.files
    assert files is not None
    assert [row.title.words() for row in files.rows] == ["slides.pdf"]
    (tmp_path / "more.txt").write_text("hers")
    assert drop(files, mime(tmp_path / "more.txt"))
    waits(qtbot, bridge)
    assert [f.name for f in attachments.of_entry(workspace, entry.id)] == ["slides.pdf", "more.txt"]


def test_files_stand_beside_the_form_of_an_entry_that_is_changed(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    workspace = bridge.workspace
    entry = workspace.interactions_of(workspace.person_named("Dana").id)[0]
    log = LogPage(bridge, actions)
    bridge.changed.connect(log.refresh)
    window.setCentralWidget(log)
    with qtbot.waitExposed(window):
        window.show()
    log.show_route(Route("log"))
    assert not log.parts.files.isVisible()
    log.show_route(Route("log", entry=entry.id))
    settle()
    assert log.parts.files.isVisible()
    (tmp_path / "more.txt").write_text("hers")
    assert drop(log.parts.files, mime(tmp_path / "more.txt"))
    waits(qtbot, bridge)
    assert [row.title.words() for row in log.parts.files.rows] == ["more.txt"]
    assert [f.name for f in attachments.of_entry(workspace, entry.id)] == ["more.txt"]
    assert clipped(log.parts.files) == []


def test_a_profile_as_it_was_shows_its_files_and_photo_but_opens_nothing(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, viewer: Viewer
) -> None:
    put(bridge.workspace)
    dana = bridge.workspace.person_named("Dana")
    data = for_photo(png(face()))
    assert data is not None
    attachments.put_photo(bridge.workspace, dana, attachments.incoming("a.jpg", data, 10**6))
    bridge.workspace.clock = FixedClock(bridge.workspace.clock.now() + timedelta(days=3))
    (file,) = attachments.of_person(bridge.workspace, dana.id)
    attachments.rename(bridge.workspace, file, "renamed.pdf")
    shown(page, bridge)
    page.visit.ask(dana, "overview")
    page.visit.bar.chosen.emit("2026-11-23")
    qtbot.waitUntil(lambda: page.visit.view is not None, timeout=20_000)
    view = page.visit.view
    assert view is not None
    settle()
    (card,) = view.findChildren(FileCard)
    (row,) = card.rows
    assert row.title.words() == "plan.pdf"
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    waits(qtbot, bridge)
    assert viewer.asked == []
    assert row.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert not row.more.isVisible()
    assert not card.add_link.isVisible()
    assert view.header.avatar.focusPolicy() is Qt.FocusPolicy.NoFocus
    page.grab()
    qtbot.waitUntil(lambda: view.header.avatar.picture() is not None, timeout=20_000)
    page.visit.leave()


def test_many_files_are_folded(page: PeoplePage, bridge: Bridge) -> None:
    for number in range(9):
        put(bridge.workspace, f"file {number}.txt", b"%d" % number)
    card = shown(page, bridge)
    assert len(card.rows) == 5
    card._unfold(
        attachments.of_person(bridge.workspace, bridge.workspace.person_named("Dana").id), []
    )
    assert len(card.rows) == 9


# --- the photo -----------------------------------------------------------------------------


def test_a_photo_is_dropped_on_the_mark_and_shown_there_and_in_the_list(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(page, bridge)
    path = tmp_path / "dana.png"
    path.write_bytes(png(face()))
    mark = page.profile.header.avatar
    assert mark.picture() is None
    assert mark.accessibleName() == "Photo of Dana Okafor"
    assert drop(mark, mime(path))
    waits(qtbot, bridge)
    qtbot.waitUntil(lambda: mark.picture() is not None, timeout=20_000)
    (photo,) = bridge.workspace.find(Attachment, role=AttachmentRole.PHOTO)
    assert (photo.name, photo.media_type) == ("dana.jpg", "image/jpeg")
    middle = page.grab().toImage()
    at = mark.mapTo(page, mark.rect().center())
    colour = middle.pixelColor(at * middle.devicePixelRatio())
    assert abs(colour.green() - 128) < 12
    assert colour.red() < 12
    mark.setFocus()
    menu = [action.text() for action in mark.menu().actions()]
    assert menu[0] == "Choose a photo…"
    assert menu[-1] == "Remove the photo"
    cover.cover(bridge.workspace.names())
    covered = page.grab().toImage().pixelColor(at * middle.devicePixelRatio())
    cover.uncover()
    assert covered == theme.current().colour("accent_ground")
    bridge.workspace.undo()
    settle()
    assert mark.picture() is None


def test_what_is_no_picture_is_told(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(page, bridge)
    (tmp_path / "dana.png").write_text("no picture")
    with qtbot.waitSignal(bridge.failed, timeout=20_000) as failed:
        drop(page.profile.header.avatar, mime(tmp_path / "dana.png"))
    assert failed.args is not None
    assert failed.args[0].text == "“dana.png” is not a picture that can be shown."


def test_a_photo_is_pasted_with_the_keyboard(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot
) -> None:
    shown(page, bridge)
    QGuiApplication.clipboard().setMimeData(mime(image=face()))
    mark = page.profile.header.avatar
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    waits(qtbot, bridge)
    assert len(bridge.workspace.find(Attachment, role=AttachmentRole.PHOTO)) == 1


def test_a_photo_that_is_lost_leaves_the_initials(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot
) -> None:
    dana = bridge.workspace.person_named("Dana")
    data = for_photo(png(face()))
    assert data is not None
    attachments.put_photo(bridge.workspace, dana, attachments.incoming("a.jpg", data, 10**6))
    bridge.workspace.database.connection.execute("DELETE FROM content")
    shown(page, bridge)
    page.grab()
    qtbot.waitUntil(lambda: not bridge.portraits.waiting(), timeout=20_000)
    assert page.profile.header.avatar.picture() is None


# --- other circumstances -------------------------------------------------------------------


def test_nothing_is_put_into_a_journal_that_is_only_read(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    put(bridge.workspace)
    reading = Bridge(Workspace.open(bridge.workspace.path, bridge.workspace.clock, read_only=True))
    page = PeoplePage(reading, actions)
    window.setCentralWidget(page)
    with qtbot.waitExposed(window):
        window.show()
    card = shown(page, reading)
    (tmp_path / "a.txt").write_text("hers")
    drop(card, mime(tmp_path / "a.txt"))
    waits(qtbot, reading)
    assert kept(reading) == ["plan.pdf"]
    assert not card.add_link.isVisible()
    assert [a.text() for a in card.rows[0].menu().actions()] == ["Open", "Save a copy…"]
    assert page.profile.header.avatar.focusPolicy() is Qt.FocusPolicy.NoFocus
    reading.close()


def test_names_of_files_are_covered(page: PeoplePage, bridge: Bridge) -> None:
    put(bridge.workspace, "Offer for Northwind.pdf")
    card = shown(page, bridge)
    cover.cover(bridge.workspace.names())
    settle()
    told = " ".join([*texts(card), *(row.accessibleName() for row in card.rows)])
    cover.uncover()
    assert "Northwind" not in told
    assert "Offer" not in told
    assert "Northwind" in card.rows[0].title.text()


@pytest.mark.parametrize(("width", "scale"), [(1152, 1.0), (816, 1.0), (816, 1.5)])
def test_nothing_is_clipped(
    page: PeoplePage, bridge: Bridge, window: QMainWindow, width: int, scale: float
) -> None:
    put(bridge.workspace, f"A name that goes on {'and on ' * 12}.docx")
    put(bridge.workspace, f"{'unbroken' * 12}.xlsx")
    theme.apply(QApplication.instance(), "light", scale)  # type: ignore[arg-type]
    window.resize(width, 700)
    card = shown(page, bridge)
    assert clipped(card) == []


def test_a_profile_is_shown_without_reading_any_bytes_on_the_screens_thread(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot
) -> None:
    put(bridge.workspace, data=bytes(3_000_000))
    dana = bridge.workspace.person_named("Dana")
    data = for_photo(png(face()))
    assert data is not None
    attachments.put_photo(bridge.workspace, dana, attachments.incoming("a.jpg", data, 10**6))
    asked: list[str] = []
    bridge.workspace.database.connection.set_trace_callback(asked.append)
    shown(page, bridge)
    page.grab()
    qtbot.waitUntil(lambda: page.profile.header.avatar.picture() is not None, timeout=20_000)
    assert any("FROM attachment" in sql for sql in asked)
    assert [sql for sql in asked if "content" in sql] == []


def test_another_person_has_other_files(page: PeoplePage, bridge: Bridge) -> None:
    put(bridge.workspace)
    card = shown(page, bridge)
    assert len(card.rows) == 1
    with bridge.workspace.change("Add") as edit:
        rui = edit.add(Counterpart, name="Rui Nobody")
    page.show_person(rui.id)
    settle()
    assert card.rows == []


def test_files_come_in_although_their_card_is_gone(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    workspace = bridge.workspace
    one = workspace.interactions_of(workspace.person_named("Dana").id)[0]
    timeline = TimelinePage(bridge, actions)
    window.setCentralWidget(timeline)
    timeline.show_route(Route("timeline", person=one.people[0], entry=key_of(one)))
    qtbot.waitUntil(lambda: timeline._detail.files is not None, timeout=20_000)
    waits(qtbot, bridge)
    heard: list[object] = []
    bridge.changed.connect(heard.append)
    files = timeline._detail.files
    assert files is not None
    (tmp_path / "late.txt").write_text("hers")
    assert drop(files, mime(tmp_path / "late.txt"))
    files.setParent(None)
    shiboken6.delete(files)
    timeline._detail.files = None
    waits(qtbot, bridge)
    assert [f.name for f in attachments.of_entry(workspace, one.id)] == ["late.txt"]
    assert len(heard) == 1


def test_after_the_last_file_is_removed_the_keyboard_is_where_one_is_added(
    page: PeoplePage, bridge: Bridge, qtbot: QtBot
) -> None:
    put(bridge.workspace)
    card = shown(page, bridge)
    page.window().activateWindow()
    assert QTest.qWaitForWindowActive(page.window())
    (row,) = card.rows
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Delete)
    settle()
    assert card.rows == []
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert card.isAncestorOf(focused)


def test_whose_file_it_is_may_go_while_it_is_still_read(
    empty_bridge: Bridge, window: QMainWindow, qtbot: QtBot
) -> None:
    workspace = empty_bridge.workspace
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Zoe Vanterpool")
    gone = threading.Event()

    def slow(most: int) -> attachments.Incoming:
        assert gone.wait(60)
        return attachments.incoming("plan.txt", b"hers", most)

    failed: list[object] = []
    crashed: list[object] = []
    empty_bridge.failed.connect(failed.append)
    empty_bridge.crashed.connect(crashed.append)
    files = Files(empty_bridge, window)
    files.add(person, [slow])
    workspace.undo()
    gone.set()
    qtbot.waitUntil(lambda: bool(failed or crashed) and not empty_bridge.busy(), timeout=30_000)
    assert crashed == []
    assert "no longer in the journal" in str(failed[0])
    assert workspace.find(Attachment) == []
