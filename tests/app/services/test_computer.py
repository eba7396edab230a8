"""What belongs to the computer: kept whole, read leniently, never with a word of a journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.model.errors import FileWriteError, InputError
from app.services.computer import Computer


def test_what_was_set_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "computer.json"
    computer = Computer(path)
    computer.set("theme", "dark")
    computer.set("text_scale", 1.25)
    computer.window = "10 20 900 700 0"
    again = Computer(path)
    assert again.get("theme") == "dark"
    assert again.get("text_scale") == 1.25
    assert again.window == "10 20 900 700 0"
    assert [file.name for file in path.parent.iterdir()] == ["computer.json"]


def test_without_a_file_the_defaults_hold() -> None:
    computer = Computer()
    assert computer.get("theme") == "system"
    computer.set("theme", "light")
    assert computer.get("theme") == "light"


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", '{"theme": "pink", "text_scale": "huge"}', "\x00\xff"]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "computer.json"
    path.write_bytes(text.encode("latin-1"))
    computer = Computer(path)
    assert (computer.get("theme"), computer.get("text_scale")) == ("system", 1.0)
    computer.set("theme", "dark")
    assert json.loads(path.read_text(encoding="utf-8"))["theme"] == "dark"


def test_a_value_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    computer = Computer(tmp_path / "computer.json")
    with pytest.raises(InputError):
        computer.set("theme", "pink")
    with pytest.raises(InputError):
        computer.set("my_name", "Ana")
    assert not (tmp_path / "computer.json").exists()


def test_where_it_cannot_be_kept_it_holds_for_now(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    computer = Computer(tmp_path / "file" / "computer.json")
    with pytest.raises(FileWriteError):
        computer.set("theme", "dark")
    assert computer.get("theme") == "dark"
