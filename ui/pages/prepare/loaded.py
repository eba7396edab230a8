"""What the page of one meeting needs from the journal, read in one go by a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.model.people import Interest
from app.model.records import Promise, PromiseState, Question, QuestionState
from app.services.prep import Prep, is_dismissed, prepare
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Loaded:
    """A prepared meeting, and the records behind those of its lines one can act on, by uid."""

    prep: Prep
    questions: Mapping[str, Question]
    promises: Mapping[str, Promise]
    interests: frozenset[str]
    bias_rests: bool


def load(workspace: Workspace, person_id: int, meeting_id: int | None) -> Loaded:
    """Read it all.

    Raises:
        NotFoundError: the person or the meeting is gone.
    """
    prep = prepare(workspace, person_id, meeting_id)
    questions = workspace.find(Question, counterpart_id=person_id)
    promises = workspace.find(Promise, counterpart_id=person_id, state=PromiseState.OPEN)
    interests = workspace.find(Interest, counterpart_id=person_id)
    bias = prep.bias
    return Loaded(
        prep=prep,
        questions={
            one.uid: one
            for one in questions
            if one.state in (QuestionState.TO_ASK, QuestionState.ASKED)
        },
        promises={one.uid: one for one in promises},
        interests=frozenset(one.uid for one in interests),
        bias_rests=bias is not None and is_dismissed(workspace, person_id, prep.meeting, bias),
    )
