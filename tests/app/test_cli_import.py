"""`kith import` with mail and chats."""

from __future__ import annotations

import json
import stat
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.services.workspace import Workspace
from tests.app.exchange.letters import ADA, ME, MINE, letter, write
from tests.app.exchange.monica_export import whole_json, whole_sql

NOW = "2026-11-22T09:00:00"


@pytest.fixture
def take_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]
    assert main([*journal, "person", "add", "Dana"]) == 0
    capsys.readouterr()

    def run(*words: str) -> Any:
        assert main([*journal, "import", *words, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        return said.get("data", said)

    return run


def test_a_mail_archive_comes_in_with_its_people(take_in, tmp_path: Path) -> None:
    first = letter(MINE, ADA, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
    answer = letter(ADA, MINE, "3 Mar 2026 12:00:00 +0000", "Re: Plan", id="b", answers="a")
    path = str(write(tmp_path / "all.mbox", first, answer))
    assert take_in(path, "--preview")["needs_addresses"]
    found = take_in(path, "--my-address", ME, "--add-people")
    assert (found["added"], found["needs_addresses"]) == (2, False)
    assert [one["title"] for one in found["records"]] == ["Adaeze Okafor", "Plan"]
    assert take_in(path)["added"] == 0


def test_a_chat_is_told_how_it_writes_its_dates(take_in, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Ada Okafor.txt"
    path.write_text("03/04/2024, 12:01 - Ada Okafor: Hello\n", encoding="utf-8")
    assert take_in(str(path), "--dry-run")["needs_day_order"]
    for word, needs in (("--day-first", False), ("--month-first", False)):
        found = take_in(str(path), "--dry-run", word)
        assert (found["needs_day_order"], len(found["records"])) == (needs, 2)


def test_who_the_user_is_in_a_chat_can_be_said(take_in, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Dana.txt"
    path.write_text(
        "13/02/2026, 21:12 - Dana Okafor: Lunch next week?\n"
        "13/02/2026, 21:15 - Ute van Berg: Gladly\n",
        encoding="utf-8",
    )
    found = take_in(str(path))
    assert (found["added"], found["needs_name"]) == (0, True)
    assert "Dana Okafor, Ute van Berg" in found["records"][-1]["why"]
    assert take_in(str(path), "--me", "Somebody Else", "--preview")["needs_name"]
    seen = take_in(str(path), "--me", "ute van berg", "--add-people", "--preview")
    assert not seen["needs_name"]
    assert take_in(str(path), "--preview")["needs_name"], "a preview remembers nothing"
    found = take_in(str(path), "--me", "Ute van Berg", "--add-people")
    assert [one["title"] for one in found["records"] if one["fate"] == "added"] == [
        "Dana Okafor",
        "Chat with Dana",
    ]
    again = take_in(str(path))
    assert (again["needs_name"], again["added"]) == (False, 0), "it is remembered"


def test_a_name_nobody_bears_there_is_not_remembered(
    take_in, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "13/02/2026, 21:12 - Dana: Lunch?\n13/02/2026, 21:15 - Ute van Berg: Gladly\n",
        encoding="utf-8",
    )
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Bo Elm\nUID:b\nEND:VCARD\n")
    found = take_in(str(chat), str(cards), "--me", "Solo Me")
    assert (found["added"], found["needs_name"], found["unknown_name"]) == (1, True, True)
    assert my_name(tmp_path) == ""
    for files, said in (
        ([chat], "Nobody there is called “Solo Me”; those who write are Dana, Ute van Berg."),
        ([cards], "Nobody there is called “Solo Me”."),
    ):
        journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]
        assert main([*journal, "import", *map(str, files), "--me", " Solo Me "]) == 0
        assert said in capsys.readouterr().out.splitlines()
    assert my_name(tmp_path) == ""
    found = take_in(str(chat), "--me", "ute  van berg", "--preview")
    assert not found["unknown_name"]
    found = take_in(str(chat), "--me", "Ute van Berg")
    assert (found["added"], found["unknown_name"]) == (1, False)
    assert my_name(tmp_path) == "Ute van Berg"


def test_a_name_is_remembered_only_when_something_is_taken_in(take_in, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "13/02/2026, 21:12 - Nobody Known: Lunch?\n13/02/2026, 21:15 - Ute: Gladly\n",
        encoding="utf-8",
    )
    found = take_in(str(chat), "--me", "Ute")
    assert (found["added"], found["unknown_name"], my_name(tmp_path)) == (0, False, "")
    cards = tmp_path / "cards.vcf"
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:{}\nUID:{}\nEND:VCARD\n"
    cards.write_text(card.format("Ute", "u") + card.format("Bo Elm", "b"))
    found = take_in(str(cards), "--me", "Ute")
    assert (found["added"], found["unknown_name"], my_name(tmp_path)) == (1, False, "Ute")


def test_of_linkedins_messages_too_those_who_write_are_named(
    take_in, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER\n"
        "1,,Dana,https://x.example/d,Ute,https://x.example/u,2026-02-13 09:00:00 UTC,,Hi,INBOX\n"
    )
    assert take_in(str(path), "--me", "Solo Me")["unknown_name"]
    assert not take_in(str(path), "--me", "ute", "--preview")["unknown_name"]
    journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]
    assert main([*journal, "import", str(path), "--me", "Solo Me"]) == 0
    assert "those who write are Dana, Ute." in capsys.readouterr().out
    assert my_name(tmp_path) == ""


def my_name(folder: Path) -> str:
    with closing(Workspace.open(folder / "journal.kith")) as workspace:
        return str(workspace.setting("my_name"))


def test_the_terminal_says_how_to_tell_who_one_is(tmp_path: Path, capsys) -> None:
    path = tmp_path / "WhatsApp Chat with Dana.txt"
    path.write_text(
        "13/02/2026, 21:12 - Dana Okafor: Hi\n13/02/2026, 21:15 - Ute: Yes\n", encoding="utf-8"
    )
    assert main(["--journal", str(tmp_path / "J.kith"), "import", str(path), "--preview"]) == 0
    assert "Say which of them you are with --me" in capsys.readouterr().out


def test_what_is_not_taken_is_written_down_to_be_mended_and_tried_again(
    take_in, tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ada Okafor\nUID:a\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nEMAIL:who@mail.example\nX-FOO:kept\nEND:VCARD\n"
    )
    table = tmp_path / "Connections.csv"
    table.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ben,Oak,https://x.example/ben,,Oak Ltd,Founder,01 Jan 2020\n"
        ',,https://x.example/ghost,,"Ghost, and\nSons",Owner,02 Jan 2020\n'
    )
    out = tmp_path / "left.csv"
    found = take_in(str(cards), str(table), "--rejected", str(out))
    assert [Path(one).name for one in found["rejected"]] == [
        "left.csv",
        "left.vcf",
        "left Connections.csv",
    ]
    if sys.platform != "win32":  # what stands in them is as private as the journal
        assert {stat.S_IMODE(Path(one).stat().st_mode) for one in found["rejected"]} == {0o600}
    reasons = out.read_text(encoding="utf-8-sig")
    assert "The row has no name." in reasons
    assert "Ada" not in reasons
    assert "X-FOO:kept" in (tmp_path / "left.vcf").read_text()
    rows = tmp_path / "left Connections.csv"
    assert '"Ghost, and\nSons"' in rows.read_text()
    mended = tmp_path / "left.vcf"
    mended.write_text(mended.read_text().replace("EMAIL", "FN:Who Is\nEMAIL"))
    rows.write_text(rows.read_text().replace(",,https", "Gert,Ghost,https"))
    again = take_in(str(mended), str(rows))
    assert [one["title"] for one in again["records"] if one["fate"] == "added"] == [
        "Who Is",
        "Gert Ghost",
    ]
    assert take_in(str(cards), str(table), "--rejected", str(out))["added"] == 0


def test_what_was_deleted_comes_back_only_when_asked_for(take_in, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Ada Okafor\nUID:a\nEND:VCARD\n")
    assert take_in(str(cards))["added"] == 1
    workspace = Workspace.open(tmp_path / "journal.kith")
    with workspace.change("Delete") as edit:
        edit.remove(workspace.person_named("Ada Okafor"))
    workspace.close()
    assert take_in(str(cards))["added"] == 0
    assert take_in(str(cards), "--deleted-too")["added"] == 1


def test_monica_comes_in_and_the_person_shows_it(
    take_in, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "monica.json", tmp_path / "monica.sql"]
    for file, data in zip(files, (whole_json(), whole_sql()), strict=True):
        file.write_bytes(data)
    paths = [str(file) for file in files]
    assert take_in(*paths, "--as", "monica", "--preview")["added"] == 11
    assert take_in(*paths, "--as", "monica")["added"] == 11
    assert take_in(*paths)["added"] == 0
    journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]
    assert main([*journal, "person", "show", "Adaeze", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    shown = shown.get("data", shown)
    assert [one["name"] for one in shown["relations"]] == ["Mia Okafor", "Ben Vogel"]
    assert [one["in_journal"] for one in shown["relations"]] == [False, True]
    assert shown["days"] == [{"what": "Wedding day", "day": "2019-06-01", "note": ""}]


def test_what_is_not_taken_never_takes_the_place_of_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nEMAIL:who@x.example\nEND:VCARD\n")
    before = cards.read_bytes()
    journal = tmp_path / "new.kith"
    words = ["--journal", str(journal), "import", str(cards), "--rejected", str(cards)]
    assert main(words) != 0
    assert "is there already" in capsys.readouterr().err
    assert cards.read_bytes() == before
    assert not journal.exists()
