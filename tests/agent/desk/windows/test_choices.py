"""Tick boxes and choices keep all their words, at any width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk.windows.choices import Choice, TickBox
from agent.desk.windows.sight import sight

LONG = "Ignore a warning, or pick a certain answer here, or add another remote help program"


@pytest.mark.parametrize("kind", [TickBox, Choice])
def test_words_wrap_and_a_press_anywhere_on_them_counts(
    application: QApplication, kind: type[TickBox | Choice]
) -> None:
    """The narrower it is the higher it grows; its last line can be pressed as well as its mark."""
    window = QWidget()
    window.setStyleSheet(sight().theme().style_sheet())
    box = kind(LONG)
    box.setParent(window)
    window.show()
    short = kind("Yes")
    short.setParent(window)
    one_line = short.heightForWidth(2000)
    assert one_line >= 44
    assert box.heightForWidth(300) >= one_line + 2 * box.fontMetrics().height()
    assert box.minimumSizeHint().width() < 250
    box.resize(300, box.heightForWidth(300))
    box.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(290, box.height() - 4))
    assert box.isChecked()


def test_the_words_are_painted(application: QApplication) -> None:
    """Every line of them: the lower half is as little empty as the upper one."""
    window = QWidget()
    window.setStyleSheet(sight().theme().style_sheet())
    box = TickBox(LONG)
    box.setParent(window)
    box.resize(300, box.heightForWidth(300))
    window.resize(box.size())
    window.show()
    image = window.grab().toImage()
    ink = sight().theme().colour("ink").rgb()
    dark = [y for y in range(image.height()) for x in range(60, image.width()) if image.pixel(x, y) == ink]
    assert min(dark) < image.height() * 0.3
    assert max(dark) > image.height() * 0.7
