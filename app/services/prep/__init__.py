"""Everything for one meeting or one person: the brief, and what is worth a look before going in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.insights.bias import Occasion, question
from app.insights.common_ground import balance, bring_up, overuse, what_else
from app.insights.realness import Realness
from app.insights.reciprocity import spiral
from app.insights.trust import four_blocks
from app.model.brief import Brief, Line, SectionKey
from app.model.findings import Finding
from app.model.people import Counterpart
from app.model.records import (
    Channel,
    Depth,
    Interaction,
    Meeting,
    MeetingState,
    Promise,
    PromiseState,
    Side,
)
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate
from app.services import day_words, words
from app.services.edit import Edit
from app.services.prep import known as reading
from app.services.prep.heading import Heading, heading
from app.services.prep.known import Known, know
from app.services.prep.paper import for_paper, preview, save_pdf, suggested_name, words_on
from app.services.prep.plain import as_text
from app.services.prep.plan import (
    ask_later,
    dismiss_question,
    is_dismissed,
    keep_goal,
    keep_opening_line,
    mark_asked,
    set_purpose,
)
from app.services.prep.sections import common_line, sections, talk_lead
from app.services.workspace import Workspace

__all__ = [
    "Heading",
    "NewPromise",
    "Prep",
    "as_text",
    "ask_later",
    "close_the_loop",
    "dismiss_question",
    "for_paper",
    "heading",
    "is_dismissed",
    "keep_goal",
    "keep_opening_line",
    "loop_closed",
    "mark_asked",
    "prepare",
    "preview",
    "save_pdf",
    "set_goal",
    "set_purpose",
    "start",
    "suggested_name",
    "words_on",
]

_LATELY = 5
_LEAST_TALKS = 3


@dataclass(frozen=True, slots=True)
class Prep:
    """One meeting or person, prepared.

    `brief` holds the sections with the talks in full; the rest is what the Prepare page shows
    beside it. `bring_up` never holds a guess. Every sentence is empty when there is nothing to say.
    """

    person: Counterpart
    brief: Brief
    realness: Realness
    meeting: Meeting | None = None
    countdown: str = ""
    identity: str = ""
    opening_line: str = ""
    bring_up: tuple[Line, ...] = ()
    balance: Finding | None = None
    overuse: Finding | None = None
    what_else: str = ""
    trust: tuple[Finding, ...] = ()
    spiral: Finding | None = None
    bias: Finding | None = None
    small_talk: str = ""
    follow_up: Line | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A promise made at the meeting just held."""

    person_id: int
    by: Side
    text: str
    due: PartialDate | None = None


def prepare(workspace: Workspace, person_id: int, meeting_id: int | None = None) -> Prep:
    """All that the journal holds for a meeting; without one, the person's next meeting if any.

    Raises:
        NotFoundError: the person or the meeting is gone.
    """
    known = know(workspace, person_id, meeting_id)
    log, policy, brief = known.log, workspace.policy, _brief(known)
    occasion = Occasion(cited=_cited(brief), questions=known.questions)
    return Prep(
        person=known.person,
        brief=brief,
        realness=known.realness,
        meeting=known.meeting,
        countdown=reading.countdown(known.meeting.when, known.now) if known.meeting else "",
        identity=known.organisation.identity if known.organisation else "",
        opening_line=known.opening_line,
        bring_up=tuple(common_line(one, known.today) for one in bring_up(log, policy)),
        balance=balance(log),
        overuse=overuse(log),
        what_else=what_else(log),
        trust=four_blocks(log, policy),
        spiral=spiral(log, policy),
        bias=question(log, policy, occasion),
        small_talk=_small_talk(known),
        follow_up=_follow_up(known),
        kept=_kept(known),
    )


def _brief(known: Known) -> Brief:
    meeting = known.meeting
    bars = reading.months(known)
    return Brief(
        person_id=known.person.id,
        person=known.person.name,
        header=reading.header(known.person, known.organisation, known.introduced_by),
        opening=reading.opening(known),
        prepared=known.now,
        prepared_told=day_words.long_date(known.today),
        title=meeting.title if meeting else "",
        when=reading.meeting_when(meeting, known.today) if meeting else "",
        goal=known.goal.strip(),
        meeting_id=meeting.id if meeting else None,
        sections=sections(known),
        months=bars,
        months_told=reading.months_told(bars),
    )


def _cited(brief: Brief) -> tuple[int, ...]:
    """The entries that what they want, what you share and what you ask were taken from."""
    keys = (SectionKey.INTERESTS, SectionKey.COMMON_GROUND, SectionKey.QUESTIONS)
    found = (section.lines for key in keys if (section := brief.section(key)))
    return tuple(line.entry for lines in found for line in lines if line.entry is not None)


