"""Chips, buttons, choices, cards and labels, used the way a person uses them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.model.findings import State
from tests.ui import gallery
from tests.ui.probes import clipped, settle
from ui import theme
from ui.widgets.buttons import Button, ChoiceRow, LinkButton, PlainButton, ToggleChips
from ui.widgets.cards import Card, Columns, Row, Section, Separator
from ui.widgets.chips import Avatar, Chip, FilterChip, StateDots
from ui.widgets.delegates import Span, marked, paint_dots, paint_spans
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.fitting import FittingScroll
from ui.widgets.painting import initials
from ui.widgets.spans import as_name, as_spans, elided, in_one, lay_out, plain

PAGES = [gallery.tests_page, gallery.form_page, gallery.list_page]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [560, 816, 1152])
@pytest.mark.parametrize("make", PAGES)
def test_nothing_is_clipped(
    dressed: QApplication, qtbot: QtBot, make: object, width: int, scale: float
) -> None:
    assert callable(make)
    theme.apply(dressed, "light", scale)
    page = make()
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    settle()
    assert clipped(page) == []


def test_the_probe_sees_clipped_text(dressed: QApplication, qtbot: QtBot) -> None:
    label = WrapLabel("Several words that need more than one line at this width")
    holder = QWidget()
    qtbot.addWidget(holder)
    label.setParent(holder)
    holder.resize(100, 100)
    label.setGeometry(0, 0, 100, 20)
    holder.show()
    assert clipped(holder) == [label.text()]


def test_a_page_follows_a_new_text_size(dressed: QApplication, qtbot: QtBot) -> None:
    page = gallery.form_page()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    settle()
    theme.apply(dressed, "light", 1.5)
    settle()
    assert clipped(page) == []


def test_a_name_of_another_script_leaves_its_neighbours_in_place(dressed: QApplication) -> None:
    font = theme.font("body")
    spans = [Span(as_name("ياسمين حداد"), bold=True), Span("  Cedar Partners", "second")]
    laid = lay_out(spans, font, 900)
    line = laid.layout.lineAt(0)
    place = laid.layout.text().index("Cedar")

    def x(at: int) -> float:
        found = line.cursorToX(at)
        return float(found[0] if isinstance(found, tuple) else found)

    assert x(place) > x(place - 2) > 0  # the place stands to the right of the name
    assert x(place + 5) > x(place)
    for name in ("王小明", "김민수", "ひらがな"):
        words = [Span(f"Harbour Labs {in_one(name)}", bold=True)]
        whole = lay_out([Span(in_one(name), bold=True)], font, 900).width
        for width in range(int(whole) + 2, 200, 3):
            text = lay_out(words, font, width).layout
            ends = [text.lineAt(n).textStart() for n in range(text.lineCount())]
            assert not any(at > 13 for at in ends), (name, width, ends)
    assert as_name("Dana Okafor") == "Dana Okafor"
    assert as_name("Åsa") == "Åsa"


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Dana Okafor", "DO"),
        ("Åsa Lindqvist", "ÅL"),
        ("A\u030asa Lindqvist", "A\u030aL"),
        ("陳美玲", "陳"),
        ("ياسمين حداد", "ي"),
        ("R. Santos", "RS"),
        ("Jean-Luc de la Tour", "JT"),
        ("Мария Иванова", "МИ"),
        ("김 민수", "김"),
        ("cher", "C"),
        ("«Bob»", "B"),
        ("ßeta", "ß"),
        ("👩‍👧", "👩‍👧"),
        ("", "·"),
        ("   ", "·"),
        ("!!!", "!"),
    ],
)
def test_initials_of_any_script(dressed: QApplication, name: str, mark: str) -> None:
    assert initials(name) == mark


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_name_has_a_short_mark(name: str) -> None:
    mark = initials(name)
    assert mark
    assert len(mark) <= 34


@given(st.text(max_size=80), st.integers(20, 300))
@settings(max_examples=60, deadline=None)
def test_elided_text_keeps_to_its_width(qapp: QApplication, text: str, width: int) -> None:
    laid = elided(as_spans(text), theme.font(), width, 1)
    assert laid.layout.lineCount() <= 1
    whole = lay_out(as_spans(text), theme.font(), width)
    if whole.layout.lineCount() > 1 and len(text.strip()) > 1 and laid.layout.lineCount():
        assert laid.layout.text() != whole.layout.text() or laid.cut


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_marking_hits_loses_no_letter(text: str, ranges: list[tuple[int, int]]) -> None:
    assert "".join(span.text for span in marked(text, ranges)) == text


def test_a_long_word_breaks_and_is_shown_whole(dressed: QApplication) -> None:
    label = WrapLabel("x" * 500)
    assert label.heightForWidth(200) > label.heightForWidth(4000)
    assert label.minimumSizeHint().width() < 200


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dana.okafor@northwind.example", "dana.okafor@"),
        ("see www.example.org/a/very/long/way/down", "see www.example.org/"),
        ("averyverylongwordwithoutanysignatall", ""),
    ],
)
def test_an_address_breaks_after_a_sign_of_its_own(
    dressed: QApplication, text: str, first: str
) -> None:
    font = theme.font("body")
    room = lay_out(as_spans(first or text[:20]), font, 10_000).width + 12
    laid = lay_out(as_spans(text), font, room)
    line = laid.layout.lineAt(0)
    assert laid.layout.lineCount() > 1
    if first:
        assert text[: line.textLength()] == first
    assert sum(laid.layout.lineAt(at).textLength() for at in range(laid.layout.lineCount())) == len(
        text
    )


def test_an_elided_label_tells_all_in_its_tooltip(dressed: QApplication, qtbot: QtBot) -> None:
    label = ElidedLabel("A sentence that is too long for the room it has")
    qtbot.addWidget(label)
    label.resize(90, 24)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(900, 24)
    assert label.toolTip() == ""


def test_a_direction_override_in_a_name_turns_nothing_around() -> None:
    assert "\u202e" not in plain([Span("evil\u202eeman")])


def test_a_chip_carries_its_word_and_its_state(dressed: QApplication) -> None:
    chip = Chip("Holds", State.FOR)
    assert (chip.text(), chip.state) == ("Holds", "for")
    chip.set_chip("Too close to call", State.OPEN)
    assert (chip.text(), chip.state) == ("Too close to call", "open")


def ink(state: str) -> float:
    """How much ink a dot takes: the sum of its pixels' difference from the ground."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    ground: QColor = theme.current().colour("surface")
    full: QColor = theme.current().colour(state)
    picture.fill(ground)
    painter = QPainter(picture)
    paint_dots(painter, QRectF(0, 0, 40, 30), [state])
    painter.end()
    reach = ground.green() - full.green()
    return sum(
        (ground.green() - picture.pixelColor(x, y).green()) / reach
        for x in range(40)
        for y in range(30)
    )


