"""Labels that never hide text without saying so."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.spans import (
    Laid,
    Span,
    SpanLike,
    as_spans,
    draw,
    elided,
    fits,
    lay_out,
    natural_line,
    plain,
    seen,
)

_WIDE = 100_000.0
_CHANGES = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class WrapLabel(QLabel):
    """Text that wraps to the width it gets and is always shown whole.

    `content` is a sentence or a list of Spans; `kind` is a theme font, `role` a theme colour.
    """

    def __init__(
        self,
        content: str | Sequence[SpanLike] = "",
        kind: str = "body",
        role: str = "ink",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._role, self._align = kind, role, align
        self._spans: list[Span] = []
        self._laid: tuple[int, Laid] | None = None
        self._look = theme.current()
        # Layouts ask again and again: what was measured once is kept until the words change.
        self._one: Laid | None = None
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_content(content)

    def set_content(self, content: str | Sequence[SpanLike], role: str | None = None) -> None:
        """Show other words, and another colour when one is given."""
        self._role = role or self._role
        self._spans = as_spans(content, self._role)
        # QLabel keeps the words so that screen readers and tests can read them.
        super().setText(plain(seen(self._spans)))
        self._changed()

    def setText(self, text: str) -> None:
        """Show other words in the label's own colour."""
        self.set_content(text)

    def words(self) -> str:
        """The words themselves, also while they are covered: names for readers are made of them."""
        return plain(self._spans)

    def draw_again(self) -> None:
        """Show the words anew: what may be seen has changed."""
        self.set_content(self._spans)

    def _changed(self) -> None:
        self._laid = None
        self._one = None
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _lay(self, width: int) -> Laid:
        if self._laid is None or self._laid[0] != width:
            one = self._on_one_line()
            if self._align == Qt.AlignmentFlag.AlignLeft and fits(one, width):
                self._laid = (width, one)
            else:
                font = theme.font(self._kind)
                self._laid = (width, lay_out(seen(self._spans), font, width, align=self._align))
        return self._laid[1]

    def changeEvent(self, event: QEvent) -> None:
        """Lay the words out again when the theme's fonts or colours change.

        Qt tells of a change for each ancestor a label gets; most of these mean nothing here.
        """
        if event.type() in _CHANGES and self._look is not theme.current():
            self._look = theme.current()
            self._changed()
        super().changeEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Yes: narrower means taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels needed to show every word at this width."""
        if width not in self._heights:
            one = self._on_one_line()
            laid = one if one.width + 1 <= width else self._lay(width)
            self._heights[width] = int(laid.height + 0.999)
        return self._heights[width]

    def _on_one_line(self) -> Laid:
        if self._one is None:
            self._one = lay_out(seen(self._spans), theme.font(self._kind), _WIDE)
        return self._one

    def sizeHint(self) -> QSize:
        """As wide as the text on one line, up to a readable measure."""
        one = self._on_one_line()
        width = min(int(one.width) + 2, theme.px(460))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to share a row, wide enough to read."""
        one = self._on_one_line()
        return QSize(
            min(int(one.width) + 2, theme.px(64)), int(natural_line(theme.font(self._kind)))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        laid = self._lay(self.width())
        top = 0.0
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top = max(0.0, (self.height() - laid.height) / 2)
        draw(painter, laid, QRectF(0, top, self.width(), self.height()))


class ElidedLabel(WrapLabel):
    """One line (or a few) with an ellipsis at the end, and the whole text as a tooltip."""

    def __init__(
        self,
        content: str | Sequence[SpanLike] = "",
        kind: str = "body",
        role: str = "ink",
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        self._lines = lines
        super().__init__(content, kind, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _lay(self, width: int) -> Laid:
        if self._laid is None or self._laid[0] != width:
            font = theme.font(self._kind)
            spans = seen(self._spans)
            laid = elided(spans, font, width, self._lines)
            self._laid = (width, laid)
            whole = laid.layout.text() == plain(spans).replace("\n", "\u2028")
            self.setToolTip("" if whole and not laid.cut else plain(spans))
        return self._laid[1]

    def hasHeightForWidth(self) -> bool:
        """Several lines depend on the width; one line does not."""
        return self._lines > 1

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        one = self._on_one_line()
        return QSize(int(one.width) + 2, int(one.height + 0.999))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters and the ellipsis."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.px(48)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Work out at once whether a tooltip is needed."""
        super().resizeEvent(event)
        self._lay(self.width())
