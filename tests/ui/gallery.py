"""Renders every widget to pictures: PYTHONPATH=. python tests/ui/gallery.py FOLDER."""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ui import theme
from ui.notices import MessageStrip, UndoToast
from ui.widgets.buttons import (
    Button,
    ChoiceRow,
    LinkButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
    ToggleChips,
)
from ui.widgets.cards import Card, Columns, Page, Row, Section
from ui.widgets.charts import (
    AskBars,
    DensityStrip,
    DepthBar,
    MonthBars,
    OutcomeLine,
    OutcomeMark,
    Sparkline,
    StackedShare,
    ThreeCounts,
)
from ui.widgets.chips import Avatar, Chip, FilterChip, StateDots
from ui.widgets.delegates import (
    Span,
    marked,
    paint_avatar,
    paint_dots,
    paint_line,
    paint_row_ground,
    paint_spans,
)
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import ChoiceBox, DateField, FieldRow, InlineLabel, InlineLine, InlineNote

PEOPLE = [
    ("Dana Okafor", "Northwind · 6 days ago", ("for", "for", "open")),
    ("Åsa Lindqvist", "Fjord AB · 112 days ago", ("for", "for", "for")),
    ("Rui Santos", "Vela · 41 days ago", ("against", "for", "silent")),
    ("陳美玲", "Harbour Labs · never", ("silent", "silent", "silent")),
    ("ياسمين حداد", "Cedar Partners · 12 days ago", ("silent", "for", "for")),
]


