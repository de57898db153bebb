import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.view import SAVE_AGAIN, Over
from agent.desk.windows import window as window_module
from agent.desk.windows.end_windows import OverWindow
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


OVER = Over((("14:02", "You let Ana see Screen 1"),), "/home/x/receipt.html")


def shown(heard: Heard) -> OverWindow:
    """Show the window, with its closing heard."""
    window = OverWindow(Places(heard), OVER)
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
