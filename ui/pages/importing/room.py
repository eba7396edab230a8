"""How much room the parts of a record take in its line of the table."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from app.model.texts import _
from ui import theme
from ui.pages.importing.records import CHOICES, Choice, Record
from ui.widgets.delegates import Span, chip_size, spans_size
from ui.widgets.spans import natural_line

_ROW = 52
_MOST_LINES = 4
_SHORT = 50  # so many characters never need more than the usual two lines


def inner_rect(rect: QRectF) -> QRectF:
    """A cell without its margins."""
    return rect.adjusted(theme.px(6), 0, -theme.px(8), -1)


def choice_rects(rect: QRectF, record: Record) -> dict[Choice, QRectF]:
    """Where the choices of a record stand in its last cell."""
    if not record.choices:
        return {}
    font = QFontMetricsF(theme.font("note"))
    if record.choices == (Choice.SHOW,):
        width = font.horizontalAdvance(CHOICES[Choice.SHOW])
        return {Choice.SHOW: QRectF(rect.right() - width, rect.top(), width, rect.height())}
    height = font.height() + theme.px(5)
    left, found = rect.left(), {}
    for choice in record.choices:
        width = font.horizontalAdvance(CHOICES[choice]) + theme.px(20)
        found[choice] = QRectF(left, rect.bottom() - height - theme.px(3), width, height)
        left += width + theme.px(6)
    return found


def reason(record: Record) -> list[Span]:
    """Into whom a record goes, and why."""
    into = _("into {name}.").format(name=record.into) + " " if record.into else ""
    return [Span(into), Span(record.why, "second")]


def reason_lines(record: Record, height: float) -> int:
    """How many lines of the reason a line of the table this high has room for."""
    more = round((height - theme.px(_ROW)) / natural_line(theme.font("note")))
    return _usual_lines(record) + max(0, more)


def _usual_lines(record: Record) -> int:
    return 1 if record.has_row_of_choices else 2  # the choices stand below the reason


def usual_height() -> int:
    """How high a line is."""
    return theme.px(_ROW)


def may_be_high(record: Record) -> bool:
    """Whether the line of a record may need more height than is usual."""
    return record.has_row_of_choices or len(record.into) + len(record.why) > _SHORT


def height_of(record: Record, chip: str, width: float) -> int:
    """How high a line is to be whose last cell is this wide, so that all of its reason is read."""
    cell = inner_rect(QRectF(0, 0, width, usual_height()))
    room = cell.width() - chip_size(chip).width() - theme.px(8)
    show = choice_rects(cell, record).get(Choice.SHOW)
    if show is not None:
        room -= show.width() + theme.px(6)
    line = natural_line(theme.font("note"))
    words = "".join(span.text for span in reason(record))
    more = _lines(words, int(room), line) - _usual_lines(record)
    return usual_height() + round(max(0, more) * line)


@lru_cache(maxsize=4096)
def _lines(words: str, width: int, line: float) -> int:
    """How many lines these words take; the height of a line stands for the size of the text."""
    _width, height = spans_size([Span(words)], width, "note", _MOST_LINES)
    return max(1, round(height / line))
