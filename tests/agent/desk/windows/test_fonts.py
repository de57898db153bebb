import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel

from agent.desk.windows.fonts import load_fonts
from agent.desk.windows.parts import Button, words
from agent.desk.windows.theme import present_theme


def test_the_letters_come_with_the_program(application: QApplication) -> None:
    """Both families are loaded from our own files, whatever the system has."""
    assert set(load_fonts()) >= {"Atkinson Hyperlegible Next", "Atkinson Hyperlegible Mono SemiBold"}


def test_windows_are_set_in_them(application: QApplication) -> None:
    """Text in the one, digits of the code in the other, in which 0 and O are two."""

    def family(label: QLabel) -> str:
        label.setStyleSheet(present_theme().style_sheet())
        label.ensurePolished()
        return QFontInfo(label.font()).family()

    assert family(words("text")) == "Atkinson Hyperlegible Next"
    assert family(words("4821", "code")) == "Atkinson Hyperlegible Mono SemiBold"


@pytest.mark.parametrize("role", ["text", "soft", "heading", "live", "code"])
def test_digits_are_all_of_one_width(application: QApplication, role: str) -> None:
    """A 1 takes as much as a 0 wherever words or buttons count: nothing beside them moves (experience 5)."""
    for part in (words("0", role), Button("0")):
        part.setStyleSheet(present_theme().style_sheet())
        part.ensurePolished()
        metrics = QFontMetricsF(part.font())
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
