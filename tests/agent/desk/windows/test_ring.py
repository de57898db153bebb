"""The ring around what has the keyboard shows on anything, and takes nothing away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from agent.desk.windows.places import Places
from agent.desk.windows.ring import GAP, RING
from agent.desk.windows.sight import sight
from agent.desk.windows.window import DeskWindow, words
from tests.support.windows_scene import Heard, comes_true


def a_window(heard: Heard, lines: int = 1) -> tuple[DeskWindow, QPushButton]:
    window = DeskWindow("code", "Attended", Places(heard))
    button = QPushButton("Copy code")
    for _ in range(lines):
        window.body.addWidget(words("text"))
    window.body.addWidget(button)
    window.appear()
    assert comes_true(window.isActiveWindow, 2000)
    button.setFocus()
    return window, button


def left_of(window: DeskWindow, button: QPushButton) -> tuple[QImage, QPoint]:
    image = window.grab().toImage()
    return image, button.mapTo(window, QPoint(0, button.height() // 2))


def test_three_pixels_of_ink_two_of_paper(heard: Heard) -> None:
    """Outside the control, and gone when another part has the keyboard."""
    window, button = a_window(heard)
    image, edge = left_of(window, button)
    theme = sight().theme()
    ink, paper = theme.colour("ink").rgb(), theme.colour("paper").rgb()
    assert [image.pixel(edge.x() - GAP - n, edge.y()) for n in range(1, RING + 1)] == [ink] * RING
    assert [image.pixel(edge.x() - n, edge.y()) for n in range(1, GAP + 1)] == [paper] * GAP
    button.clearFocus()
    image, edge = left_of(window, button)
    assert ink not in [image.pixel(edge.x() - n, edge.y()) for n in range(1, RING + GAP + 1)]


def test_it_goes_along_when_the_part_moves(heard: Heard) -> None:
    """With the text size, for one."""
    window, button = a_window(heard)
    sight().larger()
    window._ring.settle()
    assert window._ring.geometry().contains(button.rect().translated(button.mapTo(window, QPoint(0, 0))))


def test_it_stays_within_what_scrolls(heard: Heard) -> None:
    """A ring never lies over the answers for a part that has scrolled away."""
    window, _ = a_window(heard, lines=60)
    window.pinned.addWidget(QPushButton("Close"))
    window.fit()
    window._scroll.verticalScrollBar().setValue(0)
    window._ring.settle()
    assert window._ring.isHidden()


def test_words_have_a_ring_only_for_who_goes_by_keys(heard: Heard, calm: None) -> None:
    """A heading has the focus when its window comes up, to be read out; nobody is to press it."""
    window, button = a_window(heard)
    heading = words("Heading", "heading", focusable=True)
    window.body.insertWidget(0, heading)
    heading.show()
    window.fit()
    heading.setFocus()
    assert window._ring.isHidden()
    QTest.keyClick(heading, Qt.Key.Key_Tab)
    assert window.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Backtab)
    assert window.focusWidget() is heading
    assert window._ring.isVisible()