def test_dots_differ_by_shape_too(dressed: QApplication) -> None:
    full, half, ring, dash = (ink(state) for state in ("for", "open", "against", "silent"))
    assert full > half > ring > dash > 5
    assert full == pytest.approx(78, rel=0.1)


def test_dots_are_told_in_words(dressed: QApplication) -> None:
    dots = StateDots([State.FOR, State.AGAINST, State.SILENT], words=["holds", "", ""])
    told = dots.toolTip().splitlines()
    assert told[0] == "Continues after the sale: holds"
    assert "against" in told[1]
    assert "not enough logged" in told[2]
    assert dots.accessibleName() == "; ".join(told)


def test_a_filter_comes_off_by_mouse_and_by_key(dressed: QApplication, qtbot: QtBot) -> None:
    chip = FilterChip("Channel: call")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def choice_row(qtbot: QtBot) -> tuple[ChoiceRow, list[object]]:
    row = ChoiceRow([("me", "I did"), ("them", "They did"), ("both", "Together")], "Who opened?")
    qtbot.addWidget(row)
    row.show()
    heard: list[object] = []
    row.changed.connect(heard.append)
    return row, heard


def test_a_choice_starts_with_nothing_said(dressed: QApplication, qtbot: QtBot) -> None:
    row, heard = choice_row(qtbot)
    assert row.value() is None
    row.set_value("them")
    assert row.value() == "them"
    row.set_value(None)
    assert row.value() is None
    assert heard == []


def test_a_choice_is_made_changed_and_cleared(dressed: QApplication, qtbot: QtBot) -> None:
    row, heard = choice_row(qtbot)
    buttons = row.findChildren(Button)
    for place in (0, 1, 1):
        qtbot.mouseClick(buttons[place], Qt.MouseButton.LeftButton)
    assert heard == ["me", "them", None]


def test_digits_choose(dressed: QApplication, qtbot: QtBot) -> None:
    row, heard = choice_row(qtbot)
    first = row.findChildren(Button)[0]
    qtbot.keyClick(first, Qt.Key.Key_2)
    qtbot.keyClick(first, Qt.Key.Key_3)
    qtbot.keyClick(first, Qt.Key.Key_9)
    assert heard == ["them", "both"]
    assert row.value() == "both"


def test_the_keys_of_a_row_are_not_told_on_a_line_of_their_own(
    dressed: QApplication, qtbot: QtBot
) -> None:
    row = ChoiceRow([("me", "I did"), ("them", "They did")], "Who opened it?", show_keys=True)
    qtbot.addWidget(row)
    row.show()
    (keys,) = (label for label in row.findChildren(ElidedLabel) if label.text() == "1 2")
    whole = row.sizeHint().width()
    row.resize(whole, 80)
    assert keys.width() > 0
    one_line = row.heightForWidth(whole)
    row.resize(whole - keys.sizeHint().width(), 80)
    assert keys.size().isEmpty()
    assert row.heightForWidth(row.width()) == one_line


