"""What Qt and the briefing need from the system: shared libraries, fonts, and two tools.

Only Debian and its relatives are helped to install them; on other Linux systems the missing
libraries are named, and macOS and Windows bring all of this along.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Each library that the loader must find, and its packages, newest name first.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    # From here on: what a window on an X11 screen needs beyond drawing into memory.
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    # And on a Wayland screen.
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
}
# The interface font, and enough of the others to write a name in any script.
RECOMMENDED = (
    "fontconfig",
    "fonts-inter",
    "fonts-noto-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
)
TEST_TOOLS = {"pdftotext": "poppler-utils"}

Names = tuple[str, ...]


def missing_libraries() -> list[str]:
    """The shared libraries that Qt would not find, by the name the loader uses."""
    return [name for name in LIBRARIES if not _loads(name)] if sys.platform == "linux" else []


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def is_debian() -> bool:
    """Whether packages come from apt here."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether system packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def needed_packages(libraries: list[str], *, testing: bool, pip: bool) -> list[Names]:
    """The packages without which the command cannot work, each with its older names."""
    wanted = [LIBRARIES[name] for name in libraries]
    if testing:
        wanted += [(package,) for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    if not pip:
        wanted.append((f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", "python3-venv"))
    return wanted


def missing_recommended() -> list[Names]:
    """The recommended packages that dpkg does not know as installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *RECOMMENDED],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if " installed" in line}
    return [(package,) for package in RECOMMENDED if package not in installed]


def install_line(packages: list[Names]) -> str:
    """The one line that a person types to get the packages."""
    names = " ".join(choose(packages, _known_to_apt(packages)))
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {names}"


def install(needed: list[Names], recommended: list[Names]) -> bool:
    """Install with apt-get as root; False when something that is needed could not be had."""
    everything = needed + recommended
    names = " ".join(choose(everything, _known_to_apt(everything)))
    print(f"Installing system packages: {names}", flush=True)
    if _apt_install(everything) or (_apt("update") and _apt_install(everything)):
        return True
    # One package that this system does not have must not keep the others away.
    got_all_needed = not needed or _apt_install(needed)
    for names_of_one in recommended:
        _apt_install([names_of_one])
    return got_all_needed


def _apt_install(packages: list[Names]) -> bool:
    names = choose(packages, _known_to_apt(packages))
    return _apt("install", "-y", "--no-install-recommends", *names)


def _apt(*arguments: str) -> bool:
    folders = [os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"]
    environment = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "PATH": os.pathsep.join(filter(None, folders)),  # dpkg refuses to work without sbin
    }
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"]
    done = subprocess.run(
        [*command, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        problems = [line for line in done.stderr.splitlines() if line.startswith("E:")]
        print("\n".join(problems) or done.stderr, file=sys.stderr)
    return done.returncode == 0


def _known_to_apt(packages: list[Names]) -> frozenset[str]:
    """The newer names that apt knows, of packages that go by several."""
    known: set[str] = set()
    for name in (newer for names in packages for newer in names[:-1]):
        command = ["apt-cache", "pkgnames", name]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        known.update(answer.stdout.split())
    return frozenset(known)


def choose(packages: list[Names], known: frozenset[str]) -> list[str]:
    """One name for each package: the first that is known, otherwise the last."""
    return [next((name for name in names if name in known), names[-1]) for names in packages]
