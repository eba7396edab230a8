"""A whole page: title, buttons on the right, and a body that scrolls."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout, HeaderLayout


class PageHeader(QWidget):
    """The top of a page: something before, the title, a line below it, and buttons on the right.

    Where there is no room the buttons go below the title.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        before: QWidget | None = None,
        kind: str = "title",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outer = HeaderLayout(self)
        self._words = QWidget()
        words_row = QHBoxLayout(self._words)
        words_row.setContentsMargins(0, 0, 0, 0)
        words_row.setSpacing(theme.px(10))
        self.before = before
        if before is not None:
            words_row.addWidget(before, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = WrapLabel(title, kind, parent=self._words)
        self.subtitle = WrapLabel(subtitle, "body", "second", parent=self._words)
        self.subtitle.setVisible(bool(subtitle))
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addStretch(1)
        words_row.addLayout(column, 1)
        self._side = QWidget()
        self._buttons = FlowLayout(self._side, gap=10)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._side.setSizePolicy(policy)
        self._outer.addWidget(self._words)
        self._outer.addWidget(self._side)
        self._side.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_title(self, title: str, subtitle: str | None = None) -> None:
        """Show another title, and another line below it when one is given."""
        self.title.set_content(title)
        if subtitle is not None:
            self.subtitle.set_content(subtitle)
            self.subtitle.setVisible(bool(subtitle))

    def add_button(self, widget: QWidget) -> None:
        """Put a button (or a note, or a field) at the right end."""
        self._buttons.addWidget(widget)
        self._side.show()


class Page(QWidget):
    """A whole page: its header, and a body that scrolls.

    Put parts into `page.body`; `page.header` holds the title and the buttons on the right.
    With `scroll=False` the body fills the page and whatever is inside scrolls by itself.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        before: QWidget | None = None,
        scroll: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scrolls = scroll
        self.header = PageHeader(title, subtitle, before)
        self._content = QWidget()
        self._content.setProperty("ground", "none")
        self.body = QVBoxLayout(self._content)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        if scroll:
            self.scroller = QScrollArea()
            self.scroller.setWidgetResizable(True)
            self.scroller.setFrameShape(QFrame.Shape.NoFrame)
            self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.scroller.setWidget(self._content)
            self._outer.addWidget(self.scroller)
        else:
            self._outer.addWidget(self._content)
        self.body.addWidget(self.header)
        self._space()

    def _space(self) -> None:
        self.body.setContentsMargins(theme.px(28), theme.px(20), theme.px(28), theme.px(20))
        self.body.setSpacing(theme.px(18))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_outer"):
            self._space()
        super().changeEvent(event)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a part below what is there."""
        self.body.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        """Keep what follows, or nothing, at the top: call it after the last part."""
        self.body.addStretch(1)
