"""The ring around what has the keyboard: of two tones, outside the control, so that it shows on anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QScrollArea, QWidget

from agent.desk.windows.sight import sight

RING, GAP = 3, 2
"""Pixels of ink, and of paper between it and the control (experience 5)."""
ROUND = 6
"""Pixels of the ring's radius at its corners."""
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """
    One window's ring. It takes no input, and lies above the parts so that none has to make room for it.

    `follow` puts it around a part; a part within a scroll area takes its ring along, and out of sight.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._around: QWidget | None = None
        self._whole = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, part: QWidget | None) -> None:
        """Stand around this part from now on; None takes the ring away."""
        if self._around is not None and self._around is not part:
            self._around.removeEventFilter(self)
        self._around = part
        if part is not None:
            part.installEventFilter(self)
            part.destroyed.connect(self._forget)
        self.settle()

    def settle(self) -> None:
        """Find the part's present place."""
        window, part = self.parentWidget(), self._around
        if part is None or not part.isVisible() or part.window() is not window:
            self.hide()
            return
        outside = RING + GAP
        self._whole = QRect(part.mapTo(window, QPoint(0, 0)), part.size()).adjusted(
            -outside, -outside, outside, outside
        )
        seen = self._whole & _sight_of(part, window)
        self.setGeometry(seen)
        inner = self._whole.adjusted(outside, outside, -outside, -outside)
        self.setMask((QRegion(seen) - QRegion(inner)).translated(-seen.topLeft()))
        self.setVisible(not seen.isEmpty())
        self.raise_()
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go along with the part, and with what it lies in."""
        if event.type() in _MOVES:
            self.settle()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, and the ring of ink on it."""
        theme = sight().theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPoint(0, 0) - (self.geometry().topLeft() - self._whole.topLeft()))
        whole = QRectF(0, 0, self._whole.width(), self._whole.height())
        painter.setPen(QPen(theme.colour("ink"), RING))
        painter.setBrush(QColor(theme.colours["paper"]))
        half = RING / 2
        painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), ROUND, ROUND)
        painter.end()

    def _forget(self) -> None:
        self._around = None
        self.hide()


def _sight_of(part: QWidget, window: QWidget) -> QRect:
    """Give what of the window a part can be seen in: the whole of it, or the part that scrolls."""
    above = part.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QScrollArea):
            view = above.viewport()
            return QRect(view.mapTo(window, QPoint(0, 0)), view.size())
        above = above.parentWidget()
    return window.rect()
