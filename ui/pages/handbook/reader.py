"""Shows one chapter in the theme's type and colours; its links stay inside the handbook."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.model.texts import _
from ui import theme
from ui.pages.handbook.chapters import Chapter, slug

_HEADINGS = {1: "title", 2: "lead", 3: "strong"}
_CODE = ("Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "Menlo", "monospace")


class Reader(QTextBrowser):
    """One chapter; `followed` carries the chapter and the heading that a link names."""

    followed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "reader")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(_("Handbook"))
        self.setMaximumWidth(theme.px(860))
        self.document().setDocumentMargin(theme.px(12))
        self.anchorClicked.connect(self._follow)
        self._chapter: Chapter | None = None
        self._query = ""
        theme.notifier.changed.connect(self._dress_again)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show a chapter from its beginning."""
        self._chapter = chapter
        self.setMarkdown(chapter.text)
        self._dress()
        self.mark(self._query)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_heading(self, name: str) -> bool:
        """Scroll to a heading as links name it; whether there is one."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == name:
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - theme.px(8))
                return True
            block = block.next()
        return False

    def mark(self, query: str) -> int:
        """Mark every place these words stand; returns how many there are."""
        self._query = query.strip()
        marks: list[QTextEdit.ExtraSelection] = []
        cursor = QTextCursor(self.document())
        while self._query:
            cursor = self.document().find(self._query, cursor)
            if cursor.isNull():
                break
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(theme.current().colour("highlight"))
            marks.append(mark)
        self.setExtraSelections(marks)
        return len(marks)

    def next_mark(self) -> bool:
        """Go to the next place the words stand; whether there was one below."""
        return bool(self._query) and self.find(self._query)

    def changeEvent(self, event: QEvent) -> None:
        """Keep a readable measure at any text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setMaximumWidth(theme.px(860))

    def _dress_again(self) -> None:
        if self._chapter is not None:
            place = self.verticalScrollBar().value()
            self.show_chapter(self._chapter)
            self.verticalScrollBar().setValue(place)

    def _follow(self, url: QUrl) -> None:
        if url.scheme():  # the handbook links to nothing outside; nothing outside is opened
            return
        self.followed.emit(url.path().removesuffix(".md"), url.fragment())

    # --- looks ---------------------------------------------------------------------------

    def _dress(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.font("body"))
        block = document.begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_block(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        level = block.blockFormat().headingLevel()
        code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence) or (
            block.blockFormat().nonBreakableLines()
        )
        in_table = cursor.currentTable() is not None
        if level:
            shape.setTopMargin(theme.px(4 if level == 1 else 20))
            shape.setBottomMargin(theme.px(8))
        elif code:
            shape.setBackground(QBrush(theme.current().colour("sunken")))
            shape.setLeftMargin(theme.px(4))
        elif not in_table:
            shape.setBottomMargin(theme.px(4 if block.textList() else 10))
            if not block.textList() and block.previous().textList():
                shape.setTopMargin(theme.px(8))
            shape.setLineHeight(132, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(shape)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        if level:
            words = QTextCharFormat()  # a whole new one: Markdown's own would scale the size again
            words.setFont(theme.font(_HEADINGS.get(level, "strong")))
            words.setFontWeight(QFont.Weight.Bold)
            cursor.setCharFormat(words)
        self._dress_runs(block)

    def _dress_runs(self, block: QTextBlock) -> None:
        at = block.begin()
        runs = []
        while not at.atEnd():
            piece = at.fragment()
            shape = piece.charFormat()
            if shape.isAnchor() or shape.fontFixedPitch():
                runs.append((piece.position(), piece.length(), shape.isAnchor()))
            at += 1
        for start, length, link in runs:
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            looks = QTextCharFormat()
            if link:
                looks.setForeground(theme.current().colour("accent"))
                looks.setFontUnderline(False)
            else:
                looks.setFontFamilies(list(_CODE))
                looks.setProperty(
                    QTextFormat.Property.FontPixelSize, theme.font("section").pixelSize()
                )
            cursor.mergeCharFormat(looks)

    def _dress_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(theme.px(5))
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setBottomMargin(theme.px(12))
        table.setFormat(shape)
        line = QBrush(theme.current().colour("line"))
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                looks = QTextTableCellFormat(cell.format().toTableCellFormat())
                looks.setBottomBorder(1)
                looks.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                looks.setBottomBorderBrush(line)
                looks.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignTop)
                looks.clearBackground()
                cell.setFormat(looks)
