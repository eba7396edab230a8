"""Make `.venv` with exactly the pinned packages, and leave it alone while nothing changed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import system_parts

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "kith-setup.json"  # written last, so a set-up that was cut short has none
WHEELS_OF_DEBIAN = Path("/usr/share/python-wheels")


class SetupError(Exception):
    """Something that the person can mend, said in one sentence."""


def prepare(command: str) -> None:
    """Make everything ready for `run` or `test`; says nothing when it is already there."""
    testing = command == "test"
    fresh = not is_current(testing=testing)
    libraries = system_parts.missing_libraries()
    if system_parts.is_debian():
        _prepare_debian(libraries, testing=testing, fresh=fresh)
    elif libraries:
        print(f"Qt lacks these libraries of your system: {', '.join(libraries)}.", file=sys.stderr)
    if fresh:
        _make_environment(testing=testing)
    if libraries and system_parts.missing_libraries():
        _require_qt()


def _prepare_debian(libraries: list[str], *, testing: bool, fresh: bool) -> None:
    pip = not fresh or can_make_pip()
    needed = system_parts.needed_packages(libraries, testing=testing, pip=pip)
    recommended = system_parts.missing_recommended() if fresh else []
    if not needed and not recommended:
        return
    if system_parts.is_root() and system_parts.install(needed, recommended):
        return
    line = system_parts.install_line(needed + recommended)
    if not pip and not can_make_pip():
        raise SetupError(f"Kith needs some packages of your system first: {line}")
    if needed:
        print(f"Kith needs some packages of your system: {line}", file=sys.stderr)
    else:
        print(f"Names in every script need some more fonts: {line}", file=sys.stderr)


def _require_qt() -> None:
    """Stop with a sentence when Qt does not load; a library may lie where we did not look."""
    probe = subprocess.run(
        [PYTHON, "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, check=False
    )
    if probe.returncode:
        reason = probe.stderr.strip().splitlines()[-1:]
        raise SetupError(f"Qt cannot start without these libraries: {''.join(reason)}")


# The stamp ---------------------------------------------------------------------------------------


def digest() -> str:
    """A short text that changes whenever the set-up has to be done again."""
    parts = [
        (ROOT / "pyproject.toml").read_bytes(),
        CONSTRAINTS.read_bytes(),
        Path(__file__).read_bytes(),
        os.fsencode(ROOT),  # the project is installed as a link to this folder
        python_identity().encode(),
    ]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def python_identity() -> str:
    """What an environment cannot outlive: the kind and minor version of Python, the machine."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{sys.implementation.name} {version} {sys.platform} {platform.machine()}"


def read_stamp() -> dict[str, object]:
    """The stamp of a finished set-up, or nothing."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_current(*, testing: bool) -> bool:
    """Whether the environment is finished, of today's pins, and wide enough."""
    stamp = read_stamp()
    wide_enough = bool(stamp.get("testing")) or not testing
    return wide_enough and stamp.get("digest") == digest() and PYTHON.exists()


def write_stamp(*, testing: bool) -> None:
    """Declare the environment finished, in one step."""
    stamp = {"digest": digest(), "python": python_identity(), "testing": testing}
    draft = STAMP.with_suffix(".part")
    draft.write_text(json.dumps(stamp), "utf-8")
    draft.replace(STAMP)


# The environment ---------------------------------------------------------------------------------


def _make_environment(*, testing: bool) -> None:
    stamp = read_stamp()
    if not stamp or stamp.get("python") != python_identity() or not PYTHON.exists():
        _remove_environment()
        print("Making a Python environment in .venv.", flush=True)
        _create_with_pip()
    testing = testing or bool(stamp.get("testing"))
    STAMP.unlink(missing_ok=True)
    print("Installing the packages that Kith is built on; this takes a minute or two.", flush=True)
    _pip("install", "-c", CONSTRAINTS, "pip", "setuptools")
    project = f"{ROOT}[dev]" if testing else str(ROOT)
    _pip("install", "-c", CONSTRAINTS, "--no-build-isolation", "-e", project)
    write_stamp(testing=testing)


