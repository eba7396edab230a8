"""Make a package for Debian and Ubuntu in `dist/`: python3 packaging/make_deb.py

Run it on the oldest system that shall use the package.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import environment
import system_parts

ROOT = environment.ROOT
DIST = ROOT / "dist"
BUNDLE = DIST / "kith"
TREE = ROOT / "build" / "deb"


def control(version: str, architecture: str, size_in_kib: int) -> str:
    """The package's description, with what Qt needs and which fonts are recommended."""
    needed = ["libc6 (>= 2.34)", *(" | ".join(names) for names in system_parts.LIBRARIES.values())]
    fields = {
        "Package": "kith",
        "Version": version,
        "Architecture": architecture,
        "Maintainer": "The Kith developers <kith@localhost>",
        "Installed-Size": str(size_in_kib),
        "Section": "misc",
        "Priority": "optional",
        "Depends": ", ".join(needed),
        "Recommends": ", ".join(system_parts.RECOMMENDED),
        "Description": "private relationship journal for the desktop\n"
        " People, what was said, what was promised, and a page to read before you meet.\n"
        " Everything stays on this computer.",
    }
    return "".join(f"{name}: {text}\n" for name, text in fields.items())


def lay_out(version: str, architecture: str) -> None:
    """Put the bundle where the package installs it, with its menu entry and its licence."""
    shutil.rmtree(TREE, ignore_errors=True)
    program = TREE / "opt" / "kith"
    shutil.copytree(BUNDLE, program, symlinks=True)
    places = ["DEBIAN", "usr/bin", "usr/share/applications", "usr/share/doc/kith"]
    for place in places:
        (TREE / place).mkdir(parents=True)
    (TREE / "usr" / "bin" / "kith").symlink_to("/opt/kith/kith")
    shutil.copy(ROOT / "packaging" / "kith.desktop", TREE / "usr" / "share" / "applications")
    shutil.copy(ROOT / "LICENSE", TREE / "usr" / "share" / "doc" / "kith" / "copyright")
    size = sum(file.lstat().st_size for file in program.rglob("*")) // 1024
    (TREE / "DEBIAN" / "control").write_text(control(version, architecture, size), "utf-8")


def main() -> int:
    """Bundle, lay out, pack; prints where the package lies."""
    try:
        environment.prepare("run")
        environment.install_extra("package")
    except environment.SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    work = ROOT / "build" / "pyinstaller"
    pyinstaller: list[str | Path] = [environment.PYTHON, "-m", "PyInstaller", "--noconfirm"]
    pyinstaller += ["--log-level", "WARN", "--distpath", DIST, "--workpath", work]
    subprocess.run([*pyinstaller, ROOT / "packaging" / "kith.spec"], check=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    ask = ["dpkg", "--print-architecture"]
    architecture = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    lay_out(version, architecture)
    package = DIST / f"kith_{version}_{architecture}.deb"
    pack: list[str | Path] = ["dpkg-deb", "--root-owner-group", "-Zzstd", "--build", TREE, package]
    subprocess.run(pack, check=True)
    print(f"Made {package}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
