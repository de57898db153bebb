"""The bar of every window: its title, and at the same place the text size, the language, help, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from agent.desk.language import LANGUAGES, language, say
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.parts import Button, card, named, told, words
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight

MARGIN = 16
"""Pixels before the title."""
CONTROL_GAP = 6
"""Pixels between the bar's controls: room for the ring around the one that has the keyboard."""

BEFORE_CLOSE = 8
"""Pixels more between the lines of help and the button that closes them."""


class Bar(QWidget):
    """Title and controls; where a row is too narrow for both, the controls stand below the title, at the same side."""

    smaller = Signal()
    larger = Signal()
    languages = Signal()
    helps = Signal()
    closes = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        named(self, "bar")
        self._title = words(title)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        spoken = LANGUAGES.get(language().code, language().code)
        self.language_button = _control(
            f"{spoken} ▾", say("desk.bar", "Language: {name}", name=spoken), self.languages.emit
        )
        pictured(self.language_button, "languages", sight().theme())
        self.help_button = _control("?", say("desk.bar", "Help"), self.helps.emit)
        controls = QWidget()
        controls.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CONTROL_GAP)
        row.addStretch(1)
        for control in (
            _control("A\N{MINUS SIGN}", say("desk.bar", "Smaller text"), self.smaller.emit),
            _control("A+", say("desk.bar", "Larger text"), self.larger.emit),
            self.language_button,
            self.help_button,
            _control("✕", say("desk.bar", "Close"), self.closes.emit),
        ):
            row.addWidget(control)
        whole = FlowRow(self._title, controls, grows=self._title)
        before, after = (CONTROL_GAP, MARGIN) if language().right_to_left else (MARGIN, CONTROL_GAP)
        whole.setContentsMargins(before, CONTROL_GAP, after, CONTROL_GAP)
        self.setLayout(whole)


def help_card(lines: tuple[str, ...], done: Callable[[], None]) -> QFrame:
    """Make the card that the question mark opens: a heading, some lines, and a button that closes it."""
    frame, column = card()
    column.addWidget(words(say("desk.bar", "Help"), "heading", focusable=True))
    for line in lines:
        column.addWidget(words(line))
    close = Button(say("desk.bar", "Close this help"))
    close.clicked.connect(done)
    column.addSpacing(BEFORE_CLOSE)
    column.addWidget(close)
    return frame


def language_card(choose: Callable[[str], None]) -> QFrame:
    """Make the card that the language's name opens: every language by its own name, the present one with a tick."""
    frame, column = card()
    column.addWidget(words(say("desk.bar", "Choose your language"), "heading", focusable=True))
    buttons = []
    for code, name in LANGUAGES.items():
        is_present = code == language().code
        button = Button(f"✓ {name}" if is_present else name)
        told(button, say("desk.bar", "{name}, chosen", name=name) if is_present else name)
        button.clicked.connect(lambda _checked=False, code=code: choose(code))
        buttons.append(button)
    column.addLayout(FlowRow(*buttons, equal=True))
    return frame


def general_help() -> tuple[str, ...]:
    """Give the lines of help that are true of every window."""
    return (
        say("desk.bar", "A\N{MINUS SIGN} and A+ make the letters smaller or larger."),
        say("desk.bar", "By keyboard: Tab goes on, and Space presses a button."),
        say("desk.bar", "You can stop at any time."),
    )


def _control(label: str, name: str, press: Callable[[], object]) -> QPushButton:
    button = told(named(Button(label), "plain"), name)
    # A press by hand leaves the keyboard where it was; Tab comes here.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(press)
    return button
