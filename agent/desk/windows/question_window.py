"""The question: who asks, for what, why and how long; the only place where a yes can be made (experience 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from agent.desk.view import Decision
from agent.desk.windows.question_parts import Chosen, Expected, HowLong, Ticks
from agent.desk.windows.window import ARRIVAL_SECONDS, DeskWindow, button_row, card, words

if TYPE_CHECKING:
    from agent.desk.view import Question
    from agent.desk.windows.places import Places

WHY_WAIT = "So that a stray click or key cannot say yes for you."


class QuestionWindow(DeskWindow):
    """
    Shows one question and reports what the customer chose.

    Both answers look alike, nothing is chosen beforehand, Enter presses only the focused button, and Allow is inert
    until the wait is over, the customer said that they expected this person, and something is ticked.
    """

    answered = Signal(str, object)
    wants_time = Signal(str)

    def __init__(self, places: Places) -> None:
        super().__init__("question", "Attended · question", places, width=760)
        self._question: Question | None = None
        self._calm = QElapsedTimer()
        self._asked = QElapsedTimer()
        self._left = 0.0
        self._holder = QWidget()
        self._allow = QPushButton("Allow")
        self._refuse = QPushButton("Don\N{RIGHT SINGLE QUOTATION MARK}t allow")
        self._more = QPushButton("More time")
        self._time = words("", "text")
        self._missing = words("", "text")
        self._missing.setToolTip(WHY_WAIT)
        row = QHBoxLayout()
        row.addWidget(self._time, 1)
        row.addWidget(self._more)
        self.pinned.addLayout(row)
        self.pinned.addWidget(self._missing)
        self.pinned.addLayout(button_row(self._refuse, self._allow))
        self._refuse.clicked.connect(lambda: self._say_no("click"))
        self._allow.clicked.connect(self._press_allow)
        self._more.clicked.connect(self._press_more)
        self._clock = QTimer(self, interval=100)
        self._clock.timeout.connect(self._freshen)
        self.placed.connect(self._begin)

    def ask(self, question: Question) -> None:
        """Show `question`; a changed one stands in the same window with every tick cleared."""
        changed = self.isVisible() and self._question is not None and self._question.id != question.id
        longer = self._question is not None and self._question.id == question.id
        self._question = question
        self._asked.start()
        if longer:
            self._freshen()
            return
        self._fill(question, changed=changed)
        self._calm.start()
        if self.isVisible():
            self.fit()
        else:
            self.appear()

    def stretch(self, question_id: str, answer_within: float) -> None:
        """Set the time that is left to answer, in seconds."""
        if self._question is not None and self._question.id == question_id:
            self._left = answer_within
            self._asked.start()

    def withdraw(self) -> None:
        """Take the question away without an answer."""
        self._clock.stop()
        self._question = None
        self.leave()

    def escape(self) -> None:
        """Say no: Esc is a no at any time."""
        self._say_no("esc")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say no: closing is a no."""
        if not self._leaving and self._question is not None:
            self._say_no("closed")
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ignore every key but Esc until the window has stood for two seconds."""
        if event.key() != Qt.Key.Key_Escape and not self._settled(ARRIVAL_SECONDS):
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep early keys from the controls too: they would act on them before this window sees them."""
        if isinstance(event, QKeyEvent) and not self._settled(ARRIVAL_SECONDS):
            return event.key() != Qt.Key.Key_Escape
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Count the wait anew when the window gets its focus back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._calm.start()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Count the wait anew when the window was moved."""
        self._calm.start()
        super().moveEvent(event)

    def _fill(self, question: Question, *, changed: bool) -> None:
        self._holder.hide()
        self.body.removeWidget(self._holder)
        self._holder.deleteLater()
        self._holder = QWidget()
        self.body.addWidget(self._holder)
        self.setWindowTitle(f"Question from {question.asker.name}, {question.asker.organisation}")
        self._left = question.answer_within
        self._heading = words(question.heading, "heading", focusable=True)
        self._expected = Expected(question)
        self._ticks = Ticks(question)
        self._long = HowLong(question)
        column = self._lay_out(question, changed=changed)
        for control in (*self._expected.controls(), *self._ticks.controls(), *self._long.controls()):
            control.toggled.connect(self._freshen)
        self._holder.setLayout(column)
        for child in (*self._holder.findChildren(QWidget), self._allow, self._refuse, self._more):
            child.installEventFilter(self)

    def _lay_out(self, question: Question, *, changed: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._heading)
        if changed:
            column.addWidget(words(f"{question.asker.name} changed the question. Please read it again.", "caution"))
        frame, inner = card()
        for line in question.who_lines:
            inner.addWidget(words(line, "caution" if line.startswith("⚠") else "text"))
        if question.ask_expected:
            inner.addWidget(self._expected)
        column.addWidget(frame)
        column.addWidget(words(question.why_line))
        column.addWidget(self._ticks)
        column.addWidget(self._long)
        for line in (question.kept_words, question.readers_words):
            column.addWidget(words(line))
        if question.readers_names:
            column.addWidget(words("Their names: " + ", ".join(question.readers_names), "soft"))
        column.addWidget(words("You can stop at any time. Press Stop, or press Esc three times."))
        return column

    def _begin(self) -> None:
        self._calm.start()
        self._clock.start()
        self._heading.setFocus()
        self._freshen()

    def _settled(self, seconds: float) -> bool:
        return self._calm.isValid() and self._calm.elapsed() >= seconds * 1000

    def _lacks(self) -> tuple[str, QWidget] | None:
        """Say what is missing before Allow works, and where: the first missing part in reading order."""
        question = self._question
        if question is None or not self._settled(question.wait_before_allow):
            return "To allow: read this first. It takes a moment.", self._heading
        if question.ask_expected and self._expected.answer() != "yes":
            return "To allow: say if you expected this person, and tick one thing.", self._expected.first()
        if not self._ticks.chosen().scopes:
            return "To allow: tick one thing.", self._ticks.first()
        if self._ticks.needs_screen():
            return "To allow: choose which screen they may see.", self._ticks.first_screen()
        return None

    def _freshen(self) -> None:
        question = self._question
        if question is None:
            return
        left = max(0, round(self._left - self._asked.elapsed() / 1000))
        self._time.setText(f"Answer within {left // 60}:{left % 60:02}. No answer means no.")
        lacks = self._lacks()
        count, minutes = len(self._ticks.chosen().scopes), self._long.minutes()
        things = {0: "nothing yet", 1: "1 thing"}.get(count, f"{count} things")
        label = f"Allow {things} for {minutes} minutes" if minutes and count else f"Allow {things}"
        self._allow.setText(label)
        self._missing.setText(lacks[0] if lacks else "You can allow now.")
        self._allow.setAccessibleName(label + ("." if lacks is None else f". Not ready: {lacks[0]}"))

    def _press_allow(self) -> None:
        question = self._question
        if question is None:
            return
        lacks = self._lacks()
        if lacks is not None:
            lacks[1].setFocus()
            return
        chosen: Chosen = self._ticks.chosen()
        decision = Decision(
            allowed=chosen.scopes,
            monitors=chosen.monitors,
            minutes=self._long.minutes(),
            expected="yes" if question.ask_expected else None,
        )
        self._finish(question.id, decision)

    def _say_no(self, how: Literal["click", "closed", "esc"]) -> None:
        if self._question is not None:
            answer = self._expected.answer() if self._question.ask_expected else None
            self._finish(self._question.id, Decision(frozenset(), expected=answer, how=how))

    def _finish(self, question_id: str, decision: Decision) -> None:
        self._clock.stop()
        self._question = None
        self.answered.emit(question_id, decision)

    def _press_more(self) -> None:
        if self._question is not None:
            self.wants_time.emit(self._question.id)
