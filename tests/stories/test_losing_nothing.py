"""Someone makes a copy, loses what was written, and brings it back with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.copies import Reason
from app.services import backups, vault
from tests.stories.conftest import Someone

WORDS = "four words no one guesses"


def tabs_to(someone: Someone, name: str) -> None:
    for _press in range(60):
        field = someone.window.focusWidget()
        if field is not None and field.accessibleName().startswith(name):
            return
        someone.presses("Tab")
    raise AssertionError(f"Tab does not lead to “{name}”")


def restores_the_newest(someone: Someone) -> None:
    tabs_to(someone, "Today, 09:00")
    someone.presses("Return")
    someone.waits_for("It holds 24 people")
    tabs_to(someone, "Restore")
    someone.presses("Space")
    someone.waits_for("The journal becomes what it was then")
    assert someone.window.focusWidget().accessibleName() == "Restore this copy"
    someone.presses("Space")
    someone.waits_for("Restored: today, 09:00.")


def test_a_copy_made_by_hand_brings_back_what_was_deleted(someone: Someone, sample: Path) -> None:
    someone.starts_kith(sample)
    someone.presses("Ctrl+,")
    someone.waits()
    tabs_to(someone, "Back up now")
    someone.presses("Space")
    someone.waits_for("A copy was made.", "Made by hand", "Last copy today, 09:00.")
    people = len(someone.journal.people())
    with someone.journal.change("A mistake") as edit:
        for person in someone.journal.people()[:10]:
            edit.remove(person)
    assert len(someone.journal.people()) == people - 10
    restores_the_newest(someone)
    someone.waits()
    assert len(someone.journal.people()) == people
    aside = [c for c in backups.copies(sample) if c.reason is Reason.BEFORE_RESTORE]
    assert backups.holding(aside[0].path, None).people == people - 10


@pytest.mark.parametrize("secret", ["", WORDS])
def test_a_journal_that_does_not_open_any_more_comes_back(
    someone: Someone, sample: Path, secret: str
) -> None:
    if secret:
        vault.protect(sample, secret).wipe()
    someone.starts_kith(sample)
    if secret:
        tabs_to(someone, "Passphrase or recovery code")
        someone.types(secret)
        someone.presses("Return")
        someone.waits_for("Today")
    someone.waits()
    someone.presses("Ctrl+,")
    tabs_to(someone, "Back up now")
    someone.presses("Space")
    someone.waits_for("A copy was made.")
    someone.waits()
    someone.closes_kith()
    broken = sample.read_bytes()[:16] + b"\xff" * 5_000
    sample.write_bytes(broken)

    someone.starts_kith(sample)
    if secret:
        tabs_to(someone, "Passphrase or recovery code")
        someone.types(secret)
        someone.presses("Return")
    someone.waits_for("This journal does not open, but it has copies.")
    restores_the_newest(someone)
    someone.waits()
    assert len(someone.journal.people()) == 24
    kept = [c for c in backups.copies(sample) if c.reason is Reason.BEFORE_RESTORE]
    assert kept[0].path.read_bytes() == broken
