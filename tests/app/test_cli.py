"""What one types after `kith`, and what comes back: text, JSON, exit codes."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main, shapes
from app.cli.arguments import parser
from app.model.belongings import Relation, SpecialDate
from app.model.findings import Finding, State
from app.model.people import Counterpart, Tag
from app.model.records import Interaction
from app.model.values import FixedClock, PartialDate
from app.services.sample import create_sample
from app.services.workspace import Workspace

NOW = "2026-11-22T09:00:00"
RESULTS = {
    "t1": {"followed through", "a thread remains", "ended with the lead", "too early to say"},
    "t2": {
        "mutual and meaningful",
        "you carry it, but both engage",
        "they carry it, but both engage",
        "one-sided",
        "passing talk",
        "unclear",
    },
    "t3": {"not all agenda", "only when something is needed", "unclear"},
}


class Said:
    """Runs `kith` in this process and keeps what it said."""

    def __init__(self, journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.journal = journal
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        got = main(["--journal", str(self.journal), "--now", NOW, *words])
        self.out, self.err = self._capsys.readouterr()
        assert got == code, self.err
        if code == 0:
            assert self.err == ""
        return self.out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def complaint(self, *words: str) -> str:
        assert self(*words, code=1) == ""
        assert self.err.endswith("\n") and self.err.count("\n") == 1
        return self.err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "S.kith"
    create_sample(path, FixedClock(parser().parse_args(["--now", NOW, "check"]).now)).close()
    return path


@pytest.fixture
def kith(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    copy = tmp_path / "S.kith"
    copy.write_bytes(made.read_bytes())
    copy.chmod(0o600)
    yield Said(copy, capsys)


@pytest.fixture
def fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(tmp_path / "new.kith", capsys)


def test_sample_makes_a_journal_and_never_overwrites_one(tmp_path: Path, fresh: Said) -> None:
    told = fresh.json("sample", str(tmp_path / "S.kith"))
    assert told["people"] == 24 and told["entries"] > 540
    assert "already" in fresh.complaint("sample", str(tmp_path / "S.kith"))
    assert "cannot be reached" in fresh.complaint("sample", str(tmp_path / ("a" * 300)))


def test_tests_of_the_sample_show_every_result(kith: Said) -> None:
    seen: dict[str, set[str]] = {name: set() for name in RESULTS}
    sentences = set()
    for person in kith.json("person", "list"):
        told = kith.json("tests", person["name"])
        assert told["person"] == {"uid": person["uid"], "name": person["name"]}
        for name in ("t1", "t2", "t3", "record"):
            assert set(told[name]) >= {"result", "numbers", "entries", "sentence"}
            for entry in told[name]["entries"]:
                assert re.fullmatch(r"[0-9a-f-]{36}", entry["uid"])
                assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["date"])
        for name in RESULTS:
            seen[name].add(told[name]["result"])
        sentences.add(told["record"]["sentence"])
    for name, results in RESULTS.items():
        assert results <= seen[name]
    assert {
        "The record looks like a real relationship.",
        "The record looks more like a lead.",
        "The record points both ways.",
        "Not enough in the journal to say.",
    } <= sentences


@pytest.mark.parametrize(
    "name",
    ["Åsa Lindqvist", "asa", "lindqvist", "陳美玲", "meiling", "ياسمين حداد", "yasmin", "olha"],
)
def test_people_are_found_by_any_part_of_a_name_in_any_script(kith: Said, name: str) -> None:
    assert kith("tests", name).strip()


def test_tests_as_text_end_with_the_sentence_side_by_side(kith: Said) -> None:
    lines = kith("tests", "Dana").splitlines()
    assert lines[0] == "Dana Okafor"
    assert lines[-1] == "The record looks like a real relationship."


def test_person_list_gives_objects_with_uid_and_name(kith: Said) -> None:
    people = kith.json("person", "list")
    assert len(people) == 24
    assert all(one["uid"] and one["name"] for one in people)
    dana = next(one for one in people if one["name"] == "Dana Okafor")
    assert dana["organisation"] == "Northwind" and dana["rhythm_days"] == 30
    assert kith("person", "list").splitlines()[-1] == "24 people"


def test_person_show_gives_the_whole_person(kith: Said) -> None:
    told = kith.json("person", "show", "lindqvist")
    assert told["introduced_by"]["name"] == "Rui Santos"
    assert told["birthday"] == "--04-14" and told["rhythm_days"] == 60
    assert told["points"][0]["value"] == "asa@fjord.example"
    assert {"same", "different", "interests", "promises", "deals", "verdicts"} <= set(told)
    text = kith("person", "show", "lindqvist")
    assert "Introduced by Rui Santos." in text and "You share" in text


def test_person_show_tells_everything_in_words_too(fresh: Said) -> None:
    fresh("person", "add", "Rui Santos")
    fresh(
        *("person", "add", "Åsa Lindqvist", "--birthday=--04-14", "--since", "2014-05"),
        *("--note", "Left a bank.\n\nLikes boats.", "--tag", "sailing", "--tag", "work"),
        *("--alias", "Asa", "--rhythm", "quarterly", "--pronoun", "she"),
    )
    with closing(Workspace.open(fresh.journal)) as workspace:
        (rui, asa) = sorted(workspace.people(), key=lambda one: one.name)
        with workspace.change("More") as edit:
            edit.add(Relation, counterpart_id=asa.id, other_id=rui.id, what="Cousin", note="twice")
            edit.add(Relation, counterpart_id=asa.id, name="Nils", what="Husband")
            day = PartialDate.parse("--06-12")
            edit.add(SpecialDate, counterpart_id=asa.id, day=day, what="Wedding", note="Bergen")
            edit.set(asa, watch_outs="Her brother")
    lines = fresh("person", "show", "asa").splitlines()
    for line in (
        *("Also called: Asa", "Birthday: 14 Apr", "Known since: May 2014", "Pronoun: she"),
        *("Keep in touch: Every three months", "Tags: sailing, work"),
        *("  Cousin: Rui Santos · twice", "  Husband: Nils"),
        *("  12 Jun  Wedding · Bergen", "  Her brother"),
    ):
        assert line in lines
    at = lines.index("Note")
    assert lines[at + 1 : at + 4] == ["  Left a bank.", "", "  Likes boats."]
    fresh("person", "sort", "asa", "--address-only")
    assert "Keeping up: " in fresh("person", "show", "asa")


def test_prep_keeps_every_line_of_a_note_below_its_heading(fresh: Said) -> None:
    fresh("person", "add", "Dana Okafor", "--note", "Left a bank.\nLikes boats.")
    fresh("log", "call with Dana yesterday. The first boat\nand the second boat")
    lines = fresh("prep", "Dana").splitlines()
    headed = [line for line in lines if "boat" in line]
    assert len(headed) > 2 and all(line.startswith("  ") for line in headed)


def test_person_add_begins_a_journal_and_keeps_every_field(fresh: Said) -> None:
    assert fresh("person", "add", "Rui Santos") == "Added Rui Santos.\n"
    told = fresh.json(
        *("person", "add", "Åsa Lindqvist", "--kind", "friend", "--pronoun", "she"),
        *("--alias", "Asa", "--organisation", "Fjord AB", "--role", "Lead"),
        *("--rhythm", "quarterly", "--since", "2014-05", "--birthday=--04-14"),
        *("--how-met", "On a ferry", "--introduced-by", "rui", "--email", "asa@fjord.example"),
        *("--phone", "+46 70 555 01 02", "--tag", "walking", "--tag", "work", "--note", "Kind"),
    )
    assert told["kind"] == "friend" and told["organisation"] == "Fjord AB"
    assert told["since"] == "2014-05" and told["birthday"] == "--04-14"
    assert told["introduced_by"]["name"] == "Rui Santos"
    assert [point["kind"] for point in told["points"]] == ["email", "phone"]
    assert told["tags"] == ["walking", "work"]
    assert fresh.json("undo")["label"] == "Add Åsa Lindqvist"
    assert [one["name"] for one in fresh.json("person", "list")] == ["Rui Santos"]


def test_a_person_needs_a_name(fresh: Said) -> None:
    assert "name" in fresh.complaint("person", "add", "  ").lower()


def test_log_writes_one_line_and_undo_takes_it_back(kith: Said) -> None:
    told = kith.json("log", "call with Dana yesterday 30m she called +common: both like tea")
    assert told["channel"] == "call" and told["minutes"] == 30 and told["opener"] == "them"
    assert told["date"] == "2026-11-21" and told["people"][0]["name"] == "Dana Okafor"
    rows = kith.json("timeline", "--person", "dana", "--from", "2026-11-21", "--channel", "call")
    assert told["uid"] in [row["uid"] for row in rows]
    assert "both like tea" in str(kith.json("person", "show", "dana")["same"]).lower()
    assert kith("undo").startswith("Undone: Log a call")
    assert not kith.json("search", "tea Dana both like")
    assert kith("redo").startswith("Done again: Log a call")
    assert "nothing" in kith.complaint("redo")


def test_log_with_an_unknown_name_gives_advice_and_add_creates_the_person(fresh: Said) -> None:
    fresh("person", "add", "Dana Okafor")
    assert "--add" in fresh.complaint("log", "lunch with Zebulon Mwangi")
    fresh("log", "--add", "lunch with Zebulon Mwangi")
    assert "Zebulon Mwangi" in fresh("person", "list")


def test_an_ambiguous_name_asks_and_guesses_nothing(fresh: Said) -> None:
    fresh("person", "add", "Dana Okafor")
    fresh("person", "add", "Dana Levin")
    said = fresh.complaint("tests", "Dana")
    assert "Dana Okafor" in said and "Dana Levin" in said
    assert "Dana" in fresh.complaint("log", "call with Dana")
    assert fresh.json("timeline") == []


def test_timeline_filters_and_is_new_to_old(kith: Said) -> None:
    rows = kith.json("timeline", "--limit", "0")
    dates = [row["date"] for row in rows]
    assert len(rows) > 600 and dates == sorted(dates, reverse=True)
    assert {row["kind"] for row in rows} == {
        *("interaction", "meeting", "outcome", "promise", "verdict")
    }
    assert all(re.fullmatch(r"[0-9a-f-]{36}", row["uid"]) for row in rows)
    calls = kith.json("timeline", "--person", "asa", "--channel", "call", "--limit", "0")
    assert calls and all("Åsa Lindqvist" in [p["name"] for p in row["people"]] for row in calls)
    year = kith.json("timeline", "--from", "2024", "--to", "2024-06", "--limit", "0")
    assert year and all("2024-01-01" <= row["date"] <= "2024-06-30" for row in year)
    assert len(kith.json("timeline", "--limit", "7")) == 7
    tagged = kith.json("timeline", "--tag", "nothing-like-this")
    assert tagged == []
    assert kith("timeline", "--tag", "nothing-like-this").strip()


def test_search_marks_the_words_it_found(kith: Said) -> None:
    rows = kith.json("search", "porto")
    assert all(set(row) == {"uid", "kind", "date", "people", "snippet"} for row in rows)
    assert any("**Porto**" in row["snippet"] for row in rows)
    assert kith.json("search", "zzzqqq") == []
    assert "zzzqqq" in kith("search", "zzzqqq")
    for odd in ('"', "* OR", "NEAR(", "-", "陳美玲", "\x00"):
        kith("search", odd)


def test_prep_gives_the_brief_in_sections(kith: Said) -> None:
    told = kith.json("prep", "dana")
    assert told["meeting"]["title"] == "Renewal talk, Northwind"
    assert told["goal"] == "A start date before the audit."
    keys = [section["key"] for section in told["sections"]]
    assert keys[0] == "last_time" and "promises" in keys
    assert all(section["lines"] for section in told["sections"])
    assert "Send pricing notes" in kith("prep", "dana")


def test_history_lists_the_steps(kith: Said) -> None:
    kith("log", "call with Dana today")
    steps = kith.json("history")
    assert [step["label"] for step in steps][-1] == "Add the sample journal"
    assert {"id", "label", "at", "kind", "state", "rows", "thinned"} < set(steps[0])
    assert "Add the sample journal" in kith("history")
    assert len(kith.json("history", "--limit", "1")) == 1


def test_history_tells_every_field_before_and_after(kith: Said) -> None:
    kith("log", "call with Dana today they opened. Talked about the harbour")
    (step,) = kith.json("history", "--limit", "1")
    entry = step["records"][0]
    assert (entry["what"], entry["kind"]) == ("added", "Entry")
    assert {"name": "Who opened", "before": "", "after": "They did"} in entry["fields"]
    assert step["more"] == 0
    told = kith("history", "--details", "--text", "the harbour", "--limit", "1")
    assert "        Note: Talked about the harbour" in told
    assert "counterpart_id" not in kith("history", "--details", "--rows", "0")
    assert len(kith.json("history", "--person", "dana", "--day", "2026-11-22")) == 2
    assert kith.json("history", "--day", "2026-11-21") == []
    kith("history", "--day", "2026-11", code=2)
    assert "is no single day" in kith.err


def test_the_trash_lists_what_was_deleted_and_brings_it_back(kith: Said) -> None:
    assert kith("trash") == "Nothing is in the Trash.\n"
    journal = Workspace.open(kith.journal)
    with journal.change("Delete Dana") as edit:
        edit.remove(journal.person_named("Dana"))
    journal.close()
    (item,) = kith.json("trash", "list")
    assert (item["kind"], item["title"]) == ("Person", "Dana Okafor")
    assert item["with_it"].startswith("With it: ")
    assert kith.json("trash", "--text", "nowhere") == []
    assert "Dana Okafor" in kith("trash")
    back = kith.json("trash", "restore", str(item["id"]))
    assert back["label"] == "Restore “Dana Okafor”"
    assert "Dana Okafor" in kith("person", "list")
    assert "nothing of this number" in kith.complaint("trash", "restore", "1")


def test_check_says_that_all_is_well(kith: Said) -> None:
    none: dict[str, object] = {"ok": True, "problems": [], "troubles": [], "mended": []}
    assert kith.json("check") == none
    assert "sound" in kith("check")


def test_check_finds_damage(kith: Said) -> None:
    with Workspace.open(kith.journal).database.transaction() as connection:
        connection.execute("DELETE FROM search WHERE rowid % 16 = 0")
    assert '"mendable": true' in kith("check", "--json", code=1)
    told = kith.json("check", "--mend")
    assert told["ok"] and told["mended"] and told["troubles"] == []


def test_a_damaged_journal_is_read_as_far_as_it_goes(kith: Said, tmp_path: Path) -> None:
    people = len(kith.json("person", "list"))
    kith("backup")
    with kith.journal.open("r+b") as file:
        file.write(bytes(4096))
    told = kith.complaint("check")
    assert "kith rescue OUT" in told and "kith restore" in told
    out = tmp_path / "read.kith"
    rescued = kith.json("rescue", str(out))
    assert rescued["file"] == str(out) and rescued["bad_pages"] == 1
    with closing(Workspace.open(out)) as workspace:
        assert workspace.check() == []
    kith.journal.write_bytes(out.read_bytes())
    assert len(kith.json("person", "list")) == people
    assert "is there already" in kith.complaint("rescue", str(out))


def test_brief_writes_a_pdf_and_asks_before_replacing_one(kith: Said, tmp_path: Path) -> None:
    out = tmp_path / "dana.pdf"
    told = kith.json("brief", "dana", "--pdf", str(out), "--paper", "letter")
    assert out.read_bytes().startswith(b"%PDF")
    assert told["paper"] == "letter" and "watch_outs" not in told["sections"]
    before = out.read_bytes()
    assert kith.complaint("brief", "dana", "--pdf", str(out))
    assert out.read_bytes() == before
    more = kith.json(
        *("brief", "dana", "--pdf", str(out), "--overwrite"),
        *("--include", "watch_outs,verdicts", "--leave-out", "record"),
    )
    assert {"watch_outs", "verdicts"} <= set(more["sections"])
    assert "record" not in more["sections"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["frobnicate"],
        ["tests"],
        ["person"],
        ["person", "add"],
        ["person", "add", "X", "--kind", "enemy"],
        ["person", "add", "X", "--since", "2024-13"],
        ["person", "add", "X", "--since=--05-03"],
        ["brief", "dana"],
        ["brief", "dana", "--pdf", "x.pdf", "--include", "gossip"],
        ["timeline", "--limit", "many"],
        ["--now", "soon", "check"],
        ["sample"],
        ["import"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage: kith" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        *(["person", "list"], ["person", "show", "x"], ["tests", "x"], ["timeline"]),
        *(["search", "x"], ["prep", "x"], ["history"], ["check"], ["undo"], ["log", "call x"]),
    ],
    ids=" ".join,
)
def test_without_a_journal_there_is_one_sentence_and_no_file(words: list[str], fresh: Said) -> None:
    assert "There is no journal" in fresh.complaint(*words)
    assert not fresh.journal.exists()


def test_the_default_journal_lies_in_the_user_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert main(["person", "add", "Dana"]) == 0
    assert main(["person", "list", "--json"]) == 0
    assert '"Dana"' in capsys.readouterr().out
    assert len(list(tmp_path.rglob("journal.kith"))) == 1


@pytest.mark.parametrize(
    "content", [b"dear diary", b"SQLite format 3\x00" + b"\x00" * 200, b""], ids=repr
)
def test_a_file_that_is_no_journal_is_left_alone(content: bytes, fresh: Said) -> None:
    fresh.journal.write_bytes(content)
    assert fresh.complaint("person", "list")
    assert fresh.journal.read_bytes() == content


def test_absurd_input_is_one_sentence_or_kept_whole(fresh: Said) -> None:
    name = "N" + "a" * 499
    fresh("person", "add", name)
    fresh("person", "add", "Control\x07 \u202eright")
    fresh("person", "add", "half \udcff surrogate")
    people = fresh.json("person", "list")
    assert name in [one["name"] for one in people]
    assert all(ord(c) >= 32 for one in people for c in one["name"])
    fresh("person", "list")


class TestInAProcessOfItsOwn:
    """The real terminal: pipes, encodings, and what gets loaded."""

    @pytest.fixture
    def run(self, made: Path, root: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
        def run(
            *words: str, shell: str = "", **environment: str
        ) -> subprocess.CompletedProcess[bytes]:
            code = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
            command: Any = [sys.executable, "-c", code, "--journal", str(made), *words]
            if shell:
                quoted = " ".join(f'"{part}"' for part in command)
                command = f"{quoted} {shell}"
            return subprocess.run(
                command,
                shell=bool(shell),
                cwd=root,
                env={**os.environ, "PYTHONPATH": str(root), **environment},
                capture_output=True,
                timeout=120,
                check=False,
            )

        return run

    def test_a_terminal_that_cannot_spell_a_name_gets_it_spelled_out(
        self, run: Callable[..., subprocess.CompletedProcess[bytes]]
    ) -> None:
        told = run("person", "list", PYTHONIOENCODING="ascii")
        assert told.returncode == 0 and told.stderr == b""
        assert b"\\u9673" in told.stdout
        listed = run("person", "list", "--json", PYTHONIOENCODING="latin-1")
        assert "陳美玲" in [one["name"] for one in json.loads(listed.stdout)]

    @pytest.mark.skipif(sys.platform == "win32", reason="needs head")
    def test_a_reader_that_stops_listening_is_no_fault(
        self, run: Callable[..., subprocess.CompletedProcess[bytes]]
    ) -> None:
        told = run("timeline", "--limit", "0", "--json", shell="| head -c 5")
        assert told.stdout == b"[\n  {" and told.stderr == b""

    def test_the_help_names_the_window_and_the_tour_and_loads_no_qt(self, root: Path) -> None:
        code = (
            "import sys; from app.cli import main; main(['--help']);"
            "sys.exit(any(n.partition('.')[0] in ('PySide6', 'shiboken6', 'ui')"
            " for n in sys.modules))"
        )
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert "window" in told.stdout
        listed = [line.split()[0] for line in told.stdout.splitlines() if line.startswith("    ")]
        assert "tour" in listed


def test_two_processes_may_log_one_after_the_other(kith: Said) -> None:
    kith("log", "call with Dana today")
    other = Workspace.open(kith.journal)
    count = len(other.find(Interaction))
    kith("log", "call with Rui today")
    assert len(other.find(Interaction)) == count + 1
    assert len(other.find(Counterpart)) == 24
    other.close()


CARDS = """BEGIN:VCARD
VERSION:3.0
UID:one
FN:Hélène Brun
EMAIL:helene@brun.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:two
FN:Dana Okafor
EMAIL:dana.okafor@northwind.example
TEL:+31 6 555 0999
END:VCARD
BEGIN:VCARD
VERSION:3.0
END:VCARD
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test
BEGIN:VEVENT
UID:talk
DTSTART:20261102T100000Z
DTEND:20261102T110000Z
SUMMARY:Talk
ATTENDEE:mailto:me@mine.example
ATTENDEE:mailto:dana.okafor@northwind.example
END:VEVENT
END:VCALENDAR
"""


def test_import_accounts_for_every_record_and_a_second_run_adds_nothing(
    kith: Said, tmp_path: Path
) -> None:
    cards, calendar = tmp_path / "people.vcf", tmp_path / "days.ics"
    cards.write_text(CARDS, encoding="utf-8")
    calendar.write_text(CALENDAR, encoding="utf-8")
    words = ("import", str(cards), str(calendar), "--my-address", "me@mine.example")
    foreseen = kith.json(*words, "--dry-run")
    assert "Hélène Brun" not in kith("person", "list")
    told = kith.json(*words)
    fates = ("added", "merged", "skipped", "failed")
    assert [told[fate] for fate in fates] == [foreseen[fate] for fate in fates]
    assert sum(told[fate] for fate in fates) == len(told["records"]) == 4
    assert told["added"] == 2 and told["merged"] == 1
    assert all(record["file"] and record["fate"] in fates for record in told["records"])
    again = kith.json(*words)
    assert again["added"] == again["merged"] == 0 and len(again["records"]) == 4
    assert "Hélène Brun" in kith("person", "list")
    kith("undo")
    assert "Hélène Brun" not in kith("person", "list")


def test_import_of_what_is_no_such_file_is_one_sentence(fresh: Said, tmp_path: Path) -> None:
    assert "nowhere.vcf" in fresh.complaint("import", str(tmp_path / "nowhere.vcf"))
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert "notes.txt" in fresh.complaint("import", str(tmp_path / "notes.txt"))
    assert not fresh.journal.exists()


def test_the_handbook_names_every_command_flag_and_key(
    kith: Said, tmp_path: Path, root: Path
) -> None:
    page = (root / "resources" / "handbook" / "terminal.md").read_text(encoding="utf-8")
    cards = tmp_path / "people.vcf"
    cards.write_text(CARDS, encoding="utf-8")
    answers = [
        kith.json(*words)
        for words in (
            *(["person", "list"], ["person", "show", "dana"], ["tests", "dana"], ["timeline"]),
            *(["search", "porto"], ["prep", "dana"], ["history"], ["check"]),
            *(["log", "call with Dana today"], ["undo"], ["import", str(cards)]),
            *(["brief", "dana", "--pdf", str(tmp_path / "d.pdf")],),
            ["sample", str(tmp_path / "other.kith")],
        )
    ]
    journal = Workspace.open(kith.journal)
    with journal.change("Delete a tag") as edit:
        edit.remove(journal.find(Tag)[0])
    journal.close()
    gone = kith.json("trash")[0]
    answers += [[gone], kith.json("trash", "restore", str(gone["id"]))]
    missing = {key for answer in answers for key in _keys(answer) if f"`{key}`" not in page}
    assert missing == set()
    for command, flags in _commands(parser()).items():
        assert f"kith {command}" in page, command
        assert [flag for flag in flags if f"`{flag}" not in page] == []


def _keys(answer: Any) -> Iterator[str]:
    """Every key of an answer; what stands under `numbers` and `parts` differs from test to test."""
    if isinstance(answer, list):
        for one in answer:
            yield from _keys(one)
    elif isinstance(answer, dict):
        for key, value in answer.items():
            yield key
            if key not in ("numbers", "parts"):
                yield from _keys(value)


def _commands(one: Any, path: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for action in one._actions:
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                found |= _commands(below, f"{path} {name}".strip())
    if not found:
        found[path] = [f for a in one._actions for f in a.option_strings if f[:2] == "--"]
    return found


def test_figures_without_end_become_null_because_json_has_no_word_for_them() -> None:
    endless = Finding("t1", "x", State.OPEN, "x", numbers={"a": math.inf, "b": 0.5, "c": "word"})
    told = shapes.plain_finding(endless)["numbers"]
    assert told == {"a": None, "b": 0.5, "c": "word"}


def test_pictures_behind_an_option_the_window_does_not_know_are_refused_in_words(
    kith: Said, tmp_path: Path
) -> None:
    assert "--journal and --now" in kith.complaint("tour", "--to", str(tmp_path / "pictures"))
    assert not (tmp_path / "pictures").exists()
