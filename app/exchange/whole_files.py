"""Files that others read, written whole or not at all, for their owner's eyes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from app.model.errors import MAY_BE_REPLACED, FileWriteError
from app.model.texts import _

PART: Final = ".kith-part-"
"""How everything begins to be called that is being written and has not its name yet."""
_A_PART: Final = re.compile(rf"{re.escape(PART)}[a-z0-9_]{{8}}")
_IDLE: Final = 3600  # seconds without a write, after which nobody is at it any more


@contextmanager
def whole_or_nothing(out: Path, *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name only when all of it is written.

    It can be read by its owner alone.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    refuse(out, overwrite)
    clear_parts(out.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=PART, dir=out.parent)
    except OSError as error:
        raise failed(out, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        refuse(out, overwrite)
        Path(name).replace(out)
    except OSError as error:
        raise failed(out, error) from None
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def write(data: bytes, out: Path, *, overwrite: bool = False) -> None:
    """Write these bytes whole or not at all, readable by their owner alone.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    with whole_or_nothing(out, overwrite=overwrite) as file:
        file.write(data)


def refuse(out: Path, overwrite: bool) -> None:
    """Make sure that nothing is lost by writing there.

    Raises:
        FileWriteError: something is there that may not be replaced.
    """
    if os.path.isdir(out):  # noqa: PTH112 - unlike the path, it answers for any name
        raise FileWriteError(
            _("“{name}” is a folder.").format(name=out.name), _("Give the file a name of its own.")
        )
    if os.path.exists(out) and not os.path.isfile(out):  # noqa: PTH110, PTH113 - as above
        raise FileWriteError(
            _("“{name}” is a device or a pipe, not a file.").format(name=out.name),
            _("Give the file a name of its own."),
        )
    if not overwrite and os.path.lexists(out):
        raise FileWriteError(
            _("“{name}” is there already.").format(name=out.name),
            MAY_BE_REPLACED,
        )


def clear_parts(folder: Path) -> None:
    """Take away what an export left here that was killed: a plain copy of what is in a journal."""
    with contextlib.suppress(OSError):
        for part in list(folder.iterdir()):
            if _A_PART.fullmatch(part.name) and time.time() - _written_at(part) > _IDLE:
                if part.is_dir() and not part.is_symlink():
                    shutil.rmtree(part, ignore_errors=True)
                else:
                    part.unlink(missing_ok=True)


def _written_at(part: Path) -> float:
    """When a file, or anything in a folder, was written last."""
    below = (Path(root) for root, _folders, _files in os.walk(part))
    return max(path.lstat().st_mtime for path in (part, *below))


_REASONS = {
    errno.ENOENT: _("the folder is gone"),
    errno.ENOTDIR: _("the folder is gone"),
    errno.EACCES: _("you may not write there"),
    errno.EPERM: _("you may not write there"),
    errno.EROFS: _("the place can only be read"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
    errno.ENAMETOOLONG: _("the name is too long"),
}


def failed(out: Path, error: OSError) -> FileWriteError:
    """What to say where something could not be written."""
    reason = _REASONS.get(error.errno or 0, error.strerror or _("the system refused"))
    return FileWriteError(
        _("“{name}” was not saved: {reason}.").format(name=out.name, reason=reason),
        _("Save it in another folder; nothing half written was left behind."),
    )
