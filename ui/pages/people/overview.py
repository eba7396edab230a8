"""Overview: where it stands, what happened lately, how to reach them, what you share."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.belongings import Attachment
from app.model.people import Commonality
from app.model.records import Ask, Depth, Interaction
from app.model.texts import _, ngettext
from app.services import attachments, day_words, file_words, words
from app.services.profile import Profile, ground
from app.services.timeline import key_of
from ui import theme
from ui.file_list import FileCard
from ui.pages.people.about import About
from ui.pages.people.days import Days
from ui.pages.people.desk import Desk
from ui.pages.people.meeting import NextMeeting
from ui.pages.people.parts import Heading, Tab
from ui.pages.people.reach import Reach
from ui.pages.people.tags import Tags
from ui.pages.people.taking_out import TakingOut
from ui.pages.people.ties import Ties
from ui.pages.people.touch import Touch
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Columns, Row
from ui.widgets.charts import MonthBars
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.spans import Span

_SHARED = 4
_FILES_OF_ENTRIES = 4
_MONTHS = 36


class Overview(Tab):
    """The first tab; `tab_wanted` carries the name of another tab to show.

    `past_wanted` asks to see the profile as it was on an earlier day.
    """

    tab_wanted = Signal(str)
    past_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._record = RecordCard()
        self._record.judge.clicked.connect(lambda: self.tab_wanted.emit("real"))
        self._record.past.clicked.connect(self.past_wanted)
        self._meeting = NextMeeting(desk)
        self._lately = Lately(desk)
        self._lately.heading.pressed.connect(lambda: self.tab_wanted.emit("timeline"))
        self._months = Months()
        self._about = About(desk)
        self._reach = Reach(desk)
        self._touch = Touch(desk)
        self._share = Share()
        self._share.wanted.connect(lambda: self.tab_wanted.emit("common"))
        self._files = FileCard(desk.bridge)
        self._tags = Tags(desk)
        self._ties, self._days = Ties(desk), Days(desk)
        columns = Columns((5, 4), narrowest=300, gap=16)
        left: tuple[QWidget, ...] = (
            *(self._record, self._meeting, self._lately, self._months),
            *(self._about, self._ties),
        )
        right: tuple[QWidget, ...] = (
            *(self._reach, self._touch, self._share, self._days),
            *(self._files, self._tags, TakingOut(desk)),
        )
        for place, parts in enumerate((left, right)):
            for part in parts:
                columns.add(place, part)
        self.body.addWidget(columns)
        self.body.addStretch(1)

    def show_profile(self, profile: Profile) -> None:
        """Show a person."""
        self._record.show_profile(profile)
        self._meeting.show_profile(profile)
        self._lately.show_profile(profile)
        self._months.show_profile(profile)
        self._about.show_profile(profile)
        self._reach.show_profile(profile)
        self._touch.show_profile(profile)
        self._share.show_profile(profile)
        self._tags.show_profile(profile)
        self._ties.show_profile(profile)
        self._days.show_profile(profile)
        self._show_files(profile)

    def _show_files(self, profile: Profile) -> None:
        workspace, person = self.desk.workspace, profile.person
        own = attachments.of_person(workspace, person.id)
        met = attachments.of_persons_entries(workspace, person.id, _FILES_OF_ENTRIES)
        self._files.show_files(person, own, [(file, self._met_words(file, on)) for file, on in met])

    def _met_words(self, file: Attachment, entry: Interaction) -> str:
        day = day_words.short_date(entry.when.date, self.desk.workspace.today)
        channel = words.CHANNEL_WORDS[entry.channel] if entry.channel else ""
        return " · ".join(filter(None, (file_words.size(file.size), day, channel)))


class RecordCard(Card):
    """The sentence of the record and the user's own word, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = WrapLabel("", "lead")
        self.rests = WrapLabel("", "note", "second")
        self.judge = LinkButton("")
        self.past = LinkButton(_("As it was on …"), kind="note")
        self.past.setToolTip(_("See this profile as it was at the end of an earlier day"))
        self.add(self.sentence)
        self.add(self.rests)
        self.add(self.judge)
        self.add(self.past)
        self.body.setSpacing(theme.px(6))

    def show_profile(self, profile: Profile) -> None:
        """Show a person. Where nothing was ever said, the user's word is asked first."""
        record, word = profile.realness.record, profile.your_word
        if word or profile.never_asks:
            self.sentence.set_content(" ".join(filter(None, (record.sentence, word))))
            self.judge.hide()
        else:
            self.sentence.set_content(_("You have not said yet what you call it."))
            self.judge.set_label(_("Say your word, then see the record"))
            self.judge.show()
        self.rests.set_content(profile.rests_on)


