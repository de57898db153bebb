"""What is live, as facts for frame and banner: put into words when it is shown (experience 2.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.desk import live_words
from agent.desk.language import say
from consent.pause import PauseBecause
from consent.scopes import Scope

if TYPE_CHECKING:
    from agent.desk.view import Rect

LAST_SECONDS = 120.0
"""When a choice about the time is due: experience 2.7 offers it at two minutes."""


class Theirs(StrEnum):
    """What the technician does with mouse and keyboard just now."""

    NOTHING = ""
    TYPING = "typing"
    MOVING = "moving"


@dataclass(frozen=True)
class LiveItem:
    """One thing that is on, and for how many seconds from when it is shown."""

    scope: Scope
    left: float
    screens: tuple[int, ...] = ()
    """Which monitors are shown, by their numbers; for view alone."""
    of_screens: int = 1
    """How many monitors there are."""
    sees_use: bool = False
    """Whether the report was sent, and live use is shown since; for a report alone."""

    @property
    def words(self) -> str:
        """Name it, in the language of now."""
        screen = live_words.monitor_words(self.screens, self.of_screens)
        return live_words.live_words(self.scope, screen, sees_use=self.sees_use)


@dataclass(frozen=True)
class Live:
    """
    What frame and banner show: facts, put into words when they are shown, so that they follow the language.

    Without any item nothing is on any more: there is a banner for Stop and chat, and no frame. Seconds count from the
    moment at which this is shown; whoever shows it counts them down.
    """

    asker: str
    organisation: str
    items: tuple[LiveItem, ...]
    left: float
    """Seconds until the last of it ends, or chat where nothing is on."""
    pause: PauseBecause | None = None
    """Why nothing is seen, if so."""
    line_left: float = 0.0
    """Seconds for which a lost line is tried."""
    hand: bool = False
    """Whether the customer works mouse or keyboard, so that the technician's input waits."""
    theirs: Theirs = Theirs.NOTHING
    escapes: int = 0
    """How many presses of Esc are missing; 0 where none was made."""
    unread: int = 0
    monitors: tuple[Rect, ...] = ()
    can_extend: bool = False
    """Whether one press of the customer's makes it longer."""
    let_end: bool = False
    """Whether the customer said that it may end."""

    @property
    def is_on(self) -> bool:
        """Say whether anything is on: then there is a frame."""
        return bool(self.items)

    def runs_out(self, gone: float = 0.0) -> bool:
        """Say whether a choice about the time is due, so many seconds after this was shown."""
        return self.is_on and not self.let_end and self.left - gone <= LAST_SECONDS

    def only_counts(self, before: float, gone: float) -> bool:
        """Say whether nothing differs but the time between two moments, each so many seconds after this was shown."""
        if not self.is_on or self.pause is PauseBecause.LINE or self.left - gone <= LAST_SECONDS:
            return False
        return live_words.minutes(self.left - before) == live_words.minutes(self.left - gone)

    @property
    def usual(self) -> str:
        """Say who sees and does what, as the banner says it when nothing else is to be said."""
        scopes = {item.scope for item in self.items}
        return live_words.headline(self.asker, self.organisation, scopes, self._screen(), sees_use=self._sees_use)

    def usual_and_more(self) -> tuple[str, str]:
        """Say it, and what it becomes when mouse and keyboard are allowed as well: both need room."""
        control = LiveItem(Scope.CONTROL, self.left)
        sees = any(item.scope is Scope.VIEW for item in self.items)
        return self.usual, replace(self, items=(*self.items, control)).usual if sees else self.usual

    @property
    def headline(self) -> str:
        """Say the banner's first line as it is when this is shown."""
        return self.headline_after(0.0)

    def headline_after(self, gone: float) -> str:
        """Say the banner's first line, so many seconds later."""
        if self.escapes:
            return live_words.escape_words(self.escapes)
        if not self.is_on:
            return live_words.nothing_on(self.asker, self.left - gone)
        if self.pause is not None:
            return live_words.pause_words(self.pause, self.asker, self.line_left - gone)
        if self.runs_out(gone):
            return live_words.running_out(self.left - gone)
        if self.hand:
            return live_words.HAND.said()
        return self.usual

    def time_after(self, gone: float) -> str:
        """Say the time left, which begins the banner's second line; nothing where the first line tells it."""
        return live_words.time_left(self.left - gone) if self.is_on else ""

    def beside_after(self, gone: float) -> str:
        """Say what stands beside the time: who is there, if the first line is about time, or what they do."""
        if not self.is_on or self.pause is not None or self.escapes:
            return ""
        if self.runs_out(gone):
            return f"· {self.usual}"
        if self.theirs is Theirs.NOTHING or self.hand:
            return ""
        return f"· {(live_words.TYPING if self.theirs is Theirs.TYPING else live_words.MOVING).said()}"

    @property
    def paused(self) -> str | None:
        """Say why nothing is seen; None where it is seen."""
        return None if self.pause is None else live_words.pause_words(self.pause, self.asker, self.line_left)

    def spoken_after(self, gone: float) -> str:
        """Name the banner for a screen reader."""
        if not self.is_on or self.pause is not None:
            doing = self.headline_after(gone)
            return say("desk.banner", "Attended, {doing}", doing=doing)
        scopes = {item.scope for item in self.items}
        doing = live_words.spoken(self.asker, scopes, self._screen(within=True), sees_use=self._sees_use)
        left = live_words.spoken_left(self.left - gone)
        return say("desk.banner", "Attended, live, {doing}, {left}", doing=doing, left=left)

    @property
    def _sees_use(self) -> bool:
        return any(item.sees_use for item in self.items)

    def _screen(self, *, within: bool = False) -> str:
        view = next((item for item in self.items if item.scope is Scope.VIEW), None)
        return "" if view is None else live_words.monitor_words(view.screens, view.of_screens, within=within)
