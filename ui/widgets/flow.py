"""Layouts that make room: chips flow onto the next line, columns fold into one."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme


class _Cached(QLayout):
    """Holds items, and measures its height for a width once, until something inside it changes.

    Layouts inside layouts ask many times over: a page of settings asked a thousand times.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent) if parent is not None else super().__init__()
        self._heights: dict[tuple[int, float], int] = {}
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items stand here."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or nothing."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the whole width."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Yes: narrower means taller."""
        return True

    def invalidate(self) -> None:
        """Something inside has another size."""
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        """Pixels needed at this width."""
        key = width, theme.current().scale
        if key not in self._heights:
            self._heights[key] = self.measure(width)
        return self._heights[key]

    def measure(self, width: int) -> int:
        """Pixels needed at this width, worked out."""
        raise NotImplementedError


class FlowLayout(_Cached):
    """Sets widgets side by side and goes on below when the line is full; nothing is clipped."""

    def __init__(
        self, parent: QWidget | None = None, gap: int = 10, line_gap: int = 8, right: bool = False
    ) -> None:
        super().__init__(parent)
        self._gap, self._line_gap, self._right = gap, line_gap, right
        self._hint: QWidget | None = None

    def add_hint(self, widget: QWidget) -> None:
        """Put something last that is not seen where it would need a line of its own."""
        self._hint = widget
        self.addWidget(widget)

    def set_gap(self, gap: int) -> None:
        """Set the items closer together or further apart."""
        if gap != self._gap:
            self._gap = gap
            self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Flows take no more than they need."""
        return Qt.Orientation(0)

    def measure(self, width: int) -> int:
        """Pixels needed for all lines at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All items on one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + theme.px(self._gap) * max(0, len(hints) - 1)
        height = max((hint.height() for hint in hints), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """The widest single item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        edge = self.contentsMargins()
        return size + QSize(edge.left() + edge.right(), edge.top() + edge.bottom())

    def _arrange(self, rect: QRect, move: bool) -> int:
        edge = self.contentsMargins()
        area = rect.marginsRemoved(QMargins(edge))
        y = area.y()
        lines = self._lines(area.width())
        if self._hint is not None and len(lines) > 1 and lines[-1][0][0].widget() is self._hint:
            item, _size = lines.pop()[0]
            if move:
                item.setGeometry(QRect())
        for line in lines:
            tall = max(size.height() for _, size in line)
            if move:
                self._place(line, area, y, tall)
            y += tall + theme.px(self._line_gap)
        if y > area.y():
            y -= theme.px(self._line_gap)
        return y - rect.y() + edge.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > width:  # alone on its line, as wide as there is room
                tall = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
                size = QSize(max(width, item.minimumSize().width()), tall)
            needed = size.width() + (theme.px(self._gap) if lines and used else 0)
            if lines and used + needed <= width:
                lines[-1].append((item, size))
                used += needed
            else:
                lines.append([(item, size)])
                used = size.width()
        return lines

    def _place(
        self, line: Sequence[tuple[QLayoutItem, QSize]], area: QRect, y: int, tall: int
    ) -> None:
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gap = theme.px(self._gap)
        total = sum(size.width() for _, size in line) + gap * (len(line) - 1)
        x = area.x() + (area.width() - total if self._right and total < area.width() else 0)
        for item, size in line:
            left = area.right() + 1 - (x - area.x()) - size.width() if mirrored else x
            item.setGeometry(QRect(QPoint(left, y + (tall - size.height()) // 2), size))
            x += size.width() + gap


class FoldLayout(_Cached):
    """Columns side by side where each has room; else fewer, and at last one below the other.

    `weights` share the width; `narrowest` is the least width of a column, in scaled pixels.
    With `first` the first column has that fixed width. With `equal` columns that stand side by
    side are equally tall.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        weights: Sequence[float] = (1.0, 1.0),
        narrowest: int = 240,
        gap: int = 18,
        first: int = 0,
        equal: bool = False,
    ) -> None:
        super().__init__(parent)
        self._weights, self._narrowest, self._gap = tuple(weights), narrowest, gap
        self._first, self._equal = first, equal

    def columns_at(self, width: int) -> int:
        """How many columns stand side by side at this width."""
        most = len(self._shown())
        # Equal columns belong together: two above one would look like a mistake.
        for count in range(most, most - 1 if self._equal else 1, -1):
            if count < 2:
                break
            widths = self._widths(width, count)
            fixed = 1 if self._first else 0
            if min(widths[fixed:]) >= theme.px(self._narrowest):
                return count
        return 1

    def measure(self, width: int) -> int:
        """Pixels needed for the tallest column at this width."""
        boxes = self._boxes(QRect(0, 0, width, 0))
        return max((box.bottom() + 1 for _, box in boxes), default=0)

    def setGeometry(self, rect: QRect) -> None:
        """Place every column."""
        super().setGeometry(rect)
        for item, box in self._boxes(rect):
            item.setGeometry(box)

    def sizeHint(self) -> QSize:
        """All columns side by side."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + theme.px(self._gap) * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest column alone; the height follows from the width."""
        return QSize(max((item.minimumSize().width() for item in self._shown()), default=0), 0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _widths(self, width: int, count: int) -> list[int]:
        if count == 1:
            return [width]
        free = width - theme.px(self._gap) * (count - 1)
        weights = [*self._weights, *([1.0] * count)][:count]
        widths: list[int] = []
        if self._first:
            widths.append(theme.px(self._first))
            free -= widths[0]
            weights = weights[1:]
        widths += [round(free * weight / sum(weights)) for weight in weights]
        widths[-1] += free + (theme.px(self._first) if self._first else 0) - sum(widths)
        return widths

    def _boxes(self, rect: QRect) -> list[tuple[QLayoutItem, QRect]]:
        items = self._shown()
        if not items:
            return []
        count = self.columns_at(rect.width())
        gap = theme.px(self._gap)
        boxes: list[tuple[QLayoutItem, QRect]] = []
        x = rect.x()
        for place, width in enumerate(self._widths(rect.width(), count)):
            y = rect.y()
            # What does not fit beside the others goes under the last column.
            for item in items[place:] if place == count - 1 else [items[place]]:
                tall = _height(item, width)
                boxes.append((item, QRect(x, y, width, tall)))
                y += tall + gap
            x += width + gap
        if self._equal and count == len(items):
            tallest = max(box.height() for _item, box in boxes)
            for _item, box in boxes:
                box.setHeight(tallest)
        return boxes


class HeaderLayout(_Cached):
    """Two parts on one line, the second at the right end; below the first where it is narrow.

    `readable` is the width, in scaled pixels, the first part must keep (or all it wants).
    """

    def __init__(self, parent: QWidget, readable: int = 300, gap: int = 12) -> None:
        super().__init__(parent)
        self._readable, self._gap = readable, gap

    def measure(self, width: int) -> int:
        """Pixels needed at this width."""
        return max((box.bottom() + 1 for _, box in self._boxes(QRect(0, 0, width, 0))), default=0)

    def setGeometry(self, rect: QRect) -> None:
        """Place both parts."""
        super().setGeometry(rect)
        for item, box in self._boxes(rect):
            item.setGeometry(box)

    def sizeHint(self) -> QSize:
        """Both parts on one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + theme.px(self._gap)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The wider of the two; the height follows from the width."""
        shown = [item.minimumSize().width() for item in self._items if not item.isEmpty()]
        return QSize(max(shown, default=0), 0)

    def _boxes(self, rect: QRect) -> list[tuple[QLayoutItem, QRect]]:
        items = [item for item in self._items if not item.isEmpty()]
        gap, width = theme.px(self._gap), rect.width()
        if len(items) == 2:
            first, second = items
            side = second.sizeHint().width()
            if min(first.sizeHint().width(), theme.px(self._readable)) + gap + side <= width:
                left = width - gap - side
                heights = _height(first, left), _height(second, side)
                tall = max(heights)
                tops = [rect.y() + (tall - height) // 2 for height in heights]
                return [
                    (first, QRect(rect.x(), tops[0], left, heights[0])),
                    (second, QRect(rect.x() + left + gap, tops[1], side, heights[1])),
                ]
        boxes: list[tuple[QLayoutItem, QRect]] = []
        y = rect.y()
        for item in items:
            boxes.append((item, QRect(rect.x(), y, width, _height(item, width))))
            y = boxes[-1][1].bottom() + 1 + gap
        return boxes


def _height(item: QLayoutItem, width: int) -> int:
    """Pixels an item needs at a width."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
