"""Runs of text in theme colours, laid out so that nothing is ever cut off."""

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from ui import cover, theme

# What stands between the first two keeps to its own direction; at the third no line ends.
_OWN_WAY, _OWN_WAY_END, _JOINER = "\u2068", "\u2069", "\u2060"
_LONGEST_UNBROKEN = 12


class Span(NamedTuple):
    """A run of text: its words, theme colour, weight, and whether it is marked as a hit."""

    text: str
    role: str = "ink"
    bold: bool = False
    highlight: bool = False
    small: bool = False


SpanLike = Span | tuple[str, str, bool, bool] | str


def as_spans(content: "str | Sequence[SpanLike]", role: str = "ink") -> list[Span]:
    """Plain text, tuples or Spans, as a list of Spans."""
    if isinstance(content, str):
        return [Span(content, role)]
    return [Span(part, role) if isinstance(part, str) else Span(*part) for part in content]


def seen(spans: Sequence[Span]) -> list[Span]:
    """The spans as they may be seen: as they are, or covered while the screen is."""
    if not cover.active():
        return list(spans)
    whole = "".join(span.text for span in spans)
    if cover.shown(whole) == whole:
        return list(spans)
    # Hits of a search cut a text into pieces, and a piece may look like a word of ours.
    hide = cover.blank if any(span.highlight for span in spans) else cover.shown
    return [span._replace(text=hide(span.text)) for span in spans]


def as_name(text: str) -> str:
    """A name or a place to stand among other words.

    It keeps to its own direction, so that what stands beside it stays where it is.
    """
    turned = not text.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in text)
    return f"{_OWN_WAY}{text}{_OWN_WAY_END}" if turned else text


def in_one(text: str) -> str:
    """The same, and one that is written without spaces, as in Chinese, stays on one line."""
    return as_name(text if text.isascii() else " ".join(map(_unbroken, text.split(" "))))


def _unbroken(word: str) -> str:
    short = len(word) <= _LONGEST_UNBROKEN
    return _JOINER.join(word) if short and all(map(_east_asian, word)) else word


def _east_asian(letter: str) -> bool:
    in_sight = "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af"
    return in_sight or "\U00020000" <= letter <= "\U0003ffff"


def plain(spans: Sequence[Span]) -> str:
    """The words alone, on one or more lines, without the control characters that upset layout."""
    return "".join(_shown(span.text) for span in spans)


