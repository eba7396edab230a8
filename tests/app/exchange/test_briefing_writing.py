"""Where the PDF goes: whole or not at all, and never over a file without being told."""

import errno
import os
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.exchange import whole_files
from app.exchange.briefing import make_pages, make_pdf, write_pdf
from app.model.brief import Brief
from app.model.errors import FileWriteError

BRIEF = Brief(1, "Dana Okafor", "", "The renewal.", datetime(2026, 11, 22, tzinfo=UTC))


def test_it_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "dana.pdf"
    write_pdf(BRIEF, out)
    assert out.read_bytes() == make_pdf(BRIEF)
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "dana.pdf"
    out.write_bytes(b"mine")
    with pytest.raises(FileWriteError) as caught:
        write_pdf(BRIEF, out)
    assert caught.value.text == "“dana.pdf” is there already."
    assert caught.value.advice
    assert out.read_bytes() == b"mine"


def test_it_is_replaced_when_that_is_said(tmp_path: Path) -> None:
    out = tmp_path / "dana.pdf"
    out.write_bytes(b"mine")
    write_pdf(BRIEF, out, overwrite=True)
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_dangling_link_counts_as_a_file(tmp_path: Path) -> None:
    out = tmp_path / "dana.pdf"
    out.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileWriteError):
        write_pdf(BRIEF, out)


def test_a_folder_is_no_place_for_it(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="is a folder"):
        write_pdf(BRIEF, tmp_path, overwrite=True)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_a_device_or_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "dana.pdf", tmp_path / "link.pdf"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for out in (pipe, link):
        with pytest.raises(FileWriteError, match="not a file"):
            write_pdf(BRIEF, out, overwrite=True)
    assert pipe.is_fifo()
    assert link.is_symlink()


def test_a_folder_that_vanished_is_named_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError) as caught:
        write_pdf(BRIEF, tmp_path / "gone" / "dana.pdf")
    assert caught.value.text == "“dana.pdf” was not saved: the folder is gone."


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom rights can stop"
)
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileWriteError, match="you may not write there"):
            write_pdf(BRIEF, tmp_path / "dana.pdf")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "dana.pdf"
    out.write_bytes(b"mine")
    spare = tmp_path / "spare.pdf"
    spare.touch()

    def on_a_full_disk(**_where: object) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(spare)

    monkeypatch.setattr(whole_files.tempfile, "mkstemp", on_a_full_disk)
    with pytest.raises(FileWriteError, match="the disk is full"):
        write_pdf(BRIEF, out, overwrite=True)
    assert out.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [out]


def test_an_unknown_refusal_is_told_in_the_systems_words() -> None:
    error = whole_files.failed(Path("dana.pdf"), OSError(errno.EIO, "Input/output error"))
    assert "Input/output error" in error.text


def test_sheets_made_at_once_do_not_mix() -> None:
    briefs = [replace(BRIEF, person=f"Person {n}") for n in range(6)]
    alone = [make_pdf(brief) for brief in briefs]
    made: dict[int, bytes] = {}

    def work(number: int) -> None:
        make_pages(briefs[number])
        made[number] = make_pdf(briefs[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(briefs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [made[number] for number in range(len(briefs))] == alone


def test_a_name_no_file_can_have_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="too long"):
        write_pdf(BRIEF, tmp_path / ("a" * 300 + ".pdf"))
