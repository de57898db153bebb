"""The small parts: what they promise to eyes, ears and fingers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from agent.desk import language
from agent.desk.windows.parts import button_row, give_letters, without_letter, words
from tests.support.pseudo import mirrored


def test_each_button_has_a_letter_of_its_own_but_the_one_that_says_yes(application: QApplication) -> None:
    """Alt and a letter press all buttons but Allow and Send; signs such as A+ have none."""
    window = QWidget()
    column = QVBoxLayout(window)
    labels = ("More time", "Don’t allow", "Close", "Copy code", "A+")
    buttons = [QPushButton(label) for label in labels]
    allow = without_letter(QPushButton("Allow 1 thing for 15 minutes"))
    column.addLayout(button_row(*buttons, allow))
    give_letters(window)
    letters = [button.shortcut().toString() for button in buttons]
    assert letters == ["Alt+M", "Alt+D", "Alt+C", "Alt+O", ""]
    assert allow.shortcut().isEmpty()


def test_words_stand_at_the_side_from_which_the_language_is_read(application: QApplication) -> None:
    """Even a line that begins with a name in other letters."""
    assert not words("Ana Weber").alignment() & Qt.AlignmentFlag.AlignRight
    with language.speaking(mirrored()):
        assert words("Ana Weber").alignment() & Qt.AlignmentFlag.AlignRight
