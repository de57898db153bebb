"""What a question says, from top to bottom, with all that can be chosen in it (experience 2.5 and 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from agent.desk import question_sentences as sentences
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.parts import Button, card, words
from agent.desk.windows.pictures import pictured
from agent.desk.windows.question_parts import Answer, Chosen, Expected, HowLong, Ticks
from agent.desk.windows.sight import sight

if TYPE_CHECKING:
    from agent.desk.view import Question

GAP = 8
_WARNS = ("⚠", "✕")
"""What a line begins with that is to stand out."""


class QuestionPage(QWidget):
    """
    One question's lines and choices; made anew for every question, in the language that is spoken then.

    `changed` is sent when anything was chosen, `doubted` when the answer is that this person was not expected, or that
    nobody knows; then all but who asks is out of sight. `unfolded` is sent when the names come or go.
    """

    changed = Signal()
    doubted = Signal()
    unfolded = Signal()
    wants_numbers = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self.heading = words(question.heading, "heading", focusable=True)
        self.expected = Expected(question)
        self.warning = words(sentences.BEST_TO_STOP.said(), "heading", focusable=True)
        self._proof = QFrame()
        self._why = words(question.why_line, focusable=True)
        self._kept = words(question.kept_words, focusable=True)
        self._ticks = Ticks(question)
        self._long = HowLong(question)
        self._names = Button(sentences.THEIR_NAMES.said())
        pictured(self._names, "users", sight().theme())
        self._lines = [words(line, "soft") for line in question.names_lines]
        column = _column(self)
        column.addWidget(self.heading)
        if question.changed_line:
            column.addWidget(words(question.changed_line, "caution"))
        column.addWidget(self._who())
        self._stop = self._best_to_stop()
        column.addWidget(self._stop)
        self._rest = self._what_is_asked()
        column.addWidget(self._rest)
        self._stop.hide()
        self._connect()

    def answer(self) -> Answer | None:
        """Give what the customer said to "Is this who you expected?"; None where it is not asked, or not answered."""
        return self.expected.answer()

    def is_doubted(self) -> bool:
        """Say whether it is best to stop."""
        return self.answer() in ("no", "not sure")

    def clear_answer(self) -> None:
        """Take the answer back, and show again what is asked for."""
        self.expected.clear()

    def chosen(self) -> Chosen:
        """Give what is ticked and which screens."""
        return self._ticks.chosen()

    def minutes(self) -> int:
        """Give the chosen minutes; 0 where the question offers none."""
        return self._long.minutes()

    def lacks(self) -> tuple[str, QWidget] | None:
        """Say what is missing before Allow works, and where: the first missing part in reading order."""
        is_ticked = not self._ticks.needs_tick()
        if self._question.ask_expected and self.answer() != "yes":
            line = sentences.SAY_WHO if is_ticked else sentences.SAY_AND_TICK
            return line.said(), self.expected.first()
        if not is_ticked:
            return sentences.TICK.said(), self._ticks.first()
        if self._ticks.needs_screen():
            return sentences.CHOOSE_SCREEN.said(), self._ticks.first_screen()
        return None

    def allow_label(self) -> str:
        """Say what Allow would do now."""
        more = self._question.kind == "more time"
        return sentences.allow(len(self.chosen().scopes), self.minutes(), more=more)

    def allow_labels(self) -> list[str]:
        """Give all that Allow may come to say."""
        more = self._question.kind == "more time"
        offered = self._question.minutes_offered or (0,)
        things = range(len(self._question.items) + 1)
        return [sentences.allow(each, minutes, more=more) for each in things for minutes in offered]

    @property
    def last(self) -> QWidget:
        """Give the last stop of the keyboard; all of them stand in reading order."""
        return self._names

    def settle(self) -> None:
        """Put the stops in order, now that the window stands: Qt has moved the one frame among them to the end."""
        QWidget.setTabOrder(self.heading, self._proof)

    def _who(self) -> QFrame:
        frame, inner = card()
        who = self._proof
        lines = _column(who, gap=4)
        for line in self._question.who_lines:
            lines.addWidget(words(line, "caution" if line[:1] in _WARNS else "text"))
        # One stop for the keyboard, at which a screen reader says all of it.
        who.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        who.setAccessibleName(" ".join(self._question.who_lines))
        inner.addWidget(who)
        inner.addWidget(self.expected)
        return frame

    def _best_to_stop(self) -> QWidget:
        part = QWidget()
        column = _column(part)
        column.addWidget(self.warning)
        column.addWidget(words(sentences.HANG_UP.said(), "caution"))
        return part

    def _what_is_asked(self) -> QWidget:
        part = QWidget()
        column = _column(part)
        column.addWidget(self._why)
        column.addWidget(self._ticks)
        column.addWidget(self._long)
        self._kept.setAccessibleName(f"{self._question.kept_words} {self._question.readers_words}")
        column.addWidget(self._kept)
        readers = words(self._question.readers_words)
        # Under one name with the line above, which says it at its stop: a window read out whole says it once.
        readers.setAccessibleName(self._kept.accessibleName())
        column.addLayout(FlowRow(readers, self._names, grows=readers))
        for line in self._lines:
            line.hide()
            column.addWidget(line)
        column.addWidget(words(sentences.NO_RECORDING.said()))
        column.addWidget(words(sentences.STOP_ANY_TIME.said()))
        return part

    def _connect(self) -> None:
        for control in (*self.expected.controls(), *self._ticks.controls(), *self._long.controls()):
            control.toggled.connect(lambda _on: self.changed.emit())
        self.expected.chose.connect(self._show_what_stands)
        self._names.clicked.connect(self._fold)
        self._ticks.show_numbers.clicked.connect(self.wants_numbers)

    def _show_what_stands(self) -> None:
        was, is_doubted = not self._stop.isHidden(), self.is_doubted()
        self._stop.setVisible(is_doubted)
        self._rest.setVisible(not is_doubted)
        if is_doubted and not was:
            self.doubted.emit()

    def _fold(self) -> None:
        for line in self._lines:
            line.setVisible(line.isHidden())
        self.unfolded.emit()


def _column(part: QWidget, gap: int = GAP) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return column
