"""
What is said aloud to people who listen to their screen, and when time is spoken.

Qt has an event for it, `QAccessibleAnnouncementEvent`. On Linux Orca knows that event only since its version 45, and
says nothing at all before; what every Orca reads out is a notification that comes up. So there it is one.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

SPOKEN_SECONDS = (300, 120, 60, 30)
"""What is left of a limit when it is spoken, and only then (experience 2.1): five, two, one minute, half a minute."""
BY_NOTICE = frozenset({"xcb", "wayland"})
"""Qt's platforms on which readers are reached over AT-SPI."""
FOCUS_MILLISECONDS = 700
"""After so long a window that asked for the focus has it, or does not get it."""
NOTICES = 8
"""How many notices of a window are kept: a reader asks for the words after it was told that they are there."""


class Notice(QWidget):
    """Words that are said and not shown: to a reader a notification, to the eye nothing."""


def announce(widget: QWidget, text: str, *, assertive: bool = False) -> None:
    """
    Have a screen reader say something that changed, for the window or part where it did.

    `assertive` breaks into what is being said: for live, stopped and a lost line, and for nothing else.
    """
    kinds = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(kinds.Assertive if assertive else kinds.Polite)
    _tell(event)


def announce_arrival(window: QWidget) -> None:
    """
    Have a screen reader say that a window is there.

    On Linux it reads out a window's name and words by itself when the window gets the focus, and would say the name
    twice; so there it is told only of one that stands without the focus.
    """
    if QGuiApplication.platformName() not in BY_NOTICE:
        announce(window, window.windowTitle())
        return

    def without_focus() -> None:
        if window.isVisible() and not window.isActiveWindow():
            announce(window, window.windowTitle())

    QTimer.singleShot(FOCUS_MILLISECONDS, window, without_focus)


def explain(control: QWidget, why: str, *, is_over: bool) -> None:
    """
    Say of a control why it does not work yet, for when somebody comes to it.

    While it has the keyboard only the end of the wait is told: a reader says each change of that, second by second.
    """
    if control.accessibleDescription() != why and (is_over or not control.hasFocus()):
        control.setAccessibleDescription(why)


def is_time_to_say(before: float, now: float) -> bool:
    """Say whether what is left of a limit, in seconds, has just come down to a moment at which it is spoken."""
    return any(now <= moment < before for moment in SPOKEN_SECONDS)


def _tell(event: QAccessibleAnnouncementEvent) -> None:
    about = event.object()
    if QGuiApplication.platformName() in BY_NOTICE and isinstance(about, QWidget):
        _give_notice(about.window(), event.message())
    else:
        QAccessible.updateAccessibility(event)


def _give_notice(window: QWidget, text: str) -> None:
    """Put up a notice of a window; one that is nowhere in sight, and for whoever listens."""
    for former in window.findChildren(Notice)[: 1 - NOTICES]:
        former.deleteLater()
    notice = Notice(window, Qt.WindowType.Window)  # a part of the window would have it all read out again before
    notice.setAccessibleName(text)
    QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.ObjectShow))
