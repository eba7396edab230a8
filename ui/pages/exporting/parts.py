"""Parts of the export page: which format, whose records, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.model.texts import _
from app.services import export as exporting
from app.services.export import Choice, Format, Version, Whole
from app.services.find_people import PeopleIndex
from app.services.giving_out import words as export_words
from app.services.namesakes import told_apart
from app.services.workspace import Workspace
from ui.pages.exporting.finder import Finder, Found
from ui.widgets.buttons import ChoiceRow
from ui.widgets.cards import Card, Row, Section
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span
from ui.widgets.ticks import TickBox
from ui.widgets.working_bar import WorkingBar

_ORDER = (Format.MARKDOWN, Format.VCARD, Format.CSV, Format.ICAL, Format.ARCHIVE)
_OFFERED = 6
_NAMES = {
    Whole.ALL: _("The whole journal"),
    Whole.TAG: _("People with a tag"),
    Whole.PERSON: _("One person"),
}


class FormatRow(Row):
    """One format: its mark, its name, what it holds and what not; arrows go to the next."""

    moved = Signal(int)

    def __init__(self, kind: Format, parent: QWidget | None = None) -> None:
        self.kind = kind
        self._mark = WrapLabel("○", "body", "third")
        title = [
            Span(export_words.TITLES[kind], bold=True),
            Span("  " + export_words.FOR[kind], "second"),
        ]
        super().__init__(title, export_words.HOLDS[kind], self._mark, pressable=True, parent=parent)
        layout = self.layout()
        assert layout is not None
        layout.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        self.mark(False)

    def mark(self, on: bool) -> None:
        """Show it as the one chosen, or not."""
        self._mark.set_content([Span("●" if on else "○", "accent" if on else "third")])
        told = _("{format}, chosen") if on else "{format}"
        self.setAccessibleName(told.format(format=export_words.TITLES[self.kind]))
        self.setAccessibleDescription(export_words.HOLDS[self.kind])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the choice."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class Formats(Section):
    """The formats, one of them chosen, with what else can be said of that one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("As what"), parent=parent)
        self.rows = {kind: FormatRow(kind) for kind in _ORDER}
        self.kind = _ORDER[0]
        for kind, row in self.rows.items():
            row.pressed.connect(lambda kind=kind: self.choose(kind))
            row.moved.connect(lambda step, kind=kind: self._move(kind, step))
            self.card.add_row(row)
        self.choose(self.kind)

    def choose(self, kind: Format) -> None:
        """Take this format."""
        self.kind = kind
        for known, row in self.rows.items():
            row.mark(known is kind)
        self.changed.emit()

    def _move(self, kind: Format, step: int) -> None:
        following = _ORDER[(_ORDER.index(kind) + step) % len(_ORDER)]
        self.choose(following)
        self.rows[following].setFocus(Qt.FocusReason.TabFocusReason)


