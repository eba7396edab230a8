"""The bytes of files stay as long as anything means them, and not a day longer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.model.belongings import Attachment, AttachmentRole
from app.model.errors import NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock, Moment, PartialDate
from app.services import forget, trash
from app.services.past import as_it_was
from app.services.workspace import Workspace
from app.store import contents, keeping

LARGE = bytes(range(256)) * 900  # runs on over many pages


def with_file(workspace: Workspace, data: bytes = LARGE) -> tuple[Counterpart, Attachment]:
    with workspace.change("Add Dana") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
    with workspace.change("Add a file") as edit:
        file = edit.attach(dana, "plan.pdf", data, "application/pdf")
    return dana, file


def kept(workspace: Workspace) -> int:
    return contents.sizes(workspace.database)[0]


def test_the_same_bytes_are_kept_once(workspace: Workspace) -> None:
    dana, file = with_file(workspace)
    with workspace.change("Add it again") as edit:
        other = edit.attach(dana, "copy of plan.pdf", LARGE)
    assert other.digest == file.digest
    assert contents.sizes(workspace.database) == (1, len(LARGE))
    assert workspace.repository.content(file.digest) == LARGE


def test_a_step_that_fails_keeps_no_bytes(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace.change("Add Dana") as edit:
        edit.attach(edit.add(Counterpart, name="Dana"), "a.txt", b"a")
        _nothing = 1 / 0
    assert kept(workspace) == 0


def test_undo_and_redo_find_the_bytes_again(workspace: Workspace) -> None:
    _dana, file = with_file(workspace)
    workspace.undo()
    assert workspace.find(Attachment) == []
    assert kept(workspace) == 1
    workspace.redo()
    assert workspace.repository.content(workspace.get(Attachment, file.id).digest) == LARGE


def test_a_deleted_file_comes_back_from_the_trash_with_its_bytes(workspace: Workspace) -> None:
    _dana, file = with_file(workspace)
    with workspace.change("Remove plan.pdf") as edit:
        edit.remove(file)
    (item,) = trash.items(workspace).items
    assert (item.kind, item.title, item.whose) == ("File", "plan.pdf", "Dana Okafor")
    trash.restore(workspace, item.id)
    assert workspace.get(Attachment, file.id) == file
    assert workspace.repository.content(file.digest) == LARGE


def test_a_person_comes_back_from_the_trash_with_files_and_photo(workspace: Workspace) -> None:
    dana, file = with_file(workspace)
    with workspace.change("Add a photo") as edit:
        photo = edit.attach(dana, "dana.png", b"a picture", role=AttachmentRole.PHOTO)
    with workspace.change("Delete Dana") as edit:
        edit.remove(dana)
    (item,) = trash.items(workspace).items
    assert "2 files" in item.with_it
    trash.restore(workspace, item.id)
    assert workspace.find(Attachment, counterpart_id=dana.id) == [file, photo]


@pytest.mark.parametrize("thinned", [False, True])
def test_bytes_go_with_the_last_step_that_could_bring_them_back(
    workspace: Workspace, clock: FixedClock, thinned: bool
) -> None:
    _dana, file = with_file(workspace)
    with workspace.change("Remove plan.pdf") as edit:
        edit.remove(file)
    clock.advance(days=40)
    before = str(workspace.today) if thinned else "2026-01-01"
    keeping.thin(workspace.database, before, None)
    assert kept(workspace) == (not thinned)
    if thinned:
        with pytest.raises(NotFoundError):
            workspace.repository.content(file.digest)


def test_thinning_leaves_the_bytes_of_a_file_that_is_there(
    workspace: Workspace, clock: FixedClock
) -> None:
    _dana, file = with_file(workspace)
    clock.advance(days=40)
    assert keeping.thin(workspace.database, str(workspace.today), None) == 2
    assert workspace.repository.content(file.digest) == LARGE


def test_thinning_leaves_the_bytes_another_step_can_bring_back(
    workspace: Workspace, clock: FixedClock
) -> None:
    dana, file = with_file(workspace)
    with workspace.change("Remove plan.pdf") as edit:
        edit.remove(file)
    clock.advance(days=40)
    with workspace.change("Add it again") as edit:
        again = edit.attach(dana, "plan.pdf", LARGE)
    with workspace.change("Remove it again") as edit:
        edit.remove(again)
    keeping.thin(workspace.database, str(workspace.today), None)
    assert kept(workspace) == 1
    workspace.undo()
    assert workspace.repository.content(again.digest) == LARGE


def test_bytes_that_somebody_else_has_too_outlive_the_forgotten(workspace: Workspace) -> None:
    dana, file = with_file(workspace)
    with workspace.change("Add Rui") as edit:
        rui = edit.add(Counterpart, name="Rui Santos")
        edit.attach(rui, "the same plan.pdf", LARGE)
        edit.attach(dana, "hers alone.txt", b"hers alone")
    forget.forget(workspace, dana.id)
    assert contents.sizes(workspace.database) == (1, len(LARGE))
    assert workspace.repository.content(file.digest) == LARGE


def test_a_file_on_an_entry_with_others_stays_and_is_told_of(
    workspace: Workspace, tmp_path: Path
) -> None:
    dana, _file = with_file(workspace)
    with workspace.change("Log lunch") as edit:
        rui = edit.add(Counterpart, name="Rui Santos")
        when = Moment(PartialDate(2026, 3, 2))
        lunch = edit.add(Interaction, when=when, people=(dana.id, rui.id))
        edit.attach(lunch, "menu of Dana Okafor.txt", b"soup")
    found = forget.preview(workspace, dana.id)
    assert (found.counts["attachment"], found.shared_files) == (1, 1)
    forget.forget(workspace, dana.id)
    (left,) = workspace.find(Attachment)
    assert (left.name, left.interaction_id) == ("menu of [forgotten].txt", lunch.id)
    assert contents.sizes(workspace.database) == (1, 4)


def test_a_profile_as_it_was_lists_the_files_of_that_day(
    workspace: Workspace, clock: FixedClock
) -> None:
    dana, file = with_file(workspace)
    with workspace.change("Log") as edit:
        when = Moment(PartialDate(2026, 3, 2))
        talk = edit.add(Interaction, when=when, people=(dana.id,))
        slides = edit.attach(talk, "slides.pdf", b"slides")
        edit.attach(dana, "dana.png", b"a picture", role=AttachmentRole.PHOTO)
    clock.advance(days=5)
    with workspace.change("Remove, rename and add") as edit:
        edit.remove(slides)
        edit.set(file, name="renamed.pdf")
        edit.attach(dana, "new.txt", b"new")
    past = as_it_was(workspace, dana.id, workspace.today - timedelta(days=2))
    assert [one.name for one in past.find(Attachment)] == ["plan.pdf", "slides.pdf", "dana.png"]
    (photo,) = past.find(Attachment, role=AttachmentRole.PHOTO)
    assert past.repository.content(photo.digest) == b"a picture"  # in memory only
    with pytest.raises(NotFoundError):
        past.repository.content(file.digest)
    past.close()
