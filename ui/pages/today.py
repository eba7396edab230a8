"""Today: meetings ahead, promises due, deals that ended, people going quiet, three counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.records import Opener, Promise, PromiseState, Side
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import backups, copy_words, words
from app.services.today import (
    AfterSaleLine,
    MeetingLine,
    PromiseLine,
    QuietLine,
    Today,
    today,
)
from ui.actions import shortcut_text
from ui.bridge import Bridge, Route
from ui.widgets.buttons import Button, LinkButton, PlainButton, PrimaryButton
from ui.widgets.cards import Card, Columns, Page, Row, Section
from ui.widgets.charts import ThreeCounts
from ui.widgets.chips import Avatar, Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.line_reading import Reading
from ui.widgets.quick_line import QuickLine
from ui.widgets.saving import Saver
from ui.widgets.spans import Span

# A form of the log page that has only its line; written out here because reading forms loads much.
_DRAFT = "log:today"


class TodayPage(Page):
    """What today asks for, and where each relationship stands by the evidence."""

    USES: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting",
            "attendee",
            "promise",
            "deal",
            "outcome",
            "interaction",
            "participant",
            "counterpart",
            "commonality",
            "pause",
            "import_mark",
        }
    )

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Today"), parent=parent)
        self._bridge = bridge
        self._date = WrapLabel("", "body", "second")
        self.header.add_button(self._date)
        self.line = QuickLine(
            _("call with Dana yesterday 30m +common: both coach football !me send notes by Friday"),
            _("Log in one line"),
            "body",
            _("Log an interaction   {keys}").format(keys=shortcut_text("log.line")),
        )
        self._saver = Saver(self)
        self._said_of_copies = ""
        self.add(self.line)
        # What watched files brought; it is made when the first of them has been looked at.
        self.news: Any = None
        self._news = QWidget()
        self._news_row = QVBoxLayout(self._news)
        self._news_row.setContentsMargins(0, 0, 0, 0)
        self._news.hide()
        self._undo = actions["edit.undo"]
        self.add(self._news)
        self._columns = Columns((5, 4), narrowest=360)
        self.add(self._columns)
        self.add_stretch()
        bridge.standings_changed.connect(lambda: self.refresh(None))
        bridge.copies_changed.connect(self._copies_changed)
        bridge.watched.connect(self._show_news)
        bridge.line_reader_ready.connect(self._reader_ready)
        self._reader_ready()
        self.line.changed.connect(self._saver.touch)
        self.line.submitted.connect(self._log_line)
        self.line.overflowed.connect(lambda text: bridge.go("log", extra={"note": text}))
        self._saver.due.connect(self._keep_line)

    def show_route(self, route: Route) -> None:
        """Today is one view; its line stands as it was left, unless it was logged elsewhere."""
        with self._bridge.guard():
            draft = self._bridge.workspace.draft(_DRAFT)
            kept = str(json.loads(draft.body).get("line", "")) if draft else ""
            if not self._saver.waiting() and kept != self.line.text():
                self.line.set_text(kept)

    # --- the line ------------------------------------------------------------------------

    def _reader_ready(self) -> None:
        self.line.set_reader(self._bridge.line_reader)

    def _keep_line(self) -> None:
        text = self.line.text()
        with self._bridge.guard():
            self._bridge.workspace.save_draft(
                _DRAFT, json.dumps({"line": text}) if text.strip() else ""
            )

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the line; the log page goes on with it."""
        self._saver.flush()
        super().hideEvent(event)

    def _log_line(self, reading: Reading) -> None:
        with self._bridge.guard():
            told, people = self._bridge.line_reader.log(self._bridge.workspace, reading)
            self._saver.drop()
            self._bridge.workspace.drop_draft(_DRAFT)
            self.line.set_text("")
            self._bridge.say(told, undoable=True)
            self._bridge.logged.emit(people)

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now."""
        with self._bridge.guard():
            found = today(self._bridge.workspace)
            self._date.set_content(words.long_date(found.day).rsplit(" ", 1)[0], "second")
            self._columns.clear()
            self._said_of_copies = self._bridge.overdue
            self._show_news()
            if found.people == 0:
                self._show_empty()
            else:
                self._show(found)
                if found.unsorted:
                    self._columns.add(1, self._unsorted(found.unsorted))

    def _unsorted(self, count: int) -> Card:
        button = PlainButton(_("Sort them"))
        button.clicked.connect(lambda: self._bridge.go("sorting"))
        card = Card()
        card.add_row(Row([Span(words.waiting_words(count), "second")], "", None, button))
        return card

    def _show_empty(self) -> None:
        empty = EmptyState(
            _("The journal is empty. Log a first talk in one line, or bring your address book."),
            _("Log an interaction"),
        )
        empty.pressed.connect(lambda: self._bridge.go("log"))
        card = Card()
        card.add(empty)
        bring = LinkButton(_("Import an address book or a calendar"))
        bring.clicked.connect(lambda: self._bridge.go("import"))
        empty.add_below(bring)
        self._columns.add(0, card)

    def _show(self, found: Today) -> None:
        left: list[Section] = []
        if found.unlogged:
            left.append(self._section(_("Did it happen?"), map(self._unlogged, found.unlogged)))
        left.append(self._meetings(found))
        if found.after_sale:
            left.append(self._section(_("After the sale"), map(self._after_sale, found.after_sale)))
        if found.quiet:
            left.append(self._section(_("Going quiet"), map(self._quiet, found.quiet)))
        for section in left:
            self._columns.add(0, section)
        if self._bridge.overdue:
            self._columns.add(1, self._overdue(self._bridge.overdue))
        self._columns.add(1, self._promises(found))
        self._columns.add(1, self._counts(found))

    def _show_news(self) -> None:
        if self.news is None and self._bridge.make_news is not None:
            self.news = self._bridge.make_news(self._undo)
            self._news_row.addWidget(self.news)
        if self.news is not None:
            self._news.setVisible(self.news.refresh())

    def _copies_changed(self) -> None:
        if self._bridge.overdue != self._said_of_copies:
            self.refresh(None)

    def _overdue(self, sentence: str) -> Card:
        button = PlainButton(_("Back up now"))
        button.clicked.connect(lambda: self._back_up(button))
        card = Card()
        card.add_row(Row([Span(sentence, "second")], "", None, button))
        return card

    def _back_up(self, button: Button) -> None:
        button.setEnabled(False)
        self._bridge.run(
            lambda workspace, task: (
                backups.make(workspace, backups.Reason.BY_HAND, task.progress, task.cancelled),
                copy_words.told(workspace),
            ),
            self._backed_up,
            self._not_backed_up,
        )

    def _backed_up(self, made: tuple[backups.Made, tuple[str, str]]) -> None:
        self._bridge.say(copy_words.made(made[0]))
        self._bridge.set_copies(*made[1])

    def _not_backed_up(self, error: BaseException | None) -> None:
        self._bridge.report(error)
        self.refresh(None)

    @staticmethod
    def _section(title: str, rows: object, note: str = "") -> Section:
        section = Section(title, note)
        for row in rows:  # type: ignore[attr-defined]
            section.card.add_row(row)
        return section

    # --- meetings ------------------------------------------------------------------------

    def _meetings(self, found: Today) -> Section:
        if found.meetings:
            rows = [self._meeting(line, n == 0) for n, line in enumerate(found.meetings)]
            return self._section(_("Next meetings"), rows)
        section = Section(_("Next meetings"))
        empty = EmptyState(_("No meeting is planned."), _("Prepare for someone"))
        empty.pressed.connect(lambda: self._bridge.go("prepare"))
        section.card.add(empty)
        return section

    def _meeting(self, line: MeetingLine, first: bool) -> Row:
        button = PrimaryButton(_("Prepare")) if first else PlainButton(_("Prepare"))
        person = line.people[0] if line.people else None
        button.clicked.connect(
            lambda: self._bridge.go(
                "prepare", meeting=line.meeting.id, person=person.id if person else None
            )
        )
        return self._person_row(line, self._meeting_note(line), button)

    def _unlogged(self, line: MeetingLine) -> Row:
        button = PlainButton(_("Log it"))
        button.clicked.connect(lambda: self._bridge.go("log", meeting=line.meeting.id))
        when = line.meeting.when
        note = words.moment(when, self._bridge.workspace.today) if when else ""
        return self._person_row(line, note, button)

    def _person_row(self, line: MeetingLine, note: str, button: Button) -> Row:
        who = ", ".join(p.name for p in line.people) or _("Nobody named yet")
        title = [Span(who, bold=True), Span(f" {line.meeting.title}", "second")]
        return Row(title, note, self._avatar(who, *(p.id for p in line.people[:1])), button)

    def _avatar(self, name: str, person: int = 0) -> Avatar:
        return Avatar(name, pictures=self._bridge.portraits, person=person)

    def _meeting_note(self, line: MeetingLine) -> str:
        day = self._bridge.workspace.today
        when = line.meeting.when
        parts = [words.moment(when, day) if when else line.meeting.vague or _("no day set yet")]
        if line.meeting.minutes:
            parts[0] += ", " + _("{n} min").format(n=line.meeting.minutes)
        if line.last is None:
            parts.append(_("first meeting"))
        else:
            ago = words.days_ago(line.last.when.date, day)
            parts.append(_("last contact {ago}").format(ago=ago))
        if line.open_mine:
            parts.append(
                ngettext(
                    "{n} open promise of yours", "{n} open promises of yours", line.open_mine
                ).format(n=line.open_mine)
            )
        if not line.shared:
            parts.append(_("nothing in common noted yet"))
        return " · ".join(parts)

    # --- after the sale, going quiet -----------------------------------------------------

    def _after_sale(self, line: AfterSaleLine) -> Row:
        title = [
            Span(line.person.name, bold=True),
            Span(
                " "
                + ngettext(
                    "{deal} ended {n} day ago", "{deal} ended {n} days ago", line.days
                ).format(deal=line.title, n=line.days),
                "second",
            ),
        ]
        note = _("No contact since. The first test asks whether you stay in touch afterwards.")
        return Row(
            title,
            note,
            self._avatar(line.person.name, line.person.id),
            self._log_button(line.person.id),
        )

    def _quiet(self, line: QuietLine) -> Row:
        parts = [line.finding.sentence]
        if line.last is not None and line.last.opener is Opener.THEM:
            who = words.subject(line.person, capital=True)
            parts.append(_("{who} reached out last time.").format(who=who))
        title = [Span(line.person.name, bold=True)]
        after = self._log_button(line.person.id)
        return Row(title, " ".join(parts), self._avatar(line.person.name, line.person.id), after)

    def _log_button(self, person: int) -> Button:
        button = PlainButton(_("Log or plan"))
        button.clicked.connect(lambda: self._bridge.go("log", person=person))
        return button

    # --- promises and counts -------------------------------------------------------------

    def _promises(self, found: Today) -> Section:
        section = Section(_("Promises"))
        if not found.promises:
            section.card.add(EmptyState(_("Nothing is promised on either side."), ""))
            return section
        for line in found.promises:
            section.card.add_row(self._promise(line))
        more = found.promises_in_all - len(found.promises)
        if more > 0:
            link = LinkButton(
                ngettext("{n} more open promise", "{n} more open promises", more).format(n=more)
            )
            link.clicked.connect(lambda: self._bridge.go("timeline", text="promises"))
            section.card.add_row(link)
        return section

    def _promise(self, line: PromiseLine) -> Row:
        promise = line.promise
        text, state = words.due_words(promise.due, self._bridge.workspace.today)
        mine = promise.by is Side.ME
        note = (_("to {name}") if mine else _("{name} promised you")).format(name=line.person.name)
        done = PlainButton(_("Kept"))
        done.setToolTip(_("Mark this promise as kept today"))
        done.clicked.connect(lambda: self._keep(promise))
        return Row([Span(promise.text, bold=True)], note, None, [Chip(text, state), done])

    def _keep(self, promise: Promise) -> None:
        day = PartialDate.of(self._bridge.workspace.today)
        late = promise.due is not None and promise.due.last < self._bridge.workspace.today
        state = PromiseState.LATE if late else PromiseState.KEPT
        label = _("Keep the promise “{text}”").format(text=promise.text[:40])
        with self._bridge.guard():
            with self._bridge.workspace.change(label) as edit:
                edit.set(promise, state=state, settled_on=day)
            self._bridge.say(_("Marked as kept."), undoable=True)

    def _counts(self, found: Today) -> Section:
        counts = found.counts
        section = Section(_("Your relationships, by the evidence"))
        lines = (
            (_("Continues after the sale"), counts.outlives),
            (_("Mutual and meaningful"), counts.mutual),
            (_("Not only agenda"), counts.agenda),
        )
        for title, (holds, does_not, rest) in lines:
            parts = [
                (_("hold"), holds, "for"),
                (_("do not"), does_not, "against"),
                (_("open or too little logged"), rest, "line"),
            ]
            section.card.add_row(ThreeCounts(title, parts, ""))
        if counts.pending and not self._bridge.workspace.read_only:
            section.card.add_row(
                WrapLabel(
                    ngettext(
                        "{n} person is still being read.",
                        "{n} people are still being read.",
                        counts.pending,
                    ).format(n=counts.pending),
                    "note",
                    "second",
                )
            )
        return section
