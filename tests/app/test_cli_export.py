"""`kith export` in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli


class Terminal:
    def __init__(self, journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._start = ["--journal", str(journal), "--now", "2026-11-22T09:00"]
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str]:
        code = cli.main([*self._start, *words])
        told, error = self._capsys.readouterr()
        return code, told + error


@pytest.fixture
def kith(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    terminal = Terminal(tmp_path / "journal.kith", capsys)
    assert terminal("person", "add", "Dana Okafor", "--tag", "friend")[0] == 0
    assert terminal("person", "add", "Rui Santos", "--email", "rui@mail.example")[0] == 0
    return terminal


def test_several_formats_at_once(kith: Terminal, tmp_path: Path) -> None:
    code, told = kith(
        "export",
        *("--markdown", str(tmp_path / "vault")),
        *("--vcard", str(tmp_path / "a.vcf"), "--version", "4.0"),
        *("--csv", str(tmp_path / "a.csv")),
        *("--ical", str(tmp_path / "a.ics")),
        *("--archive", str(tmp_path / "a.json")),
    )
    assert code == 0
    assert told.count("Wrote ") == 6
    assert told.splitlines()[-1].startswith("What is exported is not encrypted")
    assert (tmp_path / "vault" / "People" / "Dana Okafor.md").exists()
    assert "VERSION:4.0" in (tmp_path / "a.vcf").read_text("utf-8")
    for name in ("a.csv", "a entries.csv", "a.ics", "a.json"):
        assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("who", "names"),
    [(("--tag", "friend"), ["Dana"]), (("--person", "rui"), ["Rui"]), ((), ["Dana", "Rui"])],
)
def test_whose_cards(
    kith: Terminal, tmp_path: Path, who: tuple[str, ...], names: list[str]
) -> None:
    path = tmp_path / "a.vcf"
    code, told = kith("export", "--vcard", str(path), *who, "--json")
    assert code == 0
    (written,) = json.loads(told)["written"]
    assert (written["format"], written["files"]) == ("vcard", [str(path)])
    assert written["people"] == len(names)
    assert [name for name in ("Dana", "Rui") if f"FN:{name}" in path.read_text()] == names


def test_nothing_is_written_when_one_place_is_taken(kith: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    words = ("export", "--vcard", str(tmp_path / "a.vcf"), "--csv", str(tmp_path / "a.csv"))
    code, told = kith(*words)
    assert (code, told.count("\n")) == (1, 1)
    assert "“a.csv” is there already." in told
    assert not (tmp_path / "a.vcf").exists()
    assert kith(*words, "--overwrite")[0] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say what to write."),
        (("--vcard", "nowhere/a.vcf"), "There is no folder"),
        (("--vcard", "a.vcf", "--tag", "nobody"), "Nobody bears the tag"),
        (("--vcard", "a.vcf", "--person", "Nobody"), "Nobody"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    kith: Terminal,
    tmp_path: Path,
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = kith("export", *words)
    assert code == 1
    assert sentence in told
    assert told.count("\n") == 1
    assert not (tmp_path / "a.vcf").exists()


@pytest.mark.parametrize("second", ["a.out", "./a.out", "a entries.csv"])
def test_no_format_takes_the_place_of_another(kith: Terminal, tmp_path: Path, second: str) -> None:
    first = ("--vcard", str(tmp_path / "a.out"))
    other = ("--ical", f"{tmp_path}/{second}")
    if second.endswith(".csv"):
        first = ("--csv", str(tmp_path / "a.csv"))
    code, told = kith("export", *first, *other, "--overwrite")
    assert code != 0
    assert "was named twice" in told
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("a")] == []
