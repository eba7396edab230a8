"""Someone deletes by mistake, finds it in the Trash, and looks at how things stood before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.model.values import FixedClock
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store.dump import dump
from tests.stories.conftest import NOW, Someone
from ui.pages.trash import ItemRow


def act(someone: Someone, name: str) -> None:
    """Go somewhere or do something by its name, from the keyboard."""
    someone.presses("Ctrl+K")
    someone.types(name)
    someone.waits()
    someone.presses("Return")
    someone.waits()


def test_what_was_deleted_by_mistake_comes_back(someone: Someone, sample: Path) -> None:
    someone.starts_kith(sample)
    before = dump(someone.journal.database)
    act(someone, "yilmaz")
    act(someone, "delete this person")
    assert someone.sees("Ayşe Yılmaz is deleted, with what was logged with them alone.")
    act(someone, "åsa")
    someone.closes_kith()

    # Next day: the message with its Undo is long gone.
    someone.starts_kith(sample)
    act(someone, "trash")
    someone.waits_for("Ayşe Yılmaz")
    for _press in range(12):  # Tab reaches the line without a mouse
        if isinstance(QApplication.focusWidget(), ItemRow):
            break
        someone.presses("Tab")
    someone.presses("Return")
    someone.waits()
    assert someone.sees("“Ayşe Yılmaz” is back, with ")
    assert someone.sees("Nothing is in the Trash.")
    assert dump(someone.journal.database) == before

    someone.presses("Ctrl+Z")
    someone.waits()
    assert someone.sees("Person, ")
    someone.presses("Ctrl+Shift+Z")
    someone.waits()
    assert dump(someone.journal.database) == before


def test_how_things_stood_before(someone: Someone, tmp_path: Path) -> None:
    path = tmp_path / "j.kith"
    create_sample(path, FixedClock(NOW - timedelta(days=4))).close()
    later = Workspace.open(path, FixedClock(NOW - timedelta(days=1)))
    with later.change("Change the role of Ayşe Yılmaz") as edit:
        edit.set(later.person_named("Ayşe"), role="Retired")
    later.close()
    someone.starts_kith(path)
    act(someone, "yilmaz")
    assert someone.sees("Retired")
    act(someone, "as they were")
    someone.types("3 days ago")
    someone.presses("Return")
    someone.waits()
    someone.waits_for("Independent auditor", "Nothing here can be changed.")
    assert not someone.sees("Retired")
    assert not someone.sees("Log interaction")
    someone.presses("Right")  # along the tabs
    someone.waits()
    assert someone.sees("entries")
    someone.clicks("Back to today")
    someone.waits()
    assert someone.sees("Retired")
    assert someone.sees("Log interaction")
