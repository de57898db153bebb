"""The sentences of what is live: the banner's lines, the list below it, and what a reader says (experience 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from agent.desk.language import Text, as_written, count, mark, say
from consent.pause import PauseBecause
from consent.scopes import Scope

MINUTE = 60
SHORTLY = 30
"""Seconds below which the time left is told in seconds, not in minutes."""
PRESSES = 3
"""How many presses of Esc stop everything."""
HAND = mark("desk.banner", "You have the mouse. Theirs waits.")
STOPPED = mark("desk.banner", "Stopped. Nothing is seen.")
TYPING = mark("desk.banner", "typing")
MOVING = mark("desk.banner", "moving the mouse")

_VIEW, _HANDS = frozenset({Scope.VIEW}), frozenset({Scope.VIEW, Scope.CONTROL})
_REPORT, _USE = "report", "use"
"""What a report's yes means now: it is on its way, or it was sent and live use is shown."""
_LIVE: dict[tuple[frozenset[Scope], str], Text] = {
    (_VIEW, ""): mark("desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}"),
    (_VIEW, _REPORT): mark(
        "desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}, gets a health report"
    ),
    (_VIEW, _USE): mark("desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}, sees what is busy"),
    (_HANDS, ""): mark("desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}, uses your mouse"),
    (_HANDS, _REPORT): mark(
        "desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}, uses your mouse, gets a health report"
    ),
    (_HANDS, _USE): mark(
        "desk.banner", "Live, recorded · {name} ({organisation}) sees {screen}, uses your mouse, sees what is busy"
    ),
    (frozenset(), _REPORT): mark("desk.banner", "Live, recorded · {name} ({organisation}) gets a health report"),
    (frozenset(), _USE): mark("desk.banner", "Live, recorded · {name} ({organisation}) sees what is busy"),
}
_SPOKEN: dict[tuple[frozenset[Scope], str], Text] = {
    (_VIEW, ""): mark("desk.banner", "{name} sees {screen}"),
    (_VIEW, _REPORT): mark("desk.banner", "{name} sees {screen}, gets a health report"),
    (_VIEW, _USE): mark("desk.banner", "{name} sees {screen}, sees what is busy"),
    (_HANDS, ""): mark("desk.banner", "{name} sees {screen}, uses your mouse"),
    (_HANDS, _REPORT): mark("desk.banner", "{name} sees {screen}, uses your mouse, gets a health report"),
    (_HANDS, _USE): mark("desk.banner", "{name} sees {screen}, uses your mouse, sees what is busy"),
    (frozenset(), _REPORT): mark("desk.banner", "{name} gets a health report"),
    (frozenset(), _USE): mark("desk.banner", "{name} sees what is busy"),
}
_LISTED = (Scope.CLIPBOARD, Scope.FILES)
"""What the banner adds to its sentence as a list, by the names that the list below it uses."""
_ITEMS = {
    Scope.VIEW: mark("desk.banner", "See {screen}"),
    Scope.CONTROL: mark("desk.banner", "Mouse, keyboard"),
    Scope.REPORT: mark("desk.banner", "Health report"),
    Scope.CLIPBOARD: mark("desk.banner", "Copied text"),
    Scope.FILES: mark("desk.banner", "Files"),
}
_USE_ITEM = mark("desk.banner", "How busy this computer is")
_PAUSED = {
    PauseBecause.CUSTOMER: mark("desk.banner", "Paused. Nothing is seen."),
    PauseBecause.LOOK_AWAY: mark(
        "desk.banner",
        "{name} looks away so you can type a password. Nothing is seen. Press Go on when done.",
    ),
    PauseBecause.RECORDING: mark("desk.banner", "The recording stopped, so we paused. Nothing is seen."),
    PauseBecause.SYSTEM: mark("desk.banner", "Your computer asks you something. Only you can answer. Nothing is seen."),
}


def headline(name: str, organisation: str, living: Iterable[Scope], screen: str, *, sees_use: bool = False) -> str:
    """
    Say what is live, as the banner's first line.

    `screen` is `monitor_words`; with `sees_use` the report is sent and live use is shown.
    """
    scopes = set(living)
    said = _LIVE[_kind(scopes, sees_use=sees_use)].said(name=name, organisation=organisation, screen=screen)
    return " · ".join([said, *_listed(scopes)])


