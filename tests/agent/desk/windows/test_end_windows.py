from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.view import Over, Trouble
from agent.desk.windows.end_windows import OverWindow, TroubleWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard


def test_over_lists_what_happened_and_where_the_receipt_is(heard: Heard) -> None:
    """Every yes and end is there with its time."""
    window = OverWindow(Places(heard), Over((("14:02", "You let Ana see Screen 1"),), "/home/x/receipt.html"))
    says = " ".join(label.text() for label in window.findChildren(QLabel))

    assert "14:02  You let Ana see Screen 1" in says
    assert "/home/x/receipt.html" in says


def test_trouble_tells_which_button_was_pressed(heard: Heard) -> None:
    """The safe button stands first and is the default; the pressed one is told."""
    window = TroubleWindow(Places(heard), Trouble("A-101", "We cannot reach it.", "Check.", ("Close", "Try now")))
    window.pressed.connect(heard.pressed)
    buttons = {part.text(): part for part in window.findChildren(QPushButton)}
    assert buttons["Close"].isDefault()
    window.appear()
    QTest.mouseClick(buttons["Try now"], Qt.MouseButton.LeftButton)

    assert heard.of("pressed") == [("Try now",)]
