"""Troubles with the place of a journal: a full disk, no rights, no folder, a clock gone back."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups
from app.services.backups import Reason
from app.services.vault import Key
from app.services.workspace import Workspace
from app.store.dump import dump
from tests.campaigns.damage_bytes import Ground, rows_of
from tests.campaigns.damage_story import Told, deed, story

_MEGABYTE = 1024 * 1024
_NOBODY = 65534


@dataclass
class Place:
    """What came of one kind of trouble."""

    what: str
    tries: int = 0
    sentences: set[str] = field(default_factory=set)
    lost: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = " | ".join(sorted(self.sentences))
        return (
            f"{self.what}: {self.tries} tried, {self.lost} lost, {len(self.problems)} problems; "
            f"told: {told}"
        )

    def take(self, told: Told) -> None:
        self.sentences.update(text.partition(": ")[2] for text in told.sentences)
        self.problems += told.problems


def copied(ground: Ground, folder: Path) -> Path:
    """The journal with its copies in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in ground.path.parent.glob("journal.kith*"):
        shutil.copyfile(file, folder / file.name)
    place = backups.folder(ground.path)
    shutil.copytree(place, folder / place.name, dirs_exist_ok=True)
    return folder / ground.path.name


def can_mount(folder: Path) -> bool:
    """Whether a small disk of its own can be made here."""
    try:
        with small_disk(folder, 1):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of this size, as long as the block lasts.

    Raises:
        CalledProcessError: this account may not mount one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={megabytes}m"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True, capture_output=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def full_disk(ground: Ground, folder: Path, clock: FixedClock, *, mounted: bool) -> Place:
    """Writes until nothing more fits; what was reported saved must be there, also afterwards."""
    if not mounted:
        return _quota(ground, folder, clock)
    place = Place("a full disk")
    with small_disk(folder / "disk", 40) as disk:
        path = copied(ground, disk)
        _fill(disk, "spare", 20 * _MEGABYTE)
        with closing(Workspace.open(path, clock, key=ground.key)) as workspace:
            # Room enough to begin, and not enough to end: the disk refuses in the middle.
            _fill(disk, "nearly", shutil.disk_usage(disk).free - 5 * _MEGABYTE)
            _told(place, "a note that fits not", lambda: _long_note(workspace, 4 * _MEGABYTE))
            if not place.sentences:
                place.problems.append("nothing was told of the disk that became full")
            _write_until_full(workspace, place)
            before = rows_of(workspace)
            _fill(disk, "filler", shutil.disk_usage(disk).free)
            place.take(story(path, ground.key, clock))
            _told(place, "a long note", lambda: _long_note(workspace, _MEGABYTE))
            (disk / "filler").unlink()
            (disk / "spare").unlink()
            (disk / "nearly").unlink()
            place.lost += _missing(before, workspace, place)
            place.problems += workspace.check()
        place.take(_works_again(path, ground.key, clock))
    return place


def _fill(disk: Path, name: str, size: int) -> None:
    with (disk / name).open("wb") as file, contextlib.suppress(OSError):
        file.write(bytes(size))