def spoken(name: str, living: Iterable[Scope], screen: str, *, sees_use: bool = False) -> str:
    """Say the same for a screen reader; `screen` is `monitor_words` within a sentence."""
    scopes = set(living)
    return ", ".join([_SPOKEN[_kind(scopes, sees_use=sees_use)].said(name=name, screen=screen), *_listed(scopes)])


def live_words(scope: Scope, screen: str, *, sees_use: bool = False) -> str:
    """Name one thing that is on, for the list below the banner."""
    text = _USE_ITEM if scope is Scope.REPORT and sees_use else _ITEMS[scope]
    return text.said(screen=screen)


def monitor_words(chosen: Sequence[int], total: int, *, within: bool = False) -> str:
    """Say which monitors are shown: "Screen 1", "Screens 1 and 2", "all screens"; `within` a sentence: "screen 1"."""
    numbers = [as_written(str(monitor)) for monitor in sorted(chosen)]
    if len(numbers) != 1 and len(numbers) in {0, total}:
        return say("desk.banner", "all screens")
    former, last = ", ".join(numbers[:-1]), numbers[-1]
    if len(numbers) == 1:
        return say("desk.banner", "screen {n}", n=last) if within else say("desk.banner", "Screen {n}", n=last)
    if within:
        return say("desk.banner", "screens {numbers} and {last}", numbers=former, last=last)
    return say("desk.banner", "Screens {numbers} and {last}", numbers=former, last=last)


def pause_words(because: PauseBecause, name: str, line_left: float) -> str:
    """Say why nothing is seen; `line_left` is for how many seconds more a lost line is tried."""
    if because is PauseBecause.LINE:
        return count(
            "desk.banner",
            "Line lost. Nothing is seen. Trying again for {n} second.",
            "Line lost. Nothing is seen. Trying again for {n} seconds.",
            max(0, round(line_left)),
        )
    return _PAUSED[because].said(name=name)


def nothing_on(name: str, seconds: float) -> str:
    """Say that nothing is on any more, and for how long there is still chat."""
    return say("desk.banner", "Nothing is on. {name} can only chat. Ends in {time}.", name=name, time=clock(seconds))


def escape_words(missing: int) -> str:
    """Say how many presses of Esc are missing, and show those that were made as full dots."""
    said = count("desk.banner", "Press Esc {n} more time to stop.", "Press Esc {n} more times to stop.", missing)
    return f"{said} {'●' * (PRESSES - missing)}{'○' * missing}"


def running_out(seconds: float) -> str:
    """Say that the time is nearly over: "2 minutes left.", and at the end "30 seconds left."."""
    if seconds > SHORTLY:
        return count("desk.banner", "{n} minute left.", "{n} minutes left.", ceil(seconds / MINUTE))
    return count("desk.banner", "{n} second left.", "{n} seconds left.", ceil(seconds))


def time_left(seconds: float) -> str:
    """Say how long something still lasts: "11:42 left"."""
    return say("desk.banner", "{time} left", time=clock(seconds))


def spoken_left(seconds: float) -> str:
    """Say it for a screen reader: "11 minutes left", and in the last minute "40 seconds left"."""
    whole = minutes(seconds)
    if whole:
        return count("desk.banner", "{n} minute left", "{n} minutes left", whole)
    return count("desk.banner", "{n} second left", "{n} seconds left", max(0, ceil(seconds)))


def unread_words(lines: int) -> str:
    """Name the chat's button for a screen reader while lines of the technician's are unread."""
    return count("desk.banner", "Chat, {n} new line", "Chat, {n} new lines", lines)


def minutes(seconds: float) -> int:
    """Give the whole minutes of a time; a second that has begun counts."""
    return max(0, ceil(seconds)) // MINUTE


def clock(seconds: float) -> str:
    """Write minutes and seconds, as "11:42"; a second that has begun counts."""
    whole = max(0, ceil(seconds))
    return as_written(f"{whole // MINUTE}:{whole % MINUTE:02}")


def count_words(count: int, one: str, many: str) -> str:
    """Count in words' company: "1 minute", "2 minutes"."""
    return f"{count} {one if count == 1 else many}"


def _kind(scopes: set[Scope], *, sees_use: bool) -> tuple[frozenset[Scope], str]:
    report = (_USE if sees_use else _REPORT) if Scope.REPORT in scopes else ""
    return frozenset(scopes & _HANDS), report


def _listed(scopes: set[Scope]) -> list[str]:
    return [_ITEMS[scope].said() for scope in _LISTED if scope in scopes]
