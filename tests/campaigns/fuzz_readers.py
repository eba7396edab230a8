"""Reads any bytes as every kind of file that Kith imports, and looks at what came out."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from app.exchange import (
    archive,
    chat,
    contact_tables,
    dayone,
    icalendar,
    jrnl,
    mailbox,
    monica,
    vcard,
)
from app.exchange.content_lines import blocks
from app.model.archive import BY_NAME
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadEntry, ReadPerson
from app.model.values import DateRange
from app.services.taking_in import choosing
from app.services.taking_in import files as transfer_files
from app.services.taking_in.chat import is_chat
from app.services.taking_in.mail import is_mail

_COUNTED = 300_000  # above that, counting the blocks once more would be half of the time
WINDOW = DateRange(date(2010, 1, 1), date(2028, 1, 1))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_CHAT_RULES = chat.Rules(NOW.replace(tzinfo=None), "Me")
_MESSAGE_RULES = contact_tables.MessageRules(my_name="Me")
_MAIL_RULES = mailbox.Rules(frozenset({"me@example.org"}), home=UTC, now=NOW)


def read_cards(data: bytes, _path: Path) -> None:
    """As an address book.

    Raises:
        AssertionError: a card is unaccounted for.
    """
    people = list(vcard.read(data))
    vcard.looks_like(data)
    if len(data) > _COUNTED:
        return
    assert len(people) == sum(1 for _ in blocks(data, frozenset({"VCARD"})))


def read_events(data: bytes, _path: Path) -> None:
    """As a calendar.

    Raises:
        AssertionError: an event is unaccounted for, or two occurrences have one key.
    """
    events = list(icalendar.read(data, WINDOW))
    icalendar.looks_like(data)
    keys = [item.key for item in events if hasattr(item, "when")]
    assert len(keys) == len(set(keys)), "two occurrences have one key"
    if len(data) > _COUNTED:
        return
    places = {item.place for item in events if item.place}  # that a file is cut has no place
    assert len(places) == sum(1 for _ in blocks(data, frozenset({"VEVENT"})))


def read_table(data: bytes, _path: Path) -> None:
    """As a table of contacts.

    Raises:
        AssertionError: two rows stand in one place, or what looks like a table is none.
    """
    rows = list(contact_tables.read(data))
    assert len({row.place for row in rows}) == len(rows)
    table = contact_tables.describe(data)
    assert table is not None or not (rows or contact_tables.looks_like(data, "x.csv"))
    if table is not None:
        assert len(table.mapping.columns) == len(table.header) == len(table.samples)
        assert contact_tables.Mapping.from_text(table.mapping.to_text()) == table.mapping


def read_messages(data: bytes, _path: Path) -> None:
    """As LinkedIn's messages.

    Raises:
        AssertionError: a conversation holds nothing, or more than was in it.
    """
    contact_tables.holds_messages(data)
    encoding, mark, _assumed = contact_tables.encoding_of([data])
    found = contact_tables.gather_messages([data], encoding, mark)
    _check_talks(list(found.items(_MESSAGE_RULES)))


def read_chat(data: bytes, _path: Path) -> None:
    """As an exported chat.

    Raises:
        AssertionError: a conversation holds nothing, or more than was in it.
    """
    chat.looks_like(data[:65_536])
    found = chat.gather([data])
    found.is_undecided(_CHAT_RULES)
    _check_talks(list(found.items("WhatsApp Chat with Ada.txt", _CHAT_RULES)))


def read_mail(data: bytes, path: Path) -> None:
    """As a mail archive, a single mail or a zip with such.

    Raises:
        AssertionError: a conversation holds nothing, or more than was in it.
    """
    path.write_bytes(data)
    mails = mailbox.Archive(_MAIL_RULES)
    try:
        mails.add(path)
    except OSError:
        return  # a damaged archive is said to be one
    mails.read(lambda _size: None)
    _check_talks([item for _file, item in mails.items()])
    mailbox.looks_like(data[:65_536], "x")


def read_any(data: bytes, path: Path) -> None:
    """As whatever it looks like: recognised, unpacked where it is an archive.

    Raises:
        AssertionError: more comes out of a file in an archive than it says.
    """
    path.write_bytes(data)
    for fits in (is_mail, is_chat):
        try:
            fits(path)
        except (OSError, ValueError):
            continue  # as they say they may
    try:
        found = choosing.files_in(path)
    except FileReadError:
        return
    for file, _kind in found:
        if isinstance(file, transfer_files.Packed):
            try:
                assert len(transfer_files.whole(file)) <= file.size
            except FileReadError:
                continue


def read_archive(data: bytes, _path: Path) -> None:
    """As Kith's own archive.

    Raises:
        AssertionError: a record comes out that its section does not allow.
    """
    archive.looks_like(data)
    try:
        for found in archive.ArchiveReader(io.BytesIO(data), "a.json").records():
            if found.section in BY_NAME:
                assert found.record.keys() <= BY_NAME[found.section].named.keys()
    except FileReadError:
        return  # refused as a whole


def read_journals(data: bytes, _path: Path) -> None:
    """As a journal of jrnl or Day One.

    Raises:
        AssertionError: an entry has neither words nor files.
    """
    jrnl.is_json(data[:65_536])
    jrnl.is_text(data[:65_536])
    dayone.looks_like(data[:65_536])
    found = [*jrnl.read(data), *dayone.read(io.BytesIO(data), lambda _name: None)]
    assert all(item.note for item in found if isinstance(item, ReadEntry))


def read_monica(data: bytes, _path: Path) -> None:
    """As an export of Monica, its JSON or its SQL.

    Raises:
        AssertionError: two records have one key, or a person has no name.
    """
    monica.is_json(data[:65_536])
    monica.is_sql(data[:65_536])
    account = monica.account_of_sql(data[at : at + 4096] for at in range(0, len(data), 4096))
    with contextlib.suppress(FileReadError):  # said in a sentence
        monica.fill(account, monica.account_of_json(io.BytesIO(data)))
    found = [
        one
        for one in monica.read(account, None, "2026-11-22")
        if isinstance(one, ReadPerson | ReadEntry)
    ]
    assert len({one.key for one in found}) == len(found)
    assert all(one.name for one in found if isinstance(one, ReadPerson))


def _check_talks(items: list[object]) -> None:
    for item in items:
        if isinstance(item, ReadConversation):
            assert item.messages > 0
            assert item.mine + item.theirs <= item.messages


READERS: Mapping[str, Callable[[bytes, Path], None]] = {
    "vcard": read_cards,
    "icalendar": read_events,
    "table": read_table,
    "messages": read_messages,
    "chat": read_chat,
    "mail": read_mail,
    "archive": read_archive,
    "journals": read_journals,
    "monica": read_monica,
    "recognition": read_any,
}
# The others take so much longer that a campaign feeds them every sixth file only.
QUICK = frozenset({"vcard", "chat", "mail", "journals", "archive", "monica"})
