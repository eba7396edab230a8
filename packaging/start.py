"""Open Kith's window, or, where there is no display, leave something to look at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from environment import BIN, SetupError

KITH = BIN / ("kith.exe" if os.name == "nt" else "kith")
TOUR = Path("kith-tour")  # beside the person, where they called from
NO_SCREEN = {"offscreen", "minimal", "minimalegl"}


def run(further: list[str]) -> int:
    """Hand over to Kith with the further arguments; without a display, make the tour."""
    if not further and not has_display(os.environ, sys.platform):
        return show_tour()
    if os.name == "nt":  # there, replacing this process would give the prompt back at once
        return subprocess.run([KITH, *further], check=False).returncode
    sys.stdout.flush()
    os.execv(KITH, [str(KITH), *further])


def has_display(surroundings: Mapping[str, str], system: str) -> bool:
    """Whether a window would be seen by anybody."""
    chosen = surroundings.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen:
        return chosen not in NO_SCREEN
    if not system.startswith("linux"):
        return True
    return any(surroundings.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show_tour() -> int:
    """Render the sample journal's pages and one briefing into `kith-tour/`."""
    print(
        "There is no display here, so Kith draws its sample journal into "
        f"{TOUR}{os.sep} instead of opening a window.",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="kith-") as folder:
        made = _draw(Path(folder))
        TOUR.mkdir(exist_ok=True)
        for file in made:
            shutil.move(file, TOUR / file.name)
    pictures = sum(file.suffix == ".png" for file in made)
    print(f"Drawn: {pictures} pictures of the window and briefing.pdf, in {TOUR.resolve()}")
    return 0


def _draw(folder: Path) -> list[Path]:
    """Make the sample journal and everything drawn from it, away from the user's own data."""
    journal, drawn = folder / "sample.kith", folder / "drawn"
    drawn.mkdir()
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **_home_in(folder / "home")}
    _kith(["sample", str(journal)], surroundings)
    kith = ["--journal", str(journal)]
    _kith([*kith, "tour", "--to", str(drawn)], surroundings)
    latest = json.loads(_kith([*kith, "timeline", "--json"], surroundings))
    name = most_present(latest)
    _kith([*kith, "brief", name, "--pdf", str(drawn / "briefing.pdf")], surroundings)
    return sorted(drawn.iterdir())


def most_present(entries: list[dict[str, Any]]) -> str:
    """The person that the entries are about most often."""
    names = Counter(person["name"] for entry in entries for person in entry["people"])
    return names.most_common(1)[0][0]


def _home_in(folder: Path) -> dict[str, str]:
    """Settings that make Kith keep its data and its settings in the folder."""
    folder.mkdir()
    names = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]
    names += ["WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"]
    if sys.platform == "darwin":
        names.append("HOME")
    return dict.fromkeys(names, str(folder))


def _kith(arguments: list[str], surroundings: Mapping[str, str]) -> str:
    done = subprocess.run(
        [KITH, *arguments],
        env={**surroundings, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{done.stderr.strip()}\nKith could not draw its sample journal.")
    return done.stdout
