"""Whether an import came in is read from the journal, whatever else was done there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.errors import MovedOnError
from app.model.people import Counterpart
from app.services import transfer
from app.services.workspace import Workspace


@pytest.mark.parametrize("more", [0, 1, 130])
def test_an_import_is_known_to_have_come_in_or_not(
    workspace: Workspace, tmp_path: Path, more: int
) -> None:
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Mira Novak\nEND:VCARD\n", encoding="utf-8")
    transfer.apply(workspace, transfer.preview(workspace, [path]))  # an import before this one
    workspace.undo()

    def others() -> None:
        for number in range(more):
            with workspace.change(f"Add {number}") as edit:
                edit.add(Counterpart, name=f"Someone {number}")

    plan = transfer.preview(workspace, [path])
    others()
    assert not transfer.came_in(workspace, transfer.label_of(plan), plan.step)
    if more:
        with pytest.raises(MovedOnError):
            transfer.apply(workspace, plan, at_once=False)
    plan = transfer.preview(workspace, [path])
    transfer.apply(workspace, plan, at_once=False)
    others()
    assert transfer.came_in(workspace, transfer.label_of(plan), plan.step)
