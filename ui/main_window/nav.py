"""The navigation on the left: where one can go, with its keys, and quiet facts at the foot."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.texts import _
from ui import theme
from ui.actions import shortcut_text
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.painting import paint_focus

PLACES = ("today", "people", "timeline", "prepare", "settings")
# Pages without a place of their own keep the one they belong to marked; some belong to none.
MARKED = {
    "forget": "people",
    "held": "people",
    "duplicates": "people",
    "log": "today",
    "sorting": "people",
}
WIDTH = 208


class NavItem(QAbstractButton):
    """One place to go: its name on the left, its keys on the right, a white row when shown."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = shortcut_text(action.objectName())
        self.setText(action.text())
        self.setCheckable(True)
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text())
        self.setAccessibleDescription(self._keys)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(action.trigger)

    def nextCheckState(self) -> None:
        """The window marks the row when the page is shown, not the click."""

    def natural_width(self) -> float:
        """Room for the name and the keys."""
        words = QFontMetricsF(theme.font("strong")).horizontalAdvance(self.text())
        keys = QFontMetricsF(theme.font("chip")).horizontalAdvance(self._keys)
        return words + keys + theme.px(58)

    def sizeHint(self) -> QSize:
        """A row of the navigation."""
        return QSize(int(self.natural_width()), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        box = QRectF(self.rect()).adjusted(theme.px(9) + 0.5, 0.5, -theme.px(9) - 0.5, -0.5)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(QPen(colours.colour("line"), 1) if on else Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("surface" if on else "hover"))
            painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        inner = box.adjusted(theme.px(10), 0, -theme.px(10), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(colours.colour("ink" if on else "second"))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignLeading), self.text())
        painter.setFont(theme.font("chip" if on else "note"))
        painter.setPen(colours.colour("second"))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignTrailing), self._keys)
        if self.hasFocus():
            paint_focus(painter, box, 8)


class MenuButton(QAbstractButton):
    """Three lines that open the menu; drawn here, because reading icons would slow the start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Menu"))
        keys = shortcut_text("menu.show")
        self.setToolTip(_("Everything Kith can do ({keys})").format(keys=keys))

    def sizeHint(self) -> QSize:
        """A square one can hit."""
        return QSize(theme.px(30), theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the three lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("surface"))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        painter.setPen(QPen(colours.colour("second"), max(1.5, theme.px(15) / 10)))
        reach, step, middle = theme.px(7), theme.px(5), box.center()
        for line in (-1, 0, 1):
            y = middle.y() + line * step
            painter.drawLine(int(middle.x() - reach), int(y), int(middle.x() + reach), int(y))
        if self.hasFocus():
            paint_focus(painter, box)


class Nav(QFrame):
    """The whole column; `mark` shows where one is."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Navigation"))
        self._name = WrapLabel(_("Kith"), "lead")
        self.menu_button = MenuButton()
        self.items = {place: NavItem(actions[f"go.{place}"]) for place in PLACES}
        self._foot = WrapLabel("", "note", "second")
        self._covered: Chip | None = None
        self._head = QHBoxLayout()
        self._head.addWidget(self._name, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.menu_button)
        self._bottom = QVBoxLayout()
        self._bottom.setSpacing(theme.px(8))
        self._bottom.addWidget(self._foot)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        for item in self.items.values():
            layout.addWidget(item)
        layout.addStretch(1)
        layout.addLayout(self._bottom)
        self._space()

    def _space(self) -> None:
        natural = max(item.natural_width() for item in self.items.values())
        # Larger text takes its room, but no more: on a small screen the page needs it.
        self.setFixedWidth(round(max(natural, min(WIDTH, theme.px(WIDTH)))))
        self._name.set_content([(_("Kith"), "ink", True, False)])
        self._head.setContentsMargins(theme.px(20), theme.px(12), theme.px(12), theme.px(10))
        self._bottom.setContentsMargins(theme.px(20), 0, theme.px(16), theme.px(20))
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(0, 0, 1, 0)

    def mark(self, page: str) -> None:
        """Show which place the page belongs to."""
        wanted = MARKED.get(page, page)
        for place, item in self.items.items():
            item.setChecked(place == wanted)

    def show_covered(self, on: bool) -> None:
        """Say that names and notes are covered."""
        if self._covered is None and on:
            keys = shortcut_text("view.cover")
            tip = _("Names and notes are covered; {keys} shows them again").format(keys=keys)
            self._covered = Chip(_("Covered"), "open", tip)
            self._bottom.insertWidget(0, self._covered)
        if self._covered is not None:
            self._covered.setVisible(on)

    def set_foot(self, words: str) -> None:
        """Say a quiet fact at the foot."""
        self._foot.set_content(words)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the sizes in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_bottom"):
            self._space()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and the line towards the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(theme.current().colour("line"), 1))
        edge = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())
