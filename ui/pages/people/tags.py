"""The user's own words for a person, as chips one can take off."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QSizePolicy, QVBoxLayout, QWidget

from app.model.people import Tag
from app.model.texts import _
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.parts import AddLine, Heading
from ui.widgets.cards import Card
from ui.widgets.chips import FilterChip
from ui.widgets.flow import FlowLayout


class Tags(QWidget):
    """Chips, and a line to add another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: object = None
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, gap=6, line_gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self.line = AddLine(_("Add a tag"))
        self.line.added.connect(self._add)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._offer)
        card = Card()
        card.add(self._holder)
        card.add(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Tags")))
        column.addWidget(card)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's tags."""
        key = (profile.person.id, profile.tags)
        if key == self._shown:
            return
        self._shown = key
        while self._flow.count():
            item = self._flow.takeAt(0)
            if item is not None and (chip := item.widget()) is not None:
                chip.hide()
                chip.deleteLater()
        for tag in profile.tags:
            chip = FilterChip(tag)
            chip.setAccessibleName(_("Tag {tag}, press to remove").format(tag=tag))
            chip.setToolTip(_("Remove this tag"))
            chip.removed.connect(lambda tag=tag: self._remove(tag))
            self._flow.addWidget(chip)
        self._holder.setVisible(bool(profile.tags))

    def _offer(self, _text: str) -> None:
        if not self._known.stringList():
            tags = self._desk.workspace.find(Tag)
            self._known.setStringList(sorted({tag.name for tag in tags}))

    def _add(self, text: str) -> None:
        tag = text.lstrip("#").strip()
        if tag:
            self._known.setStringList([])
            with self._desk.step(self._desk.label(_("Tag {name}"))) as edit:
                edit.tag(self._desk.person, tag)
        self.line.clear()

    def _remove(self, tag: str) -> None:
        with self._desk.step(self._desk.label(_("Take a tag off {name}"))) as edit:
            edit.untag(self._desk.person, tag)