class Lately(QWidget):
    """The latest entries; pressing one shows it in the timeline."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: object = None
        self.heading = Heading(_("Lately"), _("All"))
        self.card = Card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.heading)
        column.addWidget(self.card)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's latest entries."""
        key = (profile.lately, profile.log.today, profile.person.name)
        if key == self._shown:
            return
        self._shown = key
        self.card.clear()
        self.heading.link.setVisible(bool(profile.lately))
        if profile.lately:
            self.heading.link.set_label(_("All {n}").format(n=profile.count))
            for entry in profile.lately:
                self.card.add_row(self._row(entry))
            return
        empty = EmptyState(
            _("Nothing is logged with {name} yet.").format(name=words.first_name(profile.person)),
            _("Log an interaction"),
        )
        empty.pressed.connect(lambda: self._desk.bridge.go("log", person=self._desk.person.id))
        self.card.add(empty)

    def _row(self, entry: Interaction) -> QWidget:
        row = EntryRow(entry, self._desk)
        row.pressed.connect(
            lambda: self._desk.bridge.go(
                "timeline", person=self._desk.person.id, entry=key_of(entry)
            )
        )
        return row


class EntryRow(Row):
    """One entry: its day, its channel, and what it says."""

    def __init__(self, entry: Interaction, desk: Desk) -> None:
        before = QWidget()
        line = QHBoxLayout(before)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        day = WrapLabel(
            day_words.short_date(entry.when.date, desk.workspace.today), "note", "second"
        )
        day.setFixedWidth(theme.px(80))
        line.addWidget(day, 0, Qt.AlignmentFlag.AlignVCenter)
        if entry.channel is not None:
            line.addWidget(Chip(words.CHANNEL_WORDS[entry.channel], bold=False))
        text, tail = entry.headline, entry_tail(entry)
        spans = [Span(text)] if text else [Span(_("No note."), "second")]
        spans.append(Span(f" {tail}" if tail else "", "second"))
        super().__init__(spans, before=before, pressable=True)
        self.setToolTip(_("Show it in the timeline"))


def entry_tail(entry: Interaction) -> str:
    """How deep, how long, and that nobody asked for anything."""
    parts = []
    if entry.depth in (Depth.REAL, Depth.PERSONAL):
        parts.append(words.DEPTH_WORDS[entry.depth])
    if entry.minutes:
        parts.append(_("{n} min").format(n=entry.minutes))
    told = [", ".join(parts) + "."] if parts else []
    asks = (entry.ask_mine, entry.ask_theirs)
    if Ask.NONE in asks and all(ask in (None, Ask.NONE) for ask in asks):
        told.append(_("No ask."))
    return " ".join(told)


class Months(QWidget):
    """Contacts month by month, for the last three years."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = MonthBars()
        card = Card()
        card.add(self.chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Contacts, month by month")))
        column.addWidget(card)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's months; hidden while there are none."""
        months = [
            (int(bar.month[:4]), int(bar.month[5:]), bar.mine, bar.theirs)
            for bar in profile.months[-_MONTHS:]
        ]
        who = words.subject(profile.person)
        self.chart.set_data(
            months, _("you opened, above"), _("{who} opened, below").format(who=who)
        )
        self.setVisible(any(mine or theirs for _y, _m, mine, theirs in months))


class Share(QWidget):
    """What the two share, and what nothing is known of yet; `wanted` asks for the whole."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self.heading = Heading(_("Share"), _("All"))
        self.heading.pressed.connect(self.wanted)
        self.card = Card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.heading)
        column.addWidget(self.card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_profile(self, profile: Profile) -> None:
        """Show what is shared with a person."""
        key = (profile.same, profile.person.id)
        if key == self._shown:
            return
        self._shown = key
        self.card.clear()
        more = len(profile.same) > _SHARED
        self.heading.link.set_label(_("All {n}").format(n=len(profile.same)))
        self.heading.link.setVisible(more)
        for common in profile.same[:_SHARED]:
            self.card.add_row(WrapLabel(shared_spans(common)))
        name = words.first_name(profile.person)
        else_words = ground(profile.log).what_else if profile.same else ""
        if not profile.same:
            else_words = _("Nothing noted yet. What do you and {name} share?").format(name=name)
        if else_words:
            link = LinkButton(else_words)
            link.clicked.connect(self.wanted)
            self.card.add_row(link)


def shared_spans(common: Commonality) -> list[Span]:
    """What is shared, and how often it was mentioned."""
    return [Span(common.text), Span(f" · {mentioned(common)}", "second", small=True)]


def mentioned(common: Commonality) -> str:
    """How often it was brought up."""
    if not common.times_mentioned:
        return _("never mentioned")
    return ngettext("mentioned once", "mentioned {n} times", common.times_mentioned).format(
        n=common.times_mentioned
    )
