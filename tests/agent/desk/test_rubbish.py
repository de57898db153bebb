"""Windows that nobody holds any more end in their own thread."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from agent.desk.rubbish import Rubbish
from tests.support.house import ROOT

CLOSED = """
import threading
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from agent.desk.rubbish import Rubbish

class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: ended.append(threading.current_thread() is threading.main_thread()))

def litters():
    for _ in range(300_000):
        circle = []
        circle.append(circle)

application, ended, rubbish = QApplication(["tests", "-platform", "offscreen"]), [], Rubbish()
for _ in range(20):
    Window().show()
application.processEvents()
thread = threading.Thread(target=litters)
thread.start()
thread.join()
print(ended)
while len(ended) < 20:
    litters()
    rubbish.clear()
print(all(ended))
"""


@pytest.fixture
def rubbish() -> Iterator[Rubbish]:
    """Hold the collector back for one test."""
    made = Rubbish()
    yield made
    made.close()


def test_a_window_is_not_ended_by_another_thread() -> None:
    """Whatever a thread makes meanwhile; without holding the collector back this program stands still."""
    ran = subprocess.run(
        [sys.executable, "-c", CLOSED], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert (ran.returncode, ran.stdout.split("\n")) == (0, ["[]", "True", ""])


class _Circle:
    def __init__(self) -> None:
        self.itself = self


def test_what_nobody_holds_goes_when_it_is_cleared(rubbish: Rubbish) -> None:
    """Not by what another thread makes, and at once by the windows' own."""
    ended: list[int] = []

    class Ends(_Circle):
        def __del__(self) -> None:
            ended.append(threading.get_ident())

    Ends()
    thread = threading.Thread(target=lambda: [_Circle() for _ in range(5_000)])
    thread.start()
    thread.join()
    assert ended == []
    rubbish.clear()
    assert ended == [threading.get_ident()]


def test_afterwards_all_is_as_it_was() -> None:
    """Python collects by itself again."""
    Rubbish().close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
