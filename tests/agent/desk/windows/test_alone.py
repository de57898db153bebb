"""One window of trouble before there is a desk."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.troubles import CLOSE, REPORT_ONLY
from agent.desk.windows.alone import _shown, typed_words
from agent.desk.windows.places import Places
from agent.desk.windows.trouble_window import TroubleWindow
from protocol.errors import AlreadyRunning, RelayUnreachable, WaylandOnly
from tests.support.windows_scene import Heard


def test_the_usual_thing_to_do_there_is_to_close(heard: Heard) -> None:
    """No engine runs and nothing is tried again: what a desk could do is not offered. A terminal may go on."""
    for error in (AlreadyRunning(), RelayUnreachable(), WaylandOnly()):
        told = _shown(error, "relay.example")
        more = (REPORT_ONLY,) if isinstance(error, WaylandOnly) else ()
        assert (told.buttons, told.again_in) == ((CLOSE, *more), 0.0)
        window = TroubleWindow(Places(heard), told)
        assert [part.text() for part in window.findChildren(QPushButton) if part.isDefault()] == ["Close"]
        assert "in 0 seconds" not in " ".join(label.text() for label in window.findChildren(QLabel))


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
