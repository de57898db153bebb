"""The chat: a small window beside the work; what is said is kept with the recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from agent.desk.language import say
from agent.desk.windows.announce import announce
from agent.desk.windows.bar import general_help
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.lines import Passage
from agent.desk.windows.parts import OneLine
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from agent.desk.windows.window import Button, DeskWindow, told, without_letter, words

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

LONGEST = 1000
LOG_HEIGHT = 220
"""Pixels of the lines that were said, at least where the monitor is high enough; they scroll."""


class ChatWindow(DeskWindow):
    """Shows what was said as plain text; links are text, nothing opens."""

    said = Signal(str)
    comes_unasked = False

    def __init__(self, places: Places) -> None:
        super().__init__("chat", say("desk.chat", "Attended · chat"), places, width=512)
        self.lines: list[tuple[str, str]] = []
        self._log = told(Passage(), say("desk.chat", "Chat"))
        self._log.setReadOnly(True)
        self._log.setMinimumHeight(LOG_HEIGHT)
        self._line = told(OneLine(), say("desk.chat", "What you want to say"))
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(say("desk.chat", "Write here"))
        self._line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line.returnPressed.connect(self._send)
        send = without_letter(Button(say("desk.chat", "Send")))
        pictured(send, "send", sight().theme())
        send.clicked.connect(self._send)
        self.body.addWidget(words(say("desk.chat", "Chat is kept with the recording."), "soft"))
        self.body.addWidget(self._log, 1)
        self.pinned.addLayout(FlowRow(self._line, send, grows=self._line))
        # Who opens the chat wants to write. The last part with the focus has it again, so this must be said each time.
        self.placed.connect(self._line.setFocus)

    def help_lines(self) -> tuple[str, ...]:
        """Say how to write, and that nothing here can be pressed."""
        return (
            say("desk.chat", "Write a line, and press Send or Enter."),
            say("desk.chat", "An address in the chat is only text. Nothing opens from here."),
            say("desk.chat", "The chat is kept with the recording."),
            *general_help(),
        )

    def add(self, who: str, text: str) -> None:
        """Add one line, never as markup; a screen reader says it, and the focus stays where it is."""
        self.lines.append((who, text))
        cursor = self._log.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"{who}: {text}\n")
        self._log.setTextCursor(cursor)
        announce(self, f"{who}: {text}")

    def take_over(self, former: ChatWindow) -> None:
        """Show what was said so far, and what is half written."""
        self.lines = list(former.lines)
        self._log.setPlainText("".join(f"{who}: {text}\n" for who, text in self.lines))
        self._line.setText(former.half_written())

    def half_written(self) -> str:
        """Give the line that is not sent yet."""
        return self._line.text()

    def _send(self) -> None:
        text = self._line.text().strip()
        if text:
            self._line.clear()
            self.said.emit(text)
