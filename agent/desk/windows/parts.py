"""Small parts that the windows are put together from."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QStyleOptionButton, QVBoxLayout, QWidget

from agent.desk.language import language
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.lines import Words

Part = TypeVar("Part", bound=QWidget)
UNLETTERED = "unlettered"
"""The property of a button that no letter presses: what says yes is never pressed from afar (experience 2.1)."""


class Button(QPushButton):
    """A button that underlines the letter which presses it with Alt, where the platform does; its text has no sign."""

    def initStyleOption(self, option: QStyleOptionButton, /) -> None:
        """Have the style underline the letter of the present shortcut; every & of the words is only itself."""
        super().initStyleOption(option)
        option.text = underlined(self.text(), self.shortcut().toString())


def words(text: str, role: str = "text", *, focusable: bool = False) -> Words:
    """Make a line of text that wraps; `role` is its style ("heading", "soft", "caution"), also for the reader."""
    label = named(Words(text), role)
    if language().right_to_left:
        # Qt aligns a line by its own first letters: one that begins with a name would stand at the wrong side.
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    if focusable:
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return label


def card() -> tuple[QFrame, QVBoxLayout]:
    """Make a bordered group."""
    frame = named(QFrame(), "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    return frame, column


class OneLine(QLineEdit):
    """A line to write in. Qt marks its words when Tab comes to it; an empty one has none, and is not marked."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard; a reader that hears of a mark first never says where it is."""
        reason = event.reason() if self.text() else Qt.FocusReason.OtherFocusReason
        super().focusInEvent(QFocusEvent(event.type(), reason))


def named(part: Part, style: str) -> Part:
    """Give a part its name in the style sheet."""
    part.setObjectName(style)
    return part


def told(control: Part, name: str) -> Part:
    """Give a control the name that a screen reader says."""
    control.setAccessibleName(name)
    return control


def without_letter(button: Part) -> Part:
    """Keep a button from being pressed by Alt and a letter: Allow and Send are reached on purpose or not at all."""
    button.setProperty(UNLETTERED, True)
    return button


def button_row(*buttons: QPushButton) -> FlowRow:
    """Stand buttons side by side, of equal width; one below the other where they do not fit."""
    return FlowRow(*buttons, equal=True)


def give_letters(window: QWidget) -> None:
    """
    Give every button in sight a letter that presses it with Alt; a screen reader tells it.

    The first letter of its words that no button before it took. Buttons of the bar come last.
    """
    shown = [button for button in window.findChildren(QPushButton) if button.isVisibleTo(window)]
    taken: set[str] = set()
    for button in sorted(shown, key=lambda each: each.objectName() == "plain"):
        button.setShortcut("")
        if button.property(UNLETTERED):
            continue
        letter = _letter(button.text(), taken)
        if letter:
            taken.add(letter)
            button.setShortcut(f"Alt+{letter}")


def underlined(label: str, shortcut: str) -> str:
    """Mark a label's letter for `shortcut`, such as Alt+C, in Qt's way; where it begins a word, or else where it is."""
    letter = shortcut.removeprefix("Alt+")
    places = [at for at, each in enumerate(label) if letter and each.upper() == letter]
    at = next((at for at in places if at == 0 or label[at - 1].isspace()), places[0] if places else len(label))
    before, after = label[:at].replace("&", "&&"), label[at:].replace("&", "&&")
    return f"{before}&{after}" if after else before


def _letter(label: str, taken: set[str]) -> str:
    if sum(map(str.isalpha, label)) == 1:
        return ""  # a sign such as A+, not a word
    said = label.split()
    wanted = [word[0] for word in said] + list("".join(said))
    free = (
        letter.upper()
        for letter in wanted
        if letter.isalpha() and len(letter.upper()) == 1 and letter.upper() not in taken
    )
    return next(free, "")
