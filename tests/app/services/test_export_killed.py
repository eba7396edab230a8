"""An export to a folder that is killed: the old one or the new one is there, nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.exchange.whole_files import PART, clear_parts, write
from app.model.errors import FileWriteError
from app.services.giving_out.files import LIST, refuse_folder, write_folder

OLD = {"People/Dana.md": b"of before", "Timeline/2025.md": b"a year", "gone.md": b"gone"}
NEW = {"People/Dana.md": b"of today", "People/Rui.md": b"new", "Files/cv.pdf": b"%PDF"}
OBSIDIAN = {".obsidian/app.json": b"{}", ".obsidian/themes/dark.css": b"dark"}

# Kills itself before the so many-th thing it would do to the disk.
CHILD = """
import os, signal, sys
from pathlib import Path
from app.services.giving_out.files import write_folder
left = int(sys.argv[2])
def look(event, arguments):
    global left
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
    if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
        left -= 1
        if not left:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
new = {NEW}
sys.addaudithook(look)
write_folder(Path(sys.argv[1]), new.items(), overwrite=True)
"""


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def killed(out: Path, moment: int) -> bool:
    """Whether an export to the folder that is killed at this moment did not get to its end."""
    script = CHILD.replace("{NEW}", repr(NEW))
    done = subprocess.run(
        [sys.executable, "-c", script, str(out), str(moment)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, -getattr(signal, "SIGKILL", 0), signal.SIGTERM), done.stderr
    return done.returncode != 0


def test_at_whatever_moment_it_is_killed_the_old_folder_or_the_new_one_is_whole(
    tmp_path: Path,
) -> None:
    before, after = OLD | OBSIDIAN, NEW | OBSIDIAN
    seen = {"old": 0, "new": 0, "none": 0}
    for moment in range(1, 200):
        place = tmp_path / str(moment)
        out = place / "Pages"
        place.mkdir()
        write_folder(out, OLD.items(), overwrite=False)
        for name, data in OBSIDIAN.items():
            (out / name).parent.mkdir(exist_ok=True)
            (out / name).write_bytes(data)
        if not killed(out, moment):
            assert [path.name for path in place.iterdir()] == ["Pages"]
            break
        there = held(out)
        assert there in (before, after, {}), moment
        seen["none" if not out.exists() else "old" if there == before else "new"] += 1
        refuse_folder(out, overwrite=True)  # the look of the next export at the place
        assert held(out) == (there or before), moment
        write_folder(out, OLD.items(), overwrite=True)
        assert held(out) == before
        for path in (path for left in place.glob(f"{PART}*") for path in (*left.rglob("*"), left)):
            os.utime(path, (0, 0))
        clear_parts(place)
        assert [path.name for path in place.iterdir()] == ["Pages"]
    else:
        pytest.fail("it never came to its end")
    assert seen["none"] == 1
    assert seen["old"] > 5
    assert seen["new"] > 5


def test_an_old_folder_somebody_wrote_into_is_never_removed(tmp_path: Path) -> None:
    out = tmp_path / "Pages"
    write_folder(out, OLD.items(), overwrite=False)
    moment = next(n for n in range(1, 200) if killed(out, n) and not out.exists())
    assert moment
    (aside,) = tmp_path.glob(".kith-before-*")
    shutil.copytree(aside, out)
    (aside / "mine.md").write_text("mine")
    write_folder(out, NEW.items(), overwrite=True)
    assert held(out) == NEW
    assert held(aside) == OLD | {"mine.md": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(PART)) == [
        aside.name,
        "Pages",
    ]
    out.rename(tmp_path / "elsewhere")
    with pytest.raises(FileWriteError, match="holds 1 file that Kith did not write"):
        write_folder(out, NEW.items(), overwrite=True)
    assert held(out) == OLD | {"mine.md": b"mine"}


def test_a_link_to_a_folder_stays_one(tmp_path: Path) -> None:
    write_folder(tmp_path / "real", OLD.items(), overwrite=False)
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    write_folder(tmp_path / "link", NEW.items(), overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_what_a_killed_export_left_goes_with_the_next_one_and_nothing_else(tmp_path: Path) -> None:
    for name in (f"{PART}abcdefgh", f"{PART}ij_lmn12", "notes.txt", f"{PART}mine.txt"):
        (tmp_path / name).write_text("words")
    (tmp_path / f"{PART}folder00" / "People").mkdir(parents=True)
    (tmp_path / f"{PART}folder00" / "People" / "Dana.md").write_text("words")
    (tmp_path / f"{PART}elsewher").symlink_to(tmp_path / "notes.txt")
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    (tmp_path / f"{PART}ij_lmn12").write_text("somebody is at it")
    write(b"words", tmp_path / "out.json")
    kept = [f"{PART}ij_lmn12", f"{PART}mine.txt", "notes.txt", "out.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == kept
