"""What is live, in a terminal: a new line for each change, and the words that end it (experience 2.10)."""

from __future__ import annotations

from agent.desk import live_words
from agent.desk.alarms import Alarms
from agent.desk.language import as_written, say
from agent.desk.live import Live
from agent.desk.ports import Clock
from agent.desk.terminal.talk import Talk
from agent.desk.terminal.time_of_day import time_of_day

HELP, STOP, MORE, OFF = "help", "stop", "more", "off"
WARN_SECONDS = (120, 30)
_ALARM = "terminal time"


class LiveStep:
    """Says what is on."""

    def __init__(self, talk: Talk, clock: Clock, alarms: Alarms) -> None:
        """Take where to say, the clocks, and the alarms by which the last minutes are told."""
        self._talk = talk
        self._clock = clock
        self._alarms = alarms
        self._said: tuple[object, ...] | None = None
        self._is_on = False

    def show(self, live: Live) -> None:
        """Say what changed; the seconds that pass are no change."""
        is_new = not self._is_on
        self._is_on = live.is_on
        self._warn_in(live.left if live.is_on else 0.0, can_extend=live.can_extend)
        sees_use = any(item.sees_use for item in live.items)
        now = (live.is_on, live.pause, sees_use)
        if now == self._said:
            return
        before, self._said = self._said, now
        at = as_written(time_of_day(self._clock))
        if not live.is_on:
            words = live_words.nothing_on(live.asker, live.left)
            self._talk.say(say("terminal", "NOT LIVE {time} {words}", time=at, words=words))
        elif live.paused is not None:
            self._talk.say(say("terminal", "PAUSED {time} {words}", time=at, words=live.paused))
        elif is_new or before is None:
            until = as_written(time_of_day(self._clock, live.left))
            self._talk.say(
                say(
                    "terminal",
                    "LIVE {time} {name} may get a health report until {until}. To stop: Ctrl+C, or type {stop} and "
                    "press Enter. Type {help} for more.",
                    time=at,
                    name=live.asker,
                    until=until,
                    stop=STOP,
                    help=HELP,
                )
            )
        else:
            self._talk.say(_goes_on(live, at, as_written(time_of_day(self._clock, live.left)), sees_use=sees_use))

    def hide(self) -> None:
        """Say that nothing is on any more."""
        self._alarms.cancel(_ALARM)
        if self._said is None:
            return
        self._said, self._is_on = None, False
        self._talk.say(live_words.STOPPED.said())

    def _warn_in(self, left: float, *, can_extend: bool) -> None:
        due = next((seconds for seconds in WARN_SECONDS if left > seconds), None)
        if due is None:
            self._alarms.cancel(_ALARM)
        else:
            self._alarms.set(_ALARM, self._clock.boot() + left - due, lambda: self._warn(due, can_extend=can_extend))

    def _warn(self, left: int, *, can_extend: bool) -> None:
        said = live_words.running_out(float(left))
        longer = say("terminal", "Type {more} for ten more minutes, or let it end.", more=MORE)
        self._talk.say(said, *([longer] if can_extend else []))
        self._warn_in(float(left), can_extend=can_extend)


def _goes_on(live: Live, at: str, until: str, *, sees_use: bool) -> str:
    """Say what is live after something changed."""
    if sees_use:
        return say(
            "terminal",
            "LIVE {time} {name} sees how busy this computer is, until {until}. To end that alone, type {off}.",
            time=at,
            name=live.asker,
            until=until,
            off=OFF,
        )
    return say(
        "terminal", "LIVE {time} {name} may get a health report until {until}.", time=at, name=live.asker, until=until
    )
