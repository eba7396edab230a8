"""Taking a journal out: whole, by a tag, one person; written whole or not at all."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import icalendar as library
import pytest
import vobject
import yaml

from app.model.belongings import AttachmentRole, Relation, SpecialDate
from app.model.errors import Cancelled, FileWriteError, NotFoundError
from app.model.people import Attention, ContactPoint, Counterpart, PointKind, Rhythm
from app.model.records import (
    Channel,
    Interaction,
    Meeting,
    MeetingState,
    Promise,
    PromiseState,
    Side,
)
from app.model.values import Moment, PartialDate
from app.services import export as exporting
from app.services import transfer
from app.services.export import Choice, Done, Format, Version, Whole, Wish
from app.services.giving_out.files import LIST
from app.services.today import today
from app.services.workspace import Workspace
from app.store.reach import words_of
from tests.app.services.planting import plant

MARKER = "Qxzvkwmarker"
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
EVERY = pytest.mark.parametrize("kind", list(Format))


def add(workspace: Workspace, name: str, *tags: str, **values: Any) -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name, **values)
        edit.tag(person, *tags)
    return person


def met(workspace: Workspace, *people: Counterpart, day: str = "2026-11-02", **values: Any):
    with workspace.change("Log") as edit:
        when = Moment(PartialDate.parse(day))
        return edit.add(Interaction, when=when, people=tuple(p.id for p in people), **values)


@pytest.fixture
def people(workspace: Workspace) -> tuple[Counterpart, Counterpart, Counterpart]:
    """Dana and Rui are friends, Bo is one who is left out."""
    dana = add(workspace, "Dana Okafor", "friend", birthday=PartialDate(None, 4, 15))
    rui = add(workspace, "Rui Santos", "friend")
    bo = add(workspace, "Bo Ek", "friend", attention=Attention.OUT)
    with workspace.change("More") as edit:
        for person in (dana, rui, bo):
            mail = f"{person.name.split()[0].lower()}@mail.example"
            edit.add(ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value=mail)
        edit.attach(dana, "me.png", PNG, "image/png", AttachmentRole.PHOTO)
        edit.attach(dana, "CV.pdf", b"%PDF one", "application/pdf")
        edit.add(Relation, counterpart_id=dana.id, other_id=rui.id, what="spouse")
        edit.add(SpecialDate, counterpart_id=rui.id, day=PartialDate(2015, 6, 1), what="Wedding")
    entry = met(workspace, dana, rui, note="Together at the fair")
    met(workspace, rui, day="2025", note="Some time last year")
    with workspace.change("File") as edit:
        edit.attach(entry, "cv.PDF", b"%PDF two", "application/pdf")
    return dana, rui, bo


def out(tmp_path: Path, kind: Format, name: str = "out") -> Path:
    return tmp_path / f"{name}{exporting.ENDINGS[kind]}"


def pages(folder: Path) -> dict[str, str]:
    found = sorted(folder.rglob("*.md"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


# --- every format ----------------------------------------------------------------------------


@EVERY
def test_each_format_is_written_for_its_owner_alone(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    done = exporting.export(workspace, Wish(kind, out(tmp_path, kind)))
    assert done.people == 3
    for path in done.paths:
        assert path.exists()
        inside = [path, *path.rglob("*")] if path.is_dir() else [path]
        assert not any(stat.S_IMODE(one.stat().st_mode) & 0o077 for one in inside)
    assert not list(tmp_path.glob(".kith-*"))


@EVERY
def test_what_is_there_stays_unless_it_may_be_replaced(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    wish = Wish(kind, out(tmp_path, kind))
    first = exporting.export(workspace, wish)
    before = _bytes(tmp_path)
    with pytest.raises(FileWriteError):
        exporting.export(workspace, wish)
    assert _bytes(tmp_path) == before
    assert exporting.export(workspace, replace(wish, overwrite=True)) == first


@EVERY
def test_a_cancelled_export_leaves_nothing(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    before = _bytes(tmp_path)
    with pytest.raises(Cancelled):
        exporting.export(workspace, Wish(kind, out(tmp_path, kind)), cancelled=lambda: True)
    assert _bytes(tmp_path) == before


@EVERY
def test_progress_ends_where_the_whole_is(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    heard: list[tuple[int, int]] = []
    wish = Wish(kind, out(tmp_path, kind))
    exporting.export(workspace, wish, lambda part, whole: heard.append((part, whole)))
    assert heard[-1][0] == heard[-1][1]
    assert heard == sorted(heard)


@EVERY
def test_a_missing_folder_is_one_sentence(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    with pytest.raises(FileWriteError) as error:
        exporting.export(workspace, Wish(kind, out(tmp_path / "nowhere", kind)))
    assert "nowhere" in str(error.value) or "out" in str(error.value)


@EVERY
def test_the_journal_is_never_replaced_by_what_comes_out_of_it(
    workspace: Workspace, people: object, kind: Format
) -> None:
    before = workspace.path.read_bytes()
    with pytest.raises(FileWriteError):
        exporting.export(workspace, Wish(kind, workspace.path, overwrite=True))
    assert workspace.path.read_bytes() == before


@EVERY
def test_a_tag_leaves_out_whoever_is_left_out(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    choice = Choice(Whole.TAG, tag="#Friend")
    done = exporting.export(workspace, Wish(kind, out(tmp_path, kind), choice))
    assert done.people == 2
    choice = replace(choice, left_out=True)
    assert exporting.export(workspace, Wish(kind, out(tmp_path, kind, "b"), choice)).people == 3
    with pytest.raises(NotFoundError):
        choice = Choice(Whole.TAG, tag="nobody")
        exporting.export(workspace, Wish(kind, out(tmp_path, kind, "c"), choice))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "journal.kith" not in path.name
    }


# --- a folder of pages -----------------------------------------------------------------------


def test_pages_link_to_each_other_and_to_their_files(
    workspace: Workspace, tmp_path: Path, people: object
) -> None:
    folder = tmp_path / "vault"
    done = exporting.export(workspace, Wish(Format.MARKDOWN, folder))
    assert (done.people, done.entries, done.files) == (3, 2, 3)
    found = pages(folder)
    assert sorted(found) == [
        "People/Bo Ek.md",
        "People/Dana Okafor.md",
        "People/Rui Santos.md",
        "Timeline/2025.md",
        "Timeline/2026.md",
    ]
    dana = found["People/Dana Okafor.md"]
    front = yaml.safe_load(dana.split("---\n")[1])
    assert front["email"] == ["dana@mail.example"]
    assert front["tags"] == ["friend"]
    assert front["birthday"] == "--04-15"
    assert "![[Files/me.png]]" in dana
    assert "spouse: [[People/Rui Santos|Rui Santos]]" in dana
    assert "Together at the fair" in found["Timeline/2026.md"]
    everything = "".join(found.values())
    links = set(re.findall(r"\[\[([^]|#]+)(?:#([^]|]+))?", everything))
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for target, heading in links:
        assert target in files or f"{target}.md" in files
        if heading:
            assert f"\n## {heading}\n" in found[f"{target}.md"]
    contents = {path.read_bytes() for path in (folder / "Files").iterdir()}
    assert contents == {PNG, b"%PDF one", b"%PDF two"}


# What the pages leave out, or say in other words.
_ELSEWHERE = {
    ("import_mark", "raw"): "the raw record of a file goes out in cards",
    ("verdict", "record"): "findings are not exported",
    ("relation", "name"): "the other is in the journal, under a name of their own",
}


def test_every_word_about_someone_stands_in_the_pages(workspace: Workspace, tmp_path: Path) -> None:
    plant(workspace, tmp_path, MARKER)
    folder = tmp_path / "vault"
    exporting.export(workspace, Wish(Format.MARKDOWN, folder))
    told = " ".join("".join(pages(folder).values()).replace("\\", "").split())
    sign = {"aliases": ", "}
    missing = [
        (table, column, part)
        for table, columns in words_of(workspace.database).items()
        for column in columns
        if (table, column) not in _ELSEWHERE
        for (text,) in workspace.database.rows(
            f'SELECT "{column}" FROM {table} WHERE instr("{column}", ?)', MARKER
        )
        for part in (text.split(sign[column]) if column in sign else [text])
        if " ".join(part.split()) not in told and part.replace(" ", "-") not in told
    ]
    assert missing == []


def test_an_hour_stands_in_the_pages_with_its_zone(workspace: Workspace, tmp_path: Path) -> None:
    dana = add(workspace, "Dana Okafor")
    day = PartialDate.of(workspace.today + timedelta(days=9))
    with workspace.change("Plan") as edit:
        for title, when, minutes in (
            ("Lunch", Moment(day, time(12), "Europe/Vienna"), 90),
            ("Walk", Moment(day), None),
            ("Tea", None, None),
        ):
            edit.add(Meeting, title=title, when=when, minutes=minutes, people=(dana.id,))
    at = Moment(PartialDate.parse("2026-11-02"), time(9, 5), "America/New_York")
    with workspace.change("Log") as edit:
        edit.add(Interaction, when=at, people=(dana.id,), channel=Channel.CALL)
    folder = tmp_path / "vault"
    exporting.export(workspace, Wish(Format.MARKDOWN, folder))
    found = pages(folder)
    page = found["People/Dana Okafor.md"]
    assert f"- {day} 12:00 Europe/Vienna – Lunch (Minutes: 90)\n" in page
    assert f"- {day} – Walk\n" in page and "- Tea\n" in page
    assert "09:05 call" in found["Timeline/2026.md"]
    assert "America/New_York" in found["Timeline/2026.md"].replace("\\", "")


def test_a_folder_is_replaced_only_while_it_is_as_kith_wrote_it(
    workspace: Workspace, tmp_path: Path, people: object
) -> None:
    folder = tmp_path / "vault"
    wish = Wish(Format.MARKDOWN, folder, overwrite=True)
    exporting.export(workspace, wish)
    (folder / ".obsidian").mkdir()
    (folder / ".obsidian" / "app.json").write_text("{}")
    exporting.export(workspace, wish)
    assert (folder / ".obsidian" / "app.json").read_text() == "{}"
    page = folder / "People" / "Bo Ek.md"
    page.write_text(page.read_text("utf-8") + "mine", "utf-8")
    assert exporting.may_replace(wish)  # that is asked on the screen, where no file is read
    with pytest.raises(FileWriteError, match="1 file"):
        exporting.export(workspace, wish)
    assert page.read_text("utf-8").endswith("mine")
    page.unlink()
    (folder / "Mine.md").write_text("mine")
    assert not exporting.may_replace(wish)
    with pytest.raises(FileWriteError, match="1 file"):
        exporting.export(workspace, wish)
    (folder / "Mine.md").unlink()
    exporting.export(workspace, wish)
    assert page.exists()


def test_names_that_a_disk_gives_back_in_parts_are_kiths_all_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    add(workspace, "Åsa Lindén")
    wish = Wish(Format.MARKDOWN, tmp_path / "vault", overwrite=True)
    exporting.export(workspace, wish)
    page = tmp_path / "vault" / "People" / "Åsa Lindén.md"
    page.rename(page.with_name(unicodedata.normalize("NFD", page.name)))
    exporting.export(workspace, wish)
    assert [path.name for path in page.parent.iterdir()] == [page.name]


@pytest.mark.parametrize("holds", ["file", "foreign", "empty"])
def test_a_place_that_is_not_kiths_is_left_alone(
    workspace: Workspace, tmp_path: Path, people: object, holds: str
) -> None:
    folder = tmp_path / "vault"
    wish = Wish(Format.MARKDOWN, folder, overwrite=True)
    if holds == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
    if holds == "foreign":
        (folder / LIST).write_text('["not a list of Kith"]')
        (folder / "note.md").write_text("mine")
    if holds == "empty":
        assert exporting.export(workspace, wish).people == 3
    else:
        with pytest.raises(FileWriteError):
            exporting.export(workspace, wish)


# --- cards, tables, calendar -----------------------------------------------------------------


@pytest.mark.parametrize("version", list(Version))
def test_cards_open_elsewhere_and_bring_nothing_back(
    workspace: Workspace, tmp_path: Path, people: object, version: Version
) -> None:
    path = tmp_path / "people.vcf"
    exporting.export(workspace, Wish(Format.VCARD, path, version=version))
    cards = list(vobject.readComponents(path.read_text("utf-8")))
    assert [card.fn.value for card in cards] == ["Bo Ek", "Dana Okafor", "Rui Santos"]
    assert "PHOTO" in path.read_text("utf-8")
    plan = transfer.preview(workspace, [path])
    assert [row.action.value for row in plan.rows] == ["nothing"] * 3


@pytest.mark.parametrize("version", list(Version))
def test_namesakes_stay_two_in_another_journal(
    workspace: Workspace, tmp_path: Path, version: Version
) -> None:
    source, path = tmp_path / "in.vcf", tmp_path / "out.vcf"
    source.write_text("BEGIN:VCARD\nVERSION:4.0\nUID:1\nFN:Kim Lee\nEND:VCARD\n")
    transfer.apply(workspace, transfer.preview(workspace, [source]))
    with workspace.change("Add") as edit:
        for _twin in range(2):  # one keeps the uid of the card they came with
            edit.add(Counterpart, name="Kim Lee")
    exporting.export(workspace, Wish(Format.VCARD, path, version=version))
    other = Workspace.open(tmp_path / "other.kith", workspace.clock, create=True)
    transfer.apply(other, transfer.preview(other, [path]))
    assert [person.name for person in other.people()] == ["Kim Lee"] * 3
    other.close()


def test_what_cards_brought_goes_out_with_them_again(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "in.vcf"
    source.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Ann Bee\nN:Bee;Ann;;;\nX-OWN:kept\nEMAIL:a@b.example\n"
        "ANNIVERSARY:2015-06-01\nEND:VCARD\n"
    )
    transfer.apply(workspace, transfer.preview(workspace, [source]))
    path = tmp_path / "out.vcf"
    exporting.export(workspace, Wish(Format.VCARD, path))
    lines = path.read_text().splitlines()
    assert {"UID:1", "N:Bee;Ann;;;", "X-OWN:kept", "EMAIL:a@b.example"} <= set(lines)
    plan = transfer.preview(workspace, [path])
    assert [row.action.value for row in plan.rows] == ["nothing"]


def test_tables_bring_nothing_back(workspace: Workspace, tmp_path: Path, people: object) -> None:
    done = exporting.export(workspace, Wish(Format.CSV, tmp_path / "people.csv"))
    assert [path.name for path in done.paths] == ["people.csv", "people entries.csv"]
    plan = transfer.preview(workspace, [done.paths[0]])
    assert [row.action.value for row in plan.rows] == ["nothing"] * 3


def test_neither_table_is_written_when_one_cannot_be(
    workspace: Workspace, tmp_path: Path, people: object
) -> None:
    (tmp_path / "people entries.csv").write_text("mine")
    with pytest.raises(FileWriteError):
        exporting.export(workspace, Wish(Format.CSV, tmp_path / "people.csv"))
    assert not (tmp_path / "people.csv").exists()
    assert (tmp_path / "people entries.csv").read_text() == "mine"


def _plan(workspace: Workspace, person: Counterpart) -> None:
    def promise(text: str, due: PartialDate | None, **values: Any) -> None:
        edit.add(Promise, counterpart_id=person.id, by=Side.ME, text=text, due=due, **values)

    with workspace.change("Plan") as edit:
        for title, when in (
            ("Lunch", Moment(PartialDate(2026, 12, 1), time(12), "Europe/Stockholm")),
            ("Held long ago", Moment(PartialDate(2026, 1, 1))),
            ("Some day", None),
        ):
            edit.add(
                Meeting, title=title, when=when, people=(person.id,), note="secret", place="Café"
            )
        edit.add(
            Meeting,
            title="Called off",
            when=Moment(PartialDate(2026, 12, 2)),
            people=(person.id,),
            state=MeetingState.CANCELLED,
        )
        promise("Send the draft", PartialDate(2026, 12, 24))
        promise("Some time", PartialDate(2026, 12))
        promise("Kept", PartialDate(2026, 12, 24), state=PromiseState.KEPT)
        edit.set(person, rhythm=Rhythm.MONTHLY)


def _events(path: Path) -> dict[str, Any]:
    calendar = library.Calendar.from_ical(path.read_bytes())
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_shows_what_lies_ahead(
    workspace: Workspace, tmp_path: Path, people: tuple[Counterpart, ...]
) -> None:
    _plan(workspace, people[0])
    path = tmp_path / "out.ics"
    done = exporting.export(workspace, Wish(Format.ICAL, path))
    found = _events(path)
    assert {title: event["DTSTART"].dt for title, event in found.items()} == {
        "Lunch (Dana Okafor)": found["Lunch (Dana Okafor)"]["DTSTART"].dt,
        "You promised Dana Okafor: Send the draft": date(2026, 12, 24),
        "Birthday: Dana Okafor": date(2026, 4, 15),
        "Wedding: Rui Santos": date(2015, 6, 1),
        "Keep in touch: Dana Okafor": date(2026, 12, 17),
    }
    assert done.events == 5
    assert done.remarks == (
        "2 meetings, promises and days have no exact day and are not in the calendar.",
    )
    assert "secret" not in path.read_text("utf-8")
    exporting.export(workspace, Wish(Format.ICAL, path, notes=True, overwrite=True))
    assert str(_events(path)["Lunch (Dana Okafor)"]["DESCRIPTION"]) == "secret"


def test_a_calendar_keeps_its_marks_and_brings_nothing_back(
    workspace: Workspace, tmp_path: Path, people: tuple[Counterpart, ...]
) -> None:
    _plan(workspace, people[0])
    paths = [tmp_path / "a.ics", tmp_path / "b.ics"]
    for path in paths:
        exporting.export(workspace, Wish(Format.ICAL, path))
    first, second = ({str(e["UID"]) for e in _events(path).values()} for path in paths)
    assert first == second
    plan = transfer.preview(workspace, paths[:1])
    assert {row.action.value for row in plan.rows} == {"nothing"}


def test_a_calendar_says_nothing_of_days_of_people_who_are_left_out(
    workspace: Workspace, tmp_path: Path, people: tuple[Counterpart, ...]
) -> None:
    with workspace.change("Birthday") as edit:
        edit.set(people[2], birthday=PartialDate(1980, 1, 2))
    exporting.export(workspace, Wish(Format.ICAL, tmp_path / "out.ics"))
    assert not any("Bo Ek" in title for title in _events(tmp_path / "out.ics"))


@pytest.mark.parametrize("no_contact", [False, True])
@pytest.mark.parametrize("attention", list(Attention))
def test_a_calendar_brings_up_the_promises_that_today_does(
    workspace: Workspace, tmp_path: Path, attention: Attention, no_contact: bool
) -> None:
    with workspace.change("Promise") as edit:
        person = edit.add(Counterpart, name="Bo Ek", attention=attention, no_contact=no_contact)
        due = PartialDate(2026, 12, 24)
        edit.add(Promise, counterpart_id=person.id, by=Side.ME, text="Send it", due=due)
    exporting.export(workspace, Wish(Format.ICAL, tmp_path / "out.ics"))
    shown = "You promised Bo Ek: Send it" in _events(tmp_path / "out.ics")
    day = today(workspace)
    assert shown is bool(day.promises) is (day.promises_in_all == 1) is person.is_reminded_of
    assert shown is (not no_contact and attention in (Attention.KEEP, Attention.UNSORTED))


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        (Format.VCARD, lambda path: "FN:Rui Santos" in path.read_text("utf-8")),
        (Format.CSV, lambda path: '"Rui Santos","' in path.read_text("utf-8")),
        (Format.MARKDOWN, lambda path: (path / "People" / "Rui Santos.md").exists()),
    ],
)
def test_one_person_comes_alone(
    workspace: Workspace,
    tmp_path: Path,
    people: tuple[Counterpart, ...],
    kind: Format,
    holds: Callable[[Path], bool],
) -> None:
    choice = Choice(Whole.PERSON, person=people[2].id)  # even one who is left out
    done: Done = exporting.export(workspace, Wish(kind, out(tmp_path, kind), choice))
    assert (done.people, done.entries) == (1, 0)
    assert not holds(done.paths[0])
    whole = exporting.export(workspace, Wish(kind, out(tmp_path, kind, "whole")))
    assert holds(whole.paths[0])


# --- journals and places that are not as usual -----------------------------------------------


@EVERY
def test_a_journal_that_can_only_be_read_goes_out_as_well(
    workspace: Workspace, tmp_path: Path, people: object, kind: Format
) -> None:
    still = Workspace.open(workspace.path, workspace.clock, read_only=True)
    assert exporting.export(still, Wish(kind, out(tmp_path, kind))).people == 3
    still.close()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.model.errors import FileWriteError
from app.services.giving_out.files import write_files, write_folder

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
folder = Path(sys.argv[1])
large = [b"x" * 1024] * 16
for write in (
    lambda: write_files([(folder / "small", lambda: [b"x"]), (folder / "large", lambda: large)],
                        overwrite=True),
    lambda: write_folder(folder / "vault", [("a", b"x"), ("b/c", b"".join(large))], overwrite=True),
):
    try:
        write()
    except FileWriteError as error:
        print(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_is_one_sentence_and_nothing_is_left(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "small").write_text("mine")
    run = [sys.executable, "-c", FULL_DISK, str(folder)]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert len(told) == 2
    assert all("was not saved: File too large." in line for line in told)
    assert [path.name for path in folder.iterdir()] == ["small"]
    assert (folder / "small").read_text() == "mine"


@pytest.mark.parametrize("version", list(Version))
def test_two_whose_cards_came_under_one_name_are_two_cards_again(
    workspace: Workspace, tmp_path: Path, version: Version
) -> None:
    path = tmp_path / "in.vcf"
    card = "BEGIN:VCARD\nVERSION:4.0\nUID:same\nFN:{name}\nEND:VCARD\n"
    path.write_text("".join(card.format(name=name) for name in ("Ann Berg", "Ben Oak")), "utf-8")
    transfer.apply(workspace, transfer.preview(workspace, [path]))
    out = tmp_path / "out.vcf"
    exporting.export(workspace, Wish(Format.VCARD, out, version=version))
    uids = [line for line in out.read_text("utf-8").splitlines() if line.startswith("UID")]
    assert len(set(uids)) == 2
    assert "UID:same" in uids