def _shown(text: str) -> str:
    # One UTF-16 unit for one, so that the ranges below stay right. Directional overrides from a
    # pasted name must not turn the rest of the line around; the soft ones stay.
    return text.replace("\x00", " ").replace("\u202e", " ").replace("\u202d", " ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _formats(spans: Sequence[Span]) -> list[QTextLayout.FormatRange]:
    made: list[QTextLayout.FormatRange] = []
    start = 0
    for span in spans:
        length = _units(_shown(span.text))
        shape = QTextCharFormat()
        shape.setForeground(QBrush(theme.current().colour(span.role)))
        if span.bold:
            shape.setFontWeight(QFont.Weight.Bold)
        if span.small:
            shape.setProperty(
                QTextCharFormat.Property.FontPixelSize, theme.font("note").pixelSize()
            )
        if span.highlight:
            shape.setBackground(QBrush(theme.current().colour("highlight")))
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start, length, shape
        made.append(part)
        start += length
    return made


class Laid(NamedTuple):
    """Text set in lines of a width, ready to draw."""

    layout: QTextLayout
    width: float
    height: float
    cut: bool
    role: str = ""  # the colour of all of it, where it has but one


def lay_out(
    spans: Sequence[Span],
    font: QFont,
    width: float,
    max_lines: int = 0,
    line_height: float = 0.0,
    align: Qt.AlignmentFlag | None = None,
    *,
    anywhere: bool = False,
) -> Laid:
    """Set spans in lines no wider than `width` pixels, at most `max_lines` of them (0: all).

    Breaks between words, and inside a word that alone is wider than a line: where an address has
    a sign of its own to break after, there; `anywhere` breaks wherever a line is full.
    `line_height` is in pixels; 0 takes about 1.4 of the font's size, as in the design.
    """
    text = plain(spans).replace("\n", "\u2028")
    role = ""
    if len(spans) == 1 and not spans[0].small and not spans[0].highlight:
        # Formats cost a third of a layout, and most texts need none.
        role = spans[0].role
        if spans[0].bold:
            font = QFont(font)
            font.setWeight(QFont.Weight.Bold)
    layout = QTextLayout(text, font)
    option = QTextOption()
    wrap = QTextOption.WrapMode
    option.setWrapMode(wrap.WrapAnywhere if anywhere else wrap.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setAlignment(align or Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    if not role:
        layout.setFormats(_formats(spans))
    layout.setCacheEnabled(True)
    step = line_height or natural_line(font)
    widest = y = 0.0
    count = 0
    cut = False
    layout.beginLayout()
    while True:
        if max_lines and count == max_lines:
            cut = layout.createLine().isValid()
            break
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1.0, width))
        columns = _better_end(text, line.textStart(), line.textStart() + line.textLength())
        if columns and not anywhere:
            line.setNumColumns(columns, max(1.0, width))
        line.setPosition(QPointF(0.0, y + max(0.0, (step - line.height()) / 2)))
        y += max(step, line.height())
        widest = max(widest, line.naturalTextWidth())
        count += 1
    layout.endLayout()
    return Laid(layout, widest, max(y, step), cut, role)


def _better_end(text: str, start: int, end: int) -> int:
    """How many letters a line is to have that would end inside an address; 0 for as it is."""
    inside = 0 < end < len(text) and _in_word(text[end - 1]) and _in_word(text[end])
    if not inside or not text.isascii():
        return 0
    word = max(start, text.rfind(" ", start, end) + 1)
    sign = max(text.rfind(sign, word, end) for sign in "@./_")
    return sign + 1 - start if sign > word else 0


def _in_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def fits(laid: Laid, width: float) -> bool:
    """Whether a text set in one long line from the left looks the same in this width."""
    first = laid.layout.lineAt(0)
    left = laid.layout.lineCount() == 1 and first.naturalTextRect().x() < 1
    return left and laid.width + 1 <= width


def natural_line(font: QFont) -> float:
    """The height of one line of text in this font, with air above and below."""
    return max(QFontMetricsF(font).height(), round(font.pixelSize() * 1.43))


def elided(spans: Sequence[Span], font: QFont, width: float, max_lines: int) -> Laid:
    """As `lay_out`, with an ellipsis where the last line had to be cut."""
    # What is one word, such as an address, and has one line shows as much of it as fits.
    anywhere = max_lines == 1 and " " not in plain(spans).strip()
    laid = lay_out(spans, font, width, max_lines, anywhere=anywhere)
    if not laid.cut:
        return laid
    last = laid.layout.lineAt(max_lines - 1)
    units = plain(spans).replace("\n", "\u2028").encode("utf-16-le", "surrogatepass")
    kept = last.textStart() + last.textLength()
    for spare in range(1, 12):
        end = max(0, kept - spare)
        text = units[: end * 2].decode("utf-16-le", "ignore").rstrip() + "…"
        shorter = lay_out(_first(spans, text), font, width, max_lines, anywhere=anywhere)
        if not shorter.cut:
            return shorter
    return laid


def _first(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans again, holding only `text`, which is their beginning and an ellipsis."""
    made: list[Span] = []
    left = text.replace("\u2028", "\n")
    for span in spans:
        if not left:
            break
        part, left = left[: len(span.text)], left[len(span.text) :]
        made.append(span._replace(text=part))
    if left and made:
        made[-1] = made[-1]._replace(text=made[-1].text + left)
    return made


def draw(painter: QPainter, laid: Laid, rect: QRectF) -> None:
    """Draw laid-out text with its top left corner in the rectangle's."""
    if laid.role:
        painter.setPen(theme.current().colour(laid.role))
    laid.layout.draw(painter, rect.topLeft())
