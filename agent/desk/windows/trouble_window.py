"""The window of trouble: what went wrong, and what can be done (experience 2.9)."""

from __future__ import annotations

from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from agent.desk.language import as_written, count, say
from agent.desk.troubles import (
    BUTTONS,
    NEW_CODE,
    REPORT_ONLY,
    START_AGAIN,
    START_OVER,
    TRY_AGAIN,
    TRY_NOW,
    said_of,
)
from agent.desk.version import own_version
from agent.desk.windows.announce import announce, explain, is_time_to_say
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from agent.desk.windows.window import Button, DeskWindow, button_row, card, named, words

if TYPE_CHECKING:
    from agent.desk.view import Trouble
    from agent.desk.windows.places import Places

TICK_MILLISECONDS = 250
_PICTURES = MappingProxyType({
    NEW_CODE: "refresh-cw",
    TRY_NOW: "refresh-cw",
    TRY_AGAIN: "refresh-cw",
    START_AGAIN: "rotate-ccw",
    START_OVER: "rotate-ccw",
    REPORT_ONLY: "clipboard-list",
})  # fmt: skip
"""The icon beside a button's words; closing needs none."""


class TroubleWindow(DeskWindow):
    """Says what went wrong and what can be done; the first button is the safe one and the default."""

    pressed = Signal(str)

    def __init__(self, places: Places, trouble: Trouble) -> None:
        super().__init__("trouble", say("desk.trouble", "Attended"), places)
        self.trouble = trouble
        self._stays = False
        self._since = QElapsedTimer()
        """Counts from when it came up, or was said anew."""
        title, text = said_of(trouble)
        self._heading = words(title, "heading", focusable=True)
        self._text = words(text)
        self._text.setVisible(bool(text))
        self.body.addWidget(self._heading)
        self.body.addWidget(self._text)
        self._add_details(trouble.code)
        self._wait = words(_wait_words(ceil(trouble.inert)), "soft")
        self._wait.setVisible(bool(trouble.inert))
        self.above.addWidget(self._wait)
        self._buttons = [Button(BUTTONS[label].said()) for label in trouble.buttons]
        for button, label in zip(self._buttons, trouble.buttons, strict=True):
            if label in _PICTURES:
                pictured(button, _PICTURES[label], sight().theme())
            button.clicked.connect(lambda _checked=False, label=label: self._press(label))
        self._buttons[0].setDefault(True)
        self._buttons[0].setObjectName("filled")
        self.pinned.addLayout(button_row(*self._buttons))
        self._clock = QTimer(self, interval=TICK_MILLISECONDS)
        self._clock.timeout.connect(self._freshen)
        self._spoken = float(trouble.again_in or trouble.inert)
        self.placed.connect(self._arrived)
        self.keep_early_keys()

    def escape(self) -> None:
        """Do as the safe button does."""
        self.close()

    def again(self, trouble: Trouble) -> None:
        """Say the same anew in its place: the program tried again by itself, and nobody is disturbed by that."""
        self.trouble = trouble
        self._since.restart()
        self._clock.start()
        self._freshen()

    def say_instead(self, text: str) -> None:
        """Say what to do now in place of what was said before; the window stays."""
        self._stays = True
        self._text.setText(text)
        self._text.show()
        announce(self, text)
        self.fit()

    def _add_details(self, code: str) -> None:
        now = QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm")
        told = say(
            "desk.trouble",
            "Code {code}, {time}, version {version}",
            code=as_written(code),
            time=as_written(now),
            version=as_written(own_version()),
        )
        frame, column = card()
        copy = Button(say("desk.trouble", "Copy"))
        pictured(copy, "copy", sight().theme())
        copy.setAccessibleDescription(told)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        line = words(told, "soft")
        column.addLayout(FlowRow(line, copy, grows=line))
        frame.hide()
        details = named(Button(say("desk.trouble", "Details")), "plain")
        pictured(details, "info", sight().theme())
        details.setCheckable(True)
        details.toggled.connect(frame.setVisible)
        details.toggled.connect(lambda _on: self.fit())
        row = QHBoxLayout()
        row.addWidget(details)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(frame)

    def _arrived(self) -> None:
        self._heading.setFocus()
        self._since.start()
        if self.trouble.inert or self.trouble.again_in:
            self._clock.start()
        self._freshen()

    def _gone(self) -> float:
        return self._since.elapsed() / 1000 if self._since.isValid() else 0.0

    def _inert_for(self) -> int:
        return ceil(max(0.0, self.trouble.inert - self._gone()))

    def _freshen(self) -> None:
        if self.trouble.again_in:
            self._text.setText(said_of(self.trouble, self._gone())[1])
        if self.trouble.inert:
            waits = _wait_words(self._inert_for())
            self._wait.setText(waits)
            for button in self._buttons[1:]:
                explain(button, waits, is_over=not self._inert_for())
            before, self._spoken = self._spoken, self.trouble.inert - self._gone()
            if is_time_to_say(before, self._spoken):
                announce(self, waits)

    def _press(self, label: str) -> None:
        if label != self.trouble.buttons[0] and self._inert_for():
            announce(self, _wait_words(self._inert_for()))
            return
        self._stays = False
        self.pressed.emit(label)
        if not self._stays:
            self.leave()


def _wait_words(seconds: int) -> str:
    if not seconds:
        return say("desk.trouble", "You can start over now.")
    return count("desk.trouble", "You can start over in {n} second.", "You can start over in {n} seconds.", seconds)
