"""What asks for something today: meetings, people after a sale, people going quiet."""

from __future__ import annotations

from collections.abc import Iterable

from app.model.people import Counterpart
from app.model.records import Meeting, Opener
from app.model.texts import _, ngettext
from app.services import day_words, words
from app.services.today import AfterSaleLine, MeetingLine, QuietLine, Today
from ui.bridge import Bridge
from ui.widgets.buttons import Button, PlainButton, PrimaryButton
from ui.widgets.cards import Row, Section
from ui.widgets.chips import Avatar
from ui.widgets.empty import EmptyState
from ui.widgets.spans import Span, as_name


def asking(bridge: Bridge, found: Today) -> list[Section]:
    """The sections of the left column, each only where there is something to ask for."""
    sections = []
    if found.unlogged:
        rows = [_unlogged(bridge, line) for line in found.unlogged]
        sections.append(_section(_("Did it happen?"), rows))
    sections.append(_meetings(bridge, found))
    if found.after_sale:
        rows = [_after_sale(bridge, line) for line in found.after_sale]
        sections.append(_section(_("After the sale"), rows))
    if found.quiet:
        rows = [_quiet(bridge, line) for line in found.quiet]
        sections.append(_section(_("Going quiet"), rows))
    return sections


def _section(title: str, rows: Iterable[Row]) -> Section:
    section = Section(title)
    for row in rows:
        section.card.add_row(row)
    return section


def _meetings(bridge: Bridge, found: Today) -> Section:
    if found.meetings:
        rows = [_meeting(bridge, line, n == 0) for n, line in enumerate(found.meetings)]
        return _section(_("Next meetings"), rows)
    section = Section(_("Next meetings"))
    empty = EmptyState(_("No meeting is planned."), _("Prepare for someone"))
    empty.pressed.connect(lambda: bridge.go("prepare"))
    section.card.add(empty)
    return section


def _meeting(bridge: Bridge, line: MeetingLine, first: bool) -> Row:
    button = PrimaryButton(_("Prepare")) if first else PlainButton(_("Prepare"))
    person = line.people[0] if line.people else None
    _prepare_button(bridge, line.meeting, person, button)
    return _person_row(bridge, line, _meeting_note(bridge, line), button)


def _prepare_button(
    bridge: Bridge, meeting: Meeting, person: Counterpart | None, button: Button
) -> Button:
    number = person.id if person else None
    button.clicked.connect(lambda: bridge.go("prepare", meeting=meeting.id, person=number))
    return button


def _unlogged(bridge: Bridge, line: MeetingLine) -> Row:
    button = PlainButton(_("Log it"))
    button.clicked.connect(lambda: bridge.go("log", meeting=line.meeting.id))
    when = line.meeting.when
    note = day_words.moment(when, bridge.workspace.today) if when else ""
    return _person_row(bridge, line, note, button)


def _person_row(bridge: Bridge, line: MeetingLine, note: str, button: Button) -> Row:
    who = ", ".join(p.name for p in line.people) or _("Nobody named yet")
    title = [Span(as_name(who), bold=True), Span(f" {line.meeting.title}", "second")]
    return Row(title, note, _avatar(bridge, who, *(p.id for p in line.people[:1])), button)


def _avatar(bridge: Bridge, name: str, person: int = 0) -> Avatar:
    return Avatar(name, pictures=bridge.portraits, person=person)


def _meeting_note(bridge: Bridge, line: MeetingLine) -> str:
    day = bridge.workspace.today
    when = line.meeting.when
    parts = [day_words.moment(when, day) if when else line.meeting.vague or _("no day set yet")]
    if line.meeting.minutes:
        parts[0] += ", " + _("{n} min").format(n=line.meeting.minutes)
    if line.last is None:
        parts.append(_("first meeting"))
    else:
        ago = day_words.days_ago(line.last.when.date, day)
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


def _after_sale(bridge: Bridge, line: AfterSaleLine) -> Row:
    title = [
        Span(as_name(line.person.name), bold=True),
        Span(
            " "
            + ngettext("{deal} ended {n} day ago", "{deal} ended {n} days ago", line.days).format(
                deal=line.title, n=line.days
            ),
            "second",
        ),
    ]
    note = _("No contact since. The first test asks whether you stay in touch afterwards.")
    return Row(
        title,
        note,
        _avatar(bridge, line.person.name, line.person.id),
        _log_button(bridge, line.person.id),
    )


def _quiet(bridge: Bridge, line: QuietLine) -> Row:
    parts = [line.finding.sentence]
    if line.last is not None and line.last.opener is Opener.THEM:
        who = words.subject(line.person, capital=True)
        parts.append(_("{who} reached out last time.").format(who=who))
    after = _log_button(bridge, line.person.id)
    if line.meeting is not None and line.meeting.when is not None:
        day = day_words.on_day(line.meeting.when.date, bridge.workspace.today)
        parts.append(_("You meet {day}.").format(day=day))
        after = _prepare_button(bridge, line.meeting, line.person, PlainButton(_("Prepare")))
    title = [Span(line.person.name, bold=True)]
    return Row(title, " ".join(parts), _avatar(bridge, line.person.name, line.person.id), after)


def _log_button(bridge: Bridge, person: int) -> Button:
    button = PlainButton(_("Log or plan"))
    button.clicked.connect(lambda: bridge.go("log", person=person))
    return button
