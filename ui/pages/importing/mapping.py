"""What the columns of a table mean, to look at and to change: header, samples, choice."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.model.texts import _, ngettext
from app.services.taking_in.tables import Field, Mapping, SeenTable, What, column_as
from ui import theme
from ui.widgets.buttons import ChoiceRow, PlainButton
from ui.widgets.cards import Card, empty_layout
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.fitting import FittingScroll
from ui.widgets.flow import HeaderLayout
from ui.widgets.forms import ChoiceBox

_WORDS: tuple[tuple[What, str], ...] = (
    (What.NAME, _("Whole name")),
    (What.GIVEN, _("First name")),
    (What.MIDDLE, _("Middle name")),
    (What.FAMILY, _("Last name")),
    (What.PREFIX, _("Title before the name")),
    (What.SUFFIX, _("Suffix of the name")),
    (What.NICKNAME, _("Another name")),
    (What.ORGANISATION, _("Organisation")),
    (What.ROLE, _("Role")),
    (What.DEPARTMENT, _("Department")),
    (What.EMAIL, _("E-mail address")),
    (What.PHONE, _("Phone number")),
    (What.URL, _("Web page")),
    (What.HANDLE, _("Handle")),
    (What.ADDRESS, _("Whole postal address")),
    (What.STREET, _("Street")),
    (What.PO_BOX, _("PO box")),
    (What.POSTCODE, _("Postal code")),
    (What.CITY, _("City")),
    (What.REGION, _("State or region")),
    (What.COUNTRY, _("Country")),
    (What.BIRTHDAY, _("Birthday")),
    (What.BIRTH_YEAR, _("Year of birth")),
    (What.BIRTH_MONTH, _("Month of birth")),
    (What.BIRTH_DAY, _("Day of birth")),
    (What.TAGS, _("Tags")),
    (What.NOTE, _("Note")),
    (What.FACT, _("A line of the note")),
    (What.DATE, _("A day to remember")),
    (What.RELATION, _("Someone they are tied to")),
)
_MOST = 200
_LINES = 8
_WIDEST = 300  # of a choice, in scaled pixels


class ColumnsCard(Card):
    """Shows what each column is taken for; `chosen` carries the mappings the user wants."""

    chosen = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What the columns mean"), parent)
        self._tables: Sequence[SeenTable] = ()
        self._mappings: dict[str, Mapping] = {}
        self._shown = 0
        self.boxes: dict[int, ChoiceBox] = {}
        self._files = QHBoxLayout()
        files = QWidget()
        files.setLayout(self._files)
        self._files.setContentsMargins(0, 0, 0, 0)
        self._files_holder = files
        self._words = WrapLabel("", "note", "second")
        self._holder = QWidget()
        self._holder.setProperty("ground", "none")
        self._grid = QGridLayout(self._holder)
        self._scroller = FittingScroll(self._holder)
        self._scroller.setAccessibleName(_("Columns"))
        self.again = PlainButton(_("Read again with these columns"))
        self.right = PlainButton(_("These are right"))
        for button in (self.again, self.right):
            button.clicked.connect(self._say)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.right)
        row.addWidget(self.again)
        row.addStretch(1)
        line = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        words_and_buttons = HeaderLayout(line)
        words_and_buttons.addWidget(self._words)
        words_and_buttons.addWidget(buttons)
        for part in (files, line, self._scroller):
            self.add(part)
        self.hide()

    def show_tables(self, tables: Sequence[SeenTable], mappings: Keyed[str, Mapping]) -> None:
        """Show the tables of an import; open when somebody has to look at what was guessed."""
        self._tables, self._mappings = tables, dict(mappings)
        unsure = [n for n, one in enumerate(tables) if not one.sure and not one.chosen]
        self.again.setEnabled(False)
        empty_layout(self._files)
        if len(tables) > 1:
            names = [(place, one.file) for place, one in enumerate(tables)]
            files = ChoiceRow(names, _("Tables"))
            files.set_value(unsure[0] if unsure else 0)
            files.changed.connect(self._show)
            self._files.addWidget(files)
        self._files_holder.setVisible(len(tables) > 1)
        if tables:
            self._show(unsure[0] if unsure else 0)
        self.setVisible(bool(unsure))

    def mapping(self) -> Mapping:
        """What the columns of the table that is shown are taken for."""
        table = self._tables[self._shown].table
        return self._mappings.get(table.key, table.mapping)

    def _show(self, place: int | None) -> None:
        self._shown = place or 0
        one = self._tables[self._shown]
        table = one.table
        self.set_label(_("What the columns of {file} mean").format(file=one.file))
        empty_layout(self._grid)
        self.boxes = {}
        mapping = self.mapping()
        full = [n for n, values in enumerate(table.samples) if values][:_MOST]
        for row, column in enumerate(full):
            self._add_row(row, column, mapping.columns[column])
        side = theme.px(12)
        self._grid.setContentsMargins(0, 0, side, 0)
        self._grid.setHorizontalSpacing(side)
        self._grid.setVerticalSpacing(theme.px(4))
        for at, share in enumerate((4, 5, 0)):  # the choices are as wide as their words
            self._grid.setColumnStretch(at, share)
        self._tell(one, len(table.header) - len(full))
        self._offer_to_go_on()
        self._scroller.setMaximumHeight(theme.px(38) * _LINES)

    def _tell(self, one: SeenTable, empty: int) -> None:
        if one.sure or one.chosen:
            words = _("Change what is wrong.")
        else:
            words = _("This is guessed from the headers and the first rows; change what is wrong.")
        kept = _("What you say is remembered for tables with the same columns.")
        told = [words, kept]
        if empty:
            left = ngettext(
                "{n} column holds nothing and is not shown.",
                "{n} columns hold nothing and are not shown.",
                empty,
            )
            told.append(left.format(n=empty))
        self._words.set_content(" ".join(told))

    def _offer_to_go_on(self) -> None:
        """A guess is confirmed as long as nothing of it was changed, else read again."""
        one = self._tables[self._shown]
        guessed = not (one.sure or one.chosen)
        self.right.setVisible(guessed and not self.again.isEnabled())
        self.again.setVisible(self.right.isHidden())

    def _add_row(self, row: int, column: int, field: Field) -> None:
        table = self._tables[self._shown].table
        title = table.header[column] or _("Column {n}").format(n=column + 1)
        header = ElidedLabel(title)
        samples = ElidedLabel("  ·  ".join(table.samples[column]), "note", "second")
        box = ChoiceBox(_choices(field), title, _("Leave out"))
        box.set_value(None if field.what is What.IGNORE else field.what)
        box.setMinimumWidth(min(box.sizeHint().width(), theme.px(_WIDEST)))
        box.changed.connect(lambda what, at=column: self._change(at, what))
        header.setBuddy(box)
        for at, part in enumerate((header, samples, box)):
            self._grid.addWidget(part, row, at)
        self.boxes[column] = box

    def _change(self, column: int, what: What | None) -> None:
        table = self._tables[self._shown].table
        field = column_as(table, column, what or What.IGNORE)
        self._mappings[table.key] = self.mapping().with_column(column, field)
        self.again.setEnabled(True)
        self._offer_to_go_on()

    def _say(self) -> None:
        """The table that is shown is right as it stands here, whether changed or not."""
        self._mappings[self._tables[self._shown].table.key] = self.mapping()
        self.chosen.emit(dict(self._mappings))


def _choices(field: Field) -> list[tuple[What, str]]:
    words = [(what, text) for what, text in _WORDS]
    if field.what is What.LABEL:
        words.append((What.LABEL, _("What the next value is called")))
    if field.label and field.what in dict(words) and field.what is not What.LABEL:
        words = [
            (what, f"{text} ({field.label})" if what is field.what else text)
            for what, text in words
        ]
    return words
