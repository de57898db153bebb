"""What the last window and the receipt tell of questions that ended in a no (experience 2.8)."""

from __future__ import annotations

from collections.abc import Collection

from agent.desk.language import count, mark, say
from consent.decision import Because
from consent.scopes import Scope

_ASKED = {
    (Scope.VIEW,): mark("desk.over", "{name} asked to see your screen."),
    (Scope.CONTROL,): mark("desk.over", "{name} asked to use your mouse and keyboard."),
    (Scope.REPORT,): mark("desk.over", "{name} asked to get a health report."),
    (Scope.CLIPBOARD,): mark("desk.over", "{name} asked to share copied text."),
    (Scope.FILES,): mark("desk.over", "{name} asked to send and get files."),
    (Scope.VIEW, Scope.REPORT): mark("desk.over", "{name} asked to see your screen and get a health report."),
}
_HOW = {
    "esc": mark("desk.over", "You pressed Esc, so it was a no."),
    "closed": mark("desk.over", "You closed the question, so it was a no."),
}
_BECAUSE = {
    Because.NO_ANSWER: mark("desk.over", "Nobody answered, so it was a no."),
    Because.NOT_OFFERED: mark("desk.over", "They took the question back."),
    Because.FAILED: mark("desk.over", "It ended before an answer, so it was a no."),
}
_REFUSED = mark("desk.over", "It was not allowed.")


def refused(name: str, scopes: Collection[Scope], because: Because, how: str, *, more_time: bool) -> str:
    """Say what was asked for and how the no came about: by whom, or by silence."""
    return f"{_asked(name, scopes, more_time=more_time)} {(_BECAUSE.get(because) or _HOW.get(how, _REFUSED)).said()}"


def not_expected() -> str:
    """Say why the session ended where the customer did not expect this person."""
    return say("desk.over", "You did not expect this person, so you stopped.")


def _asked(name: str, scopes: Collection[Scope], *, more_time: bool) -> str:
    if more_time:
        return say("desk.over", "{name} asked for more time.", name=name)
    asked = tuple(scope for scope in Scope if scope in scopes)
    if asked in _ASKED:
        return _ASKED[asked].said(name=name)
    return count("desk.over", "{name} asked for {n} thing.", "{name} asked for {n} things.", len(asked), name=name)
