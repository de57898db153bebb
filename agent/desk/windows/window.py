"""What every desk window has: a bar with a title and text size, a body that scrolls, a place that is masked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from agent.desk.windows.places import device_rect
from agent.desk.windows.theme import present_theme

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

Part = TypeVar("Part", bound=QWidget)
Control = TypeVar("Control", bound=QAbstractButton)

SMALLEST_SCALE, LARGEST_SCALE, SCALE_STEP = 1.0, 2.0, 0.25
SCREEN_SHARE = 0.95
"""How much of a monitor a window may fill at most."""
ARRIVAL_SECONDS = 2.0
"""For so long after a window came up unasked, every key but Esc is ignored (experience 2.1)."""


class DeskWindow(QWidget):
    """
    One window of the desk, without the system's own edge so that it moves only when we move it.

    `closed_by_customer` is sent when the customer closes it by any means; what that means, the core decides.
    """

    closed_by_customer = Signal(str)
    placed = Signal()

    def __init__(self, name: str, title: str, places: Places, width: int = 680) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.name = name
        self._places = places
        self._width = width
        self._scale = 1.0
        self._leaving = False
        self._grip: QPoint | None = None
        self._stood = QElapsedTimer()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(title)
        self._bar = self._make_bar(title)
        self._content = named(QWidget(), "body")
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._content)
        self._pinned = named(QWidget(), "pinned")
        self.pinned = QVBoxLayout(self._pinned)
        self.pinned.setContentsMargins(24, 12, 24, 12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        for part in (self._bar, self._scroll, self._pinned):
            whole.addWidget(part)
        whole.setStretch(1, 1)
        self._dress()

    def appear(self) -> None:
        """Show the window in front, in the middle of the monitor with the pointer, once that place is masked."""
        rect = self._wanted_place()
        self._places.take(self.name, device_rect(self, rect), lambda: self._stand(rect))

    def leave(self) -> None:
        """Take the window away; this is not the customer's closing."""
        self._leaving = True
        self.close()
        self._leaving = False

    def fit(self) -> None:
        """Grow or shrink to the content after it changed, once the new place is masked."""
        if self.isVisible():
            rect = self._wanted_place(keep=True)
            self._places.take(self.name, device_rect(self, rect), lambda: self.setGeometry(rect))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell a closing by the customer's hand from our own."""
        self._places.leave(self.name)
        event.accept()
        if not self._leaving:
            self.closed_by_customer.emit(self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Ctrl+plus and Ctrl+minus set the text size; Esc is each window's own, Enter the focused button's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
                self._resize_text(SCALE_STEP)
                return
            if event.key() == Qt.Key.Key_Minus:
                self._resize_text(-SCALE_STEP)
                return
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_enter()
            return
        super().keyPressEvent(event)

    def keep_early_keys(self) -> None:
        """Have no part act on a key that was meant for something else: call it when all parts are there."""
        for part in (self, *self.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore every key but Esc until the window has stood for two seconds."""
        if isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Escape and self._is_new():
            return True
        return super().eventFilter(watched, event)

    def _is_new(self) -> bool:
        return not self._stood.isValid() or self._stood.elapsed() < ARRIVAL_SECONDS * 1000

    def escape(self) -> None:
        """Do nothing on Esc, unless the window says otherwise."""

    def _press_enter(self) -> None:
        """Press the button that has the focus; where none has it, the safe one, if the window has such a default."""
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif not isinstance(focused, QAbstractButton):
            for button in self.findChildren(QPushButton):
                if button.isDefault():
                    button.click()
                    return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bar to move the window."""
        if self._bar.geometry().contains(event.position().toPoint()):
            self._grip = event.globalPosition().toPoint() - self.frameGeometry().topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move with the pointer, each place masked before the window stands there."""
        if self._grip is not None:
            rect = QRect(event.globalPosition().toPoint() - self._grip, self.size())
            self._places.take(self.name, device_rect(self, rect), lambda: self.move(rect.topLeft()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the bar."""
        self._grip = None
        super().mouseReleaseEvent(event)

    def _stand(self, rect: QRect) -> None:
        self.setGeometry(rect)
        self.show()
        self.raise_()
        self.activateWindow()
        self._stood.start()
        self.placed.emit()

    def _wanted_place(self, *, keep: bool = False) -> QRect:
        screen = QGuiApplication.screenAt(self.geometry().center() if keep else QCursor.pos())
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        width = min(round(self._width * max(1.0, self._scale * 0.75)), round(room.width() * SCREEN_SHARE))
        self._content.setFixedWidth(width - 2)
        inner = self.body.totalHeightForWidth(self._content.width())
        fixed = self._bar.sizeHint().height() + (self._pinned.sizeHint().height() if self.pinned.count() else 0)
        height = min(inner + fixed + 4, round(room.height() * SCREEN_SHARE))
        rect = QRect(0, 0, width, height)
        rect.moveCenter(self.geometry().center() if keep else room.center())
        rect.moveTop(max(room.top(), min(rect.top(), room.bottom() - height)))
        return rect

    def _make_bar(self, title: str) -> QWidget:
        bar = named(QWidget(), "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 2, 4, 2)
        row.addWidget(QLabel(title))
        row.addStretch(1)
        for label, name, press in (
            ("A\N{MINUS SIGN}", "Smaller text", lambda: self._resize_text(-SCALE_STEP)),
            ("A+", "Larger text", lambda: self._resize_text(SCALE_STEP)),
            ("✕", "Close", self.close),
        ):
            button = told(QPushButton(label), name)
            button.setObjectName("plain")
            button.setToolTip(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(press)
            row.addWidget(button)
        return bar

    def _resize_text(self, step: float) -> None:
        self._scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, self._scale + step))
        self._dress()
        self.fit()

    def _dress(self) -> None:
        self.setStyleSheet(present_theme(self._scale).style_sheet())


def words(text: str, role: str = "text", *, focusable: bool = False) -> QLabel:
    """Make a line of text that wraps; `role` is its style ("heading", "soft", "caution"), also for the reader."""
    label = named(QLabel(text), role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    if focusable:
        label.setProperty("focusable", True)
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return label


def card() -> tuple[QFrame, QVBoxLayout]:
    """Make a bordered group."""
    frame = named(QFrame(), "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(6)
    return frame, column


def named(part: Part, style: str) -> Part:
    """Give a part its name in the style sheet."""
    part.setObjectName(style)
    return part


def told(control: Control, name: str) -> Control:
    """Give a control the name that a screen reader says."""
    control.setAccessibleName(name)
    return control


def button_row(*buttons: QPushButton) -> QHBoxLayout:
    """Stand buttons side by side, of equal width."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for button in buttons:
        row.addWidget(button, 1)
    return row
