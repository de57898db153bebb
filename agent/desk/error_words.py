"""Documented errors in the language of now: whoever names one by its code, the words are our own."""

from __future__ import annotations

from agent.desk.language import say
from protocol.errors import CATALOGUE, AttendedError

CONTEXT = "desk.trouble"


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
