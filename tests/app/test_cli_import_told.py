"""What `kith import` tells: before anything is written, of columns, of days and of folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from tests.app.exchange.letters import ADA, ME, MINE, letter, write

NOW = "2026-11-22T09:00:00"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Adaeze Okafor\nEMAIL:ada@mail.example\nEND:VCARD\n"
EVENT = "BEGIN:VEVENT\nUID:{uid}\nDTSTART{start}\nSUMMARY:{title}\n{more}END:VEVENT\n"
Kith = Callable[..., tuple[int, str]]


@pytest.fixture
def kith(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kith:
    def run(*words: str) -> tuple[int, str]:
        code = main(["--journal", str(tmp_path / "new.kith"), "--now", NOW, *words])
        told, error = capsys.readouterr()
        return code, told + error

    return run


def calendar(path: Path) -> Path:
    met = "ATTENDEE;CN=Adaeze Okafor:mailto:ada@mail.example\n"
    events = EVENT.format(uid=1, start=":20260301T100000Z", title="Lunch", more=met)
    for number in (2, 3):
        start = f";VALUE=DATE:2026030{number}"
        events += EVENT.format(uid=number, start=start, title=f"Birthday of B{number}", more="")
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n")
    return path


def test_a_preview_needs_no_journal_and_begins_none(kith: Kith, tmp_path: Path) -> None:
    cards = tmp_path / "a.vcf"
    cards.write_text(CARD)
    before = sorted(tmp_path.iterdir())
    code, told = kith("import", str(cards), "--preview")
    assert code == 0
    assert "would be added  Adaeze Okafor" in told
    assert "1 would be added" in told
    assert told.splitlines()[-1] == "Nothing was written."
    assert sorted(tmp_path.iterdir()) == before


def test_rows_tell_their_file_and_day_and_marked_days_are_summed(
    kith: Kith, tmp_path: Path
) -> None:
    cards = tmp_path / "a.vcf"
    cards.write_text(CARD)
    days = calendar(tmp_path / "a.ics")
    _code, told = kith("import", str(cards), str(days), "--my-address", "me@mail.example")
    lines = told.splitlines()
    assert lines[0].startswith("a.vcf card 1")
    assert "added  2026-03-01 10:00  Lunch" in lines[1]
    assert lines[2] == "a.ics  2 skipped  They mark days; nobody is met."
    assert lines[3] == "2 added, 0 merged, 2 skipped, 0 failed"


@pytest.mark.parametrize("mail", [True, False])
def test_a_folder_brings_what_lies_beside_its_mail(kith: Kith, tmp_path: Path, mail: bool) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "a.vcf").write_text(CARD)
    (folder / "notes.txt").write_text("Dear Ann")
    calendar(folder / "a.ics")
    if mail:
        write(folder / "1.eml", letter(ADA, MINE, "2 Mar 2026 12:00:00 +0000", "Plan", id="a"))
    code, told = kith("import", str(folder), "--preview", "--my-address", ME, "--add-people")
    assert code == 0
    assert ("Adaeze Okafor" in told, "Lunch" in told, "Plan" in told) == (True, True, mail)


def test_nothing_rejected_is_said(kith: Kith, tmp_path: Path) -> None:
    cards = tmp_path / "a.vcf"
    cards.write_text(CARD)
    out = tmp_path / "left.csv"
    _code, told = kith("import", str(cards), "--rejected", str(out))
    assert f"Nothing was rejected; {out} was not written." in told
    assert not out.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Ansprechpartner;Firma;E-Mail\nAnna Klee;Klee GmbH;a@k.example\n",
        "Navn,Firma,E-post\nAnna Klee,Klee GmbH,a@k.example\n",
        "Wer;Firma;Mail\nAnna Klee;Klee GmbH;a@k.example\n",
        "Namn;Företag;E-post\nAnna Klee;Klee GmbH;a@k.example\n",
        "Naam;Bedrijf;E-mail\nAnna Klee;Klee GmbH;a@k.example\n",
        "Imię i nazwisko;Firma;E-mail\nAnna Klee;Klee GmbH;a@k.example\n",
        "Imię;Nazwisko;Firma\nAnna;Klee;Klee GmbH\n",
        "Wen ich kenne;Firma;Mail\nAnna Klee;Klee GmbH;a@k.example\nBo von Ek;Ek AG;b@k.example\n",
    ],
)
def test_names_are_found_under_words_of_other_languages(
    kith: Kith, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    code, told = kith("import", str(path))
    assert code == 0
    assert "added  Anna Klee" in told
    assert "company" not in told


def test_without_a_column_of_names_nothing_is_taken_until_one_is_said(
    kith: Kith, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Firma;Xyz;Mail\nKlee;anna;a@k.example\nEk;bo;b@k.example\n")
    code, told = kith("import", str(path))
    assert (code, told.count("\n")) == (1, 1)
    assert "No column of “a.csv” is known to hold the names." in told
    assert '--column "Xyz=name"' in told
    assert not (tmp_path / "new.kith").exists()
    assert "added  Klee" in kith("import", str(path), "--preview", "--column", "xyz=ignore")[1]
    code, told = kith("import", str(path), "--column", "Xyz=name")
    assert code == 0
    assert "added  anna" in told
    assert kith("import", str(path))[0] == 0  # what was said is remembered


@pytest.mark.parametrize(
    ("said", "sentence"), [("Q=name", "No table has a column “Q”"), ("Xyz=hat", "does not say")]
)
def test_a_column_that_is_not_there_is_one_sentence(
    kith: Kith, tmp_path: Path, said: str, sentence: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Xyz;Mail\nAnna Klee;7;a@k.example\n")
    code, told = kith("import", str(path), "--column", said)
    assert (code, told.count("\n")) == (1, 1)
    assert sentence in told
    assert "“a.csv” that are not used: Xyz." in kith("import", str(path))[1]


def test_names_after_an_at_sign_are_accounted_for(kith: Kith, tmp_path: Path) -> None:
    for name in ("Erik", "Adaeze Okafor"):
        assert kith("person", "add", name)[0] == 0
    path = tmp_path / "j.txt"
    path.write_text(
        "[2024-03-01 09:30] Saw @Erik and @Zoe.\n\n[2024-03-02 09:30] Saw @Adaeze today.\n"
    )
    _code, told = kith("import", str(path))
    known, unclear = told.splitlines()[:2]
    assert "Nobody is called @zoe; it is kept as a tag." in known.lower().replace(
        "nobody", "Nobody"
    )
    assert "2024-03-01 09:30" in known
    assert "It could be with Adaeze Okafor, whose name is not written out." in unclear


def test_a_missing_file_and_a_watched_one_are_named(kith: Kith, tmp_path: Path) -> None:
    assert kith("person", "add", "Erik")[0] == 0
    code, told = kith("attach", "Erik", str(tmp_path / "no.pdf"))
    assert code == 1
    assert told.startswith("There is no file “no.pdf”.")
    cards = tmp_path / "a.vcf"
    cards.write_text(CARD)
    _code, told = kith("watch", "add", str(cards))
    assert "a.vcf: 1 new person" in told
    assert kith("watch", "remove", str(cards))[0] == 0
    _code, told = kith("watch", "add", str(cards))
    assert told == "“a.vcf” is watched from now on. 1 record was read; nothing in it is new.\n"


def test_the_name_that_stays_is_told_after_a_merge(kith: Kith) -> None:
    for name in ("Rolf", "Erik Holm"):
        assert kith("person", "add", name)[0] == 0
    _code, told = kith("merge", "Rolf", "Erik Holm", "--keep-from", "name=other")
    assert told.splitlines()[-1] == "Rolf and Erik Holm are now one person, Erik Holm."


def test_what_may_be_replaced_is_said_as_it_is_typed(kith: Kith, tmp_path: Path) -> None:
    assert kith("person", "add", "Erik")[0] == 0
    out = tmp_path / "a.vcf"
    out.write_text("mine")
    code, told = kith("export", "--vcard", str(out))
    assert code == 1
    assert told.endswith("Choose another name, or add --overwrite to replace it.\n")
