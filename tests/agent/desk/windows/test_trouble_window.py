import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from agent.desk.view import Trouble
from agent.desk.windows import window as window_module
from agent.desk.windows.places import Places
from agent.desk.windows.trouble_window import TroubleWindow
from tests.support.windows_scene import Heard

TROUBLE = Trouble("A-101", "We cannot reach it.", "Check.", ("Close", "Try now"))


def test_trouble_tells_which_button_was_pressed(heard: Heard) -> None:
    """The safe button stands first and is the default; the pressed one is told."""
    window = TroubleWindow(Places(heard), Trouble("A-101", "We cannot reach it.", "Check.", ("Close", "Try now")))
    window.pressed.connect(heard.pressed)
    buttons = {part.text(): part for part in window.findChildren(QPushButton)}
    assert buttons["Close"].isDefault()
    window.appear()
    QTest.mouseClick(buttons["Try now"], Qt.MouseButton.LeftButton)

    assert heard.of("pressed") == [("Try now",)]


def shown(heard: Heard) -> TroubleWindow:
    """Show the window, with its closing heard."""
    window = TroubleWindow(Places(heard), TROUBLE)
    window.closed_by_customer.connect(heard.closed)
    window.pressed.connect(heard.pressed)
    window.appear()
    return window


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_meant_for_something_else_answers_nothing(heard: Heard, key: Qt.Key) -> None:
    """What was being typed when the window came up presses none of its buttons, wherever the focus is."""
    window = shown(heard)
    for part in (window, *window.findChildren(QPushButton)):
        part.setFocus()
        QTest.keyClick(part, key)
    assert window.isVisible()
    assert (heard.of("closed"), heard.of("pressed")) == ([], [])


def test_later_the_keys_answer_and_esc_does_at_any_time(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc closes at once; Enter presses the button that has the focus once the window has stood."""
    first = shown(heard)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.0)
    second = shown(heard)
    close = next(part for part in second.findChildren(QPushButton) if part.text() == "Close")
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not second.isVisible()
