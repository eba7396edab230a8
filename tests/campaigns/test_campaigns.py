"""A short run of each campaign; the long ones are commands of their own."""

import sys
from pathlib import Path

import pytest

from tests.campaigns.damage import bytes_campaign, places_campaign
from tests.campaigns.kill_everything import WAYS, campaign
from tests.campaigns.secret_words import SQL_WORDS, Words


def test_killed_at_any_work_a_journal_is_whole_and_shows_nothing(tmp_path: Path) -> None:
    found = campaign(tmp_path, kills=len(WAYS), seed=7, starting=0.0)
    assert [problem for tally in found for problem in tally.problems] == []
    assert [(tally.way, tally.kills) for tally in found] == [(way, 1) for way in WAYS]
    assert sum(tally.inside for tally in found) > len(WAYS) // 2


def test_damaged_bytes_end_in_sentences_and_nothing_a_copy_has_is_lost(tmp_path: Path) -> None:
    for tally in bytes_campaign(tmp_path, flipped=2, cut=2, in_wal=2, seed=7):
        assert tally.problems == []
        assert tally.restored == tally.count == 2


@pytest.mark.skipif(sys.platform == "win32", reason="disks and rights are others there")
def test_troubles_with_the_place_end_in_sentences_and_lose_nothing(tmp_path: Path) -> None:
    found = places_campaign(tmp_path, seals=(False,))
    assert [problem for place in found for problem in place.problems] == []
    assert [place.lost for place in found] == [0, 0, 0, 0]
    assert all(place.sentences for place in found[:3])


@pytest.mark.parametrize("word", ["Dana Okafor", "Åsa Lindqvist", "陳美玲", "SQLite format 3"])
@pytest.mark.parametrize("form", ["utf-8", "utf-16-le"])
def test_a_word_is_found_wherever_it_lies_in_bytes_that_look_random(word: str, form: str) -> None:
    noise = bytes((at * at * 31 + at) % 256 for at in range(20_000))
    words = Words((*SQL_WORDS, "Dana Okafor", "Åsa Lindqvist", "陳美玲"))
    assert words.found_in(noise) == []
    for at in (0, 4095, 10_001, len(noise)):
        assert len(words.found_in(noise[:at] + word.encode(form) + noise[at:])) == 1
