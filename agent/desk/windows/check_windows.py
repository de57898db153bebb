"""The check's windows: two questions, the warning, the full stop (experience 2.3). No code stands anywhere yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from agent.desk import check_sentences as sentences
from agent.desk.check import Began, Page, Sign
from agent.desk.help_lines import said_line
from agent.desk.language import count, mark, say
from agent.desk.windows.announce import announce, explain
from agent.desk.windows.bar import general_help
from agent.desk.windows.choices import Choice, TickBox, lead_to_chosen
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from agent.desk.windows.window import Button, DeskWindow, button_row, named, told, words

if TYPE_CHECKING:
    from agent.desk.view import CheckShown
    from agent.desk.windows.places import Places

_CHOOSE_ONE = mark("desk.check", "To go on: choose the answer that fits.")
_TICK_ONE = mark("desk.check", "To go on: tick what fits, or “No, none of these”.")


class CheckWindow(DeskWindow):
    """Asks both questions, one after the other, in one place. Nothing is chosen beforehand."""

    began = Signal(object)
    signs = Signal(object)
    went_back = Signal()

    def __init__(self, places: Places) -> None:
        super().__init__("check", "Attended", places)
        self.setWindowTitle(say("desk.check", "Attended · before we start"))
        self._shown: CheckShown | None = None
        self._holder = QWidget()
        self._page: _Began | _Signs | None = None
        self._missing = words("", "text")
        self._first, self._go_on = Button(""), Button(say("desk.check", "Continue"))
        self._first.clicked.connect(self._press_first)
        self._go_on.clicked.connect(self._press_go_on)
        self.above.addWidget(self._missing)
        self.pinned.addLayout(button_row(self._first, self._go_on))
        self.placed.connect(self._arrived)

    def help_lines(self) -> tuple[str, ...]:
        """Say why this is asked, and who sees the answers."""
        return (
            say("desk.check", "These questions help you notice a scam. Everyone is asked, each time."),
            say("desk.check", "Your helper never sees your answers."),
            say("desk.check", "If you allow something later, your answers are kept with the recording."),
            say("desk.check", "Continue works when you have answered."),
            *general_help(),
        )

    def show_page(self, shown: CheckShown) -> None:
        """Show a question; the first one with the answer that was given before, if there was one."""
        self._shown = shown
        self._holder.hide()
        self.body.removeWidget(self._holder)
        self._holder.deleteLater()
        self._page = self._holder = _Began(shown.began) if shown.page is Page.BEGAN else _Signs()
        self.body.addWidget(self._holder)
        self._first.setText(say("desk.check", "Close") if shown.page is Page.BEGAN else say("desk.check", "Back"))
        self._page.changed.connect(self._freshen)
        if self.isVisible():
            self.keep_early_keys()
            self._page.show()  # a part that is not shown yet counts for nothing when the place is measured
            # The heading first: a reader would tell of Continue, which has the keyboard, that it is not ready again.
            self._page.heading.setFocus()
            announce(self, self._page.question)
            self._freshen()
            self.fit()
        else:
            self._freshen()
            self.appear()

    def take_over(self, former: CheckWindow) -> None:
        """Ask what a former window asks, in the language of now, with what is chosen there so far."""
        shown, page = former.asks()
        if shown is None or page is None or not former.isVisible():
            return
        self.show_page(shown)
        if self._page is not None:
            self._page.choose_as(page)

    def asks(self) -> tuple[CheckShown | None, _Began | _Signs | None]:
        """Give what is asked here, and the page on which it is answered."""
        return self._shown, self._page

    def _arrived(self) -> None:
        if self._page is not None:
            self._page.heading.setFocus()

    def _freshen(self) -> None:
        lacks = self._lacks()
        self._missing.setText(lacks or say("desk.check", "You can go on now."))
        inert = say("desk.check", "Continue. Not ready: {reason}", reason=lacks)
        self._go_on.setAccessibleName(inert if lacks else say("desk.check", "Continue."))
        self._go_on.setAccessibleDescription(lacks)

    def _lacks(self) -> str:
        page = self._page
        if page is None or page.is_answered():
            return ""
        return _CHOOSE_ONE.said() if isinstance(page, _Began) else _TICK_ONE.said()

    def _press_first(self) -> None:
        if isinstance(self._page, _Signs):
            self.went_back.emit()
        else:
            self.close()

    def _press_go_on(self) -> None:
        page = self._page
        if page is None:
            return
        if not page.is_answered():
            page.first().setFocus()
            announce(self, self._lacks())
        elif isinstance(page, _Began):
            self.began.emit(page.chosen())
        else:
            self.signs.emit(page.chosen())


class _Began(QWidget):
    """How did this start?"""

    changed = Signal()

    def __init__(self, chosen: Began | None) -> None:
        super().__init__()
        column = _column(self)
        self.heading = _headline(column, say("desk.check", "1 of 2"))
        column.addWidget(words(say("desk.check", "Nobody can see your screen yet. Two short questions keep you safe.")))
        self.question = question = say("desk.check", "How did this start?")
        column.addWidget(words(question))
        self._group = QButtonGroup(self)
        for place, (began, text) in enumerate(sentences.BEGAN.items()):
            choice = told(Choice(text.said()), _asked(question, text.said()))
            choice.setChecked(began is chosen)
            self._group.addButton(choice, place)
            column.addWidget(choice)
        lead_to_chosen(self._group)
        warning = say(
            "desk.check", "Choose for yourself. If someone tells you which answer to pick, that is a sign of a scam."
        )
        column.addWidget(words(warning, "caution"))
        self._group.idToggled.connect(lambda *_: self.changed.emit())

    def is_answered(self) -> bool:
        """Say whether one is chosen."""
        return self._group.checkedId() >= 0

    def chosen(self) -> Began:
        """Give the chosen answer."""
        return list(sentences.BEGAN)[self._group.checkedId()]

    def first(self) -> QWidget:
        """Give the first answer."""
        return self._group.button(0)

    def choose_as(self, former: _Began | _Signs) -> None:
        """Choose what is chosen on a former page."""
        if isinstance(former, _Began) and former.is_answered():
            self._group.button(list(sentences.BEGAN).index(former.chosen())).setChecked(True)
            lead_to_chosen(self._group)


class _Signs(QWidget):
    """Has anyone asked you to do any of these today?"""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = _column(self)
        self.heading = _headline(column, say("desk.check", "2 of 2"))
        self.question = say("desk.check", "Has anyone asked you to do any of these today?")
        column.addWidget(words(self.question))
        self._boxes = {sign: TickBox(text.said()) for sign, text in sentences.SIGNS.items()}
        for box in self._boxes.values():
            box.toggled.connect(self._ticked)
            column.addWidget(box)
        column.addWidget(words(say("desk.check", "or"), "soft"))
        self._none = TickBox(say("desk.check", "No, none of these"))
        self._none.toggled.connect(self._none_ticked)
        column.addWidget(self._none)

    def is_answered(self) -> bool:
        """Say whether anything is ticked."""
        return self._none.isChecked() or bool(self.chosen())

    def chosen(self) -> frozenset[Sign]:
        """Give what is ticked; nothing for "none of these"."""
        return frozenset(sign for sign, box in self._boxes.items() if box.isChecked())

    def first(self) -> QWidget:
        """Give the first box."""
        return next(iter(self._boxes.values()))

    def choose_as(self, former: _Began | _Signs) -> None:
        """Tick what is ticked on a former page."""
        if isinstance(former, _Signs):
            self._none.setChecked(former.is_answered() and not former.chosen())
            for sign, box in self._boxes.items():
                box.setChecked(sign in former.chosen())

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - the box's own word
        if on:
            self._none.setChecked(False)
        self.changed.emit()

    def _none_ticked(self, on: bool) -> None:  # noqa: FBT001 - as above
        if on:
            for box in self._boxes.values():
                box.setChecked(False)
        self.changed.emit()


class WarningWindow(DeskWindow):
    """A warning of the check: the safe button stands out, is the default, and is what Esc does."""

    pressed = Signal()

    def __init__(self, places: Places, shown: CheckShown) -> None:
        super().__init__("check", "Attended", places)
        self.shown = shown
        is_stop = shown.page is Page.STOP
        title, *lines = sentences.stop(said_line(shown.help_line)) if is_stop else sentences.unsure()
        self.setWindowTitle(say("desk.check", "Attended · {heading}", heading=title))
        heading = words(title, "heading", focusable=True)
        self.body.addWidget(heading)
        for line in lines:
            self.body.addWidget(words(line))
        close = say("desk.check", "Close Attended") if is_stop else say("desk.check", "Close and call back")
        safe = named(Button(close), "filled")
        pictured(safe, "octagon-x" if is_stop else "phone", sight().theme())
        safe.setDefault(True)
        safe.clicked.connect(self.close)
        back = say("desk.check", "I picked the wrong answer")
        self._other = Button(back if is_stop else say("desk.check", "Go on, looking only"))
        pictured(self._other, "undo-2" if is_stop else "eye", sight().theme())
        self._other.clicked.connect(self._press)
        self._waits = sentences.WRONG_ANSWER_SECONDS if is_stop else 0.0
        self._wait = words("", "soft")
        self._wait.setVisible(is_stop)
        self.above.addWidget(self._wait)
        self.pinned.addLayout(button_row(safe, self._other))
        self._clock = QTimer(self, interval=200)
        self._clock.timeout.connect(self._freshen)
        self._heading = heading
        self.placed.connect(self._arrived)

    def escape(self) -> None:
        """Do as the safe button does."""
        self.close()

    def _arrived(self) -> None:
        self._clock.start()
        self._heading.setFocus()
        self._freshen()

    def _left(self) -> int:
        stood = self._stood.elapsed() / 1000 if self._stood.isValid() else 0.0
        return max(0, round(self._waits - stood + 0.5)) if stood < self._waits else 0

    def _freshen(self) -> None:
        left = self._left()
        if not self._waits:
            return
        self._wait.setText(_back_in(left))
        explain(self._other, _back_in(left), is_over=not left)

    def _press(self) -> None:
        left = self._left()
        if left:
            announce(self, _back_in(left))
        else:
            self.pressed.emit()


def _back_in(seconds: int) -> str:
    if not seconds:
        return say("desk.check", "You can go back now.")
    return count(
        "desk.check",
        "Read this first. You can go back in {n} second.",
        "Read this first. You can go back in {n} seconds.",
        seconds,
    )


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _headline(column: QVBoxLayout, place: str) -> QWidget:
    heading = words(say("desk.check", "Before we start"), "heading", focusable=True)
    column.addLayout(FlowRow(heading, words(place, "soft"), grows=heading))
    return heading


def _asked(question: str, answer: str) -> str:
    """Name an answer together with what it answers: who listens may come to it from anywhere."""
    return say("desk.check", "{question} {answer}", question=question, answer=answer)
