import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from agent.desk.windows.places import Places
from agent.desk.windows.window import DeskWindow, words
from tests.support.windows_scene import Heard


def a_window(heard: Heard) -> DeskWindow:
    window = DeskWindow("code", "Attended", Places(heard))
    window.closed_by_customer.connect(heard.closed)
    window.body.addWidget(words("<b>text</b>"))
    return window


def test_a_window_waits_for_its_mask(heard: Heard) -> None:
    """It is not shown before the engine has covered its place."""
    heard.masks_at_once = False
    window = a_window(heard)
    window.appear()
    assert not window.isVisible()

    heard.waiting.pop(0)()
    assert window.isVisible()


def test_our_own_leaving_is_not_the_customers_closing(heard: Heard) -> None:
    """Only a closing by hand is told."""
    window = a_window(heard)
    window.appear()
    window.leave()
    assert heard.of("closed") == []

    window.appear()
    window.close()
    assert heard.of("closed") == [("code",)]


@pytest.mark.usefixtures("calm")
def test_text_size_goes_from_one_to_two_hundred_percent(heard: Heard) -> None:
    """Ctrl + and Ctrl - change the text, within bounds."""
    window = a_window(heard)
    window.appear()
    for _ in range(9):
        QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window._scale == 2.0

    for _ in range(9):
        QTest.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window._scale == 1.0


def test_words_are_never_markup(heard: Heard) -> None:
    """What a peer wrote stands as it was written."""
    assert words("<b>x</b>").textFormat() == Qt.TextFormat.PlainText


def test_no_tip_comes_up_beside_a_window(heard: Heard) -> None:
    """It would be a window of its own that nobody covered in the picture: what it says stands under the "?"."""
    window = a_window(heard)
    label = words("To allow: read this first.")
    label.setToolTip("So that a stray click or key cannot say yes for you.")
    window.body.addWidget(label)
    window.appear()
    QCoreApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), label.mapToGlobal(QPoint(1, 1))))
    assert not QToolTip.isVisible()
