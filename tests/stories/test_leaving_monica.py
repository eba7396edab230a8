"""Someone leaves Monica and finds their people and their history again."""

from __future__ import annotations

from pathlib import Path

from app.model.belongings import Attachment
from app.model.people import Counterpart
from app.model.records import Interaction
from app.services.timeline import key_of
from tests.app.exchange import monica_export as made
from tests.stories.conftest import Someone

OVERVIEW = (
    *("Adaeze Ngozi Okafor", "Director, Harbour Labs", "since 1 Sep 2015, through Ben Vogel"),
    *("ada@example.org", "+12025550191", "@adaokafor", "https://linkedin.example/in/ada"),
    *("telegram", "1 Quay, Lagos, 0101, NG", "Birthday 12 April 1980", "Every month"),
    *("Runs the harbour office", "Food: No nuts", "Pet: Rex, dog", "Gift idea: A kite, red"),
    *("Work: Pilot, Old Quay Ltd; 2005-01-01 to 2014-12-31", "At the harbour fair"),
    "She sold me O'Brien's \"compass\"",
    "Reminder: Ask about her knee, every 2 weeks, from 2021-01-01",
    *("child  Mia Okafor", "Birthday 07-01", "best friend  Ben Vogel"),
    *("Wedding day  1 June 2019", "choir", "rowing", "favourite"),
)
PROMISES = (
    *("Read her plan: all of it", "Return the keys", "Send the book"),
    *("Pay back 20.5 EUR: tickets", "Pay back 7: lunch"),
)
HISTORY = {
    "About the harbour plan": ("she opened", "Felt: happy, calm"),
    "Congratulated her": ("you opened",),
    "I: Are you coming?": ("Adaeze: On the next boat", "On telegram"),
    "Dinner at the pier": ("Crab for three", "Ben Vogel"),
    "Gift given: A compass, 30": (),
    "Likes tea": ("and long walks", "Note about Adaeze Ngozi Okafor"),
    "Never forget this one": ("#favourite",),
    "New job: Harbour master": ("Starts in spring",),
}


def test_a_monica_json_and_sql_pair_with_all_entity_kinds_arrives_with_its_history_and_each_field_is_found_again_on_the_profile(  # noqa: E501
    someone: Someone, tmp_path: Path
) -> None:
    (tmp_path / "monica.json").write_bytes(made.whole_json())
    (tmp_path / "monica.sql").write_bytes(made.whole_sql())
    someone.starts_kith()
    someone.clicks("Go without a passphrase")
    someone.clicks("Begin without a passphrase")
    someone.waits()

    # Both files are chosen together; what will happen is shown before anything is written.
    files = [tmp_path / "monica.json", tmp_path / "monica.sql"]
    someone.program.bridge.go("import", extra={"files": files})
    someone.waits_for("Import 11 records")
    assert someone.journal.count(Counterpart) == 0
    someone.clicks("Import 11 records")
    someone.waits()
    someone.waits_for("3 people, 8 entries added, 0 merged, 3 skipped, 0 could not be read.")

    # The profile tells all that is known of her ...
    ada = someone.journal.person_named("Adaeze")
    someone.program.bridge.go("people", person=ada.id, tab="overview")
    someone.waits()
    told = someone.reads()
    assert [words for words in OVERVIEW if words not in told] == []
    someone.program.bridge.go("people", person=ada.id, tab="promises")
    someone.waits()
    told = someone.reads()
    assert [words for words in PROMISES if words not in told] == []

    # ... every entry says what it said there ...
    found = {entry.headline: entry for entry in someone.journal.find(Interaction)}
    assert set(found) == set(HISTORY)
    for headline, words in HISTORY.items():
        someone.program.bridge.go("timeline", entry=key_of(found[headline]))
        someone.waits_for(headline, *words)

    # ... her face and her files are in the journal, and one undo takes all of it back.
    names = {one.name for one in someone.journal.find(Attachment)}
    assert names == {"ada.png", "boat.png", "lease.pdf"}
    someone.presses("Ctrl+Z")
    someone.waits()
    assert someone.journal.count(Counterpart) == 0
