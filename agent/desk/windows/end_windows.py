"""The last window: it is over (experience 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from agent.desk.view import SAVE_AGAIN
from agent.desk.windows.window import DeskWindow, button_row, card, named, words

if TYPE_CHECKING:
    from agent.desk.view import Over
    from agent.desk.windows.places import Places


class OverWindow(DeskWindow):
    """Says that it is over, what was allowed and when, and where the receipt lies, or that it is still to be saved."""

    pressed = Signal(str)

    def __init__(self, places: Places, over: Over) -> None:
        super().__init__("over", "Attended", places)
        heading = words("It is over", "heading", focusable=True)
        self.body.addWidget(heading)
        self.body.addWidget(words("They can no longer see or do anything here. Nothing of Attended is left running."))
        if over.lines:
            frame, column = card()
            for time, line in over.lines:
                column.addWidget(words(f"{time}  {line}"))
            self.body.addWidget(frame)
        if over.receipt_path:
            self.body.addWidget(words("Your receipt proves what you allowed, and lets you watch your own recording."))
            self.body.addWidget(words(f"It is kept here: {over.receipt_path}", "soft"))
        if over.note:
            self.body.addWidget(words(over.note))
        self._is_unsaved = bool(over.note) and over.receipt_path is None
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        buttons = [close]
        if self._is_unsaved:
            again = named(QPushButton(SAVE_AGAIN), "filled")
            again.setDefault(True)
            again.clicked.connect(lambda: self.pressed.emit(SAVE_AGAIN))
            buttons.insert(0, again)
        self.pinned.addLayout(button_row(*buttons))
        self.placed.connect(heading.setFocus)
        self.keep_early_keys()

    def escape(self) -> None:
        """Close: the receipt stays in its folder. One that is in none yet is not thrown away by one key."""
        if not self._is_unsaved:
            self.close()
