"""The small parts: what they promise to eyes, ears and fingers."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionButton, QVBoxLayout, QWidget

from agent.desk import language
from agent.desk.language import LANGUAGES
from agent.desk.windows.parts import UNLETTERED, Button, button_row, give_letters, without_letter, words
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from agent.desk.windows.theme import BASE_PIXELS
from tests.agent.desk.windows.test_sizes import WINDOWS
from tests.support.pseudo import mirrored
from tests.support.windows_scene import Heard

YES = {
    "en": r"(Allow|Send)\b",
    "de": r"(?!Nicht)(.* )?(erlauben|Erlauben|senden|Senden)\b",
    "es": r"(Permitir|Enviar)\b",
}
"""What the buttons say that say yes, or send."""


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


def test_the_letter_is_underlined_and_the_words_stay_as_they_are(application: QApplication) -> None:
    """As the platform does it: the style is given Qt's sign; text and name for a reader are free of it."""
    window = QWidget()
    column = QVBoxLayout(window)
    buttons = [Button(label) for label in ("More time", "Don’t allow", "Copy code", "Cut & copy", "A+")]
    allow = without_letter(Button("Allow 1 thing"))
    column.addLayout(button_row(*buttons, allow))
    give_letters(window)
    assert [drawn(button) for button in buttons] == ["&More time", "&Don’t allow", "&Copy code", "C&ut && copy", "A+"]
    assert drawn(allow) == "Allow 1 thing"
    for button in (*buttons[:3], allow):
        told = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        assert told == button.text() == drawn(button).replace("&", "")


def test_the_underline_is_seen(application: QApplication) -> None:
    """Below the letter, and only with it."""
    button = Button("xxx")
    button.setStyleSheet(sight().theme().style_sheet())
    button.resize(120, 44)
    bare = inked(button)
    button.setShortcut("Alt+X")
    below = [(x, y) for x, y in inked(button) if y > max(y for _, y in bare)]
    assert below
    assert max(x for x, _ in below) - min(x for x, _ in below) <= BASE_PIXELS * 2 / 3


def inked(button: Button) -> list[tuple[int, int]]:
    """Give the pixels that are not the button's ground, its edge left out."""
    image = button.grab().toImage()
    return [
        (x, y)
        for x in range(4, image.width() - 4)
        for y in range(4, image.height() - 4)
        if image.pixel(x, y) != image.pixel(4, 4)
    ]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("made", WINDOWS)
def test_letters_are_each_a_buttons_own_in_every_language(heard: Heard, made: str, code: str) -> None:
    """Each button in words has one, underlined; none has another's; Allow and Send have none (experience 2.1)."""
    with language.speaking(language.open_language(code)):
        window = WINDOWS[made](Places(heard))
        window._open_help()
        QApplication.processEvents()
        shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
        letters = {button.text(): button.shortcut().toString() for button in shown}
        unlettered = {button.text() for button in shown if button.property(UNLETTERED)}
        in_words = {text for text in letters if len(text) > len("A+")}
        assert {text for text in in_words if not letters[text]} == unlettered
        assert unlettered == {text for text in letters if re.match(YES[code], text)}
        given = [letter for letter in letters.values() if letter]
        assert len(set(given)) == len(given)
        for button in shown:
            assert isinstance(button, Button)
            marks = drawn(button).replace("&&", "")
            assert marks.count("&") == bool(letters[button.text()])
            if letters[button.text()]:
                assert f"Alt+{marks[marks.index('&') + 1].upper()}" == letters[button.text()]


def drawn(button: Button) -> str:
    """Give a button's words as the style is told to draw them."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    return option.text


def test_words_stand_at_the_side_from_which_the_language_is_read(application: QApplication) -> None:
    """Even a line that begins with a name in other letters."""
    assert not words("Ana Weber").alignment() & Qt.AlignmentFlag.AlignRight
    with language.speaking(mirrored()):
        assert words("Ana Weber").alignment() & Qt.AlignmentFlag.AlignRight