def _small_talk(known: Known) -> str:
    """How often small talk was skipped lately; silent while too few talks say."""
    said = [one.small_talk for one in known.talks if one.small_talk is not None][:_LATELY]
    skipped = said.count(False)
    if len(said) < _LEAST_TALKS:
        return ""
    if not skipped:
        return _("Small talk was part of the last {n} talks that say.").format(n=len(said))
    told = ngettext(
        "Five minutes of small talk first. You skipped it in {k} of the last {n}.",
        "Five minutes of small talk first. You skipped it in {k} of the last {n}.",
        skipped,
    )
    return told.format(k=skipped, n=len(said))


def _follow_up(known: Known) -> Line | None:
    """The latest talk with something personal in it, to come back to."""
    for talk in known.talks:
        if (talk.small_talk or talk.depth is Depth.PERSONAL) and talk.headline:
            return Line(
                talk.headline,
                lead=talk_lead(talk, known),
                on=talk.when.date,
                entry=talk.id,
                uid=talk.uid,
            )
    return None


def _kept(known: Known) -> tuple[str, ...]:
    """Kept promises on each side, as counts; a side without any that fell due is left out."""
    told = []
    for side in Side:
        states = [one.state for one in known.log.promises if one.by is side]
        kept = states.count(PromiseState.KEPT)
        due = kept + states.count(PromiseState.LATE) + states.count(PromiseState.BROKEN)
        if due:
            who = _("you") if side is Side.ME else words.first_name(known.person)
            told.append(_("{who} {kept} of {due}").format(who=who, kept=kept, due=due))
    return tuple(told)


def set_goal(workspace: Workspace, prep: Prep, goal: str, origin: object = None) -> Prep:
    """Keep the one goal: with the meeting, or for the person while none is planned."""
    meeting = keep_goal(workspace, prep.person.id, prep.meeting, goal, origin)
    kept = " ".join(goal.split())
    return replace(prep, meeting=meeting, brief=replace(prep.brief, goal=kept))


def start(
    workspace: Workspace, person_id: int, meeting_id: int | None = None
) -> Mapping[str, object]:
    """Fields of an Interaction to prefill the log form with, as far as the plan says them."""
    now = workspace.clock.now()
    meeting = workspace.get(Meeting, meeting_id) if meeting_id is not None else None
    planned = meeting.when if meeting else None
    today = PartialDate.of(workspace.today)
    values: dict[str, object] = {
        "when": planned
        if planned and planned.date == today
        else Moment(today, now.time().replace(second=0, microsecond=0)),
        "people": meeting.people if meeting and meeting.people else (person_id,),
    }
    if meeting:
        values["meeting_id"] = meeting.id
        if meeting.minutes:
            values["minutes"] = meeting.minutes
        if meeting.place:
            online = "://" in meeting.place
            values["channel"] = Channel.VIDEO if online else Channel.MEETING
    return values


def close_the_loop(
    workspace: Workspace,
    meeting_id: int | None,
    interaction: Interaction,
    *,
    said: str = "",
    promises: Sequence[NewPromise] = (),
    beyond_agenda: bool | None = None,
    origin: object = None,
) -> Interaction:
    """After the meeting, in one step: it was held, what was said, what was promised.

    `said` joins the talk's note; `beyond_agenda` says whether there was anything besides the
    matter at hand, which is what small talk stands for in an entry.
    """
    with workspace.change(_("Close the loop after a meeting"), origin) as edit:
        return loop_closed(workspace, edit, meeting_id, interaction, said, promises, beyond_agenda)


def loop_closed(
    workspace: Workspace,
    edit: Edit,
    meeting_id: int | None,
    interaction: Interaction,
    said: str = "",
    promises: Sequence[NewPromise] = (),
    beyond_agenda: bool | None = None,
) -> Interaction:
    """The same as `close_the_loop` inside a step that logs the meeting too."""
    values: dict[str, object] = {}
    if meeting_id is not None:
        edit.set(workspace.get(Meeting, meeting_id), state=MeetingState.HELD)
        values["meeting_id"] = meeting_id
    if said.strip():
        values["note"] = f"{interaction.note.rstrip()}\n\n{said.strip()}".strip()
    if beyond_agenda is not None:
        values["small_talk"] = beyond_agenda
    if values:
        interaction = edit.set(interaction, **values)
    for one in promises:
        edit.add(
            Promise,
            counterpart_id=one.person_id,
            by=one.by,
            text=one.text,
            due=one.due,
            made_on=interaction.when.date,
            interaction_id=interaction.id,
        )
    return interaction
