import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.view import CodeStatus
from agent.desk.windows.code_window import CodeWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard

CODE = "4821-739205-1"


@pytest.fixture
def window(heard: Heard) -> CodeWindow:
    window = CodeWindow(Places(heard))
    window.new_code_pressed.connect(heard.new_code)
    window.connecting("relay.example")
    window.appear()
    return window


def press(window: CodeWindow, words: str) -> None:
    button = next(part for part in window.findChildren(QPushButton) if part.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def says(window: CodeWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel))


def test_the_code_stands_in_three_groups_and_can_be_copied(window: CodeWindow) -> None:
    """Copy code puts the spoken form on the clipboard."""
    window.show_code(CODE, 600)
    assert "4821 – 739205 – 1" in says(window)
    press(window, "Copy code")

    assert QGuiApplication.clipboard().text() == CODE


def test_the_code_is_read_digit_by_digit(window: CodeWindow) -> None:
    """A screen reader hears the groups, digit by digit."""
    window.show_code(CODE, 600)

    names = [label.accessibleName() for label in window.findChildren(QLabel)]
    assert "group 1: 4, 8, 2, 1. group 2: 7, 3, 9, 2, 0, 5. group 3: 1" in names


@pytest.mark.parametrize("status", [CodeStatus.WRONG, CodeStatus.THREE_WRONG, CodeStatus.RAN_OUT])
def test_a_spent_code_leaves_the_screen(window: CodeWindow, status: CodeStatus) -> None:
    """What nobody may use any more cannot be read or copied."""
    window.show_code(CODE, 600)
    QGuiApplication.clipboard().clear()
    window.show_status(status)
    press(window, "Copy code")

    assert "739205" not in says(window)
    assert QGuiApplication.clipboard().text() == ""


def test_new_code_is_inert_while_someone_is_checked(window: CodeWindow, heard: Heard) -> None:
    """New code waits until the check is over."""
    window.show_code(CODE, 600)
    window.show_status(CodeStatus.CHECKING)
    press(window, "New code")
    assert heard.of("new_code") == []

    window.show_status(CodeStatus.WRONG)
    press(window, "New code")
    assert heard.of("new_code") == [()]


def test_a_lost_line_says_when_it_is_tried_again(window: CodeWindow) -> None:
    """The words name the relay and the seconds."""
    window.show_status(CodeStatus.NO_LINE, 8)

    assert "No line to relay.example. Trying again in 8 seconds." in says(window)
