"""Finding the mails of mbox files, Maildir folders and single mails."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.exchange import mailbox
from app.exchange.mailbox import splitting
from app.exchange.mailbox.splitting import seconds_of_separator, split
from app.model.records import Opener
from tests.app.exchange.letters import ADA, ME, MINE, TAKEOUT, archive, letter, talks, told, write


def subjects(text: str, chunk: int = 0, monkeypatch: pytest.MonkeyPatch | None = None) -> list[str]:
    if monkeypatch is not None:
        monkeypatch.setattr(splitting, "CHUNK", chunk)
    found = []
    for piece in split(io.BytesIO(text.encode()), lambda _size: None):
        lines = piece.headers.decode().splitlines()
        found.append(next(line for line in lines if line.startswith("Subject:"))[9:])
    return found


def archive_with(path: Path) -> mailbox.Archive:
    found = archive()
    found.add(path)
    return found


def two(separator: str, body: str = "Hello") -> str:
    first = letter(subject="one", separator=separator, body=body)
    return first + letter(subject="two", separator=separator)


@pytest.mark.parametrize(
    "separator",
    [
        TAKEOUT,
        "From - Mon Nov 06 04:42:58 2017",
        "From ada@example.net Mon Nov  6 04:42:58 2017",
        "From ada@example.net Mon Nov  6 04:42:58 CET 2017",
        "From ada@example.net Mon Nov  6 04:42:58 2017 +0100",
        "From MAILER-DAEMON Mon Nov  6 04:42 2017",
        'From "Ada L." <ada@example.net> Mon Nov  6 04:42:58 2017',
    ],
)
def test_separators_of_takeout_thunderbird_and_apple_mail(separator: str) -> None:
    assert subjects(two(separator)) == ["one", "two"]
    assert subjects(two(separator).replace("\n", "\r\n")) == ["one", "two"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("From - Mon, 05 Oct 2026 09:00:00 +0200", "From - Tue, 6 Oct 2026 10:30:00 -0400"),
        ("From ada@example.net 2026-10-05T09:00:00Z", "From bo@example.org 2026-10-06T10:30:00Z"),
        ("From ada@example.net 05/10/26, 09:00", "From bo@example.org 12/11/26, 10:30"),
        ("From - Mon Oct 05 09:00:00 2026", "From - Tue, 6 Oct 2026 10:30:00 -0400"),
    ],
)
def test_separators_with_another_date_than_usual_part_mails_too(first: str, second: str) -> None:
    mails = [letter(subject=one, separator=line) for one, line in (("one", first), ("two", second))]
    assert subjects("".join(mails)) == ["one", "two"]
    assert subjects("".join(mails).replace("\n", "\r\n")) == ["one", "two"]


@pytest.mark.parametrize("separator", ["From ", "From -"])
def test_thunderbird_may_write_a_separator_without_a_date(separator: str) -> None:
    status = "X-Mozilla-Status: 0001\n"
    text = two(separator).replace("From: Ada", status + "From: Ada")
    assert subjects(text) == ["one", "two"]


@pytest.mark.parametrize(
    "body",
    [
        "Dear all,\n\nFrom here on it gets harder.\n\nFrom\n\nFrom - what I saw",
        "He said:\n\nFrom me to you: take care\nSubject: to change",
        ">From ada@example.net Mon Nov  6 04:42:58 2017\nSubject: quoted",
        "text\nFrom ada@example.net Mon Nov  6 04:42:58 2017\nSubject: quoted in a letter",
        "\nFrom ada@example.net Mon Nov  6 04:42:58 2017\n\nnot followed by a header",
        "Dear all,\n\nFrom the 2026-05-05 10:00 meeting:\nStatus: all is well",
    ],
)
@pytest.mark.parametrize(
    "separator",
    [
        TAKEOUT,
        "From ada@example.net Mon Nov  6 04:42:58 2017",
        "From - Mon, 06 Nov 2017 04:42:58 +0200",
    ],
)
def test_unescaped_from_lines_in_a_letter_begin_no_mail(body: str, separator: str) -> None:
    assert subjects(two(separator, body)) == ["one", "two"]


def test_a_takeout_file_is_split_at_takeout_separators_alone() -> None:
    inner = "look:\n\nFrom x@example.net Mon Nov  6 04:42:58 2017\nSubject: inner\n\nhi"
    assert subjects(two(TAKEOUT, inner)) == ["one", "two"]


def test_mails_are_found_wherever_a_read_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n" + two(TAKEOUT, "x" * 9000 + "\n\nFrom nowhere\n" + "y" * 3000)
    for chunk in (1, 7, 64, 1000, 4097, 9001):
        assert subjects(text, chunk, monkeypatch) == ["one", "two"]


def test_headers_beyond_all_measure_are_cut() -> None:
    long = "X-Long: " + "a" * splitting.MOST_HEADERS
    text = letter(TAKEOUT, subject="one").replace("X-None: 1", long) + letter(subject="two")
    pieces = list(split(io.BytesIO(text.encode()), lambda _size: None))
    assert [len(piece.headers) <= splitting.MOST_HEADERS for piece in pieces] == [True, True]


def test_a_file_cut_off_in_the_middle_gives_what_it_holds() -> None:
    text = two(TAKEOUT)
    second = text.rindex(TAKEOUT) + len(TAKEOUT) + len("\nFrom:")
    for end in range(len(TAKEOUT), len(text), 7):
        found = list(split(io.BytesIO(text[:end].encode()), lambda _size: None))
        assert len(found) == (2 if end >= second else 1)


def test_the_offset_before_the_year_is_read_from_a_separator() -> None:
    plain = seconds_of_separator(b"From x@y Mon Nov 06 04:42:58 2017")
    assert plain == 1509943378
    assert seconds_of_separator(TAKEOUT.encode()) == plain
    ahead = b"From 1@xxx Mon Nov 06 04:42:58 +0130 2017"
    assert seconds_of_separator(ahead) == plain - 5400
    assert seconds_of_separator(b"From 1@xxx Mon Nov 06 04:42:58 -0130 2017") == plain + 5400
    assert seconds_of_separator(b"From x Mon Feb 31 04:42:58 2017") is None
    assert seconds_of_separator(b"From - ") is None


def test_kinds_of_files_are_told_by_what_stands_in_them() -> None:
    assert mailbox.looks_like(letter().encode())
    assert mailbox.looks_like(letter(separator="").encode())
    assert mailbox.looks_like(b"\xef\xbb\xbf\r\n" + letter().encode())
    assert not mailbox.looks_like(b"From here to there\nit is far\n")
    assert not mailbox.looks_like(b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\n")
    assert not mailbox.looks_like(b"Date: today\nnothing else")
    assert not mailbox.looks_like(b"First Name,Last Name\nAda,Okafor\n")
    assert not mailbox.looks_like(b"")


def test_a_single_mail(tmp_path: Path) -> None:
    path = write(tmp_path / "one.eml", letter(id="a", separator=""), newline="\r\n")
    (talk,) = talks(path)
    assert (talk.title, talk.people[0].email) == ("The harbour plan", "ada@example.net")
    assert talk.opener is Opener.THEM


def test_a_maildir_with_its_folders(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Drafts/cur"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    box = tmp_path / "Mail"
    write(box / "cur" / "1:2,S", letter(id="a", separator=""))
    write(box / "new" / "2", letter(id="b", subject="New", separator="", day="20 Mar 2026 8:00"))
    write(box / "tmp" / "3", letter(id="c", separator=""))
    sent = letter(MINE, ADA, "3 Mar 2026 9:00 +0000", "Re: x", id="d", answers="a", separator="")
    write(box / ".Sent" / "cur" / "4:2,S", sent)
    write(box / "cur" / "5:2,D", letter(id="e", separator=""))
    write(box / ".Drafts" / "cur" / "6:2,", letter(id="f", separator=""))
    found = talks(box, mine=())
    assert [(talk.mine, talk.theirs) for talk in found] == [(1, 1), (0, 1)]
    assert told(box) == [("2 mails", "A draft that was not sent.")]


def test_apple_mail_keeps_a_folder_as_a_package(tmp_path: Path) -> None:
    package = tmp_path / "Sent Messages.mbox"
    package.mkdir()
    (package / "table_of_contents").write_bytes(bytes(100))
    write(
        package / "mbox", letter(MINE, ADA, id="a", separator="From x@y Mon Nov  6 04:42:58 2017")
    )
    assert mailbox.holds_mail(package)
    (talk,) = talks(package, mine=())
    assert talk.mine == 1


def test_a_thunderbird_folder_is_taken_whole(tmp_path: Path) -> None:
    folder = tmp_path / "Local Folders"
    (folder / "Work.sbd").mkdir(parents=True)
    line = "From - Mon Nov 06 04:42:58 2017"
    write(folder / "Inbox", letter(id="a", separator=line))
    (folder / "Inbox.msf").write_text("// <!-- <mdb:mork:z v='1.4'/> -->")
    sent = letter(MINE, ADA, "3 Mar 2026 9:00 +0000", "Re: x", id="b", answers="a", separator=line)
    write(folder / "Work.sbd" / "Sent-1", sent)
    (talk,) = talks(folder, mine=())
    assert (talk.mine, talk.theirs, talk.opener) == (1, 1, Opener.THEM)


def test_an_archive_of_takeout_is_read_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    sent = letter(MINE, ADA, "3 Mar 2026 9:00 +0000", "Re: x", id="b", answers="a")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Takeout/archive_browser.html", "<html></html>")
        packed.writestr("Takeout/Mail/All mail Including Spam and Trash.mbox", letter(id="a"))
        packed.writestr("../../Takeout/Mail/Sent.mbox", sent)
    assert mailbox.holds_mail(path)
    (talk,) = talks(path, mine=())
    assert (talk.mine, talk.theirs, talk.opener) == (1, 1, Opener.THEM)
    assert [one.name for one in tmp_path.iterdir()] == ["takeout.zip"]


def test_a_damaged_archive_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("all.mbox", letter(id="a", body="x " * 50_000 + str(list(range(30_000)))))
    data = path.read_bytes()
    middle = len(data) // 2
    found = archive_with(path)
    path.write_bytes(data[:middle] + bytes(2000) + data[middle + 2000 :])
    found.read(lambda _size: None)
    assert found.broken == [path]
    path.write_bytes(data[:60])
    assert not mailbox.looks_like(path.read_bytes())


def test_an_archive_with_a_name_in_no_alphabet_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Grüße.mbox", letter(id="a"))  # marked as written in UTF-8
    path.write_bytes(path.read_bytes().replace("ü".encode(), b"\x80\x80"))
    with pytest.raises(OSError, match="codec"):
        archive_with(path)


def test_topics_of_google_groups_are_a_list(tmp_path: Path) -> None:
    (tmp_path / "Boats").mkdir()
    line = "List-Id: <boats.googlegroups.example>"
    text = letter(ADA, "boats@googlegroups.example", "2 Mar 2026 9:00 +0000", "Hi", line, id="a")
    path = write(tmp_path / "Boats" / "topics.mbox", text)
    assert told(path) == [("1 mail", "Sent to a mailing list, or to many at once.")]


def test_a_mail_that_vanishes_from_a_maildir_is_reported(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    gone = write(tmp_path / "cur" / "1", letter(id="a", separator=""))
    write(tmp_path / "cur" / "2", letter(id="b", separator=""))
    found = archive()
    found.add(tmp_path)
    gone.unlink()
    found.read(lambda _size: None)
    assert [type(item).__name__ for _f, item in found.items()] == [
        "ReadConversation",
        "ReadFailure",
    ]


def test_folders_without_mail_hold_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("From here")
    (tmp_path / "README").write_text("Subject to change")
    assert not mailbox.holds_mail(tmp_path)


PIECES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            *(
                b"\nFrom ",
                b"\n\nFrom ",
                b"\r\n",
                b"\n\n",
                b"From: ",
                b"To: ",
                b"Date: ",
                b"=?utf-8?Q?",
            ),
            *(
                b"=?x?B?####?=",
                b"\xff\xfe",
                b"<a@b>",
                b"(" * 60,
                b'"',
                b"References: <",
                b"Subject: ",
            ),
            *(b"\n\n" + TAKEOUT.encode() + b"\n", b"X-Gmail-Labels: Sent\n", ME.encode(), b"\x00"),
            *(b"Mon, 2 Mar 2026 09:30:00 +0000\n", b"Mon, 99 Xxx 99999 99:99\n", b"," * 50),
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=30))
@example(pieces=[b"From: ", b"(" * 60, b"a@b"])
def test_any_bytes_are_read_to_the_end_and_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "all.mbox"
    path.write_bytes(letter(id="a").encode() + b"".join(pieces))
    count = len(list(split(io.BytesIO(path.read_bytes()), lambda _size: None)))
    found = archive(path)
    items = [item for _file, item in found.items()]
    held = sum(getattr(item, "messages", 0) for item in items)
    out = [item for item in items if not hasattr(item, "messages")]
    numbers = [item.title.split()[0] for item in out if not item.place]
    assert held + sum(map(int, numbers)) + sum(bool(item.place) for item in out) == count
