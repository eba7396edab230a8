"""Bytes of files that are gone, changed or meant by nothing are found, told and mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.belongings import Attachment
from app.model.checks import Checked, Ill
from app.model.copies import Reason
from app.model.errors import JournalError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock, Moment, PartialDate
from app.services import attachments, backups, checking, rescue, vault
from app.services.workspace import Workspace
from app.store import contents
from app.store.btree import walk
from app.store.conversion import convert
from app.store.dump import dump
from app.store.paged import PagedFile

LARGE = bytes(range(256)) * 900
PASSPHRASE = "four plain words together"


@pytest.fixture(params=[False, True], ids=["plain", "protected"])
def journal(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock
) -> Iterator[Workspace]:
    path = tmp_path / "journal.kith"
    key = vault.begin(path, PASSPHRASE) if request.param else None
    opened = Workspace.open(path, clock, create=True, key=key)
    with opened.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
        when = Moment(PartialDate(2026, 3, 2))
        talk = edit.add(Interaction, when=when, people=(dana.id,), note="Talked")
        edit.attach(dana, "plan.pdf", LARGE, "application/pdf")
        edit.attach(talk, "slides.pdf", LARGE[1:], "application/pdf")
        gone = edit.attach(dana, "old.txt", b"old")
    with opened.change("Remove") as edit:
        edit.remove(gone)
    yield opened
    opened.close()


def troubles(found: Checked) -> list[tuple[Ill, str, bool]]:
    return [
        (one.ill, one.text, one.mendable) for one in found.troubles if one.ill is not Ill.BACKUP
    ]


def silently(workspace: Workspace, sql: str) -> None:
    """The content has no triggers: nothing hears of it."""
    workspace.database.connection.execute(sql)


def name_is(name: str) -> str:
    return f"digest = (SELECT digest FROM attachment WHERE name = '{name}')"


def test_a_sound_journal_is_sound(journal: Workspace) -> None:
    assert troubles(checking.check(journal)) == []


def test_missing_and_changed_bytes_are_told_file_by_file(journal: Workspace) -> None:
    silently(journal, f"DELETE FROM content WHERE {name_is('plan.pdf')}")
    silently(journal, f"UPDATE content SET data = x'00' WHERE {name_is('slides.pdf')}")
    found = checking.check(journal)
    slides = (
        "The file “slides.pdf” (Contact on 2 Mar 2026: Talked) no longer holds what was put in."
    )
    assert troubles(found) == [
        (Ill.FILES, "The bytes of the file “plan.pdf” (Dana Okafor) are missing.", False),
        (Ill.FILES, slides, False),
    ]
    assert not found.sound
    assert all("put it in once more" in one.advice for one in found.troubles[:2])
    plan, talk = journal.find(Attachment)
    with pytest.raises(NotFoundError):
        attachments.data(journal, plan)
    with pytest.raises(JournalError, match="no longer holds"):
        attachments.data(journal, talk)
    assert troubles(checking.mend(journal)) == troubles(found)


def test_bytes_only_the_history_means_are_looked_at_too(journal: Workspace) -> None:
    silently(journal, "UPDATE content SET data = x'00' WHERE length(data) = 3")
    told = "A file that undo could bring back no longer holds what was put in."
    assert troubles(checking.check(journal)) == [(Ill.FILES, told, False)]


def test_they_come_back_from_a_copy(journal: Workspace, clock: FixedClock) -> None:
    backups.make(journal, Reason.BY_HAND)
    before = journal.database.rows("SELECT digest, data FROM content ORDER BY digest")
    silently(journal, f"DELETE FROM content WHERE {name_is('plan.pdf')}")
    silently(journal, f"UPDATE content SET data = x'00' WHERE {name_is('slides.pdf')}")
    assert [one.mendable for one in checking.check(journal).troubles] == [True, True]
    mended = checking.mend(journal)
    assert mended.mended == ("2 files are whole again, from copies.",)
    assert troubles(mended) == []
    assert journal.database.rows("SELECT digest, data FROM content ORDER BY digest") == before
    assert journal.can_undo() == "Remove"


def test_a_copy_that_is_damaged_in_the_same_place_is_passed_over(journal: Workspace) -> None:
    silently(journal, f"UPDATE content SET data = x'00' WHERE {name_is('plan.pdf')}")
    backups.make(journal, Reason.BY_HAND)
    assert [one.mendable for one in checking.check(journal).troubles] == [False]


def test_bytes_nothing_means_are_let_go(journal: Workspace) -> None:
    with journal.database.transaction() as connection:
        contents.put(connection, b"stray")
    found = checking.check(journal)
    told = "The bytes of 1 file lie in the journal that nothing means any more."
    assert troubles(found) == [(Ill.STRAY, told, True)]
    assert found.sound
    assert checking.mend(journal).mended == ("Bytes that nothing meant any more are gone.",)
    assert contents.sizes(journal.database)[0] == 3  # the removed one can still come back


# --- files go with the journal, whatever becomes of it -------------------------------------


def bytes_of(path: Path, key: vault.Key | None) -> list[tuple[str, bytes]]:
    opened = Workspace.open(path, key=key, read_only=True, still=True)
    try:
        return [(one.name, attachments.data(opened, one)) for one in opened.find(Attachment)]
    finally:
        opened.close()


def test_conversion_and_copies_carry_them(
    journal: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    want = [("plan.pdf", LARGE), ("slides.pdf", LARGE[1:])]
    copy = backups.make(journal, Reason.BY_HAND).copy
    assert bytes_of(copy.path, journal.key) == want
    assert backups.verify(copy.path, journal.key, clock.now().replace(tzinfo=None)) == []
    key = None if journal.key else vault.begin(tmp_path / "other.kith", PASSPHRASE)
    convert(journal.path, journal.key, tmp_path / "other.kith", key)
    assert bytes_of(tmp_path / "other.kith", key) == want


def test_a_rescue_reads_them_over_their_pages(journal: Workspace, tmp_path: Path) -> None:
    path, key, want = journal.path, journal.key, dump(journal.database)
    journal.close()
    found = rescue.read(path, tmp_path / "out.kith", key)
    assert not rescue.missing(found)
    opened = Workspace.open(tmp_path / "out.kith", key=key)
    assert dump(opened.database)["attachment"] == want["attachment"]
    assert contents.sizes(opened.database) == (3, 2 * len(LARGE) + 2)
    assert troubles(checking.check(opened)) == []
    opened.close()


def test_a_rescue_tells_which_bytes_are_lost(journal: Workspace, tmp_path: Path) -> None:
    path, key = journal.path, journal.key
    root = journal.database.value("SELECT rootpage FROM sqlite_master WHERE name = 'content'")
    journal.close()
    damaged = tmp_path / "damaged" / "journal.kith"
    damaged.parent.mkdir()
    for file in path.parent.glob("journal.kith*"):
        shutil.copyfile(file, damaged.parent / file.name)
    with PagedFile(damaged, key) as file:
        number = max(walk(file, root).pages)  # where one of the files runs on
    data = bytearray(damaged.read_bytes())
    data[(number - 1) * 4096 + 4 : number * 4096 - 100] = b"\xaa" * (4096 - 104)
    damaged.write_bytes(data)
    found = rescue.read(damaged, tmp_path / "out.kith", key)
    (content,) = [table for table in found.tables if table.table == "content"]
    assert (content.read, content.doubtful, content.lost) == (2, 1, 0)
    assert any("Bytes of a file: 2 read, 1 to look over" in line for line in rescue.in_words(found))
    opened = Workspace.open(tmp_path / "out.kith", key=key)
    told = troubles(checking.check(opened))
    assert [ill for ill, _text, _mendable in told] == [Ill.FILES]
    opened.close()
