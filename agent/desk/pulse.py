"""Beats when something is due, and seldom otherwise: a desk on which nothing happens lets the computer sleep."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer

from agent.desk.alarms import Alarms

REST_SECONDS = 1.0
"""Between beats when nothing is due: what runs out by itself (a yes, five minutes of chat) is seen by then."""


class Pulse(QObject):
    """Calls `beat` whenever an alarm is due, and every `REST_SECONDS`, for as long as Qt's loop runs."""

    def __init__(self, alarms: Alarms, now: Callable[[], float], beat: Callable[[], None]) -> None:
        """Take the alarms, the clock they are set by, and what rings them. Nothing beats before `start`."""
        super().__init__()
        self._alarms, self._now, self._beat = alarms, now, beat
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beats)

    def start(self) -> None:
        """Begin to beat."""
        self._alarms.moved = self._rest
        self._rest()

    def along(self) -> None:
        """Beat now, for something else has the desk awake; the rest until the next beat begins anew."""
        if self._timer.isActive():
            self._beats()

    def stop(self) -> None:
        """Beat no more."""
        self._alarms.moved = None
        self._timer.stop()

    def _beats(self) -> None:
        self._timer.start(ceil(REST_SECONDS * 1000))  # first, so that a beat that fails is not the last
        self._beat()
        self._rest()

    def _rest(self) -> None:
        due = self._alarms.next()
        wait = REST_SECONDS if due is None else min(max(due - self._now(), 0.0), REST_SECONDS)
        wait = ceil(wait * 1000)
        if not self._timer.isActive() or wait < self._timer.remainingTime():
            self._timer.start(wait)
