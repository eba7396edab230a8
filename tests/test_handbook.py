"""The handbook describes every action, setting, command and finding, and no link is lost."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli.arguments import parser
from app.insights import cadence, common_ground, patterns, reciprocity, trust
from app.insights.bias import _TEXTS as BIAS_TEXTS
from app.insights.realness import side_by_side
from app.insights.realness.edges import STATES
from app.model.findings import Finding
from app.model.values import FixedClock
from app.services.sample import create_sample
from app.settings import SETTINGS
from ui.actions import ACTIONS, BY_ID
from ui.main_window.commands import CHAPTERS
from ui.pages.handbook.chapters import chapters, slug

_LINK = re.compile(r"\]\(([^)]*)\)")


@pytest.fixture(scope="session")
def book(root: Path) -> dict[str, str]:
    folder = root / "resources" / "handbook"
    return {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}


@pytest.fixture(scope="session")
def whole(book: dict[str, str]) -> str:
    return " ".join("\n".join(book.values()).split())


def test_every_file_is_a_chapter_one_can_reach(book: dict[str, str]) -> None:
    assert set(chapters()) == set(book)


def test_every_link_leads_to_a_heading_of_the_handbook(book: dict[str, str]) -> None:
    headings = {
        name: {slug(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
        for name, text in book.items()
    }
    lost = []
    for name, text in book.items():
        for target in _LINK.findall(text):
            file, _hash, anchor = target.partition("#")
            chapter = file.removesuffix(".md") or name
            if chapter not in book or (anchor and anchor not in headings[chapter]):
                lost.append(f"{name}: {target}")
    assert lost == []


def test_f1_opens_chapters_that_exist(book: dict[str, str]) -> None:
    assert set(CHAPTERS.values()) <= set(book)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda row: row.id)
def test_every_action_is_described_with_its_keys(action: object, book: dict[str, str]) -> None:
    row = BY_ID[action.id]  # type: ignore[attr-defined]
    text = book["keyboard"]
    assert row.text in text
    if row.shortcut:
        line = next(line for line in text.splitlines() if row.text in line and row.shortcut in line)
        assert line


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_is_described_with_its_usual_value(
    setting: object, book: dict[str, str]
) -> None:
    title = setting.title  # type: ignore[attr-defined]
    default = setting.default  # type: ignore[attr-defined]
    place = book["settings"].find(f"**{title}**")
    assert place >= 0
    if setting.low is not None and setting.key != "text_scale":  # type: ignore[attr-defined]
        entry = " ".join(book["settings"][place:].split("\n- ")[0].split())
        assert f"Usually {default:g}" in entry


def commands(found: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield f"{before}{name}"
                yield from commands(inner, f"{before}{name} ")


@pytest.mark.parametrize("command", [*commands(parser())])
def test_every_command_is_described(command: str, book: dict[str, str]) -> None:
    assert f"kith {command}" in book["terminal"]


@pytest.mark.parametrize("result", STATES)
def test_every_result_of_the_three_tests_is_described(result: str, book: dict[str, str]) -> None:
    assert result in " ".join(book["three-tests"].split())


def test_every_title_of_a_finding_is_described(
    tmp_path_factory: pytest.TempPathFactory, whole: str
) -> None:
    clock = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    workspace = create_sample(tmp_path_factory.mktemp("book") / "sample.kith", clock)
    titles: set[str] = {title for title, _text in BIAS_TEXTS.values()}
    policy = workspace.policy

    def collect(finding: Finding | None) -> None:
        if finding is not None:
            titles.add(finding.title)
            for part in finding.parts:
                collect(part)

    logs = [workspace.log_of(person.id) for person in workspace.people()]
    for log in logs:
        for finding in (
            *side_by_side(log, policy),
            *trust.four_blocks(log, policy),
            reciprocity.spiral(log, policy),
            common_ground.balance(log),
            cadence.due(log, policy),
        ):
            collect(finding)
    workspace.close()
    titles |= {patterns.steadiness(logs[0], policy).title}
    titles |= {bar.title for bar in patterns.four_bars(logs[0], policy)}
    titles -= {""}
    assert len(titles) >= 15
    assert [title for title in sorted(titles) if title not in whole] == []
