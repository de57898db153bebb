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
from agent.desk.stopping import DELIVERY_SECONDS
from agent.desk.view import CheckShown, CodeStatus, Live, Over, Question, Rect, ReportShown, Trouble
from protocol.errors import ReceiptNotWritten

DISPLAY_GONE = "The screen went away, so everything stopped"
FAULT = "Something in this program failed, so everything stopped"
STEP_SECONDS = 0.05
GOODBYE_SECONDS = 2.0
"""Seconds for an engine to close its line in order, once everything is delivered."""


class Serves(Protocol):
    """Hears the engine where no loop of the windows runs any more."""

    def serve(self, seconds: float) -> None:
        """Wait for so many seconds at most, and hand on what came."""


class NoWindows:
    """The `DeskView` of a desk without a screen: shows nothing, and keeps what the last window would say."""

    def __init__(self) -> None:
        """Begin with nothing to say."""
        self.over: Over | None = None

    def show_check(self, shown: CheckShown) -> None:
        """Show nothing."""

    def show_connecting(self, relay: str) -> None:
        """Show nothing."""

    def show_code(self, code: str, ends_in: float) -> None:
        """Show nothing."""

    def code_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Show nothing."""

    def code_note(self, text: str) -> None:
        """Show nothing."""

    def show_question(self, question: Question) -> None:
        """Show nothing: without a window there is no yes."""

    def close_question(self, why: str) -> None:
        """Show nothing."""

    def show_live(self, live: Live) -> None:
        """Show nothing, and say so: what has no frame does not begin."""

    def hide_live(self) -> None:
        """Show nothing."""

    def chat_said(self, who: str, text: str) -> None:
        """Show nothing."""

    def report_progress(self, looking: str, number: int, of: int) -> None:
        """Show nothing."""

    def show_report(self, shown: ReportShown) -> None:
        """Show nothing: what nobody can read is not sent."""

    def report_failed(self, words: str) -> None:
        """Show nothing."""

    def close_report(self) -> None:
        """Show nothing."""

    def show_over(self, over: Over) -> None:
        """Keep it."""
        self.over = over

    def show_trouble(self, trouble: Trouble) -> None:
        """Show nothing: the session's story has it."""

    def desk_windows(self) -> list[Rect]:
        """Give none."""
        return []

    def close_all(self) -> None:
        """Close nothing."""


def say_farewell(
    core: DeskCore,
    engine: Serves,
    engine_runs: Callable[[], bool],
    *,
    why: str = DISPLAY_GONE,
    hide: Callable[[], None] = lambda: None,
) -> str:
    """
    End what runs, wait until it is written down, and say where the receipt is, or why there is none.

    `why` goes into the session's story; `hide` takes windows away that still stand, once everything has stopped.

    Empty where there is nothing to keep: nobody was allowed anything. Returns within the seconds that delivery may
    take and `GOODBYE_SECONDS`.
    """
    view = NoWindows()
    core.windows_gone(view, why)
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
        return f"{ReceiptNotWritten.words} {ReceiptNotWritten.remedy}"
    return f"Your receipt: {over.receipt_path} {over.note}".rstrip()
