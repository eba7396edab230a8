"""Where Kith keeps things on this computer; the window and the terminal agree on it here."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from app.services.private_files import private_folder

_NAME = "kith"


def default_journal() -> Path:
    """The journal that is used when nobody names another one; its folder is made."""
    return _data() / "journal.kith"


def sample_journal() -> Path:
    """Where the window keeps the sample one can look around in."""
    return _data() / "sample.kith"


def computer_file() -> Path:
    """The file with what belongs to this computer: appearance, text size, the last journal."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "computer.json"


def report_file() -> Path:
    """Where the terminal leaves the report of a mistake of the program."""
    return computer_file().with_name("report.txt")


def is_missing(path: Path) -> bool:
    """Whether there is surely nothing; where nobody may look, opening it will say why."""
    try:
        return not path.exists()
    except OSError:
        return False


def holds_something(path: Path) -> bool:
    """Whether there surely is a file that is not empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _data() -> Path:
    return private_folder(Path(platformdirs.user_data_dir(_NAME, appauthor=False)))
