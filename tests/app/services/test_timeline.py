"""The timeline tells what the journal holds now, whatever its keys were read from."""

from __future__ import annotations

from app.model.people import Counterpart
from app.model.records import Meeting, Promise, Side
from app.model.values import Moment, PartialDate
from app.services.timeline import entries, key_of
from app.services.workspace import Workspace

DAY = PartialDate(2026, 12, 1)


def test_what_lost_its_day_since_the_keys_were_read_is_left_out(workspace: Workspace) -> None:
    with workspace.change("Plan") as edit:
        dana = edit.add(Counterpart, name="Dana")
        meeting = edit.add(Meeting, title="Tea", when=Moment(DAY), people=(dana.id,))
        promise = edit.add(
            Promise, counterpart_id=dana.id, by=Side.ME, text="Send notes", made_on=DAY
        )
    keys = [key_of(meeting), key_of(promise)]
    assert [entry.key for entry in entries(workspace, keys)] == keys
    with workspace.change("Leave the days open") as edit:
        edit.set(meeting, when=None, vague="next week")
        edit.set(promise, made_on=None)
    assert entries(workspace, keys) == []
