"""
The sentences of a question, each whole (experience 2.5 and 2.6): the window and the notice both take them from here.

What a question says when it appears is put together in `question_words`; what changes while it stands is said by the
functions below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache

from agent.desk.language import (
    ENGLISH,
    LANGUAGES,
    Language,
    as_written,
    count,
    language,
    mark,
    open_language,
    say,
    speaking,
)
from consent.scopes import Scope

HEADLINE = mark("desk.question", "Attended · question")
EXPECTED = mark("desk.question", "Is this who you expected?")
YES, NO, NOT_SURE = mark("desk.question", "Yes"), mark("desk.question", "No"), mark("desk.question", "Not sure")
TICK_ONE = mark("desk.question", "Tick it if you allow it.")
TICK_MANY = mark("desk.question", "Tick what you allow. You can leave anything out.")
ALL_SCREENS = mark("desk.question", "All")
ALL_READ = mark("desk.question", "All screens")
SHOW_NUMBERS = mark("desk.question", "Show numbers")
HOW_LONG = mark("desk.question", "For how long?")
NOTHING_ELSE = mark("desk.question", "Nothing else changes.")
KEPT = mark("desk.question", "What is kept: a recording of what you allow, and the chat. It is locked.")
KEYS_READ = mark("desk.question", "What they type is locked away apart. The quality team can read it.")
KEYS_NOT_READ = mark("desk.question", "What they type is locked away apart. The quality team cannot read it.")
THEIR_NAMES = mark("desk.question", "Their names")
NO_RECORDING = mark(
    "desk.question",
    "No recording means no remote help. If you do not want one, say no. They can still help by phone.",
)
STOP_ANY_TIME = mark("desk.question", "You can stop at any time. Press Stop, or press Esc three times.")
MORE_TIME = mark("desk.question", "More time")
NO_MORE_TIME = mark("desk.question", "You cannot add more time.")
REFUSE = mark("desk.question", "Don’t allow")
BEST_TO_STOP = mark("desk.question", "Then it is best to stop.")
HANG_UP = mark("desk.question", "Hang up, and call the firm on a number you find yourself.")
STOP_HERE = mark("desk.question", "Stop here")
GO_BACK = mark("desk.question", "Go back")
READ_FIRST = mark("desk.question", "To allow: read this first. It takes a moment.")
UNCOVER = mark("desk.question", "To allow: move away what covers this window.")
SAY_AND_TICK = mark("desk.question", "To allow: say if you expected this person, and tick one thing.")
SAY_WHO = mark("desk.question", "To allow: say if you expected this person.")
TICK = mark("desk.question", "To allow: tick one thing.")
CHOOSE_SCREEN = mark("desk.question", "To allow: choose which screen they may see.")
READY = mark("desk.question", "You can allow now.")
WHY_WAIT = mark("desk.question", "So that a stray click or key cannot say yes for you.")
_ALL = (
    HEADLINE, EXPECTED, YES, NO, NOT_SURE, TICK_ONE, TICK_MANY, ALL_SCREENS, ALL_READ, SHOW_NUMBERS, HOW_LONG,
    NOTHING_ELSE, KEPT, KEYS_READ, KEYS_NOT_READ, THEIR_NAMES, NO_RECORDING, STOP_ANY_TIME, MORE_TIME, NO_MORE_TIME,
    REFUSE, BEST_TO_STOP, HANG_UP, STOP_HERE, GO_BACK, READ_FIRST, UNCOVER, SAY_AND_TICK, SAY_WHO, TICK,
    CHOOSE_SCREEN, READY, WHY_WAIT,
)  # fmt: skip
_HEADINGS = {
    (Scope.VIEW,): mark("desk.question", "{name} asks to see your screen"),
    (Scope.CONTROL,): mark("desk.question", "{name} asks to use your mouse and keyboard"),
    (Scope.REPORT,): mark("desk.question", "{name} asks to get a health report"),
    (Scope.CLIPBOARD,): mark("desk.question", "{name} asks to share copied text"),
    (Scope.FILES,): mark("desk.question", "{name} asks to send and get files"),
    (Scope.VIEW, Scope.REPORT): mark("desk.question", "{name} asks to see your screen and get a health report"),
}
HALF_MINUTE = 30


def heading(name: str, scopes: Collection[Scope], *, more_time: bool) -> str:
    """Say who asks for what: the first sentence of a question, and in a list the whole of it."""
    if more_time:
        return say("desk.question", "{name} asks for more time", name=name)
    asked = tuple(scope for scope in Scope if scope in scopes)
    if asked in _HEADINGS:
        return _HEADINGS[asked].said(name=name)
    return count("desk.question", "{name} asks for {n} thing", "{name} asks for {n} things", len(asked), name=name)


def title(name: str, organisation: str) -> str:
    """Name the window, for the task bar and for a screen reader."""
    return say("desk.question", "Question from {name}, {organisation}", name=name, organisation=organisation)


def changed(name: str) -> str:
    """Say that this question took the place of another."""
    return say("desk.question", "{name} changed the question. Please read it again.", name=name)


def screen(number: int) -> str:
    """Name a monitor, as `Show numbers` shows it."""
    return say("desk.question", "Screen {n}", n=number)


def ends_with_the_rest(minutes: int) -> str:
    """Say when what a later question asks for would end."""
    return count(
        "desk.question",
        "This ends with the rest, in {n} minute.",
        "This ends with the rest, in {n} minutes.",
        minutes,
    )


def offered(minutes: int, *, more: bool, as_asked: bool) -> str:
    """Name one of the times to choose from; `more` are added to what is left."""
    if more and as_asked:
        return count("desk.question", "{n} more minute, as asked", "{n} more minutes, as asked", minutes)
    if more:
        return count("desk.question", "{n} more minute", "{n} more minutes", minutes)
    if as_asked:
        return count("desk.question", "{n} minute, as asked", "{n} minutes, as asked", minutes)
    return count("desk.question", "{n} minute", "{n} minutes", minutes)


def allow(things: int, minutes: int, *, more: bool) -> str:
    """Name the button by what it would do now; `minutes` are 0 where the question offers no time of its own."""
    if more:
        return count("desk.question", "Allow {n} more minute", "Allow {n} more minutes", minutes)
    if not things:
        return say("desk.question", "Allow nothing yet")
    if not minutes:
        return count("desk.question", "Allow {n} thing", "Allow {n} things", things)
    # Two numbers in one sentence have one plural each: a first question is for one or two things.
    if things == 1:
        return count("desk.question", "Allow 1 thing for {n} minute", "Allow 1 thing for {n} minutes", minutes)
    return count(
        "desk.question",
        "Allow {things} things for {n} minute",
        "Allow {things} things for {n} minutes",
        minutes,
        things=things,
    )


def not_ready(label: str) -> str:
    """Name Allow for a screen reader while it does nothing; what is missing is its description."""
    return say("desk.question", "{label}. Not ready.", label=label)


def answer_within(seconds: int) -> str:
    """Say how long there is to answer, and what silence means."""
    time = as_written(f"{seconds // 60}:{seconds % 60:02}")
    return say("desk.question", "Answer within {time}. No answer means no.", time=time)


def time_left(seconds: int) -> str:
    """Say it aloud, in whole minutes until the last one."""
    if seconds <= HALF_MINUTE:
        return say("desk.question", "30 seconds left to answer.")
    return count("desk.question", "{n} minute left to answer.", "{n} minutes left to answer.", round(seconds / 60))


def say_everything() -> None:
    """Say once what a standing question may come to say: what lacks a translation is found before it is asked."""
    for text in _ALL:
        text.said()
    for things, minutes, more in ((0, 0, False), (1, 0, False), (1, 1, False), (2, 1, False), (0, 1, True)):
        not_ready(allow(things, minutes, more=more))
    for seconds in (HALF_MINUTE, 60):
        answer_within(seconds)
        time_left(seconds)


@contextmanager
def said_in(code: str) -> Iterator[None]:
    """Speak the language a question was put in, whatever is spoken elsewhere: none is in two languages."""
    if code == language().code:
        yield
        return
    with speaking(_opened(code if code in LANGUAGES else ENGLISH)):
        yield


@lru_cache
def _opened(code: str) -> Language:
    return open_language(code)
