"""Pages for Obsidian: names every system takes, front matter YAML gives back, words as typed."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.exchange.markdown import FileNames, front_matter, line, link, tags, text
from app.exchange.markdown.file_names import MOST_BYTES, plain
from app.model.values import PartialDate

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY = st.text(st.one_of(st.sampled_from("\\/:*?\"<>|#^[]%. \n~'=-`$_&;!"), st.characters()))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("CON", "CON_.md"),
        ("nul.txt", "nul.txt_.md"),
        ("com1", "com1_.md"),
        ("LPT¹", "LPT¹_.md"),
        ("Dana / Rui: a*b?", "Dana Rui a b.md"),
        ("..hidden.", "hidden.md"),
        ("a[b]#c^d|e", "a b c d e.md"),
        ("👩‍👩‍👧 Family", "👩‍👩‍👧 Family.md"),
        ("\u202eevil", "evil.md"),
        ("محمد", "محمد.md"),
        ("e\u0301", "é.md"),
        ("???", "Person.md"),
        ("", "Person.md"),
    ],
)
def test_a_name_becomes_a_file_name(name: str, wanted: str) -> None:
    assert FileNames().name(name, ".md", "Person") == wanted


def test_names_that_a_system_cannot_tell_apart_get_a_number() -> None:
    names = FileNames()
    given_names = ("Anna", "anna", "ANNA", "Ａnna", "Straße", "STRASSE", "é", "e\u0301", "?", "*")
    found = [names.name(one, ".md", "Person") for one in given_names]
    folded = {unicodedata.normalize("NFD", one).casefold() for one in found}
    assert len(folded) == len(given_names)
    assert found[:2] == ["Anna.md", "anna 2.md"]


_FILES = ("a.PDF", "a.pdf", "aux.txt", "..", "no ending", "x.tar.gz")


def test_a_file_keeps_its_ending() -> None:
    names = FileNames()
    found = [
        names.file(one) for one in ("a.PDF", "a.pdf", "aux.txt", "..", "no ending", "x.tar.gz")
    ]
    assert found == ["a.PDF", "a 2.pdf", "aux_.txt", "File", "no ending", "x.tar.gz"]


@UNHURRIED
@given(st.lists(ANY, max_size=8))
def test_any_names_are_safe_short_and_unique(given_names: list[str]) -> None:
    names = FileNames()
    found = [names.name(one, ".md", "Person") for one in given_names]
    assert len({unicodedata.normalize("NFC", one).casefold() for one in found}) == len(found)
    for name in found:
        assert len(name.encode()) <= MOST_BYTES
        assert not set(name) & set('<>:"/\\|?*#^[]%\n\r\t\0')
        assert name == name.strip() and not name.startswith(".")
        assert not name.removesuffix(".md").endswith((".", " "))
        assert plain(name.removesuffix(".md")) == name.removesuffix(".md")


@UNHURRIED
@given(st.dictionaries(st.sampled_from("abcdef"), st.one_of(ANY, st.lists(ANY, max_size=3))))
def test_a_yaml_reader_gives_front_matter_back(values: dict[str, str | list[str]]) -> None:
    told = front_matter(values)  # type: ignore[arg-type]
    assert told.startswith("---\n") and told.endswith("\n---\n")
    found = yaml.safe_load(told.removeprefix("---\n").removesuffix("---\n")) or {}

    def whole(value: str) -> str:
        return value.encode("utf-8", "replace").decode()

    wanted = {
        key: whole(value) if isinstance(value, str) else [whole(one) for one in value]
        for key, value in values.items()
        if value
    }
    assert found == wanted


def test_only_a_whole_day_is_a_date() -> None:
    told = front_matter(
        {
            "day": PartialDate(2024, 3, 15),
            "month": PartialDate(2024, 3),
            "birthday": PartialDate(None, 3, 15),
            "count": 3,
            "answer": "yes",
            "none": None,
        }
    )
    assert yaml.safe_load(told.strip("-\n")) == {
        "day": date(2024, 3, 15),
        "month": "2024-03",
        "birthday": "--03-15",
        "count": 3,
        "answer": "yes",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "# not a heading",
        "*stars* and _lines_ and `ticks`",
        "[[not a link]] ![](http://x/y)",
        "<script>alert(1)</script>",
        "a\n---\nb",
        "a\n===\nb",
        "> no quote",
        "&amp; stays",
        "$5 and $6, ~~so~~, 50%",
        "C:\\folder\\file",
    ],
)
def test_the_users_words_are_shown_as_they_were_typed(typed: str) -> None:
    page = MarkdownIt("commonmark").render(text(typed))
    for mark in (
        "<h1",
        "<h2",
        "<em",
        "<strong",
        "<code",
        "<a ",
        "<img",
        "<script",
        "<hr",
        "<block",
    ):
        assert mark not in page
    seen = page.replace("<p>", "").replace("</p>", "").replace("<br />", "")
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        seen = seen.replace(entity, sign)
    assert seen.strip() == typed


def test_lists_stay_lists_and_addresses_stay_links() -> None:
    page = MarkdownIt("commonmark").render(text("- one\n- two"))
    assert page.count("<li>") == 2
    assert text("see https://a.example/x_y#z now") == "see https://a.example/x_y#z now"


def shown(typed: str) -> str:
    """What somebody sees of the user's words, without blanks."""
    page = MarkdownIt("commonmark").render(text(typed))
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("He wrote:\n\n    Net 30 * [sic] *\n    all of it", "Hewrote:Net30*[sic]*allofit"),
        ("He wrote:\n\n\tNet_30_", "Hewrote:Net_30_"),
        ("-     far *off*\n1.      #2", "far*off*#2"),
        ("+ -     two _marks_", "two_marks_"),
        ("- one\n\n    and *more* of it\n    - two\n\nend", "oneand*more*ofittwoend"),
        ("https://a.example/*x*?a=1&amp;b=2", "https://a.example/*x*?a=1&amp;b=2"),
    ],
)
def test_no_mark_shows_that_the_user_did_not_type(typed: str, wanted: str) -> None:
    assert shown(typed) == wanted
    assert "<code" not in MarkdownIt("commonmark").render(text(typed))


