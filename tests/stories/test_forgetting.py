"""Someone asks to be forgotten, and before that, what is held about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.model.records import Interaction
from app.services.log_form.form import LogForm
from tests.app.services.planting import traces
from tests.stories.conftest import Someone
from tests.ui.probes import button


def opens_dana(someone: Someone, sample: Path) -> int:
    someone.starts_kith(sample)
    someone.presses("Ctrl+F")
    someone.types("dana")
    someone.waits()
    someone.presses("Return")
    someone.waits_for("Head of procurement, Northwind")
    someone.waits()
    return someone.journal.person_named("Dana").id


def runs(someone: Someone, action: str) -> None:
    someone.presses("Ctrl+K")
    someone.types(action)
    someone.waits()
    someone.presses("Return")
    someone.waits()


def test_dana_is_forgotten_by_keyboard_alone(someone: Someone, sample: Path) -> None:
    number = opens_dana(someone, sample)
    entries = len(someone.journal.find(Interaction))
    someone.presses("Ctrl+L")
    someone.types("lunch with Dana Okafor. A long thought")
    someone.presses("Ctrl+2")
    someone.waits()
    runs(someone, "forget this person")
    assert someone.sees("Forget Dana Okafor")
    assert someone.sees("This is the one step that cannot be undone.")
    assert someone.sees("43 entries")

    # Enter on what stands first changes nothing.
    someone.presses("Return")
    someone.waits()
    assert someone.sees("Head of procurement, Northwind")
    assert someone.journal.person_named("Dana Okafor").id == number
    runs(someone, "forget this person")

    # Tab leads over the ticks to the field; another name does not open the way.
    someone.presses(*["Tab"] * 5)
    someone.types("Dana")
    someone.presses("Return")
    assert not button(someone.window, "Forget for good").isEnabled()
    someone.presses("Ctrl+A")
    someone.types("dana okafor")
    someone.presses("Tab", "Space")
    someone.waits_for("One person is forgotten. Nothing about them is left in this journal.")
    someone.waits()

    assert not someone.sees("Dana Okafor")
    assert len(someone.journal.people()) == 23
    assert len(someone.journal.find(Interaction)) < entries
    someone.presses("Ctrl+H")
    someone.waits()
    assert someone.sees("One person forgotten")
    assert someone.sees("cannot be taken back")
    someone.presses("Ctrl+L")
    someone.waits()
    assert not someone.sees("A long thought")
    someone.starts_kith(sample)
    someone.presses("Ctrl+L")
    someone.waits()
    assert not someone.sees("A long thought")
    someone.closes_kith()
    # The copy of the day still holds them: that offer was not taken.
    left = [*traces(sample.parent, "dana.okafor@"), *traces(sample.parent, "Dana Okafor")]
    assert [trace for trace in left if "backups" not in trace] == []


def test_a_tick_and_the_way_back(someone: Someone, sample: Path) -> None:
    number = opens_dana(someone, sample)
    form = LogForm(people=(number,), said={"note": "half a thought"})
    someone.journal.save_draft("log:story", form.to_json())
    runs(someone, "forget this person")
    assert someone.sees("1 unfinished text")
    someone.presses("Escape")
    someone.waits()
    assert someone.sees("Head of procurement, Northwind")
    runs(someone, "forget this person")
    someone.presses("Tab", "Tab", "Space", "Tab", "Tab", "Tab")  # the first name as well
    someone.types("Dana Okafor")
    someone.presses("Tab", "Space")
    someone.waits_for("One person is forgotten.")
    someone.waits()
    notes = "\n".join(entry.note for entry in someone.journal.find(Interaction))
    assert "Asked how the lunch with [forgotten] had gone." in notes
    assert someone.journal.draft("log:story") is None


def test_what_is_held_is_handed_out(
    someone: Someone, sample: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens_dana(someone, sample)
    runs(someone, "everything held")
    assert someone.sees("Everything held about Dana Okafor")
    assert someone.sees("Other people appear with their initials")
    for ending, words in ((".pdf", "Save as PDF…"), (".json", "Save as JSON…")):
        out = tmp_path / f"held{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, _o=out, **_k: (str(_o), ""))
        someone.clicks(words)
        someone.waits_for("Saved.", str(out))
        someone.waits()
        assert out.stat().st_mode & 0o077 == 0
    data = json.loads((tmp_path / "held.json").read_text())
    assert data["person"]["name"] == "Dana Okafor"
    someone.clicks("Save as JSON…")
    someone.waits_for("is there already.")
    strip = [b for b in someone.window.findChildren(QPushButton) if b.text() == "Replace it"]
    assert strip
    someone.presses("Escape")
    someone.waits()
    assert someone.sees("Head of procurement, Northwind")
