"""What is said aloud to people who listen to their screen: `QAccessibleAnnouncementEvent`, and when time is spoken."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

SPOKEN_SECONDS = (300, 120, 60, 30)
"""What is left of a limit when it is spoken, and only then (experience 2.1): five, two, one minute, half a minute."""


def announce(widget: QWidget, text: str, *, assertive: bool = False) -> None:
    """
    Have a screen reader say something that changed, for the window or part where it did.

    `assertive` breaks into what is being said: for live, stopped and a lost line, and for nothing else.
    """
    kinds = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(kinds.Assertive if assertive else kinds.Polite)
    _tell(event)


def is_time_to_say(before: float, now: float) -> bool:
    """Say whether what is left of a limit, in seconds, has just come down to a moment at which it is spoken."""
    return any(now <= moment < before for moment in SPOKEN_SECONDS)


def _tell(event: QAccessibleAnnouncementEvent) -> None:
    QAccessible.updateAccessibility(event)