def test_what_stands_far_to_the_right_in_a_list_stays_in_it() -> None:
    page = MarkdownIt("commonmark").render(text("- one\n    - two\n\n- three"))
    assert page.count("<ul>") == 2
    assert page.count("<li>") == 3


_PIECES = (
    *("a", "word", " ", "\n", "\n\n", "    ", "\t", "*", "_", "-", "- ", "1. ", "2) ", "+ ", "# "),
    *(">", "`", "```\n", "~~", "[x](y)", "<b>", "&amp;", "|", "===", "---", "\\", "!", "$", "^"),
    *("http://a.example/c_d*e", "]:", "[r]: http://x"),
)


@UNHURRIED
@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_no_backslash_shows_that_was_not_typed(typed: str) -> None:
    assert shown(typed).count("\\") == typed.count("\\")


@UNHURRIED
@given(ANY)
def test_one_line_stays_one_line(typed: str) -> None:
    assert "\n" not in line(typed)


def test_links_show_the_name_a_file_cannot_bear() -> None:
    assert link("People/AB.md", "A/B") == "[[People/AB|A/B]]"
    assert link("People/x.md", "a|b]]") == "[[People/x|a/b))]]"


def test_tags_are_such_as_obsidian_takes() -> None:
    assert tags(["old friend", "Old friend", "2024", "a/b", "#x!", "é", "!!"]) == (
        "old-friend",
        "Old-friend",
        "n2024",
        "a/b",
        "x",
        "é",
    )


def test_thousands_of_one_name_cost_no_more_than_as_many_names() -> None:
    calls = 0

    def count(_frame: object, event: str, _told: object) -> None:
        nonlocal calls
        calls += event == "call"

    names = FileNames()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = {names.file("photo.jpg") for _number in range(1_000)}
    finally:
        sys.setprofile(before)
    assert len(found) == 1_000
    assert calls < 1_000 * 200
