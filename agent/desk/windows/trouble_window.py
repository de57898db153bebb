"""The window of trouble: what went wrong, and what can be done (experience 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from agent.desk.windows.window import DeskWindow, button_row, named, words

if TYPE_CHECKING:
    from agent.desk.view import Trouble
    from agent.desk.windows.places import Places


class TroubleWindow(DeskWindow):
    """Says what went wrong and what can be done; the first button is the safe one and the default."""

    pressed = Signal(str)

    def __init__(self, places: Places, trouble: Trouble) -> None:
        super().__init__("trouble", "Attended", places)
        heading = words(trouble.title, "heading", focusable=True)
        self.body.addWidget(heading)
        self.body.addWidget(words(trouble.text))
        self._details = words(f"Code {trouble.code}", "soft")
        copy = named(QPushButton("Copy details"), "plain")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details.text()))
        self.body.addWidget(self._details)
        self.body.addWidget(copy)
        buttons = [QPushButton(label) for label in trouble.buttons]
        for button, label in zip(buttons, trouble.buttons, strict=True):
            button.clicked.connect(lambda _checked=False, label=label: self._press(label))
        buttons[0].setDefault(True)
        buttons[0].setObjectName("filled")
        self.pinned.addLayout(button_row(*buttons))
        self.placed.connect(heading.setFocus)
        self.keep_early_keys()

    def escape(self) -> None:
        """Do as the safe button does."""
        self.close()

    def _press(self, label: str) -> None:
        self.pressed.emit(label)
        self.leave()
