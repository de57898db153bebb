"""The order in which Tab goes through a window: reading order, whenever its parts were made or moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QRadioButton, QScrollArea, QWidget


def order_tabs(window: QWidget) -> None:
    """Have Tab go through the parts as they are laid out."""
    layout = window.layout()
    if layout is not None:
        for one, other in pairwise(_stops(layout)):
            QWidget.setTabOrder(one, other)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _within(widget)
        elif inner is not None:
            yield from _stops(inner)


def _within(widget: QWidget) -> Iterator[QWidget]:
    inside = widget.widget() if isinstance(widget, QScrollArea) else widget
    layout = inside.layout() if inside is not None else None
    if layout is not None:
        yield from _stops(layout)
    elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, QRadioButton):
        yield widget  # of several answers Tab goes to the chosen one only, and on from whichever has the keyboard