def _write_until_full(workspace: Workspace, place: Place) -> None:
    """Notes of half a megabyte: the last one does not fit in the middle of being written."""
    for number in range(60):
        if _told(place, "a note", lambda: _long_note(workspace, _MEGABYTE // 2)):
            return
        assert number < 59, "the disk never became full"


def _long_note(workspace: Workspace, size: int) -> None:
    person = workspace.find(Counterpart)[0]
    with workspace.change("A long note") as edit:
        edit.set(person, note=os.urandom(size // 2).hex())


def _told(place: Place, name: str, act: Callable[[], object]) -> bool:
    """Do one deed; whether a sentence came of it."""
    told = Told()
    with deed(told, name):
        act()
    place.tries += 1
    place.take(told)
    return bool(told.sentences)


def _missing(before: dict[tuple[str, object], object], workspace: Workspace, place: Place) -> int:
    now = rows_of(workspace)
    return sum(now.get(where) is None for where in before)


def _works_again(path: Path, key: Key | None, clock: FixedClock) -> Told:
    told = story(path, key, clock)
    told.problems += [f"afterwards {text}" for text in told.sentences]
    told.sentences.clear()
    return told


def _quota(ground: Ground, folder: Path, clock: FixedClock) -> Place:
    """A limit on the size of files, where no disk of its own can be mounted."""
    place = Place("a full disk (as a limit on files)")
    path = copied(ground, folder / "quota")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before_signal = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with closing(Workspace.open(path, clock, key=ground.key)) as workspace:
        before = rows_of(workspace)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        try:
            for _more in range(8):
                _told(place, "a note", lambda: _long_note(workspace, _MEGABYTE))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before_signal)
        if not place.sentences:
            place.problems.append("nothing was told of the limit")
        place.lost += _missing(before, workspace, place)
        place.problems += workspace.check()
    place.take(_works_again(path, ground.key, clock))
    return place


def gone(ground: Ground, folder: Path, clock: FixedClock) -> Place:
    """The folder vanishes while the journal is open, and comes back."""
    place = Place("a folder that vanishes")
    path = copied(ground, folder / "stick")
    away = folder / "away"
    with closing(Workspace.open(path, clock, key=ground.key)) as workspace:
        with workspace.change("Before") as edit:
            edit.add(Counterpart, name="Ines Vidal")
        before = rows_of(workspace)
        path.parent.rename(away)
        for name, act in (
            ("edit", lambda: _long_note(workspace, 100)),
            ("draft", lambda: workspace.save_draft("log", "typed meanwhile")),
            ("undo", workspace.undo),
            ("copy", lambda: backups.make(workspace, Reason.BY_HAND)),
            ("open", lambda: Workspace.open(path, clock, key=ground.key)),
        ):
            _told(place, name, act)
        if place.tries and not place.sentences:
            place.problems.append("nothing was told of the lost folder")
        place.problems += [] if not path.exists() else ["something was made where the folder was"]
        shutil.rmtree(path.parent, ignore_errors=True)
        away.rename(path.parent)
        place.lost += _missing(before, workspace, place)
        _told(place, "edit again", lambda: _long_note(workspace, 100))
    place.take(_works_again(path, ground.key, clock))
    return place


def read_only(ground: Ground, folder: Path, clock: FixedClock) -> Place:
    """A file, and then a folder, that may only be read; by an account without special rights."""
    place = Place("a file or folder that may only be read")
    for which in ("file", "folder", "both"):
        path = copied(ground, folder / f"only {which}")
        before = path.read_bytes()
        _hand_over(path.parent)
        if which != "folder":
            path.chmod(0o400)
        if which != "file":
            path.parent.chmod(0o500)
        place.tries += 1
        _as_nobody(path, ground.key, clock, place, which)
        path.parent.chmod(0o700)
        if which != "folder" and path.read_bytes() != before:
            place.problems.append(f"{which}: the file was changed")
        with closing(Workspace.open(path, clock, key=ground.key)) as workspace:
            place.problems += workspace.check()
            place.lost += _missing(dict(ground.rows), workspace, place) if which != "folder" else 0
    return place


def _hand_over(folder: Path) -> None:
    if os.getuid() == 0:
        for one in (folder, *folder.rglob("*")):
            os.chown(one, _NOBODY, _NOBODY)
        for parent in folder.parents:
            if parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)


def _as_nobody(path: Path, key: Key | None, clock: FixedClock, place: Place, which: str) -> None:
    """The story, told by a process without special rights; its modules are loaded already."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            told = story(path, key, clock)
            os.write(writing, json.dumps([told.sentences, told.problems]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        place.problems.append(f"{which}: the child died")
        return
    sentences, problems = json.loads(answer)
    place.sentences.update(text.partition(": ")[2] for text in sentences)
    place.problems += [f"{which}: {problem}" for problem in problems]


def clock_back(ground: Ground, folder: Path, clock: FixedClock) -> Place:
    """The clock goes back by a day, a year, to 1970, and comes right again, between steps."""
    place = Place("a clock that goes back")
    path = copied(ground, folder / "clock")
    now = clock.now()
    jumps = (
        now,
        now - timedelta(days=1),
        now - timedelta(days=366),
        datetime(1970, 1, 1, tzinfo=UTC),
        now + timedelta(days=4000),
        now + timedelta(days=1),
    )
    states = []
    for number, moment in enumerate(jumps):
        with closing(Workspace.open(path, FixedClock(moment), key=ground.key)) as workspace:
            states.append(dump(workspace.database)["counterpart"])
            told = Told()
            with deed(told, f"step at {moment:%Y-%m-%d}"), workspace.change(f"Step {number}") as e:
                e.add(Counterpart, name=f"Somebody of step {number}")
            with deed(told, "draft"):
                workspace.save_draft("log", f"typed in step {number}")
                assert workspace.draft("log").body == f"typed in step {number}"  # type: ignore[union-attr]
            kept = {copy.path for copy in backups.copies(path)}
            with deed(told, "copy"):
                backups.make(workspace, Reason.DAILY)
            left = {copy.path for copy in backups.copies(path)}
            if len(left) < len(kept) or not left - kept:  # of one day, the newest stays
                place.problems.append(f"copies were lost at {moment:%Y-%m-%d}")
            place.tries += 3
            place.take(told)
        place.take(_works_again(path, ground.key, FixedClock(moment)))
        with closing(Workspace.open(path, FixedClock(moment), key=ground.key)) as workspace:
            while workspace.can_undo() != f"Step {number}":
                workspace.undo()
    place.lost += _take_all_back(path, ground, len(jumps), states, place)
    return place


def _take_all_back(
    path: Path, ground: Ground, count: int, states: list[object], place: Place
) -> int:
    """Undo every step, newest first, each to what stood before it."""
    wrong = 0
    with closing(Workspace.open(path, FixedClock(datetime.now(UTC)), key=ground.key)) as workspace:
        for number in reversed(range(count)):
            with contextlib.suppress(UserError):
                workspace.undo()
            wrong += dump(workspace.database)["counterpart"] != states[number]
        place.problems += workspace.check()
    return wrong
