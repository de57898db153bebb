"""The banner: what is live, how long, and Stop, on every monitor (experience 2.7)."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from agent.desk.windows.theme import present_theme
from agent.desk.windows.window import named, told
from consent.scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QMouseEvent, QShowEvent, QWindow

    from agent.desk.view import Live

HEIGHT = 48
LAST_SECONDS = 120
"""Seconds from which each is counted; before that, minutes are: a figure that changes is a picture that does."""
GAP = 6
"""Pixels between the monitor's edge and the banner: the border's width."""


class Banner(QWidget):
    """
    One monitor's banner; the main one has everything, the others who and Stop.

    It stands outside the window manager so that nothing can hide it, never takes focus, and closing it is a Stop.
    """

    stop_pressed = Signal(str)
    pause_pressed = Signal()
    go_on_pressed = Signal()
    chat_pressed = Signal()
    off_pressed = Signal(object)
    shown = Signal()
    stands = Signal()

    def __init__(self, monitor: QRect, *, main: bool) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.BypassWindowManagerHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self._monitor = monitor
        self._main = main
        self._leaving = False
        self._is_moved = False
        self._live: Live | None = None
        self._since = QElapsedTimer()
        self._grip: QPoint | None = None
        self._words_width = 0
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("Attended, live")
        self._headline = named(QLabel(""), "live")
        self._left = QLabel("")
        self._stop = self._button("■ Stop", "Stop", lambda: self.stop_pressed.emit("banner"), "stop")
        self._pause = self._button("‖ Pause", "Pause", self._press_pause)
        self._what = self._button("What is on ▾", "What is on", self._show_menu)
        self._chat = self._button("Chat", "Chat", self.chat_pressed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 8, 2)
        row.setSpacing(8)
        for part in (self._headline, self._left, self._stop, self._pause, self._what, self._chat):
            row.addWidget(part, 1 if part is self._headline else 0)
        for part in (self._pause, self._what, self._chat, self._left):
            part.setVisible(main)
        self.setStyleSheet(present_theme().style_sheet() + "QPushButton { min-height: 28px; padding: 3px 12px; }")
        for part, longest in ((self._left, "888 min left"), (self._pause, "‖ Pause"), (self._chat, "Chat 88")):
            said = part.text()
            part.setText(longest)
            part.ensurePolished()
            part.setMinimumWidth(part.sizeHint().width())
            part.setText(said)
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._count_down)

    def show_live(self, live: Live) -> None:
        """Say what is live now."""
        self._live = live
        self._since.start()
        self._headline.setText("● " + (live.headline if self._main else live.asker))
        self._pause.setText("Go on" if live.paused else "‖ Pause")
        self._pause.setAccessibleName("Go on" if live.paused else "Pause")
        self._chat.setText(f"Chat {live.unread}" if live.unread else "Chat")
        self._count_down()
        self.setAccessibleName(f"Attended, live, {live.headline}")
        self._stand()

    def as_window(self) -> QWindow:
        """Give the window that the display server knows the banner by."""
        self.winId()  # it is made when first asked for
        self.winId()  # the window is made when its number is first asked for
        return self.windowHandle()

    def leave(self) -> None:
        """Take the banner away; this is not the customer's closing."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take a closing that is not ours as a Stop."""
        event.accept()
        if not self._leaving:
            self.stop_pressed.emit("banner closed")

    def showEvent(self, event: QShowEvent) -> None:
        """Tell when the banner is up."""
        super().showEvent(event)
        self.shown.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the banner to move it along its monitor."""
        self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move with the pointer, never off its monitor."""
        if self._grip is None:
            return
        place = QRect(event.globalPosition().toPoint() - self._grip, self.size())
        room = self._monitor.adjusted(GAP, GAP, -GAP, -GAP)
        place.moveLeft(max(room.left(), min(place.left(), room.right() - place.width())))
        place.moveTop(max(room.top(), min(place.top(), room.bottom() - place.height())))
        self._is_moved = True
        self.move(place.topLeft())
        self.stands.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the banner."""
        self._grip = None
        super().mouseReleaseEvent(event)

    def _stand(self) -> None:
        first = not self.isVisible()
        room = self._monitor.width() - 4 * GAP
        self._headline.setWordWrap(False)
        # Words come and go, but Stop keeps its place: the banner never shrinks under a hand that reaches for it.
        self._words_width = max(self._words_width, self._headline.sizeHint().width())
        self._headline.setMinimumWidth(self._words_width)
        if self.sizeHint().width() > room:
            # On a narrow monitor the words take two lines; Stop is never pushed off the edge.
            self._headline.setWordWrap(True)
            self._headline.setMinimumWidth(0)
        # Words that wrap ask for little width, and would need a third line, for which there is no height.
        wanted = room if self._headline.wordWrap() else self.sizeHint().width()
        width = min(max(wanted, 0 if first else self.width()), room)
        self.resize(width, HEIGHT)
        if not self._is_moved:
            # When it has to grow it stays in the middle, until the customer puts it elsewhere.
            self.move(self._monitor.center().x() - width // 2, self._monitor.top() + GAP)
        if first:
            self.show()
        self.stands.emit()

    def _count_down(self) -> None:
        if self._live is None:
            return
        left = max(0.0, self._live.left - self._since.elapsed() / 1000)
        words, other = time_left(left)
        if words != self._left.text():
            self._left.setText(words)
        if left > 0:
            self._clock.start(max(ceil(other * 1000), 1))

    def _press_pause(self) -> None:
        if self._live is not None and self._live.paused:
            self.go_on_pressed.emit()
        else:
            self.pause_pressed.emit()

    def _show_menu(self) -> None:
        if self._live is None:
            return
        menu = QMenu(self)
        for item in self._live.items:
            action = menu.addAction(f"Turn off: {item.words}")
            action.triggered.connect(lambda _checked=False, scope=item.scope: self.off_pressed.emit(Scope(scope)))
        menu.popup(self._what.mapToGlobal(QPoint(0, self._what.height())))

    def _button(self, label: str, name: str, press: Callable[[], object], style: str = "") -> QPushButton:
        button = told(named(QPushButton(label), style), name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(press)
        return button


def time_left(seconds: float) -> tuple[str, float]:
    """Say how long something still lasts, and give the seconds after which other words are true."""
    if seconds > LAST_SECONDS:
        minutes = int(seconds) // 60
        return f"{minutes} min left", seconds - max(60 * minutes, LAST_SECONDS)
    whole = ceil(seconds)
    return f"{whole // 60}:{whole % 60:02} left", max(seconds - whole + 1, 0.0)
