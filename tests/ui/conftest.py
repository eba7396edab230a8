"""A dressed application for every test of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light theme at the usual text size, before and after the test."""
    theme.apply(qapp, "light", 1.0)
    # A test that ended with Ctrl+V would else leave Ctrl held down for the next.
    QTest.keyRelease(QWidget(), Qt.Key.Key_Control)
    yield qapp
    theme.apply(qapp, "light", 1.0)
