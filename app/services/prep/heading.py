"""What stands above a prepared meeting, read at once; the rest may take a moment."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.people import Counterpart, Organisation
from app.model.records import Meeting
from app.services.prep.known import countdown, header, meeting_for, meeting_when
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom one meets, when, who that is, and who else will be there."""

    person: Counterpart
    meeting: Meeting | None
    when: str
    countdown: str
    who: str
    company: tuple[Counterpart, ...] = ()


def heading(workspace: Workspace, person_id: int, meeting_id: int | None = None) -> Heading:
    """The heading alone, from a handful of rows; without a meeting, the person's next if any.

    Raises:
        NotFoundError: the person or the meeting is gone.
    """
    person = workspace.get(Counterpart, person_id)
    meeting = meeting_for(workspace, person_id, meeting_id)
    others = workspace.names_of(meeting.people if meeting else ())
    firm = person.organisation_id
    return Heading(
        person=person,
        meeting=meeting,
        when=meeting_when(meeting, workspace.today) if meeting else "",
        countdown=countdown(meeting.when, workspace.clock.now()) if meeting else "",
        who=header(
            person,
            workspace.get(Organisation, firm) if firm else None,
            workspace.get(Counterpart, person.introduced_by) if person.introduced_by else None,
        ),
        company=tuple(one for one in others.values() if one.id != person_id),
    )
