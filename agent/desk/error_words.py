"""Documented errors in the language of now: whoever names one by its code, the words are our own."""

from __future__ import annotations

from agent.desk.language import say
from protocol.errors import CATALOGUE, AttendedError, FileTrouble

CONTEXT = "desk.trouble"
_OTHERS = frozenset(
    {f"R-{number:03}" for number in range(1, 21)} - {FileTrouble.code}
    | {f"R-{number}" for number in (*range(101, 111), 113, 116, 117, 118, 119, 302)}
    | {code for code in CATALOGUE if code.startswith(("K-14", "K-15", "K-3", "K-4"))}
    | {"P-223"}  # a technician's page alone may still be asked for something while its line is lost
)
"""What only somebody meets who sets up a relay, signs in at it, checks a log or a recording there, or helps."""
SPOKEN: tuple[type[AttendedError], ...] = tuple(error for code, error in CATALOGUE.items() if code not in _OTHERS)
"""Every error that a customer may meet, for the catalogue."""


def words_of(error: AttendedError | type[AttendedError]) -> str:
    """Put an error into the two sentences people read: what happened, and what to do."""
    return f"{what_happened(error.code, error.words)} {what_to_do(error.code, error.remedy)}"


def what_happened(code: str, words: str) -> str:
    """Say what happened; `words` are said as they are where the code is none of ours."""
    known = CATALOGUE.get(code)
    return say(CONTEXT, known.words) if known is not None else words


def what_to_do(code: str, remedy: str) -> str:
    """Say what can be done; `remedy` is said as it is where the code is none of ours."""
    known = CATALOGUE.get(code)
    return say(CONTEXT, known.remedy) if known is not None else remedy
