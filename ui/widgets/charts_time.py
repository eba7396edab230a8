"""Charts over the years: outcomes and contacts, months opened by each side, and how much when."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen

from app.model.texts import _, ngettext
from ui import theme
from ui.widgets.chart import Chart, fill, note_height, note_width, write
from ui.widgets.painting import paint_focus


class OutcomeMark(NamedTuple):
    """A deal's outcome on the line: its day, its word, and whether contact went on after it."""

    day: date
    word: str
    followed: bool | None = None


def _year_of(day: date) -> float:
    days = 366 if monthrange(day.year, 2)[1] == 29 else 365
    return day.year + (day.timetuple().tm_yday - 1) / days


class OutcomeLine(Chart):
    """Deals as upright lines and contacts as dots along the years.

    Contacts before the first outcome are grey, those after one are in the colour of "for".
    """

    HEIGHT = 62

    def __init__(self) -> None:
        super().__init__()
        self.set_data((), (), None)

    def set_data(
        self, outcomes: Sequence[OutcomeMark], contacts: Sequence[date], today: date | None
    ) -> None:
        """Show outcomes and contacts up to today."""
        self._outcomes = sorted(outcomes)
        self._contacts = sorted(contacts)
        self._today = today
        self.refresh()

    def describe(self) -> str:
        """The line in words."""
        told = [
            _("{word} on {day}").format(word=mark.word, day=mark.day.isoformat())
            for mark in self._outcomes
        ]
        first = self._outcomes[0].day if self._outcomes else None
        after = sum(1 for day in self._contacts if first and day > first)
        told.append(
            ngettext(
                "{count} contact after the first outcome",
                "{count} contacts after the first outcome",
                after,
            ).format(count=after)
        )
        return "; ".join(told)

    def chart_height(self) -> int:
        """A line of words, the marks, and the years."""
        return int(2 * note_height() + theme.px(42))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the axis, the dots and the marks."""
        days = [mark.day for mark in self._outcomes] + self._contacts
        if not days:
            return
        first = float(min(days).year)
        last = max(_year_of(max(days)), _year_of(self._today) if self._today else 0.0)
        span = max(0.25, last - first)
        radius = theme.px(3)
        left, width = area.x() + radius, area.width() - 2 * radius

        def place(day: date) -> float:
            return left + width * (_year_of(day) - first) / span

        base = area.bottom() - note_height() - theme.px(8)
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.drawLine(QPointF(area.x(), base), QPointF(area.right(), base))
        start = self._outcomes[0].day if self._outcomes else None
        painter.setPen(Qt.PenStyle.NoPen)
        for day in self._contacts:
            after = start is not None and day > start
            painter.setBrush(theme.current().colour("for" if after else "second"))
            size = radius if after else radius * 0.75
            painter.drawEllipse(QPointF(place(day), base), size, size)
            box = QRectF(place(day) - radius, base - radius, 2 * radius, 2 * radius)
            self.spot(box, _("Contact on {day}").format(day=day.isoformat()))
        self._marks(painter, area, base, place)
        foot = QRectF(area.x(), area.bottom() - note_height(), area.width(), note_height())
        write(painter, foot, str(int(first)))
        write(painter, foot, str(int(last)), Qt.AlignmentFlag.AlignRight)

    def _marks(self, painter: QPainter, area: QRectF, base: float, place: object) -> None:
        assert callable(place)
        top = area.y() + note_height() + theme.px(3)
        taken = area.x() - 1.0
        for mark in self._outcomes:
            x = place(mark.day)
            painter.setPen(QPen(theme.current().colour("accent"), 2))
            painter.drawLine(QPointF(x, top), QPointF(x, base + theme.px(5)))
            words = _("{word} on {day}").format(word=mark.word, day=mark.day.isoformat())
            self.spot(QRectF(x - theme.px(4), top, theme.px(8), base - top), words)
            wide = note_width(mark.word) + 2
            start = min(max(area.x(), x - wide / 2), area.right() - wide)
            # Words that would run into the ones before are left to the tooltip.
            if start > taken:
                write(painter, QRectF(start, area.y(), wide, note_height()), mark.word)
                taken = start + wide + theme.px(3)


class MonthBars(Chart):
    """Contacts month by month: what you opened stands up, what they opened hangs down."""

    def __init__(self) -> None:
        super().__init__()
        self.set_data((), "", "")

    def set_data(
        self,
        months: Sequence[tuple[int, int, int, int]],
        mine: str = "",
        theirs: str = "",
    ) -> None:
        """Show months as (year, month, opened by me, opened by them), from old to new, no gaps."""
        self._months = list(months)
        self._mine = mine or _("you opened, above")
        self._theirs = theirs or _("they opened, below")
        self.refresh()

    def describe(self) -> str:
        """The months in words."""
        me = sum(month[2] for month in self._months)
        them = sum(month[3] for month in self._months)
        return f"{self._mine}: {me}; {self._theirs}: {them}"

    def chart_height(self) -> int:
        """The legend, the bars, the years."""
        return int(2 * note_height() + theme.px(72))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the bars, the legend and the years."""
        legend = QRectF(area.x(), area.y(), area.width(), note_height())
        write(painter, legend, f"{self._mine} · {self._theirs}")
        if not self._months:
            return
        up = max(1, *(month[2] for month in self._months))
        down = max(1, *(month[3] for month in self._months))
        top = legend.bottom() + theme.px(10)
        bottom = area.bottom() - note_height() - theme.px(10)
        unit = (bottom - top - 2) / (up + down)
        zero = top + unit * up
        step = area.width() / len(self._months)
        wide = max(1.0, min(step * 0.62, theme.px(16)))
        labelled: set[int] = set()
        foot = QRectF(0, area.bottom() - note_height(), 0, note_height())
        taken = area.x() - 1.0
        for place, (year, month, mine, theirs) in enumerate(self._months):
            x = area.x() + place * step
            fill(painter, QRectF(x, zero - unit * mine, wide, unit * mine), "bar")
            fill(painter, QRectF(x, zero + 2, wide, unit * theirs), "accent")
            told = _("{month}: you opened {mine}, they opened {theirs}").format(
                month=f"{year}-{month:02d}", mine=mine, theirs=theirs
            )
            self.spot(QRectF(x, top, step, bottom - top), told)
            if year not in labelled and (month == 1 or place == 0):
                labelled.add(year)
                label = str(year)
                text_width = note_width(label) + 2
                start = min(x, area.right() - text_width)
                if start > taken:
                    write(painter, QRectF(start, foot.y(), text_width, foot.height()), label)
                    taken = start + text_width + theme.px(8)


