"""What belongs to this computer and not to a journal: appearance, text size, the last journal."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from app.model.errors import FileWriteError, InputError
from app.model.texts import _
from app.settings import BY_KEY, Scope, Value

_WINDOW = "window"
_REMEMBERED = "remembered"


class Computer:
    """The settings of this computer, kept as JSON; without a path they last as long as it does.

    Nothing anyone wrote into a journal is ever kept here, only where a journal lies.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, str] = _read(path) if path else {}

    def get(self, key: str) -> Value:
        """A setting of this computer, or its default where none (or none that fits) is kept."""
        setting = BY_KEY[key]
        if key in self._values:
            with contextlib.suppress(InputError):
                return setting.read(self._values[key])
        return setting.default

    def set(self, key: str, value: Value) -> None:
        """Keep a setting.

        Raises:
            InputError: the value does not fit, or the setting belongs to the journal.
            FileWriteError: it could not be kept.
        """
        setting = BY_KEY[key]
        if setting.scope is not Scope.COMPUTER:
            raise InputError(_("This setting belongs to a journal, not to the computer."))
        self._keep(key, str(setting.read(str(value))))

    @property
    def window(self) -> str:
        """Where the window stood, in the window's own words; "" when it is not known."""
        return self._values.get(_WINDOW, "")

    @window.setter
    def window(self, place: str) -> None:
        self._keep(_WINDOW, place)

    @property
    def remembered(self) -> frozenset[str]:
        """The journals whose key the system's keyring holds, by their salts."""
        return frozenset(self._values.get(_REMEMBERED, "").split())

    @remembered.setter
    def remembered(self, entries: frozenset[str]) -> None:
        self._keep(_REMEMBERED, " ".join(sorted(entries)))

    def _keep(self, key: str, text: str) -> None:
        if self._values.get(key) == text:
            return
        self._values[key] = text
        if self._path is None:
            return
        try:
            _write(self._path, self._values)
        except OSError as error:
            raise FileWriteError(
                _("The settings of this computer could not be kept: {why}.").format(
                    why=error.strerror or error
                ),
                _("They hold until Kith is closed; check the folder {folder}.").format(
                    folder=self._path.parent
                ),
            ) from error


def _read(path: Path) -> dict[str, str]:
    """What is kept; a file that is missing or damaged counts as empty, defaults then hold."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(key): str(value) for key, value in found.items()}


def _write(path: Path, values: dict[str, str]) -> None:
    """Put a whole new file in place of the old one, so that a crash leaves one of the two."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(values, file, indent=2, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
