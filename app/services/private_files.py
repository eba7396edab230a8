"""Files and folders of Kith's own, made so that no other account of the computer can read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> Path:
    """The folder, made if it is not there, and open to nobody but its owner from now on.

    Only for folders that are Kith's own; a folder the user chose keeps the rights it has.
    """
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    narrow(folder, FOLDER)
    return folder


def narrow(path: Path, mode: int = FILE) -> None:
    """Take from a file or folder of ours whatever rights it has beyond these.

    Where that is not ours to change (a shared drive, another owner), it stays as it is.
    """
    try:
        now = stat.S_IMODE(path.stat().st_mode)
        if now & ~mode:
            path.chmod(now & mode)
    except OSError:
        return


def replace_privately(path: Path, text: str) -> None:
    """Put a whole new file in place of the old one, so that a crash leaves one of the two.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - it has a handle already
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
