"""Importing tables into a real journal: twice, undone, and with columns the user explains."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.model.errors import Cancelled, FileReadError
from app.model.imports import Fate, ImportReport
from app.model.people import (
    Attention,
    ContactPoint,
    Counterpart,
    Kind,
    Organisation,
    PointKind,
)
from app.model.values import FixedClock
from app.services import export as exporting
from app.services import transfer
from app.services.export import Wish
from app.services.taking_in.tables import Field, What, column_as, unused_columns
from app.services.transfer import Format, ImportOptions, preview, sniff
from app.services.workspace import Workspace
from tests.app.services.planting import traces

FILES = Path(__file__).parents[2] / "files" / "contact_tables"
CLUB = "Who;Place of work;Reach\nAino Järvinen;Pohjola;aino@pohjola.example\n;;\n"


@pytest.fixture
def club(tmp_path: Path) -> Path:
    path = tmp_path / "club.csv"
    path.write_text(CLUB, encoding="utf-8")
    return path


def run(workspace: Workspace, *paths: Path, options: ImportOptions | None = None) -> ImportReport:
    return transfer.apply(workspace, preview(workspace, paths, options))


def fates(report: ImportReport) -> list[str]:
    return [record.fate.value for record in report.records]


def state(workspace: Workspace) -> list[object]:
    kinds = (Counterpart, ContactPoint, Organisation)
    return [row for kind in kinds for row in workspace.find(kind)]


def explained(workspace: Workspace, path: Path) -> ImportOptions:
    """The columns of the club's table as its user explains them."""
    (seen,) = preview(workspace, [path]).tables
    mapping = seen.table.mapping.with_column(1, column_as(seen.table, 1, What.ORGANISATION))
    return ImportOptions(mappings={seen.table.key: mapping})


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_table_goes_in_once_and_comes_out_with_one_undo(workspace: Workspace, file: Path) -> None:
    before = state(workspace)
    first = run(workspace, file)
    assert first.count(Fate.ADDED) > 0
    after = state(workspace)
    second = run(workspace, file)
    assert second.count(Fate.ADDED) + second.count(Fate.MERGED) == 0
    assert len(second.records) == len(first.records)
    assert state(workspace) == after
    workspace.undo()
    assert state(workspace) == before


def test_every_row_of_a_linkedin_file_is_accounted_for(workspace: Workspace) -> None:
    report = run(workspace, FILES / "linkedin.csv")
    assert fates(report) == ["added", "added", "failed", "skipped", "added"]
    assert report.records[3].why == "2 empty rows."


