"""The time of day as the terminal writes it: "14:07", by this computer's own clock and zone."""

from __future__ import annotations

from datetime import datetime

from agent.desk.ports import Clock


def time_of_day(clock: Clock, seconds: float = 0.0) -> str:
    """Give the time of day so many seconds from now."""
    return f"{datetime.fromtimestamp(clock.wall() + seconds).astimezone():%H:%M}"
