"""The form "Something was wrong": what it was, and that the recording is locked from now on (experience 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from agent.desk.help_lines import said_line
from agent.desk.language import say
from agent.desk.windows.announce import announce
from agent.desk.windows.choices import TickBox
from agent.desk.windows.lines import LINE_HEIGHT, Passage
from agent.desk.windows.parts import Button, button_row, card, told, without_letter, words
from agent.desk.windows.sight import sight
from agent.desk.windows.theme import BASE_PIXELS
from agent.desk.windows.window import DeskWindow
from consent.afterwards import SCAM, Wrong
from protocol import limits

if TYPE_CHECKING:
    from agent.desk.view import WrongShown
    from agent.desk.windows.places import Places

TEXT_LINES = 3
"""Lines of the field for the customer's own words; it scrolls."""
FIELD_EDGES = 16
"""Pixels of the field above and below its lines."""


class WrongWindow(DeskWindow):
    """
    Takes what was wrong. Only Send sends it, and Send is inert at first; Esc and closing send nothing.

    What is ticked and written lives in the complaint that is shown, so the form can be made anew at any time.
    """

    sends = Signal(object, str)
    keeps = Signal()

    def __init__(self, places: Places, shown: WrongShown) -> None:
        super().__init__("wrong", say("desk.wrong", "Attended"), places)
        self._shown = shown
        self._calm = QElapsedTimer()
        self._heading = words(say("desk.wrong", "What was wrong?"), "heading", focusable=True)
        self._first = self._call_first(said_line(shown.help_line))
        self._ticks = {wrong: self._tick(wrong) for wrong in Wrong}
        self._text = told(Passage(shown.complaint.text), say("desk.wrong", "In your own words"))
        self._text.setPlaceholderText(self._text.accessibleName())
        self._text.setTabChangesFocus(True)
        self._size_text()
        self._text.textChanged.connect(self._write)
        self._why = words("", "caution")
        self._missing = words("")
        self._keep = Button(say("desk.wrong", "Don\N{RIGHT SINGLE QUOTATION MARK}t send"))
        self._send = without_letter(Button(say("desk.wrong", "Send")))
        self._lay_out()
        self._keep.clicked.connect(self.keeps.emit)
        self._send.clicked.connect(self._press_send)
        self._clock = QTimer(self, interval=100)
        self._clock.timeout.connect(self._freshen)
        self.placed.connect(self._begin)
        self.keep_early_keys()
        sight().changed.connect(self._size_text)
        self.show_wrong(shown)

    def show_wrong(self, shown: WrongShown) -> None:
        """Bring the form up to date: it is being sent, or could not be."""
        changed = shown.state != self._shown.state
        self._shown = shown
        self._why.setText(shown.why)
        self._why.setVisible(bool(shown.why))
        for part in (*self._ticks.values(), self._text):
            part.setEnabled(shown.state != "sending")
        if changed:
            self._calm.start()
            if shown.why:
                announce(self, shown.why)
        self._freshen()
        self.fit()

    def escape(self) -> None:
        """Send nothing."""
        self.keeps.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Count the wait anew when the window gets its focus back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._calm.start()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Count the wait anew when the window was moved."""
        self._calm.start()
        super().moveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the wait anew when the window changed: the advice about the bank came into it."""
        self._calm.start()
        super().resizeEvent(event)

    def help_lines(self) -> tuple[str, ...]:
        """Say what the form is for."""
        return (
            say("desk.wrong", "Nobody who helped you reads this. Only the quality team can."),
            say("desk.wrong", "Send waits a moment, so that a stray click or key cannot send it for you."),
            *super().help_lines(),
        )

    def _lay_out(self) -> None:
        self.body.addWidget(self._heading)
        self.body.addWidget(self._first)
        for tick in self._ticks.values():
            self.body.addWidget(tick)
        self.body.addWidget(self._text)
        self.body.addWidget(
            words(
                say(
                    "desk.wrong",
                    "We lock the recording so nobody can delete it, and send this to the quality team of "
                    "{organisation}.",
                    organisation=self._shown.organisation,
                )
            )
        )
        self.body.addWidget(self._why)
        self.above.addWidget(self._missing)
        self.pinned.addLayout(button_row(self._keep, self._send))

    def _size_text(self) -> None:
        self._text.setFixedHeight(sight().theme().pixels(round(BASE_PIXELS * LINE_HEIGHT * TEXT_LINES)) + FIELD_EDGES)
        self.fit()

    def _call_first(self, help_line: str) -> QWidget:
        frame, column = card()
        call = say("desk.wrong", "If you think it was a scam, call your bank now. Use the number on your card.")
        column.addWidget(words(call, "caution"))
        if help_line:
            column.addWidget(words(help_line))
        frame.setAccessibleName(f"{call} {help_line}".strip())
        return frame

    def _tick(self, wrong: Wrong) -> TickBox:
        tick = TickBox(_words_of(wrong))
        tick.setChecked(wrong in self._shown.complaint.wrong)
        tick.toggled.connect(lambda on: self._note(wrong, is_ticked=on))
        return tick

    def _note(self, wrong: Wrong, *, is_ticked: bool) -> None:
        chosen = self._shown.complaint.wrong
        was = bool(chosen & SCAM)
        (chosen.add if is_ticked else chosen.discard)(wrong)
        if not was and chosen & SCAM:
            announce(self, self._first.accessibleName())
        self._freshen()
        if was != bool(chosen & SCAM):
            self.fit()

    def _write(self) -> None:
        self._shown.complaint.text = self._text.toPlainText()
        self._freshen()

    def _begin(self) -> None:
        self._calm.start()
        self._clock.start()
        self._heading.setFocus()
        self._freshen()

    def _lacks(self) -> tuple[str, QWidget] | None:
        """Say what is missing before Send works, and where."""
        if self._shown.state == "sending":
            return say("desk.wrong", "It is being sent."), self._heading
        if not self._calm.isValid() or self._calm.elapsed() < self._shown.wait * 1000:
            return say("desk.wrong", "To send: read this first. It takes a moment."), self._heading
        complaint = self._shown.complaint
        if not complaint.wrong and not complaint.text.strip():
            return say("desk.wrong", "To send: tick what was wrong, or write it."), self._ticks[Wrong.MONEY]
        if len(complaint.text) > limits.COMPLAINT_TEXT:
            return say("desk.wrong", "To send: make your words shorter. They are too long."), self._text
        return None

    def _freshen(self) -> None:
        self._first.setVisible(bool(self._shown.complaint.wrong & SCAM))
        lacks = self._lacks()
        line = say("desk.wrong", "You can send now.") if lacks is None else lacks[0]
        if line != self._missing.text():
            self._missing.setText(line)
            self._send.setAccessibleDescription("" if lacks is None else line)

    def _press_send(self) -> None:
        lacks = self._lacks()
        if lacks is not None:
            lacks[1].setFocus()
            announce(self, lacks[0])
            return
        complaint = self._shown.complaint
        self.sends.emit(frozenset(complaint.wrong), complaint.text)


def _words_of(wrong: Wrong) -> str:
    match wrong:
        case Wrong.MONEY:
            return say("desk.wrong", "They asked about my bank or money")
        case Wrong.LOOKED:
            return say("desk.wrong", "They looked at things they did not need")
        case Wrong.IDENTITY:
            return say("desk.wrong", "They were not who they said")
        case Wrong.RUDE:
            return say("desk.wrong", "They were rude or in a hurry")
        case Wrong.OTHER:
            return say("desk.wrong", "Something else")
