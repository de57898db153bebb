from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.view import SAVE_AGAIN, Over, Trouble
from agent.desk.windows.end_windows import OverWindow, TroubleWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard


def test_over_lists_what_happened_and_where_the_receipt_is(heard: Heard) -> None:
    """Every yes and end is there with its time."""
    window = OverWindow(Places(heard), Over((("14:02", "You let Ana see Screen 1"),), "/home/x/receipt.html"))
    says = " ".join(label.text() for label in window.findChildren(QLabel))

    assert "14:02  You let Ana see Screen 1" in says
    assert "/home/x/receipt.html" in says


def test_a_receipt_that_is_not_saved_is_not_thrown_away_by_one_key(heard: Heard) -> None:
    """The window says it, Esc keeps it open, and the safe button asks to save it again."""
    window = OverWindow(Places(heard), Over((), None, "Your receipt could not be saved."))
    window.pressed.connect(heard.pressed)
    window.closed_by_customer.connect(heard.closed)
    buttons = {part.text(): part for part in window.findChildren(QPushButton)}
    assert buttons[SAVE_AGAIN].isDefault()
    window.appear()
    window.escape()
    QTest.mouseClick(buttons[SAVE_AGAIN], Qt.MouseButton.LeftButton)

    assert "could not be saved" in " ".join(label.text() for label in window.findChildren(QLabel))
    assert heard.of("closed") == []
    assert heard.of("pressed") == [(SAVE_AGAIN,)]


def test_trouble_tells_which_button_was_pressed(heard: Heard) -> None:
    """The safe button stands first and is the default; the pressed one is told."""
    window = TroubleWindow(Places(heard), Trouble("A-101", "We cannot reach it.", "Check.", ("Close", "Try now")))
    window.pressed.connect(heard.pressed)
    buttons = {part.text(): part for part in window.findChildren(QPushButton)}
    assert buttons["Close"].isDefault()
    window.appear()
    QTest.mouseClick(buttons["Try now"], Qt.MouseButton.LeftButton)

    assert heard.of("pressed") == [("Try now",)]
