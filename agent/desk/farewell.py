"""
The end of a session whose windows work no longer: the screen went away, or a fault of our own ended their loop.

Withdrawal and end still reach the relay, through the engine that is there or one that only closes, and the receipt is
saved. What the last window would have said goes to whoever started the program, in words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from agent.desk.core import DeskCore
from agent.desk.error_words import words_of
from agent.desk.language import Text, as_written, mark, say
from agent.desk.stopping import DELIVERY_SECONDS
from agent.desk.view import DeskView, Over, Rect
from protocol.errors import ReceiptNotWritten

DISPLAY_GONE = mark("desk.over", "The screen went away, so everything stopped")
FAULT = mark("desk.over", "Something in this program failed, so everything stopped")
STEP_SECONDS = 0.05
GOODBYE_SECONDS = 2.0
"""Seconds for an engine to close its line in order, once everything is delivered."""


class Serves(Protocol):
    """Hears the engine where no loop of the windows runs any more."""

    def serve(self, seconds: float) -> None:
        """Wait for so many seconds at most, and hand on what came."""


class NoWindows(DeskView):
    """
    The view of a desk without a screen: shows nothing, and keeps what the last window would say.

    What `DeskView` names does nothing here. No question is answered, so there is no yes; nothing is live, for no
    frame stands; no report is sent that nobody can read.
    """

    def __init__(self) -> None:
        """Begin with nothing to say."""
        self.over: Over | None = None

    def show_over(self, over: Over) -> None:
        """Keep it."""
        self.over = over

    def desk_windows(self) -> list[Rect]:
        """Give none."""
        return []


def say_farewell(
    core: DeskCore,
    engine: Serves,
    engine_runs: Callable[[], bool],
    *,
    why: Text = DISPLAY_GONE,
    hide: Callable[[], None] = lambda: None,
) -> str:
    """
    End what runs, wait until it is written down, and say where the receipt is, or why there is none.

    `why` goes into the session's story; `hide` takes windows away that still stand, once everything has stopped.

    Empty where there is nothing to keep: nobody was allowed anything. Returns within the seconds that delivery may
    take and `GOODBYE_SECONDS`.
    """
    # Its methods are the port's own, and do nothing: what mypy calls abstract is what is meant.
    view = NoWindows()  # type: ignore[abstract]
    core.windows_gone(view, why.said())
    hide()
    until = time.monotonic() + DELIVERY_SECONDS + GOODBYE_SECONDS  # a core that a fault left half done ends nothing
    while core.is_connected and time.monotonic() < until:
        engine.serve(STEP_SECONDS)
        core.tick()
    until = time.monotonic() + GOODBYE_SECONDS
    while engine_runs() and time.monotonic() < until:
        engine.serve(STEP_SECONDS)
    return _where_the_receipt_is(view.over)


def _where_the_receipt_is(over: Over | None) -> str:
    if over is None or not (over.receipt_path or over.note):
        return ""
    if over.receipt_path is None:
        return words_of(ReceiptNotWritten)
    where = say("desk.over", "Your receipt: {path}", path=as_written(over.receipt_path))
    return f"{where} {over.note}".rstrip()
