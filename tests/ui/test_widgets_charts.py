"""Charts: what they say in words, what they draw, and where a click leads."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.charts import (
    AskBars,
    Chart,
    DensityStrip,
    DepthBar,
    MonthBars,
    OutcomeLine,
    OutcomeMark,
    Sparkline,
    StackedShare,
    ThreeCounts,
)


def share_of(chart: Chart, role: str) -> int:
    """Pixels of a colour in the drawn chart."""
    picture = chart.grab().toImage()
    wanted = theme.current().colour(role).name()
    return sum(
        picture.pixelColor(x, y).name() == wanted
        for x in range(picture.width())
        for y in range(picture.height())
    )


def shown(qtbot: QtBot, chart: Chart, width: int = 300) -> Chart:
    qtbot.addWidget(chart)
    chart.resize(width, chart.sizeHint().height())
    chart.show()
    return chart


def test_shares_are_drawn_in_proportion(dressed: QApplication, qtbot: QtBot) -> None:
    chart = StackedShare("Who started it", [("You", 30, "bar"), ("Dana", 10, "accent")])
    shown(qtbot, chart)
    assert share_of(chart, "bar") / share_of(chart, "accent") == pytest.approx(3, rel=0.05)
    assert chart.accessibleName() == "Who started it: You 30, Dana 10"


def test_depth_and_asks_say_their_numbers(dressed: QApplication, qtbot: QtBot) -> None:
    depth = shown(qtbot, DepthBar("Beyond passing talk", 24, 48))
    assert depth.accessibleName() == "Beyond passing talk: 24 of 48"
    assert share_of(depth, "for") == pytest.approx(share_of(depth, "track"), rel=0.05)
    asks = shown(qtbot, AskBars([("You", 19, 22), ("Dana", 6, 17)]))
    assert "You asked for something in 19 of 22" in asks.accessibleName()
    assert share_of(asks, "open") > share_of(asks, "track") > 0


def test_three_counts_go_on_two_lines_when_narrow(dressed: QApplication, qtbot: QtBot) -> None:
    parts = [("hold", 11, "for"), ("do not", 4, "against"), ("no deal yet", 9, "track")]
    chart = shown(qtbot, ThreeCounts("Continues after the sale", parts), 500)
    one_line = chart.sizeHint().height()
    chart.resize(200, 60)
    assert chart.sizeHint().height() > one_line
    assert chart.describe() == "Continues after the sale: 11 hold · 4 do not · 9 no deal yet"


def test_three_counts_that_stand_together_are_laid_out_alike(
    dressed: QApplication, qtbot: QtBot
) -> None:
    parts = [("hold", 11, "for"), ("do not", 4, "against"), ("no deal yet", 9, "track")]
    charts = [ThreeCounts("Short", parts), ThreeCounts("Continues after the sale", parts)]
    between = int(sum(chart.natural_width() for chart in charts) / 2)  # room for one, not for both
    for chart in charts:
        chart.stand_with(charts)
        shown(qtbot, chart, between)
    assert charts[0].sizeHint().height() == charts[1].sizeHint().height()
    shown(qtbot, charts[0], between * 2)
    assert charts[0].sizeHint().height() < charts[1].sizeHint().height()


def test_outcomes_stand_where_their_days_are(dressed: QApplication, qtbot: QtBot) -> None:
    chart = OutcomeLine()
    won, contact = date(2020, 7, 1), date(2020, 9, 1)
    chart.set_data([OutcomeMark(won, "won")], [date(2020, 3, 1), contact], date(2021, 1, 1))
    shown(qtbot, chart)
    chart.grab()
    told = [chart.words_at(QPointF(x, y)) for x in range(300) for y in range(chart.height())]
    assert "won on 2020-07-01" in told
    assert told.index("won on 2020-07-01") < told.index("Contact on 2020-09-01")
    assert share_of(chart, "accent") > 20
    assert "1 contact after the first outcome" in chart.accessibleName()


def test_months_stand_up_and_hang_down(dressed: QApplication, qtbot: QtBot) -> None:
    chart = MonthBars()
    chart.set_data([(2025, month, 2, 1) for month in range(1, 13)])
    shown(qtbot, chart)
    assert share_of(chart, "bar") == pytest.approx(2 * share_of(chart, "accent"), rel=0.25)
    assert chart.accessibleName() == "you opened, above: 24; they opened, below: 12"


def strip(qtbot: QtBot) -> DensityStrip:
    chart = DensityStrip()
    chart.set_data([(2020, 1, 3), (2020, 12, 5), (2021, 6, 1)])
    shown(qtbot, chart, 360)
    return chart


def test_the_strip_fills_its_gaps_and_jumps_on_click(dressed: QApplication, qtbot: QtBot) -> None:
    chart = strip(qtbot)
    with qtbot.waitSignal(chart.jumped) as heard:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 10))
    assert heard.args == [2020, 1]
    with qtbot.waitSignal(chart.jumped) as heard:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(359, 10))
    assert heard.args == [2021, 6]


def test_the_strip_is_moved_by_keys(dressed: QApplication, qtbot: QtBot) -> None:
    chart = strip(qtbot)
    heard: list[tuple[int, int]] = []
    chart.jumped.connect(lambda year, month: heard.append((year, month)))
    keys = [
        Qt.Key.Key_Home,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
    ]
    for key in keys:
        qtbot.keyClick(chart, key)
    assert heard == [
        (2020, 1),
        (2020, 1),
        (2020, 2),
        (2021, 2),
        (2021, 6),
        (2021, 6),
        (2020, 6),
    ]


def test_the_shown_range_is_lit(dressed: QApplication, qtbot: QtBot) -> None:
    chart = strip(qtbot)
    chart.clearFocus()
    assert share_of(chart, "accent") == 0
    chart.set_range((2020, 12), (2020, 10))
    assert share_of(chart, "accent") > 0
    chart.set_range(None, None)
    assert share_of(chart, "accent") == 0


def test_an_empty_strip_says_so_and_ignores_clicks(dressed: QApplication, qtbot: QtBot) -> None:
    chart = DensityStrip()
    chart.set_data([])
    shown(qtbot, chart)
    heard: list[int] = []
    chart.jumped.connect(lambda year, _month: heard.append(year))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton)
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert heard == []
    assert chart.describe() == "Nothing logged yet"


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(
    st.lists(st.tuples(days, st.text(max_size=12)), max_size=4),
    st.lists(days, max_size=6),
    st.integers(1, 500),
)
@settings(max_examples=30, deadline=None)
def test_any_days_can_be_drawn(
    qapp: QApplication, marks: list[tuple[date, str]], contacts: list[date], width: int
) -> None:
    chart = OutcomeLine()
    chart.set_data([OutcomeMark(day, word) for day, word in marks], contacts, date(2026, 11, 22))
    chart.resize(width, 60)
    assert not chart.grab().isNull()


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_any_counts_can_be_drawn(qapp: QApplication, counts: list[int], width: int) -> None:
    one, two, three = counts
    parts = [("a", one, "for"), ("b", two, "against"), ("c", three, "track")]
    charts: list[Chart] = [
        StackedShare("", parts),
        DepthBar("Depth", one, two),
        AskBars([("You", one, one + two), ("Dana", 0, three)]),
        ThreeCounts("Test", parts),
        Sparkline(counts, "trend"),
    ]
    for chart in charts:
        chart.resize(width, 60)
        assert not chart.grab().isNull()