class Painted(QWidget):
    """A list as a delegate would paint it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(theme.px(59) * len(PEOPLE))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        tall = theme.px(59)
        for place, (name, note, states) in enumerate(PEOPLE):
            row = QRectF(0, place * tall, self.width(), tall)
            paint_row_ground(painter, row, selected=place == 0, focused=place == 1)
            side = theme.px(34)
            left = row.x() + theme.px(12)
            paint_avatar(painter, QRectF(left, row.y() + (tall - side) / 2, side, side), name)
            words = row.adjusted(theme.px(56), theme.px(9), -theme.px(70), 0)
            words.setHeight(theme.px(20))
            found = marked(name, [(5, 8)] if place == 1 else [], "ink", True)
            paint_spans(painter, words, found)
            words.translate(0, theme.px(20))
            paint_spans(painter, words, [Span(note, "second")], "note")
            paint_dots(painter, row.adjusted(0, 0, -theme.px(14), 0), states)
            paint_line(painter, row)


def in_flow(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for widget in widgets:
        flow.addWidget(widget)
    return holder


def tests_page() -> QWidget:
    page = Page(
        "Dana Okafor",
        "Head of procurement, Northwind · knows you since March 2019 · connection: economic, "
        "personal",
        before=Avatar("Dana Okafor", 48),
    )
    for button in (
        PlainButton("Export briefing"),
        PlainButton("Prepare"),
        PrimaryButton("Log interaction"),
    ):
        page.header.add_button(button)
    three = Columns((1, 1, 1), narrowest=220, gap=14, equal=True)
    line = OutcomeLine()
    line.set_data(
        [
            OutcomeMark(date(2019, 11, 2), "won"),
            OutcomeMark(date(2022, 5, 1), "lost"),
            OutcomeMark(date(2024, 6, 1), "won"),
        ],
        [date(2019, 2, 1), date(2019, 7, 1), date(2019, 9, 1)]
        + [date(year, 3 + year % 7, 3) for year in range(2020, 2027)],
        date(2026, 11, 22),
    )
    share = StackedShare("Who started it", [("You", 22, "second"), ("Dana", 17, "accent")])
    asks = AskBars([("You", 19, 22), ("Dana", 6, 17)])
    cards = [
        (
            "Continues after the sale",
            "Holds",
            "for",
            "3 of 3 closed deals were followed by "
            "contact within 60 days, and by 2 or more contacts within half a year.",
            [line],
        ),
        (
            "Mutual and meaningful",
            "Holds",
            "for",
            "Dana started 17 of 39 contacts (44 %, likely "
            "between 29 % and 59 %). 24 went beyond passing talk.",
            [share, DepthBar("Beyond passing talk", 24, 39)],
        ),
        (
            "Not only agenda",
            "Too close to call",
            "open",
            "You asked for something in 19 of your "
            "22 contacts; Dana in 6 of 17. Dana’s side passes. Yours does not.",
            [asks],
        ),
    ]
    for place, (title, word, state, sentence, charts) in enumerate(cards):
        card = Card()
        card.add(Row([Span(title, "ink", True)], after=Chip(word, state)))
        card.add(WrapLabel(sentence, role="second"))
        for chart in charts:
            card.add(chart)
        card.add_row(Row([Span("You say", "second")], after=Chip("Yes", "for")))
        link = "You and the evidence differ" if place == 2 else "Show the 8 contacts"
        card.add_row(LinkButton(link, "against_text" if place == 2 else "accent"))
        three.add(place, card)
    page.add(three)
    verdicts = Card("Only you know. Your verdicts so far")
    verdicts.add_row(
        Row("She called to ask how the move went. No ask at all.", before=Chip("Real", "for"))
    )
    choice = in_flow(*(Button(text) for text in ("Real", "Becoming real", "A lead, honestly")))
    verdicts.add_row(Row([Span("Record today’s verdict", "second")], after=choice))
    page.add(verdicts)
    quote = Card(part="quote")
    quote.add(WrapLabel("We have shortened that supplier list together for three years."))
    page.add(quote)
    page.add_stretch()
    return page


def form_page() -> QWidget:
    page = Page("Log an interaction")
    page.header.add_button(WrapLabel("Saved 2 seconds ago", "note", "second"))
    columns = Columns((3, 1), narrowest=230)
    card = Card()
    who = ChoiceRow(
        [(1, "I did"), (2, "They did"), (3, "Arranged together"), (4, "Not sure")],
        "Who opened it?",
        show_keys=True,
    )
    who.set_value(2)
    card.add_row(FieldRow("Who opened it?", who))
    asked = [(1, "No"), (2, "Sale"), (3, "Favour"), (4, "Introduction"), (5, "Other")]
    card.add_row(FieldRow("Did you ask?", ChoiceRow(asked, "Did you ask?")))
    also = ToggleChips([(1, "small talk"), (2, "I asked about them"), (3, "Only logistics")])
    also.set_value({1})
    card.add_row(FieldRow("Also", also))
    card.add_row(FieldRow("When", DateField("17 Nov 2026", lambda _t: (True, "Tue 17 Nov 2026"))))
    card.add_row(FieldRow("Channel", ChoiceBox([(1, "Call"), (2, "Lunch")])))
    card.add_row(FieldRow("Name", InlineLine("Dana Okafor"), "As she writes it herself"))
    card.add_row(FieldRow("Inline", InlineLabel("", "Add a line about them")))
    columns.add(0, card)
    columns.add(
        0,
        Section(
            "Note",
            card=InlineNote(
                "Her programme and Rui’s audit will sit in one house from spring.", kind="card"
            ),
        ),
    )
    columns.add(
        0,
        in_flow(
            PlainButton("Discard"),
            PrimaryButton("Done  Ctrl+Enter"),
            QuietButton("Go without"),
            FilterChip("Channel: call"),
        ),
    )
    side = Section("Also noted")
    side.card.add_row(Row([Span("In common", "ink", True)], "Both left a bank for public work"))
    side.card.add_row(
        Row([Span("You promise", "ink", True), "\nRead the plan"], after=Chip("Fri 27 Nov", "open"))
    )
    side.card.add_row(LinkButton("Add: difference, interest, question, their promise"))
    columns.add(1, side)
    columns.add(1, EmptyState("Nothing was promised yet.", "Add a promise"))
    page.add(columns)
    page.add_stretch()
    return page


def list_page() -> QWidget:
    page = Page("Timeline")
    search = InlineLine("", "Search everything   Ctrl+K")
    search.setFixedWidth(theme.px(260))
    for widget in (search, PlainButton("Everyone"), PlainButton("2012 to 2026")):
        page.header.add_button(widget)
    strip = DensityStrip()
    strip.set_data(
        [(y, m, (y * 31 + m * m * 7) % 23) for y in range(2012, 2027) for m in range(1, 13)]
    )
    strip.set_range((2026, 8), (2026, 11))
    card = Card()
    card.add(strip)
    page.add(card)
    columns = Columns((1, 1.2, 1.2), narrowest=240)
    people = Card()
    people.add(Painted())
    columns.add(0, people)
    lately = Section("November 2026", "9 entries")
    lately.card.add_row(
        Row(
            [
                Span("Dana Okafor", "ink", True),
                Span(" started by her, 30 min. "),
                Span("Both coach youth football. Asked nothing.", "second"),
            ],
            before=Chip("call", bold=False),
            after=Chip("cooperative", "for"),
            pressable=True,
        )
    )
    lately.card.add_row(
        Row(
            [Span("Rui Santos", "ink", True), " 75 min."],
            "A note",
            before=Avatar("Rui Santos"),
            after=Button("Log or plan"),
        )
    )
    lately.card.add_row(StateDots(["for", "against", "open"]))
    lately.card.add_row(ElidedLabel("A very long line that cannot fit into this narrow column"))
    lately.card.add_row(WrapLabel("Abcdefgh" * 20))
    columns.add(1, lately)
    counts = Section("Your relationships, by the evidence")
    for words in ((11, 4, 9), (14, 5, 5)):
        parts = list(
            zip(("hold", "do not", "no deal yet"), words, ("for", "against", "track"), strict=True)
        )
        counts.card.add_row(ThreeCounts("Continues after the sale", parts))
    months = MonthBars()
    months.set_data([(2024 + n // 12, n % 12 + 1, n % 4, n % 3) for n in range(35)])
    counts.card.add_row(months)
    counts.card.add_row(Sparkline([1, 4, 2, 6, 3, 8]))
    chips = [
        Chip(word, state)
        for word, state in (
            ("Holds", "for"),
            ("9 days late", "against"),
            ("Due Friday", "open"),
            ("Little logged", "silent"),
            ("stated", "neutral"),
            ("Shared", "accent"),
        )
    ]
    counts.card.add_row(in_flow(*chips))
    columns.add(2, counts)
    page.add(columns)
    page.add_stretch()
    return page


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    for choice, scale, size in (
        ("light", 1.0, (1120, 860)),
        ("dark", 1.0, (1120, 860)),
        ("light", 1.5, (816, 900)),
    ):
        theme.apply(app, choice, scale)
        for name, make in (("tests", tests_page), ("form", form_page), ("list", list_page)):
            holder = QWidget()
            holder.setProperty("ground", "background")
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(make())
            holder.resize(*size)
            holder.show()
            if name == "form":
                toast = UndoToast(holder)
                toast.show_step("Logged a call with Dana")
            if name == "list":
                strip = MessageStrip(holder)
                strip.show_message("The file cannot be read.", "Choose another.", "against")
                strip.setGeometry(20, size[1] - 90, size[0] - 40, 60)
            app.processEvents()
            holder.grab().save(str(folder / f"{name}-{choice}-{round(scale * 100)}.png"))
            holder.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
