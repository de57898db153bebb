"""The code window: what the customer reads aloud, and who they expect (experience 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from agent.desk.view import CodeStatus
from agent.desk.windows.window import DeskWindow, button_row, card, words

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

CLIPBOARD_SECONDS = 60

STATUS = {
    CodeStatus.GETTING: "Getting a code from {relay}…",
    CodeStatus.WAITING: "Waiting for your helper.",
    CodeStatus.CHECKING: "Someone is using your code. Checking who it is…",
    CodeStatus.WRONG: (
        "Someone typed a wrong code, so we threw it away. Was it a slip? Press New code and read it again."
    ),
    CodeStatus.THREE_WRONG: (
        "Three codes failed. That is not normal. Hang up, and call your helper on a number you know."
    ),
    CodeStatus.RAN_OUT: "This code ran out. Press New code.",
    CodeStatus.NO_LINE: "No line to {relay}. Trying again in {seconds} seconds.",
}
SPENT = {CodeStatus.WRONG, CodeStatus.THREE_WRONG, CodeStatus.RAN_OUT}


class CodeWindow(DeskWindow):
    """Shows the code in three groups, counts its time down, and takes the name of whom the customer expects."""

    new_code_pressed = Signal()
    expects = Signal(str)

    def __init__(self, places: Places) -> None:
        super().__init__("code", "Attended", places, width=700)
        self._relay = ""
        self._code = ""
        self._ends_in = 0.0
        self._since = QElapsedTimer()
        self._heading = words("Read this code to your helper", "heading", focusable=True)
        self._digits = words(" ", "code", focusable=True)
        self._digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._digits.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._copy = QPushButton("Copy code")
        self._copy.clicked.connect(self._copy_code)
        frame, column = card()
        column.addWidget(self._digits)
        column.addWidget(self._copy)
        self._status = words("", "text")
        self._ends = words("", "soft")
        self._note = words("", "soft")
        self._who = QLineEdit()
        self._who.setPlaceholderText("firm or name, or leave it empty")
        self._who.setMaxLength(80)
        self._who.setAccessibleName("Who do you expect?")
        self._who.editingFinished.connect(lambda: self.expects.emit(self._who.text().strip()))
        self._new = QPushButton("New code")
        self._new.clicked.connect(self._press_new)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        self.body.addWidget(self._heading)
        self.body.addWidget(frame)
        for line in (
            "Read it out one group at a time. Give it only to someone you chose to talk to.",
            "The code does not let anyone in. It only lets them ask. You decide next.",
        ):
            self.body.addWidget(words(line))
        self.body.addWidget(words("While you wait: who do you expect? We compare it with who turns up."))
        self.body.addWidget(self._who)
        self.body.addWidget(self._status)
        self.body.addWidget(self._ends)
        self.body.addWidget(self._note)
        self._note.hide()
        self.pinned.addLayout(button_row(close, self._new))
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count_down)
        self.show_status(CodeStatus.GETTING)

    def connecting(self, relay: str) -> None:
        """Say that a code is being fetched from `relay`."""
        self._relay = relay
        self._set_code("")
        self.show_status(CodeStatus.GETTING)

    def show_code(self, code: str, ends_in: float) -> None:
        """Show `code` ("4821-739205-1") for `ends_in` seconds."""
        self._set_code(code)
        self._ends_in = ends_in
        self._since.start()
        self._clock.start()
        self._count_down()
        self.show_status(CodeStatus.WAITING)
        self._digits.setFocus()

    def show_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Say how things stand; a spent code is taken off the screen."""
        self._status.setText("▌ " + STATUS[status].format(relay=self._relay, seconds=round(seconds)))
        if status in SPENT:
            self._set_code("")
            self._clock.stop()
            self._ends.clear()
        self._busy = status is CodeStatus.CHECKING
        self._new.setAccessibleDescription("Someone is being checked; wait a moment." if self._busy else "")
        self.fit()

    def show_note(self, text: str) -> None:
        """Show a remark: something to know that ends nothing."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.fit()

    def _set_code(self, code: str) -> None:
        self._code = code
        self._digits.setText(code.replace("-", "  –  ") or "· · ·")
        groups = code.split("-")
        read = ". ".join(f"group {place}: {', '.join(group)}" for place, group in enumerate(groups, 1))
        self._digits.setAccessibleName(read if code else "No code yet")

    def _press_new(self) -> None:
        if not self._busy:
            self.new_code_pressed.emit()

    def _copy_code(self) -> None:
        if not self._code:
            return
        clipboard = QGuiApplication.clipboard()
        copied = self._code
        clipboard.setText(copied)

        def empty() -> None:
            if clipboard.text() == copied:
                clipboard.clear()

        QTimer.singleShot(CLIPBOARD_SECONDS * 1000, self, empty)

    def _count_down(self) -> None:
        left = max(0, round(self._ends_in - self._since.elapsed() / 1000))
        self._ends.setText(f"The code ends in {left // 60}:{left % 60:02}.")
