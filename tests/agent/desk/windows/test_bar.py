"""The bar: text size, language and help at the same place of every window, by hand and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from agent.desk.language import LANGUAGES
from agent.desk.windows.bar import Bar
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from agent.desk.windows.window import DeskWindow, words
from tests.support.windows_scene import Heard

pytestmark = pytest.mark.usefixtures("calm")


class Helped(DeskWindow):
    """A window with a help of its own."""

    def help_lines(self) -> tuple[str, ...]:
        """Give one line."""
        return ("This is what it is for.",)


def a_window(heard: Heard, width: int = 680) -> DeskWindow:
    window = Helped("code", "Attended", Places(heard), width=width)
    window.body.addWidget(words("text", "heading", focusable=True))
    window.language_chosen.connect(heard.language)
    window.appear()
    return window


def button(window: QWidget, name: str) -> QPushButton:
    return next(part for part in window.findChildren(QPushButton) if part.accessibleName() == name)


def press(window: QWidget, name: str) -> None:
    QTest.mouseClick(button(window, name), Qt.MouseButton.LeftButton)


def texts(window: DeskWindow) -> list[str]:
    return [label.text() for label in window._content.findChildren(QLabel) if label.isVisible()]


def test_the_letters_grow_and_shrink(heard: Heard) -> None:
    """A press on either sign, without taking the keyboard from where it was."""
    window = a_window(heard)
    window.findChildren(QLabel, "heading")[0].setFocus()
    press(window, "Larger text")
    press(window, "Larger text")
    press(window, "Smaller text")
    assert sight().scale == 1.25
    focused = window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "heading"


@pytest.mark.parametrize("way", ["press", "F1"])
def test_help_opens_in_place_and_is_read_out(heard: Heard, way: str) -> None:
    """No other window comes up; the focus goes to the help's heading, and back when it is closed."""
    window = a_window(heard)
    window.findChildren(QLabel, "heading")[0].setFocus()
    before, came_from = len(heard.of("windows_moved")), window.focusWidget()

    def opens() -> None:
        if way == "press":
            press(window, "Help")
        else:
            QTest.keyClick(window, Qt.Key.Key_F1)

    opens()
    assert {"Help", "This is what it is for."} <= set(texts(window))
    focused = window.focusWidget()
    assert isinstance(focused, QLabel)
    assert focused.text() == "Help"
    assert len(heard.of("windows_moved")) > before, "the place it grows to is masked first"
    opens()
    assert "Help" not in texts(window)
    assert window.focusWidget() is came_from


def test_every_language_is_offered_by_its_own_name(heard: Heard) -> None:
    """A press on another one tells it; a press on the present one only closes the list."""
    window = a_window(heard)
    press(window, "Language: English")
    for name in LANGUAGES.values():
        assert any(name in part.text() for part in window._content.findChildren(QPushButton))
    press(window, "English, chosen")
    assert heard.of("language") == []
    press(window, "Language: English")
    press(window, "Deutsch")
    assert heard.of("language") == [("de",)]


def test_help_takes_the_place_of_the_languages(heard: Heard) -> None:
    """One of them stands there at a time."""
    window = a_window(heard)
    press(window, "Language: English")
    press(window, "Help")
    assert "Choose your language" not in texts(window)
    assert "Help" in texts(window)


@pytest.mark.parametrize(("scale", "width"), [(1.0, 680), (2.0, 680), (2.0, 440)])
def test_everything_on_it_is_large_enough_to_press(heard: Heard, scale: float, width: int) -> None:
    """Each target has 44 by 44 pixels at least, and stands inside the window, at the end of the reading direction."""
    sight().set_scale(scale)
    window = a_window(heard, width)
    bar = window.findChildren(Bar)[0]
    parts = bar.findChildren(QPushButton)
    assert len(parts) == 5
    assert all(min(part.width(), part.height()) >= 44 for part in parts)
    assert all(bar.rect().contains(part.rect().translated(part.mapTo(bar, part.rect().topLeft()))) for part in parts)
    rights = [part.mapTo(bar, part.rect().topRight()).x() for part in parts]
    assert rights == sorted(rights)
    assert rights[-1] >= bar.width() - 12
