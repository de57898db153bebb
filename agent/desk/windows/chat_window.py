"""The chat: a small window beside the work; what is said is kept with the recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTextEdit

from agent.desk.windows.window import DeskWindow, words

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

LONGEST = 1000


class ChatWindow(DeskWindow):
    """Shows what was said as plain text; links are text, nothing opens."""

    said = Signal(str)

    def __init__(self, places: Places) -> None:
        super().__init__("chat", "Attended · chat", places, width=440)
        self._log = QTextEdit()
        self._log.setReadOnly(True)
        self._log.setAccessibleName("Chat")
        self._log.setMinimumHeight(220)
        self._line = QLineEdit()
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText("Write here")
        self._line.setAccessibleName("What you want to say")
        self._line.returnPressed.connect(self._send)
        send = QPushButton("Send")
        send.clicked.connect(self._send)
        self.body.addWidget(words("Chat is kept with the recording.", "soft"))
        self.body.addWidget(self._log, 1)
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(send)
        self.pinned.addLayout(row)
        # Who opens the chat wants to write. The last part with the focus has it again, so this must be said each time.
        self.placed.connect(self._line.setFocus)

    def add(self, who: str, text: str) -> None:
        """Add one line, never as markup."""
        cursor = self._log.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"{who}: {text}\n")
        self._log.setTextCursor(cursor)

    def _send(self) -> None:
        text = self._line.text().strip()
        if text:
            self._line.clear()
            self.said.emit(text)
