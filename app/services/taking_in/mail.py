"""Reads mail archives for an import: streamed, with progress in kilobytes, stopped at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from app.exchange import mailbox
from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.model.texts import _
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File
from app.services.taking_in.plan import ImportOptions
from app.services.taking_in.progress import Hearing, mail_words, matching_words
from app.services.workspace import Workspace

_HEAD = 64 * 1024
_ARCHIVE = b"PK\x03\x04"
_TOLD_EVERY = 512 * 1024


def is_mail(path: Path) -> bool:
    """Whether a file, a folder or a zip archive holds mail.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    if path.is_dir():
        return mailbox.holds_mail(path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ARCHIVE):
        return mailbox.holds_mail(path)
    return mailbox.looks_like(head, path.name)


def take_mail(
    workspace: Workspace,
    planner: Planner,
    files: Sequence[File],
    _options: ImportOptions,
    hearing: Hearing,
) -> None:
    """Plan what mail files hold together: a thread may begin in one and go on in another.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    paths = [file for file in files if isinstance(file, Path)]
    archive = _archive(workspace, planner)
    whole = 0
    for path in paths:
        try:
            whole += archive.add(path)
        except OSError:
            _unreadable(planner, path, only=len(paths) == 1)
    archive.read(_Gauge(archive, whole, hearing))
    found = list(archive.items())
    talks = [item for _file, item in found if isinstance(item, ReadConversation)]
    for path in archive.broken:
        _unreadable(planner, path, only=[path] == list(paths))
    if talks:
        planner.offer(archive.files[0], talks)
    for done, (file, item) in enumerate(found):
        hearing.now_and_then(done, len(found), partial(matching_words, done, len(found)))
        planner.take(file, item)
    if not archive.mine and not archive.is_empty:
        planner.ask_for_addresses(archive.usual_addresses())


def _archive(workspace: Workspace, planner: Planner) -> mailbox.Archive:
    now = workspace.clock.now()
    rules = mailbox.Rules(
        mine=planner.mine,
        gap_hours=int(workspace.setting("conversation_gap_hours")),
        unanswered_days=int(workspace.setting("unanswered_days")),
        home=now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else None,
        now=now,
    )
    return mailbox.Archive(rules)


def _unreadable(planner: Planner, path: Path, *, only: bool) -> None:
    told = FileReadError(
        _("“{name}” cannot be read.").format(name=path.name[:80]),
        _("Check that you may open it, and that its disk is connected."),
    )
    if only:
        raise told
    planner.take(path.name, ReadFailure("", "", path.name, str(told)))


class _Gauge:
    """Hears how many bytes were read, tells it on now and then, and stops when asked to."""

    def __init__(self, archive: mailbox.Archive, whole: int, hearing: Hearing) -> None:
        self._archive = archive
        self._whole = whole
        self._hearing = hearing
        self._done = 0
        self._told = -_TOLD_EVERY

    def __call__(self, size: int) -> None:
        """So many bytes more."""
        self._hearing.stop_if_asked()
        self._done += size
        if self._done - self._told >= _TOLD_EVERY:
            self._told = self._done
            whole = max(1, self._whole >> 10)
            share = self._done / max(1, self._whole)
            words = mail_words(self._archive.reading, self._archive.count, min(share, 1.0))
            self._hearing.at(min(self._done >> 10, whole), whole, words)
