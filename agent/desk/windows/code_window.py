"""The code window: what the customer reads aloud, and who they expect (experience 2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from agent.desk.language import as_written, count, mark, say
from agent.desk.view import CodeStatus
from agent.desk.windows.announce import announce, is_time_to_say
from agent.desk.windows.bar import general_help
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.lines import Words
from agent.desk.windows.parts import OneLine
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from agent.desk.windows.window import Button, DeskWindow, button_row, card, named, told, words

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

CLIPBOARD_SECONDS = 60
HISTORY_HINT = "x-kde-passwordManagerHint"
"""The kind of data by which clipboard histories know that they are to keep nothing of it."""

_STATUS = {
    CodeStatus.GETTING: mark("desk.code", "Getting a code from {relay}…"),
    CodeStatus.WAITING: mark("desk.code", "Waiting for your helper."),
    CodeStatus.CHECKING: mark("desk.code", "Someone is using your code. Checking who it is…"),
    CodeStatus.CONNECTED: mark("desk.code", "Nothing is seen. Your helper has to ask you first."),
    CodeStatus.WRONG: mark(
        "desk.code",
        "Someone typed a wrong code, so we threw it away. Was it a slip? Press New code and read it again.",
    ),
    CodeStatus.THREE_WRONG: mark(
        "desk.code", "Three codes failed. That is not normal. Hang up, and call your helper on a number you know."
    ),
    CodeStatus.RAN_OUT: mark("desk.code", "This code ran out. Press New code."),
}
_READ_IT = mark("desk.code", "Read this code to your helper")
_CONNECTED = mark("desk.code", "Your helper is connected")
SPENT = {CodeStatus.CONNECTED, CodeStatus.WRONG, CodeStatus.THREE_WRONG, CodeStatus.RAN_OUT}
NEWS = SPENT | {CodeStatus.CHECKING, CodeStatus.NO_LINE}
"""What is to be read now, rather than the code: in large letters one does not see both at a time."""
URGENT = {CodeStatus.NO_LINE}
"""A lost line breaks into what a screen reader says; all else waits its turn."""


@dataclass
class Held:
    """What a code window shows, whatever the language."""

    relay: str = ""
    code: str = ""
    ends_in: float = 0.0
    """Seconds that the code lasts, counted from `since`."""
    since: QElapsedTimer = field(default_factory=QElapsedTimer)
    left: float = 0.0
    """Seconds that were left when they were last looked at."""
    status: CodeStatus = CodeStatus.GETTING
    seconds: float = 0.0
    note: str = ""
    expected: str = ""
    """Whom the customer expects, as far as it is typed."""


class CodeWindow(DeskWindow):
    """Shows the code in three groups, counts its time down, and takes the name of whom the customer expects."""

    new_code_pressed = Signal()
    expects = Signal(str)

    def __init__(self, places: Places) -> None:
        super().__init__("code", "Attended", places, width=720)
        self.held = Held()
        self._digits = _Digits()
        self._copy = pictured(Button(say("desk.code", "Copy code")), "copy", sight().theme())
        self._copy.clicked.connect(self._copy_code)
        self._status = words("")
        self._standing = _beside_stripe(self._status)
        self._ends = words("", "soft")
        self._note = words("", "soft")
        self._note.hide()
        self._who = told(OneLine(), say("desk.code", "Who do you expect?"))
        self._who.setPlaceholderText(say("desk.code", "firm or name, or leave it empty"))
        self._who.setMaxLength(80)
        self._who.textChanged.connect(self._keep_expected)
        self._who.editingFinished.connect(lambda: self.expects.emit(self._who.text().strip()))
        self._new = pictured(Button(say("desk.code", "New code")), "refresh-cw", sight().theme())
        self._new.clicked.connect(self._press_new)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count_down)
        self._lay_out()
        self.placed.connect(self._arrived)
        self.show_status(CodeStatus.GETTING)

    def help_lines(self) -> tuple[str, ...]:
        """Say what the code is for, and what it is not."""
        return (
            say("desk.code", "Your helper types this code to find you. It works once, for ten minutes."),
            say("desk.code", "Nobody can see your screen with it. You are asked first."),
            say("desk.code", "New code throws this one away and gets another."),
            say("desk.code", "Who you expect stays on this computer. Your helper never sees it."),
            *general_help(),
        )

    def connecting(self, relay: str) -> None:
        """Say that a code is being fetched from `relay`."""
        self.held.relay = relay
        self._set_code("")
        self.show_status(CodeStatus.GETTING)

    def show_code(self, code: str, ends_in: float) -> None:
        """Show `code` ("4821-739205-1") for `ends_in` seconds."""
        self._set_code(code)
        self.held.ends_in = self.held.left = ends_in
        self.held.since.start()
        self._clock.start()
        self._count_down()
        self.show_status(CodeStatus.WAITING)
        self._digits.setFocus()
        self.bring_into_sight(self._digits)

    def show_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Say how things stand; a spent code is taken off the screen."""
        is_new = status is not self.held.status
        self.held.status, self.held.seconds = status, seconds
        self._status.setText(self._words_of(status, round(seconds)))
        is_there = status is CodeStatus.CONNECTED
        self._heading.setText((_CONNECTED if is_there else _READ_IT).said())
        if is_there and is_new:
            self._heading.setFocus()  # first: what goes would hand the keyboard on to Close, and a letter with it
        for part in self._of_the_code:
            part.setVisible(not is_there)
        if status in SPENT:
            self._set_code("")
            self._clock.stop()
            self._ends.clear()
        self._new.setAccessibleDescription(_why_busy() if status is CodeStatus.CHECKING else "")
        if is_new:
            announce(self, self._status.text(), assertive=status in URGENT)
        self.fit()
        if is_new:
            self._show_news()

    def show_note(self, text: str) -> None:
        """Show a remark: something to know that ends nothing."""
        if text and text != self.held.note:
            announce(self, text)
        self.held.note = text
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.fit()

    def take_over(self, former: CodeWindow) -> None:
        """Show what a former window shows, in the language of now."""
        held = self.held = former.held
        self._set_code(held.code)
        self._who.setText(held.expected)
        self.show_note(held.note)
        if held.code:
            self._clock.start()
            self._count_down()
        self.show_status(held.status, held.seconds)

    def _lay_out(self) -> None:
        box, column = card()
        column.addWidget(self._digits)
        close = Button(say("desk.code", "Close"))
        close.clicked.connect(self.close)
        self._heading = words(_READ_IT.said(), "heading", focusable=True)
        told = (
            words(say("desk.code", "Read it out one group at a time. Give it only to someone you chose to talk to.")),
            words(say("desk.code", "The code does not let anyone in. It only lets them ask. You decide next.")),
            words(say("desk.code", "While you wait: who do you expect?")),
            self._who,
            words(say("desk.code", "We compare it with who turns up."), "soft"),
        )
        self._of_the_code = (box, self._copy, *told)
        for part in (
            self._heading,
            FlowRow(box, self._copy, grows=box),
            *told,
            FlowRow(self._standing, self._ends, grows=self._standing),
            self._note,
        ):
            if isinstance(part, FlowRow):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)
        self.pinned.addLayout(button_row(close, self._new))

    def _words_of(self, status: CodeStatus, seconds: int) -> str:
        relay = as_written(self.held.relay)
        if status is not CodeStatus.NO_LINE:
            return _STATUS[status].said(relay=relay)
        return count(
            "desk.code",
            "No line to {relay}. Trying again in {n} second.",
            "No line to {relay}. Trying again in {n} seconds.",
            seconds,
            relay=relay,
        )

    def _arrived(self) -> None:
        (self._heading if self.held.status is CodeStatus.CONNECTED else self._digits).setFocus()
        self._show_news()

    def _show_news(self) -> None:
        """Have in sight how things stand, where that is what to read now."""
        if self.held.status in NEWS:
            self.bring_into_sight(self._standing)

    def _set_code(self, code: str) -> None:
        self.held.code = code
        self._digits.setText(code.replace("-", " – ") or "· · ·")
        self._digits.setAccessibleName(read_out(code) if code else say("desk.code", "No code yet"))

    def _press_new(self) -> None:
        """Ask for another code; while someone is checked, say why not, for pressing then is no mistake of theirs."""
        if self.held.status is CodeStatus.CHECKING:
            announce(self, _why_busy())
        else:
            self.new_code_pressed.emit()

    def _copy_code(self) -> None:
        if not self.held.code:
            return
        clipboard, copied = QGuiApplication.clipboard(), self.held.code
        data = QMimeData()
        data.setText(copied)
        data.setData(HISTORY_HINT, b"secret")
        clipboard.setMimeData(data)
        announce(self, say("desk.code", "The code is copied."))

        def empty() -> None:
            if clipboard.text() == copied:
                clipboard.clear()

        # The clipboard outlives this window, which may be made anew in another language before the time is over.
        QTimer.singleShot(round(CLIPBOARD_SECONDS * 1000), clipboard, empty)

    def showEvent(self, event: QShowEvent) -> None:
        """Count where it is seen: through a whole session it stands behind, and would wake the computer for nobody."""
        if self.held.code:
            self._clock.start()
            self._count_down()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        self._clock.stop()
        super().hideEvent(event)

    def _count_down(self) -> None:
        held = self.held
        left = max(0, round(held.ends_in - held.since.elapsed() / 1000))
        self._ends.setText(
            say("desk.code", "The code ends in {time}.", time=as_written(f"{left // 60}:{left % 60:02}"))
        )
        if self.isVisible() and is_time_to_say(held.left, left):
            announce(self, self._ends.text())
        held.left = left

    def _keep_expected(self) -> None:
        self.held.expected = self._who.text()


def read_out(code: str) -> str:
    """Say a code digit by digit, group by group: "group 1: 4, 8, 2, 1"."""
    return ". ".join(
        say("desk.code", "group {place}: {digits}", place=place, digits=", ".join(group))
        for place, group in enumerate(code.split("-"), 1)
    )


def _beside_stripe(label: QLabel) -> QWidget:
    """Stand a line beside the stripe that marks how things are."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(named(QFrame(), "stripe"))
    row.addWidget(label, 1)
    return holder


class _Digits(Words):
    """The line of the digits: read from left to right wherever the language is read from, and broken only in need."""

    def __init__(self) -> None:
        super().__init__(" ")
        named(self, "code")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _why_busy() -> str:
    return say("desk.code", "Someone is using your code. Wait until we know who it is.")
