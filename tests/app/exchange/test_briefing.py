"""The briefing as PDF, read back with the tools its readers use."""

import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.exchange.briefing import make_pages, make_pdf
from app.exchange.briefing.sheet import clean
from app.model.brief import Brief, Line, Section, SectionKey
from app.model.findings import State
from app.model.reading import MonthCount

WHEN = datetime(2026, 11, 22, 13, tzinfo=UTC)
SCRIPTS = {
    "Arabic": "ليلى الأحمد تعمل على عقد جديد مع عبد الله",
    "Hebrew": "שלום רב מתל אביב",
    "Chinese": "李小龙喜欢踢足球",
    "Japanese": "東京タワーで会った",
    "Korean": "안녕하세요 김민수입니다",
    "Greek": "Καλημέρα από την Αθήνα",
    "Cyrillic": "Добрый день из Киева",
    "Latin": "Zażółć gęślą jaźń, Þór Ðuríður",
    "emoji": "😀 🌍 👩‍👩‍👧 🇵🇹",
}
MIXED = "ليلى 李小龙 🌍"


def brief(*texts: str, key: SectionKey = SectionKey.LAST_TIME, **values: object) -> Brief:
    """A brief whose one section says these things."""
    lines = tuple(Line(text, note="said 16 Nov", lead="16 Nov, call.") for text in texts)
    made = Brief(
        person_id=1,
        person="Dana Okafor",
        header="Head of procurement, Northwind.",
        opening="Monday 23 November, 10:00: the renewal.",
        prepared=WHEN,
        prepared_told="Sunday 22 November 2026",
        sections=(Section(key, "Last time", lines),) if lines else (),
    )
    return replace(made, **values)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    """What pdftotext reads, page marks included."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed here")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def plain(text: str) -> str:
    """Compatibility forms undone, invisible marks and all white space gone."""
    letters = unicodedata.normalize("NFKC", text)
    return "".join(c for c in letters if unicodedata.category(c) != "Cf" and not c.isspace())


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_a_line_of_any_script_comes_back(text: str) -> None:
    assert plain(text) in plain(text_of(make_pdf(brief(text))))


@pytest.mark.parametrize("field", ["person", "header", "opening", "goal"])
@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_every_field_comes_back_in_any_script(field: str, text: str) -> None:
    assert plain(text) in plain(text_of(make_pdf(brief("A line", **{field: text}))))


def test_a_person_with_three_scripts_in_every_field_comes_back() -> None:
    sections = tuple(
        Section(key, f"{key.value} {MIXED}", (Line(f"{at} {MIXED}", note=f"n{at}"),))
        for at, key in enumerate(SectionKey)
    )
    made = brief(person=MIXED, header=MIXED, opening=MIXED, goal=MIXED, sections=sections)
    found = plain(text_of(make_pdf(made)))
    assert found.count(plain(MIXED)) == 4 + 2 * len(SectionKey)
    assert all(plain(f"{at} {MIXED}") in found for at in range(len(SectionKey)))


def test_long_right_to_left_text_comes_back_word_by_word() -> None:
    text = "هذا نص طويل جدا، يلتف على أكثر من سطر واحد: لكي نرى كيف يقرأ في النهاية. " * 4
    found = plain(text_of(make_pdf(brief(text))))
    assert [word for word in re.findall(r"\w+", text) if word not in found] == []


def test_a_sheet_mostly_in_arabic_runs_from_right_to_left() -> None:
    text = "هذا نص طويل جدا يلتف على أكثر من سطر واحد لكي نرى كيف يستخرج النص من الملف"
    made = brief(*[text] * 6, person=SCRIPTS["Arabic"], header=text, opening=text)
    found = plain(text_of(make_pdf(made)))
    assert plain(text) in found
    assert "DanaOkafor" not in found


@pytest.mark.parametrize("paper, width, height", [("a4", 595, 842), ("letter", 612, 792)])
def test_both_papers(paper: str, width: int, height: int) -> None:
    box = PdfReader(io.BytesIO(make_pdf(brief("A line"), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (width, height)


def test_all_fonts_are_embedded() -> None:
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts is not installed here")
    made = make_pdf(brief(*SCRIPTS.values()))
    done = subprocess.run(["pdffonts", "-"], input=made, capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    assert len(rows) >= 4
    assert {row.split()[-5] for row in rows} == {"yes"}


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(make_pdf(brief("A line", person="Dana Okafor"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Private briefing: Dana Okafor"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_its_metadata_name_no_user_and_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, "grace-the-user")
    reader = PdfReader(io.BytesIO(make_pdf(brief("A line"))))
    assert set(reader.metadata or {}) == {"/Title", "/Creator", "/ModDate", "/CreationDate"}
    said = str(reader.metadata) + reader.trailer["/Root"]["/Metadata"].get_data().decode()
    for word in ("grace-the-user", Path.home().name, "/home", "/tmp"):
        assert not word or word not in said
    assert "<dc:creator>" not in said


def test_private_and_the_page_number_stand_on_every_page() -> None:
    made = make_pdf(brief(*[f"Line {n} of many" for n in range(50)]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "Private briefing" in page
        assert f"{number} / {len(pages)}" in page


def test_the_same_brief_gives_the_same_bytes() -> None:
    made = brief(*SCRIPTS.values(), months=(MonthCount("2026-11", 3),), months_told="3 contacts.")
    assert make_pdf(made) == make_pdf(made)
    assert make_pdf(made) != make_pdf(replace(made, goal="a start date"))


HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` <label> @ref",
    '"; #panic("no") //',
    r"\u{41} \ [content] #[x]",
    "<b>html</b> &amp; {json: 1}",
    "= Heading",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_is_printed_as_it_stands(text: str) -> None:
    assert plain(text) in plain(text_of(make_pdf(brief(text, person=text, goal=text))))


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b\x01c\x1fd\x7fe",
        "a\ud800b\udfffcde",
        "a\u202eb\u2066c\u202cd\u2069e",
        "a\ufeffb\u200ec\u200fde",
    ],
    ids=["controls", "surrogates", "bidi orders", "marks"],
)
def test_what_cannot_be_printed_is_left_out(text: str) -> None:
    assert clean(text) == "abcde"
    assert "abcde" in text_of(make_pdf(brief(text)))


def test_a_note_of_ten_million_letters_is_cut_and_says_so() -> None:
    made = make_pdf(brief("long word " * 1_000_000, "x" * 10_000_000))
    assert len(PdfReader(io.BytesIO(made)).pages) < 6
    assert "…" in text_of(made)


def test_thousands_of_lines_are_cut_and_counted() -> None:
    found = text_of(make_pdf(brief(*[f"line{n}" for n in range(5000)])))
    assert "line59" in found
    assert "line60" not in found
    assert "4940 more in the journal" in found


def test_a_character_without_a_glyph_still_gives_a_tagged_sheet() -> None:
    reader = PdfReader(io.BytesIO(make_pdf(brief("before \U000fffff after"))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "after" in reader.pages[0].extract_text()


def test_empty_parts_vanish() -> None:
    found = text_of(make_pdf(brief(opening="No meeting is planned.", header="")))
    for word in ("Last time", "Head of", "You want", "month by month", "more in the journal"):
        assert word not in found
    assert "Dana Okafor" in found


def test_the_chart_is_told_in_words_too() -> None:
    bars = tuple(MonthCount(f"2026-{month:02d}", month % 3) for month in range(1, 12))
    told = "11 contacts from January 2026 to November 2026."
    made = make_pdf(brief("A line", months=bars, months_told=told))
    assert told in text_of(made)
    reader = PdfReader(io.BytesIO(made))
    parts = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    assert told in [part["/Alt"] for part in parts if isinstance(part, dict) and "/Alt" in part]


def test_the_record_carries_a_mark_and_its_word() -> None:
    section = Section(
        SectionKey.RECORD,
        "The record",
        (Line("Mutual and meaningful", note="yes, she opened 17 of 39", state=State.FOR),),
    )
    assert "● yes, she opened 17 of 39" in text_of(make_pdf(brief(sections=(section,))))


def test_what_is_left_out_is_counted_on_the_sheet() -> None:
    section = Section(SectionKey.QUESTIONS, "Ask", (Line("What next?"),), more=3)
    assert "3 more in the journal" in text_of(make_pdf(brief(sections=(section,))))


def test_the_preview_shows_as_many_pages_as_the_sheet_has() -> None:
    made = brief(*[f"Line {n} of many" for n in range(50)])
    pages = make_pages(made)
    assert len(pages) == len(PdfReader(io.BytesIO(make_pdf(made))).pages)
    assert all(page.startswith(b"\x89PNG\r\n") for page in pages)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gives_a_sheet(one: str, other: str) -> None:
    made = make_pdf(brief(one, person=other, goal=one))
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]
