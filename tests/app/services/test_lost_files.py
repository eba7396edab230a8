"""A journal whose files are damaged: everything else goes out, and what is lacking is said."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from app.model.belongings import Attachment, AttachmentRole
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import archive, attachments, checking, held, transfer
from app.services import export as exporting
from app.services.export import Choice, Done, Format, Whole, Wish
from app.services.giving_out.words import lost_words
from app.services.held_folder import save_whole
from app.services.workspace import Workspace

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
LARGE = bytes(range(256)) * 900
DAMAGE = {
    "gone": "DELETE FROM content WHERE digest = ?",
    "changed": "UPDATE content SET data = x'00' WHERE digest = ?",
}


@pytest.fixture(params=sorted(DAMAGE))
def dana(request: pytest.FixtureRequest, workspace: Workspace) -> Counterpart:
    """Somebody whose photo the journal has lost; a file of theirs is whole."""
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Dana Okafor")
        photo = edit.attach(person, "me.png", PNG, "image/png", AttachmentRole.PHOTO)
        edit.attach(person, "cv.txt", b"ten years", "text/plain")
    with workspace.database.transaction() as connection:
        connection.execute(DAMAGE[request.param], (photo.digest,))
    return person


def export(workspace: Workspace, kind: Format, out: Path) -> Done:
    return exporting.export(workspace, Wish(kind, out))


@pytest.mark.parametrize("whole", [Whole.ALL, Whole.PERSON])
def test_an_archive_says_what_it_lacks_and_can_be_taken_in(
    workspace: Workspace, tmp_path: Path, clock: FixedClock, dana: Counterpart, whole: Whole
) -> None:
    choice = Choice(whole, person=dana.id)
    done = exporting.export(workspace, Wish(Format.ARCHIVE, tmp_path / "all.json", choice))
    assert done.lost == 1
    assert done.remarks == tuple(lost_words(1))
    assert "has lost what 1 file held" in done.remarks[0]
    with closing(Workspace.open(tmp_path / "other.kith", clock, create=True)) as other:
        transfer.apply(other, transfer.preview(other, [tmp_path / "all.json"]))
        files = {file.name: file for file in other.find(Attachment)}
        assert sorted(files) == ["cv.txt", "me.png"]
        assert attachments.data(other, files["cv.txt"]) == b"ten years"
        assert not attachments.is_here(other, files["me.png"])
        # What is lacking there is lacking in the next one as well, and every time it is counted.
        assert archive.save(other, tmp_path / "again.json").lost == 1


def test_pages_and_cards_are_written_without_the_photo(
    workspace: Workspace, tmp_path: Path, dana: Counterpart
) -> None:
    folder = export(workspace, Format.MARKDOWN, tmp_path / "pages")
    assert (folder.lost, folder.files, folder.remarks) == (1, 1, tuple(lost_words(1)))
    assert [path.name for path in (tmp_path / "pages" / "Files").iterdir()] == ["cv.txt"]
    page = (tmp_path / "pages" / "People" / "Dana Okafor.md").read_text("utf-8")
    assert "[[Files/cv.txt|cv.txt]]" in page
    assert "me.png (what it held is lost)" in page
    assert "[[Files/me" not in page
    cards = export(workspace, Format.VCARD, tmp_path / "people.vcf")
    assert (cards.lost, cards.remarks) == (1, tuple(lost_words(1)))
    assert b"FN:Dana Okafor" in (tmp_path / "people.vcf").read_bytes()
    assert b"PHOTO" not in (tmp_path / "people.vcf").read_bytes()
    assert export(workspace, Format.CSV, tmp_path / "people.csv").remarks == ()


def test_what_is_held_about_someone_names_the_lost_file_and_says_so(
    workspace: Workspace, tmp_path: Path, dana: Counterpart
) -> None:
    found = held.gather(workspace, dana.id)
    assert found.lost == 1
    told = {row["name"]: row for row in json.loads(held.as_json(found))["files"]}
    assert (told["me.png"]["bytes_in_base64"], told["me.png"]["bytes_are_lost"]) == (None, True)
    assert "bytes_are_lost" not in told["cv.txt"]
    lines = next(part.lines for part in found.parts if part.title == "Photos and files")
    said = {text: more for _day, text, more in lines}
    assert "What it held is lost: yes" in said["me.png"]
    assert "lost" not in said["cv.txt"]
    assert save_whole(found, tmp_path / "held.zip") == 1


def test_putting_a_damaged_file_in_once_more_makes_it_whole(
    workspace: Workspace, dana: Counterpart
) -> None:
    assert not checking.check(workspace).sound
    attachments.add(workspace, dana, [attachments.incoming("me again.png", PNG, 1 << 20)])
    assert checking.check(workspace).sound
    photo = attachments.photo(workspace, dana.id)
    assert photo is not None
    assert attachments.data(workspace, photo) == PNG


def test_a_file_on_pages_that_cannot_be_read_keeps_nothing_else_in(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "journal.kith"
    made = Workspace.open(path, clock, create=True)
    with made.change("Add") as edit:
        person = edit.add(Counterpart, name="Dana Okafor")
        edit.attach(person, "large.bin", LARGE)
    made.close()
    whole = bytearray(path.read_bytes())
    # The second page of its bytes says that the third lies where there is none.
    page = whole.index(LARGE[:256]) // 4096 + 2
    while LARGE[:256] not in whole[page * 4096 : page * 4096 + 4096]:
        page += 1
    whole[page * 4096 : page * 4096 + 4] = b"\x7f\xff\xff\xff"
    path.write_bytes(whole)
    with closing(Workspace.open(path, clock)) as workspace:
        assert export(workspace, Format.ARCHIVE, tmp_path / "all.json").lost == 1
        assert export(workspace, Format.MARKDOWN, tmp_path / "pages").lost == 1
        assert held.gather(workspace, person.id).lost == 1
