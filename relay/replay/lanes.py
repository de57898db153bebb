"""Consent over time, as the player draws it: when each thing was allowed or rested, and where nothing was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consent.scopes import Scope, ending_with
from relay.replay.story import Line

_SECOND = 1000
_CLOSES = frozenset({"end", "ended-without-word"})
_WHY = {
    "customer": "The customer had paused.",
    "look-away": "The technician looked away, so that the customer could type a password.",
    "recording": "The recording had stopped.",
    "line": "The line was lost.",
    "system": "The computer asked its customer something.",
}
_SAME = 2 * _SECOND
"""Milliseconds by which one end may seem to differ: documents tell whole seconds, by another clock than the relay's."""
_LEAST_GAP = 1000
"""Milliseconds below which a pause needs no card."""


@dataclass(slots=True)
class Stretch:
    """One thing was allowed from `begins` to `ends`; it would have run out at `until`. Times in milliseconds."""

    scope: str
    begins: int
    until: int
    ends: int = 0
    rests: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was sent from `begins` to `ends`, and why."""

    begins: int
    ends: int
    words: str


class Lanes:
    """Fed with the story's lines in order; `finish` says where the recording ends."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self.gaps: list[Gap] = []
        self._living: dict[str, Stretch] = {}
        self._granted: dict[str, Any] = {}
        self._given_at = 0
        self._in_force = ""
        self._rests_since: tuple[int, str] | None = None
        self._lost_since: int | None = None

    def take(self, line: Line) -> None:
        """Take the next line."""
        self._run_out(line.time)
        match line.kind:
            case "yes":
                self._granted, self._given_at = line.facts, line.time
            case "keys":
                self._opened(line)
            case "withdrawn":
                self._end(line.time, {Scope(scope) for scope in line.facts["scopes"]})
            case "pause":
                self._rests_since = (line.time, _WHY[line.facts["because"]])
            case "goes-on":
                self._goes_on(line.time)
            case "lost" if self._lost_since is None:
                self._lost_since = line.time
            case "back" if self._lost_since is not None:
                self._gap(self._lost_since, line.time, _WHY["line"])
                self._lost_since = None
            case kind if kind in _CLOSES:
                self._goes_on(line.time)
                self._end(line.time, set(Scope))

    def finish(self, ends: int) -> None:
        """End what still runs at the end of the recording."""
        self._run_out(ends)
        self._goes_on(ends)
        if self._lost_since is not None:
            self._gap(self._lost_since, ends, _WHY["line"])
        self._end(ends, set(Scope))
        self.gaps.sort(key=lambda gap: gap.begins)

    def _opened(self, line: Line) -> None:
        if line.facts["grant"] == self._in_force:
            return
        self._in_force = line.facts["grant"]
        seconds: dict[str, int] = self._granted.get("until", {})
        for scope, left in seconds.items():
            until = self._given_at + left * _SECOND
            if scope in self._living and abs(self._living[scope].until - until) <= _SAME:
                continue
            self._close(scope, line.time)
            self._living[scope] = Stretch(scope, line.time, until)
        for scope in set(self._living) - set(seconds):
            self._close(scope, line.time)

    def _run_out(self, now: int) -> None:
        for scope, stretch in list(self._living.items()):
            if stretch.until <= now:
                self._close(scope, stretch.until)

    def _end(self, at: int, scopes: set[Scope]) -> None:
        for scope in ending_with(scopes):
            self._close(scope.value, at)

    def _close(self, scope: str, at: int) -> None:
        stretch = self._living.pop(scope, None)
        if stretch is not None:
            stretch.ends = at
            if self._rests_since is not None and self._rests_since[0] < at:
                stretch.rests.append((max(self._rests_since[0], stretch.begins), at))
            self.stretches.append(stretch)

    def _goes_on(self, at: int) -> None:
        if self._rests_since is None:
            return
        since, words = self._rests_since
        self._rests_since = None
        for stretch in self._living.values():
            stretch.rests.append((max(since, stretch.begins), at))
        self._gap(since, at, words)

    def _gap(self, begins: int, ends: int, words: str) -> None:
        if ends - begins >= _LEAST_GAP:
            self.gaps.append(Gap(begins, ends, words))
