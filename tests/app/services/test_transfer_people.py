"""Importing address books into a real journal: who is added, who is merged, who is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.belongings import Attachment, AttachmentRole, Relation, SpecialDate
from app.model.errors import Cancelled, FileReadError, InputError
from app.model.imports import Fate, ImportReport
from app.model.people import ContactPoint, Counterpart, Organisation, PointKind
from app.model.values import PartialDate
from app.services import transfer
from app.services.transfer import Format, apply, preview, sniff
from app.services.workspace import Workspace

FILES = Path(__file__).parents[2] / "files"


def card(*lines: str, name: str = "", uid: str = "") -> str:
    head = ["BEGIN:VCARD", "VERSION:3.0"]
    head += [f"FN:{name}"] if name else []
    head += [f"UID:{uid}"] if uid else []
    return "\r\n".join([*head, *lines, "END:VCARD", ""])


@pytest.fixture
def book(tmp_path: Path):
    def write(*cards: str, file: str = "people.vcf") -> Path:
        path = tmp_path / file
        path.write_bytes("".join(cards).encode())
        return path

    return write


def run(workspace: Workspace, *paths: Path) -> ImportReport:
    return transfer.apply(workspace, preview(workspace, paths))


def fates(report: ImportReport) -> list[str]:
    return [record.fate.value for record in report.records]


def add(workspace: Workspace, name: str, email: str = "", phone: str = "", **values: object):
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name, **values)
        for kind, value in ((PointKind.EMAIL, email), (PointKind.PHONE, phone)):
            if value:
                edit.add(ContactPoint, counterpart_id=person.id, kind=kind, value=value)
    return person


def values_of(workspace: Workspace, person: Counterpart) -> list[str]:
    return [point.value for point in workspace.find(ContactPoint, counterpart_id=person.id)]


def test_a_card_becomes_a_person_with_all_it_says(workspace: Workspace, book) -> None:
    path = book(
        card(
            "ORG:Fjord AB;Design",
            "TITLE:Partner",
            "BDAY:--0412",
            "NICKNAME:Asa",
            "EMAIL;TYPE=WORK,PREF:asa@fjord.example",
            "TEL;TYPE=CELL:+46 70 555 01 02",
            "CATEGORIES:sailing",
            "NOTE:Met at the regatta",
            name="Åsa Lindqvist",
            uid="1",
        )
    )
    report = run(workspace, path)
    (person,) = workspace.people()
    assert fates(report) == ["added"]
    assert report.records[0].uid == person.uid
    assert (person.name, person.aliases, person.role) == ("Åsa Lindqvist", "Asa", "Partner, Design")
    assert workspace.get(Organisation, person.organisation_id or 0).name == "Fjord AB"
    assert person.birthday == PartialDate(None, 4, 12)
    assert person.note == "Met at the regatta"
    assert workspace.tags_of(person) == ["sailing"]
    mail, phone = workspace.find(ContactPoint, counterpart_id=person.id)
    assert (mail.value, mail.label, mail.preferred) == ("asa@fjord.example", "work", True)
    assert (phone.kind, phone.label) == (PointKind.PHONE, "mobile")


def test_a_second_run_adds_nothing_and_leaves_no_step(workspace: Workspace, book) -> None:
    path = book(card("TEL:1234567", name="With Uid", uid="1"), card("TEL:7654321", name="Without"))
    assert fates(run(workspace, path)) == ["added", "added"]
    steps = len(workspace.history())
    again = run(workspace, path)
    assert fates(again) == ["skipped", "skipped"]
    assert {record.why for record in again.records} == {"It is already here."}
    assert len(workspace.people()) == 2
    assert len(workspace.history()) == steps


def test_one_undo_takes_an_import_back_and_it_can_be_run_again(workspace: Workspace, book) -> None:
    path = book(card("ORG:New Firm", "CATEGORIES:new", name="One"), card(name="Two"))
    run(workspace, path)
    assert workspace.can_undo() == "Import people.vcf"
    workspace.undo()
    assert workspace.people() == []
    assert workspace.find(Organisation) == []
    assert fates(run(workspace, path)) == ["added", "added"]


def test_the_same_address_merges_and_adds_only_what_is_missing(workspace: Workspace, book) -> None:
    old = add(workspace, "Bob Smith", "BOB@example.org", role="Chair", note="My own words")
    path = book(
        card(
            "EMAIL:bob@example.org",
            "EMAIL:bob@home.example",
            "TITLE:Nobody",
            "BDAY:1970-01-02",
            "NOTE:From the file",
            name="Robert Smith",
        )
    )
    report = run(workspace, path)
    person = workspace.get(Counterpart, old.id)
    assert fates(report) == ["merged"]
    assert report.records[0].target == "Bob Smith"
    assert report.records[0].why == (
        "Same e-mail address; it adds an e-mail address, another name, the birthday, a note. "
        "The file says role “Nobody”; the journal keeps “Chair”."
    )
    assert (person.name, person.aliases, person.role) == ("Bob Smith", "Robert Smith", "Chair")
    assert person.birthday == PartialDate(1970, 1, 2)
    assert person.note == "My own words\n\nFrom the file"
    assert values_of(workspace, person) == ["BOB@example.org", "bob@home.example"]
    assert fates(run(workspace, path)) == ["skipped"]


def test_what_is_not_followed_is_said(workspace: Workspace, book) -> None:
    first = card("EMAIL:mia@mail.example", "ORG:Fjord AB", "TITLE:Partner", name="Mia Berg")
    run(workspace, book(first))
    other = ("EMAIL:mia@mail.example", "ORG:Totally Other Ltd", "TITLE:Owner")
    firm, role = (
        "The file says organisation “Totally Other Ltd”; the journal keeps “Fjord AB”.",
        "The file says role “Owner”; the journal keeps “Partner”.",
    )
    (row,) = preview(workspace, [book(card(*other, name="Mia Berg"))]).rows
    assert row.why == f"It is already here: same e-mail address. {firm} {role}"
    (row,) = preview(workspace, [book(card(*other, "NOTE:Sails", name="Mia Berg"))]).rows
    assert row.why == f"Same e-mail address; it adds a note. {firm} {role}"
    same = card("EMAIL:mia@mail.example", "ORG:fjord ab", "X-MOOD:calm", name="Mia Berg")
    (row,) = preview(workspace, [book(same)]).rows
    assert row.why.endswith("same e-mail address, and nothing new but how it is written.")


def test_what_the_file_says_is_taken_where_the_user_says_so(workspace: Workspace, book) -> None:
    first = card("EMAIL:mia@mail.example", "ORG:Fjord AB", "TITLE:Partner", name="Mia Berg")
    run(workspace, book(first))
    (mia,) = workspace.people()
    other = ("EMAIL:mia@mail.example", "ORG:Vela Oy", "TITLE:Owner")
    path = book(card(*other, name="Mia Berg"))
    plan = preview(workspace, [path])
    (row,) = plan.rows
    assert row.as_file is not None
    assert row.as_file.why == "Same e-mail address; it changes the organisation and the role."
    plan = plan.put(row.as_file)
    assert plan.count(Fate.MERGED) == 1
    report = apply(workspace, plan)
    assert fates(report) == ["merged"]

    def stands() -> tuple[str, str]:
        person = workspace.get(Counterpart, mia.id)
        assert person.organisation_id is not None
        return workspace.get(Organisation, person.organisation_id).name, person.role

    assert stands() == ("Vela Oy", "Owner")
    assert fates(run(workspace, path)) == ["skipped"]  # and there is nothing to ask any more
    (row,) = preview(workspace, [path]).rows
    assert row.as_file is None
    workspace.undo()
    assert stands() == ("Fjord AB", "Partner")


def test_what_differs_from_one_person_is_not_written_to_another(workspace: Workspace, book) -> None:
    run(workspace, book(card("EMAIL:mia@mail.example", "TITLE:Partner", name="Mia Berg")))
    other = add(workspace, "Ivo Marin", "ivo@mail.example", role="Chair")
    path = book(card("EMAIL:mia@mail.example", "TITLE:Owner", name="Mia Berg"))
    plan = preview(workspace, [path])
    assert plan.rows[0].as_file is not None
    plan = plan.put(plan.rows[0].as_file).decide(0, Fate.MERGED, other.id)
    assert plan.rows[0].as_file is None
    apply(workspace, plan)
    assert {person.role for person in workspace.people()} == {"Partner", "Chair"}


def test_of_another_table_too_what_is_not_followed_is_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    linkedin, google = tmp_path / "Connections.csv", tmp_path / "google.csv"
    linkedin.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Mia,Berg,https://www.linkedin.com/in/mia,mia@mail.example,Fjord AB,Partner,01 Jan 2020\n"
    )
    run(workspace, linkedin)
    for company, said in (
        ("Fjord AB", ""),
        ("Vela Oy", "The file says organisation “Vela Oy”; the journal keeps “Fjord AB”."),
        ("Third", "The file says organisation “Third”; the journal keeps “Fjord AB”."),
    ):
        google.write_text(
            "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value\n"
            f"Mia,Berg,{company},Work,mia@mail.example\n"
        )
        (row,) = preview(workspace, [google]).rows
        assert said in row.why
        assert bool(said) is ("The file says" in row.why)
        run(workspace, google)


def test_the_same_number_merges_with_or_without_its_country(workspace: Workspace, book) -> None:
    add(workspace, "Åsa Lindqvist", phone="+46 70-555 01 02")
    report = run(workspace, book(card("TEL:070 555 01 02", "TITLE:Partner", name="Asa L")))
    assert fates(report) == ["merged"]
    assert report.records[0].target == "Åsa Lindqvist"


def test_a_shared_switchboard_does_not_make_two_colleagues_one(workspace: Workspace, book) -> None:
    add(workspace, "Åsa Lindqvist", phone="+46 8 555 01 00")
    report = run(workspace, book(card("TEL:+46 8 555 01 00", name="Nils Berg")))
    assert fates(report) == ["added"]


def test_a_shared_mailbox_does_not_make_two_colleagues_one(workspace: Workspace, book) -> None:
    path = book(
        card("EMAIL:office@fjord.example", name="Åsa Lindqvist"),
        card("EMAIL:office@fjord.example", name="Nils Berg"),
        card("EMAIL:office@fjord.example", "TEL:1234567", name="A. Lindqvist"),
    )
    assert fates(run(workspace, path)) == ["added", "added", "merged"]
    assert fates(run(workspace, path)) == ["skipped", "skipped", "skipped"]


def test_a_personal_address_merges_under_any_name(workspace: Workspace, book) -> None:
    add(workspace, "Liz Taylor", "liz@example.org")
    path = book(card("EMAIL:liz@example.org", name="Elizabeth Burton"))
    assert fates(run(workspace, path)) == ["merged"]


def test_a_nickname_alone_does_not_merge(workspace: Workspace, book) -> None:
    add(workspace, "Michael Smith", aliases="Mike")
    assert fates(run(workspace, book(card(name="Mike")))) == ["added"]


def test_the_users_own_card_is_left_out(workspace: Workspace, book) -> None:
    workspace.set_setting("my_addresses", "me@example.org")
    workspace.set_setting("my_name", "Ida Maria Ek")
    path = book(card("EMAIL:Me@example.org", name="Ida"), card("TEL:1", name="Ek Ida Maria"))
    report = run(workspace, path)
    assert {record.why for record in report.records} == {"It is your own card."}


@pytest.mark.parametrize(
    ("held", "read"),
    [
        ("Åsa Lindqvist", "ASA LINDQVIST"),
        ("Łukasz Żak", "lukasz zak"),
        ("Adaeze Okafor", "Okafor, Adaeze"),
        ("Eleanor Marsh", "Dr. Eleanor Marsh"),
        ("王小明", "王小明"),
        ("ياسمين حداد", "ياسمين حداد"),
    ],
)
def test_the_same_name_merges(workspace: Workspace, book, held: str, read: str) -> None:
    add(workspace, held)
    report = run(workspace, book(card("TITLE:Found", name=read.replace(",", "\\,"))))
    assert fates(report) == ["merged"]
    assert len(workspace.people()) == 1


def test_two_people_of_one_name_are_left_to_the_user(workspace: Workspace, book) -> None:
    first = add(workspace, "Anna Berg", "anna@one.example")
    second = add(workspace, "Anna Berg", "anna@two.example")
    path = book(card("TITLE:Which", name="Anna Berg"))
    plan = preview(workspace, [path])
    assert plan.rows[0].fate is Fate.SKIPPED
    assert plan.rows[0].why == "2 people are called Anna Berg; nobody can tell which is meant."
    assert set(plan.rows[0].candidates) == {first.id, second.id}
    report = transfer.apply(workspace, plan.decide(0, Fate.MERGED, second.id))
    assert fates(report) == ["merged"]
    assert workspace.get(Counterpart, second.id).role == "Which"
    assert workspace.get(Counterpart, first.id).role == ""


def firm(workspace: Workspace, name: str) -> int:
    with workspace.change("Add") as edit:
        return edit.organisation(name).id


@pytest.mark.parametrize("other", ["", "Harbour Labs"])
def test_the_organisation_decides_between_two_of_one_name(
    workspace: Workspace, book, other: str
) -> None:
    bank = add(workspace, "Thomas Meyer", organisation_id=firm(workspace, "Bank Nord AG"))
    add(workspace, "Thomas Meyer", organisation_id=firm(workspace, other) if other else None)
    path = book(card("ORG:Bank Nord", "TITLE:Head of Credit", name="Thomas Meyer"))
    (row,) = preview(workspace, [path]).rows
    assert (row.fate, row.people) == (Fate.MERGED, (bank.id,))
    assert row.why == "Same name and organisation; it adds the role."


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (("ORG:Fjord AB",), "nobody can tell"),
        (("ORG:Bank Nord", "BDAY:19800504"), "nobody can tell"),
        ((), "nobody can tell"),
    ],
)
def test_an_organisation_that_tells_nothing_leaves_two_of_one_name_to_the_user(
    workspace: Workspace, book, lines: tuple[str, ...], doubt: str
) -> None:
    number = firm(workspace, "Bank Nord")
    born = PartialDate(1991, 2, 3)
    bank = add(workspace, "Thomas Meyer", organisation_id=number, birthday=born)
    other = add(workspace, "Thomas Meyer")
    (row,) = preview(workspace, [book(card(*lines, name="Thomas Meyer"))]).rows
    assert (row.fate, set(row.candidates)) == (Fate.SKIPPED, {bank.id, other.id})
    assert doubt in row.why


def test_two_of_one_name_at_one_organisation_are_left_to_the_user(
    workspace: Workspace, book
) -> None:
    number = firm(workspace, "Bank Nord")
    for _turn in range(2):
        add(workspace, "Thomas Meyer", organisation_id=number)
    (row,) = preview(workspace, [book(card("ORG:Bank Nord", name="Thomas Meyer"))]).rows
    assert (row.fate, len(row.candidates)) == (Fate.SKIPPED, 2)


def test_the_address_decides_between_two_of_one_name(workspace: Workspace, book) -> None:
    add(workspace, "Anna Berg", "anna@one.example")
    second = add(workspace, "Anna Berg", "anna@two.example")
    run(workspace, book(card("EMAIL:anna@two.example", "TITLE:Second", name="Anna Berg")))
    assert workspace.get(Counterpart, second.id).role == "Second"


def test_a_family_address_is_decided_by_the_name(workspace: Workspace, book) -> None:
    add(workspace, "Anna Berg", "the.bergs@example.org")
    carl = add(workspace, "Carl Berg", "the.bergs@example.org")
    report = run(
        workspace,
        book(
            card("EMAIL:the.bergs@example.org", "TITLE:Baker", name="Carl Berg"),
            card("EMAIL:the.bergs@example.org", "TITLE:Unclear", name="Family Berg"),
        ),
    )
    assert fates(report) == ["merged", "skipped"]
    assert workspace.get(Counterpart, carl.id).role == "Baker"
    assert report.records[1].why == "Several people come into question: Anna Berg, Carl Berg."


def test_a_card_without_a_name_merges_by_address_or_is_left_out(workspace: Workspace, book) -> None:
    held = add(workspace, "Samir Haddad", "samir@example.org")
    report = run(
        workspace,
        book(
            card("EMAIL:samir@example.org", "TEL:5550001"),
            card("EMAIL:nobody@example.org", "N:;;;;"),
        ),
    )
    assert fates(report) == ["merged", "skipped"]
    assert values_of(workspace, held) == ["samir@example.org", "5550001"]
    assert "no name" in report.records[1].why


def test_two_cards_of_one_person_in_one_file_become_one(workspace: Workspace, book) -> None:
    path = book(
        card("EMAIL:a@example.org", name="Ana Ruiz", uid="1"),
        card("EMAIL:a@example.org", "TEL:5550002", name="Ana Ruiz", uid="2"),
        card("EMAIL:A@example.org", name="Ana Ruiz", uid="3"),
    )
    assert fates(run(workspace, path)) == ["added", "merged", "skipped"]
    assert len(workspace.people()) == 1
    assert set(fates(run(workspace, path))) == {"skipped"}


def test_a_uid_used_twice_is_two_people_and_stays_so(workspace: Workspace, book) -> None:
    path = book(
        card("TEL:1112223", name="First", uid="x"), card("TEL:4445556", name="Other", uid="x")
    )
    assert fates(run(workspace, path)) == ["added", "added"]
    assert fates(run(workspace, path)) == ["skipped", "skipped"]
    first, other = workspace.people()
    assert values_of(workspace, first) == ["1112223"]
    assert values_of(workspace, other) == ["4445556"]


def test_a_changed_card_finds_its_person_by_uid(workspace: Workspace, book) -> None:
    run(workspace, book(card("EMAIL:old@example.org", "NOTE:First", name="Mia Old", uid="m")))
    changed = book(card("EMAIL:new@example.org", "NOTE:Second", name="Mia New", uid="m"))
    assert fates(run(workspace, changed)) == ["merged"]
    (person,) = workspace.people()
    assert (person.name, person.aliases, person.note) == ("Mia New", "Mia Old", "Second")
    assert values_of(workspace, person) == ["new@example.org"]
    assert fates(run(workspace, changed)) == ["skipped"]


def test_a_deleted_person_stays_away_until_the_user_wants_them_again(
    workspace: Workspace, book
) -> None:
    path = book(card(name="Gone Soon", uid="g"))
    run(workspace, path)
    with workspace.change("Delete") as edit:
        edit.remove(workspace.people()[0])
    again = preview(workspace, [path])
    assert [(row.fate, row.why) for row in again.rows] == [
        (Fate.SKIPPED, "It was imported before, and you deleted it.")
    ]
    assert fates(transfer.apply(workspace, again)) == ["skipped"]
    assert fates(transfer.apply(workspace, again.take_many([0]))) == ["added"]
    assert [person.name for person in workspace.people()] == ["Gone Soon"]


def test_a_deletion_that_was_undone_keeps_nobody_away(workspace: Workspace, book) -> None:
    path = book(card(name="Back Again", uid="b"))
    run(workspace, path)
    with workspace.change("Delete") as edit:
        edit.remove(workspace.people()[0])
    workspace.undo()
    assert preview(workspace, [path]).rows[0].why == "It is already here."


def test_an_import_that_was_undone_can_be_done_again(workspace: Workspace, book) -> None:
    path = book(card(name="Twice Asked", uid="t"))
    run(workspace, path)
    workspace.undo()
    assert fates(run(workspace, path)) == ["added"]
    workspace.undo()
    workspace.redo()
    assert fates(run(workspace, path)) == ["skipped"]


def test_a_row_can_be_left_out_and_a_later_card_of_the_same_person_still_counts(
    workspace: Workspace, book
) -> None:
    path = book(
        card("EMAIL:a@example.org", name="Ana Ruiz"),
        card("EMAIL:a@example.org", "TEL:5550002", name="Ana R"),
        card(name="Ben"),
    )
    plan = preview(workspace, [path]).decide(0, Fate.SKIPPED).decide(2, Fate.SKIPPED)
    report = transfer.apply(workspace, plan)
    assert fates(report) == ["skipped", "added", "skipped"]
    assert [person.name for person in workspace.people()] == ["Ana R"]
    assert report.records[0].why == "You left it out."


def test_a_record_that_could_not_be_read_cannot_be_added(workspace: Workspace) -> None:
    plan = preview(workspace, [FILES / "vcard" / "empty_card.vcf"])
    assert plan.rows[0].fate is Fate.FAILED
    with pytest.raises(InputError):
        plan.decide(0, Fate.ADDED)


def test_a_stopped_import_writes_nothing(workspace: Workspace, book) -> None:
    path = book(*(card(name=f"Person {number}") for number in range(200)))
    plan = preview(workspace, [path])
    asked: list[int] = []

    def stop() -> bool:
        return bool(asked) and asked[-1] >= 100

    with pytest.raises(Cancelled):
        transfer.apply(
            workspace, plan, progress=lambda done, _all: asked.append(done), cancelled=stop
        )
    assert asked == [0, 50, 100]
    assert workspace.people() == []
    assert workspace.can_undo() is None


def test_a_preview_can_be_stopped(workspace: Workspace, book) -> None:
    path = book(*(card(name=f"Person {number}") for number in range(60)))
    with pytest.raises(Cancelled):
        preview(workspace, [path], cancelled=lambda: True)


def test_a_plan_says_for_each_row_who_how_and_what(workspace: Workspace, book) -> None:
    add(workspace, "Carl Berg", "carl@example.org")
    path = book(
        card("ORG:Fjord AB", "TEL:1234567", "EMAIL:asa@example.org", name="Åsa"),
        card("EMAIL:carl@example.org", "TEL:7654321", name="Carl Berg"),
    )
    plan = preview(workspace, [path, FILES / "vcard" / "broken_between_good.vcf"])
    first, second = plan.rows[:2]
    assert (first.title, first.organisation, first.reach) == ("Åsa", "Fjord AB", "asa@example.org")
    assert (second.fate, second.target) == (Fate.MERGED, "Carl Berg")
    assert (plan.count(Fate.ADDED), plan.count(Fate.FAILED)) == (4, 1)
    assert workspace.can_undo() == "Add"


def test_the_raw_card_is_kept_with_the_mark(workspace: Workspace, book) -> None:
    run(workspace, book(card("X-ODD:kept", name="Raw", uid="r")))
    rows = workspace.database.rows("SELECT raw FROM import_mark")
    assert "X-ODD:kept" in rows[0][0]


def test_a_file_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(card(name="A"))
    assert sniff(path) is Format.VCARD
    assert sniff(FILES / "icalendar" / "vcalendar_1.vcs") is Format.ICALENDAR


def test_files_that_cannot_be_taken_are_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "empty.vcf").write_bytes(b" \n")
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    with (tmp_path / "huge.vcf").open("wb") as file:
        file.truncate(transfer.MOST_BYTES + 1)
    sentences = {}
    for path in (tmp_path, *(tmp_path / n for n in ("empty.vcf", "letter.docx", "huge.vcf", "no"))):
        with pytest.raises(FileReadError) as caught:
            sniff(path)
        assert caught.value.advice
        sentences[path.name] = caught.value.text
    assert sentences == {
        tmp_path.name: f"“{tmp_path.name}” is a folder without mail.",
        "empty.vcf": "“empty.vcf” is empty.",
        "letter.docx": "“letter.docx” is cut off or damaged.",
        "huge.vcf": "“huge.vcf” is larger than 200 MB.",
        "no": "There is no file “no”.",
    }


def test_of_several_files_a_bad_one_is_reported_and_the_others_read(
    workspace: Workspace, book, tmp_path: Path
) -> None:
    tasks = tmp_path / "tasks.ics"
    tasks.write_text("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Do\nEND:VTODO\nEND:VCALENDAR\n")
    report = run(workspace, tasks, tmp_path / "missing.vcf", book(card(name="Good")))
    told = {record.title: (record.fate.value, record.why) for record in report.records}
    assert told == {
        "tasks.ics": ("skipped", "It holds neither people nor events."),
        "missing.vcf": (
            "failed",
            "There is no file “missing.vcf”. Check the name and the folder.",
        ),
        "Good": ("added", ""),
    }


def test_a_path_no_system_can_have_is_refused() -> None:
    with pytest.raises(FileReadError):
        sniff(Path("a\0b.vcf"))


def test_every_imported_card_keeps_its_raw_card(workspace: Workspace, tmp_path: Path) -> None:
    cards = sorted((FILES / "vcard").glob("*.vcf"))
    report = run(workspace, *cards)
    taken = [one for one in report.records if one.fate in (Fate.ADDED, Fate.MERGED)]
    kept = "SELECT raw FROM import_mark WHERE source_key NOT LIKE 'brought:%'"
    raws = [row[0] for row in workspace.database.rows(kept)]
    assert len(raws) >= len(taken) > 20
    assert all(raw.startswith("BEGIN:VCARD") and raw.endswith("END:VCARD") for raw in raws)
    assert any("X-MS-OL-DESIGN" in raw for raw in raws)


def test_cards_that_name_each_other_are_tied_and_their_photos_kept(
    workspace: Workspace, book
) -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4"
    dot += "nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    path = book(
        card(
            "RELATED;TYPE=spouse:urn:uuid:b",
            "ANNIVERSARY:2011-06-18",
            f"PHOTO;ENCODING=b:{dot}",
            name="Ada",
            uid="urn:uuid:a",
        ),
        card(name="Ben", uid="urn:uuid:b"),
    )
    assert fates(run(workspace, path)) == ["added", "added"]
    ada, ben = workspace.people()
    (tie,) = workspace.find(Relation)
    assert (tie.counterpart_id, tie.what, tie.other_id) == (ada.id, "spouse", ben.id)
    (photo,) = workspace.find(Attachment)
    assert (photo.role, photo.name) == (AttachmentRole.PHOTO, "photo.png")
    (day,) = workspace.find(SpecialDate)
    assert (day.what, day.day) == ("Anniversary", PartialDate(2011, 6, 18))
    assert fates(run(workspace, path)) == ["skipped", "skipped"]


TWINS = {
    "another organisation": (["ORG:Alpha", "EMAIL:anna@alpha.example"], ["ORG:Beta"]),
    "another address": (["EMAIL:tom@school.example"], ["EMAIL:tj@plumb.example"]),
    "another number": (["TEL:+351 911 000 111"], ["TEL:+44 20 7946 0000"]),
    "another birthday": (["BDAY:1970-05-01"], ["BDAY:1982-06-02"]),
}


@pytest.mark.parametrize("case", TWINS)
def test_two_cards_of_one_name_that_differ_are_two_people(
    workspace: Workspace, book, case: str
) -> None:
    one, other = TWINS[case]
    path = book(card(*one, name="Anna Smith"), card(*other, name="Anna Smith"))
    assert fates(run(workspace, path)) == ["added", "added"]
    assert [person.name for person in workspace.people()] == ["Anna Smith", "Anna Smith"]
    assert set(fates(run(workspace, path))) == {"skipped"}
    assert len(workspace.people()) == 2


@pytest.mark.parametrize("case", TWINS)
def test_whoever_may_be_someone_of_the_journal_is_asked_about(
    workspace: Workspace, book, case: str
) -> None:
    one, other = TWINS[case]
    run(workspace, book(card(*one, name="Anna Smith")))
    plan = preview(workspace, [book(card(*other, name="Smith, Anna"), file="other.vcf")])
    (row,) = plan.rows
    assert (row.fate, row.candidates) == (Fate.SKIPPED, (workspace.people()[0].id,))
    told = {"another address": "another e-mail address", "another number": "another phone number"}
    assert told.get(case, case) in row.why
    transfer.apply(workspace, plan.decide(0, Fate.ADDED))
    assert len(workspace.people()) == 2


def test_a_couple_with_one_address_and_number_stays_two_people(workspace: Workspace, book) -> None:
    shared = ("EMAIL:costa@mail.example", "TEL:+351 911 000 111")
    three = book(*(card(*shared, name=f"{name} Costa") for name in ("Maria", "João", "Inês")))
    assert preview(workspace, [three]).rows[2].why == (
        "2 others in these files have the same address, but another name: "
        "each comes in as a person."
    )
    path = book(card(*shared, name="Maria Costa"), card(*shared, name="João Costa"))
    assert fates(run(workspace, path)) == ["added", "added"]
    late = preview(workspace, [book(card(*shared, name="Rita Costa"), file="late.vcf")])
    assert late.rows[0].fate is Fate.SKIPPED
    assert len(late.rows[0].candidates) == 2


@pytest.mark.parametrize("way", ["EMAIL:webers@home.example", "TEL:+49 40 111 222 33"])
@pytest.mark.parametrize(
    "couple", ["Anna & Paul Weber", "Anna und Paul Weber", "Anna + Paul Weber"]
)
def test_one_of_a_couple_is_not_taken_for_the_couple(
    workspace: Workspace, book, couple: str, way: str
) -> None:
    assert fates(run(workspace, book(card(way, name=couple)))) == ["added"]
    late = preview(workspace, [book(card(way, name="Paul Weber"), file="late.vcf")])
    assert (late.rows[0].fate, len(late.rows[0].candidates)) == (Fate.SKIPPED, 1)
    assert "the same address, but another name" in late.rows[0].why
    again = preview(workspace, [book(card(way, name=couple), file="again.vcf")])
    assert again.rows[0].people == late.rows[0].candidates


def test_a_couple_and_one_of_them_in_one_book_come_in_as_two(workspace: Workspace, book) -> None:
    shared = "EMAIL:webers@home.example"
    path = book(card(shared, name="Anna & Paul Weber"), card(shared, name="Paul Weber"))
    assert [row.why for row in preview(workspace, [path]).rows] == [
        "",
        "Anna & Paul Weber, in these files too, has the same address, but another name: "
        "they come in as two people.",
    ]
    assert fates(run(workspace, path)) == ["added", "added"]


def test_a_short_name_at_the_same_number_is_the_same_person(workspace: Workspace, book) -> None:
    add(workspace, "Bob Ferreira", phone="+351 911 000 111")
    report = run(workspace, book(card("TEL:911 000 111", name="Robert Ferreira")))
    assert fates(report) == ["merged"]


def kith_card(name: str, end: str, *lines: str) -> str:
    """A card as Kith writes it, of somebody whose uid ends like this."""
    uid = f"UID:urn:uuid:01a22d91-ce1d-7e6c-8977-f711b6b4960{end}"
    return card("PRODID:-//Kith//Kith//EN", uid, *lines, name=name)


def test_namesakes_of_kiths_own_cards_stay_two_in_another_journal(
    workspace: Workspace, book
) -> None:
    first = kith_card("Kim Lee", "8", "EMAIL:kim@home.example")
    second = kith_card("Kim Lee", "9", "EMAIL:kim@home.example")
    assert fates(run(workspace, book(first))) == ["added"]
    both = book(first, second)
    assert fates(run(workspace, both)) == ["skipped", "added"]
    assert len(workspace.people()) == 2
    assert fates(run(workspace, both)) == ["skipped", "skipped"]
    workspace.undo()
    workspace.undo()
    assert fates(run(workspace, both)) == ["added", "added"]


def test_whom_one_of_kiths_own_cards_means_by_name_the_other_asks_about(
    workspace: Workspace, book
) -> None:
    add(workspace, "Kim Lee")
    path = book(kith_card("Kim Lee", "8", "NOTE:Sails"), kith_card("Kim Lee", "9"))
    first, second = preview(workspace, [path]).rows
    assert (first.fate, second.fate) == (Fate.MERGED, Fate.SKIPPED)
    assert second.candidates == first.people
    assert second.why == (
        "Kim Lee has another card or row in this file. Say whether it is the same person."
    )


def test_cards_of_another_program_with_uids_still_mean_one_person(
    workspace: Workspace, book
) -> None:
    uids = [f"UID:urn:uuid:01a22d91-ce1d-7e6c-8977-f711b6b4960{end}" for end in "89"]
    path = book(*(card(uid, "EMAIL:kim@home.example", name="Kim Lee") for uid in uids))
    run(workspace, path)
    assert len(workspace.people()) == 1


@pytest.mark.parametrize(
    ("said", "kept", "why"),
    [
        ("19750401", "1975-04-01", "it adds the birthday"),
        ("--0401", "--04-01", ""),
        ("19750402", "--04-01", "The file says birthday 2 April 1975; the journal keeps 1 April."),
    ],
)
def test_the_year_a_birthday_lacks_comes_from_a_card(
    workspace: Workspace, tmp_path: Path, said: str, kept: str, why: str
) -> None:
    with workspace.change("Add") as edit:
        day = PartialDate(None, 4, 1)
        henrik = edit.add(Counterpart, name="Henrik Lund", birthday=day)
        mail = PointKind.EMAIL
        edit.add(ContactPoint, counterpart_id=henrik.id, kind=mail, value="h@lund.example")
    book = tmp_path / "henrik.vcf"
    card = ("BEGIN:VCARD", "VERSION:4.0", "FN:Henrik Lund", "EMAIL:h@lund.example")
    book.write_text("\r\n".join((*card, f"BDAY:{said}", "END:VCARD", "")))
    (record,) = transfer.apply(workspace, transfer.preview(workspace, [book])).records
    assert why in record.why
    assert str(workspace.get(Counterpart, henrik.id).birthday) == kept
