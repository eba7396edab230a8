"""What holds for every test: no screen, no network, nothing of the person's own, no warnings."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A gate must say the same of the same code: there the examples are drawn alike every time. By hand
# they are new at every run, which is where new cases are found; each one found becomes an example.
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
tempfile.gettempdir()  # known from here on, so that a test that moves it puts this back

from PySide6.QtWidgets import QApplication  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from tests.patience import PatientBot  # noqa: E402
from ui.litter import Litter  # noqa: E402

pytest_plugins = ["check_coverage"]  # from packaging/, see `pythonpath` in pyproject.toml

HERE = {"127.0.0.1", "::1", "localhost"}


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Kith never speaks to a network: an attempt fails the test where it happens."""
    if event == "socket.getaddrinfo" and arguments[0] not in HERE | {None, ""}:
        raise AssertionError(f"a test looked up the address of {arguments[0]!r}")
    if event == "socket.connect" and isinstance(address := arguments[1], tuple):
        assert address[0] in HERE, f"a test connected to {address!r}"


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """User folders of this run alone, so that no test meets the person's own journal."""
    folder = str(tmp_path_factory.mktemp("home"))
    names = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]
    names += ["WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"]
    if sys.platform == "darwin":
        names.append("HOME")
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setenv(name, folder)
        yield


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """Widgets are collected on the screen's thread alone, as in the program."""
    litter = Litter(qapp)
    _litter.append(litter)
    yield qapp
    _litter.remove(litter)
    litter.stop()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The qtbot of pytest-qt, with patience."""
    return PatientBot(request)


_litter: list["Litter"] = []


def pytest_runtest_teardown() -> None:
    for litter in _litter:
        litter.look()


class _Collector(logging.Handler):
    """Keeps what was logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A logged warning fails the test, unless the test is marked with `logs_warnings`."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.messages and not request.node.get_closest_marker("logs_warnings"):
        pytest.fail("logged during the test:\n" + "\n".join(collector.messages))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent
