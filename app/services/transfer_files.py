"""Reads the files of an import, or says in words why that is not possible."""

from __future__ import annotations

from pathlib import Path

from app.model.errors import FileReadError
from app.model.texts import _

MOST_BYTES = 200 * 1024 * 1024
HEAD_BYTES = 64 * 1024


def head(path: Path) -> bytes:
    """The beginning of a file, to see what it is.

    Raises:
        FileReadError: it cannot be read, or is empty.
    """
    return _read(path, HEAD_BYTES)


def whole(path: Path) -> bytes:
    """All of a file, unless it is too large to be read at once.

    Raises:
        FileReadError: it cannot be read, is empty or too large.
    """
    check_size(path)
    return _read(path, None)


def check_size(path: Path) -> None:
    """See that a file is not too large to be read at once.

    Raises:
        FileReadError: it is.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return  # reading it will say why
    if size > MOST_BYTES:
        raise FileReadError(
            _("“{name}” is larger than 200 MB.").format(name=path.name[:80]),
            _("Export it in several parts, for example one for each year."),
        )


def _read(path: Path, most: int | None) -> bytes:
    name = path.name[:80]
    try:
        if path.is_dir():
            raise FileReadError(
                _("“{name}” is a folder without mail.").format(name=name),
                _("Choose the files inside it."),
            )
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most)
    except FileNotFoundError:
        raise FileReadError(
            _("There is no file “{name}”.").format(name=name),
            _("Check the name and the folder."),
        ) from None
    except (OSError, ValueError):
        raise FileReadError(
            _("“{name}” cannot be read.").format(name=name),
            _("Check that you may open it, and that its disk is connected."),
        ) from None
    if not data.strip():
        raise FileReadError(
            _("“{name}” is empty.").format(name=name), _("Export it again and try once more.")
        )
    return data
