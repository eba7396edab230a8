"""The quick line, held to the tables of its own handbook page."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.model.people import PersonName
from app.model.records import Channel, Opener, Side
from app.services.quick_log import QuickLine, Role, complete, parse

HANDBOOK = Path(__file__).parents[3] / "resources" / "handbook" / "quick-line.md"
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
NAMES = (
    PersonName(1, "Dana Okafor", "", "Northwind"),
    PersonName(2, "Åsa Lindqvist"),
    PersonName(3, "Rui Santos"),
    PersonName(4, "陳美玲", "", "Harbour Labs"),
    PersonName(5, "Ana Silva", "", "Acme"),
    PersonName(6, "Ana Silva", "", "Globex"),
    PersonName(7, "Ana Pereira"),
    PersonName(8, "محمد علي"),
    PersonName(9, "Robert Smith", "Bob, Bobby"),
    PersonName(10, "May Chen"),
)


def rows(section: str, *header: str) -> list[tuple[str, str]]:
    """The rows of the table with this header in a section of the handbook page."""
    text = HANDBOOK.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    table = text.split(f"| {' | '.join(header)} |\n")[1].split("\n\n")[0]
    cells = [line.strip("| \n").split(" | ") for line in table.splitlines()[1:]]
    assert len(cells) > 4, "the table was not found"
    return [(first.strip("`"), second) for first, second in cells]


def read(line: str) -> QuickLine:
    return parse(line, NAMES, NOW)


@pytest.mark.parametrize(("line", "reading"), rows("Examples", "Line", "Reading"))
def test_the_examples_read_as_the_handbook_says(line: str, reading: str) -> None:
    assert read(line).understood == f"Understood: {reading}"


@pytest.mark.parametrize(("words", "expected"), rows("When", "Words", "Read as"))
def test_days_and_times_read_as_the_handbook_says(words: str, expected: str) -> None:
    quick = read(f"call with Dana {words}")
    clock = f" {quick.when.time:%H:%M}" if quick.when.time else ""
    length = f", {quick.minutes} min" if quick.minutes else ""
    assert f"{quick.when.date}{clock}{length}" == expected
    assert quick.note == ""
    assert quick.when_said


@pytest.mark.parametrize(("words", "why"), rows("When", "Words", "Why"))
def test_a_day_that_is_none_is_asked_about(words: str, why: str) -> None:
    quick = read(f"call with Dana {words}")
    assert len(quick.problems) == 1
    assert words in quick.problems[0]
    assert why in quick.problems[0]
    assert not quick.is_complete


@pytest.mark.parametrize(("words", "minutes"), rows("How long", "Words", "Minutes"))
def test_lengths_read_as_the_handbook_says(words: str, minutes: str) -> None:
    quick = read(f"call with Dana {words}")
    assert quick.minutes == int(minutes)
    assert quick.note == ""


@pytest.mark.parametrize(("words", "who"), rows("Who opened", "Words", "Kept as"))
def test_who_opened_is_kept_only_when_it_was_said(words: str, who: str) -> None:
    quick = read(f"Dana, {words}")
    assert quick.opener == (None if who == "not said" else Opener(who))
    assert quick.people == (1,)


@pytest.mark.parametrize(("words", "due"), rows("Marked parts", "Words", "Due"))
def test_promises_are_due_as_the_handbook_says(words: str, due: str) -> None:
    (promise,) = read(f"call with Dana !me send the notes {words}").promises
    assert str(promise.due) == due
    assert promise.text == "Send the notes"
    assert promise.by is Side.ME


@pytest.mark.parametrize(("kept", "words"), rows("How", "Kept as", "Words"))
def test_every_channel_word_of_the_handbook_is_known(kept: str, words: str) -> None:
    for word in words.split(", "):
        quick = read(f"{word} with Dana")
        assert (word, quick.channel) == (word, Channel(kept))
        assert quick.people == (1,)


@pytest.mark.parametrize(("marker", "role"), rows("Marked parts", "Marker", "What it notes"))
def test_every_marker_of_the_handbook_is_read(marker: str, role: str) -> None:
    line = marker.strip("`").replace("…", "sailing")
    (span,) = [span for span in read(f"call with Dana {line}").spans if span.start > 13]
    assert span.end == len(f"call with Dana {line}")
    wanted = {
        "in common": Role.COMMON,
        "apart": Role.DIFFERS,
        "of yours": Role.PROMISE_MINE,
        "of theirs": Role.PROMISE_THEIRS,
        "question": Role.QUESTION,
        "tag": Role.TAG,
    }
    assert [value for words, value in wanted.items() if words in role] == [span.role]


def test_a_whole_line_is_taken_apart() -> None:
    line = (
        "lunch with Åsa and Rui last Tuesday 12:30 1h15 they opened. Merger talk, offered to "
        "read her plan +common: both left a bank !me read the plan by Friday"
    )
    quick = read(line)
    assert [(line[s.start : s.end], s.role) for s in quick.spans] == [
        ("lunch", Role.CHANNEL),
        ("Åsa", Role.PERSON),
        ("Rui", Role.PERSON),
        ("last Tuesday 12:30", Role.WHEN),
        ("1h15", Role.DURATION),
        ("they opened", Role.OPENER),
        ("Merger talk, offered to read her plan", Role.TEXT),
        ("+common: both left a bank", Role.COMMON),
        ("!me read the plan by Friday", Role.PROMISE_MINE),
    ]
    assert quick.note == "Lunch. Merger talk, offered to read her plan"
    assert quick.when.zone == "Europe/Lisbon"
    assert quick.is_complete
    assert "kept with Åsa Lindqvist" in quick.hints[0]


def test_a_tag_lets_the_note_go_on_and_the_head_too() -> None:
    quick = read("#family dinner with Rui #boat on Friday: we sailed #wind all day")
    assert quick.tags == ("family", "boat", "wind")
    assert str(quick.when.date) == "2026-11-20"
    assert quick.note == "Dinner. we sailed all day"


def test_further_lines_belong_to_the_note() -> None:
    quick = read("call with Dana: first\nsecond line +common: boats\nthird yesterday")
    assert quick.note == "first\nsecond line\nthird yesterday"
    assert [item.text for item in quick.commons] == ["Boats"]
    assert not quick.when_said


def test_a_day_at_the_end_of_the_sentence_is_read_and_said() -> None:
    quick = read("Dana called about the merger yesterday")
    assert (str(quick.when.date), quick.note) == ("2026-11-21", "about the merger")
    assert "“yesterday” was read as the day" in quick.hints[0]
    kept = read("Dana called today about the merger yesterday")
    assert (str(kept.when.date), kept.note) == ("2026-11-22", "about the merger yesterday")
    assert read("call with Dana about the meeting on Friday").note.endswith("meeting on Friday")


def test_a_day_left_to_the_note_is_said() -> None:
    quick = read("call with Dana about the meeting on Friday")
    assert str(quick.when.date) == "2026-11-22"
    assert quick.hints[0].startswith("“on Friday” was left to the note")
    assert read("call with Dana today about the meeting on Friday").hints == ()


def test_what_is_still_to_come_cannot_be_logged() -> None:
    for words in ("tomorrow", "23:00", "next week", "next Thursday", "2027-01-01"):
        assert read(f"call with Dana {words}").problems, words


def test_namesakes_are_asked_about_with_how_to_write_each() -> None:
    (doubtful,) = read("call with Ana yesterday").ambiguous
    assert doubtful.spellings == ("Ana Silva (Acme)", "Ana Silva (Globex)", "Ana Pereira")
    for person, spelling in zip(doubtful.candidates, doubtful.spellings, strict=True):
        assert read(f"call with {spelling} yesterday").people == (person.id,)


def test_a_promise_is_kept_with_the_one_it_names() -> None:
    quick = read("coffee with Rui and Åsa !them Åsa sends the list !me book a table")
    assert [promise.person for promise in quick.promises] == [2, 3]


def test_nothing_is_complete_without_someone_known() -> None:
    for line in ("", "call", "call with", "call with Zoe", "call with Ana", "dinner with the team"):
        assert not read(line).is_complete, line
    assert read("call with Zoe yesterday").unknown == ("Zoe",)
    assert read("").understood == ""


def test_an_index_reads_like_the_plain_names() -> None:
    line = "call with Dana yesterday"
    assert parse(line, list(NAMES), NOW) == parse(line, NAMES, NOW)
    renamed = [PersonName(1, "Dana Brown")]
    assert parse("call with Okafor", renamed, NOW).unknown == ("Okafor",)


def test_completion_finds_beginnings_in_any_script() -> None:
    assert [person.id for person in complete("ana", NAMES)] == [5, 6, 7]
    assert [person.id for person in complete("lind", NAMES)] == [2]
    assert [person.id for person in complete("chen", NAMES)] == [4, 10]
    assert [person.id for person in complete("陳", NAMES)] == [4]
    assert [person.id for person in complete("bobb", NAMES)] == [9]
    assert [person.id for person in complete("ana pe", NAMES)] == [7]
    assert complete("", NAMES) == []
    assert len(complete("a", NAMES, limit=2)) == 2


def test_a_weekday_of_a_named_week_is_no_nearer_one() -> None:
    wednesday = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
    dana = [PersonName(1, "Dana Okafor")]
    quick = parse(
        "call with Dana Friday last week !me send it by Friday next week", dana, wednesday
    )
    assert str(quick.when.date) == "2026-11-20"
    assert [(promise.text, str(promise.due)) for promise in quick.promises] == [
        ("Send it", "2026-12-04")
    ]
    apart = parse("call with Dana Tuesday. Last week was hard", dana, wednesday)
    assert (str(apart.when.date), apart.note) == ("2026-11-24", "Last week was hard")
