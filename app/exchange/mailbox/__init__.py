"""Mail archives: mbox files, Maildir folders and single mails, their headers alone.

Takes who wrote to whom, when, in what thread and under what subject. Bodies and attachments are
skipped unread, so that an archive of any size needs little memory.
"""

from __future__ import annotations

from pathlib import Path

from app.exchange.mailbox.gathering import Archive, Item, Rules
from app.exchange.mailbox.sources import MOST_LOOKED_AT, begins_mail, may_be_mail, sources
from app.exchange.mailbox.splitting import begins_mbox

__all__ = [
    "MOST_LOOKED_AT",
    "Archive",
    "Item",
    "Rules",
    "files_below",
    "holds_mail",
    "looks_like",
    "may_be_mail",
]


def looks_like(head: bytes, _name: str = "") -> bool:
    """Whether a file that starts like this is an mbox or a single mail."""
    return begins_mbox(head) or begins_mail(head)


def files_below(folder: Path) -> frozenset[Path]:
    """The mail files below a folder, and every mail of the Maildirs among them.

    Raises:
        OSError: it cannot be read.
    """
    return frozenset(source.path for source in sources(folder))


def holds_mail(folder: Path) -> bool:
    """Whether a folder is a Maildir, or a folder or zip archive holds mail files.

    Raises:
        OSError: it cannot be read.
    """
    return bool(sources(folder))
