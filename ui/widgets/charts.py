"""Charts of plain numbers: shares, depth, asks, three counts, a small line.

The charts with a time axis are in `charts_time`; all are named here.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.model.texts import _
from ui import theme
from ui.widgets.chart import Chart, Part, fill, note_height, note_width, segments, write
from ui.widgets.charts_time import DensityStrip, MonthBars, OutcomeLine, OutcomeMark

__all__ = [
    "AskBars",
    "Chart",
    "DensityStrip",
    "DepthBar",
    "MonthBars",
    "OutcomeLine",
    "OutcomeMark",
    "Part",
    "Sparkline",
    "StackedShare",
    "ThreeCounts",
]


class StackedShare(Chart):
    """One bar cut in parts, each with its words and number below: "You 22", "Dana 17"."""

    def __init__(self, caption: str = "", parts: Sequence[tuple[str, int, str]] = ()) -> None:
        super().__init__()
        self.set_data(caption, parts)

    def set_data(self, caption: str, parts: Sequence[tuple[str, int, str]]) -> None:
        """Show parts as (label, count, theme colour)."""
        self._caption = caption
        self._parts = [Part(*part) for part in parts]
        self.refresh()

    def describe(self) -> str:
        """The shares in words."""
        told = ", ".join(f"{part.label} {part.number}" for part in self._parts)
        return f"{self._caption}: {told}" if self._caption else told

    def chart_height(self) -> int:
        """A caption, the bar, and the words below."""
        captions = (1 if self._caption else 0) + 1
        return int(captions * (note_height() + theme.px(3)) + theme.px(11))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the bar and its words."""
        y = area.y()
        if self._caption:
            write(painter, QRectF(area.x(), y, area.width(), note_height()), self._caption)
            y += note_height() + theme.px(3)
        bar = QRectF(area.x(), y, area.width(), theme.px(11))
        boxes = segments(painter, bar, self._parts)
        y = bar.bottom() + theme.px(3)
        last = len(self._parts) - 1
        for place, (part, box) in enumerate(zip(self._parts, boxes, strict=True)):
            words = f"{part.label} {part.number}"
            self.spot(box.adjusted(0, -3, 0, 3), words)
            line = QRectF(area.x(), y, area.width(), note_height())
            if place == 0:
                write(painter, line, words)
            elif place == last:
                write(painter, line, words, Qt.AlignmentFlag.AlignRight)
            else:
                half = note_width(words) / 2
                middle = QRectF(box.center().x() - half, y, half * 2 + 1, note_height())
                write(painter, middle, words)


class DepthBar(Chart):
    """How many of all went beyond passing talk: a caption and a thin bar on one line."""

    def __init__(self, caption: str = "", part: int = 0, whole: int = 0) -> None:
        super().__init__()
        self.set_data(caption, part, whole)

    def set_data(self, caption: str, part: int, whole: int) -> None:
        """Show `part` of `whole`."""
        self._caption, self._part, self._whole = caption, part, whole
        self.refresh()

    def describe(self) -> str:
        """The share in words."""
        return _("{what}: {part} of {whole}").format(
            what=self._caption, part=self._part, whole=self._whole
        )

    def chart_height(self) -> int:
        """One line of small text."""
        return int(note_height() + theme.px(2))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the caption and the bar beside it."""
        left = min(note_width(self._caption) + theme.px(6), area.width() * 0.62)
        write(painter, QRectF(area.x(), area.y(), left - 2, area.height()), self._caption)
        height = theme.px(7)
        bar = QRectF(area.x() + left, area.center().y() - height / 2, area.width() - left, height)
        fill(painter, bar, "track")
        if self._whole:
            share = min(1.0, self._part / self._whole)
            fill(painter, QRectF(bar.x(), bar.y(), bar.width() * share, height), "for")
        self.spot(area, self.describe())


class AskBars(Chart):
    """For each side, how many of its contacts asked for something and how many did not."""

    def __init__(self, rows: Sequence[tuple[str, int, int]] = ()) -> None:
        super().__init__()
        self.set_data(rows)

    def set_data(self, rows: Sequence[tuple[str, int, int]]) -> None:
        """Show rows as (name, asked, all)."""
        self._rows = list(rows)
        self.refresh()

    def describe(self) -> str:
        """The asks in words."""
        return "; ".join(self._words(*row) for row in self._rows)

    @staticmethod
    def _words(name: str, asked: int, whole: int) -> str:
        return _("{name} asked for something in {asked} of {whole}").format(
            name=name, asked=asked, whole=whole
        )

    def chart_height(self) -> int:
        """A line for each side and the legend."""
        return int((len(self._rows) + 1) * (note_height() + theme.px(7)))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the bars and the legend."""
        names = max((note_width(name) for name, _asked, _all in self._rows), default=0.0)
        left = min(names + theme.px(12), area.width() * 0.4)
        step = note_height() + theme.px(7)
        largest = max((whole for _name, _asked, whole in self._rows), default=0)
        y = area.y()
        for name, asked, whole in self._rows:
            line = QRectF(area.x(), y, area.width(), note_height())
            write(painter, QRectF(line.x(), y, left - theme.px(4), line.height()), name)
            bar = QRectF(area.x() + left, line.center().y() - theme.px(5), 0, theme.px(10))
            bar.setRight(area.right())
            if whole:
                parts = [Part("", asked, "open"), Part("", whole - asked, "track")]
                segments(painter, bar, parts)
            elif largest:
                fill(painter, bar, "track")
            self.spot(line, self._words(name, asked, whole))
            y += step
        words = (_("asked for something"), _("no ask"))
        needed = sum(note_width(word) + theme.px(22) for word in words)
        start = min(left, max(0.0, area.width() - needed))
        self._legend(
            painter, QRectF(area.x() + start, y, area.width() - start, note_height()), words
        )

    def _legend(self, painter: QPainter, line: QRectF, texts: tuple[str, str]) -> None:
        x = line.x()
        for role, words in zip(("open", "track"), texts, strict=True):
            side = theme.px(8)
            fill(painter, QRectF(x, line.center().y() - side / 2, side, side), role)
            x += side + theme.px(4)
            width = note_width(words) + 2
            write(painter, QRectF(x, line.y(), min(width, line.right() - x), line.height()), words)
            x += width + theme.px(8)


