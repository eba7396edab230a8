"""What stands beside the form about a person: the last time, open promises, what to ask."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.people import Commonality, Counterpart, HowKnown, Likeness
from app.model.records import (
    Channel,
    Interaction,
    Opener,
    Promise,
    PromiseState,
    Question,
    QuestionState,
)
from app.model.texts import _
from app.services import day_words, words
from app.services.workspace import Workspace

_WRITTEN = {Channel.MESSAGE, Channel.EMAIL, Channel.LETTER}


@dataclass(frozen=True, slots=True)
class Beside:
    """One person, as far as it helps while logging; `lead` says when and how the last time was."""

    person: Counterpart
    last: Interaction | None
    lead: str
    promises: tuple[Promise, ...]
    questions: tuple[Question, ...]
    shared: tuple[Commonality, ...]


def beside(workspace: Workspace, person_id: int, entry: int | None = None) -> Beside:
    """What the journal holds; the entry being changed is not its own last time.

    Raises:
        NotFoundError: the person is gone.
    """
    person = workspace.get(Counterpart, person_id)
    talks = workspace.interactions_of(person_id, limit=2, notes=False)
    last = next((talk for talk in talks if talk.id != entry), None)
    promises = workspace.find(Promise, counterpart_id=person_id, state=PromiseState.OPEN)
    questions = workspace.find(Question, counterpart_id=person_id, state=QuestionState.TO_ASK)
    shared = workspace.find(Commonality, counterpart_id=person_id, likeness=Likeness.SAME)
    return Beside(
        person=person,
        last=last,
        lead=_lead(workspace, person, last) if last else "",
        promises=tuple(promises),
        questions=tuple(questions),
        shared=tuple(one for one in shared if one.how_known is not HowKnown.GUESS),
    )


def _lead(workspace: Workspace, person: Counterpart, last: Interaction) -> str:
    """ "2 Aug, she wrote"."""
    parts = [day_words.short_date(last.when.date, workspace.today)]
    who = words.subject(person)
    if last.channel in _WRITTEN and last.opener in (Opener.ME, Opener.THEM):
        parts.append(
            _("you wrote") if last.opener is Opener.ME else _("{who} wrote").format(who=who)
        )
    else:
        parts.append(words.CHANNEL_WORDS[last.channel] if last.channel else "")
        parts.append(words.opened_by(last.opener, person))
    return ", ".join(filter(None, parts))
