"""Where the banner stands on its monitor, and how large: the customer's choice, kept while anything is live."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize

from agent.desk.language import Text, mark

GAP = 6
"""Pixels between the monitor's edge and the banner: the border's width."""


class Spot(Enum):
    """The six places: which third of the width, which edge."""

    TOP_LEFT = (0, 0)
    TOP = (1, 0)
    TOP_RIGHT = (2, 0)
    BOTTOM_LEFT = (0, 1)
    BOTTOM = (1, 1)
    BOTTOM_RIGHT = (2, 1)


SPOT_WORDS: dict[Spot, Text] = {
    Spot.TOP_LEFT: mark("desk.banner", "Top left"),
    Spot.TOP: mark("desk.banner", "Top"),
    Spot.TOP_RIGHT: mark("desk.banner", "Top right"),
    Spot.BOTTOM_LEFT: mark("desk.banner", "Bottom left"),
    Spot.BOTTOM: mark("desk.banner", "Bottom"),
    Spot.BOTTOM_RIGHT: mark("desk.banner", "Bottom right"),
}
SPOT_ARROWS: dict[Spot, str] = {
    Spot.TOP_LEFT: "arrow-up-left",
    Spot.TOP: "arrow-up",
    Spot.TOP_RIGHT: "arrow-up-right",
    Spot.BOTTOM_LEFT: "arrow-down-left",
    Spot.BOTTOM: "arrow-down",
    Spot.BOTTOM_RIGHT: "arrow-down-right",
}
"""The icon beside each place's words."""


@dataclass
class Stance:
    """How the customer wants the banner: a place, or where they dragged it to; whole, or small."""

    spot: Spot = Spot.TOP
    dragged: QPoint | None = None
    small: bool = False

    def place(self, monitor: QRect, size: QSize) -> QRect:
        """Give the banner's place: within the border of its monitor, whatever its size."""
        room = room_of(monitor)
        across, down = self.spot.value
        left = room.left() + (room.width() - size.width()) * across // 2
        top = room.top() + (room.height() - size.height()) * down
        wanted = QRect(self.dragged or QPoint(left, top), size)
        return within(room, wanted)

    def go_to(self, spot: Spot) -> None:
        """Choose one of the six places."""
        self.spot, self.dragged = spot, None


def room_of(monitor: QRect) -> QRect:
    """Give what of a monitor lies inside its border."""
    return monitor.adjusted(GAP, GAP, -GAP, -GAP)


def within(room: QRect, place: QRect) -> QRect:
    """Bring a place into a room, its upper left corner at least."""
    left = max(room.left(), min(place.left(), room.right() + 1 - place.width()))
    top = max(room.top(), min(place.top(), room.bottom() + 1 - place.height()))
    return QRect(QPoint(left, top), place.size())
