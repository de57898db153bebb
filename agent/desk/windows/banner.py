"""The banner: what is live, how long, and Stop, on every monitor (experience 2.7)."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from agent.desk import live_words
from agent.desk.language import say
from agent.desk.windows.announce import announce, is_time_to_say
from agent.desk.windows.drop import FLAGS, Pressable, dress, pressable
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.pictures import pictured
from agent.desk.windows.stance import Stance, room_of, within
from agent.desk.windows.window import named, told
from consent.pause import PauseBecause

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QWindow

    from agent.desk.live import Live
    from agent.desk.windows.theme import Theme

HEIGHT = 48
FEWEST_LETTERS = 40
"""What one line of the words must have room for beside the buttons; with less they stand above them."""
LONGEST = 88 * 60 + 88
"""Seconds that are as wide as any on the clock: its place is kept, so that what it says does not move."""
NANOSECONDS = 1e9
AIR = 4
"""Pixels more than letters take, so that rounding breaks no line."""
SAID_AT_ONCE = frozenset({PauseBecause.LINE})
"""Pauses of which a reader hears at once; of the others the customer knows, or hears in turn."""
OWN_PAUSES = frozenset({PauseBecause.CUSTOMER, PauseBecause.LOOK_AWAY, PauseBecause.SYSTEM})
"""Pauses that the customer ends."""
LIVE, NOTHING_ON, OVER = "Attended, live", "Attended, nothing is on", "Attended, stopped"
"""What the windows are called where the display lists them. No title bar shows it."""


class Banner(QWidget):
    """
    One monitor's banner; the main one has everything, the others who and Stop.

    It stands outside the window manager so that nothing can hide it, never takes focus by itself, and closing it is a
    Stop. `wants` names a place: the owner has remote input kept out of it, and then calls `stand`.
    """

    stop_pressed = Signal(str)
    pause_pressed = Signal()
    go_on_pressed = Signal()
    chat_pressed = Signal()
    add_pressed = Signal()
    let_end_pressed = Signal()
    list_pressed = Signal()
    move_pressed = Signal()
    wants = Signal(object)
    ticked = Signal()
    counted = Signal()
    """Sent when its clock has counted a second: who does something each second does it then."""

    def __init__(self, monitor: QRect, theme: Theme, stance: Stance, *, main: bool) -> None:
        super().__init__(None, FLAGS)
        self.monitor = monitor
        self.main = main
        self._stance = stance if main else Stance()
        self._leaving = False
        self._waits = False
        self._live: Live | None = None
        self._since = QElapsedTimer()
        self._grip: QPoint | None = None
        self._words_width = 0
        self._told = ""
        self._told_left = 0.0
        self._called: tuple[object, ...] = ()
        self._place = QRect()
        self._said: tuple[object, ...] = ()
        """What it said last, but for the time."""
        self._said_at = 0.0
        self._is_called = False
        """Whether a screen reader has its name as it was then."""
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(LIVE)
        self.setStyleSheet(dress(theme))
        self._headline = named(QLabel("", self), "live")
        self._time = QLabel("", self)
        self._second = QLabel("", self)
        for label in (self._headline, self._time, self._second):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label is not self._time)
        stop, pause = say("desk.banner", "Stop"), say("desk.banner", "Pause")
        self._stop = self._button(say("desk.banner", "■ Stop"), stop, lambda: self.stop_pressed.emit("banner"), "stop")
        self._add = self._button(say("desk.banner", "Add 10 minutes"), "", self.add_pressed.emit)
        pictured(self._add, "clock-plus", theme)
        self._let_end = self._button(say("desk.banner", "Let it end"), "", self.let_end_pressed.emit)
        self._pause = self._button(say("desk.banner", "‖ Pause"), pause, self._press_pause)
        self.what = self._button(
            say("desk.banner", "What is on ▾"), say("desk.banner", "What is on"), self.list_pressed.emit
        )
        self._chat = self._button(say("desk.banner", "Chat"), "", self.chat_pressed.emit)
        pictured(self._chat, "message-square", theme)
        self.moves = self._button(say("desk.banner", "Move ▾"), say("desk.banner", "Move"), self.move_pressed.emit)
        self._small = self._button("", "", self._grow, "live")
        for part in (self._headline, *self._all_but(self._headline)):
            part.ensurePolished()
        self._keep_widths()
        self._arrange()
        # A coarse timer comes early by up to a twentieth, finds that the second is not over, and wakes once more.
        self._clock = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._count)

    # What it says

    def show_live(self, live: Live) -> None:
        """Say what is live now."""
        before, self._live = self._live, live
        self._since.start()
        self._waits = self._waits and live.pause is PauseBecause.RECORDING
        self.setWindowTitle(LIVE if live.is_on else NOTHING_ON)
        self._quiet(not live.is_on)
        if live.is_on and self.main:
            self._words_width = max(self._words_width, *map(self._width_of, live.usual_and_more()))
        self._chat.setText(_chat_words(live.unread))
        self._chat.setAccessibleName(_chat_name(live.unread))
        self._told_left = live.left
        self._count_down()
        self._speak(before, live)

    def say_over(self) -> None:
        """Say that everything has stopped; nothing can be pressed any more."""
        self._clock.stop()
        self._live, self._leaving = None, True
        self.setWindowTitle(OVER)
        self._quiet(quiet=True)
        for part in self._all_but(self._headline):
            part.hide()
        self._headline.show()
        self._headline.setText(live_words.STOPPED.said())
        self.setAccessibleName(live_words.STOPPED.said())
        announce(self, live_words.STOPPED.said(), assertive=True)
        self.place()

    def _count(self) -> None:
        self._count_down(by_clock=True)
        self.counted.emit()

    def _count_down(self, *, by_clock: bool = False) -> None:
        live = self._live
        if live is None:
            return
        gone, before = self._gone(), self._said
        # The time has a width of its own: when nothing else is said, the banner belongs where it was put.
        is_there = self.isVisible() and self.geometry() == self._place
        if by_clock and is_there and self._is_called and live.only_counts(self._said_at, gone):
            self._tell_time(live, gone)
        else:
            self._say(live, gone)
            if not (by_clock and is_there and self._said == before):
                self.place()
        left = live.left - gone
        if is_time_to_say(self._told_left, left):
            announce(self, live_words.running_out(left))
        self._told_left = left
        self.ticked.emit()
        # Other monitors' banners tell no time.
        if left > 0 and (self.main or live.pause is PauseBecause.LINE):
            self._clock.start(ceil((left % 1 or 1) * 1000))

    def _tell_time(self, live: Live, gone: float) -> None:
        if self._small.isHidden():
            _set(self._time, live.time_after(gone))
        else:
            self._tell_small(live, gone)

    def _tell_small(self, live: Live, gone: float) -> None:
        _set(self._small, say("desk.banner", "● Live {time}", time=live_words.clock(live.left - gone)))

    def _say(self, live: Live, gone: float) -> None:
        small = self._stance.small and live.is_on and live.pause is None and not live.runs_out(gone)
        small = small and not live.escapes
        headline = live.headline_after(gone) if self.main else live.asker
        _set(self._headline, f"● {headline}" if live.is_on and live.pause is None else headline)
        time, second = (live.time_after(gone), live.beside_after(gone)) if self.main else ("", "")
        _set(self._time, time)
        _set(self._second, second)
        self._tell_small(live, gone)
        self._call(live, gone)
        runs_out = live.runs_out(gone) and self.main
        shown = {
            self._headline: not small,
            self._time: not small and bool(time),
            self._second: not small and bool(second),
            self._small: small,
            self._stop: True,
            self._pause: self.main and live.is_on and not small,
            self.what: self.main and live.is_on and not small,
            self._chat: self.main and not small,
            self.moves: self.main and not small,
            self._add: runs_out and live.can_extend,
            self._let_end: runs_out,
        }
        for part, stands in shown.items():
            if part.isHidden() == stands:
                part.setVisible(stands)
        label, name = self._pause_words(live)
        self._said, self._said_at = (headline, second, label, *shown.values()), gone
        _set(self._pause, label)
        self._pause.setAccessibleName(name)

    def _call(self, live: Live, gone: float) -> None:
        """
        Name the banner for a screen reader: who sees what, and the time left.

        While it has the keyboard, time alone does not change that: a reader says each change of the name, and in the
        last minute it would say one each second.
        """
        spoken = live.spoken_after(gone)
        doing = (live.pause, live.escapes, [(item.scope, item.words) for item in live.items])
        if spoken != self.accessibleName() and not (self.isActiveWindow() and doing == self._called):
            self.setAccessibleName(spoken)
            self._small.setAccessibleName(spoken)
        self._called, self._is_called = doing, spoken == self.accessibleName()

    def _quiet(self, quiet: bool) -> None:  # noqa: FBT001 - yes or no is all there is to say
        """Wear the colour of what is live only while something is."""
        if self.property("quiet") != quiet:
            self.setProperty("quiet", quiet)
            self.setStyleSheet(self.styleSheet())

    def _pause_words(self, live: Live) -> tuple[str, str]:
        if live.pause in OWN_PAUSES:
            return say("desk.banner", "Go on"), ""
        if live.pause is PauseBecause.RECORDING and not self._waits:
            return say("desk.banner", "Wait"), ""
        return say("desk.banner", "‖ Pause"), say("desk.banner", "Pause")

    def _speak(self, before: Live | None, live: Live) -> None:
        """Have a reader say what has changed for the customer; of a new chat line that it came, and nothing of it."""
        if not self.main:
            return
        if before is not None and live.unread > before.unread:
            announce(self, say("desk.banner", "{name} wrote in the chat.", name=live.asker))
        told = live.usual if live.is_on and live.pause is None else ""
        if not live.is_on:
            told = live.headline
        elif live.pause is not None:
            told = live.paused or ""
        if (before is None) or (before.pause, before.is_on, before.usual if before.is_on else "") != (
            live.pause, live.is_on, live.usual if live.is_on else "",
        ):  # fmt: skip
            announce(self, told, assertive=live.pause in SAID_AT_ONCE or (live.is_on and live.pause is None))

    def now(self) -> tuple[Live | None, float]:
        """Give what is shown, and for how many seconds it has been."""
        return self._live, self._gone()

    def _gone(self) -> float:
        return self._since.nsecsElapsed() / NANOSECONDS

    # Where it stands

    def settle(self) -> None:
        """Go to the place, and have the size, that the customer chose."""
        self._words_width = 0
        self._count_down()

    def place(self) -> None:
        """Ask for the place that the words need; nothing is asked for where the banner stands there already."""
        size = self._size()
        wanted = self._place = self._stance.place(self.monitor, size)
        if wanted != self.geometry() or not self.isVisible():
            self.wants.emit(wanted)

    def stand(self, place: QRect) -> None:
        """Stand there: remote input is kept out of that place."""
        self.setGeometry(place)
        if not self.isVisible():
            self.show()
        self._whole.activate()

    def clock(self) -> QRect | None:
        """Say where it counts seconds, on the screen; None where it counts none."""
        part = next((part for part in (self._time, self._small) if part.isVisible()), None)
        return None if part is None else QRect(part.mapToGlobal(QPoint(0, 0)), part.size())

    def as_window(self) -> QWindow:
        """Give the window that the display server knows the banner by."""
        self.winId()  # the window is made when its number is first asked for
        return self.windowHandle()

    def leave(self) -> None:
        """Take the banner away; this is not the customer's closing."""
        self._leaving = True
        self._clock.stop()
        self.close()

    def _size(self) -> QSize:
        """Give the size that the words need; where they stand beside the buttons, Stop keeps its place."""
        room = room_of(self.monitor).width()
        margins = self._whole.contentsMargins()
        around = margins.left() + margins.right()
        said = not self._headline.isHidden()
        beside = self._row.sizeHint().width()
        beside += self._top.spacing() if beside and said else 0
        if not said:
            words, width = 0, beside + around
        elif self._is_stacked:
            words, width = room - around, room
        else:
            # Words come and go, but the banner never shrinks for them; longer ones wrap.
            words = min(self._words_width or self._width_of(self._headline.text()), room - beside - around)
            width = words + beside + around
        self._text.setVisible(said)
        self._text.setFixedWidth(words)
        across = width - around if self._is_stacked else self._row.sizeHint().width()
        self._buttons.setFixedWidth(across)
        high = self._words_height(words) if said else 0
        buttons = self._row.heightForWidth(across)
        height = high + buttons + self._top.spacing() if self._is_stacked and said else max(high, buttons)
        offer = self._offer.heightForWidth(width - around)
        height += (offer + self._whole.spacing() if offer else 0) + margins.top() + margins.bottom()
        return QSize(width, max(HEIGHT, height))

    def _words_height(self, width: int) -> int:
        time = self._time.sizeHint().height() if not self._time.isHidden() else 0
        # Of a part whose size is fixed in both ways no layout is asked anew when its words change.
        self._time.setFixedSize(self._widest_time, time)
        left = width - self._widest_time - self._beside.spacing()
        beside = self._second.heightForWidth(left) if not self._second.isHidden() else 0
        return self._headline.heightForWidth(width) + max(time, beside)

    def _width_of(self, headline: str) -> int:
        return self._headline.fontMetrics().horizontalAdvance(f"● {headline}") + AIR

    def _arrange(self) -> None:
        """Put the words beside the buttons, or above them where there is no room beside them."""
        self._text = QWidget(self)
        column = QVBoxLayout(self._text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._headline)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._second, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        column.addLayout(row)
        self._beside = row
        ordered = (self._small, self._stop, self._pause, self.what, self._chat, self.moves)
        shown = ordered[1:] if self.main else (self._stop,)
        for part in (*ordered, self._add, self._let_end):
            part.setVisible(part in shown)
        self._row = FlowRow(*ordered, gap=8)
        self._buttons = QWidget(self)
        self._buttons.setLayout(self._row)
        self._offer = FlowRow(self._add, self._let_end, gap=8)
        letters = FEWEST_LETTERS * self._headline.fontMetrics().averageCharWidth()
        self._is_stacked = self.main and self._row.sizeHint().width() + letters > room_of(self.monitor).width()
        direction = QBoxLayout.Direction.TopToBottom if self._is_stacked else QBoxLayout.Direction.LeftToRight
        self._top = QBoxLayout(direction)
        self._top.setSpacing(8)
        self._top.addWidget(self._text)
        self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        self._whole = QVBoxLayout(self)
        # The size follows the words of the moment; a layout would hold on to those of the moment before.
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        # Beside the buttons there is just room for them (experience 2.7); below the words they keep off the edge.
        self._whole.setContentsMargins(14, 2, 14 if self._is_stacked else 4, 6 if self._is_stacked else 2)
        self._whole.setSpacing(4)
        self._whole.addLayout(self._top)
        self._whole.addLayout(self._offer)
        order = (self._small, self._stop, self._add, self._let_end, self._pause, self.what, self._chat, self.moves)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _keep_widths(self) -> None:
        """Give the buttons whose words change the width of their longest, so that Stop keeps its place."""
        longest: dict[Pressable, list[str]] = {
            self._chat: [_chat_words(88)],
            self._pause: [say("desk.banner", "Go on"), say("desk.banner", "Wait")],
        }
        self._widest_time = self._time.fontMetrics().horizontalAdvance(live_words.time_left(LONGEST)) + AIR
        for part, others in longest.items():
            said = part.text()
            for text in (said, *others):
                part.setText(text)
                part.least = max(part.least, part.sizeHint().width())
            part.setText(said)

    # What the customer does

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take a closing that is not ours as a Stop."""
        event.accept()
        if not self._leaving:
            self.stop_pressed.emit("closed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop on Esc (experience 2.2); let Enter press the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            if not self._leaving:
                self.stop_pressed.emit("banner")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
        else:
            super().keyPressEvent(event)

    def focus_stop(self) -> None:
        """Give Stop the focus: it comes first."""
        self._stop.setFocus(Qt.FocusReason.TabFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the banner to move it along its monitor."""
        self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move with the pointer, never off its monitor."""
        if self._grip is None:
            return
        wanted = QRect(event.globalPosition().toPoint() - self._grip, self.size())
        self._stance.dragged = within(room_of(self.monitor), wanted).topLeft()
        self.place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the banner."""
        self._grip = None
        super().mouseReleaseEvent(event)

    def _press_pause(self) -> None:
        live = self._live
        if live is None:
            return
        if live.pause in OWN_PAUSES:
            self.go_on_pressed.emit()
        elif live.pause is PauseBecause.RECORDING and not self._waits:
            self._waits = True
            self._count_down()
        else:
            self.pause_pressed.emit()

    def _grow(self) -> None:
        self._stance.small = False
        self.settle()

    def _all_but(self, kept: QWidget) -> list[QWidget]:
        parts = (self._time, self._second, self._small, self._stop, self._add, self._let_end, self._pause)
        return [part for part in (*parts, self.what, self._chat, self.moves) if part is not kept]

    def _button(self, label: str, name: str, press: Callable[[], object], style: str = "") -> Pressable:
        button = named(pressable(label), style)
        button.setParent(self)
        if name:
            told(button, name)
        button.clicked.connect(press)
        return button


def _set(part: QLabel | QPushButton, text: str) -> None:
    """Change words only where they differ: to paint is to change the picture that the technician is sent."""
    if part.text() != text:
        part.setText(text)


def _chat_words(unread: int) -> str:
    return say("desk.banner", "Chat {n}", n=unread) if unread else say("desk.banner", "Chat")


def _chat_name(unread: int) -> str:
    if not unread:
        return say("desk.banner", "Chat")
    return live_words.unread_words(unread)
