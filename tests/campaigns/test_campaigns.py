"""A short run of each campaign; the long ones are commands of their own."""

from pathlib import Path

import pytest

from tests.campaigns.kill_everything import WAYS, campaign
from tests.campaigns.secret_words import SQL_WORDS, Words


def test_killed_at_any_work_a_journal_is_whole_and_shows_nothing(tmp_path: Path) -> None:
    found = campaign(tmp_path, kills=len(WAYS), seed=7, starting=0.0)
    assert [problem for tally in found for problem in tally.problems] == []
    assert [(tally.way, tally.kills) for tally in found] == [(way, 1) for way in WAYS]
    assert sum(tally.inside for tally in found) > len(WAYS) // 2


@pytest.mark.parametrize("word", ["Dana Okafor", "Åsa Lindqvist", "陳美玲", "SQLite format 3"])
@pytest.mark.parametrize("form", ["utf-8", "utf-16-le"])
def test_a_word_is_found_wherever_it_lies_in_bytes_that_look_random(word: str, form: str) -> None:
    noise = bytes((at * at * 31 + at) % 256 for at in range(20_000))
    words = Words((*SQL_WORDS, "Dana Okafor", "Åsa Lindqvist", "陳美玲"))
    assert words.found_in(noise) == []
    for at in (0, 4095, 10_001, len(noise)):
        assert len(words.found_in(noise[:at] + word.encode(form) + noise[at:])) == 1
