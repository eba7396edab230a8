"""Fields that save themselves: after a pause, at the latest after two seconds, or when left."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.model.people import Kind
from tests.ui.probes import texts
from ui.widgets import saving
from ui.widgets.forms import (
    ChoiceBox,
    DateField,
    FieldRow,
    InlineLabel,
    InlineLine,
    InlineNote,
    Saver,
)


def test_typing_is_saved_after_a_pause(dressed: QApplication, qtbot: QtBot) -> None:
    line = InlineLine("old")
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.edited, timeout=4 * saving.QUIET_MS) as heard:
        QTest.keyClicks(line, "er")
    assert heard.args == ["older"]


def test_a_saver_waits_no_longer_than_two_seconds(dressed: QApplication, qtbot: QtBot) -> None:
    line = InlineLine("")
    qtbot.addWidget(line)
    saver = line.findChild(Saver)
    assert saver is not None
    assert not saver.waiting()
    saver.touch()
    assert saver.waiting()
    pause, limit, again = sorted(saver.children(), key=lambda timer: timer.property("interval"))
    assert not again.property("active")
    assert limit.property("interval") == saving.LONGEST_MS == 2000
    first = limit.property("remainingTime")
    saver.touch()
    # A further key starts the pause anew and leaves the limit alone.
    assert limit.property("remainingTime") <= first
    assert pause.property("active")
    saver.drop()
    assert not saver.waiting()


def test_leaving_a_line_saves_it_once(dressed: QApplication, qtbot: QtBot) -> None:
    line = InlineLine("")
    qtbot.addWidget(line)
    heard: list[str] = []
    line.edited.connect(heard.append)
    QTest.keyClicks(line, "Porto")
    QTest.keyClick(line, Qt.Key.Key_Return)
    line.flush()
    assert heard == ["Porto"]


def test_escape_takes_back_what_was_not_saved(dressed: QApplication, qtbot: QtBot) -> None:
    line = InlineLine("before")
    qtbot.addWidget(line)
    heard: list[str] = []
    line.edited.connect(heard.append)
    QTest.keyClicks(line, " and more")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    line.flush()
    assert (line.value(), heard) == ("before", [])


def test_a_refresh_never_overwrites_what_is_being_typed(
    dressed: QApplication, qtbot: QtBot
) -> None:
    line, note = InlineLine("a"), InlineNote("a")
    for field in (line, note):
        qtbot.addWidget(field)
        QTest.keyClicks(field, "b")
        field.set_value("from elsewhere")
        assert "b" in field.value()
        field.flush()
        field.set_value("from elsewhere")
        assert field.value() == "from elsewhere"


def test_setting_a_value_is_no_edit(dressed: QApplication, qtbot: QtBot) -> None:
    note = InlineNote("")
    qtbot.addWidget(note)
    heard: list[str] = []
    note.edited.connect(heard.append)
    note.set_value("loaded")
    note.flush()
    assert heard == []
    QTest.keyClicks(note, "x")
    note.flush()
    assert heard == ["xloaded"]


def test_a_note_grows_with_its_text(dressed: QApplication, qtbot: QtBot) -> None:
    note = InlineNote("one", lines=2, most=8)
    qtbot.addWidget(note)
    note.resize(300, 100)
    note.show()
    small = note.sizeHint().height()
    note.set_value("line\n" * 5)
    grown = note.sizeHint().height()
    note.set_value("line\n" * 50)
    assert small < grown < note.sizeHint().height() < grown * 3


def test_an_inline_label_turns_into_a_field_and_back(dressed: QApplication, qtbot: QtBot) -> None:
    label = InlineLabel("", "Add a line")
    qtbot.addWidget(label)
    label.show()
    assert texts(label) == ["Add a line"]
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    line = label.findChild(QLineEdit)
    assert line is not None
    assert line.isVisible()
    with qtbot.waitSignal(label.edited) as heard:
        QTest.keyClicks(line, "Met in Porto")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert heard.args == ["Met in Porto"]
    assert texts(label) == ["Met in Porto"]
    assert not line.isVisible()


def test_a_date_field_saves_only_what_is_understood(dressed: QApplication, qtbot: QtBot) -> None:
    def check(text: str) -> tuple[bool, str]:
        return (text.isdigit(), f"the year {text}" if text.isdigit() else "not a date")

    field = DateField("", check)
    qtbot.addWidget(field)
    field.show()
    heard: list[str] = []
    field.edited.connect(heard.append)
    line = field.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "May")
    field.flush()
    assert texts(field) == ["not a date"]
    line.selectAll()
    QTest.keyClicks(line, "2024")
    field.flush()
    assert texts(field) == ["the year 2024"]
    assert heard == ["2024"]


def test_a_choice_box_knows_not_said(dressed: QApplication, qtbot: QtBot) -> None:
    box = ChoiceBox([(Kind.FRIEND, "Friend"), (Kind.CLIENT, "Client")], "Kind")
    qtbot.addWidget(box)
    heard: list[object] = []
    box.changed.connect(heard.append)
    assert box.value() is None
    assert box.currentText() == "Not said"
    box.set_value(Kind.CLIENT)
    assert box.value() is Kind.CLIENT
    assert heard == []
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert heard == [Kind.FRIEND]
    box.set_value("something unknown")
    assert box.value() is None


def test_the_wheel_passes_over_a_choice_box(dressed: QApplication, qtbot: QtBot) -> None:
    box = ChoiceBox([(1, "one"), (2, "two")])
    qtbot.addWidget(box)
    box.show()
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert box.value() is None
    assert not event.isAccepted()


def test_a_field_row_names_its_field(dressed: QApplication, qtbot: QtBot) -> None:
    line = InlineLine("")
    row = FieldRow("How you met", line, "In your words")
    qtbot.addWidget(row)
    row.show()
    assert line.accessibleName() == "How you met"
    row.set_note("")
    assert texts(row) == ["How you met"]