def install_extra(name: str) -> None:
    """Add the packages of one more group of optional dependencies to a finished environment."""
    _pip("install", "-c", CONSTRAINTS, "--no-build-isolation", "-e", f"{ROOT}[{name}]")


def _remove_environment() -> None:
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as problem:
        raise SetupError(
            f"The folder {VENV} cannot be made anew ({problem.strerror}); "
            "close what uses it, remove it, and try again."
        ) from problem


def can_make_pip() -> bool:
    """Whether some way to put pip into a new environment is at hand."""
    return _has_ensurepip() or importlib.util.find_spec("pip") is not None or bool(_debian_wheel())


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _debian_wheel() -> Path | None:
    return max(WHEELS_OF_DEBIAN.glob("pip-*.whl"), default=None)


def _create_with_pip() -> None:
    """A new environment with some pip in it; the pinned pip replaces it right afterwards."""
    importlib.invalidate_caches()  # python3-venv may have arrived a moment ago
    outer = _outer_python()
    _quietly(outer, "-m", "venv", "--without-pip", VENV)
    if _has_ensurepip():
        _quietly(PYTHON, "-m", "ensurepip", "--upgrade", "--default-pip")
    elif wheel := _debian_wheel():
        _pip("install", "-c", CONSTRAINTS, "pip", pip=(PYTHON, wheel / "pip"))
    elif importlib.util.find_spec("pip"):
        outer_pip = (outer, "-m", "pip", "--python", PYTHON)
        _pip("install", "-c", CONSTRAINTS, "pip", pip=outer_pip)
    else:
        raise SetupError(
            "This Python has neither ensurepip nor pip; install one of them and try again."
        )


def _outer_python() -> Path:
    """The Python to build on: never the one inside the environment that is being remade."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    base = getattr(sys, "_base_executable", sys.executable)
    return Path(base if inside else sys.executable)


def _quietly(*command: str | Path) -> None:
    done = subprocess.run(
        command, env=_clean_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise SetupError(f"The Python environment could not be made in {VENV}.")


def _pip(*arguments: str | Path, pip: tuple[str | Path, ...] = (PYTHON, "-m", "pip")) -> None:
    command = [*pip, "--disable-pip-version-check", "--no-input", *arguments]
    with subprocess.Popen(
        command,
        env=_clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        log = []
        for line in process.stdout:
            log.append(line)
            _show_progress(line)
    _show_progress("")
    if process.returncode:
        _give_up(log)


def _give_up(log: list[str]) -> NoReturn:
    output = "".join(log)
    details = VENV / "kith-pip.log"
    details.write_text(output, "utf-8")
    errors = [line.rstrip() for line in log if line.startswith(("ERROR", "error"))]
    explained = explain_pip(output)
    if "stands above" in explained:
        print("\n".join(errors) or output, file=sys.stderr)
    raise SetupError(f"{explained} (Everything pip said: {details})")


def _show_progress(line: str) -> None:
    """On a terminal, name the package that is being fetched, in place."""
    if not sys.stdout.isatty():
        return
    if line.startswith("Collecting "):
        sys.stdout.write(f"\r\033[K  {line.split()[1][:60]}")
    elif line.startswith("Installing collected"):
        sys.stdout.write("\r\033[K  unpacking")
    elif not line:
        sys.stdout.write("\r\033[K")
    sys.stdout.flush()


UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "NameResolutionError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "connection broken",
    "There was a problem confirming the ssl certificate",
)


def explain_pip(output: str) -> str:
    """One sentence for what pip could not do."""
    if any(sign.lower() in output.lower() for sign in UNREACHABLE):
        return (
            "The package index cannot be reached; check the connection, or pip's own settings "
            "for it, and run the same command again."
        )
    if "No space left on device" in output:
        return f"The disk is full: Kith's environment in {VENV} needs about 600 MB."
    if "No matching distribution found" in output or "ResolutionImpossible" in output:
        return (
            "One of the packages is not offered for this system and this version of Python; "
            "what pip says about it stands above."
        )
    return "pip could not install the packages; its own words stand above."


def _clean_environment() -> dict[str, str]:
    """Our surroundings without what would lead pip out of the environment."""
    unwanted = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PIP_USER": "0", "PYTHONUTF8": "1"}
