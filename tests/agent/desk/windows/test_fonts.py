from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel

from agent.desk.windows.fonts import load_fonts
from agent.desk.windows.parts import words
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
