"""How long a customer may take to read their report: 15 minutes, and more with each press. Silence sends nothing."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.desk import Desk
from consent.scopes import Scope

READ_SECONDS = 15 * 60.0
"""Experience 2.2: do not send after 15 min. A press of `More time` adds as much again."""
MOST_PRESSES = 10
_ALARM = "report"


class ReadingTime:
    """The limit on one preview."""

    def __init__(self, desk: Desk, over: Callable[[], None]) -> None:
        """Take the shared things, and what happens when nobody decided."""
        self._desk = desk
        self._over = over
        self._presses = 0

    def begin(self) -> None:
        """Count from now."""
        self._presses = 0
        self._desk.alarms.set(_ALARM, self._desk.now() + READ_SECONDS, self._over)

    def more(self) -> None:
        """Give as much again."""
        at = self._desk.alarms.at(_ALARM)
        if at is not None and self._presses < MOST_PRESSES:
            self._presses += 1
            self._desk.alarms.set(_ALARM, at + READ_SECONDS, self._over)

    def end(self) -> None:
        """Count no longer."""
        self._desk.alarms.cancel(_ALARM)

    @property
    def left(self) -> float:
        """Give the seconds until silence counts as a no."""
        at = self._desk.alarms.at(_ALARM)
        return 0.0 if at is None else at - self._desk.now()

    @property
    def yes_left(self) -> float:
        """Give the seconds until the report's own yes ends."""
        session = self._desk.session
        return 0.0 if session is None else session.course.ledger.left(Scope.REPORT)
