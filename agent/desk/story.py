"""
What the last window and the receipt tell of a session, beside its questions: every yes, change and end, in a line.

Each is said in the language of the moment in which it happened, and stands so from then on.
"""

from __future__ import annotations

from collections.abc import Collection

from agent.desk.language import count, mark
from consent.scopes import Scope

STOPPED = mark("desk.over", "You pressed Stop")
CLOSED = mark("desk.over", "You closed it, so it stopped")
TIME_UP = mark("desk.over", "Time was up")
BROKE = mark("desk.over", "Something broke here, so everything stopped")
LEFT = mark("desk.over", "The technician left")
ENDED = mark("desk.over", "The technician ended it")
PAUSED = mark("desk.over", "Paused")
WENT_ON = mark("desk.over", "Went on")
LINE_LOST = mark("desk.over", "The line was lost")
LINE_BACK = mark("desk.over", "The line was back")
LINE_GONE = mark("desk.over", "The line did not come back")
NOT_EVERYWHERE = mark("desk.over", "not on every monitor")

_NO_FRAME = mark("desk.over", "No frame could be shown ({why}), so everything stopped")
_WHY_NO_FRAME = {
    text.english: text
    for text in (
        NOT_EVERYWHERE,
        mark("desk.over", "the border could not be shown on every monitor"),
        mark("desk.over", "something took the frame or the banner away"),
    )
}
"""What the windows give as the reason, in English."""

_LET = {
    (Scope.VIEW,): mark("desk.over", "You let {name} see your screen for {minutes} min"),
    (Scope.CONTROL,): mark("desk.over", "You let {name} use your mouse and keyboard for {minutes} min"),
    (Scope.REPORT,): mark("desk.over", "You let {name} get a health report for {minutes} min"),
    (Scope.CLIPBOARD,): mark("desk.over", "You let {name} share copied text for {minutes} min"),
    (Scope.FILES,): mark("desk.over", "You let {name} send and get files for {minutes} min"),
    (Scope.VIEW, Scope.CONTROL): mark(
        "desk.over", "You let {name} see your screen and use your mouse and keyboard for {minutes} min"
    ),
    (Scope.VIEW, Scope.REPORT): mark(
        "desk.over", "You let {name} see your screen and get a health report for {minutes} min"
    ),
    (Scope.CONTROL, Scope.REPORT): mark(
        "desk.over", "You let {name} use your mouse and keyboard and get a health report for {minutes} min"
    ),
}


def no_frame(why: str) -> str:
    """Say that everything stopped because no frame can stand; `why` as the windows give it, in English."""
    known = _WHY_NO_FRAME.get(why)
    return _NO_FRAME.said(why=known.said() if known is not None else why)


def let(name: str, scopes: Collection[Scope], minutes: int) -> str:
    """Say what the customer allowed, to whom and for how long."""
    allowed = tuple(scope for scope in Scope if scope in scopes)
    if allowed in _LET:
        return _LET[allowed].said(name=name, minutes=minutes)
    return count(
        "desk.over",
        "You let {name} do {n} thing for {minutes} min",
        "You let {name} do {n} things for {minutes} min",
        len(allowed),
        name=name,
        minutes=minutes,
    )


def more_time(minutes: int) -> str:
    """Say that the customer gave more time, unasked."""
    return count("desk.over", "You gave {n} more minute", "You gave {n} more minutes", minutes)
