"""Dropping and pasting in the real window: onto a profile, and anywhere else."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.model.records import Interaction
from app.services import attachments
from app.services.workspace import Workspace
from app.store.dump import dump
from tests.app.services.test_watching import calendar, card, event
from tests.ui.probes import clipped, settle
from ui import theme
from ui.bridge import Bridge, Route
from ui.main_window import MainWindow
from ui.pages.people.dropped import DropStrip
from ui.pages.people.page import PeoplePage
from ui.pages.people.profile_view import ProfileView


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def words(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def enter(target: QWidget, data: QMimeData) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the binding, not of the class
        found = QDragEnterEvent(
            QPoint(60, 60),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    found.ignore()
    target.dragEnterEvent(found)
    return found.isAccepted()


def drop(target: QWidget, data: QMimeData) -> None:
    target.dropEvent(
        QDropEvent(
            QPointF(60, 60),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def profile_of(window: MainWindow) -> tuple[ProfileView, DropStrip]:
    person = next(one for one in window.bridge.workspace.people() if one.name == "Dana Okafor")
    window.bridge.go("people", person=person.id)
    page = window.pages["people"]
    assert isinstance(page, PeoplePage)
    settle()
    return page.profile, page.profile.dropped


def read(strip: DropStrip, qtbot: QtBot) -> str:
    """What the strip says once it has looked."""
    qtbot.waitUntil(lambda: strip.leave.isVisible(), timeout=30_000)
    settle()
    return strip.words.text()


def added(window: MainWindow, strip: DropStrip, qtbot: QtBot) -> None:
    strip.keep.click()
    qtbot.waitUntil(lambda: strip.isHidden() and not window.bridge.busy(), timeout=30_000)
    settle()


def test_a_card_is_dropped_confirmed_and_undone(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    before = dump(workspace.database)
    profile, strip = profile_of(window)
    path = tmp_path / "dana.vcf"
    path.write_text(card("Dana Okafor", "TEL:+1 555 0177"))
    assert enter(profile, files(path))
    assert strip.words.text() == "Drop it here to keep it with Dana Okafor."
    profile.dragLeaveEvent(QDragLeaveEvent())
    assert strip.isHidden()
    drop(profile, files(path))
    assert read(strip, qtbot) == "A card of Dana Okafor. It adds a phone number."
    assert dump(workspace.database) == before
    added(window, strip, qtbot)
    assert workspace.can_undo() == "Add a card to Dana Okafor"
    assert "+1 555 0177" in str(dump(workspace.database)["contact_point"])
    window.actions_by_id["edit.undo"].trigger()
    assert dump(workspace.database) == before


def test_leaving_it_changes_nothing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = window.bridge.workspace
    before = dump(workspace.database)
    profile, strip = profile_of(window)
    path = tmp_path / "zoe.vcf"
    path.write_text(card("Zoe Vanterpool", "TEL:+1 555 0177"))
    drop(profile, files(path))
    assert read(strip, qtbot).startswith("The card is of Zoe Vanterpool, not of Dana Okafor.")
    assert strip.keep.text() == "Add it all the same"
    strip.leave.click()
    assert strip.isHidden()
    assert dump(workspace.database) == before


def test_what_is_dropped_before_the_answer_joins_what_is_asked(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    before = dump(workspace.database)
    profile, strip = profile_of(window)
    drop(profile, words("call yesterday 30m"))
    line = read(strip, qtbot)
    path = tmp_path / "dana.vcf"
    path.write_text(card("Dana Okafor", "TEL:+1 555 0177"))
    drop(profile, files(path))
    both = [line, "A card of Dana Okafor. It adds a phone number."]
    assert read(strip, qtbot).splitlines() == both
    drop(profile, files(path))  # the same once more is one thing still
    two = tmp_path / "two.vcf"
    two.write_text(card("Zoe Vanterpool") + card("Aino Pohjola"), "utf-8")
    drop(profile, files(two))
    told = read(strip, qtbot).splitlines()
    assert told[-2:] == both
    assert "holds 2 records" in told[0]
    strip.bring.click()
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)
    assert window.page_name == "import"
    window.back()
    assert read(strip, qtbot).splitlines() == both
    assert strip.keep.text() == "Add all of it"
    count = workspace.count(Interaction)
    added(window, strip, qtbot)
    assert workspace.count(Interaction) == count + 1
    entry = workspace.find(Interaction)[-1]
    assert (entry.minutes, str(entry.when.date)) == (30, "2026-11-21")
    assert "+1 555 0177" in str(dump(workspace.database)["contact_point"])
    window.actions_by_id["edit.undo"].trigger()
    assert dump(workspace.database) == before


def test_many_cards_are_offered_to_an_import(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "two.vcf"
    path.write_text(card("Zoe Vanterpool") + card("Aino Pohjola"), "utf-8")
    profile, strip = profile_of(window)
    drop(profile, files(path))
    assert "holds 2 records" in read(strip, qtbot)
    assert strip.bring.text() == "Import them"
    strip.bring.click()
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)
    assert window.page_name == "import"
    assert window.pages["import"].records.rowCount() == 2  # type: ignore[attr-defined]
    window.back()
    settle()
    drop(profile, files(tmp_path / "gone.vcf"))
    read(strip, qtbot)
    assert strip.bring.isHidden()


def test_a_text_is_pasted_where_nobody_types(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.bridge.workspace
    _profile, strip = profile_of(window)
    QGuiApplication.clipboard().setText("call yesterday 30m")
    window.stack.setFocus()
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "Dana Okafor" in read(strip, qtbot)
    assert strip.keep.hasFocus()
    count = workspace.count(Interaction)
    added(window, strip, qtbot)
    assert workspace.count(Interaction) == count + 1
    QGuiApplication.clipboard().clear()


def test_a_field_with_the_focus_keeps_its_own_paste(window: MainWindow, qtbot: QtBot) -> None:
    profile, strip = profile_of(window)
    profile.show_details(True)
    assert profile.details is not None
    settle()
    QGuiApplication.clipboard().setText("some words")
    field = window.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert strip.isHidden()
    QGuiApplication.clipboard().clear()
    window.flush()


def test_a_note_can_be_opened_in_the_form(window: MainWindow, qtbot: QtBot) -> None:
    profile, strip = profile_of(window)
    drop(profile, words("A thought\nof two lines"))
    read(strip, qtbot)
    routes: list[Route] = []
    window.bridge.routed.connect(routes.append)
    strip.form.click()
    assert routes[-1].page == "log"
    assert routes[-1].extra == {"note": "A thought\nof two lines"}


def test_a_picture_on_the_clipboard_becomes_a_file(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.bridge.workspace
    profile, strip = profile_of(window)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    drop(profile, data)
    assert "Picture.png" in read(strip, qtbot)
    added(window, strip, qtbot)
    (file,) = [
        one
        for one in attachments.of_person(workspace, profile.desk.person.id)
        if one.name == "Picture.png"
    ]
    assert file.media_type == "image/png"


@pytest.mark.parametrize("name", ["two.vcf", "broken.ics", "folder"])
def test_what_cannot_be_taken_is_said_in_place(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    before = dump(window.bridge.workspace.database)
    (tmp_path / "two.vcf").write_text(card("Ada", uid="a") + card("Ben", uid="b"))
    (tmp_path / "broken.ics").write_text(calendar())
    (tmp_path / "folder").mkdir()
    profile, strip = profile_of(window)
    drop(profile, files(tmp_path / name))
    assert name in read(strip, qtbot)
    assert strip.keep.isHidden()
    strip.leave.click()
    assert dump(window.bridge.workspace.database) == before


def test_what_is_dropped_on_one_person_is_not_offered_to_another(
    window: MainWindow, qtbot: QtBot
) -> None:
    profile, strip = profile_of(window)
    drop(profile, words("A thought\nof two lines"))
    read(strip, qtbot)
    other = next(p for p in window.bridge.workspace.people() if p.name != "Dana Okafor")
    window.bridge.go("people", person=other.id)
    settle()
    assert strip.isHidden()


def test_a_journal_that_can_only_be_read_takes_nothing(
    dressed: QApplication, sample_file: Path, qtbot: QtBot
) -> None:
    from ui.composition import parts

    bridge = Bridge(Workspace.open(sample_file, read_only=True))
    window = MainWindow(bridge, parts())
    try:
        bridge.go("today")
        window.show()
        profile, strip = profile_of(window)
        drop(profile, words("call yesterday"))
        assert "can only be read" in strip.words.text()
        assert strip.keep.isHidden()
    finally:
        window.close()
        window.deleteLater()
        bridge.close()


def test_the_window_says_what_a_drop_would_do(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    one, two, other = tmp_path / "a.vcf", tmp_path / "b.ics", tmp_path / "old.kith"
    for path in (one, two, other):
        path.write_text("")
    assert enter(window, files(one))
    assert window.drop_hint.words.text() == "Drop to import a.vcf"
    assert enter(window, files(one, two))
    assert window.drop_hint.words.text() == "Drop to import 2 files"
    assert enter(window, files(other))
    assert window.drop_hint.words.text() == "Drop to open old.kith"
    window.dragLeaveEvent(QDragLeaveEvent())
    assert window.drop_hint.isHidden()
    assert not enter(window, words("just a text"))
    wanted: list[Path] = []
    window.open_wanted.connect(wanted.append)
    drop(window, files(other))
    assert wanted == [other]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped(
    window: MainWindow, dressed: QApplication, tmp_path: Path, qtbot: QtBot, scale: float
) -> None:
    window.resize(1024, 700)
    theme.apply(dressed, "light", scale)
    try:
        path = tmp_path / "invite.ics"
        path.write_text(calendar(event(title="A long title that goes on and on " * 4)))
        profile, strip = profile_of(window)
        drop(profile, files(path))
        read(strip, qtbot)
        assert clipped(strip) == []
        enter(window, files(tmp_path / ("a long name " * 12)))
        settle()
        assert clipped(window.drop_hint) == []
    finally:
        theme.apply(dressed, "light")


def test_what_is_added_is_heard_of_although_someone_else_is_shown_by_then(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    other = next(one for one in workspace.people() if one.name != "Dana Okafor")
    profile, strip = profile_of(window)
    path = tmp_path / "dana.vcf"
    path.write_text(card("Dana Okafor", "TEL:+1 555 0177"))
    drop(profile, files(path))
    read(strip, qtbot)
    heard: list[object] = []
    window.bridge.changed.connect(heard.append)
    strip.keep.click()
    window.bridge.go("people", person=other.id)
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)
    settle()
    assert "+1 555 0177" in str(dump(workspace.database)["contact_point"])
    assert len(heard) == 1
    assert strip.isHidden()


def moved(target: QWidget, data: QMimeData) -> Qt.DropAction:
    """What comes of a drop whose program would rather let go of it: a move."""
    event = QDropEvent(
        QPointF(60, 60),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
    )
    event.setDropAction(Qt.DropAction.MoveAction)
    target.dropEvent(event)
    assert event.isAccepted()
    return event.dropAction()


def test_what_is_dropped_stays_where_it_was_dragged_from(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    profile, strip = profile_of(window)
    assert moved(profile, words("She moves to Porto in May.")) is Qt.DropAction.CopyAction
    read(strip, qtbot)
    path = tmp_path / "dana.vcf"
    path.write_text(card("Dana Okafor"))
    assert moved(window, files(path)) is Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)


def test_a_picture_and_a_link_of_a_web_page_are_taken_as_they_are(
    window: MainWindow, qtbot: QtBot
) -> None:
    profile, strip = profile_of(window)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/face.png")])
    data.setImageData(image)
    assert enter(profile, data)
    drop(profile, data)
    assert "icture" in read(strip, qtbot)
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/her-talk")])
    link.setText("https://example.org/her-talk")
    assert enter(profile, link)
    drop(profile, link)
    assert "https://example.org/her-talk" in read(strip, qtbot)


def test_whoever_types_elsewhere_while_something_is_added_keeps_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    profile, strip = profile_of(window)
    drop(profile, words("She moves to Porto in May."))
    read(strip, qtbot)
    assert strip.keep.hasFocus()
    strip.keep.click()
    people = window.pages["people"]
    assert isinstance(people, PeoplePage)
    people.people.field.setFocus()
    qtbot.waitUntil(lambda: strip.isHidden() and not window.bridge.busy(), timeout=30_000)
    settle()
    assert people.people.field.hasFocus()
    # The same while it is read.
    drop(profile, words("She is back."))
    read(strip, qtbot)
    people.people.field.setFocus()
    strip.dismiss()
    assert people.people.field.hasFocus()


def test_what_could_not_be_added_is_asked_about_still(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.bridge.workspace
    _profile, strip = profile_of(window)
    data = QMimeData()
    data.setText("A long talk about boats")
    strip.take_in(data)
    told = read(strip, qtbot)
    other = workspace.beside()
    other.database.connection.execute("BEGIN IMMEDIATE")  # as another program would hold it
    strip.keep.click()
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)
    settle()
    assert strip.words.text().endswith(told) and strip.words.text() != told  # with the reason
    assert strip.keep.isVisible()
    other.database.connection.execute("ROLLBACK")
    other.close()
    added(window, strip, qtbot)
    assert [e.note for e in workspace.find(Interaction) if "about boats" in e.note]