def test_toggles_are_each_their_own(dressed: QApplication, qtbot: QtBot) -> None:
    row = ToggleChips([("small", "small talk"), ("asked", "I asked about them")])
    qtbot.addWidget(row)
    row.show()
    first, second = row.findChildren(Button)
    with qtbot.waitSignal(row.changed) as heard:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert heard.args == [frozenset({"small"})]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert row.value() == {"small", "asked"}
    assert first.text().startswith("✓")
    row.set_value(set())
    assert not first.text().startswith("✓")


def test_a_link_is_pressed_on_its_words_only(dressed: QApplication, qtbot: QtBot) -> None:
    link = LinkButton("Show the 8 contacts")
    qtbot.addWidget(link)
    link.resize(600, 24)
    link.show()
    heard: list[str] = []
    link.clicked.connect(lambda: heard.append("pressed"))
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton, pos=link.rect().center() * 1.9)
    assert heard == []
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert len(heard) == 1


def test_rows_are_parted_by_lines_and_can_be_cleared(dressed: QApplication, qtbot: QtBot) -> None:
    section = Section("Promises", "3 open")
    qtbot.addWidget(section)
    for words in ("one", "two", "three"):
        section.card.add_row(Row(words, "note"))
    assert len(section.card.findChildren(Separator)) == 2
    section.card.clear()
    assert all(line.isHidden() for line in section.card.findChildren(Separator))
    qtbot.waitUntil(lambda: section.card.findChildren(Separator) == [])
    assert section.card.findChildren(Row) == []
    assert section.card.row_count() == 0


def test_the_ring_of_the_keyboard_does_not_cross_the_words(
    dressed: QApplication, qtbot: QtBot
) -> None:
    row = Row("A long enough title", "and a note below it", pressable=True)
    qtbot.addWidget(row)
    row.show()
    settle()
    ring = row.rect().adjusted(4, 4, -4, -4)
    assert ring.contains(row.title.geometry())
    assert ring.contains(row.note.geometry())


def test_a_row_is_pressed_by_mouse_and_key(dressed: QApplication, qtbot: QtBot) -> None:
    row = Row("Dana Okafor", "6 days ago", before=Avatar("Dana Okafor"), pressable=True)
    qtbot.addWidget(row)
    row.show()
    with qtbot.waitSignal(row.pressed):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.pressed):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_columns_fold_when_there_is_no_room(dressed: QApplication, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    columns = Columns((1, 1, 1), narrowest=200)
    for place in range(3):
        columns.add(place, Card(f"Column {place}"))
    layout = QVBoxLayout(holder)
    layout.addWidget(columns)
    holder.show()
    seen = []
    for width in (1000, 500, 300):
        holder.resize(width, 400)
        settle()
        seen.append(columns.shown_columns())
    assert seen == [3, 2, 1]


def test_equal_columns_are_equally_tall(dressed: QApplication, qtbot: QtBot) -> None:
    columns = Columns((1, 1), narrowest=100, equal=True)
    qtbot.addWidget(columns)
    cards = [Card("Short"), Card("Tall")]
    cards[1].add(WrapLabel("Many words. " * 40))
    for place, card in enumerate(cards):
        columns.add(place, card)
    columns.resize(600, columns.layout().heightForWidth(600))
    columns.show()
    settle()
    assert cards[0].height() == cards[1].height() > 60


def test_an_empty_state_offers_one_way_on(dressed: QApplication, qtbot: QtBot) -> None:
    empty = EmptyState("Nobody is here yet.", "Add a person")
    qtbot.addWidget(empty)
    empty.show()
    with qtbot.waitSignal(empty.pressed):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert not EmptyState("Nothing to do.").button.isVisibleTo(None)


def test_spans_painted_by_hand_mark_their_hits(dressed: QApplication) -> None:
    picture = QImage(200, 30, QImage.Format.Format_RGB32)
    picture.fill(theme.current().colour("surface"))
    painter = QPainter(picture)
    used = paint_spans(painter, QRectF(0, 0, 200, 30), marked("Lindqvist", [(0, 4)]))
    painter.end()
    hit = theme.current().colour("highlight").name()
    columns = [
        x for x in range(200) if any(picture.pixelColor(x, y).name() == hit for y in range(30))
    ]
    assert 0 < used < 200
    assert columns
    assert min(columns) <= 2
    assert max(columns) < used * 0.6


@pytest.mark.parametrize(("height", "scrolls"), [(900, False), (300, True)])
def test_what_fits_is_shown_whole_and_what_does_not_scrolls(
    qtbot: QtBot, dressed: QApplication, height: int, scrolls: bool
) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    for number in range(12):
        column.addWidget(PlainButton(f"Field {number}"))
    frame = QWidget()
    qtbot.addWidget(frame)
    outer = QVBoxLayout(frame)
    fitting = FittingScroll(content)
    below = QWidget()
    below.setMinimumHeight(80)
    outer.addWidget(fitting)
    outer.addWidget(below, 1)
    frame.resize(400, height)
    frame.show()
    qtbot.waitUntil(lambda: (fitting.verticalScrollBar().maximum() > 0) is scrolls)
    assert below.height() >= 80
    assert (fitting.height() >= content.sizeHint().height()) is not scrolls
