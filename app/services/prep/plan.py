"""What the user writes down before a meeting: the goal, the first words, questions."""

from __future__ import annotations

from app.model.findings import Finding
from app.model.records import Meeting, Purpose, Question, QuestionState
from app.model.texts import _
from app.model.values import PartialDate
from app.services.prep.known import goal_key, line_key
from app.services.workspace import Workspace


def keep_goal(
    workspace: Workspace,
    person_id: int,
    meeting: Meeting | None,
    goal: str,
    origin: object = None,
) -> Meeting | None:
    """Keep the one goal: with the meeting, or for the person while none is planned."""
    label = _("Set the goal of a meeting")
    return _keep(workspace, goal_key(person_id), meeting, "goal", goal, label, origin)


def keep_opening_line(
    workspace: Workspace,
    person_id: int,
    meeting: Meeting | None,
    line: str,
    origin: object = None,
) -> Meeting | None:
    """Keep what the user means to say first, as the goal is kept."""
    label = _("Set the opening line of a meeting")
    return _keep(workspace, line_key(person_id), meeting, "opening_line", line, label, origin)


def _keep(
    workspace: Workspace,
    key: str,
    meeting: Meeting | None,
    field: str,
    text: str,
    label: str,
    origin: object,
) -> Meeting | None:
    text = " ".join(text.split())
    if meeting is None:
        workspace.save_draft(key, text)
        return None
    with workspace.change(label, origin) as edit:
        meeting = edit.set(workspace.get(Meeting, meeting.id), **{field: text})
    workspace.drop_draft(key)
    return meeting


def set_purpose(
    workspace: Workspace, meeting: Meeting, purpose: Purpose | None, origin: object = None
) -> Meeting:
    """Say openly what the meeting is for."""
    with workspace.change(_("Say what a meeting is for"), origin) as edit:
        return edit.set(workspace.get(Meeting, meeting.id), purpose=purpose)


def ask_later(workspace: Workspace, person_id: int, text: str, origin: object = None) -> Question:
    """Note a question to ask."""
    with workspace.change(_("Note a question"), origin) as edit:
        return edit.add(
            Question,
            counterpart_id=person_id,
            text=" ".join(text.split()),
            noted_on=PartialDate.of(workspace.today),
        )


def mark_asked(
    workspace: Workspace, question: Question, asked: bool, origin: object = None
) -> Question:
    """Tick a question as asked today, or take the tick off again."""
    label = _("Mark a question as asked") if asked else _("Put a question back")
    with workspace.change(label, origin) as edit:
        return edit.set(
            question,
            state=QuestionState.ASKED if asked else QuestionState.TO_ASK,
            settled_on=PartialDate.of(workspace.today) if asked else None,
        )


def dismiss_question(
    workspace: Workspace, person_id: int, meeting: Meeting | None, finding: Finding
) -> None:
    """Let a question about bias rest for this meeting."""
    workspace.save_draft(f"bias:{person_id}", _rested(meeting, finding))


def is_dismissed(
    workspace: Workspace, person_id: int, meeting: Meeting | None, finding: Finding
) -> bool:
    """Whether it rests; another meeting or another question raises it again."""
    kept = workspace.draft(f"bias:{person_id}")
    return kept is not None and kept.body == _rested(meeting, finding)


def _rested(meeting: Meeting | None, finding: Finding) -> str:
    return f"{finding.name} {meeting.id if meeting else 0}"
