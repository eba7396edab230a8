"""The story under strace: a small sample of it, and that its judge would notice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.strace_story import Seen, judge, run


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="k") as name:
        yield Path(name)


@pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="strace is not installed (on Debian and Ubuntu: apt-get install strace)",
)
def test_the_terminal_makes_no_socket_and_writes_where_it_may(folder: Path) -> None:
    seen, troubles = run(folder, short=True)
    assert troubles == []
    wrong, _elsewhere = judge(seen, folder)
    assert wrong == []
    assert seen.sockets == {}
    assert str(folder / "journals" / "journal.kith-wal") in seen.written


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("12 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 5", "family INET,"),
        ("12 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 5", "family INET6,"),
        ('12 openat(AT_FDCWD, "/home/ana/notes.txt", O_WRONLY|O_CREAT, 0666) = 3', "notes.txt"),
        ('12 rename("journal.new", "/tmp/elsewhere") = 0', "wrote /tmp/elsewhere"),
        ('12 openat(AT_FDCWD, "/tmp/\\303\\241", O_RDWR) = 3', "wrote /tmp/á"),
        (
            '12 connect(3, {sa_family=AF_UNIX, sun_path="/run/other"}, 12) = 0',
            "spoke to /run/other",
        ),
    ],
)
def test_the_judge_notices(folder: Path, line: str, told: str) -> None:
    seen = Seen()
    seen.read(line, folder / "journals")
    wrong, _elsewhere = judge(seen, folder)
    assert len(wrong) == 1
    assert told in wrong[0]


@pytest.mark.parametrize(
    "line",
    [
        '12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3',
        '12 openat(AT_FDCWD, "/home/ana/x", O_WRONLY|O_CREAT, 0666) = -1 EACCES ',
        '12 openat(AT_FDCWD, "journal.kith", O_RDWR|O_CREAT, 0600) = 3',
        '12 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3',
        "12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5",
        "12 +++ exited with 0 +++",
    ],
)
def test_the_judge_lets_pass(folder: Path, line: str) -> None:
    seen = Seen()
    seen.read(line, folder / "journals")
    assert judge(seen, folder)[0] == []
