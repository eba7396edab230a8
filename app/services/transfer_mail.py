"""Reads mail archives for an import: streamed, with progress in kilobytes, stopped at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from app.exchange import mailbox
from app.model.errors import Cancelled, FileReadError
from app.model.imports import ReadConversation, ReadFailure
from app.model.texts import _
from app.services.transfer_deciding import Planner
from app.services.workspace import Workspace

_HEAD = 64 * 1024
_ARCHIVE = b"PK\x03\x04"
_TOLD_EVERY = 512 * 1024
_OFTEN = 50
Progress = Callable[[int, int], object]


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
    paths: Sequence[Path],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Plan what mail files hold together: a thread may begin in one and go on in another.

    Raises:
        FileReadError: the only file cannot be read.
        Cancelled: the user stopped it.
    """
    archive = _archive(workspace, planner)
    whole = 0
    for path in paths:
        try:
            whole += archive.add(path)
        except OSError:
            _unreadable(planner, path, only=len(paths) == 1)
    archive.read(_Gauge(whole, progress, cancelled))
    found = list(archive.items())
    talks = [item for _file, item in found if isinstance(item, ReadConversation)]
    for path in archive.broken:
        _unreadable(planner, path, only=[path] == list(paths))
    if talks:
        planner.offer(archive.files[0], talks)
    for done, (file, item) in enumerate(found):
        if done % _OFTEN == 0:
            if progress is not None:
                progress(done, 0)
            _stop_if(cancelled)
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


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


class _Gauge:
    """Hears how many bytes were read, tells it on now and then, and stops when asked to."""

    def __init__(
        self, whole: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._whole = whole
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._told = -_TOLD_EVERY

    def __call__(self, size: int) -> None:
        """So many bytes more."""
        _stop_if(self._cancelled)
        self._done += size
        if self._progress is not None and self._done - self._told >= _TOLD_EVERY:
            self._told = self._done
            whole = max(1, self._whole >> 10)
            self._progress(min(self._done >> 10, whole), whole)