class ThreeCounts(Chart):
    """One bar: how many hold, how many do not, and the rest; with a title and words above."""

    def __init__(
        self, title: str = "", parts: Sequence[tuple[str, int, str]] = (), words: str = ""
    ) -> None:
        super().__init__()
        self._beside: Sequence[ThreeCounts] = (self,)
        self.set_data(title, parts, words)

    def stand_with(self, others: Sequence[ThreeCounts]) -> None:
        """Be laid out as these, itself among them: on two lines where one of them needs two."""
        self._beside = others

    def set_data(self, title: str, parts: Sequence[tuple[str, int, str]], words: str = "") -> None:
        """Show parts as (label, count, theme colour), and the words "11 hold · 4 do not"."""
        self._title = title
        self._parts = [Part(*part) for part in parts]
        self._words = words or " · ".join(f"{part.number} {part.label}" for part in self._parts)
        self.refresh()

    def describe(self) -> str:
        """The counts in words."""
        return f"{self._title}: {self._words}" if self._title else self._words

    def _one_line(self, width: float) -> bool:
        return all(one.natural_width() <= width for one in self._beside)

    def natural_width(self) -> float:
        """How wide title and words are on one line."""
        title = float(self.fontMetrics().horizontalAdvance(self._title))
        return title + note_width(self._words) + theme.px(16)

    def chart_height(self) -> int:
        """The words on one line or two, and the bar."""
        line = theme.px(20)
        lines = 1 if self._one_line(self.width()) or not self._title else 2
        return line * lines + theme.px(14)

    def resizeEvent(self, event: object) -> None:
        """Put the words below the title where both do not fit."""
        self.updateGeometry()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the words and the bar."""
        line = theme.px(20)
        together = self._one_line(area.width())
        y = area.y()
        if self._title:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.current().colour("ink"))
            metrics = self.fontMetrics()
            shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(
                QRectF(area.x(), y, area.width(), line), int(Qt.AlignmentFlag.AlignVCenter), shown
            )
        align = Qt.AlignmentFlag.AlignRight if together else Qt.AlignmentFlag.AlignLeft
        if self._title and not together:
            y += line
        write(painter, QRectF(area.x(), y, area.width(), line), self._words, align)
        bar = QRectF(area.x(), y + line + theme.px(4), area.width(), theme.px(8))
        for part, box in zip(self._parts, segments(painter, bar, self._parts), strict=True):
            self.spot(box.adjusted(0, -4, 0, 4), f"{part.number} {part.label}")


class Sparkline(Chart):
    """A small line of numbers, for a trend at a glance; `words` say what it shows."""

    HEIGHT = 22

    def __init__(self, values: Sequence[float] = (), words: str = "") -> None:
        super().__init__()
        self.set_data(values, words)

    def set_data(self, values: Sequence[float], words: str = "") -> None:
        """Show the numbers from old to new."""
        self._values, self._words = list(values), words
        self.refresh()

    def describe(self) -> str:
        """What the line shows."""
        return self._words

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the line."""
        self.spot(area, self._words)
        if len(self._values) < 2:
            return
        low, high = min(self._values), max(self._values)
        inner = area.adjusted(2, 3, -2, -3)
        step = inner.width() / (len(self._values) - 1)
        path = QPainterPath()
        for place, value in enumerate(self._values):
            share = (value - low) / (high - low) if high > low else 0.5
            point = QPointF(inner.x() + place * step, inner.bottom() - share * inner.height())
            path.lineTo(point) if place else path.moveTo(point)
        painter.setPen(QPen(theme.current().colour("accent"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
