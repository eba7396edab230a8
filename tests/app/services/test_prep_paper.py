"""On paper: two minutes' reading, nothing risky unasked, and an honest count of the rest."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.brief import ON_PAPER, RISKY, Brief, Line, Section, SectionKey
from app.model.reading import MonthCount
from app.services.prep import for_paper, preview, save_pdf
from app.services.prep.paper import PAGE_WORDS, cut, weight, words_on

WHEN = datetime(2026, 11, 22, 13, tzinfo=UTC)
EVERYTHING = frozenset(SectionKey)


def full(words: int = 30, rows: int = 20) -> Brief:
    """A brief with much in every section."""
    lines = tuple(Line("word " * words, note="said 16 Nov", lead="16 Nov.") for _n in range(rows))
    return Brief(
        person_id=1,
        person="Dana Okafor",
        header="Head of procurement",
        opening="Monday: the renewal.",
        prepared=WHEN,
        goal="a start date",
        sections=tuple(Section(key, key.value, lines) for key in SectionKey),
        months=(MonthCount("2026-11", 2),),
        months_told="2 contacts.",
    )


def test_risky_sections_are_left_out_unless_chosen() -> None:
    keys = {section.key for section in for_paper(full()).sections}
    assert keys == ON_PAPER
    assert not keys & RISKY
    assert {
        SectionKey.WATCH_OUTS,
        SectionKey.VERDICTS,
        SectionKey.HUNCHES,
        SectionKey.PRIVATE,
    } == RISKY
    chosen = for_paper(full(), ON_PAPER | {SectionKey.VERDICTS})
    assert chosen.section(SectionKey.VERDICTS) is not None
    assert chosen.section(SectionKey.HUNCHES) is None


def test_goal_and_chart_can_be_left_out() -> None:
    paper = for_paper(full(), frozenset({SectionKey.PROMISES}))
    assert (paper.goal, paper.months) == ("", ())
    assert [section.key for section in paper.sections] == [SectionKey.PROMISES]


@pytest.mark.parametrize("words", [1, 30, 2000])
def test_everything_chosen_still_fits_two_minutes(words: int) -> None:
    paper = for_paper(full(words), EVERYTHING)
    assert len(paper.sections) == len(SectionKey)
    assert words_on(paper) <= PAGE_WORDS


def test_what_is_left_out_is_counted() -> None:
    paper = for_paper(full())
    assert all(section.lines for section in paper.sections)
    assert {len(section.lines) + section.more for section in paper.sections} == {20}


def test_a_short_brief_is_left_as_it_is() -> None:
    short = replace(full(), sections=(Section(SectionKey.WHO, "Who", (Line("A fact"),)),))
    assert for_paper(short) == short


def test_a_page_with_room_shows_every_line() -> None:
    rows = (Line("A fact worth knowing before", note="said 16 Nov"),) * 6
    roomy = (SectionKey.LAST_TIME, SectionKey.CHANGES, SectionKey.DIFFERENCES, SectionKey.WHO)
    brief = replace(full(), sections=tuple(Section(key, key.value, rows) for key in roomy))
    paper = for_paper(brief)
    assert [section.more for section in paper.sections] == [0, 0, 0, 0]
    assert len(preview(paper)) == 1


def test_a_fuller_page_is_short_where_it_is_read_last() -> None:
    found = for_paper(full(6, 6)).section(SectionKey.WHO)
    assert found is not None
    assert (len(found.lines), found.more) == (2, 4)


def test_the_last_talk_gets_twice_the_room() -> None:
    paper = for_paper(full(200), frozenset({SectionKey.LAST_TIME}))
    section = paper.sections[0]
    assert weight(section.lines[0].text) > 1.5 * weight(section.lines[1].text)


@pytest.mark.parametrize(
    "text, words, shown",
    [
        ("one two three", 3, "one two three"),
        ("one two three", 2, "one two …"),
        ("one\n\ntwo", 5, "one two"),
        ("我们今天见面了", 2, "我们今天…"),
        ("x" * 90, 2, "x" * 40 + "…"),
        ("e\u0301" * 40, 1, "e\u0301" * 10 + "…"),
        ("", 5, ""),
    ],
)
def test_cutting(text: str, words: int, shown: str) -> None:
    assert cut(text, words) == shown


@given(st.text(max_size=300), st.integers(1, 40))
def test_a_cut_text_is_never_longer_than_asked(text: str, words: int) -> None:
    assert len(cut(text, words).rstrip("…").split()) <= words
    assert cut(text, 10**6) == " ".join(text.split())


TEXT = st.text(max_size=400) | st.integers(0, 90).map(lambda n: "word " * n)
LINE = st.builds(Line, TEXT, note=TEXT, lead=TEXT)


@given(
    st.dictionaries(st.sampled_from(SectionKey), st.lists(LINE, min_size=1, max_size=12)),
    st.tuples(TEXT, TEXT, TEXT, TEXT),
)
def test_any_brief_fits_the_page_and_loses_no_line_silently(
    parts: dict[SectionKey, list[Line]], heads: tuple[str, str, str, str]
) -> None:
    sections = tuple(Section(key, heads[0], tuple(lines)) for key, lines in parts.items())
    person, header, opening, goal = heads
    before = replace(
        full(), person=person, header=header, opening=opening, goal=goal, sections=sections
    )
    paper = for_paper(before, EVERYTHING)
    assert words_on(paper) <= PAGE_WORDS
    for whole, shown in zip(sections, paper.sections, strict=True):
        assert len(shown.lines) + shown.more == len(whole.lines)


def test_the_worst_brief_fits_the_page() -> None:
    line = Line("word " * 900, note="note " * 900, lead="lead " * 900)
    sections = tuple(Section(key, "title " * 90, (line,) * 20) for key in SectionKey)
    worst = replace(
        full(),
        person="name " * 90,
        header="who " * 90,
        opening="what " * 90,
        goal="why " * 90,
        sections=sections,
    )
    assert words_on(for_paper(worst, EVERYTHING)) <= PAGE_WORDS


def test_a_finding_shows_its_first_sentence_on_paper() -> None:
    line = Line("You opened 13 of 20 conversations (51.5–77 %). Both of you ask.")
    paper = for_paper(replace(full(), sections=(Section(SectionKey.RECORD, "R", (line,)),)))
    assert paper.sections[0].lines[0].text == "You opened 13 of 20 conversations (51.5–77 %)."


def test_ten_million_letters_are_cut_at_once() -> None:
    paper = for_paper(
        replace(full(), sections=(), person="x" * 10_000_000, opening="y " * 5_000_000)
    )
    assert words_on(paper) <= PAGE_WORDS
    assert paper.person.endswith("…") and paper.opening.endswith("…")


def test_it_is_saved_and_shown_from_here(tmp_path: Path) -> None:
    paper = for_paper(full())
    out = tmp_path / "dana.pdf"
    save_pdf(paper, out, "letter")
    assert out.read_bytes().startswith(b"%PDF")
    assert preview(paper, "letter")[0].startswith(b"\x89PNG")