class DensityStrip(Chart):
    """How much was logged, month by month over the years; click, drag or arrows jump there.

    The shown range is in the accent colour. `jumped` carries a year and a month.
    """

    HEIGHT = 72
    jumped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._months: list[tuple[int, int, int]] = []
        self._range: tuple[tuple[int, int], tuple[int, int]] | None = None
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_data(self, months: Sequence[tuple[int, int, int]]) -> None:
        """Show months as (year, month, count) from old to new; gaps are filled with nothing."""
        counts = {(year, month): count for year, month, count in months}
        self._months = []
        if counts:
            (year, month), last = min(counts), max(counts)
            while (year, month) <= last:
                self._months.append((year, month, counts.get((year, month), 0)))
                year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        self._cursor = max(0, len(self._months) - 1)
        self.refresh()

    def set_range(self, first: tuple[int, int] | None, last: tuple[int, int] | None) -> None:
        """Highlight the months from first to last, both as (year, month)."""
        self._range = (min(first, last), max(first, last)) if first and last else None
        if self._range:
            keys = [(year, month) for year, month, _count in self._months]
            if self._range[1] in keys and not self.hasFocus():
                self._cursor = keys.index(self._range[1])
        self.update()

    def describe(self) -> str:
        """The strip in words."""
        if not self._months:
            return _("Nothing logged yet")
        total = sum(month[2] for month in self._months)
        return ngettext(
            "{total} entry from {first} to {last}; the arrow keys jump from month to month",
            "{total} entries from {first} to {last}; the arrow keys jump from month to month",
            total,
        ).format(total=total, first=self._months[0][0], last=self._months[-1][0])

    def chart_height(self) -> int:
        """The bars and the years below."""
        return int(note_height() + theme.px(56))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the bars and the years."""
        if not self._months:
            return
        base = area.bottom() - note_height() - theme.px(8)
        tallest = max(1, *(month[2] for month in self._months))
        step = self._step(area)
        wide = max(1.0, step * 0.62)
        tall = base - area.y()
        for place, (year, month, count) in enumerate(self._months):
            x = area.x() + place * step
            lit = self._range is not None and self._range[0] <= (year, month) <= self._range[1]
            height = tall * count / tallest if count else 0.0
            if count:
                height = max(2.0, height)
            fill(painter, QRectF(x, base - height, wide, height), "accent" if lit else "bar")
            told = ngettext("{month}: {count} entry", "{month}: {count} entries", count).format(
                month=f"{year}-{month:02d}", count=count
            )
            self.spot(QRectF(x, area.y(), step, tall), told)
        self._years(painter, area, step)
        if self.hasFocus():
            x = area.x() + self._cursor * step
            box = QRectF(x - 2, area.y(), wide + 4, tall + 2)
            paint_focus(painter, box, 2)

    def _step(self, area: QRectF) -> float:
        return min(area.width() / max(1, len(self._months)), float(theme.px(28)))

    def _years(self, painter: QPainter, area: QRectF, step: float) -> None:
        foot = area.bottom() - note_height()
        taken = area.x() - 1.0
        gap = note_width("0000") * 3
        last_year = self._months[-1][0]
        written = 0
        width = note_width(str(last_year)) + 2
        end = min(area.right(), area.x() + step * len(self._months)) - width
        for place, (year, month, _count) in enumerate(self._months):
            x = area.x() + place * step
            first = place == 0
            if (month == 1 or first) and x > taken and (first or x + gap < end):
                write(painter, QRectF(x, foot, width, note_height()), str(year))
                taken = x + gap
                written = year
        if end > area.x() + width and written != last_year:
            write(painter, QRectF(end, foot, width, note_height()), str(last_year))

    def _jump(self, place: int) -> None:
        if not self._months:
            return
        self._cursor = min(max(0, place), len(self._months) - 1)
        year, month, _count = self._months[self._cursor]
        self.update()
        self.jumped.emit(year, month)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the month under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._jump(int(event.position().x() / self._step(QRectF(self.rect()))))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is held down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = int(event.position().x() / self._step(QRectF(self.rect())))
            if place != self._cursor:
                self._jump(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go a month, Page keys a year, Home and End to the ends."""
        steps = {
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_PageUp: self._cursor - 12,
            Qt.Key.Key_PageDown: self._cursor + 12,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._months) - 1,
        }
        place = steps.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
            return
        self._jump(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        self.update()
        super().focusInEvent(event)
