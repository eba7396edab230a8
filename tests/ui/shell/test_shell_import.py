"""Importing through the window: look, decide, take in, run again, take back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Interaction, Meeting
from app.services.transfer import apply, preview
from app.services.workspace import Workspace
from tests.app.exchange.letters import letter, write
from tests.campaigns.big_mailbox import write as write_big
from tests.ui.probes import settle, texts
from ui import theme
from ui.bridge import Bridge, Offer
from ui.main_window import MainWindow
from ui.pages.importing import ImportPage
from ui.pages.importing.records import FATE, NAME, REACH, Choice, Outlook
from ui.pages.importing.room import choice_rects, inner_rect, reason, reason_lines
from ui.widgets.delegates import chip_size, spans_size
from ui.widgets.spans import natural_line

CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Aino Järvinen
EMAIL:aino@pohjola.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Dana Okafor
EMAIL:dana.okafor@northwind.example
EMAIL:second@mail.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
EMAIL:nobody@mail.example
END:VCARD
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:one
DTSTART:20261110T100000Z
DTEND:20261110T103000Z
SUMMARY:Budget
ATTENDEE:mailto:me@own.example
ATTENDEE:mailto:aino@pohjola.example
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "cards.vcf"
    path.write_text(CARDS, encoding="utf-8")
    return path


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ImportPage:
    window.bridge.go("import")
    made = window.pages["import"]
    assert isinstance(made, ImportPage)
    return made


def look(page: ImportPage, bridge: Bridge, qtbot: QtBot, *files: Path) -> None:
    bridge.go("import", extra={"files": list(files)})
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


def take_in(page: ImportPage, bridge: Bridge, qtbot: QtBot) -> None:
    page.go.click()
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()


def outlooks(page: ImportPage) -> list[Outlook]:
    return [record.outlook for record in page.records.records]


def test_nothing_is_written_before_the_button(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    before = len(bridge.workspace.people())
    look(page, bridge, qtbot, cards)
    assert outlooks(page) == [Outlook.ADD, Outlook.MERGE, Outlook.SKIP]
    assert page.go.text() == "Import 2 records"  # one is added, one merged: not two people more
    assert len(bridge.workspace.people()) == before


def test_what_is_taken_in_is_one_step_and_the_window_hears_of_it(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    heard: list[object] = []
    bridge.changed.connect(heard.append)
    look(page, bridge, qtbot, cards)
    take_in(page, bridge, qtbot)
    assert bridge.workspace.person_named("Aino Järvinen").name == "Aino Järvinen"
    assert len(heard) == 1
    assert page.header.subtitle.text() == (
        "1 person added, 1 merged, 1 skipped, 0 could not be read."
    )
    page.undo.click()
    assert not bridge.workspace.find(Counterpart, name="Aino Järvinen")
    assert not page.undo.isVisible()


def test_people_and_meetings_are_counted_each_for_themselves(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    bridge.workspace.set_setting("my_addresses", "me@own.example")
    calendar = tmp_path / "calendar.ics"
    guest = "ATTENDEE;CN=Gus Nobody:mailto:gus@guest.example\nEND:VEVENT"
    words = CALENDAR.replace("END:VEVENT", guest)
    calendar.write_text(words.replace("\n", "\r\n"), encoding="utf-8")
    look(page, bridge, qtbot, cards, calendar)
    assert page.foot.text().startswith("To be added: 1 person, 1 meeting. ")
    page.narrowing.people.set_value({True})
    page.narrowing.add_people.emit(True)
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert page.foot.text().startswith("To be added: 2 people, 1 meeting. ")
    take_in(page, bridge, qtbot)
    assert page.header.subtitle.text() == (
        "2 people, 1 meeting added, 1 merged, 1 skipped, 0 could not be read."
    )
    assert bridge.workspace.find(Counterpart, name="Gus Nobody")


def test_the_next_import_does_not_begin_with_people_nobody_knows(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    bridge.workspace.set_setting("my_addresses", "me@own.example")
    calendar = tmp_path / "calendar.ics"
    named = CALENDAR.replace("ATTENDEE:mailto:aino", "ATTENDEE;CN=Gus Nobody:mailto:aino")
    calendar.write_text(named.replace("\n", "\r\n"), encoding="utf-8")
    look(page, bridge, qtbot, calendar)
    page.narrowing.add_people.emit(True)
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert page.narrowing.people.value() == {True}
    take_in(page, bridge, qtbot)
    look(page, bridge, qtbot, cards, calendar)
    assert page.narrowing.people.value() == set()


def test_a_second_run_adds_nothing(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    take_in(page, bridge, qtbot)
    look(page, bridge, qtbot, cards)
    assert set(outlooks(page)) == {Outlook.SKIP}
    assert not page.go.isEnabled()
    assert page.go.text() == "Nothing to import"


def test_an_import_taken_back_says_so_everywhere(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    bridge.workspace.set_setting("my_addresses", "me@own.example")
    book = tmp_path / "book.vcf"
    book.write_text(CARDS + CARDS.split("END:VCARD")[0].replace("aino@", "a.j@") + "END:VCARD\n")
    calendar = tmp_path / "calendar.ics"
    calendar.write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    look(page, bridge, qtbot, book, calendar)
    assert page.narrowing.people.isVisible()
    page.decisions.add([at for at, one in enumerate(outlooks(page)) if one is Outlook.LOOK])
    take_in(page, bridge, qtbot)
    assert not page.narrowing.people.isVisible()
    qtbot.waitUntil(lambda: "still looks alike" in window.strip.message(), timeout=20_000)
    page.undo.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert window.strip.message() == ""
    chips = {page.records.chip(record) for record in page.records.records}
    assert chips == {"Added, taken back", "Merged, taken back", "Skipped"}
    assert page.narrowing.chips[Outlook.ADD].text().startswith("Added, taken back")
    assert not page.after.offers[0].isVisible()
    assert not page.sort.isVisible()
    window.actions_by_id["edit.redo"].trigger()
    assert page.header.title.text() == "Imported: book.vcf and 1 more file"
    assert {page.records.chip(record) for record in page.records.records} == {
        "Added",
        "Merged",
        "Skipped",
    }
    assert page.undo.isVisible()


def test_a_file_in_which_nothing_can_be_read_offers_nothing(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "cut.vcf"
    path.write_text("BEGIN:VCARD\nX-ODD:1\nEND:VCARD\n")
    look(page, bridge, qtbot, path)
    assert page.go.text() == "Nothing to import"
    assert not page.go.isEnabled()


def test_space_leaves_a_record_out_and_takes_it_again(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    page.table.setCurrentIndex(page.records.index(1, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert outlooks(page)[1] is Outlook.SKIP
    assert page.go.text() == "Import 1 person"
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert outlooks(page)[1] is Outlook.MERGE
    page.table.setCurrentIndex(page.records.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    take_in(page, bridge, qtbot)
    assert not bridge.workspace.find(Counterpart, name="Aino Järvinen")


def test_what_was_left_out_is_left_out_of_the_next_import_and_can_be_taken(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    page.decisions.leave_out([0])
    take_in(page, bridge, qtbot)
    look(page, bridge, qtbot, cards)
    record = page.records.record(0)
    assert (record.outlook, record.taken) == (Outlook.SKIP, False)
    assert record.why == "You left it out of an earlier import."
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.records.record(0).outlook is Outlook.ADD
    take_in(page, bridge, qtbot)
    assert bridge.workspace.find(Counterpart, name="Aino Järvinen")


def test_a_merge_can_be_made_a_new_person(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    menu = page.menu_for(1)
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words == [
        "Add as a new person",
        "Merge into someone else",
        "Leave out",
        "Show it as it stands in the file",
    ]
    menu.actions()[0].trigger()
    assert outlooks(page)[1] is Outlook.ADD
    assert page.records.record(1).why == "It is kept apart from Dana Okafor."
    take_in(page, bridge, qtbot)
    assert page.records.record(1).why == "It is kept apart from Dana Okafor."
    assert len(bridge.workspace.find(Counterpart, name="Dana Okafor")) == 2


def test_chips_and_words_narrow_the_list(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    page.narrowing.chips[Outlook.MERGE].click()
    assert [page.records.record(0).title] == ["Dana Okafor"]
    assert page.records.rowCount() == 1
    page.narrowing.chips[Outlook.MERGE].click()
    assert page.records.rowCount() == 3
    page.narrowing.field.insert("järvi")  # QTest types ASCII only
    assert page.records.rowCount() == 1


def test_own_addresses_are_asked_for_once(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    calendar = tmp_path / "calendar.ics"
    calendar.write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    look(page, bridge, qtbot, cards, calendar)
    assert page.addresses.isVisible()
    assert page.addresses.choices is not None
    page.addresses.choices.set_value({"me@own.example"})
    page.addresses.done.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert bridge.workspace.setting("my_addresses") == "me@own.example"
    assert not page.addresses.isVisible()
    before = len(bridge.workspace.find(Interaction)), len(bridge.workspace.find(Meeting))
    take_in(page, bridge, qtbot)
    after = len(bridge.workspace.find(Interaction)), len(bridge.workspace.find(Meeting))
    assert after == (before[0] + 1, before[1])


def test_a_file_that_is_none_of_these_says_so(
    page: ImportPage, bridge: Bridge, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Dana")
    look(page, bridge, qtbot, path)
    assert "none of the kinds of file Kith reads" in window.strip.message()
    assert page.empty.isVisible()


def test_stopping_leaves_everything_as_it_was(
    page: ImportPage, bridge: Bridge, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    many = tmp_path / "many.vcf"
    many.write_text(
        "".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nEND:VCARD\n" for n in range(3000))
    )
    before = len(bridge.workspace.people())
    look(page, bridge, qtbot, many)
    page.go.click()
    page.working.stop.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert len(bridge.workspace.people()) == before
    assert bridge.workspace.can_undo() == "Add the sample journal"
    assert page.go.isVisible()
    assert window.strip.message() == ""
    assert "3,000 records read." in " ".join(texts(page))


def test_a_mail_archive_offers_its_people_and_their_conversations_follow(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    me, eva = "me@own.example", "Eva Nowak <eva@post.example>"
    bridge.workspace.set_setting("my_addresses", me)
    sent = letter(me, eva, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
    answer = letter(eva, me, "3 Mar 2026 12:00:00 +0000", "Re: Plan", id="b", answers="a")
    look(page, bridge, qtbot, write(tmp_path / "all.mbox", sent, answer))
    assert outlooks(page) == [Outlook.SKIP, Outlook.SKIP]
    assert "1 conversation" in page.records.records[0].why
    page.table.setFocus()
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert outlooks(page) == [Outlook.ADD, Outlook.ADD]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert outlooks(page) == [Outlook.SKIP, Outlook.SKIP]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    before = len(bridge.workspace.find(Interaction))
    take_in(page, bridge, qtbot)
    assert len(bridge.workspace.find(Interaction)) == before + 1
    assert bridge.workspace.find(Counterpart, name="Eva Nowak")


def test_reading_a_mail_archive_tells_how_many_mails_are_read(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "archive.mbox"
    write_big(path, 300, 6)
    told: list[str] = []
    moved: list[tuple[int, int]] = []
    bridge.go("import", extra={"files": [path]})
    assert page._task is not None
    page._task.told.connect(told.append)
    page._task.progressed.connect(lambda part, whole: moved.append((part, whole)))
    assert page.working.stop.text() == "Stop reading"
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert any(re.fullmatch(r"Reading archive.mbox: \d+ of about \d+ mails", one) for one in told)
    assert len(moved) > 3


def test_address_books_are_shown_while_a_long_archive_is_read(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    path = tmp_path / "archive.mbox"
    write_big(path, 300, 6)
    parts: list[int] = []
    bridge.go("import", extra={"files": [path, cards]})
    assert page._task is not None
    page._task.found.connect(lambda records: parts.append(page.records.rowCount()))
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    assert parts == [3]
    assert page.records.rowCount() > 3


def test_many_are_decided_at_once(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    many = tmp_path / "many.vcf"
    many.write_text(
        "".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nEND:VCARD\n" for n in range(40))
    )
    look(page, bridge, qtbot, many)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "40 records are chosen." in " ".join(texts(page))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert set(outlooks(page)) == {Outlook.SKIP}
    assert not page.go.isEnabled()
    assert page.go.text() == "Nothing is chosen"
    page.table.clearSelection()
    page.narrowing.field.setText("person 3")
    assert page.records.rowCount() == 13
    page.bulk.take_all.click()
    assert outlooks(page).count(Outlook.ADD) == 13
    page.bulk.leave_all.click()
    page.narrowing.field.clear()
    assert outlooks(page).count(Outlook.ADD) == 0
    page.table.horizontalHeader().sectionClicked.emit(0)
    assert outlooks(page).count(Outlook.ADD) == 40


def test_one_says_whom_a_record_is_to_be_merged_into(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    menu = page.menu_for(0)
    next(one for one in menu.actions() if one.text() == "Merge into someone else").trigger()
    assert page.whom.isVisible()
    assert "Who is “Aino Järvinen”?" in texts(page.whom)
    QTest.keyClicks(page.whom.line, "Zzz")
    assert page.whom.nobody.isVisible()
    assert page.whom.nobody.text() == "Nobody in the journal is called that."
    page.whom.line.clear()
    QTest.keyClicks(page.whom.line, "Dana")
    assert not page.whom.nobody.isVisible()
    QTest.keyClick(page.whom.line, Qt.Key.Key_Return)
    assert not page.whom.isVisible()
    assert page.records.records[0].into == "Dana Okafor"
    take_in(page, bridge, qtbot)
    assert "Aino" in bridge.workspace.person_named("Dana Okafor").aliases


def test_someone_who_stands_only_in_the_list_is_told_of_as_such(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "two.vcf"
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEND:VCARD\n"
    path.write_text("".join(card.format(name=name) for name in ("Rob Reyes", "Zed Quux")))
    look(page, bridge, qtbot, path)
    page.decisions.whom.emit([0])
    QTest.keyClicks(page.whom.line, "quu")
    assert page.whom.nobody.text().startswith("Zed Quux stands in this list and is not in the")
    QTest.keyClick(page.whom.line, Qt.Key.Key_Escape)
    with bridge.workspace.change("Nobody is left") as edit:
        for person in bridge.workspace.people():
            edit.remove(person)
    offered = [action.text() for action in page.menu_for(0).actions()]
    assert "Merge into someone else" not in offered


def test_namesakes_are_told_apart_where_one_chooses_between_them(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    with bridge.workspace.change("Add") as edit:
        firm = edit.organisation("Harbour Labs").id
        edit.add(Counterpart, name="Kim Lee", organisation_id=firm)
        bare = edit.add(Counterpart, name="Kim Lee").id
        edit.add(ContactPoint, counterpart_id=bare, kind=PointKind.EMAIL, value="kim@b.example")
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Kim Lee\nTEL:5551234567\nEND:VCARD\n")
    look(page, bridge, qtbot, path)
    told = {"Kim Lee, Harbour Labs", "Kim Lee, kim@b.example"}
    offered = {action.text() for action in page.menu_for(0).actions()}
    assert {f"Merge into {words}" for words in told} <= offered
    page.decisions.whom.emit([0])
    QTest.keyClicks(page.whom.line, "Kim")
    assert {button.text() for button in page.whom.offers} >= told


def test_an_unclear_record_is_decided_with_the_buttons_in_its_line(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    with bridge.workspace.change("Add") as edit:
        twins = [edit.add(Counterpart, name="Kim Lee").id for _ in range(2)]
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Kim Lee\nTEL:5551234567\nEND:VCARD\n")
    look(page, bridge, qtbot, path)
    assert outlooks(page) == [Outlook.LOOK]
    record = page.records.record(0)
    cell = QRectF(page.table.visualRect(page.records.index(0, FATE)))
    places = choice_rects(inner_rect(cell), record)
    assert set(places) == {Choice.MERGE, Choice.ADD, Choice.SKIP}
    spot = places[Choice.ADD].center().toPoint()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert outlooks(page) == [Outlook.ADD]
    told = "2 people are called Kim Lee; nobody can tell which is meant."
    assert page.records.record(0).why == told  # also now that it was decided
    page.decisions.as_suggested([0])
    page.decisions.merge([0], twins[1])
    take_in(page, bridge, qtbot)
    assert len(bridge.workspace.find(ContactPoint, counterpart_id=twins[1])) == 1


def test_what_the_file_says_is_taken_with_one_press_and_undone_with_the_import(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    person = bridge.workspace.person_named("Dana Okafor")
    path = tmp_path / "one.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nFN:Dana Okafor\nTITLE:Chief gardener\n"
        "EMAIL:dana.okafor@northwind.example\nEND:VCARD\n"
    )
    look(page, bridge, qtbot, path)

    def press(choice: Choice) -> None:
        cell = QRectF(page.table.visualRect(page.records.index(0, FATE)))
        places = choice_rects(inner_rect(cell), page.records.record(0))
        assert set(places) == {choice}
        spot = places[choice].center().toPoint()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert f"the journal keeps “{person.role}”" in page.records.record(0).why
    before = outlooks(page)
    press(Choice.FILE)
    assert outlooks(page) == [Outlook.MERGE]
    assert "it changes the role" in page.records.record(0).why
    press(Choice.OURS)
    assert outlooks(page) == before
    press(Choice.FILE)
    page._add_people(True)  # and it is so still when the file is read again
    qtbot.waitUntil(lambda: not bridge.busy() and page.plan is not None, timeout=20_000)
    settle()
    take_in(page, bridge, qtbot)
    assert bridge.workspace.get(Counterpart, person.id).role == "Chief gardener"
    page.undo.click()
    assert bridge.workspace.get(Counterpart, person.id).role == person.role


@pytest.mark.parametrize("size", [(1024, 700), (1360, 860)])
def test_the_reason_to_look_is_whole(
    window: MainWindow,
    page: ImportPage,
    bridge: Bridge,
    qtbot: QtBot,
    tmp_path: Path,
    size: tuple[int, int],
) -> None:
    window.resize(*size)
    path = tmp_path / "one.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nFN:Dana Okafor\nEMAIL:second@mail.example\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Aino Järvinen\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Dana Okafor\nEMAIL:dana.okafor@northwind.example\n"
        "EMAIL:d@mail.example\nTEL:5550101\nADR:;;Road 1;Porto;;4000;PT\nNOTE:Kind\n"
        "NICKNAME:Danny\nURL:https://dana.example/me\nANNIVERSARY:20110203\nEND:VCARD\n"
    )
    look(page, bridge, qtbot, path)
    assert outlooks(page) == [Outlook.LOOK, Outlook.ADD, Outlook.MERGE]
    table = page.table
    for row in (0, 2):
        record = page.records.record(row)
        cell = inner_rect(QRectF(table.visualRect(page.records.index(row, FATE))))
        places = choice_rects(cell, record).values()
        over = min((place.top() for place in places), default=cell.bottom()) - cell.top()
        room = cell.width() - chip_size(page.records.chip(record)).width() - theme.px(8)
        _width, height = spans_size(reason(record), room, "note", 99)
        lines = reason_lines(record, table.rowHeight(row))
        assert height <= lines * natural_line(theme.font("note"))
        assert height <= over + 1
    assert table.tall() <= table.height() + 1
    usual = table.rowHeight(1)
    assert table.rowHeight(0) > usual
    page.decisions.add([0])
    assert table.rowHeight(0) == usual


def test_a_record_that_cannot_be_read_is_shown_as_it_stands(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "some.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nFN:A B\nEND:VCARD\nBEGIN:VCARD\nX-ODD:1\nEND:VCARD\n"
    )
    look(page, bridge, qtbot, path)
    assert outlooks(page) == [Outlook.ADD, Outlook.FAIL]
    assert page.records.record(1).choices == (Choice.SHOW,)
    page._choice(1, Choice.SHOW, QPoint())
    assert "X-ODD:1" in page.raw.text.toPlainText()
    QTest.keyClick(page.raw.text, Qt.Key.Key_Escape)
    assert not page.raw.isVisible()


def test_what_was_not_taken_is_saved(
    window: MainWindow,
    page: ImportPage,
    bridge: Bridge,
    qtbot: QtBot,
    cards: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look(page, bridge, qtbot, cards)
    take_in(page, bridge, qtbot)
    assert page.after.save.isVisible()
    out = tmp_path / "left.csv"
    monkeypatch.setattr("ui.pages.importing.page.ask_save", lambda *_args: out)
    page.after.save.click()
    assert "nobody in the journal has its address" in out.read_text(encoding="utf-8-sig")
    assert "nobody@mail.example" in (tmp_path / "left.vcf").read_text()


def test_a_chat_asks_how_it_writes_its_dates(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "WhatsApp Chat with Dana Okafor.txt"
    path.write_text("03/04/2024, 12:01 - Dana Okafor: Hello\n", encoding="utf-8")
    look(page, bridge, qtbot, path)
    assert page.day_order.isVisible()
    assert not page.go.isEnabled()
    page.day_order.month.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert not page.day_order.isVisible()
    assert [record.reach for record in page.records.records] == ["2024-03-04 12:01"]
    assert outlooks(page) == [Outlook.ADD]


def test_files_looked_at_in_place_of_others_are_what_is_shown(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    calendar = tmp_path / "team.ics"
    calendar.write_text(CALENDAR, encoding="utf-8")
    bridge.go("import", extra={"files": [calendar]})
    look(page, bridge, qtbot, cards)
    assert page.header.title.text() == "Import: cards.vcf"
    assert len(outlooks(page)) == 3
    assert page.go.isVisible()


def test_an_import_that_is_taken_in_is_not_stopped_by_another_file(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, tmp_path: Path
) -> None:
    calendar = tmp_path / "team.ics"
    calendar.write_text(CALENDAR, encoding="utf-8")
    look(page, bridge, qtbot, cards)
    page.go.click()
    bridge.go("import", extra={"files": [calendar]})
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()
    assert bridge.workspace.find(Counterpart, name="Aino Järvinen")
    assert page.header.title.text() == "Imported: cards.vcf"
    page.undo.click()
    assert page.header.title.text() == "Taken back: cards.vcf"


def test_an_import_stopped_too_late_is_told_as_what_it_is(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    page.go.click()
    # All of it is in, and what tells so waits behind the press on Stop.
    bridge._pool.waitForDone()
    page.working.stop.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert page.header.title.text() == "Imported: cards.vcf"
    assert page.after.offers[0].isVisible()


def test_the_box_above_the_table_shows_that_some_are_taken(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    def box() -> bytes:
        settle()
        header = page.table.horizontalHeader()
        picture = header.grab().toImage().copy(0, 0, header.sectionSize(0), header.height())
        return bytes(picture.constBits())

    look(page, bridge, qtbot, cards)
    everyone = box()
    page.decisions.leave_out([0])
    assert page.records.partly_taken()
    some = box()
    page.decisions.leave_out([1])
    assert not page.records.partly_taken()
    assert len({everyone, some, box()}) == 3


def test_the_report_shows_all_that_was_written_and_is_there_on_the_way_back(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    bridge.go("import", extra={"files": [cards]})
    qtbot.waitUntil(lambda: page.plan is not None and not bridge.busy())
    page.narrowing.chips[Outlook.ADD].click()
    assert page.records.rowCount() == 1
    take_in(page, bridge, qtbot)
    assert page.records.rowCount() == 3
    bridge.go("sorting")
    window.back()
    qtbot.waitUntil(lambda: not bridge.busy())
    assert page.records.done
    bridge.go("import", extra={"files": [cards]})  # dropped once more, they are looked at anew
    qtbot.waitUntil(lambda: page.plan is not None and not bridge.busy())
    assert not page.records.done


@pytest.mark.parametrize("way", ["a file that is read", "another page"])
def test_what_is_said_of_a_failure_goes_when_it_is_over(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, cards: Path, way: str
) -> None:
    empty = cards.with_name("empty.vcf")
    empty.write_text("", encoding="utf-8")
    page.look([empty])
    qtbot.waitUntil(lambda: "is empty" in window.strip.message() and not bridge.busy())
    if way == "another page":
        bridge.go("people")
    else:
        look(page, bridge, qtbot, cards)
    assert window.strip.message() == ""


def test_the_offer_of_pairs_goes_when_they_are_looked_at(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    bridge.offered.emit(Offer("1 pair of people still looks alike.", page="duplicates"))
    bridge.go("people")
    assert window.strip.message()
    bridge.go("duplicates")
    qtbot.waitUntil(lambda: not bridge.busy())
    assert window.strip.message() == ""


def test_cards_that_add_nothing_are_kept_as_they_are_written(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Dana Okafor\nEMAIL:{}\nX-MOOD:calm\nEND:VCARD\n"
    path = tmp_path / "dana.vcf"
    path.write_text(card.format("dana.okafor@northwind.example"), encoding="utf-8")
    look(page, bridge, qtbot, path)
    assert outlooks(page) == [Outlook.SKIP]
    assert "nothing new but how it is written" in page.records.records[0].why
    assert page.go.text() == "Keep 1 record as written"
    assert page.go.isEnabled()
    take_in(page, bridge, qtbot)
    assert "0 added, 0 merged, 1 skipped" in " ".join(texts(page))
    assert bridge.workspace.can_undo() == "Import dana.vcf"
    look(page, bridge, qtbot, path)  # kept already: nothing is left to do
    assert page.go.text() == "Nothing to import"
    assert not page.go.isEnabled()


def test_whoever_types_elsewhere_while_files_are_read_keeps_the_keyboard(
    page: ImportPage, window: MainWindow, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    bridge.go("import", extra={"files": [cards]})
    bridge.go("today")
    line = window.pages["today"].line.edit  # type: ignore[attr-defined]
    line.setFocus()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert outlooks(page)
    assert QApplication.focusWidget() is line
    assert window.strip.message().startswith("Read: cards.vcf.")
    window.strip._button.click()
    settle()
    assert page.isVisible()
    assert page.table.hasFocus()
    assert window.strip.message() == ""


def test_the_end_of_an_import_is_told_to_one_who_went_elsewhere(
    page: ImportPage, window: MainWindow, bridge: Bridge, qtbot: QtBot, cards: Path
) -> None:
    look(page, bridge, qtbot, cards)
    page.go.click()
    bridge.go("timeline")
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()
    assert window.toast.message() == (
        "Imported: cards.vcf. 1 person added, 1 merged, 1 skipped, 0 could not be read."
    )


@pytest.mark.parametrize("writing", [False, True])
def test_what_ends_as_the_journal_is_let_go_says_nothing_of_damage(
    page: ImportPage,
    window: MainWindow,
    bridge: Bridge,
    qtbot: QtBot,
    cards: Path,
    writing: bool,
) -> None:
    if writing:
        look(page, bridge, qtbot, cards)
        page.go.click()
    else:
        bridge.go("import", extra={"files": [cards]})
    told: list[object] = []
    bridge.failed.connect(told.append)
    bridge.crashed.connect(told.append)
    bridge._pool.waitForDone()  # its news is on the way to the screen
    window.hide()
    with capture_exceptions() as raised:
        bridge.close()  # as locking does
        settle()
    assert told == []
    assert raised == []
    assert not bridge.busy()


def test_other_files_do_not_take_what_was_decided_away_unasked(
    page: ImportPage,
    window: MainWindow,
    bridge: Bridge,
    qtbot: QtBot,
    cards: Path,
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.vcf"
    other.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Mira Novak\nEND:VCARD\n", encoding="utf-8")
    look(page, bridge, qtbot, cards)
    page.decisions.leave_out([0])
    look(page, bridge, qtbot, other)
    assert outlooks(page) == [Outlook.SKIP, Outlook.MERGE, Outlook.SKIP]
    assert "Reading other.vcf instead lets go of that." in window.strip.message()
    window.strip._button.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert [record.title for record in page.records.records] == ["Mira Novak"]
    assert window.strip.message() == ""
    look(page, bridge, qtbot, cards)  # nothing was decided about that one
    assert len(outlooks(page)) == 3


def test_where_there_is_little_room_the_name_keeps_it(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino Järvinen\nEMAIL:a@b.example\nEND:VCARD\n")
    look(page, bridge, qtbot, path)
    table, height = page.table, page.table.height()
    for width, hidden in ((430, True), (900, False), (430, True)):
        table.resize(width, height)
        assert table.isColumnHidden(REACH) is hidden
        name = page.records.index(0, NAME)
        told = "Aino Järvinen, a@b.example" if hidden else "Aino Järvinen"
        assert name.data(Qt.ItemDataRole.AccessibleTextRole) == told
        assert ("a@b.example" in name.data(Qt.ItemDataRole.ToolTipRole)) is hidden
        assert table.columnWidth(NAME) >= theme.px(120)
        assert table.columnWidth(FATE) >= theme.px(200)


def test_what_was_offered_before_the_import_does_not_stop_it(
    page: ImportPage,
    window: MainWindow,
    bridge: Bridge,
    qtbot: QtBot,
    cards: Path,
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.vcf"
    other.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Mira Novak\nEND:VCARD\n", encoding="utf-8")
    look(page, bridge, qtbot, cards)
    page.decisions.leave_out([1])
    look(page, bridge, qtbot, other)  # it is asked about, and the question stands
    page.go.click()
    window.strip._button.click()
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    assert page.records.done
    assert bridge.workspace.find(Counterpart, name="Aino Järvinen")
    look(page, bridge, qtbot, other)
    assert [record.title for record in page.records.records] == ["Mira Novak"]


def three_cards(folder: Path) -> Path:
    path = folder / "three.vcf"
    path.write_text(
        "".join(
            f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEMAIL:{at}@cards.example\nEND:VCARD\n"
            for at, name in enumerate(("Mira Novak", "Ivo Marin", "Lena Sand"))
        )
    )
    return path


def test_what_came_into_the_journal_meanwhile_does_not_come_in_twice(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    cards = three_cards(tmp_path)
    look(page, bridge, qtbot, cards)
    page.decisions.leave_out([2])
    terminal = Workspace.open(bridge.workspace.path)
    apply(terminal, preview(terminal, [cards]))
    terminal.close()
    people = len(bridge.workspace.find(Counterpart))
    told: list[str] = []
    bridge.said.connect(lambda text, _undoable: told.append(text))
    page.go.click()
    qtbot.waitUntil(lambda: not bridge.busy() and page.plan is not None, timeout=20_000)
    settle()
    assert len(bridge.workspace.find(Counterpart)) == people
    assert not page.records.done
    assert outlooks(page) == [Outlook.SKIP] * 3
    assert any("read again" in text for text in told)


def test_a_step_that_has_nothing_to_do_with_the_files_does_not_hold_the_import_up(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    look(page, bridge, qtbot, three_cards(tmp_path))
    page.decisions.leave_out([1])
    with bridge.workspace.change("Something else") as edit:
        edit.add(Counterpart, name="Nobody of these")
    page.go.click()
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    found = [bool(bridge.workspace.find(Counterpart, name=r.title)) for r in page.records.records]
    assert found == [True, False, True]  # what was left out before is left out still


def test_what_is_decided_stays_decided_when_the_files_are_read_again(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    look(page, bridge, qtbot, three_cards(tmp_path))
    dana = bridge.workspace.person_named("Dana").id
    page.decisions.leave_out([0])
    page.decisions.merge([1], dana)
    page._add_people(True)
    qtbot.waitUntil(lambda: not bridge.busy() and page.plan is not None, timeout=20_000)
    assert outlooks(page) == [Outlook.SKIP, Outlook.MERGE, Outlook.ADD]
    assert page.plan is not None
    assert page.plan.rows[1].people == (dana,)
