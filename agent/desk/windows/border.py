"""The border: four thin opaque windows on every monitor while anything is live (experience 2.7, promise 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRasterWindow

if TYPE_CHECKING:
    from agent.desk.windows.theme import Theme

WIDTH = 6
"""Pixels: one dark, four of the live colour, one white, so that it shows on any background; in high contrast one
white, four black, one white."""
LIVE_WIDTH = 4


class Strip(QRasterWindow):
    """
    One edge of one monitor.

    Opaque on purpose: one see-through window over the screen turns it black where no compositor runs. Outside the
    window manager, and transparent to input, so that clicks pass through to the program below.
    """

    def __init__(self, place: QRect, outer: Qt.Edge, theme: Theme, *, dashed: bool) -> None:
        super().__init__()
        self._outer = outer
        self._theme = theme
        self._dashed = dashed
        self.setFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.BypassWindowManagerHint
            | Qt.WindowType.WindowTransparentForInput
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setTitle("Attended, live")
        self.setGeometry(place)

    def set_dashed(self, *, dashed: bool) -> None:
        """Show a dashed border: something is paused."""
        if dashed != self._dashed:
            self._dashed = dashed
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dark, live and light lines along the edge."""
        painter = QPainter(self)
        whole = QRect(0, 0, self.width(), self.height())
        outer, middle, inner = self._theme.frame
        painter.fillRect(whole, outer)
        painter.fillRect(self._inside(whole, 1), middle)
        if self._dashed:
            pen = QPen(inner, LIVE_WIDTH, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            centre = whole.center()
            if self.width() > self.height():
                painter.drawLine(0, centre.y(), self.width(), centre.y())
            else:
                painter.drawLine(centre.x(), 0, centre.x(), self.height())
        painter.fillRect(self._inside(whole, WIDTH - 1), inner)
        painter.end()

    def _inside(self, whole: QRect, by: int) -> QRect:
        """Cut `by` pixels off the outer side."""
        cuts = {
            Qt.Edge.TopEdge: whole.adjusted(0, by, 0, 0),
            Qt.Edge.BottomEdge: whole.adjusted(0, 0, 0, -by),
            Qt.Edge.LeftEdge: whole.adjusted(by, 0, 0, 0),
            Qt.Edge.RightEdge: whole.adjusted(0, 0, -by, 0),
        }
        return cuts[self._outer]


def strips_of(monitor: QRect, theme: Theme, *, dashed: bool) -> list[Strip]:
    """Make the four strips of one monitor (its place in Qt's pixels)."""
    x, y, w, h = monitor.x(), monitor.y(), monitor.width(), monitor.height()
    places = {
        Qt.Edge.TopEdge: QRect(x, y, w, WIDTH),
        Qt.Edge.BottomEdge: QRect(x, y + h - WIDTH, w, WIDTH),
        Qt.Edge.LeftEdge: QRect(x, y + WIDTH, WIDTH, h - 2 * WIDTH),
        Qt.Edge.RightEdge: QRect(x + w - WIDTH, y + WIDTH, WIDTH, h - 2 * WIDTH),
    }
    return [Strip(place, edge, theme, dashed=dashed) for edge, place in places.items()]
