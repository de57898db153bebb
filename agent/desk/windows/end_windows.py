"""The last window: it is over (experience 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from agent.desk.language import as_written, say
from agent.desk.view import SAVE_AGAIN
from agent.desk.windows.choices import Choice
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.parts import Button, OneLine, button_row, card, named, told, words
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from agent.desk.windows.window import DeskWindow
from consent.limits import RATING_POINTS
from protocol import limits

if TYPE_CHECKING:
    from agent.desk.view import Over
    from agent.desk.windows.places import Places

TIME_GAP = 16
"""Pixels between the time of something and its words."""
WORST, BEST = 1, RATING_POINTS


class OverWindow(DeskWindow):
    """
    Says that it is over, what was allowed and when, and where the receipt lies, or that it is still to be saved.

    `rated` is sent when Close is pressed with something chosen, and at no other time.
    """

    pressed = Signal(str)
    shows_receipt = Signal(str)
    was_wrong = Signal()
    rated = Signal(int, str)

    def __init__(self, places: Places, over: Over) -> None:
        super().__init__("over", say("desk.over", "Attended"), places, width=720)
        self._over = over
        self._is_unsaved = bool(over.note) and over.receipt_path is None
        heading = words(say("desk.over", "It is over"), "heading", focusable=True)
        self.body.addWidget(heading)
        self.body.addWidget(words(_ended(over)))
        self.body.addWidget(words(say("desk.over", "Nothing of Attended is left running.")))
        if over.said:
            self.body.addWidget(words(over.said))
        if self._is_unsaved:
            self._add_receipt(over)  # what is still to be done comes first: on a low screen the rest is scrolled to
        self._add_story(over)
        if not self._is_unsaved:
            self._add_receipt(over)
        if over.organisation:
            self.body.addWidget(self._rating())
        self._add_answers(over)
        self.placed.connect(heading.setFocus)
        self.keep_early_keys()

    def escape(self) -> None:
        """Close: the receipt stays in its folder. One that is in none yet is not thrown away by one key."""
        if not self._is_unsaved:
            self.close()

    def help_lines(self) -> tuple[str, ...]:
        """Say what the window is for."""
        return (
            say("desk.over", "Your receipt stays in its folder when you close this."),
            say("desk.over", "How it was is only told when you choose something and press Close."),
            *super().help_lines(),
        )

    def _add_story(self, over: Over) -> None:
        if not over.lines:
            return
        frame, column = card()
        rows = QGridLayout()
        rows.setHorizontalSpacing(TIME_GAP)
        rows.setColumnStretch(1, 1)
        for row, (time, line) in enumerate(over.lines):
            rows.addWidget(words(as_written(time), "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(told(words(line), f"{as_written(time)} {line}"), row, 1)
        column.addLayout(rows)
        self.body.addWidget(frame)

    def _add_receipt(self, over: Over) -> None:
        path = over.receipt_path
        if path:
            button = Button(say("desk.over", "Show your receipt"))
            pictured(button, "receipt-text", sight().theme())
            button.clicked.connect(lambda: self.shows_receipt.emit(path))
            proves = words(say("desk.over", "It proves what you allowed, and lets you watch your own recording."))
            button.setAccessibleDescription(proves.text())
            self.body.addLayout(FlowRow(button, proves, grows=proves))
            self.body.addWidget(words(say("desk.over", "It is kept here: {path}", path=as_written(path)), "soft"))
        if over.note:
            self.body.addWidget(words(over.note, "caution" if self._is_unsaved else "text"))

    def _rating(self) -> QWidget:
        """Make the five points and the line for a word; they keep what was chosen when the window is made anew."""
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        question = words(say("desk.over", "How was it?"))
        chosen, group = self._over.rating, QButtonGroup(frame)
        points = []
        for number in range(WORST, BEST + 1):
            choice = told(Choice(_label(number)), _name(number))
            choice.setChecked(chosen.points == number)
            choice.toggled.connect(lambda on, number=number: self._rate(number) if on else None)
            group.addButton(choice)
            points.append(choice)
        column.addLayout(FlowRow(question, *points))
        word = told(OneLine(chosen.word), say("desk.over", "A word about it, if you like"))
        word.setPlaceholderText(say("desk.over", "a word about it, if you like"))
        word.setMaxLength(limits.RATING_TEXT)
        word.textChanged.connect(self._write)
        column.addWidget(word)
        return frame

    def _rate(self, points: int) -> None:
        self._over.rating.points = points

    def _write(self, word: str) -> None:
        self._over.rating.word = word

    def _add_answers(self, over: Over) -> None:
        close = Button(say("desk.over", "Close"))
        close.clicked.connect(self._press_close)
        buttons = [close]
        if over.organisation:
            wrong = Button(say("desk.over", "Something was wrong"))
            pictured(wrong, "flag", sight().theme())
            wrong.clicked.connect(self.was_wrong.emit)
            buttons.insert(0, wrong)
        if self._is_unsaved:
            again = named(Button(say("desk.over", "Save again")), "filled")
            pictured(again, "save", sight().theme())
            again.setDefault(True)
            again.clicked.connect(lambda: self.pressed.emit(SAVE_AGAIN))
            buttons.insert(0, again)
        self.pinned.addLayout(button_row(*buttons))

    def _press_close(self) -> None:
        rating = self._over.rating
        if rating.points:
            self.rated.emit(rating.points, rating.word)
        self.close()


def _ended(over: Over) -> str:
    if over.name:
        return say("desk.over", "{name} can no longer see or do anything here.", name=over.name)
    return say("desk.over", "They can no longer see or do anything here.")


def _label(number: int) -> str:
    """Give a point's words: a digit, and at both ends what it means."""
    if number == WORST:
        return say("desk.over", "1 bad")
    return say("desk.over", "5 very good") if number == BEST else str(number)


def _name(number: int) -> str:
    if number == WORST:
        return say("desk.over", "How was it? 1 of 5, bad")
    if number == BEST:
        return say("desk.over", "How was it? 5 of 5, very good")
    return say("desk.over", "How was it? {number} of 5", number=number)
