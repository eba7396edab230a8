"""Two address books bring one person twice: found, compared, merged and taken back by keyboard."""

from __future__ import annotations

from pathlib import Path

from app.model.people import ContactPoint
from tests.stories.conftest import Someone

CARD = """BEGIN:VCARD
VERSION:4.0
UID:second-book-dana
FN:Okafor\\, Dana
EMAIL:dana@second.example
END:VCARD
"""


def test_someone_who_came_in_twice_becomes_one(
    someone: Someone, sample: Path, tmp_path: Path
) -> None:
    book = tmp_path / "second.vcf"
    book.write_text(CARD.replace("Okafor\\, Dana", "Didi Okafor"), encoding="utf-8")
    someone.starts_kith(sample)
    before = len(someone.journal.people())
    # She is known by a name of her own there; the user says whose it is.
    someone.presses("Ctrl+K")
    someone.types("Didi Okafor")
    someone.presses("Escape")
    dana = someone.journal.person_named("Dana")
    with someone.journal.change("Note a name") as edit:
        edit.set(dana, aliases="Didi")
    with someone.journal.change("Add Didi Okafor") as edit:
        didi = edit.add(type(dana), name="Didi Okafor", note="From the second book.")
        edit.add(ContactPoint, counterpart_id=didi.id, kind="email", value="didi@second.example")
    someone.presses("Ctrl+2")
    someone.waits_for("1 pair looks alike")
    someone.presses("Ctrl+K")
    someone.types("look alike")
    someone.presses("Return")
    someone.waits()
    someone.waits_for("1 pair, with why.", "Didi Okafor")
    someone.presses("Return")
    assert someone.sees("What moves from Didi Okafor to Dana Okafor: 1 way to reach them.")
    someone.presses("Return")
    someone.waits()
    assert someone.sees("Nobody seems to be in the journal twice.")
    assert len(someone.journal.people()) == before
    assert someone.journal.can_undo() == "Merge Didi Okafor into Dana Okafor"
    someone.presses("Ctrl+Z")
    someone.waits()
    someone.waits_for("1 pair, with why.")
    assert len(someone.journal.people()) == before + 1
    someone.presses("N")
    someone.waits()
    assert someone.sees("Nobody seems to be in the journal twice.")
    someone.closes_kith()
    someone.starts_kith(sample)
    someone.presses("Ctrl+2")
    someone.waits()
    assert not someone.sees("looks alike")
