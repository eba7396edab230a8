"""A copy carried to the second folder is the one beside the journal, whatever happens meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.model.copies import Reason
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups, forget, private_copies, vault
from app.services.copying import make_copy
from app.services.workspace import Workspace
from tests.app.services.planting import traces

NAME = "Zebulon Quark"
Look = Callable[[str, tuple[object, ...]], bool]

_waiting: list[tuple[Look, Callable[[], object]]] = []


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    """Do once, at the very moment it waits for, what another worker might do then."""
    if _waiting and _waiting[0][0](event, arguments):
        _waiting.pop()[1]()


sys.addaudithook(_heard)


@pytest.fixture
def at_the_moment() -> Iterator[Callable[[Look, Callable[[], object]], None]]:
    """`at_the_moment(look, act)`: act when the file system is asked for what `look` knows."""
    yield lambda look, act: _waiting.append((look, act))
    _waiting.clear()


@pytest.fixture
def stick(tmp_path: Path, workspace: Workspace) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    backups.choose_second(workspace, folder)
    with workspace.change("Add two") as edit:
        edit.add(Counterpart, name=NAME)
        edit.add(Counterpart, name="Ann")
    return folder / "journal backups"


def is_read_back(stick: Path) -> Look:
    return lambda event, told: (
        event == "open" and Path(str(told[0])).parent == stick and told[1] in ("r", "rb")
        and str(told[0]).endswith(".part")
    )  # fmt: skip


def takes_its_place(stick: Path) -> Look:
    return lambda event, told: (
        event == "os.rename" and Path(str(told[1])).parent == stick
        and str(told[1]).endswith(".kith")
    )  # fmt: skip


def forget_them(workspace: Workspace) -> None:
    (person,) = [one for one in workspace.people() if one.name == NAME]
    forget.forget(workspace, person.id, backups=True)


@pytest.mark.parametrize("moment", [is_read_back, takes_its_place])
def test_who_is_forgotten_while_a_copy_is_carried_does_not_come_back_with_it(
    workspace: Workspace,
    stick: Path,
    clock: FixedClock,
    moment: Callable[[Path], Look],
    at_the_moment: Callable[[Look, Callable[[], object]], None],
) -> None:
    dropped: list[int] = []

    def forget_now() -> None:
        dropped.extend(os.open(part, os.O_RDONLY) for part in stick.glob(".*.part"))
        forget_them(workspace)

    at_the_moment(moment(stick), forget_now)
    made = backups.make(workspace, Reason.DAILY)
    assert _waiting == [] and len(dropped) == 1
    assert made.remark == "" and made.second is not None
    assert made.second.path.read_bytes() == made.copy.path.read_bytes()
    assert backups.verify(made.second.path, None, clock.now()) == []
    assert backups.holding(made.second.path, None).people == 1
    assert traces(stick, NAME) == []
    assert not list(stick.glob(".*"))
    # Nor is it left in the blocks of what was dropped.
    assert NAME.encode() not in os.pread(dropped[0], 1 << 24, 0)
    os.close(dropped[0])


def test_a_copy_carried_at_the_very_end_of_forgetting_is_looked_into_as_well(
    workspace: Workspace,
    stick: Path,
    tmp_path: Path,
    clock: FixedClock,
    at_the_moment: Callable[[Look, Callable[[], object]], None],
) -> None:
    """The copies were counted before it was there, and the one it is of is not rewritten yet."""
    backups.make(workspace, Reason.DAILY)
    clock.advance(days=1)
    beside = workspace.beside()
    late: list[Path] = []

    def is_rewritten(event: str, told: tuple[object, ...]) -> bool:
        return event == "open" and str(told[0]).endswith(f".{late[0].name}.{os.getpid()}.part")

    def make_one(done: int, _whole: int) -> None:
        if done > 100 and not late:  # the copies are done, and the journal is not
            late.append(make_copy(beside.database, Reason.DAILY, clock.now()).path)
            assert traces(late[0].parent, NAME)
            at_the_moment(is_rewritten, lambda: backups.catch_up(beside))

    (person,) = [one for one in workspace.people() if one.name == NAME]
    forget.forget(workspace, person.id, backups=True, progress=make_one)
    beside.close()
    assert late and _waiting == []
    assert (stick / late[0].name).exists()
    assert traces(tmp_path, NAME) == []


def test_who_is_forgotten_while_a_copy_is_sealed_does_not_come_back_with_it(
    workspace: Workspace,
    stick: Path,
    clock: FixedClock,
    at_the_moment: Callable[[Look, Callable[[], object]], None],
) -> None:
    backups.make(workspace, Reason.DAILY)
    workspace.close()
    away = stick.parent.rename(stick.parent.with_name("away"))
    key = vault.protect(workspace.path, "four quiet words here")
    away.rename(stick.parent)
    opened = Workspace.open(workspace.path, clock, key=key)
    beside = opened.beside()

    def is_about_to_be_noted(event: str, told: tuple[object, ...]) -> bool:
        parts = stick.glob(".*.part")
        return event == "open" and str(told[0]).endswith("copies.json") and any(parts)

    at_the_moment(is_about_to_be_noted, lambda: forget_them(beside))
    assert private_copies.keep_as_private(opened) == []
    assert _waiting == []
    beside.close()
    copies = backups.copies(opened.path, stick.parent)
    assert [copy.protected for copy in copies] == [True, True]
    for copy in copies:
        assert backups.holding(copy.path, key).people == 1
        assert backups.verify(copy.path, key, clock.now()) == []
    opened.close()


def test_a_copy_that_is_not_what_was_written_is_not_carried(
    workspace: Workspace, stick: Path
) -> None:
    workspace.set_setting("backup_folder", "")
    made = backups.make(workspace, Reason.DAILY).copy
    workspace.set_setting("backup_folder", str(stick.parent))
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-1] + b"?")
    assert backups.catch_up(workspace) is None
    assert not list(stick.glob("*.kith")) and not list(stick.glob(".*"))
    made.path.write_bytes(whole)
    carried = backups.catch_up(workspace)
    assert carried is not None and carried.path.read_bytes() == whole
    assert backups.catch_up(workspace) is None
