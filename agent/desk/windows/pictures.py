"""The desk's pictures: Lucide's icons in the colour of the letters beside them, and the mark of the program."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QWidget

from agent.desk.windows.theme import Theme

ICON_PIXELS = 18
AIR = 4
"""Pixels more between an icon and its words than the style leaves."""
SHARPNESS = 3
"""Pixels painted for each pixel of an icon: enough for any monitor."""
MARK_SIZES = (16, 32, 64, 128)
Pressed = TypeVar("Pressed", bound=QPushButton)
PICTURE = "picture"
"""The property of a button that names its icon."""


class Mark(StrEnum):
    """What the mark of the program says: a screen with a person before it (experience 5)."""

    IDLE = "idle"
    LIVE = "live"
    PAUSED = "paused"
    OVER = "over"


def pictured(button: Pressed, name: str, theme: Theme) -> Pressed:
    """Stand an icon of the vendored set beside a button's words; `paint_icons` keeps it in their colour."""
    button.setProperty(PICTURE, name)
    _paint(button, theme)
    return button


def paint_icons(window: QWidget, theme: Theme) -> None:
    """Paint every icon of a window in the colours and size in force."""
    for button in window.findChildren(QPushButton):
        if button.property(PICTURE):
            _paint(button, theme)


@cache
def mark(which: Mark) -> QIcon:
    """Give the program's mark."""
    drawn = resources.files("protocol.look").joinpath("marks", f"{which}.svg").read_bytes()
    icon = QIcon()
    for size in MARK_SIZES:
        icon.addPixmap(_painted(drawn, size))
    return icon


def _paint(button: QPushButton, theme: Theme) -> None:
    token = "on-action" if button.objectName() == "filled" else "action"
    size, air = theme.pixels(ICON_PIXELS), theme.pixels(AIR)
    drawn = _lines(str(button.property(PICTURE))).replace(b"currentColor", theme.colours[token].encode())
    picture = QPixmap(QSize(size + air, size) * SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    is_first = button.layoutDirection() is Qt.LayoutDirection.LeftToRight
    painter.drawPixmap(0 if is_first else air * SHARPNESS, 0, _painted(drawn, size * SHARPNESS))
    painter.end()
    icon = QIcon(picture)
    # Words keep their colour on what cannot be pressed just now; Qt would paint the icon alone grey.
    icon.addPixmap(picture, QIcon.Mode.Disabled)
    button.setIcon(icon)
    button.setIconSize(QSize(size + air, size))


@cache
def _lines(name: str) -> bytes:
    return resources.files("protocol.look").joinpath("vendor", "icons", f"{name}.svg").read_bytes()


def _painted(drawn: bytes, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawn)).render(painter)
    painter.end()
    return picture
