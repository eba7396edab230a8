"""What belongs to this computer and not to a journal: appearance, text size, which journals."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from app.model.errors import FileWriteError, InputError
from app.model.texts import _
from app.services.private_files import private_folder, replace_privately
from app.settings import BY_KEY, Scope, Value

_WINDOW, _RECENT, _REMEMBERED = "window", "recent", "remembered"
_MOST_RECENT = 12


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
        if key == "recent_journals" and not self.get(key):
            self._keep(_RECENT, "")

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

    # --- journals opened lately ------------------------------------------------------------

    @property
    def recent(self) -> tuple[Path, ...]:
        """Where the journals opened lately lie, the latest first; whether they still do or not."""
        return tuple(Path(text) for text in self._recent())

    def remember(self, path: Path) -> None:
        """Note that a journal was opened, unless the user wants no such list."""
        if self.get("recent_journals"):
            here = str(path.absolute())
            others = [text for text in self._recent() if text != here]
            self._keep_recent([here, *others])

    def forget(self, path: Path) -> None:
        """Take a journal off the list; the file itself is not touched."""
        self._keep_recent([text for text in self._recent() if text != str(path)])

    def forget_all(self) -> None:
        """Empty the list."""
        self._keep(_RECENT, "")

    def _recent(self) -> list[str]:
        # Another window may have opened a journal since: what stands in the file counts.
        kept = (_read(self._path) if self._path else {}).get(_RECENT)
        with contextlib.suppress(ValueError):
            found = json.loads(kept if kept is not None else self._values.get(_RECENT, "[]"))
            return [str(text) for text in found] if isinstance(found, list) else []
        return []

    def _keep_recent(self, paths: list[str]) -> None:
        self._keep(_RECENT, json.dumps(paths[:_MOST_RECENT], ensure_ascii=False))

    # --- keeping --------------------------------------------------------------------------

    def _keep(self, key: str, text: str) -> None:
        now = _read(self._path) if self._path else {}
        if self._values.get(key) == text and now.get(key, text) == text:
            return
        self._values[key] = text
        if self._path is None:
            return
        try:
            private_folder(self._path.parent)
            # Only this one is ours to say: another window may have kept something else since.
            replace_privately(
                self._path,
                json.dumps({**(now or self._values), key: text}, indent=2, ensure_ascii=False),
            )
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
