"""One window of trouble before there is a desk."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.troubles import CLOSE
from agent.desk.windows.alone import _shown
from agent.desk.windows.places import Places
from agent.desk.windows.trouble_window import TroubleWindow
from protocol.errors import AlreadyRunning, RelayUnreachable, WaylandOnly
from tests.support.windows_scene import Heard


def test_the_only_thing_to_do_there_is_to_close(heard: Heard) -> None:
    """No engine runs and nothing is tried again: what a desk could do is not offered."""
    for error in (AlreadyRunning(), RelayUnreachable(), WaylandOnly()):
        told = _shown(error, "relay.example")
        assert (told.buttons, told.again_in) == ((CLOSE,), 0.0)
        window = TroubleWindow(Places(heard), told)
        assert [part.text() for part in window.findChildren(QPushButton) if part.isDefault()] == ["Close"]
        assert "in 0 seconds" not in " ".join(label.text() for label in window.findChildren(QLabel))