class Details(Section):
    """What else can be said of a format; nothing for most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("And how"), parent=parent)
        self.version = ChoiceRow(
            [(Version.OLD, _("vCard 3.0")), (Version.NEW, _("vCard 4.0"))], _("Version")
        )
        self._chosen = Version.OLD
        self.version.set_value(self._chosen)
        self.version.changed.connect(self._version)
        self._about = WrapLabel(
            _("Every address book reads 3.0. 4.0 holds incomplete dates and relations better."),
            "note",
            "second",
        )
        self.notes = TickBox(_("Put goals and notes of meetings into the calendar"))
        for part in (self.version, self._about, self.notes):
            self.card.add(part)

    def show_for(self, kind: Format) -> None:
        """Show what there is to say of a format."""
        self.version.setVisible(kind is Format.VCARD)
        self._about.setVisible(kind is Format.VCARD)
        self.notes.setVisible(kind is Format.ICAL)
        self.setVisible(kind in (Format.VCARD, Format.ICAL))

    def _version(self, value: Version | None) -> None:
        # It has to be one of them: pressing the chosen one changes nothing.
        self._chosen = value or self._chosen
        self.version.set_value(self._chosen)

    def chosen(self) -> Version:
        """The version of cards."""
        return self._chosen


class Whose(Section):
    """The whole journal, a tag, or one person; `changed` tells of every choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Whose records"), parent=parent)
        self._workspace: Workspace | None = None
        self._whole = Whole.ALL
        self._index = PeopleIndex(())
        self._tags: list[str] = []
        self.whole = ChoiceRow(list(_NAMES.items()), _("Whose records"))
        self.whole.changed.connect(self._pressed)
        self.tag = Finder(_("Which tag"), _("Type part of a tag"), self._find_tag)
        self.person = Finder(_("Which person"), _("Type part of a name"), self._find_person)
        self.left_out = TickBox(_("Also people you left out of lists and counts"))
        self.note = WrapLabel("", "note", "second")
        for part in (self.whole, self.tag, self.person, self.left_out, self.note):
            self.card.add(part)
        for finder in (self.tag, self.person):
            finder.changed.connect(self.changed)
        self._show()

    def load(self, workspace: Workspace) -> None:
        """Offer what the journal holds now."""
        self._workspace = workspace
        self._index = PeopleIndex(workspace.names())
        self._tags = exporting.tags(workspace)
        for finder in (self.tag, self.person):
            finder.begin()

    def choose_person(self, number: int, name: str) -> None:
        """One person, this one."""
        self._whole = Whole.PERSON
        self.person.choose(number, name)
        self._show()

    def choice(self) -> Choice | None:
        """Whose records; None while it is not said which tag or who."""
        if self._whole is Whole.TAG:
            tag = self.tag.value()
            return Choice(Whole.TAG, tag=tag, left_out=self.left_out.isChecked()) if tag else None
        if self._whole is Whole.PERSON:
            number = self.person.value()
            return Choice(Whole.PERSON, person=number) if number is not None else None
        return Choice()

    def _pressed(self, value: Whole | None) -> None:
        self._whole = value or self._whole
        self._show()
        self.changed.emit()
        finder = {Whole.TAG: self.tag, Whole.PERSON: self.person}.get(self._whole)
        if finder is not None and finder.value() is None:
            finder.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.whole.set_value(self._whole)
        self.tag.setVisible(self._whole is Whole.TAG)
        self.left_out.setVisible(self._whole is Whole.TAG)
        self.person.setVisible(self._whole is Whole.PERSON)
        notes = {
            Whole.ALL: _("Everyone, also people you left out of lists and counts."),
            Whole.TAG: _("Their entries come along, with the names of others who were there."),
            Whole.PERSON: _("Entries with others come along, with the others’ names."),
        }
        self.note.set_content(notes[self._whole])

    def _find_tag(self, text: str) -> Found:
        wanted = text.lstrip("#").casefold()
        found = [tag for tag in self._tags if wanted in tag.casefold()]
        return [(tag, tag) for tag in found[: 2 * _OFFERED]]

    def _find_person(self, text: str) -> Found:
        if not text or self._workspace is None:
            return []
        known = {person.id: person for person in self._index.names}
        found = [known[one.id] for one in self._index.rank(text, _OFFERED)]
        return list(told_apart(self._workspace, found, always=True).items())


class Working(WorkingBar):
    """Says beside the bar how many records of how many are out."""

    def show_progress(self, part: int, whole: int) -> None:
        """Say how far it is."""
        super().show_progress(part, whole)
        words = _("Exporting")
        if whole:
            words = _("{what}: {part} of {whole}").format(
                what=words, part=f"{part:,}", whole=f"{whole:,}"
            )
        self.show_words(words)


def plain_card() -> Card:
    """Says that what goes out is not encrypted."""
    card = Card()
    card.add(WrapLabel(export_words.PLAIN))
    card.add(
        WrapLabel(
            _(
                "Private notes are in it too, so think about where it lies. Nothing in the "
                "journal changes."
            ),
            "note",
            "second",
        )
    )
    return card
