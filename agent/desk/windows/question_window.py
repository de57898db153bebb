"""The question: who asks, for what, why and how long; the only place where a yes can be made (experience 2.5)."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from agent.desk import question_sentences as sentences
from agent.desk.view import Decision
from agent.desk.windows import window as window_module
from agent.desk.windows.announce import announce, is_time_to_say
from agent.desk.windows.calm import Calm, Covered
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.number_windows import NumberWindows
from agent.desk.windows.pictures import pictured
from agent.desk.windows.question_page import QuestionPage
from agent.desk.windows.question_parts import Roomy
from agent.desk.windows.sight import sight
from agent.desk.windows.window import ARRIVAL_SECONDS, Button, DeskWindow, button_row, named, without_letter, words

if TYPE_CHECKING:
    from agent.desk.view import Question
    from agent.desk.windows.places import Places

FRESH_MILLISECONDS = 100
BANNER = 60
"""Pixels at the top of a monitor where the banner stands."""
_SIZES, _CONTROL = {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}, Qt.KeyboardModifier.ControlModifier


def _never(_window: int) -> bool:
    return False


class QuestionWindow(DeskWindow):
    """
    Shows one question and reports what the customer chose.

    Both answers look alike, nothing is chosen beforehand, Enter presses only the focused button, and Allow is inert
    until the wait is over, the customer said that they expected this person, and something is ticked. It stands until
    the core takes it away: an answer that came too soon answers nothing, and can be given again.
    """

    answered = Signal(str, object)
    wants_time = Signal(str)

    def __init__(self, places: Places, is_covered: Covered = _never, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__("question", sentences.HEADLINE.said(), places, width=720)
        self._question: Question | None = None
        self._page: QuestionPage | None = None
        self._now = now
        self._calm = Calm(now, is_covered)
        places.watch(self._calm.begin)  # the core counts its wait anew for each window of ours, and so does this one
        self._ends, self._said_at, self._more_times = 0.0, 0.0, 1
        self._numbers = NumberWindows(places, self)
        self._time, self._missing = words(""), words("")
        self._more = Button()
        self._refuse, self._allow = Button(), Roomy()
        without_letter(self._allow)
        # Neither answer has one: both look alike (experience, principle 2).
        self._stop, self._back = named(Button(), "filled"), Button()
        for button, icon in ((self._more, "clock-plus"), (self._stop, "octagon-x"), (self._back, "undo-2")):
            pictured(button, icon, sight().theme())
        self._answers, self._stopping = QWidget(), QWidget()
        self._answers.setLayout(button_row(self._refuse, self._allow))
        self._stopping.setLayout(button_row(self._stop, self._back))
        self.above.addLayout(FlowRow(self._time, self._more, grows=self._time))
        self.above.addWidget(self._missing)
        self.pinned.addWidget(self._answers)
        self.pinned.addWidget(self._stopping)
        self._clock = QTimer(self, interval=FRESH_MILLISECONDS)
        self._connect()

    def ask(self, question: Question) -> None:
        """Show `question`; a changed one, or one in another language, stands there with every tick cleared."""
        self._question = question
        self._ends = self._now() + question.answer_within
        self._said_at = question.answer_within
        self._more_times = 1
        self._numbers.hide()
        self._fill(question)
        self._calm.begin()
        if self.isVisible():
            self.fit()
            self._begin()
        else:
            self.appear()

    def stretch(self, seconds: float, more_times: int) -> None:
        """Set the time that is left to answer, in seconds, and how often more can be had."""
        self._ends = self._now() + seconds
        self._said_at = seconds + 1
        self._more_times = more_times
        self._freshen()

    def withdraw(self) -> None:
        """Take the question away without an answer."""
        self._clock.stop()
        self._numbers.hide()
        self._question = None
        self.leave()

    def help_lines(self) -> tuple[str, ...]:
        """Say why Allow waits."""
        return (sentences.WHY_WAIT.said(), *super().help_lines())

    def escape(self) -> None:
        """Say no: Esc is a no at any time."""
        self._say_no("esc")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say no: closing is a no."""
        self._clock.stop()
        self._numbers.hide()
        if not self._leaving and self._question is not None:
            self._say_no("closed")
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep early keys from every part; those for the size of the text answer nothing, and are heard at once."""
        if isinstance(event, QKeyEvent) and event.key() in _SIZES and event.modifiers() & _CONTROL:
            return False
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Count the wait anew when the window gets its focus back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._calm.begin()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Count the wait anew when the window was moved."""
        self._calm.begin()
        super().moveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the wait anew when the window changed."""
        self._calm.begin()
        super().resizeEvent(event)

    def _is_new(self) -> bool:
        return not self._calm.stood(ARRIVAL_SECONDS)

    def _wanted_place(self, *, keep: bool = False, around: QRect | None = None) -> QRect:
        """Begin below the banner, which is there while a later question is asked: it hides nothing of it."""
        place = super()._wanted_place(keep=keep, around=around)
        if self._question is None or self._question.kind == "first":
            return place
        room = window_module.room_at(place.center())
        top = room.top() + BANNER
        if place.top() < top:
            place.setHeight(min(place.height(), room.bottom() + 1 - top))
            place.moveTop(top)
        return place

    def _connect(self) -> None:
        self._refuse.clicked.connect(lambda: self._say_no("click"))
        self._allow.clicked.connect(self._press_allow)
        self._more.clicked.connect(self._press_more)
        self._stop.clicked.connect(lambda: self._say_no("stop"))
        self._back.clicked.connect(self._go_back)
        self._clock.timeout.connect(self._freshen)
        self.placed.connect(self._begin)

    def _fill(self, question: Question) -> None:
        former = self._page
        with sentences.said_in(question.language):
            self._page = page = QuestionPage(question)
            self.setWindowTitle(sentences.title(question.asker.name, question.asker.organisation))
            for button, text in (
                (self._more, sentences.MORE_TIME), (self._refuse, sentences.REFUSE),
                (self._stop, sentences.STOP_HERE), (self._back, sentences.GO_BACK),
            ):  # fmt: skip
                button.setText(text.said())
            self._allow.make_room(page.allow_labels())
        if former is not None:
            former.hide()
            self.body.removeWidget(former)
            former.deleteLater()
        self.body.insertWidget(0, page)
        page.changed.connect(self._freshen)
        page.doubted.connect(self._doubted)
        page.unfolded.connect(self._refit)
        page.wants_numbers.connect(self._show_numbers)
        self._offer(answers=True)
        self.keep_early_keys()
        for before, after in pairwise([page.last, self._more, self._refuse, self._allow, self._stop, self._back]):
            QWidget.setTabOrder(before, after)
        page.show()
        self._freshen()

    def _begin(self) -> None:
        self._calm.begin()
        self._clock.start()
        if self._page is not None:
            self._page.settle()
            self._page.heading.setFocus()
            if self._question is not None and self._question.changed_line:
                announce(self, self._question.changed_line)
        self._freshen()

    def _lacks(self) -> tuple[str, QWidget] | None:
        """Say what is missing before Allow works, and where: the first missing part in reading order."""
        question, page = self._question, self._page
        if question is None or page is None:
            return "", self
        if self._calm.is_covered:
            return sentences.UNCOVER.said(), page.heading
        if not self._calm.lasted(question.wait_before_allow):
            return sentences.READ_FIRST.said(), page.heading
        return page.lacks()

    def _freshen(self) -> None:
        question, page = self._question, self._page
        if question is None or page is None:
            return
        self._calm.look(int(self.winId()))
        with sentences.said_in(question.language):
            self._show_time()
            lacks = self._lacks()
            label = page.allow_label()
            self._allow.setText(label)
            self._allow.setAccessibleName(label if lacks is None else sentences.not_ready(label))
            missing = sentences.READY.said() if lacks is None else lacks[0]
        self._missing.setText(missing)
        self._allow.setAccessibleDescription(missing)

    def _show_time(self) -> None:
        left = max(0.0, self._ends - self._now())
        line = sentences.answer_within(round(left))
        self._time.setText(line if self._more_times else f"{line} {sentences.NO_MORE_TIME.said()}")
        if is_time_to_say(self._said_at, left):
            announce(self, sentences.time_left(round(left)))
        self._said_at = left

    def _press_allow(self) -> None:
        question, page = self._question, self._page
        if question is None or page is None or page.is_doubted():
            return
        self._freshen()
        with sentences.said_in(question.language):
            lacks = self._lacks()
        if lacks is not None:
            missing, where = lacks
            where.setFocus()
            self._scroll.ensureWidgetVisible(where)
            announce(self, missing)
            return
        chosen = page.chosen()
        decision = Decision(
            allowed=chosen.scopes,
            monitors=chosen.monitors,
            minutes=page.minutes(),
            expected="yes" if question.ask_expected else None,
        )
        self.answered.emit(question.id, decision)

    def _say_no(self, how: Literal["click", "closed", "esc", "stop"]) -> None:
        question, page = self._question, self._page
        if question is not None and page is not None:
            self.answered.emit(question.id, Decision(frozenset(), expected=page.answer(), how=how))

    def _doubted(self) -> None:
        """Offer only to stop or to go back: this is not who was expected, or nobody knows."""
        question, page = self._question, self._page
        if question is None or page is None:
            return
        self._offer(answers=False)
        self._refit()
        page.warning.setFocus()
        self._scroll.ensureWidgetVisible(page.warning)
        with sentences.said_in(question.language):
            announce(self, f"{sentences.BEST_TO_STOP.said()} {sentences.HANG_UP.said()}")

    def _go_back(self) -> None:
        if self._page is not None:
            self._page.clear_answer()
            self._offer(answers=True)
            self._refit()
            self._page.expected.first().setFocus()
            self._freshen()

    def _refit(self) -> None:
        # What came or went within the page reaches the layouts around it only with the next events.
        self._calm.begin()
        page = self._page.layout() if self._page is not None else None
        for layout in (page, self.body, self.above, self.pinned):
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self.fit()

    def _offer(self, *, answers: bool) -> None:
        self._answers.setVisible(answers)
        self._missing.setVisible(answers)
        self._stopping.setVisible(not answers)
        self._stop.setDefault(not answers)

    def _press_more(self) -> None:
        if self._question is None:
            return
        if self._more_times:
            self.wants_time.emit(self._question.id)
        else:
            with sentences.said_in(self._question.language):
                announce(self, sentences.NO_MORE_TIME.said())

    def _show_numbers(self) -> None:
        if self._question is not None:
            self._numbers.show(self._question.monitors)
