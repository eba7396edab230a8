"""A dump is everything a person has, in values that JSON keeps as they are."""

from __future__ import annotations

import json

from app.model.people import Counterpart
from app.services.workspace import Workspace
from app.store.dump import dump
from app.store.schema import HISTORY_COLUMNS


def test_a_dump_holds_every_table_and_goes_through_json_unchanged(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="陳美玲 “Mei”", note="x\ny\t🎈")
    workspace.set_setting("my_name", "Ada")
    workspace.save_draft("log:1", "half a line")
    found = dump(workspace.database)
    assert set(found) == {*HISTORY_COLUMNS, "setting"}
    assert json.loads(json.dumps(found)) == found
    assert found["counterpart"][0]["name"] == "陳美玲 “Mei”"
    assert found["setting"] == {"my_name": "Ada"}
    assert dump(workspace.database, drafts=True)["draft"] == {"log:1": "half a line"}
