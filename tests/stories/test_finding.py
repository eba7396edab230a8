"""Someone looks for people by keyboard, and nothing that is typed goes anywhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services.workspace import Workspace
from tests.stories.conftest import NOW, Someone

NAMES = ["Ana Silva", "Clara Weiss", "Kenji Sato"]


def test_people_of_whom_only_the_name_is_known_are_found_and_opened(
    someone: Someone, tmp_path: Path
) -> None:
    path = tmp_path / "small.kith"
    journal = Workspace.open(path, FixedClock(NOW), create=True)
    for name in NAMES:
        with journal.change(f"Add {name}") as edit:
            edit.add(Counterpart, name=name)
    journal.close()
    someone.starts_kith(path)
    for name in NAMES:
        someone.presses("Ctrl+F")
        for letter in name[:4]:
            at = QApplication.focusWidget()
            assert at is not None
            QTest.keyClicks(at, letter)
            someone.waits()
        someone.presses("Return")
        someone.waits()
        QTest.keyClicks(QApplication.focusWidget() or someone.window, "xx")
        someone.waits()
    assert sorted(person.name for person in someone.journal.people()) == NAMES


def test_the_form_of_the_person_left_takes_nothing_from_the_field(
    someone: Someone, sample: Path
) -> None:
    someone.starts_kith(sample)
    someone.presses("Ctrl+F")
    someone.types("dana")
    someone.waits()
    someone.presses("Return", "F2")
    someone.waits()
    someone.presses("Ctrl+F")
    for letter in "rui santos":
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, letter)
        someone.waits()
    assert someone.sees("rui santos")
    someone.presses("Return")
    someone.waits()
    assert someone.journal.person_named("Dana Okafor").name == "Dana Okafor"
    assert someone.sees("Rui Santos"), someone.reads()[:3000]
