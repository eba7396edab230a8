"""Garbage with widgets in it is collected on the screen's thread, whoever makes more of it."""

import gc
import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.litter import Litter


class Knotted(QWidget):
    """A widget that only the search for cycles can free."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self


def test_a_worker_never_destroys_a_widget(dressed: QApplication, qtbot: QtBot) -> None:
    died: list[threading.Thread] = []
    litter = Litter()
    knotted = Knotted()
    knotted.destroyed.connect(
        lambda: died.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    del knotted

    def make_litter() -> None:
        for _round in range(200_000):
            knot: list[object] = []
            knot.append(knot)

    worker = threading.Thread(target=make_litter)
    worker.start()
    worker.join()
    assert died == []
    assert gc.get_count()[0] > gc.get_threshold()[0]
    gc.collect()
    assert died == [threading.main_thread()]
    litter.look()
    assert gc.get_count()[0] <= gc.get_threshold()[0]
    litter.deleteLater()


def test_it_collects_when_python_would(dressed: QApplication) -> None:
    litter = Litter()
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    knots = [[] for _number in range(gc.get_threshold()[0] + 50)]
    litter.look()
    assert gc.get_stats()[0]["collections"] == before + 1
    assert knots
    litter.deleteLater()