def test_a_changed_row_brings_what_is_new_and_keeps_what_was_written(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "Connections.csv"
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    path.write_text(f"{head}Ann,Lee,https://l.example/in/a,,Fjord,Partner,15 Mar 2024\n")
    run(workspace, path)
    with workspace.change("Note") as edit:
        edit.set(workspace.person_named("Ann Lee"), role="Captain")
    path.write_text(f"{head}Ann,Lee,https://l.example/in/a,ann@l.example,Vela,Owner,15 Mar 2024\n")
    report = run(workspace, path)
    ann = workspace.person_named("Ann Lee")
    assert fates(report) == ["merged"]
    assert ann.role == "Captain"
    assert {point.value for point in workspace.find(ContactPoint)} == {
        *("https://l.example/in/a", "ann@l.example"),
    }


def test_a_table_and_an_address_book_meet_in_one_person(
    workspace: Workspace, club: Path, tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:A. Järvinen\nEMAIL:aino@pohjola.example\nEND:VCARD\n"
    )
    report = run(workspace, cards, club)
    assert fates(report) == ["added", "merged", "skipped"]


def test_what_columns_mean_is_guessed_said_and_remembered(workspace: Workspace, club: Path) -> None:
    (guessed,) = preview(workspace, [club]).tables
    assert guessed.table.mapping.columns == (Field(What.NAME), Field(), Field(What.EMAIL))
    assert (guessed.sure, guessed.chosen) == (False, False)
    run(workspace, club, options=explained(workspace, club))
    aino = workspace.person_named("Aino Järvinen")
    assert workspace.get(Organisation, aino.organisation_id or 0).name == "Pohjola"
    (kept,) = preview(workspace, [club]).tables
    assert kept.table.mapping.columns[1] == Field(What.ORGANISATION)
    assert (kept.sure, kept.chosen) == (True, False)


def test_looking_remembers_nothing(workspace: Workspace, club: Path) -> None:
    preview(workspace, [club], explained(workspace, club))
    (seen,) = preview(workspace, [club]).tables
    assert seen.table.mapping.columns[1] == Field()


def test_a_cancelled_import_remembers_nothing(workspace: Workspace, club: Path) -> None:
    plan = preview(workspace, [club], explained(workspace, club))
    with pytest.raises(Cancelled):
        transfer.apply(workspace, plan, cancelled=lambda: True)
    (seen,) = preview(workspace, [club]).tables
    assert not seen.sure
    assert state(workspace) == []


def test_what_was_explained_holds_for_another_file_with_these_columns(
    workspace: Workspace, club: Path, tmp_path: Path
) -> None:
    run(workspace, club, options=explained(workspace, club))
    other = tmp_path / "other.csv"
    other.write_text("WHO,Place of work,reach\nRui Santos,Vela,rui@vela.example\n")
    run(workspace, other)
    rui = workspace.person_named("Rui Santos")
    assert workspace.get(Organisation, rui.organisation_id or 0).name == "Vela"


def test_the_maker_of_a_table_is_known_and_nobody_has_to_be_asked(workspace: Workspace) -> None:
    tables = preview(workspace, [FILES / "linkedin.csv", FILES / "thunderbird.csv"]).tables
    assert [(one.file, one.table.kind.value, one.sure) for one in tables] == [
        ("linkedin.csv", "LinkedIn", True),
        ("thunderbird.csv", "Thunderbird", True),
    ]


def test_a_table_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text("First Name,Last Name,Email\nAnn,Lee,ann@lee.example\n")
    assert sniff(path) is Format.TABLE


def test_a_file_can_be_said_to_be_a_table(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Ann Lee;1\nBob Ray;2\n")
    with pytest.raises(FileReadError):
        sniff(path)
    report = run(workspace, path, options=ImportOptions(read_as="table"))
    assert [person.name for person in workspace.people()] == ["Ann Lee", "Bob Ray"]
    assert fates(report) == ["added", "added"]


def test_what_has_no_columns_is_refused_with_advice(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "nothing.csv"
    path.write_text(",\n,\n")
    with pytest.raises(FileReadError) as caught:
        preview(workspace, [path], ImportOptions(read_as="table"))
    assert caught.value.text == "“nothing.csv” has no columns."
    assert caught.value.advice


def packed(path: Path, **members: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_linkedin_archive_is_read_where_it_lies(workspace: Workspace, tmp_path: Path) -> None:
    folder = "Complete_LinkedInDataExport_01-31-2024"
    path = packed(
        tmp_path / f"{folder}.zip",
        **{
            f"{folder}/Connections.csv": (FILES / "linkedin.csv").read_bytes(),
            f"{folder}/Skills.csv": "Name\nSailing\nSewing\n",
            f"{folder}/Positions.csv": "Company Name,Title\nFjord AB,Partner\n",
            f"{folder}/Rich Media.txt": "nothing of interest",
        },
    )
    plan = preview(workspace, [path])
    assert {row.file for row in plan.rows} == {"Connections.csv"}
    assert plan.count(Fate.ADDED) == 3
    assert not list(tmp_path.glob("**/Connections.csv"))


def test_an_archive_of_one_table_and_one_address_book(workspace: Workspace, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Ek\nEND:VCARD\n"
    path = packed(tmp_path / "all.zip", **{"club.csv": CLUB, "a/b.vcf": card})
    report = run(workspace, path)
    assert sorted(person.name for person in workspace.people()) == ["Aino Järvinen", "Bo Ek"]
    assert {record.file for record in report.records} == {"club.csv", "b.vcf"}


def test_an_archive_that_leads_out_of_its_folder_writes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = packed(inner / "bad.zip", **{"../../club.csv": CLUB})
    run(workspace, path)
    assert [one.name for one in inner.iterdir()] == ["bad.zip"]
    assert not (tmp_path / "club.csv").exists()


def test_an_archive_that_swells_beyond_200_mb_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("people.csv", "w", force_zip64=True) as member,
    ):
        member.write(b"Name,Email\n")
        for _block in range(201):
            member.write(bytes(1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(FileReadError):
        preview(workspace, [path])


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_damaged_archive_is_refused(workspace: Workspace, tmp_path: Path, share: float) -> None:
    path = packed(tmp_path / "cut.zip", **{"club.csv": CLUB * 20})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FileReadError):
        preview(workspace, [path])


def test_an_archive_without_anything_to_take_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", **{"letter.txt": "Dear Ann"})
    with pytest.raises(FileReadError) as caught:
        transfer.files_in(path)
    assert caught.value.text == "“x.zip” is none of the kinds of file Kith reads."


def test_of_several_files_a_table_without_columns_is_reported(
    workspace: Workspace, club: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text(",\n,\n")
    report = run(workspace, club, empty, options=ImportOptions(read_as="table"))
    assert [(r.file, r.fate.value) for r in report.records][-1] == ("empty.csv", "failed")


def exported(workspace: Workspace, path: Path) -> Path:
    exporting.export(workspace, Wish(exporting.Format.CSV, path, overwrite=True))
    return path


OWN = "Name,Company,Email,Notes,Kind,Known since,How you met,Days between contacts,Kept up with"
ROW = "Ann Lee,Fjord,ann@l.example,Tea,client,2019-05,At the fair,30,address"


@pytest.fixture
def two_sources(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Someone whom two files tell of, so that the note is of two parts."""
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("Name,Email,Notes\nAnn Lee,ann@l.example,Drinks tea\n")
    other.write_text("Name,Email,Phone,Notes\nAnn Lee,ann@l.example,+46 70 1,Sails\n")
    run(workspace, one)
    run(workspace, other)
    return workspace


def test_kiths_own_table_adds_nothing_to_the_journal_it_came_from(
    two_sources: Workspace, tmp_path: Path
) -> None:
    for _turn in range(3):
        before = state(two_sources)
        report = run(two_sources, exported(two_sources, tmp_path / "own.csv"))
        assert fates(report) == ["skipped"]
        assert state(two_sources) == before


def test_an_older_table_of_kiths_own_brings_no_paragraph_again(
    two_sources: Workspace, tmp_path: Path
) -> None:
    path = exported(two_sources, tmp_path / "own.csv")
    ann = two_sources.person_named("Ann Lee")
    with two_sources.change("Edit") as edit:
        edit.set(ann, name="Ann Berg", note="Drinks tea, no milk")
    run(two_sources, path)
    assert two_sources.get(Counterpart, ann.id).note == "Drinks tea, no milk"
    assert two_sources.count(Counterpart) == 1


def test_what_only_kith_writes_comes_back_into_another_journal(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    uid = "01a22d91-ce1d-7e6c-8977-f711b6b49608"
    path.write_text(f"{OWN},Kith id\n{ROW},{uid}\n{ROW.replace('Ann Lee', 'Bo Lee')},{uid}\n")
    plan = preview(workspace, [path])
    assert unused_columns(plan.tables[0].table) == ()
    assert [row.key for row in plan.rows] == [f"table:kith:{uid}", plan.rows[1].key]
    run(workspace, path)
    ann = workspace.person_named("Ann Lee")
    assert (ann.kind, ann.attention, str(ann.since)) == (Kind.CLIENT, Attention.ADDRESS, "2019-05")
    assert (ann.how_met, ann.rhythm_days) == ("At the fair", 30)
    assert fates(run(workspace, path)) == ["skipped", "skipped"]


def test_namesakes_of_kiths_own_table_stay_two_in_another_journal(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    first, second = (f"01a22d91-ce1d-7e6c-8977-f711b6b4960{end}" for end in "89")
    path.write_text(f"{OWN},Kith id\n{ROW},{first}\n{ROW},{second}\n{ROW},{second}\n")
    assert fates(run(workspace, path)) == ["added", "added", "skipped"]
    assert workspace.count(Counterpart) == 2
    assert fates(run(workspace, path)) == ["skipped", "skipped", "skipped"]
    assert workspace.count(Counterpart) == 2
    # Of two journals, each may hold the same person under an id of its own.
    files = []
    for end in "ab":
        files.append(tmp_path / f"{end}.csv")
        row = ROW.replace("Ann", "Cai").replace("ann@", "cai@")
        files[-1].write_text(f"{OWN},Kith id\n{row},01a22d91-ce1d-7e6c-8977-f711b6b4960{end}\n")
    assert fates(transfer.apply(workspace, preview(workspace, files))) == ["added", "skipped"]
    assert workspace.count(Counterpart) == 3


def test_a_kind_is_added_where_there_was_none_and_never_replaced(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Ann Lee")
        edit.add(Counterpart, name="Bo Lee", kind=Kind.FRIEND)
    path = tmp_path / "own.csv"
    path.write_text(f"{OWN},Kith id\nAnn Lee,,,,client,,,,\nBo Lee,,,,client,,,,\n")
    report = run(workspace, path)
    assert report.records[0].why == "Same name; it adds the kind."
    kinds = [workspace.person_named(name).kind for name in ("Ann Lee", "Bo Lee")]
    assert kinds == [Kind.CLIENT, Kind.FRIEND]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Client,2019-05,At the fair,30,Keep", (Kind.CLIENT, "2019-05", 30, Attention.KEEP)),
        ("buyer,--05-20,,0,maybe", (Kind.OTHER, "None", None, Attention.UNSORTED)),
        (",soon,,99999,", (Kind.OTHER, "None", None, Attention.UNSORTED)),
        (",2019-13,,x,", (Kind.OTHER, "None", None, Attention.UNSORTED)),
    ],
)
def test_what_cannot_be_understood_in_kiths_own_columns_stays_unsaid(
    workspace: Workspace, tmp_path: Path, said: str, meant: tuple[object, ...]
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"{OWN},Kith id\nAnn Lee,,,,{said},not-an-id\n")
    run(workspace, path)
    ann = workspace.person_named("Ann Lee")
    assert (ann.kind, str(ann.since), ann.rhythm_days, ann.attention) == meant


def test_a_column_that_is_left_out_leaves_no_trace(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Who;Reach;Turnover\nAda;ada@x.example;12500.00\n", encoding="utf-8")
    (seen,) = preview(workspace, [path]).tables
    assert seen.table.mapping.columns[2] == Field()
    run(workspace, path)
    assert workspace.person_named("Ada").name == "Ada"
    path.unlink()
    assert traces(workspace.path.parent, "ada@x.example")
    assert traces(workspace.path.parent, "12500") == []


def test_kiths_own_table_read_back_as_it_is_changes_nobody(
    workspace: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    ways = (
        (PointKind.PHONE, "+1 555 010 2000;ext=102", "work"),
        (PointKind.PHONE, "+1 555 010 2001; ask for Dana", "work"),
        (PointKind.ADDRESS, "Street 1 ::: Town,", ""),
        (PointKind.URL, "https://x.example/a?b=1,2;c", "home page"),
    )
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor", note="a ::: b", role="Head ::: chair")
        for kind, value, label in ways:
            edit.add(ContactPoint, counterpart_id=dana.id, kind=kind, value=value, label=label)
        edit.tag(dana, "friends, old", "x;y", "one; two\\", "*star")

    def told(one: Workspace) -> tuple[object, ...]:
        (person,) = (one.get(Counterpart, each.id) for each in one.names())
        points = {(p.kind, p.value) for p in one.find(ContactPoint)}
        return person.name, person.role, person.note, points, set(one.tags_of(person))

    before, path = told(workspace), exported(workspace, tmp_path / "own.csv")
    assert fates(run(workspace, path)) == ["skipped"]
    assert told(workspace) == before
    other = Workspace.open(tmp_path / "other.kith", clock, create=True)
    run(other, path)
    assert told(other) == before
    other.close()


def test_an_extension_stays_with_its_number_in_any_table(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text('Name,Phone\nAnn Lee,"+1 555 010 2000;ext=102; +1 555 010 3000 ;EXT=7"\n')
    run(workspace, path)
    assert [point.value for point in workspace.find(ContactPoint)] == [
        *("+1 555 010 2000;ext=102", "+1 555 010 3000 ;EXT=7"),
    ]
