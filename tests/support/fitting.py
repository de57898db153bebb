"""Looks at a window as it is laid out: what in it is cut, what lies over something else, what cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from agent.desk.windows.window import DeskWindow

LEAST_SIGHT = 80
"""Pixels of the part that scrolls which are in sight at least: less is no window to read in."""
TARGET = 44
"""Pixels, across and down, of what can be pressed."""


def faults(window: DeskWindow, room: QRect) -> list[str]:
    """Say what is wrong with how a window stands on a monitor with this room; nothing for one that is right."""
    for _ in range(3):
        QApplication.processEvents()
    found = [] if room.contains(window.geometry()) else [f"reaches beyond the monitor: {window.geometry()}"]
    parts = list(_leaves(window))
    found += [f"cut: {_name(part)}" for part in parts if _is_cut(part)]
    found += [f"too small to press: {_name(part)}" for part in parts if _is_small(part)]
    found += [
        f"out of reach: {_name(part)}" for part in parts if not _reach(part, window).contains(_place(part, window))
    ]
    found += [
        f"overlap: {_name(one)} and {_name(other)}"
        for at, one in enumerate(parts)
        for other in parts[at + 1 :]
        if _ground(one, window) is _ground(other, window) and _place(one, window).intersects(_place(other, window))
    ]
    if not window.body.isEmpty() and window._scroll.viewport().height() < LEAST_SIGHT:
        found.append(f"only {window._scroll.viewport().height()} pixels are left to read in")
    return found


def _leaves(window: QWidget) -> Iterator[QWidget]:
    kinds = (QLabel, QAbstractButton, QLineEdit, QAbstractScrollArea)
    for part in window.findChildren(QWidget):
        if not isinstance(part, kinds) or not part.isVisible() or _is_inside_another(part, window):
            continue
        if not _holds_parts(part):
            yield part


def _holds_parts(part: QWidget) -> bool:
    """Say whether a part is the area in which a window's body scrolls, or the like: not a part to read or press."""
    return isinstance(part, QAbstractScrollArea) and any(
        isinstance(inner, QLabel | QPushButton) for inner in part.findChildren(QWidget)
    )


def _is_inside_another(part: QWidget, window: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QLineEdit) or (isinstance(above, QAbstractScrollArea) and not _holds_parts(above)):
            return True
        above = above.parentWidget()
    return False


def _is_cut(part: QWidget) -> bool:
    if isinstance(part, QLabel) and not part.text():
        return False
    if part.hasHeightForWidth():
        return part.height() < part.heightForWidth(part.width()) or part.width() < part.minimumSizeHint().width()
    hint = part.minimumSizeHint() if isinstance(part, QLineEdit | QAbstractScrollArea) else part.sizeHint()
    return part.width() < hint.width() or part.height() < hint.height()


def _is_small(part: QWidget) -> bool:
    return isinstance(part, QAbstractButton | QLineEdit) and min(part.width(), part.height()) < TARGET


def _ground(part: QWidget, window: DeskWindow) -> QWidget:
    body = window._content
    return body if body.isAncestorOf(part) else window


def _place(part: QWidget, window: DeskWindow) -> QRect:
    return QRect(part.mapTo(_ground(part, window), QPoint(0, 0)), part.size())


def _reach(part: QWidget, window: DeskWindow) -> QRect:
    """Give where a part can be seen: anywhere in the height that scrolls, but only in the width that is in sight."""
    ground = _ground(part, window)
    if ground is window:
        return window.rect()
    view = window._scroll.viewport()
    return QRect(0, 0, min(ground.width(), view.width()), ground.height())


def _name(part: QWidget) -> str:
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{type(part).__name__} {text!r} {part.width()}x{part.height()}"
