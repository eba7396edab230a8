"""Everything held about a person in one zip: PDF, JSON, and the files themselves."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.model.belongings import AttachmentRole
from app.model.errors import Cancelled, FileWriteError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import held
from app.services.held_folder import save_whole
from app.services.workspace import Workspace


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Dana Okafor")
        other = edit.add(Counterpart, name="Rui Santos")
        entry = edit.add(
            Interaction, when=Moment(PartialDate(2026, 11, 2)), people=(person.id, other.id)
        )
        edit.attach(person, "me.png", b"picture", "image/png", AttachmentRole.PHOTO)
        edit.attach(person, "Con.txt", b"words", "text/plain")
        edit.attach(entry, "con.txt", b"of both", "text/plain")
        edit.attach(entry, "again.txt", b"words", "text/plain")
        edit.attach(other, "private.txt", b"of Rui alone", "text/plain")
    return person


ALONE = {"me.png": b"picture", "Con.txt": b"words", "con.txt": None, "again.txt": b"words"}


@pytest.mark.parametrize("full_names", [False, True])
def test_the_files_stand_beside_what_is_told_of_them(
    workspace: Workspace, tmp_path: Path, dana: Counterpart, full_names: bool
) -> None:
    wanted = {b"picture", b"words"} | ({b"of both"} if full_names else set())
    out = tmp_path / "held.zip"
    assert save_whole(held.gather(workspace, dana.id, full_names=full_names), out) == len(wanted)
    assert not stat.S_IMODE(out.stat().st_mode) & 0o077
    with ZipFile(out) as packed:
        assert packed.testzip() is None
        found = {name: packed.read(name) for name in packed.namelist()}
    assert found["Held about Dana Okafor.pdf"].startswith(b"%PDF")
    told = json.loads(found["Held about Dana Okafor.json"])
    beside = {row["name"]: found.get(row["in_this_folder"] or "") for row in told["files"]}
    # What others are in too is only named, unless the others are named in full.
    assert beside == {**ALONE, "con.txt": b"of both" if full_names else None}
    assert {data for name, data in found.items() if name.startswith("files/")} == wanted
    assert not any("base64" in name for row in told["files"] for name in row)


def test_it_is_written_whole_or_not_at_all(
    workspace: Workspace, tmp_path: Path, dana: Counterpart
) -> None:
    out = tmp_path / "held.zip"
    found = held.gather(workspace, dana.id)
    with pytest.raises(Cancelled):
        save_whole(found, out, cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir() if "journal" not in path.name] == []
    save_whole(found, out)
    before = out.read_bytes()
    with pytest.raises(FileWriteError):
        save_whole(found, out)
    save_whole(found, out, overwrite=True)
    assert out.read_bytes() == before
