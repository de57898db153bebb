"""Each monitor's number, big, on that monitor, for some seconds: it tells which one is "Screen 2" (experience 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from agent.desk.question_sentences import screen as screen_name
from agent.desk.windows.fonts import TEXT
from agent.desk.windows.places import device_rect
from agent.desk.windows.sight import sight

if TYPE_CHECKING:
    from agent.desk.view import MonitorChoice
    from agent.desk.windows.places import Places

SHOWN_MILLISECONDS = 4000
SIDE, MARGIN, DIGIT = 220, 32, 150
"""Pixels: how large such a window is, how far from its monitor's corner, and how large the number in it."""


class NumberWindows(QObject):
    """Takes no focus and no press, and stays out of the picture like every desk window."""

    def __init__(self, places: Places, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self._windows: list[_Number] = []
        self._clock = QTimer(self, interval=SHOWN_MILLISECONDS, singleShot=True)
        self._clock.timeout.connect(self.hide)

    def show(self, monitors: Sequence[MonitorChoice]) -> None:
        """Show them; the same press again begins the seconds anew."""
        self.hide()
        for monitor in monitors:
            window = _Number(monitor)
            self._windows.append(window)
            self._places.take(window.objectName(), device_rect(window, window.geometry()), window.stand)
        self._clock.start()

    def hide(self) -> None:
        """Take them away."""
        self._clock.stop()
        for window in self._windows:
            window.is_wanted = False
            self._places.leave(window.objectName())
            window.close()
            window.deleteLater()
        self._windows = []


class _Number(QWidget):
    def __init__(self, monitor: MonitorChoice) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.BypassWindowManagerHint
            | Qt.WindowType.WindowTransparentForInput
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.is_wanted = True
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName(f"number {monitor.id}")
        self.setWindowTitle(screen_name(monitor.id))
        theme = sight().theme()
        ground, letters, edge = (theme.colour(token).name() for token in ("paper", "ink", "line"))
        self.setStyleSheet(f"QWidget {{ background: {ground}; color: {letters}; border: 2px solid {edge}; }}")
        digit = QLabel(str(monitor.id))
        digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        digit.setStyleSheet(f"border: none; font-family: {TEXT}; font-size: {DIGIT}px; font-weight: 600;")
        column = QVBoxLayout(self)
        column.addWidget(digit)
        self.setGeometry(_corner(_screen_of(monitor).geometry()))

    def stand(self) -> None:
        """Show it, unless it was taken away before its place was masked."""
        if self.is_wanted:
            self.show()
            self.raise_()


def _corner(monitor: QRect) -> QRect:
    """Give a place at the lower left, where no question stands that leaves room for one."""
    place = QRect(0, 0, SIDE, SIDE)
    place.moveBottomLeft(monitor.bottomLeft() + QPoint(MARGIN, -MARGIN))
    return place


def _screen_of(monitor: MonitorChoice) -> QScreen:
    """Find the monitor as Qt knows it: the one whose corner, in device pixels, is nearest."""
    return min(
        QGuiApplication.screens(),
        key=lambda each: (each.geometry().topLeft() - QPoint(monitor.x, monitor.y)).manhattanLength(),
    )
