"""Reads the exports of Monica for an import; several files of one account are taken as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from app.exchange import monica
from app.model.errors import FileReadError
from app.model.imports import ReadFailure, ReadSkip
from app.model.texts import _
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File, check_size, chunks, head, opened
from app.services.taking_in.plan import ImportOptions
from app.services.taking_in.progress import Hearing, matching_words, reading_words
from app.services.workspace import Workspace


def is_monica(path: File) -> bool:
    """Whether a file is Monica's JSON or SQL export."""
    try:
        data = head(path)
    except FileReadError:
        return False  # said in full where the file is read
    return monica.is_json(data) or monica.is_sql(data)


def take_monica(
    workspace: Workspace,
    planner: Planner,
    paths: Sequence[File],
    _options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan the people and the history of exports of Monica.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    accounts: list[tuple[str, monica.Account]] = []
    for path in paths:
        hearing.at(0, 0, reading_words(path.name, 0))
        try:
            accounts.append((path.name, _account(path, hearing)))
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
    if not accounts:
        return
    accounts = monica.in_order(accounts)
    name, account = accounts[0]
    for _other, more in accounts[1:]:
        monica.fill(account, more)
    zone = workspace.clock.now().tzinfo
    home = zone if isinstance(zone, ZoneInfo) else None
    records = list(monica.read(account, home, str(workspace.today)))
    del account, accounts  # as large as the records made of it
    for done, item in enumerate(records):
        hearing.now_and_then(done, len(records), partial(matching_words, done, len(records)))
        planner.take(name, item)
    if not records:
        planner.take(name, ReadSkip("", "", name, _("It holds neither people nor events.")))


def _is_json(path: File) -> bool:
    """Whether to read it as JSON; what cannot be opened is said where it is read."""
    try:
        return head(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except FileReadError:
        return True


def _account(path: File, hearing: Hearing) -> monica.Account:
    if _is_json(path):
        check_size(path)
        with opened(path) as (file, _size):
            return monica.account_of_json(file, lambda _read: hearing.stop_if_asked())
    return monica.account_of_sql(_heard(path, hearing))


def _heard(path: File, hearing: Hearing) -> Iterator[bytes]:
    for part in chunks(path):
        hearing.stop_if_asked()
        yield part
