"""Someone who was forgotten is nowhere: in no table, no history, no index, no byte of any file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.cli import main
from app.model.copies import Reason
from app.model.errors import Cancelled, NotFoundError
from app.model.forgetting import CopyState
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock
from app.services import backups, checking, forget, vault
from app.services.workspace import Workspace
from app.store import driver
from app.store.conversion import convert
from app.store.schema import HISTORY_COLUMNS
from tests.app.services.planting import plant, traces, unplanted

MARKER = "Qxzvkwmarker"


def contents(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: workspace.database.rows(f"SELECT * FROM {table} ORDER BY id")
        for table in HISTORY_COLUMNS
    }


def forgotten(workspace: Workspace, **wishes: bool) -> None:
    (person,) = [one for one in workspace.people() if MARKER in one.name and "Rui" not in one.name]
    found = forget.preview(workspace, person.id)
    firms = [number for number, _name in found.organisations]
    forget.forget(workspace, person.id, organisations=firms, **wishes)


def test_the_marker_stands_everywhere_before(workspace: Workspace, tmp_path: Path) -> None:
    plant(workspace, tmp_path, MARKER)
    # Only what is read from a file is raw, and only of a mark.
    assert unplanted(workspace, MARKER) == []
    assert traces(tmp_path, MARKER)


@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
def test_no_byte_of_them_is_left(tmp_path: Path, clock: FixedClock, protected: bool) -> None:
    folder = tmp_path / "journals"
    folder.mkdir()
    path = folder / "journal.kith"
    key = vault.begin(path, "four quiet words here") if protected else None
    workspace = Workspace.open(path, clock, create=True, key=key)
    plant(workspace, tmp_path, MARKER)
    screen = workspace.beside()  # a window that looks at the same journal
    screen.people()
    forgotten(workspace, backups=True)  # the import has made a copy
    assert checking.check(workspace).troubles == ()
    screen.close()
    assert traces(folder, MARKER) == []
    # The rest goes on, back to the beginning and forth again, and brings nothing back.
    after = contents(workspace)
    while workspace.undo():
        assert workspace.check() == []
    while workspace.redo():
        pass
    assert contents(workspace) == after
    workspace.close()
    if key is not None:
        convert(path, key, folder / "plain.kith", None)
    assert traces(folder, MARKER) == []


def test_what_stays(workspace: Workspace, tmp_path: Path) -> None:
    person = plant(workspace, tmp_path, MARKER)
    found = forget.preview(workspace, person.id)
    assert found.name == f"{MARKER} Okafor"
    assert found.drafts == 3
    assert [name for _number, name in found.organisations] == [f"{MARKER} Ltd"]
    assert found.counts["interaction"] == 3
    assert found.shared == 4
    assert {place.people for place in found.places} >= {("Rui Santos",)}
    forgotten(workspace)
    (rui,) = workspace.people()
    assert (rui.name, rui.introduced_by) == ("Rui Santos", None)
    assert rui.how_met == "Through [forgotten]."
    assert rui.aliases == "[forgotten]’s cousin"
    assert rui.note == "Cousin of [forgotten]; write to [forgotten]. [forgotten] too."
    notes = {entry.note for entry in workspace.find(Interaction)}
    assert notes == {
        "Lunch with [forgotten] and Rui.",
        "A walk.",
        "[forgotten] in the form",
        "All of us",
    }
    assert all(entry.people == (rui.id,) for entry in workspace.find(Interaction))
    assert [draft.key for draft in workspace.drafts()] == ["log:abc125"]
    line = workspace.history(1)[0]
    assert (line.label, line.kind) == ("One person forgotten", "forget")
    assert line.label != workspace.can_undo()
    labels = {step.label for step in workspace.history()}
    assert "Log lunch with [forgotten], Rui Santos" in labels
    assert "Keep the promise “Bring the two of us together with [forgotten]”" in labels
    assert not any(MARKER[:5] in label for label in labels)


def test_texts_about_others_can_be_left_as_they_are(workspace: Workspace, tmp_path: Path) -> None:
    plant(workspace, tmp_path, MARKER)
    forgotten(workspace, scrub_texts=False)
    (rui,) = workspace.people()
    assert rui.how_met == f"Through {MARKER} Okafor."
    assert rui.introduced_by is None
    assert not any(MARKER in step.label for step in workspace.history())


def test_what_somebody_else_is_called_too_stays(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        first = edit.add(Counterpart, name="Anna Berg", aliases="Mum", note="One")
        edit.add(Counterpart, name="Anna Berg", note="Not the Anna Berg you think of. Mum knows.")
    found = forget.preview(workspace, first.id)
    assert found.kept == ("Anna Berg",)
    forget.forget(workspace, first.id)
    (other,) = workspace.people()
    assert other.name == "Anna Berg"
    assert other.note == "Not the Anna Berg you think of. [forgotten] knows."


def test_a_word_of_their_name_alone(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
        edit.add(Counterpart, name="Rui", note="Dana laughed. So did Mr Okafor.")
    found = forget.preview(workspace, dana.id)
    assert found.places == ()
    assert [place.named for place in found.part_places] == ["Dana", "Okafor"]
    forget.forget(workspace, dana.id, parts=True)
    assert workspace.people()[0].note == "[forgotten] laughed. So did Mr [forgotten]."


def test_someone_deleted_can_be_forgotten(workspace: Workspace, tmp_path: Path) -> None:
    person = plant(workspace, tmp_path, MARKER)
    firms = [number for number, _ in forget.preview(workspace, person.id).organisations]
    with workspace.change(f"Delete {person.name}") as edit:
        edit.remove(workspace.get(Counterpart, person.id))
    assert forget.deleted_people(workspace) == [(person.id, person.name)]
    assert forget.preview(workspace, person.id).name == person.name
    forget.forget(workspace, person.id, organisations=firms, backups=True)
    assert forget.deleted_people(workspace) == []
    assert traces(tmp_path, MARKER) == []
    with pytest.raises(NotFoundError):
        forget.forget(workspace, person.id)


def test_nothing_is_written_when_it_is_stopped(workspace: Workspace, tmp_path: Path) -> None:
    person = plant(workspace, tmp_path, MARKER)
    before, steps = contents(workspace), workspace.history()
    for after in (0, 3, 12):
        asked = iter(range(after))
        with pytest.raises(Cancelled):
            forget.forget(
                workspace, person.id, cancelled=lambda asked=asked: next(asked, None) is None
            )
        assert contents(workspace) == before
        assert workspace.history() == steps


# --- copies --------------------------------------------------------------------------------


def copied(workspace: Workspace, clock: FixedClock) -> Path:
    clock.advance(minutes=1)
    return backups.make(workspace, Reason.BEFORE_UPDATE).copy.path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix == ".kith"}


@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
def test_the_copies_in_both_folders_are_rewritten_when_asked(
    tmp_path: Path, clock: FixedClock, protected: bool
) -> None:
    folder, stick = tmp_path / "journals", tmp_path / "stick"
    folder.mkdir()
    stick.mkdir()
    path = folder / "journal.kith"
    key = vault.begin(path, "four quiet words here") if protected else None
    workspace = Workspace.open(path, clock, create=True, key=key)
    backups.choose_second(workspace, stick)
    empty = copied(workspace, clock)
    before = empty.read_bytes()
    person = plant(workspace, tmp_path, MARKER)
    copied(workspace, clock)
    copied(workspace, clock)
    everything = names(empty.parent)
    states = [copy.state for copy in forget.preview(workspace, person.id).copies]
    assert states.count(CopyState.CLEAN) == 2
    assert states.count(CopyState.HOLDS) == len(states) - 2 >= 6
    forgotten(workspace, backups=True)
    assert empty.read_bytes() == before
    assert names(empty.parent) == everything
    found = backups.copies(path, stick)
    assert len(found) == len(states)
    for number, copy in enumerate(found):
        assert backups.verify(copy.path, key, clock.now()) == []
        assert copy.path.stat().st_mode & 0o077 == 0
        if copy.path.name != empty.name:
            assert backups.holding(copy.path, key).people == 1
        if key is not None:
            convert(copy.path, key, folder / f"plain {number}", None)
    workspace.close()
    assert traces(folder, MARKER) == []
    assert traces(stick, MARKER) == []


def test_copies_nobody_can_look_into_are_named(
    workspace: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    person = plant(workspace, tmp_path, MARKER)
    plain, locked, broken = (copied(workspace, clock) for _n in range(3))
    vault.protect(locked, "four quiet words here").wipe()
    broken.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    found = forget.preview(workspace, person.id)
    assert {copy.path for copy in found.copies_unread} == {locked, broken}
    assert all(copy.why for copy in found.copies_unread)
    done = forget.forget(workspace, person.id)
    assert {copy.path for copy in done.left} >= {plain, locked, broken}
    assert locked.exists()


def test_copies_nobody_can_look_into_are_deleted_when_asked(
    workspace: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    person = plant(workspace, tmp_path, MARKER)
    locked, broken = copied(workspace, clock), copied(workspace, clock)
    vault.protect(locked, "four quiet words here").wipe()
    broken.write_bytes(b"SQLite format 3\x00" + MARKER.encode() * 500)
    done = forget.forget(workspace, person.id, backups=True, delete_unread=True)
    assert set(done.deleted) == {locked, broken}
    assert done.left == ()
    assert not {locked.name, broken.name} & names(locked.parent)


def test_a_copy_of_an_older_kith_is_named(
    workspace: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    person = plant(workspace, tmp_path, MARKER)
    old = copied(workspace, clock)
    connection = driver.connect(str(old))
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    (found,) = forget.preview(workspace, person.id).copies_unread
    assert (found.path, found.state) == (old, CopyState.OLDER)


def test_a_reader_in_the_way_puts_the_overwriting_off(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = plant(workspace, tmp_path, MARKER)
    reader = workspace.beside()
    reader.database.connection.execute("BEGIN")
    reader.people()
    workspace.database.connection.execute("PRAGMA busy_timeout = 0")
    done = forget.forget(workspace, person.id, organisations=[1], backups=True)
    assert not done.erased
    assert forget.unfinished(workspace)
    reader.close()
    assert main(["--journal", str(workspace.path), "check"]) == 0
    assert "What a forgotten person left behind is overwritten now." in capsys.readouterr().out
    assert not forget.unfinished(workspace)
    assert traces(tmp_path, MARKER) == []


# --- interruptions -------------------------------------------------------------------------

CHILD = """
import os, signal, sys
from pathlib import Path
from app.services import forget
from app.services.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
calls = 0
def progress(done, whole):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
person = int(sys.argv[2])
firms = [n for n, _name in forget.preview(workspace, person).organisations]
forget.forget(workspace, person, organisations=firms, backups=True, progress=progress)
print(calls)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_moment_it_is_done_or_not_done(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "journals"
    folder.mkdir()
    workspace = Workspace.open(folder / "journal.kith", clock, create=True)
    person = plant(workspace, tmp_path, MARKER)
    copied(workspace, clock)
    before = contents(workspace)
    workspace.close()

    def run(place: Path, at: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", CHILD, str(place / "journal.kith"), str(person.id), str(at)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )

    shutil.copytree(folder, tmp_path / "whole")
    whole = int(run(tmp_path / "whole", 0).stdout)
    done = 0
    for at in sorted({1, 2, 3, whole // 2, *range(whole - 6, whole + 1)}):
        place = tmp_path / f"killed {at}"
        shutil.copytree(folder, place)
        assert run(place, at).returncode == -signal.SIGKILL
        again = Workspace.open(place / "journal.kith", clock)
        assert again.check() == []
        if len(again.people()) == 2:
            assert contents(again) == before
        else:
            done += 1
            assert forget.finish(again)
            assert traces(place, MARKER) == []
        again.close()
    assert done >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_fails_after_forgetting_puts_the_overwriting_off(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The person is gone by then, and so it is said: to the caller and to every screen."""
    import resource

    person = plant(workspace, tmp_path, MARKER)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = []
    workspace.listen(lambda changes: heard.append(changes.kind))

    def fill(done: int, whole: int) -> None:
        if done > 2 * whole // 3:
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))

    try:
        done = forget.forget(workspace, person.id, organisations=[1], backups=True, progress=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not done.erased
    assert heard == ["forget"]
    assert forget.unfinished(workspace)
    assert forget.finish(workspace)
    assert traces(tmp_path, MARKER) == []


def test_another_journal_s_copies_under_the_same_name_are_left_alone(
    tmp_path: Path, clock: FixedClock
) -> None:
    """Two journals of one name may keep their copies on one stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    journals = []
    for name in ("home", "office"):
        folder = tmp_path / name
        folder.mkdir()
        key = vault.begin(folder / "journal.kith", f"four quiet words at {name}")
        opened = Workspace.open(folder / "journal.kith", clock, create=True, key=key)
        backups.choose_second(opened, stick)
        with opened.change("Add") as edit:
            added = edit.add(Counterpart, name=f"Ada of {name}")
        copied(opened, clock)
        journals.append((opened, added))
    (home, ada), (office, _other) = journals
    done = forget.forget(home, ada.id, backups=True, delete_unread=True)
    assert done.deleted == ()
    assert len(names(stick / "journal backups")) == 2
    home.close()
    office.close()


def test_what_a_killed_copy_left_in_the_second_folder_goes_too(
    workspace: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_second(workspace, stick)
    person = plant(workspace, tmp_path, MARKER)
    copied(workspace, clock)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = stick / f"{workspace.path.stem} backups" / f".copy.kith.{gone.pid}.part"
    left.write_text(MARKER)
    forget.forget(workspace, person.id, organisations=[1], backups=True)
    assert traces(stick, MARKER) == []


def test_a_copy_that_is_being_made_meanwhile_holds_them_no_more(
    workspace: Workspace, tmp_path: Path
) -> None:
    """It holds the moment it was begun in, and is finished after everything else was."""
    person = plant(workspace, tmp_path, MARKER)
    begun, forgotten_now = threading.Event(), threading.Event()
    made: list[Path] = []

    def wait(_done: int, _whole: int) -> None:
        begun.set()
        forgotten_now.wait(60)

    def make() -> None:
        other = workspace.beside()
        made.append(backups.make(other, Reason.BY_HAND, wait).copy.path)
        other.close()

    thread = threading.Thread(target=make)
    thread.start()
    assert begun.wait(60)
    workspace.database.connection.execute("PRAGMA busy_timeout = 0")
    forget.forget(workspace, person.id, organisations=[1], backups=True)
    forgotten_now.set()
    thread.join()
    assert forget.finish(workspace)
    assert backups.holding(made[0], None).people == 1
    assert traces(tmp_path, MARKER) == []
