"""One window of trouble before there is a desk."""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.troubles import CLOSE, REPORT_ONLY
from agent.desk.windows.alone import _shown, typed_words
from agent.desk.windows.places import Places
from agent.desk.windows.trouble_window import TroubleWindow
from protocol.errors import AlreadyRunning, RelayUnreachable, WaylandOnly
from tests.support.windows_scene import Heard

ALONE = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from agent.desk.windows.alone import show_alone
from protocol.errors import AlreadyRunning

def look():
    window = next(each for each in application.topLevelWidgets() if each.isVisible())
    print(QAccessible.queryAccessibleInterface(window).role().name)
    application.quit()

application = QApplication([])
QTimer.singleShot(300, look)
show_alone(AlreadyRunning(), "relay.example")
"""


def test_the_usual_thing_to_do_there_is_to_close(heard: Heard) -> None:
    """No engine runs and nothing is tried again: what a desk could do is not offered. A terminal may go on."""
    for error in (AlreadyRunning(), RelayUnreachable(), WaylandOnly()):
        told = _shown(error, "relay.example")
        more = (REPORT_ONLY,) if isinstance(error, WaylandOnly) else ()
        assert (told.buttons, told.again_in) == ((CLOSE, *more), 0.0)
        window = TroubleWindow(Places(heard), told)
        assert [part.text() for part in window.findChildren(QPushButton) if part.isDefault()] == ["Close"]
        assert "in 0 seconds" not in " ".join(label.text() for label in window.findChildren(QLabel))


def test_a_reader_is_told_that_it_is_a_dialog() -> None:
    """There is no desk that would have told Qt so: a reader reads out a dialog's words when it comes up."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=True,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == ["Dialog"]


def test_where_no_terminal_can_be_opened_it_says_what_to_type(heard: Heard) -> None:
    """The window stays, with the very command."""
    window = TroubleWindow(Places(heard), _shown(WaylandOnly(), "relay.example"))
    window.pressed.connect(lambda _button: window.say_instead(typed_words("relay.example")))
    window.appear()
    next(part for part in window.findChildren(QPushButton) if part.text() == "Health report only").click()
    assert window.isVisible()
    said = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "Open a terminal yourself, and type: attended-agent relay.example --terminal" in said
    next(part for part in window.findChildren(QPushButton) if part.text() == "Close").click()
