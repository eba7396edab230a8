"""A damaged journal is read page by page, its rows put together, and what is missing is said."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.errors import Cancelled, DamagedError, InputError, JournalError
from app.model.people import Counterpart
from app.model.records import Promise, Side
from app.model.values import FixedClock
from app.services import rescue
from app.services import vault as door
from app.services.sample import create_sample
from app.services.vault import Key
from app.services.workspace import Workspace
from app.store import btree
from app.store.dump import dump
from app.store.keys import keys_path
from app.store.paged import PagedFile
from app.store.vault import recovery_code

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
PASSPHRASE = "four plain words together"
PAGE = 4096

Rows = dict[str, Any]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "journal.kith"
    with closing(create_sample(path, CLOCK)) as workspace:
        for number, person in enumerate(workspace.find(Counterpart)):
            with workspace.change(f"Edit {number}") as edit:
                edit.set(person, style=f"Style {number}")
        workspace.save_draft("log", "Half a sentence")
    return path


@pytest.fixture(scope="module")
def protected(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    path = tmp_path_factory.mktemp("sealed") / "journal.kith"
    shutil.copyfile(plain, path)
    return path, door.protect(path, PASSPHRASE)


def held(path: Path, key: Key | None = None) -> Rows:
    with closing(Workspace.open(path, CLOCK, key=key)) as workspace:
        assert workspace.check() == []
        found = dump(workspace.database, drafts=True)
        for name in ("check.last", "rescue.told", "vault.lock"):
            found["setting"].pop(name, None)
        return found


def read(
    sound: Path, folder: Path, harm: Callable[[Path], object], key: Key | None = None
) -> tuple[rescue.Rescued, Rows]:
    damaged = folder / "journal.kith"
    for file in sound.parent.glob("journal.kith*"):
        shutil.copyfile(file, folder / file.name)
    harm(damaged)
    before = damaged.read_bytes()
    found = rescue.read(damaged, folder / "out.kith", key)
    assert damaged.read_bytes() == before
    return found, held(folder / "out.kith", key)


def overwrite(*pages: int) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        noise = random.Random(5)
        with path.open("r+b") as file:
            for number in pages:
                file.seek((number - 1) * PAGE)
                file.write(noise.randbytes(PAGE))

    return harm


def nothing(_path: Path) -> None:
    pass


def root_of(path: Path, name: str) -> int:
    with closing(Workspace.open(path, CLOCK)) as workspace:
        found = workspace.database.value("SELECT rootpage FROM sqlite_master WHERE name = ?", name)
        return int(found)


def test_a_sound_journal_is_read_whole(plain: Path, tmp_path: Path) -> None:
    found, rows = read(plain, tmp_path, nothing)
    assert rows == held(plain)
    assert not rescue.missing(found)
    assert "Everything could be read" in rescue.in_words(found)[0]


def test_a_protected_journal_opens_with_its_passphrase_afterwards(
    protected: tuple[Path, Key], tmp_path: Path
) -> None:
    path, key = protected
    found, rows = read(path, tmp_path, overwrite(30), key)
    assert rows == held(path, key)
    assert found.bad_pages == 1
    assert held(tmp_path / "out.kith", door.unlock(tmp_path / "out.kith", PASSPHRASE)) == rows


@pytest.mark.parametrize(
    "name", ["counterpart", "interaction", "promise", "participant", "change", "setting"]
)
def test_a_table_without_its_beginning_is_put_together_again(
    plain: Path, tmp_path: Path, name: str
) -> None:
    found, rows = read(plain, tmp_path, overwrite(root_of(plain, name)))
    assert {k: v for k, v in rows.items() if k != name or name != "setting"} == {
        k: v for k, v in held(plain).items() if k != name or name != "setting"
    }
    assert found.bad_pages == 0 or found.pages


@pytest.mark.parametrize("count", [1, 3, 8])
def test_without_the_list_of_tables_they_are_told_by_their_rows(
    plain: Path, tmp_path: Path, count: int
) -> None:
    _found, rows = read(plain, tmp_path, overwrite(*range(1, count + 1)))
    lost = {name for name, there in held(plain).items() if rows[name] != there}
    assert lost <= {"setting", "draft"}


def test_the_first_page_of_a_protected_journal_may_be_lost(
    protected: tuple[Path, Key], tmp_path: Path
) -> None:
    path, key = protected
    _found, rows = read(path, tmp_path, overwrite(1), key)
    assert rows["interaction"] == held(path, key)["interaction"]
    damaged = tmp_path / "journal.kith"
    assert door.unlock(damaged, PASSPHRASE).spec() == key.spec()
    assert door.unlock(damaged, recovery_code(key)).spec() == key.spec()
    keys_path(damaged).unlink()
    with pytest.raises(JournalError, match="is not beside the journal"):
        door.unlock(damaged, PASSPHRASE)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), bits=st.integers(1, 200))
def test_whatever_is_flipped_reading_comes_to_an_end(
    plain: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, bits: int
) -> None:
    folder = tmp_path_factory.mktemp("flipped")

    def harm(path: Path) -> None:
        chance, raw = random.Random(seed), bytearray(path.read_bytes())
        for _bit in range(bits):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(raw)

    found, rows = read(plain, folder, harm)
    assert len(rows["interaction"]) + found.total("lost") + bits >= 500
    shutil.rmtree(folder)


def test_a_file_cut_short_gives_what_is_left_and_says_what_is_missing(
    plain: Path, tmp_path: Path
) -> None:
    def cut(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    found, rows = read(plain, tmp_path, cut)
    assert len(rows["counterpart"]) == 24
    assert rescue.missing(found)
    assert any("missing" in line for line in rescue.in_words(found))


def test_nothing_readable_and_nothing_overwritten(plain: Path, tmp_path: Path) -> None:
    empty = tmp_path / "noise.kith"
    empty.write_bytes(random.Random(1).randbytes(40 * PAGE))
    with pytest.raises(InputError, match="Nothing of noise"):
        rescue.read(empty, tmp_path / "out.kith", None)
    with pytest.raises(InputError, match="is there already"):
        rescue.read(plain, empty, None)
    with pytest.raises(JournalError):
        rescue.read(tmp_path / "none.kith", tmp_path / "out.kith", None)
    assert [path.name for path in tmp_path.iterdir()] == ["noise.kith"]


def test_a_rescue_that_is_stopped_leaves_nothing(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        rescue.read(plain, tmp_path / "out.kith", None, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_free_names_do_not_meet_what_is_there(tmp_path: Path) -> None:
    damaged = tmp_path / "mine.kith"
    first = rescue.free_name(damaged)
    first.touch()
    assert first.name == "mine rescued.kith"
    assert rescue.free_name(damaged).name == "mine rescued 2.kith"


@pytest.fixture
def crashed(plain: Path, tmp_path: Path) -> Path:
    """A journal as a crash leaves it: its last three steps lie in the -wal alone."""
    path = tmp_path / "live" / "journal.kith"
    path.parent.mkdir()
    shutil.copyfile(plain, path)
    left = tmp_path / "left"
    left.mkdir()
    with closing(Workspace.open(path, CLOCK)) as workspace:
        for name in ("Ada", "Bo", "Cy"):
            with workspace.change("Add") as edit:
                edit.add(Counterpart, name=name)
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", left / f"journal.kith{ending}")
    return left / "journal.kith"


def flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 4
    path.write_bytes(raw)


@pytest.mark.parametrize("place", [3, 20, 40, 700, 5000])
def test_steps_behind_a_damaged_one_in_the_wal_are_not_forgotten(
    crashed: Path, tmp_path: Path, place: int
) -> None:
    flip(crashed.with_name("journal.kith-wal"), place)
    with pytest.raises(DamagedError, match="last steps"):
        Workspace.open(crashed, CLOCK)
    found = rescue.read(crashed, tmp_path / "out.kith", None)
    names = {row["name"] for row in held(tmp_path / "out.kith")["counterpart"]}
    assert {"Ada", "Bo", "Cy"} <= names
    assert found.bad_frames == (0 if place in (3, 20) else 1)


def test_a_torn_last_step_is_no_damage(crashed: Path) -> None:
    wal = crashed.with_name("journal.kith-wal")
    raw = wal.read_bytes()
    wal.write_bytes(raw[:-100])
    with closing(Workspace.open(crashed, CLOCK)) as workspace:
        names = {person.name for person in workspace.names()}
    assert {"Ada", "Bo"} <= names and "Cy" not in names


def test_a_sector_the_disk_refuses_costs_its_rows_and_no_others(
    plain: Path, tmp_path: Path
) -> None:
    def zeros(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(120 * PAGE)
            file.write(bytes(PAGE))

    found, rows = read(plain, tmp_path, zeros)
    assert rows == held(plain)
    assert found.bad_pages == 1


def test_every_row_is_found_by_walking_its_tree(plain: Path) -> None:
    with closing(Workspace.open(plain, CLOCK)) as workspace, PagedFile(plain) as file:
        names = workspace.database.rows(
            "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        )
        for name, root in names:
            keyed = name in ("setting", "draft", "search_idx", "search_config")
            count = workspace.database.value(f'SELECT count(*) FROM "{name}"')
            tree = btree.walk(file, root, index=keyed)
            assert (name, len(tree.records), tree.lost) == (name, count, 0)


def test_a_file_cut_short_is_said_to_be_so_before_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "journal.kith"
    workspace = Workspace.open(path, CLOCK, create=True)
    with closing(workspace), workspace.change("Begin") as edit:
        dana = edit.add(Counterpart, name="Dana")
        edit.add(Promise, by=Side.ME, text="Bring the book", counterpart_id=dana.id)
    whole, left = path.stat().st_size // PAGE, 150_000
    assert whole * PAGE > left
    os.truncate(path, left)
    found = rescue.read(path, tmp_path / "out.kith", None)
    lines = rescue.in_words(found)
    gone = whole - left // PAGE
    assert found.gone == gone and found.pages == whole
    assert lines[0].startswith(f"About {gone} of {whole} pages of the file are gone")
    assert rescue.summary(found).startswith(lines[0])
    told = " ".join([rescue.summary(found), *lines])
    assert "Nothing is known" not in told and "Everything" not in told
    assert "More may be missing" in lines[1]
    unsure = [table for table in found.tables if table.more]
    assert unsure and len([line for line in lines if line.startswith("Warning: ")]) == len(unsure)


def test_pages_that_lie_in_the_wal_are_not_gone(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.kith"
    shutil.copyfile(plain, path)
    with closing(Workspace.open(path, CLOCK)) as workspace:
        with workspace.change("Many") as edit:
            for number in range(40):
                edit.add(Counterpart, name=f"Person {number}", note="Long words. " * 500)
        for file in tmp_path.glob("journal.kith*"):
            shutil.copyfile(file, tmp_path / file.name.replace("journal", "copy"))
    found = rescue.read(tmp_path / "copy.kith", tmp_path / "out.kith", None)
    assert (tmp_path / "copy.kith-wal").stat().st_size > 40 * PAGE
    assert not found.gone and found.pages > (tmp_path / "copy.kith").stat().st_size // PAGE
    assert "Everything could be read" in rescue.summary(found)


def test_an_unreadable_page_is_never_called_nothing(plain: Path, tmp_path: Path) -> None:
    found, _rows = read(plain, tmp_path, overwrite(root_of(plain, "promise")))
    assert not found.gone and found.bad_pages + sum(table.more for table in found.tables)
    assert "Nothing is known" not in " ".join(rescue.in_words(found))
    assert "More may be missing" in rescue.summary(found)


def test_a_garbled_number_of_pages_is_not_believed(plain: Path, tmp_path: Path) -> None:
    def harm(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(28)
            file.write(b"\x7f")

    found, rows = read(plain, tmp_path, harm)
    assert rows == held(plain) and found.bad_pages == 1 and not found.gone
