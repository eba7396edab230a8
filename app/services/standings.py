"""Works out where each relationship stands, a few people at a time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from app.insights.cadence import last_contact
from app.insights.realness import side_by_side
from app.model.errors import NotFoundError
from app.model.people import Attention
from app.model.reading import PersonRow, Standing
from app.services.workspace import Workspace
from app.store.standings import Standings

_BATCH = 25


def people_rows(workspace: Workspace) -> list[PersonRow]:
    """Everyone who is not left out; states not worked out yet are None."""
    return [row for row in all_rows(workspace) if row.attention is not Attention.OUT]


def left_out_rows(workspace: Workspace) -> list[PersonRow]:
    """Everyone who is left out."""
    return [row for row in all_rows(workspace) if row.attention is Attention.OUT]


def all_rows(workspace: Workspace) -> list[PersonRow]:
    """The same with people left out, to be found by name."""
    return Standings(workspace.database).rows()


def standing_of(workspace: Workspace, person_id: int) -> Standing:
    """Where one relationship stands today, worked out afresh."""
    log = workspace.log_of(person_id)
    found = side_by_side(log, workspace.policy)
    reached = last_contact(log.contacts, workspace.today)
    latest = max((str(contact.when.date) for contact in log.contacts), default="")
    opener = log.contacts[-1].opener if log.contacts else None
    return Standing(
        counterpart_id=person_id,
        day=workspace.today,
        contacts=len(log.contacts),
        last_contact=latest,
        last_two_way=str(reached or ""),
        last_opener=opener.value if opener else "",
        t1_result=found.t1.result,
        t1=found.t1.state.value,
        t2=found.t2.state.value,
        t3=found.t3.state.value,
        record=found.record.result,
    )


def refresh(
    workspace: Workspace,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Work out what is missing or of another day; returns for how many people.

    Made for a worker with a connection of its own; `cancelled` is asked between people, so that
    it can also be used to give way to the screen.
    """
    table = Standings(workspace.database)
    done = 0
    while not cancelled() and not workspace.read_only:
        as_of = table.as_of()
        workspace.changed_elsewhere()  # the thresholds may be others by now
        waiting = table.pending(workspace.today, _BATCH)
        if not waiting:
            break
        found = []
        for person_id in waiting:
            if cancelled():
                break
            with suppress(NotFoundError):  # deleted while this was under way
                found.append(standing_of(workspace, person_id))
        table.put(found, as_of)
        done += len(found)
        progress(done)
    return done
