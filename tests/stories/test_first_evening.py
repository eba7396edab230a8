"""Someone opens Kith for the first time, writes down a call, and finds it again."""

from __future__ import annotations

from app.model.people import Commonality
from app.model.records import Interaction, Opener, Promise
from tests.stories.conftest import Someone

LINE = (
    "call with Dana Okafor yesterday 30m she opened. Talked about the move "
    "+common: both coach football !me send the notes by Friday"
)


def log_the_call(someone: Someone) -> None:
    someone.presses("Ctrl+L")
    someone.types(LINE)
    someone.waits_for("Dana Okafor, not known yet")
    someone.presses("Return")
    someone.waits_for("Create Dana Okafor")
    someone.clicks("Create Dana Okafor")
    someone.waits()
    someone.presses("Return")
    someone.waits()


def test_the_first_evening(someone: Someone) -> None:
    someone.starts_kith()
    assert someone.sees("Who matters, and is it real?")
    someone.clicks("Go without a passphrase")
    assert someone.sees("anyone who gets at this computer's files can read the journal")
    someone.clicks("Begin without a passphrase")
    someone.waits()
    assert someone.sees("The journal is empty.")

    log_the_call(someone)
    entry = someone.journal.find(Interaction)[0]
    assert (str(entry.when.date), entry.minutes, entry.opener) == ("2026-11-21", 30, Opener.THEM)
    assert someone.journal.find(Commonality)[0].text.lower() == "both coach football"
    assert str(someone.journal.find(Promise)[0].due) == "2026-11-27"

    # The next morning it is all there, and Today knows of the promise.
    someone.starts_kith()
    assert someone.sees("Today")
    assert someone.sees("Due Friday")

    # Looked for by a word, it is found, and Enter goes there.
    someone.presses("Ctrl+K")
    someone.types("move")
    someone.waits()
    someone.presses("Return")
    someone.waits()
    assert someone.sees("Call with Dana Okafor")

    # A mistake is taken back, and done again, also after a restart.
    someone.presses("Ctrl+Z")
    assert not someone.journal.find(Interaction)
    someone.starts_kith()
    someone.presses("Ctrl+Shift+Z")
    assert len(someone.journal.find(Interaction)) == 1


def test_what_was_half_written_is_offered_again(someone: Someone) -> None:
    someone.starts_kith()
    someone.clicks("Go without a passphrase")
    someone.clicks("Begin without a passphrase")
    someone.waits()
    log_the_call(someone)
    someone.presses("Ctrl+L")
    someone.types("lunch with Dana. A long thought that")
    someone.starts_kith()
    someone.presses("Ctrl+L")
    someone.waits()
    assert someone.sees("A long thought that")


def test_looking_around_in_the_sample_and_in_the_handbook(someone: Someone) -> None:
    someone.starts_kith()
    someone.clicks("Look around in a sample")
    someone.waits_for("Next meetings")
    someone.waits()
    assert len(someone.journal.people()) == 24
    someone.presses("F1")
    someone.waits()
    assert someone.sees("Handbook")
    someone.presses("Alt+Left")
    assert someone.sees("Next meetings")
