"""Copies for other programs: for nobody else's eyes, and gone with the open journal."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.model.belongings import Attachment
from app.model.errors import FileWriteError, InputError, NotFoundError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import attachments, opened_files
from app.services.opened_files import OpenedFiles
from app.services.past import as_it_was
from app.services.workspace import Workspace


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def put(workspace: Workspace, name: str = "plan.pdf", data: bytes = b"%PDF-1.7 hers") -> Attachment:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
        return attachments.add_file(edit, dana, attachments.incoming(name, data, 10_000))


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_copy_is_private_and_nobody_can_guess_its_name(
    workspace: Workspace, runtime: Path
) -> None:
    file, opened = put(workspace), OpenedFiles()
    path = opened.copy_of(workspace, file)
    assert path.read_bytes() == b"%PDF-1.7 hers"
    assert path.suffix == ".pdf"
    assert "plan" not in str(path)
    assert mode(path) == 0o400
    assert [mode(folder) for folder in (path.parent, path.parent.parent)] == [0o700, 0o700]
    assert opened.copy_of(workspace, file) == path
    assert opened.clear() == []
    assert list((runtime / "kith-opened").iterdir()) == []
    assert opened.clear() == []
    again = opened.copy_of(workspace, file)
    assert again != path
    assert again.exists()
    opened.clear()


def test_the_bytes_are_overwritten_before_the_name_goes(
    workspace: Workspace, runtime: Path
) -> None:
    opened = OpenedFiles()
    path = opened.copy_of(workspace, put(workspace))
    with path.open("rb") as viewer:
        opened.clear()
        assert viewer.read() == bytes(13)


def test_what_the_other_program_lays_beside_goes_too(workspace: Workspace, runtime: Path) -> None:
    opened = OpenedFiles()
    path = opened.copy_of(workspace, put(workspace))
    (path.parent / ".~lock.plan.pdf#").write_text("hers")
    (path.parent / "parts").mkdir()
    (path.parent / "parts" / "1").write_text("hers")
    (path.parent / "away").symlink_to(workspace.path)
    opened.clear()
    assert files(runtime) == []
    assert workspace.path.stat().st_size > 0


@pytest.mark.parametrize(
    ("name", "data"), [("setup.exe", b"x"), ("letter.pdf", b"MZ\x90"), ("a", b"#!/bin/sh")]
)
def test_a_program_is_never_opened(
    workspace: Workspace, runtime: Path, name: str, data: bytes
) -> None:
    with pytest.raises(InputError, match="may be a program"):
        OpenedFiles().copy_of(workspace, put(workspace, name, data))
    assert files(runtime) == []


def test_nothing_of_an_earlier_day_is_written_to_a_disk(
    workspace: Workspace, clock: FixedClock, runtime: Path
) -> None:
    file = put(workspace)
    clock.advance(days=3)
    past = as_it_was(workspace, 1, workspace.today.replace(day=workspace.today.day - 1))
    with pytest.raises(NotFoundError):
        OpenedFiles().copy_of(past, file)
    past.close()
    assert files(runtime) == []


def test_a_folder_somebody_else_laid_there_is_not_used(
    workspace: Workspace, runtime: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (runtime / "kith-opened").symlink_to(elsewhere)
    with pytest.raises(FileWriteError):
        OpenedFiles().copy_of(workspace, put(workspace))
    assert opened_files.clear_leftovers() == []
    assert files(elsewhere) == []


def test_a_folder_others_may_enter_is_narrowed(workspace: Workspace, runtime: Path) -> None:
    (runtime / "kith-opened").mkdir(mode=0o777)
    opened = OpenedFiles()
    opened.copy_of(workspace, put(workspace))
    assert mode(runtime / "kith-opened") == 0o700
    opened.clear()


OPEN = """
import sys, time
from pathlib import Path
from app.services.opened_files import OpenedFiles
from app.services.workspace import Workspace
from app.model.belongings import Attachment
workspace = Workspace.open(Path(sys.argv[1]))
opened = OpenedFiles()
print(opened.copy_of(workspace, workspace.find(Attachment)[0]), flush=True)
sys.stdin.read()
"""


def test_what_a_crash_left_goes_at_the_next_start_and_what_is_in_use_stays(
    workspace: Workspace, runtime: Path, root: Path
) -> None:
    put(workspace)
    child = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(workspace.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        text=True,
        env={**os.environ},
    )
    assert child.stdout is not None
    copy = Path(child.stdout.readline().strip())
    assert copy.exists()
    assert opened_files.clear_leftovers() == []
    assert copy.exists()  # it still runs
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert copy.exists()
    assert opened_files.clear_leftovers() == []
    assert files(runtime) == []


def test_an_own_copy_is_no_leftover(workspace: Workspace) -> None:
    opened = OpenedFiles()
    path = opened.copy_of(workspace, put(workspace))
    opened_files.clear_leftovers()
    assert path.exists()
    opened.clear()
